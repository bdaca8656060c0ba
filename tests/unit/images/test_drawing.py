"""An SVG on its way to pixels: what is cut out of it, what is drawn, and what is refused."""

from __future__ import annotations

import base64
import io
import itertools
import re
import socket
import threading
from collections.abc import Iterator

import pytest
from PIL import Image

from altproof.errors import ImageError
from altproof.images import drawing, svg_cleaning
from altproof.images.identify import identify
from altproof.images.orders import Limits, Prepared
from altproof.images.protocol import Reason, Refused
from altproof.images.workshop import Workshop
from tests.unit.images import samples

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
FRAME = '<rect width="20" height="20" fill="#00f"/>'
RED = (255, 0, 0)
needs_fonts = pytest.mark.skipif(not drawing.fonts(), reason="the DejaVu fonts are not installed")


def svg(body: str, attributes: str = 'width="200" height="100"') -> bytes:
    return f"{HEAD}{attributes}>{body}</svg>".encode()


def embedded(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def red(kind: str = "PNG", size: tuple[int, int] = (64, 64)) -> bytes:
    return samples.saved(Image.new("RGB", size, RED), kind)


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as shared:
        yield shared


def drawn(workshop: Workshop, data: bytes, limits: Limits | None = None) -> Prepared:
    return workshop.prepare(data, identify(data), limits or Limits())


def pixels(made: Prepared) -> Image.Image:
    return Image.open(io.BytesIO(made.data)).convert("RGB")


def shows_red(picture: Image.Image) -> bool:
    return any(
        r > 200 and g < 60 and b < 60 for _, (r, g, b) in picture.getcolors(picture.width * picture.height) or []
    )


# --- nothing outside is reached ---------------------------------------------------------------------------------------

OUTSIDE = {
    "absolute-path": '<image href="{canary}" width="200" height="100"/>',
    "old-link": '<image xlink:href="{canary}" width="200" height="100"/>',
    "other-prefix": '<image xmlns:q="http://www.w3.org/1999/xlink" q:href="{canary}" width="200" height="100"/>',
    "file-address": '<image href="file://{canary}" width="200" height="100"/>',
    "upwards": '<image href="../../../../../../..{canary}" width="200" height="100"/>',
    "with-blanks": '<image href="  {canary}  " width="200" height="100"/>',
    "by-character-references": '<image href="&#47;{canary}" width="200" height="100"/>',
    "by-base": '<g xml:base="file:///"><image href="{canary}" width="200" height="100"/></g>',
    "filter-picture": '<filter id="f"><feImage href="{canary}"/></filter><rect width="200" height="100" filter="url(#f)"/>',
    "nested-drawing": '<image href="{nested}" width="200" height="100"/>',
    "nested-drawing-named-png": '<image href="{disguised}" width="200" height="100"/>',
    "text-as-drawing": '<image href="{plain}" width="200" height="100"/>',
    "use-of-a-file": '<use href="{canary}#a"/>',
    "address": '<image href="{address}/a.png" width="200" height="100"/>',
    "style-import": '<style>@import url("{address}/a.css"); @import "{address}/b.css";</style>',
    "style-import-in-pieces": '<style>@im\\port "{address}/a.css"; @im/**/port "{address}/b.css"; @im@import;port "{address}/c"</style>',
    "style-font": "<style>@font-face {{ font-family: x; src: url({address}/x.ttf) }} text {{ font-family: x }}</style>",
    "style-fill": "<style>circle {{ fill: url({address}/p.svg#a) }}</style>",
    "style-escape": "<style>circle {{ fill: u\\72l({address}/p.svg#a) }}</style>",
    "attribute-fill": '<rect width="9" height="9" fill="url({address}/p.svg#a)"/>',
    "script": '<script href="{address}/x.js"/><script>fetch("{address}/y")</script>',
    "foreign": '<foreignObject width="99" height="99"><iframe xmlns="http://www.w3.org/1999/xhtml" src="{address}"/></foreignObject>',
    "instruction": '<?xml-stylesheet href="{address}/s.css"?>',
}


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on loopback, and who has connected to it."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, peer = server.accept()
                except TimeoutError:
                    continue
                came.append(str(peer))
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", came
        stop.set()
        thread.join()


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_outside_the_drawing_is_reached(name, workshop, tmp_path, listener):
    address, came = listener
    canary = tmp_path / "canary.png"
    canary.write_bytes(red())
    canary.chmod(0o644)
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(folder.stat().st_mode | 0o755)  # the canary can be read by anybody, so that only we keep it out
    inner = svg(f'<image href="{canary}" width="64" height="64"/><rect width="64" height="64" fill="red"/>')
    body = OUTSIDE[name].format(
        canary=canary,
        address=address,
        nested=embedded(inner, "svg+xml"),
        disguised=embedded(inner),
        plain=f"data:text/plain;base64,{base64.b64encode(inner).decode()}",
    )
    picture = pixels(drawn(workshop, svg(FRAME + body)))
    assert not shows_red(picture)
    assert picture.getpixel((40, 40)) == (0, 0, 255)
    assert came == []
    left = svg_cleaning.clean(svg(FRAME + body), (200, 100)).text
    assert str(canary) not in left
    assert f"url({address}" not in left.replace('"', "")
    assert f'="{address}' not in left
    assert "@import" not in left


def test_the_canary_would_have_been_seen(tmp_path):
    canary = tmp_path / "canary.png"
    canary.write_bytes(red())
    import resvg_py

    careless = resvg_py.svg_to_bytes(svg_string=svg(OUTSIDE["absolute-path"].format(canary=canary)).decode())
    assert shows_red(Image.open(io.BytesIO(careless)).convert("RGB"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_lies_in_the_drawing_is_drawn(kind, workshop):
    body = f'<image href="{embedded(red(kind), "png")}" width="64" height="64"/>'
    assert shows_red(pixels(drawn(workshop, svg(body))))


@pytest.mark.parametrize(
    "data", [samples.png(12_000, 4_000), b"no picture", samples.plain("BMP"), samples.png(40_000, 40_000)]
)
def test_a_picture_in_the_drawing_that_is_too_large_or_no_picture_is_left_out(data, workshop):
    body = f'{FRAME}<image href="{embedded(data)}" width="64" height="64"/>'
    assert drawn(workshop, svg(body)).width == 1024
    assert svg_cleaning.clean(svg(body), (9, 9)).removed == 1


def test_references_inside_the_drawing_stay():
    body = (
        '<style>.a { fill: url(#g); marker: url( "#m" ) }</style><g id="x"/><use xlink:href="#x"/><use href="#x"/>'
        '<a href="https://example.org"><path clip-path="url(#c)" style="fill:url(#g)" d="M0(1)"/></a>'
    )
    clean = svg_cleaning.clean(svg(body), (9, 9))
    assert clean.removed == 1  # where the link leads, which is no part of a picture
    for kept in ("url(#g)", "url(#m)", 'xlink:href="#x"', ' href="#x"', "url(#c)", 'd="M0(1)"'):
        assert kept in clean.text
    assert "example.org" not in clean.text


def test_a_style_sheet_is_text_to_its_end():
    body = "<style>.a{fill:red}<g/>@import url(http://127.0.0.1:9/);<b>@import 'x';</b> .b{fill:url(/tmp/y)}</style>"
    text = svg_cleaning.clean(svg(body), (9, 9)).text
    assert "<style>.a{fill:red}" in text
    assert not any(sign in text for sign in ("import", "127.0.0.1", "/tmp", "<g", "<b"))


def test_neither_document_type_nor_entity_nor_comment_survives():
    data = b'<!DOCTYPE svg [<!ENTITY a "b">]><!-- c --><?d e?>' + svg("<text>&a;</text>")
    text = svg_cleaning.clean(data, (9, 9)).text
    assert "<text>b</text>" in text
    assert not any(sign in text for sign in ("<!", "<?", "ENTITY", "&a;"))


# --- what is drawn ----------------------------------------------------------------------------------------------------


DECLARED = '<?xml version="1.0" encoding="{}"?><!DOCTYPE svg [<!ENTITY ink "red">]>'
INKED = '<rect width="90" height="90" fill="&ink;"/><!-- ä -->'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16le", "iso-8859-1", "windows-1252", "windows-1250", "iso-8859-15", "koi8-r"]
)
def test_a_drawing_with_entities_is_drawn_in_every_encoding(encoding, workshop):
    text = DECLARED.format(encoding) + svg(INKED).decode()
    assert shows_red(pixels(drawn(workshop, text.encode(encoding, "ignore"))))


@needs_fonts
@pytest.mark.parametrize("family", ["Helvetica, Arial", "serif", "monospace", "Segoe UI", "Comic Sans MS, cursive"])
def test_text_is_drawn_whatever_its_font(family, workshop):
    body = f'<text x="10" y="60" font-size="40" fill="red" font-family="{family}">Tide</text>'
    assert shows_red(pixels(drawn(workshop, svg(body))))


def test_words_without_any_font_are_refused_and_never_left_out():
    order = drawing.Order(1600, 50, 200, 100)
    with pytest.raises(Refused) as raised:
        drawing.drawn(order, svg(f'{FRAME}<text x="9" y="50">Tide</text>'), ())
    assert raised.value.reason == Reason.NO_FONTS
    assert drawing.drawn(order, svg(FRAME), ()).size == (1024, 512)


@pytest.mark.parametrize(
    ("attributes", "size", "original"),
    [
        ('width="200" height="100"', (1024, 512), (200, 100)),
        ('width="1300" height="650"', (1300, 650), (1300, 650)),
        ('width="4000" height="1000"', (1600, 400), (4000, 1000)),
        ('width="60000" height="60000"', (1600, 1600), (60_000, 60_000)),
        ('width="16" height="16"', (1024, 1024), (16, 16)),
        ('viewBox="0 0 1000000 500000"', (1600, 800), (1_000_000, 500_000)),
        ('viewBox="0 0 30 20"', (1024, 683), (30, 20)),
        ("", (1024, 512), None),
        ('width="100%" height="100%"', (1024, 512), None),
        ('width="30" height="1"', (1501, 50), (30, 1)),
    ],
)
def test_the_canvas_is_ours_and_boxes_are_scaled_back_to_the_drawings_own_size(attributes, size, original, workshop):
    made = drawn(workshop, svg('<rect width="100%" height="100%" fill="red"/>', attributes))
    assert (made.width, made.height) == size
    assert (made.original_width, made.original_height) == (original or size)
    assert pixels(made).getpixel((size[0] - 2, size[1] - 2)) == RED


def test_light_ink_is_put_on_dark_paper(workshop):
    made = drawn(workshop, svg('<rect width="100" height="50" fill="white"/>'))
    assert pixels(made).getpixel((1000, 500)) == (32, 32, 32)


def test_a_portrait_tells_the_colour_of_a_drawing(workshop):
    data = svg('<rect width="200" height="100" fill="#0969da"/><rect width="20" height="20"/>')
    _, seen = workshop.portray(data, identify(data), Limits())
    assert (seen.colour, seen.dark, seen.blank, seen.transparent) == ("#0969da", False, False, False)


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<title>Only words</title><metadata/>",
        '<image href="/a.png" width="9" height="9"/>',
        '<rect width="200" height="100" fill="none"/>',
        '<rect width="200" height="100" fill="white"/><image href="http://127.0.0.1/a.png" width="9" height="9"/>',
        '<text x="9" y="-50">above</text>' if drawing.fonts() else "",
    ],
)
def test_a_blank_drawing_is_refused_in_words_of_its_own(body, workshop):
    with pytest.raises(ImageError, match="the SVG turns out blank") as raised:
        drawn(workshop, svg(body))
    assert "data:image/png" in raised.value.hint


def test_one_colour_on_purpose_is_not_blank(workshop):
    assert drawn(workshop, svg('<rect width="200" height="100" fill="#0969da"/>')).width == 1024


@pytest.mark.parametrize("attributes", ['width="4000" height="9"', 'viewBox="0 0 1 1000"'])
def test_a_drawing_that_would_be_a_line_is_refused(attributes, workshop):
    with pytest.raises(ImageError, match="so long and thin"):
        drawn(workshop, svg(FRAME, attributes))


def test_a_drawing_that_is_not_valid_is_refused(workshop):
    with pytest.raises(ImageError, match="the SVG cannot be drawn"):
        drawn(workshop, svg("<x:rect/>" + FRAME))


def bombs() -> dict[str, bytes]:
    """Small drawings that ask for much."""
    doubled = "".join(f'<g id="a{n + 1}"><use href="#a{n}"/><use href="#a{n}"/></g>' for n in range(40))
    noise = (
        '<filter id="f" x="0" y="0" width="1" height="1"><feTurbulence baseFrequency=".9" numOctaves="{}"/></filter>'
    )
    wide = '<filter id="f"><feMorphology operator="dilate" radius="400"/><feGaussianBlur stdDeviation="300"/></filter>'
    pattern = '<pattern id="p" width=".0001" height=".0001" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern>'
    return {
        "use": svg(f'<defs><rect id="a0" width="1" height="1"/>{doubled}</defs><use href="#a40"/>'),
        "turbulence": svg(noise.format(100_000) + '<rect width="200" height="100" filter="url(#f)"/>'),
        "morphology": svg(wide + '<rect width="200" height="100" filter="url(#f)"/>', 'width="1600" height="1600"'),
        "pattern": svg(pattern + '<rect width="200" height="100" fill="url(#p)"/>'),
        "dashes": svg('<path d="M0 0H200" stroke="red" stroke-dasharray="0.000001"/>'),
        "depth": svg("<g>" * 190 + FRAME + "</g>" * 190),
        "many": svg('<path d="' + "M1 1L90 90" * 100_000 + '" stroke="red"/>'),
        "numbers": svg(
            '<rect x="-1e308" y="1e308" width="1e308" height="1e308"/>' + FRAME, 'viewBox="0 0 1e300 1e300"'
        ),
    }


def outcome(workshop: Workshop, data: bytes) -> str:
    try:
        return f"{drawn(workshop, data).width} pixels"
    except ImageError as error:
        return error.message


@pytest.mark.parametrize("name", bombs())
def test_a_drawing_that_asks_for_too_much_costs_one_error_at_most(name):
    with Workshop(seconds=3) as workshop:
        told = outcome(workshop, bombs()[name])
        assert re.search(
            r"^1\d\d\d pixels|longer than 3 seconds|crashed its decoder|cannot be drawn|turns out blank", told
        )
        assert drawn(workshop, svg(FRAME)).width == 1024


def test_every_pair_of_nasty_signs_keeps_the_cleaner_linear_and_whole():
    for one, other in itertools.product(("url(", "@import", "/*", "\\", "'", ")"), repeat=2):
        text = svg_cleaning.clean(svg(f"<style><![CDATA[{(one + other) * 5_000}]]></style>"), (9, 9)).text
        assert len(text) < 100_000
