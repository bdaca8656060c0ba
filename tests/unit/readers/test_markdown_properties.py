"""Whatever alt text is written into whichever form and host reads back equal, with everything else as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from altproof.readers import markdown, proven_edit
from altproof.readers.base import Positions, apply
from altproof.readers.escaping import one_line

FORMS = {
    "inline": "![old](x.png)",
    "no label": '![](x.png "t")',
    "reference": "![old][r]",
    "collapsed": "![r][]",
    "shortcut": "![r]",
    "in a link": "[![old](x.png) more](u)",
    "list value": '![label](x.png){#a alt="old" .b}',
    "list value, single quotes": "![label](x.png){fig-alt='old'}",
    "list value, bare": "![label](x.png){alt=old}",
    "double quotes": '<img src="x.png" alt="old">',
    "single quotes": "<img src='x.png' alt='old'/>",
    "no quotes": "<img src=x.png alt=old>",
    "no alt": "<img src=x.png width=3>",
    "no value": "<img alt src='x.png'>",
    "no src": "<img class=a>",
    "button": '<input type=image src="x.png" alt="">',
}
HOSTS = {
    "paragraph": "Before {} after ![other](o.png).",
    "heading": "# Title {}\n\n![other](o.png)",
    "quote": "> text\n> {} <img src=o.png alt=other>\n> text",
    "nested list": "- a\n  1. b\n     {}\n\n     ![other](o.png)",
    "table": "| a | b |\n|---|---|\n| {} | ![other](o.png) |\n| c | d |",
    "HTML block": "<div>\n<p>{}</p> <img src=o.png alt=other>\n</div>",
    "emphasis": "**{}** _![other](o.png)_",
    "Windows": "\ufeffone\r\ntwo {} ![other](o.png)\r\n",
}
NASTY = [
    "]", "[", "](", "][", "]: x", "![", "![a](b)", "\\", "\\]", "`", "``", "*", "**", "_", "__x__", "~~", "<", ">", "<b>",
    "<!--", "-->", "<!-- x -->", "</p>", "<script>", '"', "'", "''", '"/>', "=", "|", "\\|", "&", "&amp;", "&#93;", "&lt",
    "{", "}", "{{", "}}", "{{ x }}", "{% x %}", "<% x %>", "<?php", "{:", "{.x}", "$", "$$", "^", "#", "# ", "- ", "> ",
    "1. ", "+ ", "---", "```", ":::", "::", ":smile:", "@everyone", "http://x_y_", "www.a.b", "a@b.c", "  ", "\t", "\n",
    "\n\n", "\r\n", "\x00", "\u00a0", "\u2028", "\u0085", "\u200b", "é", "猫", "😀", "\u202e", "x", "alt", "!", "(", ")",
]  # fmt: skip
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join)
DOCUMENTS = st.lists(
    st.sampled_from(
        [*NASTY, *FORMS.values(), "<img ", "src=", "alt=", "[r]: x\n", "<pre>", "<code>", "</a>", "<a href=x>", "<h1>"]
    ),
    max_size=30,
).map("".join)


def document(form: str, host: str) -> str:
    return HOSTS[host].replace("{}", FORMS[form]) + "\n\n[r]: x.png\n"


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=300, deadline=None)
@given(host=st.sampled_from([*HOSTS]), alt=ALTS)
def test_what_was_written_is_what_is_read(form: str, host: str, alt: str) -> None:
    text = document(form, host)
    before = markdown.references("a.md", text)
    index = next((i for i, found in enumerate(before) if found.target in {"x.png", ""}), None)
    if index is None:  # Markdown in an HTML block is text
        assert host == "HTML block"
        return
    alt = one_line(alt)
    edit = proven_edit(markdown, text, before[index], alt)
    if edit is None:
        assert not alt, "the only alt text without a way to write it is the empty one in Markdown"
        assert form not in {"double quotes", "single quotes"}
        return
    edited = apply(text, edit)
    after = markdown.references("a.md", edited)
    assert [r.alt for r in after] == [alt if i == index else r.alt for i, r in enumerate(before)]
    assert [r.target for r in after] == [r.target for r in before]
    end = Positions(text).offset(edit.span.end_line, edit.span.end_column)
    assert edited.endswith(edit.replacement + text[end:])


@settings(max_examples=300, deadline=None)
@given(text=DOCUMENTS | st.text(max_size=300))
def test_any_text_is_read_and_every_slot_lies_in_its_construct(text: str) -> None:
    lines = text.split("\n")
    for found in markdown.references("a.md", text):
        place, slot = found.span, found.alt_span
        assert (1, 1) <= (place.line, place.column) < (place.end_line, place.end_column)
        assert place.end_line <= len(lines)
        assert place.end_column <= len(lines[place.end_line - 1]) + 1
        if slot is not None:
            assert (place.line, place.column) < (slot.line, slot.column) <= (slot.end_line, slot.end_column)
            assert (slot.end_line, slot.end_column) <= (place.end_line, place.end_column)


@settings(max_examples=300, deadline=None)
@given(text=DOCUMENTS, alt=ALTS)
def test_a_proven_edit_in_any_text_changes_one_alt_text_only(text: str, alt: str) -> None:
    before = markdown.references("a.md", text)
    for index, reference in enumerate(before):
        edit = proven_edit(markdown, text, reference, one_line(alt))
        if edit is not None:
            after = markdown.references("a.md", apply(text, edit))
            expected = [one_line(alt) if i == index else r.alt for i, r in enumerate(before)]
            assert [r.alt for r in after] == expected


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    for text in (data.decode("utf-8", "surrogateescape"), data.decode("latin-1")):
        assert isinstance(markdown.references("a.md", text), list)
