"""What the case files do not show: names by ARIA, the way back for any text into any slot, and any input at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import ImageReference
from altproof.readers import html, proven_edit
from altproof.readers.escaping import one_line
from tests.round_trip import assert_places, change, change_each

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
@given(host=st.sampled_from([*HOSTS]), alt=ALTS)
def test_what_was_written_is_what_is_read(form: str, host: str, alt: str) -> None:
    if change(html, "a.html", HOSTS[host].replace("{}", FORMS[form]), 0, one_line(alt)) is None:
        assert form.startswith("graphic"), "only a graphic cannot have a blank name"
        assert not one_line(alt).strip()


@given(text=DOCUMENTS | st.text(max_size=300), alt=ALTS)
def test_any_text_is_read_and_a_proven_edit_changes_one_alt_text_only(text: str, alt: str) -> None:
    assert_places(text, read(text))
    assert all(edit is None or found.alt_span for found, edit in change_each(html, "a.html", text, one_line(alt)))


@given(texts=st.lists(st.sampled_from([*FORMS.values()]), max_size=6), alt=ALTS)
def test_every_slot_of_whole_tags_can_be_written(texts: list[str], alt: str) -> None:
    text = "<p>" + " ".join(texts) + "</p>"
    found = read(text)
    assert len(found) == len(texts)
    words = one_line(alt)
    for reference in found:
        can_be_blank = reference.syntax != "html-svg"
        assert proven_edit(html, text, reference, words) is not None or not (words.strip() or can_be_blank)
