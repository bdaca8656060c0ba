"""Altproof in a script: the examples of docs/library.md as they stand there, and the errors."""

import asyncio
import hashlib
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import altproof
from altproof.config import schema_text
from altproof.errors import ConfigError, EngineStoppedError, ImageError, UnreadableFileError, UsageError
from altproof.library import AnalysisOptions
from altproof.model import Feature
from tests.fakes.azure import FakeAzure
from tests.unit.images import samples

DOCUMENT = Path(__file__).parents[2] / "docs" / "library.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect y="30" width="90" height="30"/><text y="20">High tide</text></svg>'
PNG = samples.plain()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour.svg").write_bytes(SVG)
    (tmp_path / "screenshot.png").write_bytes(PNG)
    return tmp_path


def access(service: FakeAzure) -> altproof.EngineOptions:
    return altproof.EngineOptions(vision_endpoint=service.url, vision_key=service.key)


@pytest.mark.parametrize(
    ("number", "printed"), [(0, r"High tide\n"), (1, r".+ \(0\.\d\d\)\n"), (2, r"screenshot\.png: .+\n")]
)
def test_the_examples_do_what_they_say(folder: Path, number: int, printed: str) -> None:
    assert len(EXAMPLES) == 3
    with FakeAzure() as service:
        environment = {"VISION_ENDPOINT": service.url, "VISION_KEY": service.key, "HOME": str(folder)}
        done = subprocess.run(
            [sys.executable, "-I", "-W", "error", "-c", EXAMPLES[number]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        service.assert_sane()
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(printed, done.stdout)


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, altproof; print(*(name for name in sys.modules if name.startswith(('altproof', 'asyncio', 'httpx'))))"
    told = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["altproof"]


def test_every_promised_name_is_there_and_no_other() -> None:
    assert all(getattr(altproof, name) is not None for name in altproof.__all__)
    with pytest.raises(AttributeError, match="no attribute 'describe'"):
        altproof.describe  # noqa: B018  (looking it up is the test)


def test_the_options_are_those_of_the_configuration() -> None:
    schema = json.loads(schema_text())["properties"]["analysis"]["properties"]
    assert {"engine", *get_type_hints(AnalysisOptions)} == set(schema)


def test_bytes_are_looked_at_like_a_file(folder: Path) -> None:
    from_bytes = altproof.analyse(SVG, "offline", features=[Feature.READ])
    assert from_bytes == altproof.analyse(folder / "harbour.svg", "offline", features=("read",))
    assert [line.text for line in from_bytes.text_lines or ()] == ["High tide"]


def test_without_access_the_engine_is_offline_and_says_what_it_cannot_tell() -> None:
    seen = altproof.analyse(PNG)
    assert (seen.engine, seen.caption) == ("offline", None)
    assert Feature.CAPTION in seen.unsupported


def test_a_drawing_is_sent_as_pixels(folder: Path) -> None:
    with FakeAzure() as service:
        seen = altproof.analyse(folder / "harbour.svg", "azure", access=access(service))
        (request,) = service.requests
    assert request.body_sha256 != hashlib.sha256(SVG).hexdigest()
    assert (seen.engine, seen.details.sent_width, seen.details.sent_height) == ("azure", 1024, 683)
    assert max(box.x + box.width for box in (found.box for found in seen.dense_captions or ())) <= 90


def test_options_reach_the_service() -> None:
    with FakeAzure() as service:
        seen = altproof.analyse(
            PNG, access=access(service), features=["smartCrops", "caption"], smart_crops_aspect_ratios=["16:9", 1.0]
        )
        (request,) = service.requests
    assert request.query["smartcrops-aspect-ratios"] == "1.7778,1.0"
    assert len(seen.crops or ()) == 2


def test_a_known_image_is_not_sent_again(folder: Path) -> None:
    kept = folder / "kept.sqlite3"
    with FakeAzure() as service:
        first = altproof.analyse(PNG, access=access(service), cache=kept)
        again = altproof.analyse(folder / "screenshot.png", access=access(service), cache=kept)
        other = altproof.analyse(PNG, access=access(service), cache=kept, features=["tags"])
        assert len(service.requests) == 2
    assert (first.details.from_cache, again.details.from_cache, other.details.from_cache) == (False, True, False)
    assert again.caption == first.caption is not None


def test_several_tasks_share_one_engine() -> None:
    async def many(service: FakeAzure) -> list[altproof.Analysis]:
        async with altproof.Analyser(access=access(service), features=["tags"]) as analyser:
            return await asyncio.gather(*(analyser.analyse(PNG) for _ in range(5)))

    with FakeAzure() as service:
        found = asyncio.run(many(service))
        assert len(service.requests) == 5
    assert all(seen.tags for seen in found)


def test_inside_an_event_loop_the_asynchronous_form_is_named() -> None:
    async def wrong() -> None:
        altproof.analyse(SVG)

    with pytest.raises(UsageError) as raised:
        asyncio.run(wrong())
    assert "analyse_async" in raised.value.hint


def test_another_thread_than_the_main_one_may_call() -> None:
    found: list[altproof.Analysis] = []
    thread = threading.Thread(target=lambda: found.append(altproof.analyse(SVG, "offline")))
    thread.start()
    thread.join()
    assert found[0].text_lines


@pytest.mark.parametrize(
    ("image", "given", "error", "words"),
    [
        (b"no image", {}, ImageError, "image"),
        (b"", {}, ImageError, "empty"),
        ("no-such-file.png", {}, UnreadableFileError, "cannot be opened"),
        ("nul\0", {}, UnreadableFileError, "cannot be opened"),
        ("https://img.example/a.png", {}, UnreadableFileError, "an address, which is never opened"),
        (Path("https://img.example/a.png"), {}, UnreadableFileError, "an address, which is never opened"),
        ("/dev/zero", {}, UnreadableFileError, "not a regular file"),
        (SVG, {"engine": "magic"}, ConfigError, "engine"),
        (SVG, {"features": ["dance"]}, ConfigError, "features"),
        (SVG, {"features": "caption"}, ConfigError, "features"),
        (SVG, {"feature": ["caption"]}, ConfigError, "feature"),
        (SVG, {"smart_crops_aspect_ratios": [9.0]}, ConfigError, "smart_crops_aspect_ratios"),
        (SVG, {"smart_crops_aspect_ratios": [float("nan")]}, UsageError, "option"),
        (SVG, {"language": object()}, UsageError, "option"),
        (SVG, {"engine": "azure"}, UsageError, "vision_endpoint: not given"),
    ],
)
def test_what_cannot_work_is_a_typed_error(
    image: Any, given: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as raised:
        altproof.analyse(image, **given)
    assert isinstance(raised.value, altproof.AltproofError)
    assert words in raised.value.message
    assert "input" not in raised.value.message + raised.value.hint


def test_a_refused_key_is_a_typed_error_without_the_key() -> None:
    with FakeAzure() as service:
        wrong = altproof.EngineOptions(vision_endpoint=service.url, vision_key="0123456789abcdef0123456789abcdef")
        with pytest.raises(EngineStoppedError) as raised:
            altproof.analyse(PNG, "azure", access=wrong)
    assert "0123456789abcdef" not in raised.value.message + raised.value.hint


# --- misuse ---


@pytest.mark.parametrize("image", [None, 5, bytearray(PNG), memoryview(PNG), [PNG]], ids=repr)
def test_an_image_of_another_type_is_said(image: Any) -> None:
    with pytest.raises(UsageError, match="image: "):
        altproof.analyse(image, "offline")


@pytest.mark.parametrize("engine", [None, 3, [], b"azure"], ids=repr)
def test_an_engine_of_another_type_is_said(engine: Any) -> None:
    with pytest.raises(UsageError, match="engine: "):
        altproof.analyse(PNG, engine)


@pytest.mark.parametrize(
    "given",
    [
        "key",
        {"vision_key": "k3y"},
        altproof.EngineOptions(vision_endpoint=None),  # type: ignore[arg-type]
        altproof.EngineOptions(vision_key=b"k3y"),  # type: ignore[arg-type]
        altproof.EngineOptions(vision_hosts="gateway.example.com"),  # type: ignore[arg-type]
        altproof.EngineOptions(vision_hosts=(5,)),  # type: ignore[arg-type]
        altproof.EngineOptions(vision_tier=[]),  # type: ignore[arg-type]
        altproof.EngineOptions(mask=None),  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_an_access_of_another_type_is_said_without_its_value(given: Any) -> None:
    with pytest.raises(UsageError, match="access") as caught:
        altproof.analyse(PNG, "offline", access=given)
    assert "k3y" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("cache", [5, b"/tmp/x", "", "a\0b", "/"], ids=repr)
def test_a_cache_that_is_no_file_is_said(cache: Any) -> None:
    with pytest.raises(UsageError, match="cache: "):
        altproof.analyse(PNG, "offline", cache=cache)


def test_a_cache_that_cannot_be_used_is_said_beside_the_answers(folder: Path) -> None:
    async def trouble(cache: Path) -> str:
        with FakeAzure() as service:
            async with altproof.Analyser(
                "azure", access=access(service), cache=cache, features=["caption"]
            ) as analyser:
                assert (await analyser.analyse(PNG)).caption
        return analyser.cache_trouble

    assert asyncio.run(trouble(folder / "harbour.svg")) == "the file is no cache of Altproof"
    assert asyncio.run(trouble(folder / "new.sqlite3")) == ""


def test_an_analyser_that_was_closed_says_so() -> None:
    async def late() -> None:
        async with altproof.Analyser("offline") as analyser:
            await analyser.analyse(SVG)
        await analyser.aclose()
        await analyser.analyse(SVG)

    with pytest.raises(UsageError, match="closed"):
        asyncio.run(late())


def test_an_analyser_belongs_to_one_event_loop() -> None:
    analyser = altproof.Analyser("offline")
    asyncio.run(analyser.analyse(SVG))
    with pytest.raises(UsageError, match="another event loop"):
        asyncio.run(analyser.analyse(SVG))
