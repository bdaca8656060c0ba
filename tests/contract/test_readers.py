"""Every reader against its case files, which carry what must be found in them.

A case file is cut at its marker lines, which are comments of the format (`<!-- -->`, `..`, `//`, `%%`, `{/* */}`):

    <!-- site: generator=hugo key=… --> for all cases below it: generator, shortcodes, includes, components (each
                                       name:source:alt, with commas between), front_matter (image:alt), output_images
    <!-- case: name [flags] -->        a document begins on the next line; flags: crlf, bom, no-newline
    <!-- expect: SYNTAX key=value … --> one per reference, in order, behind the document; or `none`

Values are JSON strings, numbers, `true`, `false` or `none`. `alt`, `target`, `slot` (the source between the ends of
the alt slot) and `line` (of the slot, or of the construct when there is no slot) must be given; the others are
checked when given. `writes` is what stands in the document once the alt text NEW is put in. The document has the
suffix of its case file.
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
from altproof.readers import READERS, asciidoc, html, markdown, notebook, proven_edit, reader_for, rst
from altproof.readers.base import Generator, ImageCall, Positions, Reader, Site, apply

CASES = Path(__file__).parents[1] / "cases" / "readers"
MARKER = re.compile(r"^(?:<!--|\.\.|//|%%|\{/\*) (case|expect|site): (.*?)(?: -->| \*/\})?$")
FIELD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|[\w.-]+)')
NEW = 'A [new] "alt" <text> | 100 % & *more* of `it` \\ {{ x }} $1$ ~y~ ^z^ it\'s'
PLAINER = "A [new] 'alt' <text> & 100 % *more* of `it`"
LIMITED = {
    "docfx-image-block": PLAINER,
    "docfx-image-inline": PLAINER,
    "jekyll-include": 'A [new] "alt" <text> | 100 % & *more* of `it` \\ $1$ ~y~ ^z^ it\'s',
    "wikilink": 'A new "alt" (text) & 100 % *more* of `it`, it\'s',
}
"""Syntaxes that cannot hold all of NEW, and what is written there instead."""


@dataclass
class Case:
    name: str
    flags: str
    suffix: str = ""
    site: Site = Site()
    lines: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        text = "\n".join(self.lines).strip("\n") + ("" if "no-newline" in self.flags else "\n")
        text = text.replace("\n", "\r\n") if "crlf" in self.flags else text
        return "\ufeff" + text if "bom" in self.flags else text


def cases_of(path: Path) -> Iterator[Case]:
    case: Case | None = None
    site = Site()
    for line in path.read_text(encoding="utf-8").split("\n"):
        match = MARKER.match(line)
        if match and match[1] in {"case", "site"}:
            if case is not None:
                yield case
            name, _, flags = match[2].partition(" [")
            site = site_of(match[2]) if match[1] == "site" else site
            case = Case(name, flags, path.suffix, site) if match[1] == "case" else None
        elif case is not None and match:
            case.expected.append(match[2])
        elif case is not None and not case.expected:
            case.lines.append(line)
    if case is not None:
        yield case


def site_of(written: str) -> Site:
    given = dict(part.split("=", 1) for part in written.split())

    def calls(key: str) -> tuple[ImageCall, ...]:
        return tuple(ImageCall(*call.split(":")) for call in given.pop(key, "").split(",") if call)

    site = Site(
        generator=Generator(name) if (name := given.pop("generator", None)) else None,
        shortcodes=calls("shortcodes"),
        includes=calls("includes"),
        components=calls("components"),
        front_matter=tuple(
            (a, b) for a, _, b in (p.partition(":") for p in given.pop("front_matter", "").split(",") if p)
        ),
        output_images=given.pop("output_images", "") == "true",
    )
    assert not given, f"no part of a site: {given}"
    return site


def cases_for(reader: Reader) -> list[tuple[Path, Case]]:
    return [(path, case) for path in sorted((CASES / reader.NAME).glob("*.*")) for case in cases_of(path)]


def collected() -> list[object]:
    return [
        pytest.param(reader, case, id=f"{reader.NAME}/{path.stem}: {case.name}")
        for reader in READERS
        for path, case in cases_for(reader)
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
        "description": around.description,
        "link": around.link_target,
        "linktext": around.link_text,
        "role": around.role,
        "hidden": around.hidden,
        "theme": around.theme,
        "sources": " ".join(f"{source.theme or 'any'}:{source.target}" for source in around.sources) or None,
    }


def value(written: str) -> object:
    return None if written == "none" else json.loads(written)


@pytest.mark.parametrize(("reader", "case"), collected())
def test_the_reader_finds_what_the_case_expects(reader: Reader, case: Case) -> None:
    found = reader.references(f"a{case.suffix}", case.text, case.site)
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
            edit = proven_edit(reader, case.text, reference, "NEW", case.site)
            assert edit is not None
            assert written in apply(case.text, edit)


@pytest.mark.parametrize(("reader", "case"), collected())
def test_new_alt_text_reads_back_and_changes_nothing_else(reader: Reader, case: Case) -> None:
    document = f"a{case.suffix}"
    found = reader.references(document, case.text, case.site)
    for reference in found:
        new = LIMITED.get(reference.syntax, NEW)
        edit = proven_edit(reader, case.text, reference, new, case.site)
        if reference.alt_span is None:
            assert edit is None
            continue
        assert edit is not None
        edited = apply(case.text, edit)
        again = reader.references(document, edited, case.site)
        assert [r.alt for r in again if r.span.line == reference.span.line].count(new) == 1
        assert len(again) == len(found)
        start = Positions(case.text).offset(edit.span.line, edit.span.column)
        end = Positions(case.text).offset(edit.span.end_line, edit.span.end_column)
        assert edited == case.text[:start] + edit.replacement + case.text[end:]
        gone, come = source(case.text, edit.span).count("\n"), edit.replacement.count("\n")
        assert come == 0 or reference.alt_span.line == reference.alt_span.end_line
        assert case.text.count("\n") - edited.count("\n") == gone - come


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_every_case_that_shows_something_holds_a_marker(reader: Reader) -> None:
    for _, case in cases_for(reader):
        if case.expected != ["none"]:
            markers = (*reader.MARKERS, *case.site.markers)
            assert any(marker.lower() in case.text.lower() for marker in markers), case.name


@pytest.mark.parametrize(
    ("reader", "passage"),
    [
        pytest.param(html, "{}", id="html"),
        pytest.param(markdown, "{}", id="markdown"),
        pytest.param(rst, ".. raw:: html\n\n   {}", id="rst"),
        pytest.param(asciidoc, "++++\n{}\n++++", id="asciidoc"),
        pytest.param(notebook, '{"cells": [{"cell_type": "markdown", "source": "{}"}]}', id="notebook"),
        pytest.param(notebook, '{"cells": [{"cell_type": "markdown", "source": "\\u003C{}"}]}', id="notebook, escaped"),
    ],
)
@pytest.mark.parametrize(
    "tag",
    [
        "<img src=a.png>",
        "<input type=image src=a.png>",
        "<map><area href=a></map>",
        "<object data=a.png></object>",
        "<svg role=img aria-label=a></svg>",
        "<video poster=a.png></video>",
    ],
)
def test_html_in_a_passage_shows_nothing_that_no_marker_tells_of(reader: Reader, passage: str, tag: str) -> None:
    text = passage.replace("\\u003C{}", tag.replace("<", "\\u003C")).replace("{}", tag) + "\n"
    assert len(reader.references("a", text)) == 1
    assert any(marker in text.lower() for marker in reader.MARKERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_every_reader_has_cases_that_must_and_must_not_be_found(reader: Reader) -> None:
    cases = [case for _, case in cases_for(reader)]
    assert any(case.expected == ["none"] for case in cases)
    assert any(case.expected != ["none"] for case in cases)


def test_every_folder_of_cases_belongs_to_a_reader() -> None:
    assert {path.name for path in CASES.iterdir()} == {reader.NAME for reader in READERS}


def test_every_reader_in_the_folder_is_in_the_table() -> None:
    modules = [import_module(f"{readers.__name__}.{found.name}") for found in pkgutil.iter_modules(readers.__path__)]
    assert {m.__name__ for m in modules if hasattr(m, "SUFFIXES")} == {getattr(r, "__name__", "") for r in READERS}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_suffixes_and_markers_are_lower_case_and_lead_to_the_reader(reader: Reader) -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in reader.SUFFIXES)
    assert all(marker == marker.lower() and marker.isascii() for marker in reader.MARKERS)
    assert all(reader_for(f"docs/PAGE{suffix.upper()}") is reader for suffix in reader.SUFFIXES)


def test_every_syntax_of_the_cases_is_on_the_page_of_syntaxes() -> None:
    page = (Path(__file__).parents[2] / "docs" / "syntaxes.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z]+(?:-[a-z]+)*-?)(?:…)?`", page)
    cases = (case for reader in READERS for _, case in cases_for(reader))
    found = {line.split()[0] for case in cases for line in case.expected if line != "none"}
    assert len(found) > 20
    for syntax in found:
        assert any(syntax == name or (name.endswith("-") and syntax.startswith(name)) for name in named), syntax
