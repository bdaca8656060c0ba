"""report.json by anybody: what is taken, what is refused, and that nothing of it is passed on unread."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.errors import ReportError
from altproof.model import Span
from altproof.report_json import to_json
from altproof.report_reading import LONGEST_TEXT, MOST_BYTES, MOST_FINDINGS, loads
from tests.fakes.hostile import HOSTILE
from tests.unit.reporters.reviewed import finding, report

SCHEMA = json.loads((Path(__file__).parents[2] / "schema" / "report.schema.json").read_text("utf-8"))
RULES = {"missing-alt": "An image has no alt text."}
GOOD = to_json(report(finding(2, replacement="A"), finding(5)))


def read(value):
    return loads(json.dumps(value).encode(), SCHEMA, RULES)


def changed(**of_the_finding):
    value = json.loads(json.dumps(GOOD))
    value["findings"][0].update(of_the_finding)
    return value


def at_place(**of_the_place):
    value = json.loads(json.dumps(GOOD))
    value["references"][0].update(of_the_place)
    return value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b"{" * 10,
        b" " * (MOST_BYTES + 1),
        b'{"schema_version": 1e999}',
    ],
    ids=["empty", "null", "list", "object", "no text", "deep", "cut", "large", "infinite"],
)
def test_what_is_no_report_is_refused_in_words_of_our_own(data):
    with pytest.raises(ReportError) as raised:
        loads(data, SCHEMA, RULES)
    assert raised.value.message.startswith("the report ")


@pytest.mark.parametrize(
    "value",
    [
        {**GOOD, "more": 1},
        {**GOOD, "schema_version": 2},
        {**GOOD, "run": {**GOOD["run"], "head": None}},
        changed(severity="fatal"),
        changed(line="2"),
        at_place(line=0),
    ],
    ids=["unknown key", "another version", "no commit", "severity", "type", "line 0"],
)
def test_a_report_that_the_schema_does_not_allow_is_refused(value):
    with pytest.raises(ReportError):
        read(value)


@pytest.mark.parametrize(
    "value",
    [
        changed(rule="no-such-rule"),
        changed(reference="nowhere"),
        changed(document="other.md"),
        at_place(end_line=1),
        at_place(line=10**8, end_line=10**8),
        at_place(image="../../etc/passwd"),
        at_place(image="/etc/passwd"),
        at_place(image="a\0b"),
        at_place(alt_span={"line": 5, "column": 1, "end_line": 4, "end_column": 1}),
    ],
)
def test_a_finding_that_does_not_hold_together_is_left_out(value):
    assert [one.reference.span.line for one in read(value).findings] == [5]


@pytest.mark.parametrize("path", ["", "/a.md", "../a.md", "a//b.md", "a/./b.md", "a\0.md", "a" * 1001])
def test_a_document_that_cannot_be_in_a_repository_is_left_out(path):
    value = at_place(document=path)
    value["findings"][0]["document"] = path
    assert len(read(value).findings) == 1


def test_a_report_of_ours_comes_back_with_the_words_of_the_rule():
    found = read(GOOD)
    assert found.head == "1" * 40
    first = found.findings[0]
    assert first.message == "An image has no alt text."
    assert first.reference.alt_span == Span(2, 3, 2, 3)
    assert first.suggestion.alt == "A lighthouse"
    assert first.suggestion.edit.replacement == "A"


def test_prose_of_the_other_run_is_not_taken():
    value = changed(message="see https://evil.example")
    value["findings"][0]["suggestion"]["note"] = "see https://evil.example"
    value["problems"] = [{"nonsense": True}]
    value["images"] = "nonsense"
    assert "evil" not in repr(read(value))


def test_whole_numbers_written_as_fractions_become_whole():
    span = read(at_place(line=2.0)).findings[0].reference.span
    assert isinstance(span.line, int)


def test_texts_and_counts_have_a_limit():
    assert len(read(at_place(alt="a" * 5_000)).findings[0].reference.alt) == LONGEST_TEXT
    many = {**GOOD, "findings": GOOD["findings"] * 2_000}
    assert len(read(many).findings) == MOST_FINDINGS


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_anywhere_is_taken_as_text_or_left_out(text):
    for value in (changed(fingerprint=text, rule=text), at_place(target=text, alt=text, syntax=text, image=text)):
        assert 1 <= len(read(value).findings) <= 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["findings", "references"]), st.data())
def test_no_value_anywhere_does_more_than_being_refused(part, data):
    value = json.loads(json.dumps(GOOD))
    key = data.draw(st.sampled_from(sorted(value[part][0])))
    value[part][0][key] = data.draw(json_values)
    try:
        read(value)
    except ReportError:
        return
