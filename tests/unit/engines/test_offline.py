"""The two engines that look at no pixel: one reads the text of SVG files, one does nothing."""

import asyncio

import pytest

from altproof.engines.base import Engine, Picture
from altproof.engines.none import NoEngine
from altproof.engines.offline import OfflineEngine
from altproof.model import Analysis, EmbeddedText, Feature, ImageFile, Request, Status, TextLine

ALL = tuple(Feature)


def picture(media_type: str, *texts: str) -> Picture:
    embedded = EmbeddedText(title="A title", texts=texts)
    return Picture(ImageFile("img/a", "0" * 64, media_type, 10, 10, 3, Status.ADDED, embedded), b"abc")


def look(engine: Engine, picture: Picture, *features: Feature) -> Analysis:
    async def run() -> Analysis:
        try:
            return await engine.analyse(picture, Request(features))
        finally:
            await engine.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/gif", "text/plain"])
def test_the_offline_engine_does_not_claim_to_have_read_a_raster_image(media_type: str) -> None:
    assert look(OfflineEngine(), picture(media_type, "ignored"), *ALL) == Analysis("offline", unsupported=ALL)


def test_the_offline_engine_never_captions_an_svg() -> None:
    analysis = look(OfflineEngine(), picture("image/svg+xml", "Browser"), Feature.CAPTION, Feature.READ)
    assert analysis.caption is None
    assert analysis.unsupported == (Feature.CAPTION,)


def test_the_offline_engine_reads_nothing_that_was_not_asked_for() -> None:
    assert look(OfflineEngine(), picture("image/svg+xml", "Browser"), Feature.TAGS) == Analysis(
        "offline", unsupported=(Feature.TAGS,)
    )


def test_nothing_asked_is_nothing_unsupported() -> None:
    assert look(OfflineEngine(), picture("image/png")) == Analysis("offline")


def test_the_offline_engine_gives_the_texts_of_an_svg_in_order_and_without_places() -> None:
    analysis = look(OfflineEngine(), picture("image/svg+xml", "Browser", "Server"), Feature.READ)
    assert analysis == Analysis("offline", text_lines=(TextLine("Browser"), TextLine("Server")))


def test_an_svg_without_text_was_read_and_holds_none() -> None:
    analysis = look(OfflineEngine(), picture("image/svg+xml"), Feature.READ)
    assert analysis.text_lines == ()
    assert analysis.unsupported == ()


def test_no_engine_finds_everything_unsupported() -> None:
    assert look(NoEngine(), picture("image/svg+xml", "Browser"), *ALL) == Analysis("none", unsupported=ALL)


@pytest.mark.parametrize(
    ("engine", "name", "features"),
    [(OfflineEngine(), "offline", frozenset({Feature.READ})), (NoEngine(), "none", frozenset())],
)
def test_both_engines_say_what_they_are(engine: Engine, name: str, features: frozenset[Feature]) -> None:
    assert (engine.name, engine.features, engine.uses_context, engine.concurrency) == (name, features, False, 1)
