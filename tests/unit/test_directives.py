"""Comments that except an image or a document from rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.directives import Directives
from altproof.model import ImageReference, Span
from altproof.readers import reader_for

FORMS = {
    "html": ("a.md", "<!-- {} -->"),
    "html in html": ("a.html", "<!--{}-->"),
    "jsx": ("a.mdx", "{{/* {} */}}"),
    "rst": ("a.rst", ".. {}"),
    "nested rst": ("a.rst", "   .. {}"),
    "asciidoc": ("a.adoc", "// {}"),
    "myst": ("a.md", "% {}"),
    "liquid": ("a.md", "{{% comment %}} {} {{% endcomment %}}"),
    "go template": ("a.html", "{{{{/* {} */}}}}"),
}


KNOWN = {"missing-alt", "blank-alt", "long-alt", "empty-alt"}


def read(document: str, text: str) -> Directives:
    """The directives that the reader of the document sees."""
    found = Directives(document, text)
    reader = reader_for(document)
    assert reader is not None
    found.keep(reference.target for reference in reader.references(document, found.probe))
    return found


def at(line: int, document: str = "a.md") -> ImageReference:
    return ImageReference(document, Span(line, 1, line, 9), "markdown-inline", "x.png", None, None)


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("a.md", "write altproof-disable-next-line missing-alt in a comment\n![](x.png)"),
        ("a.md", "```\n<!-- altproof-disable-next-line -->\n```\n![](x.png)"),
        ("a.md", "~~~md\n<!-- altproof-disable-file -->\n![](x.png)\n~~~"),
        ("a.md", "````md\n```md\n<!-- altproof-disable-file -->\n```\n````\n![](x.png)"),
        ("a.md", "Write `<!-- altproof-disable-file -->` on top.\n\n![](x.png)"),
        ("a.md", "Text.\n\n    <!-- altproof-disable-file -->\n\n![](x.png)"),
        ("a.adoc", "----\n// altproof-disable-file\n----\n\nimage::x.png[]"),
        ("a.rst", ".. code-block:: rst\n\n   .. altproof-disable-file\n\n.. image:: x.png"),
        ("a.rst", "So::\n\n   .. altproof-disable-file\n\n.. image:: x.png"),
        ("a.md", "<!-- see altproof-disable-next-line -->\n![](x.png)"),
        ("a.md", "<!-- altproof-disable-next-line missing-alt, or so it seems! -->\n![](x.png)"),
        ("a.md", "<!-- altproof-disable-next-line\n![](x.png)"),
        ("a.md", "<!-- altproof-disable-everything -->\n![](x.png)"),
        ("a.md", "<!-- altproof: decorativeness -->\n![](x.png)"),
        ("a.md", "// altproof-disable-next-line\n![](x.png)"),
        ("a.rst", "// altproof-disable-next-line\n.. image:: x.png"),
        ("a.rst", "text .. altproof-disable-next-line\n.. image:: x.png"),
        ("a.md", "<!-- " + "x" * 600 + " altproof-disable-next-line -->\n![](x.png)"),
    ],
)
def test_what_is_no_comment_of_ours_covers_nothing(document: str, text: str) -> None:
    assert read(document, text).all == []


@pytest.mark.parametrize(("document", "form"), FORMS.values(), ids=FORMS)
def test_every_format_has_a_comment_for_the_next_image(document: str, form: str) -> None:
    comment = form.format("altproof-disable-next-line missing-alt")
    found = read(document, f"text\n\n{comment}\n\nimage\nimage\n")
    assert [found.cover(at(line), "missing-alt") for line in (1, 3, 4, 5, 6)] == [False, False, False, True, False]
    assert not found.cover(at(5), "blank-alt")
    (directive,) = found.all
    assert (directive.span.line, directive.span.column) == (3, 1 + len(comment) - len(comment.lstrip()))
    assert directive.span.end_column == len(comment) + 1
    assert directive.words == "altproof-disable-next-line missing-alt"


def test_asciidoc_passes_comments_of_html_through_in_blocks_for_it_alone() -> None:
    comment = "<!-- altproof-disable-next-line missing-alt -->"
    assert len(read("a.asciidoc", f"++++\n{comment}\n<img src=x.png>\n++++\n").all) == 1
    assert read("a.asciidoc", f"{comment}\n\nimage::x.png[]\n").all == []


def test_several_rules_stand_with_blanks_or_commas_and_a_reason_may_follow() -> None:
    text = "<!-- altproof-disable-next-line missing-alt, blank-alt long-alt -- a poem: all of it -->\nimage\n"
    found = Directives("a.md", text)
    assert [found.cover(at(2), rule) for rule in ("missing-alt", "blank-alt", "long-alt")] == [True] * 3
    assert not found.cover(at(2), "poem")


def test_without_a_rule_all_are_covered() -> None:
    assert Directives("a.md", "<!-- altproof-disable-next-line -->\nimage").cover(at(2), "any-rule")


def test_a_line_and_a_file_can_be_covered() -> None:
    line = Directives("a.md", "image <!-- altproof-disable-line missing-alt -->\nimage")
    assert (line.cover(at(1), "missing-alt"), line.cover(at(2), "missing-alt")) == (True, False)
    file = Directives("a.md", "image\nimage\n<!-- altproof-disable-file missing-alt -->\nimage")
    assert all(file.cover(at(number), "missing-alt") for number in (1, 2, 4))


def test_a_decorative_image_has_no_missing_alt_and_all_other_rules_speak() -> None:
    found = Directives("a.md", "<!-- altproof: decorative -->\n![](line.png)")
    assert found.cover(at(2), "missing-alt")
    assert not found.cover(at(2), "empty-alt-in-link")


def test_the_next_line_of_a_notebook_is_that_of_its_cell() -> None:
    text = '[\n  "<!-- altproof-disable-next-line missing-alt -->\\n",\n  "\\n",\n  "![](x.png)"\n]'
    found = Directives("a.ipynb", text)
    assert (found.cover(at(3), "missing-alt"), found.cover(at(4), "missing-alt")) == (False, True)


def test_a_cell_of_a_notebook_may_stand_in_one_string() -> None:
    text = '{"source": "<!-- altproof-disable-next-line missing-alt -->\\n![](x.png)"}\n'
    assert Directives("a.ipynb", text).cover(at(1), "missing-alt")


def test_blank_lines_of_a_quotation_do_not_matter() -> None:
    text = "> <!-- altproof-disable-next-line missing-alt -->\n>\n> ![](x.png)\n"
    assert Directives("a.md", text).cover(at(3), "missing-alt")


def test_windows_line_ends_and_the_last_line_are_no_trouble() -> None:
    found = Directives("a.md", "<!-- altproof-disable-next-line missing-alt -->\r\n\r\n![](x.png)")
    assert found.cover(at(3), "missing-alt")
    assert len(Directives("a.rst", ".. altproof-disable-next-line\r\n").all) == 1


def test_a_comment_that_covered_nothing_is_unused() -> None:
    found = Directives("a.md", "<!-- altproof-disable-next-line missing-alt -->\nimage\n")
    assert len(found.unused({2}, {2}, {"missing-alt"}, KNOWN)) == 1
    assert found.cover(at(2), "missing-alt")
    assert found.unused({2}, {2}, {"missing-alt"}, KNOWN) == []


def test_a_comment_may_be_needed_for_what_was_not_judged_or_cannot_be_told() -> None:
    found = Directives("a.md", "<!-- altproof-disable-next-line missing-alt -->\nimage\nimage\n")
    assert found.unused({2, 3}, {3}, {"missing-alt"}, KNOWN) == []
    assert found.unused({2}, {2}, {"blank-alt"}, KNOWN) == []
    assert len(found.unused({3}, {3}, {"missing-alt"}, KNOWN)) == 1


def test_a_comment_for_all_rules_is_unused_only_where_no_image_follows() -> None:
    found = Directives("a.md", "<!-- altproof-disable-next-line -->\nimage\n")
    assert found.unused({2}, {2}, KNOWN, KNOWN) == []
    assert len(found.unused({3}, {3}, KNOWN, KNOWN)) == 1


def test_a_comment_that_names_no_rule_is_told_even_when_it_covers_something() -> None:
    found = Directives("a.md", "<!-- altproof-disable-next-line missing-alt old page -->\nimage\n")
    assert found.cover(at(2), "missing-alt")
    assert len(found.unused({2}, {2}, KNOWN, KNOWN)) == 1


def test_a_decorative_image_that_has_an_alt_text_needs_no_comment_although_some_rules_are_off() -> None:
    found = Directives("a.md", "<!-- altproof: decorative -->\nimage\n")
    assert len(found.unused({2}, {2}, {"missing-alt"}, {*KNOWN, "questionable-empty-alt", "title-instead-of-alt"})) == 1


PIECES = ["altproof-disable-", "file", "next-line", "line", " a-rule", "<!--", "-->", "\n", "`", " ", "--", "{/*"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_can_be_searched(text: str) -> None:
    for directive in Directives("a.md", text).all:
        assert directive.first <= directive.last
        assert 1 <= directive.span.line <= text.count("\n") + 1
