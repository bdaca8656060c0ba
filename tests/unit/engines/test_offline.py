"""The engines that call nobody: one reads drawings and looks at pictures, one does nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from altproof.engines import offline
from altproof.engines.base import Engine, Picture
from altproof.engines.none import NoEngine
from altproof.engines.offline import OfflineEngine
from altproof.engines.offline_looking import Looking
from altproof.engines.tesseract import Tesseract
from altproof.errors import ImageError
from altproof.model import (
    Analysis,
    Crop,
    EmbeddedText,
    Feature,
    ImageFile,
    Marking,
    Request,
    Status,
    TextLine,
    TextReader,
)
from altproof.pipeline import image_file
from altproof.seeing import models
from tests.unit.engines import test_tesseract
from tests.unit.images import samples
from tests.unit.seeing import drawn

ALL = tuple(Feature)
needs_sight = pytest.mark.skipif(not models.installed(), reason="altproof[offline] is not installed")


def drawing(*texts: str) -> Picture:
    embedded = EmbeddedText(title="A title", texts=texts)
    return Picture(ImageFile("img/a", "0" * 64, "image/svg+xml", 10, 10, 3, Status.ADDED, embedded), b"abc")


def raster(data: bytes) -> Picture:
    return Picture(image_file("img/a", data, Status.ADDED), data)


def sketch(picture: Image.Image, kind: str = "PNG") -> Picture:
    return raster(samples.saved(picture, kind))


def look(engine: Engine, picture: Picture, *features: Feature, **more: object) -> Analysis:
    async def run() -> Analysis:
        try:
            return await engine.analyse(picture, Request(features, **more))  # type: ignore[arg-type]
        finally:
            await engine.aclose()

    return asyncio.run(run())


# --- drawings -----------------------------------------------------------------------------------------------------


def test_an_svg_is_never_captioned_nor_looked_at():
    analysis = look(OfflineEngine(), drawing("Browser"), Feature.CAPTION, Feature.READ)
    assert analysis.caption is None
    assert analysis.appearance is None
    assert analysis.unsupported == (Feature.CAPTION,)


def test_nothing_is_read_that_was_not_asked_for():
    assert look(OfflineEngine(), drawing("Browser"), Feature.TAGS) == Analysis("offline", unsupported=(Feature.TAGS,))


def test_the_texts_of_an_svg_come_in_order_and_without_places():
    analysis = look(OfflineEngine(), drawing("Browser", "Server"), Feature.READ)
    assert analysis == Analysis("offline", text_lines=(TextLine("Browser"), TextLine("Server")))


def test_an_svg_without_text_was_read_and_holds_none():
    analysis = look(OfflineEngine(), drawing(), Feature.READ)
    assert analysis.text_lines == ()
    assert analysis.unsupported == ()


def test_no_engine_finds_everything_unsupported():
    assert look(NoEngine(), drawing(), *ALL) == Analysis("none", unsupported=ALL)


# --- pictures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ko", "ar", "el", "he", "hi", "th"])
def test_a_script_that_cannot_be_read_is_never_reported_as_no_text(language, tmp_path):
    engine = OfflineEngine(Looking(tesseract=Tesseract((tmp_path / "none",))))
    analysis = look(engine, sketch(drawn.framed()[0]), Feature.READ, Feature.DENSE_CAPTIONS, language=language)
    assert analysis.text_lines is None
    assert analysis.unsupported == (Feature.READ, Feature.DENSE_CAPTIONS)


@pytest.mark.parametrize("reader", [TextReader.NONE, TextReader.TESSERACT])
def test_without_a_reader_reading_is_unsupported_and_the_rest_is_seen(reader, tmp_path):
    engine = OfflineEngine(Looking(tesseract=Tesseract((tmp_path / "none",))))
    analysis = look(engine, sketch(drawn.framed()[0]), Feature.READ, Feature.TAGS, text_reader=reader)
    assert analysis.unsupported == (Feature.READ,)
    assert [tag.name for tag in analysis.tags] == ["light"]


@needs_sight
@drawn.needs_font
def test_a_screenshot_is_read_and_its_mark_is_told_in_the_pixels_of_the_file():
    picture, (x, _, width, _) = drawn.framed(text="Create report")
    engine = OfflineEngine(Looking(seconds=120))
    analysis = look(engine, sketch(picture.resize((2560, 1600))), *ALL, smart_crops_aspect_ratios=(1.5,))
    assert [line.text for line in analysis.text_lines] == ["Create report"]
    (mark,) = analysis.appearance.highlights
    assert (mark.marking, mark.text) == (Marking.BOX, "Create report")
    assert abs(mark.box.x - 4 * x) <= 12
    assert abs(mark.box.width - 4 * width) <= 16
    assert [region.text for region in analysis.dense_captions] == ["Create report"]
    assert analysis.crops[0].aspect_ratio == 1.5
    assert analysis.unsupported == (Feature.CAPTION, Feature.OBJECTS, Feature.PEOPLE)
    assert analysis.appearance.kind is None


@needs_sight
@drawn.needs_font
def test_the_words_at_the_tip_of_an_arrow_are_told_with_where_it_points():
    picture, _ = drawn.window((640, 480), 13)
    ImageDraw.Draw(picture).rectangle((300, 200, 600, 300), fill=drawn.PAPER)
    ImageDraw.Draw(picture).text((440, 240), "Create report", font=drawn.font(14), fill=drawn.INK)
    engine = OfflineEngine(Looking(seconds=120))
    analysis = look(engine, sketch(drawn.pointed((330, 250), (432, 250), on=picture).resize((1280, 960))), *ALL)
    (mark,) = analysis.appearance.highlights
    assert (mark.marking, mark.text) == (Marking.ARROW, "Create report")
    assert abs(mark.tip.x - 864) <= 10
    assert abs(mark.tip.y - 500) <= 10
    assert [region.text for region in analysis.dense_captions] == ["Create report"]


@needs_sight
def test_of_a_photo_people_and_kind_are_told():
    analysis = look(OfflineEngine(Looking(seconds=120)), raster(samples.camera()), *ALL)
    assert analysis.appearance.kind == "photo"
    assert analysis.people == ()
    assert analysis.tags[0].name == "photo"


def test_a_blank_picture_wakes_nobody_and_holds_no_text():
    looking = Looking()
    analysis = look(OfflineEngine(looking), raster(samples.plain(size=(300, 200))), Feature.READ, Feature.TAGS)
    assert analysis.appearance.blank
    assert analysis.text_lines == (() if models.installed() else None)
    assert looking._onlooker is None


@needs_sight
def test_a_turned_picture_is_seen_upright():
    data = samples.saved(Image.new("RGB", (300, 200), "#1e1e1e"), "JPEG", exif=samples.exif(6))
    (crop,) = look(OfflineEngine(), raster(data), Feature.SMART_CROPS).crops
    assert crop == Crop(1.0, crop.box)
    assert (crop.box.x, crop.box.width, crop.box.height) == (0, 200, 200)
    assert crop.box.y == 50


@needs_sight
@test_tesseract.needs_python
def test_tesseract_reads_what_it_alone_can_read_and_everything_when_wished(tmp_path):
    def engine() -> OfflineEngine:
        return OfflineEngine(Looking(tesseract=test_tesseract.double(tmp_path)))

    picture = sketch(Image.linear_gradient("L").resize((96, 64)))
    by_script = look(engine(), picture, Feature.READ, language="ru")
    by_wish = look(engine(), picture, Feature.READ, text_reader=TextReader.TESSERACT)
    unwished = look(engine(), picture, Feature.READ, language="ru", text_reader=TextReader.RAPIDOCR)
    assert by_script.text_lines == by_wish.text_lines == test_tesseract.LINES
    assert unwished.unsupported == (Feature.READ,)


@pytest.mark.parametrize(
    "data", [b"", b"no image", samples.plain()[:60], samples.png(96, 64), samples.png(60_000, 60_000)]
)
def test_a_broken_picture_is_one_error(data):
    with pytest.raises(ImageError):
        look(OfflineEngine(), Picture(ImageFile("a", "0" * 64, "image/png", 1, 1, 3, Status.ADDED), data), *ALL)


@needs_sight
def test_pictures_at_once_are_answered_each_for_itself_by_one_child():
    engine = OfflineEngine(Looking(seconds=120))
    sizes = [(200 + number, 150) for number in range(4)]

    async def run() -> list[Analysis]:
        try:
            pictures = [sketch(Image.linear_gradient("L").resize(size)) for size in sizes]
            asked = Request((Feature.SMART_CROPS,), smart_crops_aspect_ratios=(1.8,))
            return await asyncio.gather(*(engine.analyse(picture, asked) for picture in pictures))
        finally:
            await engine.aclose()

    assert [found.crops[0].box.width for found in asyncio.run(run())] == [size[0] for size in sizes]


def test_missing_models_are_told_by_name_and_never_fetched(tmp_path):
    assert models.missing() == () if models.installed() else True
    assert set(models.missing(tmp_path)) == {models.DETECTION, models.RECOGNITION}


# --- what is loaded, and when -------------------------------------------------------------------------------------

HEAVY = ("numpy", "cv2", "onnxruntime", "rapidocr", "PIL")


@pytest.mark.parametrize("work", ["", "engine.identity; engine.features", "asyncio.run(engine.aclose())"])
def test_the_program_itself_loads_nothing_that_sees(work):
    code = f"""
import asyncio, sys
from altproof.engines.offline import OfflineEngine
engine = OfflineEngine()
{work}
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


WITHOUT = """
import asyncio, importlib.util, sys
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name in {"cv2", "rapidocr", "onnxruntime"} else real(name, *more)
from pathlib import Path
from altproof.engines.base import Picture
from altproof.engines.offline import OfflineEngine
from altproof.model import Feature, Request, Status
from altproof.pipeline import image_file
data = Path(sys.argv[1]).read_bytes()
async def run():
    engine = OfflineEngine()
    analysis = await engine.analyse(Picture(image_file("a", data, Status.ADDED), data), Request(tuple(Feature)))
    await engine.aclose()
    print(*analysis.unsupported, "|", *(tag.name for tag in analysis.tags), "|", *sorted(engine.features))
asyncio.run(run())
"""


def test_without_the_extra_reading_is_unsupported_and_nothing_fails(tmp_path):
    path = tmp_path / "a.png"
    drawn.framed()[0].save(path)
    command = [sys.executable, "-I", "-c", WITHOUT, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "caption denseCaptions objects people read smartCrops | light | read tags"


@pytest.mark.parametrize(
    ("make", "name", "features"),
    [
        (OfflineEngine, "offline", offline.WHOLE if models.installed() else offline.BARE),
        (NoEngine, "none", frozenset()),
    ],
)
def test_both_engines_say_what_they_are(make: Callable[[], Engine], name, features):
    engine = make()
    assert (engine.name, engine.features, engine.uses_context, engine.concurrency) == (name, features, False, 1)


def test_answers_are_kept_by_the_versions_of_what_sees():
    assert OfflineEngine().identity == OfflineEngine().identity
    assert models.versions() in OfflineEngine().identity
    if models.installed():
        assert "rapidocr 3." in models.versions()
