"""JSON with places: the same shape that the standard library loads, and offsets that lead back to the source."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.readers.notebook.json_spans import (
    JoinedStrings,
    JsonArray,
    JsonObject,
    JsonString,
    JsonValue,
    decoded,
    root,
)

WORDS = st.text(max_size=8) | st.sampled_from(['"', "\\", "\\u0041", "\ud83d", "\U0001f600", "\u2028", "\x7f", "/"])
VALUES = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
TOKENS = ["{", "}", "[", "]", ",", ":", '"a"', '"\\u00e9"', '"', "\\", "1", "-", "0", ".5", "e9", "true", "null", "NaN"]
NEAR_JSON = st.lists(st.sampled_from([*TOKENS, " ", "\n", "\x00", "\ufeff", "x"]), max_size=14).map("".join)


def plain(text: str, value: JsonValue) -> object:
    match value:
        case JsonString():
            return decoded(text, value)
        case JsonArray(items):
            return [plain(text, item) for item in items]
        case JsonObject(members):
            return {name: plain(text, member) for name, member in members.items()}
    return None


def words_only(value: object) -> object:
    """What `root` keeps of a loaded value."""
    match value:
        case str():
            return value
        case list():
            return [words_only(item) for item in value]
        case dict():
            return {name: words_only(member) for name, member in value.items()}
    return None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "x",
            "[]",
            '"a"',
            "1",
            "null",
            "{",
            "}",
            "{]",
            '{"a"}',
            '{"a":}',
            '{"a":1',
            '{"a":1,}',
            "{,}",
            "{}{}",
        ),
        *('{"a" 1}', '{"a":1 "b":2}', "{'a':1}", "{a:1}", '{"a":01}', '{"a":.5}', '{"a":1.}', '{"a":+1}', '{"a":tru}'),
        *('{"a":"\t"}', '{"a":"\\x"}', '{"a":"\\u12"}', '{"a":"', '{"a":"\\', '{"a":"\\"}', '{"a":[1,]}', '{"a":[,1]}'),
        *(
            '{"a":[}',
            '{"a":{]}',
            "{} x",
            "\ufeff",
            "\ufeff\ufeff{}",
            "{}\x00",
            '{"a":1}//',
            "{1:2}",
            '{"a":[1}',
            "\x0c{}",
        ),
    ],
)
def test_what_is_no_object_of_json_has_no_root(text: str) -> None:
    assert root(text) is None


def test_of_two_keys_the_last_one_counts_with_its_place() -> None:
    text = '{"a": "x", "\\u0061": "yy"}'
    whole = root(text)
    assert whole is not None
    assert whole.members == {"a": JsonString(21, 25)}
    assert whole.keys == {"a": JsonString(11, 19)}


def test_depth_costs_no_recursion_and_what_lies_deep_is_checked_only() -> None:
    deep = 50_000
    text = '{"a": ' + "[" * deep + "{}" + "]" * deep + ', "b": "c"}'
    whole = root(text)
    assert whole is not None
    assert whole.members["b"] == JsonString(len(text) - 4, len(text) - 1)
    assert root(text.replace("{}", "{]")) is None
    assert root('{"a": ' + '{"a": ' * deep) is None


@given(value=st.dictionaries(WORDS, VALUES, max_size=4), ascii_only=st.booleans(), indent=st.sampled_from([None, 0, 1]))
def test_the_shape_is_what_the_standard_library_loads(value: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    whole = root("\ufeff" + text + "\r\n")
    assert whole is not None
    assert plain("\ufeff" + text, whole) == words_only(json.loads(text))


@given(text=NEAR_JSON.map(lambda inside: '{"k":' + inside + "}") | NEAR_JSON | st.text(max_size=20))
def test_a_text_is_refused_exactly_when_the_standard_library_refuses_it(text: str) -> None:
    try:
        loaded = json.loads(text.removeprefix("\ufeff"))
    except ValueError:
        loaded = None
    whole = root(text)
    if isinstance(loaded, dict):
        assert whole is not None
        assert plain(text, whole) == words_only(loaded)
    else:
        assert whole is None


@given(parts=st.lists(WORDS, min_size=1, max_size=5), ascii_only=st.booleans(), data=st.data())
def test_every_offset_leads_to_the_source_and_back(parts: list[str], ascii_only: bool, data: st.DataObject) -> None:
    text = json.dumps({"a": parts}, ensure_ascii=ascii_only)
    whole = root(text)
    assert whole is not None
    array = whole.members["a"]
    assert isinstance(array, JsonArray)
    joined = JoinedStrings(text, [item for item in array.items if isinstance(item, JsonString)])
    assert joined.text == "".join(json.loads(text)["a"])
    for offset, letter in enumerate(joined.text):
        start, end = joined.start(offset), joined.end(offset + 1)
        assert json.loads(f'"{text[start:end]}"') == letter
        assert (joined.offset_of_start(start), joined.offset_of_end(end)) == (offset, offset + 1)
        assert joined.inside(offset, offset + 1) == (start, end)
    if len(joined.text) > 1:
        low = data.draw(st.integers(1, len(joined.text) - 1))
        high = data.draw(st.integers(low, len(joined.text)))
        place = joined.inside(low, high)
        if place is not None:
            assert json.loads(f'"{text[place[0] : place[1]]}"') == joined.text[low:high]


def test_a_stretch_over_two_strings_has_no_place_in_the_source() -> None:
    joined = JoinedStrings('["ab","cd"]', [JsonString(1, 5), JsonString(6, 10)])
    assert joined.inside(1, 3) is None
    assert joined.inside(1, 2) == (3, 4)
    assert joined.inside(2, 4) == (7, 9)
    assert joined.inside(2, 2) == (4, 4)
