"""What the case files do not show: names by ARIA, the way back for any text into any slot, and any input at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from altproof.model import ImageReference
from altproof.readers import html, proven_edit
from altproof.readers.base import Positions, apply
from altproof.readers.escaping import one_line

FORMS = {
    "double quotes": '<img src="x.png" alt="old">',
    "single quotes": "<img src='x.png' alt='old'/>",
    "no quotes": "<img src=x.png alt=old>",
    "no alt": "<img src=x.png width=3>",
    "no value": "<img alt src='x.png'>",
    "sign without value": "<img src=x.png alt=>",
    "no src": "<img class=a>",
    "lines": '<img\n  src="x.png"\n  alt\n  =\n  "old">',
    "computed source": '<img src="{{ "x.png" | url }}" alt="old">',
    "picture": "<picture><source srcset=a.png><img src=x.png></picture>",
    "button": '<input type=image src="x.png" alt="">',
    "area": '<map name="m"><area href="u" alt="old"></map>',
    "graphic with a title": "<svg role=img><title>\n old </title><path/></svg>",
    "graphic with a blank title": "<svg role=img><title></title></svg>",
    "graphic with a label": '<svg role="img" aria-label="old"><title>no</title></svg>',
    "graphic with a bare label": "<svg role=img aria-label=old></svg>",
    "graphic with nothing": "<svg role=img><path/></svg>",
}
HOSTS = {
    "paragraph": "<p>Before {} after <img src=o.png alt=other>.</p>",
    "link": '<a href="u">{} more</a> <img src="o.png" alt="other">',
    "figure": "<figure>{}<figcaption>Words</figcaption></figure><img src=o.png alt=other>",
    "template": '---\ntitle: T\n---\n{% if a < b %}{}{% endif %} {{ x }} <img src="{{ y }}" alt="other">',
    "Windows": "\ufeff<p>one\r\ntwo {} <img src=o.png alt=other>\r\n",
}
NASTY = [
    '"', "'", "''", '"/>', "=", "/", ">", "/>", "<", "<b>", "</title>", "</svg>", "<title>", "<script>", "<!--", "-->",
    "--!>", "<![CDATA[", "]]>", "&", "&amp;", "&amp", "&lt", "&#93;", "&#x", "&copy=", "&quot;", "{", "}", "{{", "}}",
    "{{ x }}", "{% x %}", "{% raw %}", "{% endraw %}", "{#", "#}", "<% x %>", "<?php", "?>", "${", "${x}", "$", "`",
    "\\", "|", "alt=", "src=x", "[alt]", "  ", "\t", "\n", "\r\n", "\x00", "\u00a0", "\u2028", "\u0085", "\u200b", "\x0b",
    "é", "猫", "😀", "\u202e", "\ud800", "x",
]  # fmt: skip
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join)
PIECES = [
    *NASTY, *FORMS.values(), "<img ", " src=", " alt=", "<svg role=img>", "<title>", "</svg>", "<noscript>", "<picture>",
    "<pre>", "<a href=x>", "</a>", "<h1>", "</h1>", "<p>", "<div hidden>", "</div>", "<button>", "<map name=m>", "---\n",
    "<img usemap=#m>", " id=i", " aria-labelledby=i", " aria-label=", "<object data=a.png>", "<video poster=b>", "/>",
    "<figure>", "<figcaption>", "{% comment %}", "{% endcomment %}", "<textarea>", "<source srcset=", "<style>", "</p>",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def read(text: str) -> list[ImageReference]:
    return html.references("a.html", text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('<img src=a.png aria-label="">', id="an empty label"),
        pytest.param('<img src=a.png aria-label=" &nbsp; ">', id="a blank label"),
        pytest.param("<img src=a.png aria-labelledby=x>", id="no such element"),
        pytest.param("<img src=a.png aria-labelledby=x><p id=x></p>", id="an element without words"),
        pytest.param("<img src=a.png aria-labelledby=x><p id=x><!-- no --></p>", id="a comment"),
        pytest.param("<svg role=img aria-label=A></svg>", id="a graphic, whose label is its alt text"),
    ],
)
def test_what_names_nothing_gives_no_label(text: str) -> None:
    assert [found.surroundings.aria_label for found in read(text)] == [None]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("<img src=a.png aria-label=' A &amp; b '>", "A & b"),
        ("<img src=a.png aria-labelledby=x aria-label=A>", "A"),
        ("<img src=a.png aria-labelledby=x aria-label=A><p id=x>Words</p>", "Words"),
        ("<p id=y>and <b>more</b><p id=x>Words<img src=a.png aria-labelledby='x  y'>", "Words and more"),
        ("<p id=x>First</p><p id=x>Second</p><img src=a.png aria-labelledby=x>", "First"),
        ("<svg><title id=x>Star</title></svg><img src=a.png aria-labelledby=x>", "Star"),
        ("<object data=a.svg aria-label=Plan></object>", "Plan"),
        ("<video poster=a.png aria-labelledby=x></video><p id=x>Tour", "Tour"),
    ],
)
def test_the_label_is_what_aria_says(text: str, label: str) -> None:
    assert [found.surroundings.aria_label for found in read(text)] == [label]


def test_very_long_numbers_in_references_are_read() -> None:
    number = "&#" + "9" * 5000 + ";"
    (found,) = read(f"<p>{number}<img src=a.png alt='{number}'><svg><title>{number}</title></svg>")
    assert found.alt == "\ufffd"


@pytest.mark.parametrize("form", [*FORMS])
def test_every_other_byte_stays(form: str) -> None:
    text = HOSTS["paragraph"].replace("{}", FORMS[form])
    found = read(text)[0]
    edit = proven_edit(html, text, found, "New words")
    assert edit is not None
    start = Positions(text).offset(edit.span.line, edit.span.column)
    end = Positions(text).offset(edit.span.end_line, edit.span.end_column)
    assert apply(text, edit) == text[:start] + edit.replacement + text[end:]
    assert "New words" in edit.replacement


@pytest.mark.parametrize("syntax", ["<object data=a.png>", "<video poster=a.png>", "<svg role=img />"])
def test_elements_without_alt_text_have_no_way_back(syntax: str) -> None:
    (found,) = read(syntax)
    assert html.edit(syntax, found, "New") is None


def test_a_graphic_has_no_word_for_decorative() -> None:
    text = '<img src=a.png alt="a"> <svg role=img aria-label="b"></svg>'
    first, graphic = read(text)
    assert proven_edit(html, text, first, "") is not None
    assert proven_edit(html, text, graphic, "") is None


def test_ordinary_text_needs_no_escapes() -> None:
    text = '<img src="a.png" alt="">'
    edit = proven_edit(html, text, read(text)[0], "Settings > General | it's 100 % `code`")
    assert edit is not None
    assert edit.replacement == "Settings > General | it's 100 % `code`"


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=300, deadline=None)
@given(host=st.sampled_from([*HOSTS]), alt=ALTS)
def test_what_was_written_is_what_is_read(form: str, host: str, alt: str) -> None:
    text = HOSTS[host].replace("{}", FORMS[form])
    before = read(text)
    alt = one_line(alt)
    edit = proven_edit(html, text, before[0], alt)
    if edit is None:
        assert form.startswith("graphic"), "only a graphic cannot have a blank name"
        assert not alt.strip()
        return
    edited = apply(text, edit)
    assert [r.alt for r in read(edited)] == [alt, *(r.alt for r in before[1:])]
    end = Positions(text).offset(edit.span.end_line, edit.span.end_column)
    assert edited.endswith(edit.replacement + text[end:])


@settings(max_examples=300, deadline=None)
@given(text=DOCUMENTS | st.text(max_size=300))
def test_any_text_is_read_and_every_slot_lies_in_its_construct(text: str) -> None:
    lines = text.split("\n")
    for found in read(text):
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
    before = read(text)
    for index, reference in enumerate(before):
        edit = proven_edit(html, text, reference, one_line(alt))
        if edit is not None:
            expected = [one_line(alt) if i == index else r.alt for i, r in enumerate(before)]
            assert [r.alt for r in read(apply(text, edit))] == expected


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    for text in (data.decode("utf-8", "surrogateescape"), data.decode("latin-1")):
        assert isinstance(read(text), list)
