"""Whatever alt text is written into whichever form and host of AsciiDoc reads back equal, with all else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from altproof.model import Span
from altproof.readers import asciidoc, proven_edit
from altproof.readers.base import apply
from altproof.readers.escaping import one_line
from tests.round_trip import assert_places, change, change_each

LISTS = {
    "empty": "",
    "blank": " ",
    "bare": "old",
    "quoted": '"old, er"',
    "single quotes": "'old'",
    "first of three": "old,300,200",
    "size only": ",300",
    "names only": "width=3,role=x",
    "name, then position": "width=3,Foo",
    "named": "alt=old,width=3",
    "named and quoted": 'role=x, alt = "old" ,x=y',
    "named and empty": "width=3,alt=",
    "empty quotes": '""',
    "None": "alt=None",
    "reference": "{cat}",
}
BLOCK_HOSTS = {
    "between paragraphs": "Before.\n\n{}\n\nimage::o.png[other]",
    "under a title": ".Title\n[.role]\n{}\nimage:o.png[other]",
    "under alt text": "[alt=above]\n{}\n\nimage:o.png[other]",
    "under a style": "[Above]\n{}\n\nimage:o.png[other]",
    "in an item": "* one\n+\n{}\n* two image:o.png[other]",
    "in a description": "a:: b\n+\n{}\nc:: d image:o.png[other]",
    "in an example": "====\n--\n{}\n--\n====\nimage:o.png[other]",
    "in a cell": "|===\n|a a|{} |image:o.png[other]\n|===",
    "Windows": "\ufeffone\r\n\r\n{}\r\ntwo image:o.png[other]\r\n",
}
INLINE_HOSTS = {
    "paragraph": "Before {} after image:o.png[other].",
    "heading": "== Title {}\n\nimage:o.png[other]",
    "item": "* a {}\n. b image:o.png[other]",
    "description": "t {}:: d image:o.png[other]\nu:: v",
    "cell": "|===\n|{} |image:o.png[other]\n|===",
    "quotes": "*a {}* `image:o.png[other]`",
    "link": "link:u[{}] image:o.png[other]",
    "passthroughs": "+a+ {} ++b++ image:o.png[other]",
    "Windows": "one\r\ntwo {} image:o.png[other]\r\n",
}
TAGS = {
    "no alt": "<img src=x.png width=3>",
    "double quotes": '<img src="x.png" alt="old">',
    "single quotes": "<img src='x.png' alt='old'/>",
    "no quotes": "<img alt=old src=x.png>",
    "no value": "<img alt src=x.png>",
}
TAG_HOSTS = {
    "block": "++++\n{}\n++++\n\nimage::o.png[other]",
    "line": "a +++{}+++ b image:o.png[other]",
    "macro": "a pass:[{}] b image:o.png[other]",
}
NASTY = [
    "]", "[", "\\", "\\]", "`", "*", "**", "_", "__x__", "~", "<", ">", "<b>", "<<a>>", "<!--", "-->", '"', "'", '\\"',
    "=", "|", "\\|", "a|", "!", "&", "&amp;", "&#93;", "{", "}", "{cat}", "{x}", "\\{x}", "{counter:x}", "$$", "^", "#",
    "+", "++", "+++", "::", ":: ", ";;", ";; ", ":", ";", "//", "----", "====", "|===", "* ", ". ", "+\n", "alt=", "alt=None",
    "None", ",", ", ", "image:a.png[b]", "image::a.png[b]", "icon:a[]", "pass:[a]", "stem:[a]", "link:a[b]", "include::a[]",
    "ifdef::a[]", "endif::[]", "https://a.example", "a@b.example", "((a))", "[[a]]", "footnote:[a]", "(C)", "--", "...",
    "->", "  ", "\t", "\n", "\r\n", "\x00", "\u00a0", "\u2028", "\u0085", "\u200b", "é", "猫", "😀", "\u202e", "x", "(", ")", "%",
]  # fmt: skip
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join).map(one_line)
DOCUMENTS = st.lists(
    st.sampled_from(
        [
            *NASTY,
            *(f"image::x.png[{inside}]\n" for inside in LISTS.values()),
            *(f"image:x.png[{inside}]" for inside in LISTS.values()),
            *TAGS.values(),
            *(
                "\n\n",
                "\n+\n",
                "\n----\n",
                "\n====\n",
                "\n|===\n",
                "\n++++\n",
                "\n--\n",
                "[alt=up]\n",
                "[NOTE]\n",
                ".T\n",
            ),
            *("a:: b\n", "a::\n", "* a\n", "|", "a|", "[cols=1a]\n", ":cat: dog\n", ":imagesdir: i\n", "ifdef::a[]\n"),
        ]
    ),
    max_size=30,
).map("".join)


def assert_written(text: str, target: str, alt: str) -> None:
    assert [r.target for r in asciidoc.references("a.adoc", text)] == [target, "o.png"]
    edit = change(asciidoc, "a.adoc", text, 0, alt)
    assert edit is not None
    assert not any(r.fixed_alt for r in asciidoc.references("a.adoc", apply(text, edit)))


@given(inside=st.sampled_from([*LISTS]), host=st.sampled_from([*BLOCK_HOSTS]), alt=ALTS)
def test_what_was_written_into_a_block_macro_is_what_is_read(inside: str, host: str, alt: str) -> None:
    text = BLOCK_HOSTS[host].replace("{}", f"image::x.png[{LISTS[inside]}]")
    start = text.removeprefix("\ufeff")
    assert_written(text[: len(text) - len(start)] + ":cat: A cat\n\n" + start, "x.png", alt)


@given(inside=st.sampled_from([*LISTS]), host=st.sampled_from([*INLINE_HOSTS]), alt=ALTS)
def test_what_was_written_into_an_inline_macro_is_what_is_read(inside: str, host: str, alt: str) -> None:
    text = INLINE_HOSTS[host].replace("{}", f"image:x.png[{LISTS[inside]}]")
    assert_written(":cat: A cat\n\n" + text, "x.png", alt)


@given(tag=st.sampled_from([*TAGS]), host=st.sampled_from([*TAG_HOSTS]), alt=ALTS)
def test_what_was_written_into_a_tag_is_what_is_read(tag: str, host: str, alt: str) -> None:
    assert_written(TAG_HOSTS[host].replace("{}", TAGS[tag]), "x.png", alt)


@given(text=DOCUMENTS | st.text(max_size=300), alt=ALTS)
def test_any_text_is_read_and_a_proven_edit_changes_one_alt_text_only(text: str, alt: str) -> None:
    # A block image may have its alt text in the attribute line above it
    found = asciidoc.references("a.adoc", text)
    assert_places(text, [replace(r, alt_span=None) for r in found])
    assert_places(
        text,
        [replace(r, span=Span(1, 1, text.count("\n") + 1, len(text.rsplit("\n", maxsplit=1)[-1]) + 1)) for r in found],
    )
    for _ in change_each(asciidoc, "a.adoc", text, alt):
        pass  # each is checked while it is made


@pytest.mark.parametrize("cut", range(1, len("image")))
def test_the_markers_know_an_image_of_which_an_attribute_holds_a_part(cut: int) -> None:
    front, back = "image:"[:cut], "image:"[cut:]
    texts = [f":a: {front}\n\n{{a}}{back}x.png[]\n", f":a: {back}\n\n{front}{{a}}x.png[]\n"]
    texts.append(f":a: {front}\n:b: {back}\n\n{{a}}{{b}}x.png[]\n")
    for text in texts:
        assert [r.target for r in asciidoc.references("a.adoc", text)] == ["x.png"]
        assert any(marker in text for marker in asciidoc.MARKERS)


def test_alt_text_in_a_reference_that_is_unknown_here_cannot_be_edited() -> None:
    reference = asciidoc.references("a.adoc", "image::x.png[{cat}]\n")[0]
    assert (reference.fixed_alt, reference.alt_span) == (True, None)
    assert asciidoc.edit("image::x.png[{cat}]\n", reference, "new") is None


def test_a_separator_of_the_table_in_new_alt_text_is_refused() -> None:
    text = "[separator=!]\n|===\n!image:x.png[old] !b\n|===\n"
    reference = asciidoc.references("a.adoc", text)[0]
    assert proven_edit(asciidoc, text, reference, "Stop! Now") is None
    assert proven_edit(asciidoc, text, reference, "Stop | now") is not None


def test_decorative_is_written_with_its_name() -> None:
    text = "image::x.png[]\n\nimage::y.png[old,300]\n"
    edits = [proven_edit(asciidoc, text, reference, "") for reference in asciidoc.references("a.adoc", text)]
    assert [edit.replacement for edit in edits if edit is not None] == ['alt=""', 'alt=""']


def test_special_signs_become_references_where_the_place_reads_them() -> None:
    text = "image::x.png[]\n\na image:y.png[] link:u[image:z.png[]]\n"
    edits = [asciidoc.edit(text, reference, 'a, "b" {c}:') for reference in asciidoc.references("a.adoc", text)]
    assert [edit.replacement for edit in edits if edit is not None] == [
        '"a, \\"b\\" &#123;c&#125;:"',
        '"a, &#34;b&#34; &#123;c&#125;&#58;"',
        '"a&#44; &#34;b&#34; &#123;c&#125;&#58;"',
    ]


def test_definitions_that_grow_without_end_are_not_followed() -> None:
    text = (
        ":a0: xxxxxxxxxx\n" + "".join(f":a{n}: {{a{n - 1}}}{{a{n - 1}}}\n" for n in range(1, 60)) + "image:x[{a59}]\n"
    )
    reference = asciidoc.references("a.adoc", text)[0]
    assert (reference.alt, reference.fixed_alt) == ("{a59}", True)
