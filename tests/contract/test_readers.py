"""Every reader against its case files, which carry what must be found in them.

A case file is cut at its marker lines, which are comments of the format:

    <!-- case: name [flags] -->        a document begins on the next line; flags: crlf, bom, no-newline
    <!-- expect: SYNTAX key=value … --> one per reference, in order, behind the document; or `none`

Values are JSON strings, numbers, `true`, `false` or `none`. `alt`, `target`, `slot` (the source between the ends of
the alt slot) and `line` (of the slot, or of the construct when there is no slot) must be given; the others are
checked when given. `writes` is what stands in the document once the alt text NEW is put in.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest

from altproof import readers
from altproof.model import ImageReference, Span
from altproof.readers import READERS, proven_edit, reader_for
from altproof.readers.base import Positions, Reader, apply

CASES = Path(__file__).parents[1] / "cases" / "readers"
MARKER = re.compile(r"^(?:<!--|\.\.|//|%%) (case|expect): (.*?)(?: -->)?$")
FIELD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|[\w.-]+)')
NEW = 'A [new] "alt" <text> | 100 % & *more* of `it` \\ {{ x }} $1$ ~y~ ^z^ it\'s'


@dataclass
class Case:
    name: str
    flags: str
    lines: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        text = "\n".join(self.lines).strip("\n") + ("" if "no-newline" in self.flags else "\n")
        text = text.replace("\n", "\r\n") if "crlf" in self.flags else text
        return "\ufeff" + text if "bom" in self.flags else text


def cases_of(path: Path) -> Iterator[Case]:
    case: Case | None = None
    for line in path.read_text(encoding="utf-8").split("\n"):
        match = MARKER.match(line)
        if match and match[1] == "case":
            if case is not None:
                yield case
            name, _, flags = match[2].partition(" [")
            case = Case(name, flags)
        elif case is not None and match:
            case.expected.append(match[2])
        elif case is not None and not case.expected:
            case.lines.append(line)
    if case is not None:
        yield case


def collected() -> list[object]:
    return [
        pytest.param(reader, case, id=f"{reader.NAME}/{path.stem}: {case.name}")
        for reader in READERS
        for path in sorted((CASES / reader.NAME).iterdir())
        for case in cases_of(path)
    ]


def source(text: str, span: Span) -> str:
    positions = Positions(text)
    return text[positions.offset(span.line, span.column) : positions.offset(span.end_line, span.end_column)]


def facts(text: str, reference: ImageReference) -> dict[str, object]:
    around, slot = reference.surroundings, reference.alt_span
    place = slot or reference.span
    return {
        "alt": reference.alt,
        "target": reference.target,
        "slot": None if slot is None else source(text, slot),
        "line": place.line,
        "column": place.column,
        "fixed": reference.fixed_alt,
        "page": around.page_title,
        "heading": around.heading,
        "before": around.text_before,
        "after": around.text_after,
        "caption": around.caption,
        "title": around.title,
        "link": around.link_target,
        "linktext": around.link_text,
        "role": around.role,
        "hidden": around.hidden,
    }


def value(written: str) -> object:
    return None if written == "none" else json.loads(written)


@pytest.mark.parametrize(("reader", "case"), collected())
def test_the_reader_finds_what_the_case_expects(reader: Reader, case: Case) -> None:
    found = reader.references(f"a{reader.SUFFIXES[0]}", case.text)
    expected = [line for line in case.expected if line != "none"]
    assert case.expected, "the case says nothing about what it expects"
    assert [reference.syntax for reference in found] == [line.split()[0] for line in expected]
    for reference, line in zip(found, expected, strict=True):
        wanted = {name: value(written) for name, written in FIELD.findall(line)}
        assert wanted.keys() >= {"alt", "target", "slot", "line"}
        written = wanted.pop("writes", None)
        actual = facts(case.text, reference)
        assert {name: actual[name] for name in wanted} == wanted
        if written is not None:
            edit = reader.edit(case.text, reference, "NEW")
            assert edit is not None
            assert written in apply(case.text, edit)


@pytest.mark.parametrize(("reader", "case"), collected())
def test_new_alt_text_reads_back_and_changes_nothing_else(reader: Reader, case: Case) -> None:
    for reference in reader.references("a", case.text):
        edit = proven_edit(reader, case.text, reference, NEW)
        if reference.alt_span is None:
            assert edit is None
            continue
        assert edit is not None
        edited = apply(case.text, edit)
        again = reader.references("a", edited)
        assert [r.alt for r in again if r.span.line == reference.span.line].count(NEW) == 1
        assert len(again) == len(reader.references("a", case.text))
        start = Positions(case.text).offset(edit.span.line, edit.span.column)
        end = Positions(case.text).offset(edit.span.end_line, edit.span.end_column)
        assert edited == case.text[:start] + edit.replacement + case.text[end:]
        assert case.text.count("\n") - edited.count("\n") == source(case.text, edit.span).count("\n")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_a_document_without_markers_shows_nothing(reader: Reader) -> None:
    for path in sorted((CASES / reader.NAME).iterdir()):
        for case in cases_of(path):
            if reader.references("a", case.text):
                assert any(marker in case.text.lower() for marker in reader.MARKERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_every_reader_has_cases_that_must_and_must_not_be_found(reader: Reader) -> None:
    cases = [case for path in (CASES / reader.NAME).iterdir() for case in cases_of(path)]
    assert any(case.expected == ["none"] for case in cases)
    assert any(case.expected != ["none"] for case in cases)


def test_every_reader_in_the_folder_is_in_the_table() -> None:
    modules = [import_module(f"{readers.__name__}.{found.name}") for found in pkgutil.iter_modules(readers.__path__)]
    assert {m.__name__ for m in modules if hasattr(m, "SUFFIXES")} == {getattr(r, "__name__", "") for r in READERS}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_suffixes_and_markers_are_lower_case_and_lead_to_the_reader(reader: Reader) -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in reader.SUFFIXES)
    assert all(marker == marker.lower() and marker.isascii() for marker in reader.MARKERS)
    assert all(reader_for(f"docs/PAGE{suffix.upper()}") is reader for suffix in reader.SUFFIXES)
