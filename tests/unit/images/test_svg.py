"""The words and the size of an SVG, and the files that must not be read."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.errors import ImageError
from altproof.images import svg

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def drawing(content: str, attributes: str = "") -> svg.Drawing:
    return svg.read(f"<svg {NAMESPACE} {attributes}>{content}</svg>".encode())


def document(declarations: str, content: str = "") -> bytes:
    return f"<!DOCTYPE svg [{declarations}]><svg {NAMESPACE}>{content}</svg>".encode()


LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;">'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(document(LAUGHS, "<text>&b;</text>"), "nested", id="nested-entities"),
        pytest.param(document('<!ENTITY x SYSTEM "file:///etc/hostname">'), "elsewhere", id="system-entity"),
        pytest.param(document('<!ENTITY x PUBLIC "p" "http://127.0.0.1:9/">'), "elsewhere", id="public-entity"),
        pytest.param(document('<!ENTITY % x "y">'), "parameter", id="parameter-entity"),
        pytest.param(document(f'<!ENTITY a "{"A" * 5000}">', f"<text>{'&a;' * 20}</text>"), "64 KiB", id="quadratic"),
        pytest.param(
            document(f'<!ENTITY a "{"A" * 5000}">', f'<text x="{"&a;" * 20}"/>'), "64 KiB", id="quadratic-attribute"
        ),
        pytest.param(
            f'<!DOCTYPE svg [<!ENTITY a "{"A" * 5000}">]><svg>{"&a;" * 20}</svg>'.encode("utf-16"),
            "64 KiB",
            id="quadratic-utf-16",
        ),
        pytest.param(document(f'<!ATTLIST g x CDATA "{"A" * 5000}">', "<g/>" * 40), "64 KiB", id="default-attributes"),
        pytest.param(document("".join(f'<!ENTITY e{i} "x">' for i in range(65))), "very many", id="many-entities"),
        pytest.param(
            document("<!ATTLIST g " + "".join(f"a{i} CDATA #IMPLIED " for i in range(65)) + ">"),
            "very many",
            id="many-attributes",
        ),
        pytest.param(document('<!ENTITY é "x">'), "oddly named", id="entity-name-beyond-ascii"),
        pytest.param(f"<svg>{'<g>' * 200}{'</g>' * 200}</svg>".encode(), "200 levels", id="deep"),
        pytest.param(b"<svg>" + b"<g/>" * 200_000 + b"</svg>", "200,000 elements", id="many-elements"),
        pytest.param(b"<svg>" + b" " * svg.MAX_BYTES + b"</svg>", "bytes", id="large"),
        pytest.param(b"<svg><g></svg>", "well-formed XML at line 1", id="unclosed"),
        pytest.param(b"<svg>&nothing;</svg>", "well-formed", id="unknown-entity"),
        pytest.param(b'<?xml version="1.0" encoding="unicode_escape"?><svg/>', "encoding", id="codec"),
        pytest.param(b"<html/>", "not 'svg'", id="other-root"),
        pytest.param(b"plain", "neither", id="no-xml"),
    ],
)
def test_dangerous_and_broken_files_are_refused(data, words):
    with pytest.raises(ImageError, match=words):
        svg.read(data)


def test_the_limits_themselves_are_allowed():
    assert svg.read(f"<svg>{'<g>' * 199}{'</g>' * 199}</svg>".encode()).width is None
    assert svg.read(b"<svg>" + b"<g/>" * 199_999 + b"</svg>").width is None


def test_nothing_outside_the_file_is_opened():
    opened: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event in {"open", "socket.connect", "urllib.Request"}:
            opened.append(f"{event} {arguments}")

    listening = False
    sys.addaudithook(hook)
    listening = True
    try:
        svg.read(
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd">'
            b'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="/etc/hostname"/>'
            b'<style>@import url("http://127.0.0.1:9/a.css")</style>&nbsp;</svg>'
        )
    finally:
        listening = False
    assert opened == []


@pytest.mark.parametrize(
    "content",
    [
        "<defs><text>x</text></defs>",
        "<style>x</style>",
        "<script>x</script>",
        "<metadata><text>x</text></metadata>",
        "<g><title>x</title></g>",
        "<other:text xmlns:other='o'>x</other:text>",
        "<text> \n </text>",
        "<switch><text>Text is not SVG - cannot display</text></switch>",
        "<!-- <text>x</text> -->",
    ],
)
def test_what_is_not_drawn_is_no_text(content):
    assert drawing(content).embedded == svg.EmbeddedText()


def test_a_tooltip_inside_a_text_is_not_part_of_it():
    assert drawing("<text>Load<title>tip</title> balancer</text>").embedded.texts == ("Load balancer",)


def test_title_and_description_are_the_first_children_of_the_root():
    content = "<g><title>inner</title></g><title> A \n tap </title><title>second</title><desc>It <b>drips</b>.</desc>"
    found = drawing(content).embedded
    assert (found.title, found.description) == ("A tap", "It drips.")


def test_an_empty_title_does_not_hide_the_next():
    assert drawing("<title> </title><title>A tap</title>").embedded.title == "A tap"


def test_texts_come_in_document_order_once_each():
    assert drawing("<text>b</text><g><text>a</text></g><text>b</text>").embedded.texts == ("b", "a")


def test_a_tspan_with_a_place_of_its_own_starts_a_new_word_and_another_does_not():
    content = '<text><tspan x="0">Load</tspan><tspan x="0" dy="1em">balancer</tspan></text><text>W<tspan dx="1">ord</tspan></text>'
    assert drawing(content).embedded.texts == ("Load balancer", "Word")


def test_prefixed_elements_and_declared_entities_are_read():
    data = b'<!DOCTYPE s:svg [<!ENTITY n "http://www.w3.org/2000/svg">]><s:svg xmlns:s="&n;"><s:text>a</s:text><text>b</text></s:svg>'
    assert svg.read(data).embedded.texts == ("a",)


def test_the_number_and_the_length_of_texts_are_bounded():
    found = drawing(
        "".join(f"<text>{i} {'x' * 300}</text>" for i in range(60)) + f"<title>{'t' * 2000}</title>"
    ).embedded
    assert len(found.texts) == svg.MAX_TEXTS
    assert {len(text) for text in found.texts} == {svg.MAX_TEXT}
    assert len(found.title or "") == svg.MAX_TITLE


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="100" height="50.4"', (100, 50)),
        ('width=" 100px " height="1in"', (100, 96)),
        ('width="2.54cm" height="25.4mm"', (96, 96)),
        ('width="72pt" height="6pc"', (96, 96)),
        ('width="1e2" height=".5E2"', (100, 50)),
        ('width="100%" height="100%" viewBox="0 0 300 200"', (300, 200)),
        ('width="600" viewBox="0,0,300,200"', (600, 400)),
        ('height="100" viewBox="0 0 300 200"', (150, 100)),
        ('viewBox="-5 -5 10.2 20"', (10, 20)),
        ('width="100%" height="10"', (None, None)),
        ('width="10em" height="10"', (None, None)),
        ('width="0" height="10"', (None, None)),
        ('width="-4" height="10"', (None, None)),
        ('width="1e999" height="10"', (None, None)),
        ('width="99999999" height="10"', (None, None)),
        ('viewBox="0 0 0 5"', (None, None)),
        ('viewBox="0 0 5"', (None, None)),
        ('viewBox="a b c d"', (None, None)),
        ("", (None, None)),
    ],
)
def test_size(attributes, size):
    found = drawing("", attributes)
    assert (found.width, found.height) == size


@given(
    st.lists(
        st.sampled_from(
            [
                "<svg>",
                "</svg>",
                "<text>",
                "</text>",
                "<tspan x='1'>",
                "</tspan>",
                "&amp;",
                "<title>",
                "</title>",
                "a",
                "<",
                "<?x?>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<desc/>",
            ]
        )
    )
)
def test_any_arrangement_ends_in_a_drawing_or_in_an_image_error(parts):
    try:
        found = svg.read(("<svg>" + "".join(parts)).encode())
    except ImageError:
        return
    assert len(found.embedded.texts) <= svg.MAX_TEXTS
