"""ReportV1: complete, valid, stable, and printable as it is."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from altproof.model import Analysis, Caption, ChangeSet, Grade, Suggestion, Tag
from altproof.report import Report, RunFacts
from altproof.report_json import dumps, to_json
from tests.fakes.hostile import HOSTILE
from tests.fakes.runner import commands
from tests.golden.shared_report import GREENHOUSE, REPORT

SCHEMA = json.loads((Path(__file__).parents[2] / "schema" / "report.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))


def captioned(text):
    image = replace(REPORT.images[0], analysis=Analysis("x", caption=Caption(text, 0.5), alt_text=text))
    return replace(REPORT, images=(image,))


def every_object(value, path=()):
    """The paths to all objects inside a JSON value, the value itself included."""
    if isinstance(value, dict):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from every_object(item, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


FULL = json.loads(dumps(REPORT))
KEYS = [(*path, key) for path in every_object(FULL) for key in at(FULL, path)]


def every_schema(value):
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_schema(item)


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_key_is_described_and_required():
    objects = [schema for schema in every_schema(SCHEMA) if schema.get("type") == "object"]
    assert len(objects) > 20
    for schema in objects:
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])
        for name, member in schema["properties"].items():
            assert member.get("description") or SCHEMA["$defs"][member["$ref"].rpartition("/")[2]]["description"], name


@pytest.mark.parametrize("report", [EMPTY, REPORT], ids=["empty", "full"])
def test_a_report_satisfies_the_schema(report):
    VALIDATOR.validate(to_json(report))
    VALIDATOR.validate(json.loads(dumps(report)))


def test_the_shared_report_uses_every_key_of_the_schema():
    named = {name for schema in every_schema(SCHEMA) if schema.get("type") == "object" for name in schema["properties"]}
    assert named - {key[-1] for key in KEYS} == set()


def test_a_report_without_any_one_of_its_keys_is_refused():
    for *path, key in KEYS:
        there = at(FULL, path)
        kept = dict(there)
        del there[key]
        assert not VALIDATOR.is_valid(FULL), f"{path} without {key}"
        there.clear()
        there.update(kept)
    assert VALIDATOR.is_valid(FULL)


def test_a_report_with_a_key_that_nobody_knows_is_refused():
    for path in every_object(FULL):
        at(FULL, path)["unknown"] = None
        assert not VALIDATOR.is_valid(FULL), path
        del at(FULL, path)["unknown"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_it_was_and_may_be_printed(text):
    document = dumps(captioned(text))
    assert (
        json.loads(document)["images"][0]["analysis"]["caption"]["text"]
        == text.encode("utf-8", "backslashreplace").decode()
    )
    assert commands(document) == []
    assert all(line.isprintable() for line in document.split("\n"))
    VALIDATOR.validate(json.loads(document))


@given(st.text())
def test_any_text_makes_valid_utf_8_and_json(text):
    document = dumps(captioned(text)).encode("utf-8")
    assert (
        json.loads(document)["images"][0]["analysis"]["alt_text"] == text.encode("utf-8", "backslashreplace").decode()
    )


def test_letters_of_all_languages_stay_readable():
    assert "日本語 é ✓" in dumps(captioned("日本語 é ✓"))


def test_a_number_that_json_does_not_have_costs_no_report():
    suggestion = Suggestion("a", Grade.LOW, None, confidence=float("nan"))
    analysis = Analysis("x", tags=(Tag("a", float("inf")),))
    image = replace(REPORT.images[0], file=GREENHOUSE, analysis=analysis, suggestion=suggestion)
    VALIDATOR.validate(json.loads(dumps(replace(REPORT, images=(image,)))))


def test_looked_for_and_not_found_differs_from_not_looked_for():
    analysis = FULL["images"][1]["analysis"]
    assert (analysis["tags"], analysis["people"]) == ([], None)
    assert analysis["unsupported"] == ["caption", "people"]


def test_findings_name_their_places():
    places = {reference["id"]: reference for reference in FULL["references"]}
    for finding in FULL["findings"]:
        assert places[finding["reference"]]["document"] == finding["document"]
        assert places[finding["reference"]]["image"] == finding["image"]
