"""The florence engine: what it asks the model, in which order, and what it hands on when the model fails."""

import asyncio
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from altproof.engines import ENGINES
from altproof.engines.base import EngineOptions, PartlyAnsweredError, Picture
from altproof.engines.florence import LIMITS, FlorenceEngine
from altproof.engines.florence_model import INSTALL, FlorenceModel
from altproof.engines.florence_wire import Task
from altproof.engines.preparing import Preparing
from altproof.errors import EngineError, ImageError, UsageError
from altproof.images.identify import identify
from altproof.model import Analysis, Box, Feature, ImageFile, Request, SegmentationMode, Status
from tests.fakes.florence import ANSWERS, FakeModel
from tests.fakes.tiny_florence import manifest_of
from tests.unit.images import samples

ALL = Request(tuple(Feature))


def picture(data: bytes) -> Picture:
    return Picture(ImageFile("a.png", "0" * 64, "image/png", 96, 64, len(data), Status.ADDED), data)


def look(model: FakeModel, request: Request = ALL, data: bytes | None = None, caption: str = "brief") -> Analysis:
    async def run() -> Analysis:
        engine = FlorenceEngine(Preparing(LIMITS), model, caption)
        try:
            return await engine.analyse(picture(samples.plain() if data is None else data), request)
        finally:
            await engine.aclose()

    return asyncio.run(run())


def test_what_no_task_can_tell_bothers_neither_the_decoder_nor_the_model() -> None:
    model = FakeModel()
    made = look(model, Request((Feature.TAGS, Feature.SMART_CROPS)), b"no image")
    assert made == Analysis("florence", unsupported=(Feature.TAGS, Feature.SMART_CROPS))
    assert model.asked == []


def test_a_broken_picture_never_reaches_the_model() -> None:
    model = FakeModel()
    with pytest.raises(ImageError):
        look(model, data=samples.plain()[:60])
    assert model.asked == []
    assert model.closed == 1


def test_the_model_sees_a_plain_new_picture_and_never_the_file() -> None:
    model, data = FakeModel(), samples.plain("GIF", size=(96, 64))
    look(model, Request((Feature.OBJECTS, Feature.PEOPLE)), data)
    ((task, seen),) = model.asked
    facts = identify(seen)
    assert task is Task.OBJECTS
    assert (facts.media_type, facts.width, facts.height, facts.has_metadata) == ("image/png", 96, 64, False)


def test_a_large_picture_is_shrunk_and_its_boxes_are_those_of_the_original() -> None:
    model = FakeModel()
    made = look(model, Request((Feature.OBJECTS,)), samples.plain(size=(3000, 2000)))
    facts = identify(model.asked[0][1])
    assert (facts.width, facts.height) == (1536, 1024)
    assert [thing.box for thing in made.objects or ()] == [Box(1, 1, 1500, 1998), Box(4, 5, 6, 1994)]


@pytest.mark.parametrize(
    ("word", "task"),
    [
        ("brief", Task.CAPTION),
        ("detailed", Task.DETAILED_CAPTION),
        ("more-detailed", Task.MORE_DETAILED_CAPTION),
    ],
)
def test_the_option_chooses_the_task_for_captions_and_is_part_of_the_identity(word: str, task: Task) -> None:
    model = FakeModel({task: ANSWERS[Task.CAPTION]})
    made = look(model, Request((Feature.CAPTION,)), caption=word)
    assert made.caption is not None
    assert [asked for asked, _ in model.asked] == [task]
    assert FlorenceEngine(Preparing(LIMITS), model, word).identity == f"fake {task.value}"


def test_another_word_is_refused() -> None:
    with pytest.raises(UsageError, match="florence-caption"):
        FlorenceEngine(Preparing(LIMITS), FakeModel(), "poetic")


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        (Request((), model_name="mine"), "analysis.model_name"),
        (Request((), segmentation_mode=SegmentationMode.BACKGROUND_REMOVAL), "analysis.segmentation_mode"),
        (Request((Feature.CAPTION,), gender_neutral_caption=True), "analysis.gender_neutral_caption"),
    ],
)
def test_what_the_model_cannot_do_is_refused_before_any_picture(request_: Request, key: str) -> None:
    engine = FlorenceEngine(Preparing(LIMITS), FakeModel())
    with pytest.raises(UsageError, match=key):
        engine.check(request_)
    engine.check(replace(request_, features=(Feature.READ,), model_name=None, segmentation_mode=None))


def test_a_first_task_that_fails_is_the_error_itself() -> None:
    with pytest.raises(EngineError, match="could not look") as caught:
        look(FakeModel({}))
    assert not isinstance(caught.value, PartlyAnsweredError)


def test_what_was_answered_before_a_failure_goes_with_the_error() -> None:
    model = FakeModel({task: ANSWERS[task] for task in (Task.CAPTION, Task.DENSE_CAPTIONS, Task.OBJECTS)})
    with pytest.raises(PartlyAnsweredError) as caught:
        look(model)
    analysis = caught.value.analysis
    assert Feature.READ not in (*analysis.answered, *analysis.unsupported)
    assert {*analysis.answered} == {Feature.CAPTION, Feature.DENSE_CAPTIONS, Feature.OBJECTS, Feature.PEOPLE}
    assert analysis.unsupported == (Feature.TAGS, Feature.SMART_CROPS)


# --- what has to be there -----------------------------------------------------------------------------------------


def test_without_its_packages_the_engine_is_refused_before_any_picture(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="florence needs transformers, not installed here") as caught:
        FlorenceModel.installed(str(tmp_path), "", has="torch".__eq__)
    assert INSTALL in caught.value.hint


def test_what_is_to_be_installed_is_the_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["florence"]
    assert "pip install " + " ".join(f"'{package}'" for package in extra) == INSTALL


def test_without_hashes_the_engine_is_refused_before_any_picture(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"florence_manifest\.json: not filled in: revision") as caught:
        FlorenceModel.installed(str(tmp_path), "", has=bool)
    assert "maintainer" in caught.value.hint


@pytest.mark.parametrize("folder", ["", "none"])
def test_without_a_folder_the_engine_is_refused_before_any_picture(folder: str, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    manifest = manifest_of(tmp_path)
    with pytest.raises(UsageError, match="there is no such folder") as caught:
        FlorenceModel.installed(folder and str(tmp_path / folder), str(manifest), has=bool)
    assert "fetch-models" in caught.value.hint


def test_the_identity_is_that_of_the_files(tmp_path: Path) -> None:
    def identity(weights: bytes) -> str:
        (tmp_path / "model.safetensors").write_bytes(weights)
        return FlorenceModel.installed(str(tmp_path), str(manifest_of(tmp_path)), has=bool).identity

    assert identity(b"weights") == identity(b"weights") != identity(b"Weights")


def test_the_entry_in_the_table_makes_this_engine_or_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="florence"):
        ENGINES["florence"](EngineOptions(florence_folder=str(tmp_path)))
