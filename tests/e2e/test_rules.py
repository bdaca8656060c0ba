"""Profiles, exceptions, the baseline, languages and mended words, as a person meets them in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from altproof.model import Edit, Span
from altproof.readers.base import apply
from altproof.rules import RULES
from examples.repository import git
from tests.e2e.action import pull_request, run_action
from tests.e2e.terminal import altproof, picture

PAGE = "docs/page.md"
FLAWED = "# Page\n\n![](a.png)\n\n![to do](b.png)\n\nText.\n"


def repository(folder: Path, *states: Mapping[str, str]) -> Path:
    """A repository with two images and one commit for each state of its documents."""
    top = folder / "repository"
    (top / "docs").mkdir(parents=True)
    git(top, "init", "--quiet")
    for name, colour in (("a.png", "navy"), ("b.png", "red")):
        (top / "docs" / name).write_bytes(picture(colour))
    for state in states:
        for path, text in state.items():
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_text(text)
        git(top, "add", "--all")
        git(top, "commit", "--quiet", "--message", "A state")
    return top


def found(report: dict[str, Any]) -> list[tuple[str, int]]:
    return [(finding["rule"], finding["line"]) for finding in report["findings"]]


def audit(folder: Path, *arguments: str) -> dict[str, Any]:
    return altproof(folder, "audit", "--engine", "none", "--format", "json", *arguments).report


def configured(settings: str) -> dict[str, str]:
    return {".github/altproof.yml": settings}


# --- profiles -----------------------------------------------------------------------------------------------------


def test_a_profile_decides_what_is_wrong(tmp_path: Path) -> None:
    page = {PAGE: "![A short note](a.png)\n"}
    assert found(audit(repository(tmp_path / "1", page))) == []
    strict = repository(tmp_path / "2", {**page, **configured("alt_text: {profile: github-docs}")})
    assert found(audit(strict)) == [("short-alt", 1)]
    settings = "alt_text: {profile: github-docs, min_length: 5}\nrules: {unpunctuated-alt: error, untyped-alt: off}"
    assert found(audit(repository(tmp_path / "3", {**page, **configured(settings)}))) == [("unpunctuated-alt", 1)]


# --- exceptions ---------------------------------------------------------------------------------------------------


def test_comments_except_images_and_what_they_do_not_cover_is_reported(tmp_path: Path) -> None:
    page = (
        "<!-- altproof-disable-next-line missing-alt -->\n![](a.png)\n\n"
        "<!-- altproof-disable-next-line missing-alt -->\n![Two buoys in fog](b.png)\n\n![](b.png)\n"
    )
    done = altproof(repository(tmp_path, {PAGE: page}), "audit", "--engine", "none", "--format", "json")
    assert found(done.report) == [("missing-alt", 7), ("unused-exception", 4)]
    assert done.report["findings"][1]["column"] == 1


def test_a_comment_in_an_unchanged_place_is_not_called_unused(tmp_path: Path) -> None:
    page = "<!-- altproof-disable-next-line missing-alt -->\n![](a.png)\n\nText.\n"
    folder = repository(tmp_path, {PAGE: page}, {PAGE: page + "More.\n\n![Fog](b.png)\n"})
    done = altproof(folder, "check", "--engine", "none", "--format", "json")
    assert found(done.report) == []


def test_images_and_documents_are_excepted_by_pattern_and_a_useless_pattern_is_told(tmp_path: Path) -> None:
    settings = (
        "alt_text: {decorative: [docs/a.png]}\n"
        "rules: {placeholder-alt: {exclude: [docs/page.md]}, missing-alt: {exclude: [gone/**]}}\n"
    )
    report = audit(repository(tmp_path, {PAGE: FLAWED, **configured(settings)}))
    assert found(report) == []
    assert [(problem["subject"], problem["message"]) for problem in report["problems"]] == [
        ("rules.missing-alt.exclude", 'the pattern "gone/**" fits no file')
    ]


def test_empty_brackets_can_mean_decorative_but_not_in_a_link(tmp_path: Path) -> None:
    page = "![](a.png)\n\n[![](b.png)](https://example.org/start)\n"
    folder = repository(tmp_path, {PAGE: page, **configured("alt_text: {empty_markdown_alt: decorative}")})
    assert found(audit(folder)) == [("empty-alt-in-link", 3)]


# --- the baseline -------------------------------------------------------------------------------------------------


def test_what_is_in_the_baseline_is_counted_and_no_longer_shown(tmp_path: Path) -> None:
    folder = repository(tmp_path, {PAGE: FLAWED})
    written = altproof(folder, "audit", "--engine", "none", "--update-baseline")
    assert written.code == 0
    assert ".github/altproof-baseline.json: 2 findings known from now on" in written.stdout.splitlines()
    entries = json.loads((folder / ".github/altproof-baseline.json").read_text())["findings"]
    assert [entry["rule"] for entry in entries] == ["missing-alt", "placeholder-alt"]
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Known findings")

    known = altproof(folder, "audit", "--engine", "none")
    assert known.code == 0
    assert "2 findings known from the baseline" in known.stdout

    (folder / PAGE).write_text("# Page\n\nMoved down.\n\n" + FLAWED.removeprefix("# Page\n\n") + "\n![](a.png)\n")
    git(folder, "commit", "-qam", "Another image")
    check = altproof(folder, "check", "--engine", "none", "--format", "json")
    assert found(check.report) == [("missing-alt", 11)]
    assert found(audit(folder)) == [("missing-alt", 11)]

    (folder / PAGE).write_text("# Page\n\n![to do](b.png)\n")
    git(folder, "commit", "-qam", "One less")
    (problem,) = audit(folder)["problems"]
    assert problem["message"] == "1 known finding is no longer found"


def test_a_stranger_cannot_make_findings_known(tmp_path: Path) -> None:
    folder = repository(tmp_path, {PAGE: "Text.\n"}, {PAGE: FLAWED})
    altproof(folder, "audit", "--engine", "none", "--update-baseline")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Known, says the stranger", "--amend")
    base, head = (git(folder, "rev-parse", name).strip() for name in ("HEAD^", "HEAD"))
    inputs = {"engine": "none"}
    done = run_action(tmp_path, folder, "pull_request_target", pull_request(base, head, fork=True), head, inputs)
    assert done.report is not None
    assert found(done.report) == [("missing-alt", 3), ("placeholder-alt", 5)]


@pytest.mark.parametrize(
    ("content", "message"),
    [("{}", "error: b.json: is no baseline file"), (None, "error: baseline: b.json: ")],
)
def test_a_baseline_that_was_named_has_to_be_one(tmp_path: Path, content: str | None, message: str) -> None:
    files = {PAGE: FLAWED, **configured("baseline: b.json"), **({"b.json": content} if content else {})}
    done = altproof(repository(tmp_path, files), "audit", "--engine", "none")
    assert done.code == 2
    assert done.errors[0].startswith(message)


@pytest.mark.parametrize("arguments", [("check", "--update-baseline"), ("audit", "--update-baseline", "docs")])
def test_a_baseline_of_a_part_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = altproof(repository(tmp_path, {PAGE: FLAWED}), *arguments)
    assert done.code == 2
    assert done.errors[0].startswith("error: update-baseline: a baseline holds the findings of everything")


# --- languages and mended words -----------------------------------------------------------------------------------


def test_a_page_is_judged_in_its_language(tmp_path: Path) -> None:
    page = "---\nlang: de\n---\n\n![Bild von einer Boje im Nebel vor dem alten Hafen](a.png)\n"
    (finding,) = audit(repository(tmp_path, {PAGE: page}))["findings"]
    assert finding["rule"] == "redundant-opening"
    assert 'begins with "Bild von"' in finding["message"]
    assert finding["suggestion"] is None, "what is left would stand in the wrong case"


def test_a_mended_text_can_be_put_in_place_and_is_fine_then(tmp_path: Path) -> None:
    page = "![Picture of two buoys in fog](a.png) and ![Picture of a *pier*](b.png)\n"
    folder = repository(tmp_path, {PAGE: page})
    findings = audit(folder)["findings"]
    assert [finding["rule"] for finding in findings] == ["redundant-opening"] * 2
    for finding in reversed(findings):
        edit = finding["suggestion"]["edit"]
        span = Span(edit["line"], edit["column"], edit["end_line"], edit["end_column"])
        page = apply(page, Edit(PAGE, span, edit["replacement"]))
    assert page == "![Two buoys in fog](a.png) and ![A pier](b.png)\n"
    (folder / PAGE).write_text(page)
    git(folder, "commit", "-qam", "Mended")
    assert found(audit(folder)) == []


# --- explain ------------------------------------------------------------------------------------------------------


def test_every_rule_explains_itself(tmp_path: Path) -> None:
    tmp_path = tmp_path / "here"
    tmp_path.mkdir()
    listed = altproof(tmp_path, "explain")
    assert listed.code == 0
    assert [line.split("`")[1] for line in listed.stdout.splitlines()[2:]] == list(RULES)
    page = altproof(tmp_path, "explain", "missing-alt")
    assert page.code == 0
    assert page.stdout.startswith("# missing-alt\n")


def test_a_name_that_is_no_rule_is_an_error_that_helps(tmp_path: Path) -> None:
    tmp_path = tmp_path / "here"
    tmp_path.mkdir()
    done = altproof(tmp_path, "explain", "mising-alt")
    assert done.code == 2
    assert done.errors == ["error: explain: mising-alt is not a rule", "did you mean missing-alt?"]
