"""The florence engine over transformers' own classes, with a model of random numbers made on the spot.

It proves the plumbing, and nothing about what the real model says. `make test-florence` runs it.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from altproof.engines.florence import LIMITS, FlorenceEngine
from altproof.engines.florence_files import read_manifest
from altproof.engines.florence_model import PACKAGES, FlorenceModel
from altproof.engines.florence_wire import FEATURES, Answer, Task, analysis
from altproof.engines.preparing import Preparing
from altproof.errors import EngineStoppedError
from altproof.model import Analysis, AnalysisDetails, Box, Feature, Request
from tests.contract.test_engines import ALL, accounts, raster
from tests.e2e.terminal import altproof
from tests.fakes import tiny_florence
from tests.fakes.florence import body
from tests.unit.images import samples

for package in PACKAGES:
    pytest.importorskip(package, reason=f"{package} is not installed; `make test-florence` installs it")

Found = TypeVar("Found")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models") / "tiny"
    made.mkdir()
    tiny_florence.make(made)
    return made


@pytest.fixture(scope="module")
def loaded(folder: Path):
    from altproof.engines.florence_worker import Florence

    return Florence(str(folder), 1)


def model_in(folder: Path) -> FlorenceModel:
    return FlorenceModel(folder, read_manifest(folder.with_name("tiny.manifest.json")), threads=1)


def using(folder: Path, work: Callable[[FlorenceEngine, FlorenceModel], Awaitable[Found]]) -> Found:
    async def run() -> Found:
        model = model_in(folder)
        engine = FlorenceEngine(Preparing(LIMITS), model)
        try:
            return await work(engine, model)
        finally:
            await engine.aclose()

    return asyncio.run(run())


def copied(folder: Path, place: Path) -> Path:
    place.mkdir()
    for path in folder.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    return place


# --- the files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda place: (place / "model.safetensors").write_bytes(
            (place / "model.safetensors").read_bytes()[:-1] + b"\x7f"
        ),
        lambda place: (place / "config.json").unlink(),
        lambda place: (place / "adapter_config.json").write_text("{}"),
        lambda place: (place / "pytorch_model.bin").write_bytes(b"a pickle"),
    ],
    ids=["another byte in the weights", "a file is missing", "a file too many", "a pickle too many"],
)
def test_files_that_are_not_those_of_the_list_are_not_loaded(folder: Path, tmp_path: Path, spoil) -> None:
    place = copied(folder, tmp_path / "tiny")
    read = read_manifest(folder.with_name("tiny.manifest.json"))
    spoil(place)

    async def run() -> None:
        model = FlorenceModel(place, read, threads=1)
        try:
            await model.say(Task.CAPTION, samples.plain())
        finally:
            await model.aclose()

    with pytest.raises(EngineStoppedError, match="not those of its list"):
        asyncio.run(run())


def test_files_that_are_those_of_the_list_but_no_model_are_refused_in_words_of_ours(tmp_path: Path) -> None:
    place = tmp_path / "tiny"
    place.mkdir()
    (place / "config.json").write_text('{"model_type": "florence2", "auto_map": {"AutoModel": "evil.Model"}}')
    (place / "model.safetensors").write_bytes(b"no weights")
    tiny_florence.manifest_of(place)

    async def run() -> None:
        model = model_in(place)
        try:
            await model.say(Task.CAPTION, samples.plain())
        finally:
            await model.aclose()

    with pytest.raises(EngineStoppedError, match="cannot be loaded"):
        asyncio.run(run())


# --- the process --------------------------------------------------------------------------------------------------


def test_the_same_picture_gets_the_same_answer_and_every_feature_is_accounted_for(folder: Path) -> None:
    async def twice(engine: FlorenceEngine, _: FlorenceModel) -> list[Analysis]:
        return [await engine.analyse(raster(samples.plain()), ALL) for _ in range(2)]

    first, second = using(folder, twice)
    accounts(first, ALL)
    assert (first.caption, first.objects, first.text_lines) == (second.caption, second.objects, second.text_lines)
    # Random words are cut off in the middle of a sentence, and then there is no caption.
    assert FEATURES - {Feature.CAPTION} <= {*first.answered} <= FEATURES
    assert first.details.model_version == tiny_florence.REVISION


def test_the_process_has_given_up_its_rights_before_it_sees_a_picture(folder: Path) -> None:
    async def facts(engine: FlorenceEngine, model: FlorenceModel) -> tuple[str, str]:
        await engine.analyse(raster(samples.plain()), Request((Feature.CAPTION,)))
        place = Path(f"/proc/{model.pid}")
        return (place / "status").read_text(), (place / "limits").read_text()

    status, limits = using(folder, facts)
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["NoNewPrivs"] == "1"
    expected = "65534" if os.geteuid() == 0 else str(os.geteuid())
    assert set(fields["Uid"].split()) == {expected}
    hard = {line[:25].strip(): line.split()[-2] for line in limits.splitlines()}
    assert (hard["Max file size"], hard["Max processes"], hard["Max core file size"]) == ("0", "0", "0")
    assert int(hard["Max open files"]) <= 8


def test_the_process_is_gone_when_the_engine_is_closed(folder: Path) -> None:
    async def pid(engine: FlorenceEngine, model: FlorenceModel) -> int | None:
        await engine.analyse(raster(samples.plain()), Request((Feature.OBJECTS,)))
        return model.pid

    gone = using(folder, pid)
    assert gone
    assert not Path(f"/proc/{gone}").exists()


def test_the_program_looks_with_it_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sea.png").write_bytes(samples.plain())
    given = ("--florence-folder", folder, "--florence-manifest", folder.with_name("tiny.manifest.json"))
    first, second = (altproof(tmp_path, "describe", "--json", "--engine", "florence", *given, "sea.png") for _ in "ab")
    assert (first.code, first.stderr) == (0, "")
    (image,), (again,) = (json.loads(done.stdout)["images"] for done in (first, second))
    assert image["analysis"]["engine"] == "florence"
    assert "tags" in image["analysis"]["unsupported"]
    assert [image["analysis"]["details"]["from_cache"], again["analysis"]["details"]["from_cache"]] == [False, True]
    assert image["analysis"]["text_lines"] == again["analysis"]["text_lines"]


def test_an_answer_that_takes_too_long_is_none(loaded) -> None:
    with pytest.raises(TimeoutError):
        loaded.say(Task.READ.value, samples.plain(), 512, 0)


# --- what it says -------------------------------------------------------------------------------------------------

SAID = [
    "button<loc_100><loc_200><loc_300><loc_400>",
    "person<loc_0><loc_0><loc_999><loc_999>harbour<loc_1><loc_2><loc_3><loc_400>",
    "button<loc_100><loc_200><loc_300><loc_400><loc_10><loc_20><loc_30><loc_40>",
    "a button beside a harbour<loc_7><loc_8><loc_900><loc_910>",
    "person<loc_1><loc_2><loc_3>",
    "a button beside",
    "",
]


def answer_to(loaded, text: str) -> Answer:
    """What our own reading gets for these words, by the real tokenizer."""
    tokens = loaded._processor.tokenizer(text, add_special_tokens=True)["input_ids"]
    parts = [*loaded.parts(tokens, [0.0] * len(tokens))]
    return Answer.from_json(body(*parts))


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("size", [(640, 480), (1000, 1000), (1919, 333)])
def test_boxes_are_those_that_transformers_reads(loaded, text: str, size: tuple[int, int]) -> None:
    theirs = loaded._processor.post_process_generation(text=text, task="<OD>", image_size=size)["<OD>"]
    ours = analysis((Feature.OBJECTS,), {Task.OBJECTS: answer_to(loaded, text)}, size, AnalysisDetails()).objects or ()
    assert [thing.name for thing in ours] == theirs["labels"]
    assert [[b.x, b.y, b.x + b.width, b.y + b.height] for b in (thing.box for thing in ours)] == theirs["bboxes"]


def test_a_box_is_where_it_was_reckoned_by_hand(loaded) -> None:
    answers = {Task.OBJECTS: answer_to(loaded, SAID[0])}
    (thing,) = analysis((Feature.OBJECTS,), answers, (640, 480), AnalysisDetails()).objects or ()
    assert (thing.name, thing.box) == ("button", Box(64, 96, 128, 96))


@pytest.mark.parametrize("size", [(640, 480), (1919, 333)])
def test_lines_are_those_that_transformers_reads(loaded, size: tuple[int, int]) -> None:
    text = "a button" + "".join(f"<loc_{n}>" for n in (10, 20, 500, 20, 500, 90, 10, 90))
    text += "person" + "".join(f"<loc_{n}>" for n in (1, 2, 3, 4, 5, 6, 7, 998))
    theirs = loaded._processor.post_process_generation(text=text, task=Task.READ.value, image_size=size)[
        Task.READ.value
    ]
    ours = analysis((Feature.READ,), {Task.READ: answer_to(loaded, text)}, size, AnalysisDetails()).text_lines or ()
    assert [line.text for line in ours] == theirs["labels"]
    assert [[side for p in line.polygon for side in (p.x, p.y)] for line in ours] == theirs["quad_boxes"]
    assert len(ours) == 2


def test_every_task_is_one_that_transformers_knows(loaded) -> None:
    known = loaded._processor.task_prompts_without_inputs
    assert {task.value for task in Task} <= known.keys()
