"""MDX beyond its case files: components of the site, and alt text that comes back from every slot as it went in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.readers import mdx, proven_edit
from altproof.readers.base import Generator, ImageCall, Site, apply
from altproof.readers.escaping import one_line
from tests.round_trip import assert_places, change, change_each
from tests.shared import SHARED

FORMS = {
    "label": "![old](x.png)",
    "no label": '![](x.png "t")',
    "label with an expression": "![old {y} <b>z</b>](x.png)",
    "reference": "![old][r]",
    "double quotes": '<img src="x.png" alt="old" />',
    "single quotes": "<img src='x.png' alt='old'/>",
    "two lines": '<img\n  src="x.png"\n  alt="old"\n/>',
    "no alt": '<Image src="x.png" width={3} />',
    "no value": "<img alt src='x.png'/>",
    "braces, double": '<img src="x.png" alt={"old"} />',
    "braces, single": "<img src={'x.png'} alt={ 'old' } />",
    "braces, template": "<img src={`x.png`} alt={`old`} />",
    "empty in braces": '<Image src="x.png" alt={""} />',
}
HOSTS = {
    "paragraph": "Before {} after ![other](o.png).",
    "heading": "# Title {}\n\n![other](o.png)",
    "quote": "> text\n> {} <img src='o.png' alt='other' />\n> text",
    "list": "- a\n  1. b\n     {}\n\n     ![other](o.png)",
    "deep": "<A>\n  <B>\n        {}\n\n        ![other](o.png)\n  </B>\n</A>",
    "table": "| a | b |\n|---|---|\n| {} | ![other](o.png) |\n| c | d |",
    "element": "<div>\n<p>{}</p> <img src='o.png' alt={`other`} />\n</div>",
    "Windows": "\ufeffone\r\ntwo {} ![other](o.png)\r\n",
}
NASTY = [
    *("]", "[", "](", "![", "![a](b)", "\\", "\\]", "\\n", "\\u0041", "`", "``", "*", "**", "_", "~~", "<", ">", "<b>"),
    *(
        "<img />",
        "</p>",
        "<!--",
        "-->",
        '"',
        "'",
        "''",
        '"/>',
        "'}",
        "=",
        "|",
        "&",
        "&amp;",
        "&#93;",
        "{",
        "}",
        "{{",
        "}}",
    ),
    *(
        "${",
        "${x}",
        "$",
        "{/*",
        "*/}",
        "//",
        "/*",
        "^",
        "#",
        "- ",
        "> ",
        "1. ",
        "---",
        "```",
        ":::",
        "http://x_y_",
        "  ",
    ),
    *(
        "\t",
        "\n",
        "\x00",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\u0085",
        "é",
        "猫",
        "😀",
        "\u202e",
        "x",
        "alt",
        "import ",
        "\ufdd0",
    ),
]
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join).map(one_line)
DOCUMENTS = st.lists(
    st.sampled_from(
        [*NASTY, *FORMS.values(), "<img ", "src=", "alt=", "[r]: x\n", "<a href='u'>", "</a>", "    ", "\n\n"]
    ),
    max_size=30,
).map("".join)


def found_in(text: str, site: Site = Site()) -> list[tuple[str, str, str | None]]:
    return [(r.syntax, r.target, r.alt) for r in mdx.references("a.mdx", text, site)]


def test_a_component_nobody_named_shows_nothing() -> None:
    assert found_in('<Shot file="a.png" description="a" />') == []


def test_a_component_of_the_site_has_its_own_props() -> None:
    site = Site(components=(ImageCall("Shot", "file", "description"), ImageCall("Image", "source", "alt")))
    text = '<Shot file="a.png" description="a" alt="no" />\n<Shot file={`b.png`} /><Shot src="c.png" /><Image src="d.png" />\n'
    assert found_in(text, site) == [
        ("mdx-component-description", "a.png", "a"),
        ("mdx-component-description", "b.png", None),
    ]
    first, second = mdx.references("a.mdx", text, site)
    edits = [proven_edit(mdx, text, reference, "New", site) for reference in (first, second)]
    assert [edit and edit.replacement for edit in edits] == ["New", ' description="New"']


def test_an_accessible_name_of_its_own_is_kept() -> None:
    [found] = mdx.references("a.mdx", '<img src="a.png" aria-label="The &quot;name&quot;" hidden />')
    assert found.surroundings.aria_label == 'The "name"'
    assert found.surroundings.hidden


def test_without_slot_there_is_no_edit() -> None:
    text = "<img src='a.png' alt={name} /> <img {...props} />"
    references = mdx.references("a.mdx", text)
    assert len(references) == 2
    for found in references:
        assert found.fixed_alt
        assert mdx.edit(text, found, "new") is None


def test_a_sign_that_stands_for_holes_may_stand_in_the_document() -> None:
    text = "".join(map(chr, range(0xFDD0, 0xFDF0))) + ' {x} ![a](a.png) <img src="b.png" alt="b" />'
    assert [alt for _, _, alt in found_in(text)] == ["a", "b"]


@pytest.mark.parametrize("form", FORMS)
@given(host=st.sampled_from([*HOSTS]), alt=ALTS)
def test_what_was_written_is_what_is_read(form: str, host: str, alt: str) -> None:
    written = FORMS[form].replace("\n  ", " ").replace("\n", " ") if host in {"heading", "table"} else FORMS[form]
    written = written.replace("\n", "\n> ") if host == "quote" else written
    text = HOSTS[host].replace("{}", written) + "\n\n[r]: x.png\n"
    before = mdx.references("a.mdx", text)
    assert sorted(r.target for r in before) == ["o.png", "x.png"]
    index = [r.target for r in before].index("x.png")
    edit = change(mdx, "a.mdx", text, index, alt)
    if edit is None:
        assert not alt
        assert before[index].syntax.startswith("mdx-markdown")
    else:
        assert apply(text, edit).count("\n") == text.count("\n") - (edit.span.end_line - edit.span.line)


@given(text=DOCUMENTS | st.text(max_size=300), alt=ALTS)
def test_any_text_is_read_and_a_proven_edit_changes_one_alt_text_only(text: str, alt: str) -> None:
    assert_places(text, mdx.references("a.mdx", text))
    for _ in change_each(mdx, "a.mdx", text, alt):
        pass  # each is checked while it is made


def test_tags_that_only_commonmark_reads_count_in_markdown_files_of_docusaurus() -> None:
    text = "a <img src=x.png> b\n\n<img src=y.png alt=Y>\n\n![z](z.png) <b>\n"
    site = Site(generator=Generator.DOCUSAURUS)
    found = mdx.references("a.md", text, site)
    assert [(r.syntax, r.target, r.alt) for r in found] == [
        ("html-img", "x.png", None),
        ("html-img", "y.png", "Y"),
        ("mdx-markdown-inline", "z.png", "z"),
    ]
    assert [e and e.replacement for _, e in change_each(mdx, "a.md", text, "New", site)] == [
        ' alt="New"',
        '"New"',
        "New",
    ]
    assert [r.target for r in mdx.references("a.mdx", text, site)] == ["z.png"]


def test_the_examples_of_docusaurus_are_read_as_their_page_shows_them() -> None:
    path = SHARED / "cases" / "docusaurus.jsonl"
    if not path.exists():
        pytest.skip("docusaurus: the shared case suites are not here")
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        # A themed image is one image with two files, of which the first is named: the suite counts it twice
        images = case["expected"]["images"][:1]
        found = mdx.references("a.mdx", case["source_text"])
        assert [(r.target, r.alt, r.span.line) for r in found] == [(i["src"], i["alt"], i["line"]) for i in images]
