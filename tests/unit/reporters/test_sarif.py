"""report.sarif: what GitHub takes, where it points, and what it does with text by strangers."""

import itertools
import json
import re
import stat
import subprocess

import jsonschema
import pytest
from msgspec.structs import replace

from altproof.links import rule_page
from altproof.model import ChangeSet, Edit, Grade, Severity, Span, Suggestion, WordSource
from altproof.report import Report, RunFacts
from altproof.reporters import sarif, words
from altproof.reporters.escaping import path_in_address
from altproof.rules import RULES
from tests.fakes.hostile import HOSTILE
from tests.golden.shared_report import REPORT, WITHOUT_ALT
from tests.node_modules import needed
from tests.unit.reporters.test_hostile_fields import crowds, each_field
from tests.unit.reporters.test_hostile_fields import report as hostile_report

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
FINDING = replace(REPORT.findings[1], rule="blank-alt")
PLACE = WITHOUT_ALT


def run_of(report, wide=sarif.NO_WIDE_LINES):
    whole = json.loads(sarif.render_with(report, wide))
    (run,) = whole["runs"]
    return run


def result_of(finding, wide=sarif.NO_WIDE_LINES):
    (result,) = run_of(replace(EMPTY, findings=(finding,)), wide)["results"]
    return result


def notifications(run):
    return [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]


# --- the tool ----------------------------------------------------------------------------------------------------


def test_every_rule_is_described_even_when_it_found_nothing():
    rules = run_of(EMPTY)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for rule in rules:
        assert rule["helpUri"] == rule_page(rule["id"])
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        for part in ("shortDescription", "fullDescription", "help"):
            assert rule[part]["text"].strip()
        assert max(len(rule[part]["text"]) for part in ("shortDescription", "fullDescription")) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert "security-severity" not in rule["properties"]


def test_results_name_their_rule_by_id_and_by_index():
    run = run_of(REPORT)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(REPORT.findings)
    for result, finding in zip(run["results"], REPORT.findings, strict=True):
        assert result["ruleId"] == finding.rule == rules[result["ruleIndex"]]["id"]


def test_a_rule_that_nobody_knows_is_described_too():
    unknown = replace(FINDING, rule="strange-alt")
    rules = run_of(replace(EMPTY, findings=(unknown, FINDING, unknown)))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules[len(RULES) :]] == ["strange-alt"]
    assert rules[-1]["shortDescription"] == {"text": "Strange alt"}


# --- results -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTICE, "note")]
)
def test_severities_have_their_level(severity, level):
    assert result_of(replace(FINDING, severity=severity))["level"] == level


def test_a_result_says_what_is_wrong_and_what_to_write():
    text = result_of(FINDING)["message"]["text"]
    assert text == f"{FINDING.message}\n{words.advice(FINDING.suggestion)}"


def test_a_result_without_a_word_names_its_rule():
    assert result_of(replace(FINDING, message=" ", suggestion=None))["message"]["text"] == "Blank alt"


def test_an_empty_slot_is_shown_by_the_whole_image():
    assert FINDING.reference.alt_span == Span(12, 3, 12, 3)
    region = result_of(FINDING)["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 12, "startColumn": 1, "endLine": 12, "endColumn": 30}


def test_a_written_alt_text_is_the_place():
    place = replace(PLACE, alt="a", alt_span=Span(12, 3, 12, 4))
    region = result_of(replace(FINDING, reference=place))["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 12, "startColumn": 3, "endLine": 12, "endColumn": 4}


def test_columns_count_utf_16_code_units():
    line = "😀 é ![😀😀](a.png) 😀"
    place = replace(PLACE, document="a.md", span=Span(3, 5, 3, 16), alt_span=Span(3, 7, 3, 9))
    draft = Suggestion("Two", Grade.HIGH, WordSource.AUTHOR, edit=Edit("a.md", Span(3, 7, 3, 9), "Two"))
    result = result_of(replace(FINDING, reference=place, suggestion=draft), {"a.md": {3: line}})

    def utf_16(column):
        return len(line[: column - 1].encode("utf-16-le")) // 2 + 1

    expected = {"startLine": 3, "startColumn": utf_16(7), "endLine": 3, "endColumn": utf_16(9)}
    assert (expected["startColumn"], expected["endColumn"]) == (8, 12)
    assert result["locations"][0]["physicalLocation"]["region"] == expected
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": expected, "insertedContent": {"text": "Two"}}]


def test_the_proven_edit_is_the_fix_and_without_one_there_is_none():
    (change,) = result_of(FINDING)["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert change["artifactLocation"] == {"uri": "docs/growing.md", "uriBaseId": "%SRCROOT%"}
    assert replacement["insertedContent"] == {"text": FINDING.suggestion.edit.replacement}
    assert replacement["deletedRegion"] == {"startLine": 12, "startColumn": 3, "endLine": 12, "endColumn": 3}
    assert "fixes" not in result_of(replace(FINDING, suggestion=replace(FINDING.suggestion, edit=None)))
    assert "fixes" not in result_of(replace(FINDING, suggestion=None))


def test_the_fingerprint_has_a_key_of_its_own():
    assert result_of(FINDING)["partialFingerprints"] == {"altproofFingerprint/v1": FINDING.fingerprint}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("docs/a b.md", "docs/a%20b.md"),
        ("a:b.md", "a%3Ab.md"),
        ("/etc/passwd", "etc/passwd"),
        ("../../x.md", "x.md"),
        ("docs//./a.md", "docs/a.md"),
        ("100%.md", "100%25.md"),
        ("a?b#c.md", "a%3Fb%23c.md"),
        ("caf\udce9.md", "caf%E9.md"),
        ("a\ud800.md", "a%ED%A0%80.md"),
        ("é\n\\.md", "%C3%A9%0A%5C.md"),
    ],
)
def test_places_are_relative_addresses(path, uri):
    assert path_in_address(path) == uri
    place = result_of(replace(FINDING, reference=replace(PLACE, document=path)))["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_no_link_comes_of_a_message():
    text = result_of(replace(FINDING, message="See [this](https://evil.example)", suggestion=None))["message"]["text"]
    assert text == "See \\[this\\](https://evil.example)"
    assert result_of(replace(FINDING, message="a[0] b", suggestion=None))["message"]["text"] == "a[0] b"


# --- the run -----------------------------------------------------------------------------------------------------


def test_results_over_githubs_number_are_counted():
    run = run_of(replace(EMPTY, findings=(FINDING,) * 5_003))
    assert len(run["results"]) == 5_000
    assert notifications(run) == ["3 findings left out here for the limits of code scanning; report.json has all."]


def test_results_over_githubs_size_are_counted():
    long = replace(FINDING, message="é" * 2_000)
    text = sarif.render(replace(EMPTY, findings=(long,) * 5_000))
    assert 8_900_000 < len(text.encode()) < 10_000_000
    run = json.loads(text)["runs"][0]
    left_out = 5_000 - len(run["results"])
    assert left_out > 0
    assert notifications(run)[0].startswith(f"{left_out} findings left out")


def test_what_could_not_be_done_is_a_notification():
    run = run_of(REPORT)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert notifications(run)[0] == words.CANCELLED
    assert "base: the base commit is not there (set fetch-depth: 0)" in notifications(run)
    assert run_of(EMPTY)["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    many = tuple(replace(REPORT.problems[1], subject=str(number)) for number in range(503))
    told = notifications(run_of(replace(EMPTY, problems=many)))
    assert (len(told), told[-1]) == (501, "3 more things could not be done; report.json has all.")


def test_the_category_is_the_same_for_every_run_and_the_commit_is_named():
    run = run_of(REPORT)
    assert run["automationDetails"]["id"] == "altproof/" + "1" * 40
    assert run_of(EMPTY)["automationDetails"]["id"] == "altproof/files"
    (source,) = run["versionControlProvenance"]
    assert (source["repositoryUri"], source["revisionId"]) == ("https://github.com/octo/garden", "1" * 40)
    assert "versionControlProvenance" not in run_of(EMPTY)


# --- strangers ---------------------------------------------------------------------------------------------------


def shape(value):
    """The structure without the texts."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return [shape(part) for part in value] if isinstance(value, list) else type(value)


@each_field
def test_hostile_text_stays_text(field):
    for texts, hostile in crowds(field):
        (_, usual), *_ = crowds(field, ["usual"] * len(texts))
        whole = json.loads(sarif.render(hostile))
        assert shape(whole["runs"][0]["results"]) == shape(json.loads(sarif.render(usual))["runs"][0]["results"])
        for result in whole["runs"][0]["results"]:
            assert re.search(r"(?<!\\)\]\(", result["message"]["text"]) is None
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[\w.~%/-]+", uri, re.ASCII), uri
            assert not uri.startswith("/")


# --- second opinions ---------------------------------------------------------------------------------------------

TOOL = "@microsoft/sarif-multitool-linux"
SAMPLES = {
    "shared": REPORT,
    "empty": EMPTY,
    "hostile": replace(
        REPORT,
        findings=tuple(
            itertools.chain.from_iterable(
                hostile_report(text, field).findings
                for text in HOSTILE[::40]
                for field in ("document", "rule", "message")
            )
        ),
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_schema_of_sarif_is_met(name):
    schema = json.loads(needed(f"{TOOL}/sarif-2.1.0.json").read_text("utf-8-sig"))
    jsonschema.validate(json.loads(sarif.render(SAMPLES[name])), schema)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_validator_with_githubs_rules_finds_nothing(name, tmp_path):
    program = needed(f"{TOOL}/Sarif.Multitool")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "report.sarif").write_text(sarif.render(SAMPLES[name]), "utf-8")
    command = [program, "validate", "report.sarif", "--rule-kind", "Sarif;Ghas", "--output", "found.sarif"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    # Its exit code is 0 whatever it finds.
    (run,) = json.loads((tmp_path / "found.sarif").read_text("utf-8-sig"))["runs"]
    found = [f"{result['ruleId']} {result['message']}" for result in run["results"] if result.get("level") != "note"]
    assert found == []
