"""What looks like an image and is none, in Markdown and reStructuredText."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import ImageReference
from altproof.readers import reader_for
from altproof.readers.base import Generator, Positions, Site
from altproof.readers.leftovers import leftovers as leftovers_of

NOTHING_MD = {
    "an image": "![a](b.png) and ![a][b]\n\n[b]: b.png\n",
    "in emphasis": "*![a][b]* ~~**see ![a](b.png)**~~\n\n[b]: b.png\n",
    "in a label": "![see ![a][nope] here](b.png)",
    "angle brackets": "![a](<my file.png>)",
    "a title": '![a](b.png "the title.png")',
    "code span": '`![a](my file.png)` and ``![a][b]`` and `:::image alt-text="a"`',
    "fence": '```\n![a](my file.png)\n:::image alt-text="a":::\n```\n',
    "indented code": "x\n\n    ![a](my file.png)\n",
    "escaped": "\\![a](my file.png) and !\\[a](my file.png) and \\![a][b]",
    "escaped brackets": "![a\\][b] and ![a][b\\]",
    "a size as of other programs": "![a](b.png =100x20)",
    "no file type": "![a](see below) and ![a](the b.txt)",
    "Rust": "#![allow(dead_code)][x] and vec![1][0]",
    "negation": "x![i][j] and ![i]",
    "definitions may be included": "{% include links.md %}\n\n![a][b]",
    "snippets": '--8<-- "links.md"\n\n![a][b]',
    "docfx image": ':::image source="b.png" alt-text="a":::',
    "docfx escaped": '\\:::image width="3" source="b.png":::',
    "other colons": ":::images are here\n\n:::image\n\n:::image-end:::",
    "HTML with a blank line": "<details>\n\n![a](b.png)\n\n</details>",
    "HTML comment": "<!--\n![a](b.png)\n-->",
    "code in HTML": "<pre>\n![a](b.png)\n</pre>",
    "a link in HTML": "<div>\n[a](b.png) ![a] (b.png)\n</div>",
    "front matter": "---\nx: '![a](my file.png)'\n---\n",
}
NOTHING_RST = {
    "a directive": ".. image:: b.png",
    "indented": "Code::\n\n   .. image::b.png\n",
    "quoted literal block": "Code::\n\n.. image::b.png\n",
    "no file type": ".. image::b",
    "a comment": ".. image b.png",
    "a target": ".. _image::b.png",
}
FOUND_MD = {
    "![a](my file.png)": ("blanks", "my file.png", None),
    "> * see ![a](img/my file.PNG), so": ("blanks", "img/my file.PNG", None),
    "| ![a](my file.png) |\n|---|\n": ("blanks", "my file.png", None),
    "# ![a](my file.png)": ("blanks", "my file.png", None),
    "![a](img/b(1.png)": ("parenthesis", "img/b(1.png", None),
    "**see *![a][nope]*,** so": ("undefined", "", "nope"),
    "![a][nope]": ("undefined", "", "nope"),
    "![nope][]": ("undefined", "", "nope"),
    "![a](b.png)\n![a](my file.png)": ("blanks", "my file.png", None),
    "![a](b.png) ![a](b.png) ![a](my file.png)": ("blanks", "my file.png", None),
    "<div>\n![a](b.png)\n</div>": ("in-html", "b.png", None),
    "  <div>\n  ![a](b.png)\n  </div>": ("in-html", "b.png", None),
    "- <div>\n  ![a](b.png)\n  </div>": ("in-html", "b.png", None),
    "[^1]: <p>![a](b.png)\n": ("in-html", "b.png", None),
    "10. > <div>\n    > ![a](b.png)\n    > </div>": ("in-html", "b.png", None),
    ':::image source="b.png" alt-text="a" width="3":::': ("unknown-name", "b.png", "width"),
    'Text :::image type="icon" alt-text="a"::: text': ("no-source", "", None),
}


def leftovers(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    reader = reader_for(document, site)
    return leftovers_of(document, text, reader, site) if reader else []


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NOTHING_MD.items()])
def test_what_is_an_image_or_was_never_meant_as_one_is_left_alone(text: str) -> None:
    assert leftovers("a.md", text) == []


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NOTHING_RST.items()])
def test_directives_and_literal_blocks_are_left_alone(text: str) -> None:
    assert leftovers("a.rst", text) == []


@pytest.mark.parametrize(("text", "expected"), FOUND_MD.items())
@pytest.mark.parametrize("before", ["", "Before.\n\n", "![a](b.png)\n\n", "\ufeff"])
def test_text_that_should_be_an_image_is_found(before: str, text: str, expected: tuple[str, str, str | None]) -> None:
    (found,) = leftovers("a.md", f"{before}{text}\n")
    assert (found.syntax.removeprefix("leftover-"), found.target, found.surroundings.label) == expected
    assert found.fixed_alt
    assert found.alt_span is None


def test_a_directive_without_its_blank_is_found() -> None:
    (found,) = leftovers("a.rst", "Before\n\n.. image::img/b.png\n   :alt: a\n")
    assert (found.syntax, found.target, found.span.line) == ("leftover-no-blank", "img/b.png", 3)


def test_the_span_is_that_of_the_text() -> None:
    text = "x\n\nné ![a](my file.png), ![a][nope] and ![b](c.png)\n"
    positions = Positions(text)
    spans = [one.span for one in leftovers("a.md", text)]
    assert [text[positions.offset(s.line, s.column) : positions.offset(s.end_line, s.end_column)] for s in spans] == [
        "![a](my file.png)",
        "![a][nope]",
    ]


@pytest.mark.parametrize("text", ["![a](my file.png)", "<div>\n![a](b.png)\n</div>", "![a][nope]"])
def test_what_mkdocs_reads_is_left_alone(text: str) -> None:
    assert leftovers("a.md", text, Site(generator=Generator.MKDOCS)) == []


@pytest.mark.parametrize("document", ["a.mdx", "a.html", "a.ipynb", "a.adoc", "a.txt"])
def test_other_formats_have_none(document: str) -> None:
    assert leftovers(document, "![a](my file.png)\n\n.. image::b.png\n") == []


SIGNS = st.sampled_from(
    ["![", "](", "][", "]", ")", "(", "a b", ".png", "\n", "\n\n", "<div>", ":::image ", '="', "\\", "`"]
)


@given(st.lists(SIGNS | st.text(max_size=3), max_size=30).map("".join))
def test_no_text_makes_it_raise_or_repeat_an_image(text: str) -> None:
    for document in ("a.md", "a.rst"):
        reader = reader_for(document)
        assert reader is not None
        shown = {(one.span.line, one.span.column) for one in reader.references(document, text)}
        assert not shown & {(one.span.line, one.span.column) for one in leftovers(document, text)}
