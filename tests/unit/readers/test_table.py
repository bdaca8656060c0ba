import subprocess
import sys

import pytest
from msgspec.structs import replace

from altproof.model import Edit, ImageReference, Span
from altproof.readers import MARKERS, SUFFIXES, html, markdown, mdx, prove, proven_edit, proven_edits, reader_for
from altproof.readers.base import Generator, Site

TEXT = "![a](a.png) ![b](b.png)\n"


class Clumsy:
    """Reads like Markdown, and writes whatever it is told."""

    NAME = "clumsy"
    SUFFIXES = (".x",)
    MARKERS = ("![",)

    def __init__(self, span: Span, replacement: str) -> None:
        self._edit = Edit("a.md", span, replacement)

    def references(self, document: str, text: str, site: Site = Site()) -> list[ImageReference]:
        return markdown.references(document, text)

    def edit(self, text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
        return self._edit


def test_other_files_have_no_reader() -> None:
    assert [reader_for(name) for name in ("a.png", "md", "a.md.bak", "", "README")] == [None] * 5


def test_a_reader_is_found_by_the_end_of_the_name_in_any_case() -> None:
    assert [reader_for(name) for name in ("docs/a.md", "README.MD", "x.Markdown")] == [markdown] * 3


@pytest.mark.parametrize("generator", [None, *Generator])
def test_markdown_files_are_mdx_where_docusaurus_reads_them(generator: Generator | None) -> None:
    site = Site(generator=generator)
    assert reader_for("docs/A.md", site) is (mdx if generator is Generator.DOCUSAURUS else markdown)
    assert reader_for("docs/a.mdx", site) is mdx
    assert reader_for("docs/a.html", site) is html


def test_the_unions_hold_every_format() -> None:
    assert set(SUFFIXES) >= set(markdown.SUFFIXES)
    assert set(MARKERS) >= set(markdown.MARKERS)


def test_importing_the_readers_loads_no_parser() -> None:
    code = "import sys, altproof.readers; print('pyromark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("span", "replacement"),
    [
        pytest.param(Span(1, 3, 1, 4), "other words", id="not what was meant"),
        pytest.param(Span(1, 15, 1, 16), "new", id="the neighbour's alt text"),
        pytest.param(Span(1, 1, 1, 12), "![new](c.png)", id="another target"),
        pytest.param(Span(1, 1, 1, 12), '<img src="a.png" alt="new">', id="another syntax"),
        pytest.param(Span(1, 3, 1, 4), "new](a.png) ![x", id="one image more"),
        pytest.param(Span(1, 1, 1, 24), "![new](a.png)", id="one image less"),
        pytest.param(Span(1, 1, 1, 24), "![new](a.png) ![*b*](b.png)", id="the neighbour's source"),
        pytest.param(Span(1, 1, 1, 12), "# ![new](a.png)\n\nmore", id="other words around it"),
        pytest.param(Span(1, 1, 1, 12), "![new](a.png 'title')", id="a title"),
    ],
)
def test_an_edit_that_does_anything_else_is_refused(span: Span, replacement: str) -> None:
    first = markdown.references("a.md", TEXT)[0]
    assert proven_edit(Clumsy(span, replacement), TEXT, first, "new") is None


def test_an_edit_that_does_just_that_is_given() -> None:
    first = markdown.references("a.md", TEXT)[0]
    edit = Edit("a.md", Span(1, 3, 1, 4), "new")
    assert proven_edit(Clumsy(edit.span, "new"), TEXT, first, "new") == edit
    assert proven_edit(markdown, TEXT, first, "new") == edit


def test_a_reference_of_another_text_is_refused() -> None:
    first = markdown.references("a.md", TEXT)[0]
    assert proven_edit(markdown, "x " + TEXT, first, "new") is None


def test_a_reference_without_slot_has_no_edit() -> None:
    first = replace(markdown.references("a.md", TEXT)[0], alt_span=None)
    assert proven_edit(markdown, TEXT, first, "new") is None


def test_markdown_has_no_word_for_decorative_but_html_has() -> None:
    text = '![a](a.png) <img src="b.png" alt="b">\n'
    label, tag = markdown.references("a.md", text)
    assert proven_edit(markdown, text, label, "") is None
    assert proven_edit(markdown, text, tag, "") == Edit("a.md", Span(1, 35, 1, 36), "")


def test_alt_text_that_is_not_one_line_is_refused() -> None:
    first = markdown.references("a.md", TEXT)[0]
    assert [proven_edit(markdown, TEXT, first, alt) for alt in ("a\nb", " a", "a\x00", "a  b")] == [None] * 4


def test_many_edits_of_one_document_are_proven_together_and_a_bad_one_costs_only_itself() -> None:
    text = "".join(f"![](i{n}.png)\n\n" for n in range(40))
    found = markdown.references("a.md", text)
    wanted = [(reference, "two\nlines" if n == 7 else f"Picture {n}") for n, reference in enumerate(found)]
    edits = proven_edits(markdown, text, wanted)
    assert [n for n, edit in enumerate(edits) if edit is None] == [7]
    assert [edit.replacement for edit in edits[:3] if edit] == ["Picture 0", "Picture 1", "Picture 2"]


def test_the_number_of_readings_is_bounded() -> None:
    readings = 0

    class Counting(Clumsy):
        def references(self, document: str, text: str, site: Site = Site()) -> list[ImageReference]:
            nonlocal readings
            readings += 1
            return markdown.references(document, text, site)

        def edit(self, text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
            return Edit("a.md", reference.span, "gone")

    text = "".join(f"![](i{n}.png)\n\n" for n in range(200))
    found = markdown.references("a.md", text)
    edits = proven_edits(Counting(Span(1, 1, 1, 1), ""), text, [(reference, "x") for reference in found])
    assert edits == [None] * 200
    assert readings <= 17 + 2 * 200


def test_every_good_edit_among_many_bad_ones_is_proven() -> None:
    text = "".join(f"![](i{n}.png)\n\n" for n in range(200))
    bad = set(range(0, 200, 14))
    wanted = [(r, "two\nlines" if n in bad else f"P {n}") for n, r in enumerate(markdown.references("a.md", text))]
    proof = prove(markdown, text, wanted)
    assert {n for n, edit in enumerate(proof.edits) if edit is None} == bad
    assert proof.untried == 0


def test_what_there_is_no_room_to_try_is_counted() -> None:
    text = "".join(f"![](i{n}.png)\n\n" for n in range(8))
    wanted = [(r, "two\nlines" if n == 0 else f"P {n}") for n, r in enumerate(markdown.references("a.md", text))]
    proof = prove(markdown, text, wanted, characters=4 * len(text))
    # All, the first half, its first half: then there is no room
    assert (proof.edits, proof.untried, proof.characters) == ([None] * 8, 8, 4 * len(text))
    enough = prove(markdown, text, wanted, characters=20 * len(text))
    assert [edit is None for edit in enough.edits] == [True] + [False] * 7
    assert enough.untried == 0
    assert enough.characters <= 20 * len(text)


def test_of_two_edits_of_one_slot_only_the_first_is_proven() -> None:
    first, second = markdown.references("a.md", TEXT)
    edits = proven_edits(markdown, TEXT, [(first, "one"), (first, "two"), (second, "three")])
    assert [edit and edit.replacement for edit in edits] == ["one", None, "three"]
