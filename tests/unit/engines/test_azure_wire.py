"""What is asked for, and what is read from an answer that nobody vouches for."""

import io
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from altproof.engines.azure_ask_wire import Ask
from altproof.engines.azure_cut_out_wire import segmentation
from altproof.engines.azure_wire import AnalyzeResponse, load_json
from altproof.engines.refusals import AnswerError
from altproof.model import Box, Caption, Crop, DetectedObject, Feature, Person, Point, SegmentationMode, Tag
from tests.shared import SHARED

FACTS = SHARED / "facts" / "azure"
with_facts = pytest.mark.skipif(not FACTS.exists(), reason="the collection of recorded answers is not at hand")

CORNERS = [{"x": 1, "y": 2}, {"x": 11, "y": 2}, {"x": 11, "y": 8}, {"x": 1, "y": 8}]
BOX = {"x": 10, "y": 20, "w": 30, "h": 40}
WORD = {"text": "Run", "boundingPolygon": CORNERS, "confidence": 0.99}
SAMPLE: dict[str, Any] = {
    "modelVersion": "2024-02-01",
    "metadata": {"width": 200, "height": 100},
    "captionResult": {"text": "a settings page", "confidence": 0.8},
    "denseCaptionsResult": {"values": [{"text": "a button", "confidence": 0.7, "boundingBox": BOX}]},
    "tagsResult": {"values": [{"name": "text", "confidence": 0.99}]},
    "objectsResult": {"values": [{"boundingBox": BOX, "tags": [{"name": "Laptop", "confidence": 0.744}]}]},
    "peopleResult": {"values": [{"boundingBox": BOX, "confidence": 0.94}]},
    "readResult": {"blocks": [{"lines": [{"text": "Run", "boundingPolygon": CORNERS, "words": [WORD]}]}]},
    "smartCropsResult": {"values": [{"aspectRatio": 1.5, "boundingBox": BOX}]},
}
SIZE = {"metadata": {"width": 200, "height": 100}}


def changed(path: str, value: object) -> dict[str, Any]:
    """The sample with one field replaced; `...` removes it."""
    answer: dict[str, Any] = json.loads(json.dumps(SAMPLE))  # no part shared with another
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = answer
    for part in parents:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return answer


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("metadata", ...),
        ("metadata", []),
        ("metadata.width", ...),
        ("metadata.width", 0),
        ("metadata.width", -5),
        ("metadata.width", "200"),
        ("metadata.width", True),
        ("metadata.height", 10**400),
        ("metadata.height", float("nan")),
        ("modelVersion", 5),
        ("captionResult", "text"),
        ("captionResult", []),
        ("captionResult.text", ...),
        ("captionResult.text", 5),
        ("captionResult.text", ""),
        ("captionResult.text", " \n\u202e"),
        ("captionResult.confidence", ...),
        ("captionResult.confidence", "0.8"),
        ("captionResult.confidence", True),
        ("captionResult.confidence", 2),
        ("captionResult.confidence", -0.5),
        ("captionResult.confidence", 93),
        ("captionResult.confidence", float("nan")),
        ("captionResult.confidence", float("inf")),
        ("denseCaptionsResult.values", ...),
        ("denseCaptionsResult.values", {}),
        ("denseCaptionsResult.values.0", None),
        ("denseCaptionsResult.values.0.boundingBox", ...),
        ("denseCaptionsResult.values.0.boundingBox.x", "1"),
        ("denseCaptionsResult.values.0.boundingBox.w", ...),
        ("tagsResult.values.0.name", None),
        ("tagsResult.values.0.confidence", None),
        ("objectsResult.values.0.tags", "x"),
        ("objectsResult.values.0.tags", [5]),
        ("objectsResult.values.0.tags", []),
        ("peopleResult.values.0.boundingBox.h", 10**400),
        ("peopleResult.values.0.boundingBox.h", float("inf")),
        ("readResult.blocks", {}),
        ("readResult.blocks.0", 1),
        ("readResult.blocks.0.lines", 1),
        ("readResult.blocks.0.lines.0.text", ...),
        ("readResult.blocks.0.lines.0.boundingPolygon", [1, 2, 3]),
        ("readResult.blocks.0.lines.0.boundingPolygon", CORNERS[:3]),
        ("readResult.blocks.0.lines.0.boundingPolygon.1", 7),
        ("readResult.blocks.0.lines.0.words.0.confidence", 1.5),
        ("smartCropsResult.values.0.aspectRatio", "1:1"),
    ],
)
def test_a_field_that_is_not_as_promised_is_named(path: str, value: object) -> None:
    with pytest.raises(AnswerError, match=r"^the service's answer cannot be read: ") as caught:
        AnalyzeResponse.from_json(changed(path, value))
    named = caught.value.message.partition("read: ")[2]
    assert path.partition(".")[0] in named


@pytest.mark.parametrize("value", [None, 5, "x", [], True, [SAMPLE]])
def test_what_is_no_object_is_no_answer(value: object) -> None:
    with pytest.raises(AnswerError):
        AnalyzeResponse.from_json(value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"a": 1',
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b"[" * 100_000,
        b"1" * 10_000,
        b"\xff",
        b'{"a": "\xc3"}',
    ],
)
def test_what_is_no_json_is_no_answer(body: bytes) -> None:
    with pytest.raises(AnswerError, match="it is no JSON"):
        load_json(body)


def test_a_number_too_large_for_a_float_is_not_taken_for_a_confidence() -> None:
    answer = json.dumps(SAMPLE).replace("0.744", "1e999").encode()
    with pytest.raises(AnswerError, match=r"objectsResult\.values\[0\]\.tags\[0\]\.confidence"):
        AnalyzeResponse.from_json(load_json(answer))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["values", "text", "x", "tags"]), inner)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(SAMPLE)), json_values)
def test_no_value_in_any_field_makes_reading_fail_otherwise(key: str, value: object) -> None:
    outcome: AnalyzeResponse | AnswerError
    try:
        outcome = AnalyzeResponse.from_json({**SAMPLE, key: value})
    except AnswerError as error:
        outcome = error
    assert isinstance(outcome, AnalyzeResponse) or key in outcome.message


def test_every_feature_of_an_answer_is_read() -> None:
    read = AnalyzeResponse.from_json(SAMPLE)
    box = Box(10, 20, 30, 40)
    assert read.answered == frozenset(Feature)
    assert (read.model_version, read.width, read.height) == ("2024-02-01", 200, 100)
    assert read.caption == Caption("a settings page", 0.8)
    assert read.dense_captions is not None
    assert [(c.text, c.confidence, c.box) for c in read.dense_captions] == [("a button", 0.7, box)]
    assert read.tags == (Tag("text", 0.99),)
    assert read.objects == (DetectedObject("Laptop", 0.744, box),)
    assert read.people == (Person(0.94, box),)
    assert read.crops == (Crop(1.5, box),)
    assert read.custom is None
    assert read.text_lines is not None
    line = read.text_lines[0]
    assert (line.text, line.words[0].text, line.words[0].confidence) == ("Run", "Run", 0.99)
    assert line.polygon == (Point(1, 2), Point(11, 2), Point(11, 8), Point(1, 8))


def test_an_absent_feature_is_none_and_an_empty_one_is_empty() -> None:
    read = AnalyzeResponse.from_json({**SIZE, "tagsResult": {"values": []}, "objectsResult": None})
    assert read.tags == ()
    assert (read.caption, read.objects, read.people, read.model_version) == (None, None, None, None)
    assert read.answered == {Feature.TAGS}


@pytest.mark.parametrize("result", [{"blocks": []}, {}, {"blocks": [{"lines": []}]}, {"blocks": [{}]}])
def test_no_text_in_the_image_is_no_error(result: dict[str, Any]) -> None:
    assert AnalyzeResponse.from_json({**SIZE, "readResult": result}).text_lines == ()


def test_an_object_may_carry_its_name_beside_the_box() -> None:
    flat = {"objectsResult": {"values": [{"id": "1", "boundingBox": BOX, "name": "cup", "confidence": 0.5}]}}
    assert AnalyzeResponse.from_json({**SIZE, **flat}).objects == (DetectedObject("cup", 0.5, Box(10, 20, 30, 40)),)


def test_eleven_dense_captions_and_unknown_keys_are_fine() -> None:
    entry = {"text": "x", "confidence": 0.5, "boundingBox": BOX, "new": 1}
    read = AnalyzeResponse.from_json({**SIZE, "denseCaptionsResult": {"values": [entry] * 11}, "futureResult": {}})
    assert read.dense_captions is not None
    assert len(read.dense_captions) == 11


@pytest.mark.parametrize(("given_", "kept"), [(1.0000001, 1.0), (-0.0000001, 0.0), (1, 1.0), (0, 0.0)])
def test_a_confidence_that_is_off_by_rounding_is_put_right(given_: float, kept: float) -> None:
    caption = AnalyzeResponse.from_json(changed("captionResult.confidence", given_)).caption
    assert caption is not None
    assert caption.confidence == kept


def test_people_that_are_most_likely_none_are_set_aside() -> None:
    values = [{"boundingBox": BOX, "confidence": c} for c in (0.94, 0.5, 0.4999, 0.001)]
    people = AnalyzeResponse.from_json({**SIZE, "peopleResult": {"values": values}}).people
    assert people is not None
    assert [person.confidence for person in people] == [0.94, 0.5]


@pytest.mark.parametrize(
    ("box", "clipped"),
    [
        ((150, 50, 100, 100), Box(150, 50, 50, 50)),
        ((-10, -10, 20, 20), Box(0, 0, 10, 10)),
        ((300, 300, 10, 10), Box(200, 100, 0, 0)),
        ((10, 10, -5, 5), Box(10, 10, 0, 5)),
        ((0, 0, 200, 100), Box(0, 0, 200, 100)),
    ],
)
def test_a_box_is_clipped_to_the_image(box: tuple[int, int, int, int], clipped: Box) -> None:
    answer = changed("objectsResult.values.0.boundingBox", dict(zip("xywh", box, strict=True)))
    objects = AnalyzeResponse.from_json(answer).objects
    assert objects is not None
    assert objects[0].box == clipped


def test_a_crop_without_area_is_no_crop() -> None:
    assert AnalyzeResponse.from_json(changed("smartCropsResult.values.0.boundingBox.x", 500)).crops == ()


def test_boxes_and_corners_are_scaled_to_the_original() -> None:
    read = AnalyzeResponse.from_json(SAMPLE, (400, 300))
    assert read.objects is not None
    assert read.objects[0].box == Box(20, 60, 60, 120)
    assert read.text_lines is not None
    assert read.text_lines[0].polygon[2] == Point(22, 24)
    assert (read.width, read.height) == (200, 100)


def test_a_caption_is_one_line_of_bounded_length() -> None:
    caption = AnalyzeResponse.from_json(changed("captionResult.text", "a\n::b\x1b\u202e\ud800 " + "x" * 5000)).caption
    assert caption is not None
    assert caption.text.startswith("a ::b xxx")
    assert len(caption.text) == 1000


def test_a_tag_without_a_name_is_left_out() -> None:
    values = [{"name": "\x00", "confidence": 0.9}, {"name": "cat", "confidence": 0.8}]
    assert AnalyzeResponse.from_json({**SIZE, "tagsResult": {"values": values}}).tags == (Tag("cat", 0.8),)


def test_a_classification_and_a_detection_of_a_custom_model_are_read() -> None:
    tags = {"tagsResult": {"values": [{"name": "diagram", "confidence": 0.9}]}}
    things = {"objectsResult": {"values": [{"boundingBox": BOX, "tags": [{"name": "button", "confidence": 0.8}]}]}}
    first = AnalyzeResponse.from_json({**SIZE, "customModelResult": tags})
    second = AnalyzeResponse.from_json({**SIZE, "customModelResult": things})
    assert first.custom is not None
    assert second.custom is not None
    assert (first.custom.tags, first.custom.objects) == ((Tag("diagram", 0.9),), ())
    assert second.custom.objects == (DetectedObject("button", 0.8, Box(10, 20, 30, 40)),)
    assert first.tags is None


def test_text_in_the_shape_of_the_retired_versions_is_read_with_its_words() -> None:
    flat = [1, 2, 11, 2, 11, 8, 1, 8]
    words = [
        {"content": text, "boundingBox": flat, "confidence": 0.9, "span": {"offset": at, "length": 4}}
        for text, at in (("Save", 0), ("file", 5), ("Quit", 10))
    ]
    lines = [
        {"content": "Save file", "boundingBox": flat, "spans": [{"offset": 0, "length": 9}]},
        {"content": "Quit", "boundingBox": flat, "spans": [{"offset": 10, "length": 4}]},
        {"content": "no span"},
    ]
    read = AnalyzeResponse.from_json({**SIZE, "readResult": {"pages": [{"words": words, "lines": lines}]}})
    assert read.text_lines is not None
    assert [(line.text, [word.text for word in line.words]) for line in read.text_lines] == [
        ("Save file", ["Save", "file"]),
        ("Quit", ["Quit"]),
        ("no span", []),
    ]
    assert read.text_lines[0].polygon == (Point(1, 2), Point(11, 2), Point(11, 8), Point(1, 8))


def words_of(value: object) -> tuple[int, int]:
    """How many lines and words are read."""
    lines = AnalyzeResponse.from_json({**SIZE, "readResult": value}).text_lines or ()
    return len(lines), sum(len(line.words) for line in lines)


def test_a_page_full_of_text_is_read_whole() -> None:
    line = {"text": "a b c", "words": [WORD] * 12}
    assert words_of({"blocks": [{"lines": [line] * 300}]}) == (300, 3_600)


def test_lines_and_words_are_counted_over_the_whole_answer() -> None:
    many = {"text": "a", "words": [WORD] * 1_900}
    assert words_of({"blocks": [{"lines": [many]}] * 9}) == (9, 5_000)
    assert words_of({"blocks": [{"lines": [{"text": "a"}] * 900}] * 9}) == (2_000, 0)


def test_words_of_the_retired_shape_that_every_line_claims_are_counted_each_time() -> None:
    word = {"content": "a", "boundingBox": [1, 2, 11, 2, 11, 8, 1, 8], "confidence": 0.9, "span": {"offset": 0}}
    word["span"] = {"offset": 0, "length": 1}
    line = {"content": "a", "spans": [{"offset": 0, "length": 9}]}
    assert words_of({"pages": [{"words": [word] * 400, "lines": [line] * 100}] * 30}) == (2_000, 5_000)


def test_a_polygon_is_refused_before_all_its_points_are_read() -> None:
    broken = {"text": "a", "boundingPolygon": [*CORNERS * 3, "no point"]}
    with pytest.raises(AnswerError, match=r"boundingPolygon$|boundingPolygon\b"):
        words_of({"blocks": [{"lines": [broken]}]})


def test_a_list_of_results_is_kept_up_to_a_number() -> None:
    tags = {"tagsResult": {"values": [{"name": "a", "confidence": 0.5}] * 1_900}}
    assert len(AnalyzeResponse.from_json({**SIZE, **tags}).tags or ()) == 500


@pytest.mark.parametrize(
    "change",
    [
        lambda png: png + b"x",
        lambda png: png + b"\0" * (1 << 20),
        lambda png: png[:-12],
        lambda png: png[:40],
        lambda png: png[:-12] + b"\x7f\xff\xff\xff" + png[-8:],
        lambda png: png[:33] + struct.pack(">I", 1 << 20) + b"juNk" + b"x" * (1 << 20) + b"\0" * 4 + png[33:],
    ],
    ids=["a byte more", "a megabyte more", "no end", "cut", "a length beyond the end", "far too large for its pixels"],
)
def test_a_cut_out_picture_ends_where_it_says_and_has_the_size_of_its_pixels(change: Callable[[bytes], bytes]) -> None:
    data = io.BytesIO()
    Image.new("RGBA", (20, 10), (1, 2, 3, 4)).save(data, "PNG")
    good = data.getvalue()
    mode = SegmentationMode.BACKGROUND_REMOVAL
    assert segmentation(good, mode, "a").width == 20
    with pytest.raises(AnswerError):
        segmentation(change(good), mode, "a")


def test_what_is_not_asked_for_is_not_sent() -> None:
    assert Ask(features=(Feature.READ,)).query("2024-02-01") == "api-version=2024-02-01&features=read"


def test_a_custom_model_is_asked_for_alone() -> None:
    ask = Ask(features=(Feature.TAGS,), language="es", model_name="my model/1")
    assert ask.query("2023-02-01-preview") == "api-version=2023-02-01-preview&model-name=my%20model/1"


def test_all_parameters_stand_in_their_order() -> None:
    ask = Ask((Feature.TAGS, Feature.SMART_CROPS), "pt-BR", False, (1, 0.75), "latest")
    assert ask.query("2024-02-01") == (
        "api-version=2024-02-01&features=tags,smartCrops&language=pt-BR&gender-neutral-caption=false"
        "&smartcrops-aspect-ratios=1.0,0.75&model-version=latest"
    )


@with_facts
def test_queries_equal_those_of_the_official_client() -> None:
    order = ("tags", "caption", "denseCaptions", "objects", "read", "smartCrops", "people")
    everything = Ask(tuple(Feature(name) for name in order), "en", True, (0.9, 1.33), "latest")
    asks = {
        "sync url, all options": everything,
        "sync bytes, all options": everything,
        "aio url, all options": everything,
        "aio bytes, all options": everything,
        "sync url, minimal": Ask((Feature.CAPTION,)),
        "sync bytes, minimal": Ask((Feature.CAPTION,)),
        "sync bytes, int ratio and false": Ask(
            (Feature.SMART_CROPS,), gender_neutral_caption=False, smart_crops_aspect_ratios=(1, 1, 0.75)
        ),
        "api_version overridden to 2024-02-01": Ask((Feature.READ,)),
        "RETIRED preview SDK, custom model": Ask(model_name="MyModel"),
    }
    recorded = {case["case"]: case["target"] for case in json.loads((FACTS / "recorded_requests.json").read_text())}
    for name, ask in asks.items():
        version = recorded[name].partition("api-version=")[2].partition("&")[0]
        assert recorded[name] == f"/computervision/imageanalysis:analyze?{ask.query(version)}"


@with_facts
def test_every_recorded_answer_is_read() -> None:
    names = [*FACTS.glob("response_*.json"), *FACTS.glob("retired_*.json")]
    assert len(names) > 15
    for name in names:
        read = AnalyzeResponse.from_json(load_json(name.read_bytes()))
        assert (read.width, read.height) == (1280, 720)
        assert read.answered or read.custom is not None
        lines = read.text_lines or ()
        assert all(len(line.polygon) == 4 and line.words for line in lines), name


def test_a_secret_that_is_echoed_in_escapes_is_taken_out() -> None:
    secret = 'C4n"ary\\key'
    escaped = "".join(f"\\u{ord(character):04x}" for character in secret)
    body = f'{{"captionResult": {{"text": "the key is {escaped}", "confidence": 1}}}}'.encode()
    assert load_json(body, [secret]) == {"captionResult": {"text": "the key is ***", "confidence": 1}}
    assert load_json(body) == {"captionResult": {"text": f"the key is {secret}", "confidence": 1}}
