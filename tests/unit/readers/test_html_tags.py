import pytest

from altproof.readers.html_tags import Tag, Words, decoded, image, plain, tokens


def tags(html: str) -> list[Tag]:
    return [token for token in tokens(html) if isinstance(token, Tag)]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <img src=x> -->",
        "<!--><!--->",
        "<!-- <img src=x>",
        "<![CDATA[ <img src=x> ]]>",
        "<!DOCTYPE html>",
        "<?php echo '<img src=x>' ?>",
        "<% if a %>",
        "{{ '<img' }}",
        "1 < 2",
        "<img src=x",
        "<img src='x>",
        "</p",
        "<",
        "",
    ],
)
def test_what_is_no_tag_gives_none(html: str) -> None:
    assert tags(html) == []


def test_tags_and_words_cover_their_places() -> None:
    html = "a<B x=1>c</b >d"
    assert [(html[t.start : t.end], type(t).__name__) for t in tokens(html)] == [
        ("a", "Words"),
        ("<B x=1>", "Tag"),
        ("c", "Words"),
        ("</b >", "Tag"),
        ("d", "Words"),
    ]
    assert [t.name for t in tags(html)] == ["b", "b"]


@pytest.mark.parametrize("name", ["script", "STYLE", "textarea", "title", "iframe", "xmp", "noembed", "noframes"])
def test_raw_text_is_neither_tag_nor_words(name: str) -> None:
    html = f"<{name}>if (a<b) '<img src=x>' </x </{name.upper()}><p>"
    assert [t.name for t in tags(html)] == [name.lower(), name.lower(), "p"]
    assert not any(isinstance(t, Words) for t in tokens(html))


def test_raw_text_that_never_ends_takes_the_rest() -> None:
    assert [t.name for t in tags("<p><script><img src=x>")] == ["p", "script"]


def test_a_closed_frame_holds_nothing() -> None:
    assert [t.name for t in tags("<iframe src=x /><img src=y>")] == ["iframe", "img"]


def test_attributes_keep_their_exact_places() -> None:
    html = "<img a = 'x y' b=\"\" C=z/ d>"
    (tag,) = tags(html)
    assert [(a.name, a.raw, html[a.value_start : a.value_end]) for a in tag.attributes] == [
        ("a", "x y", "x y"),
        ("b", "", ""),
        ("c", "z/", "z/"),
        ("d", None, ""),
    ]


def test_the_first_of_two_attributes_counts() -> None:
    (tag,) = tags("<img alt=a ALT=b>")
    assert tag.text("alt") == "a"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &amp; b", "a & b"),
        ("&#39;&#x27;&#39", "'''"),
        ("&lt;&gt;&quot;", '<>"'),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a&copyright=2", "?a&copyright=2"),
        ("&copy 1", "© 1"),
        ("&notit;", "&notit;"),
        ("&nosuch; & &;", "&nosuch; & &;"),
        ("&#0;&#1114112;", "\ufffd\ufffd"),
    ],
)
def test_references_in_attributes(raw: str, text: str) -> None:
    assert decoded(raw) == text


@pytest.mark.parametrize(
    "html", ["<img>", "</img src=x>", "<p src=x>", "<input src=x>", "<input type=text src=x>", "<imgs src=x>"]
)
def test_other_tags_show_no_image(html: str) -> None:
    assert [image(tag) for tag in tags(html)] == [None]


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ("<img src=' x.png '>", "x.png"),
        ("<img srcset='a.png, b.png 2x'>", "a.png"),
        ("<img srcset=''>", ""),
        ("<img src>", ""),
        ("<img data-src=lazy.png alt=x>", "lazy.png"),
        ("<img src=a.png data-src=lazy.png>", "a.png"),
    ],
)
def test_the_target_is_the_first_source(html: str, target: str) -> None:
    (found,) = [image(tag) for tag in tags(html)]
    assert found is not None
    assert found.target == target


@pytest.mark.parametrize(
    "html",
    [
        "<area alt=x>",
        "<object data=a.pdf>",
        "<object data=a.png type=text/html>",
        "<object type=image/png>",
        "<video src=a>",
        "<svg aria-label=x>",
        "<svg role=presentation aria-label=x>",
        "<svg role=img>",
        "<svg role=img aria-label=' '>",
        "<svg role=img aria-label=x aria-labelledby=y>",
    ],
)
def test_tags_that_show_nothing_by_themselves(html: str) -> None:
    assert [image(tag) for tag in tags(html)] == [None]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<area href=x alt=y>", ("html-area", "", "y", False)),
        ("<object data=a.SVG#b>", ("html-object", "a.SVG#b", None, True)),
        ("<object data=a type='IMAGE/png'>", ("html-object", "a", None, True)),
        ("<object data='data:image/png;base64,AA'>", ("html-object", "data:image/png;base64,AA", None, True)),
        ("<video poster=' a.png '>", ("html-video", "a.png", None, True)),
        ("<svg role='IMG none' aria-label=x>", ("html-svg", "", "x", False)),
        ("<svg role=image aria-label='{{ x }}'>", ("html-svg", "", "{{ x }}", True)),
        ("<img v-bind:alt=x src=a>", ("html-img", "a", None, True)),
    ],
)
def test_tags_that_show_an_image(html: str, expected: tuple[str, str, str | None, bool]) -> None:
    (found,) = [image(tag) for tag in tags(html)]
    assert found is not None
    assert (found.syntax, found.target, found.alt, found.computed) == expected


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<script/x><img>", ["script"]),
        ("<svg role=img/><p>", ["svg", "p"]),
        ("<!--!><p>--!><b>", ["b"]),
        ("</ p><b>", ["b"]),
        ("</p title='>'><b>", ["p", "b"]),
        ("<plaintext></plaintext><b>", ["plaintext"]),
        ("<a\u00a0b><b\x0bc>", ["a\u00a0b", "b\x0bc"]),
        ("<?xml version='1.0'><b>", ["b"]),
        ("<?php a() ?><b>", ["b"]),
    ],
)
def test_tags_end_where_the_standard_says(html: str, names: list[str]) -> None:
    assert [tag.name for tag in tags(html)] == names


def test_a_slash_in_a_value_closes_nothing() -> None:
    assert [tag.self_closing for tag in tags("<img alt=a/><img alt=a /><img/>")] == [False, True, True]


def test_words_of_any_length_are_decoded() -> None:
    assert plain("&notit; &copy &#65;&#x110000;&" + "#" + "9" * 5000 + ";") == "¬it; © A\ufffd\ufffd"
