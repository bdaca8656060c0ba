"""What a second run costs, what is said about it, and where the cache may lie."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from examples.repository import build, git
from tests.e2e.action import ENTRYPOINT, Outcome, pull_request, run_action
from tests.e2e.test_command_line import SCHEMA, Done, Site, altproof, picture, site
from tests.fakes.azure import FakeAzure

__all__ = ["site"]  # a fixture


def check(site: Site, azure: FakeAzure, *arguments: str, **given: str) -> Done:
    keys = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key, **given}
    return altproof(site.folder, "check", "--base", "main", *arguments, given=keys)


def spending(done: Done) -> dict[str, Any]:
    spent = done.report["run"]["spending"]
    assert isinstance(spent, dict)
    return spent


def analyses(done: Done) -> list[dict[str, Any]]:
    return [image["analysis"] for image in done.report["images"]]


def test_a_second_run_over_the_same_images_makes_no_call_and_says_the_same(site: Site) -> None:
    with FakeAzure() as azure:
        first = check(site, azure, "--format", "json", "--price-per-1000", "1, 2")
        calls = len(azure.requests)
        second = check(site, azure, "--format", "json", "--price-per-1000", "1, 2")
        assert (calls, len(azure.requests)) == (2, 2)
    assert first.stderr == second.stderr
    assert [seen["details"].pop("from_cache") for seen in analyses(first)] == [False, False]
    assert first.report["findings"] == second.report["findings"]
    assert [seen["caption"] for seen in analyses(first)] == [seen["caption"] for seen in analyses(second)]
    assert all(seen["details"]["from_cache"] for seen in analyses(second))
    assert spending(first) == {
        "calls": 2,
        "images_from_cache": 0,
        "transactions": [{"features": ["tags"], "count": 2}, {"features": ["caption", "read"], "count": 4}],
        "bytes_sent": len(picture()) + len(picture("red")),
        "bytes_saved": 0,
        "cost": 0.01,
    }
    assert spending(second) == {
        **dict.fromkeys(("calls", "bytes_sent", "bytes_saved", "cost"), 0),
        "images_from_cache": 2,
        "transactions": [],
    }


def test_a_run_whose_answers_are_all_known_loads_no_client(site: Site) -> None:
    with FakeAzure() as azure:
        cache = str(site.folder.parent / "kept")
        check(site, azure, "--cache", cache)
        variables = {"PATH": os.environ["PATH"], "VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        command = [sys.executable, "-I", "-X", "importtime", ENTRYPOINT, "check", "--base", "main", "--cache", cache]
        told = subprocess.run(
            command, cwd=site.folder, env=variables, capture_output=True, text=True, check=False
        ).stderr
        assert len(azure.requests) == 2
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "sqlite3" in loaded
    assert loaded.isdisjoint({"httpx", "PIL", "jsonschema", "requests"})


def test_the_cache_lies_in_the_users_folder_and_holds_no_key_no_address_and_no_path(site: Site) -> None:
    with FakeAzure() as azure:
        check(site, azure)
    (file,) = (path for path in (site.folder.parent / "caches").rglob("*") if path.is_file())
    assert file.relative_to(site.folder.parent) == Path("caches/altproof/analyses.sqlite3")
    content = file.read_bytes()
    assert b"caption" in content
    for secret in (azure.key, azure.url, "docs/img", str(site.folder)):
        assert secret.encode() not in content


@pytest.mark.parametrize("off", [["--no-cache"], ["--cache", "false"]])
def test_without_a_cache_nothing_is_kept(site: Site, off: list[str]) -> None:
    with FakeAzure() as azure:
        check(site, azure, *off)
        check(site, azure, *off)
        assert len(azure.requests) == 4
    assert not (site.folder.parent / "caches").exists()


def test_describe_and_check_share_what_they_know(site: Site) -> None:
    with FakeAzure() as azure:
        keys = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        check(site, azure, "--cache", "../mine.sqlite3")
        named = ("describe", "docs/img/a.png", "--cache", "../mine.sqlite3")
        done = altproof(site.folder, *named, given=keys)
        assert len(azure.requests) == 2
    assert done.stdout.splitlines()[-1] == "no calls, 1 image from the cache"


def test_what_the_offline_engine_saw_is_kept(site: Site) -> None:
    first, second = (altproof(site.folder, "check", "--base", "main", "--format", "json") for _ in range(2))
    assert (spending(first)["images_from_cache"], spending(second)["images_from_cache"]) == (0, 2)
    for seen, kept in zip(analyses(first), analyses(second), strict=True):
        assert kept["details"].pop("from_cache") is not seen["details"].pop("from_cache")
        assert seen == kept


@pytest.mark.parametrize("content", [b"a letter", b"SQLite format 3\0" + b"\xff" * 4_000])
def test_a_file_that_is_no_cache_is_left_alone_said_once_and_costs_no_run(site: Site, content: bytes) -> None:
    mine = site.folder.parent / "letter"
    mine.write_bytes(content)
    with FakeAzure() as azure:
        done = check(site, azure, "--cache", str(mine))
        assert len(azure.requests) == 2
    assert done.code == 1
    assert sum("was not used: the file is no cache of Altproof" in line for line in done.errors) == 1
    assert mine.read_bytes() == content


def test_the_summary_says_what_was_spent(site: Site) -> None:
    with FakeAzure() as azure:
        first = check(site, azure, "--price-per-1000", "1.5").stdout
        second = check(site, azure, "--format", "markdown").stdout
    assert "2 calls, 6 transactions (2 for tags; 4 for caption, read)" in " ".join(first.split())
    assert "cost 0.01" in first
    assert "no calls, 2 images from the cache" in second


def test_a_dry_run_foresees_in_every_format_what_the_run_then_makes(site: Site) -> None:
    with FakeAzure() as azure:
        dry = check(site, azure, "--dry-run", "--format", "json", "--price-per-1000", "2")
        table = check(site, azure, "--dry-run").stdout
        markdown = check(site, azure, "--dry-run", "--format", "markdown").stdout
        assert azure.requests == []
        real = check(site, azure, "--format", "json", "--price-per-1000", "2")
        known = check(site, azure, "--dry-run", "--format", "json")
    assert (dry.report["run"]["dry_run"], real.report["run"]["dry_run"]) == (True, False)
    assert spending(dry) == spending(real)
    assert (dry.report["findings"], analyses(dry)) == ([], [None, None])
    assert [image["path"] for image in dry.report["images"]] == ["docs/img/a.png", "docs/img/b.png"]
    assert "at least 2 calls, 6 transactions" in table
    assert markdown.startswith("## Altproof: dry run\n")
    assert "| docs/img/a.png |" in markdown
    assert (spending(known)["calls"], spending(known)["images_from_cache"]) == (0, 2)


def test_a_dry_run_as_annotations_is_one_notice(site: Site) -> None:
    with FakeAzure() as azure:
        keys = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        # not by `altproof()`, which expects no command in what is printed
        done = run_folder(site, keys, "check", "--base", "main", "--dry-run", "--format", "github")
    assert done.count("::notice") == 1
    assert done.startswith("::notice title=Dry run::5 places with an image, 2 images to look at with the azure engine")


def run_folder(site: Site, given: dict[str, str], *arguments: str) -> str:
    variables = {"PATH": os.environ["PATH"], **given}
    command = [sys.executable, "-I", ENTRYPOINT, *arguments]
    return subprocess.run(command, cwd=site.folder, env=variables, capture_output=True, text=True, check=True).stdout


def test_a_tag_language_takes_a_second_call_and_the_dry_run_knows(site: Site) -> None:
    (site.folder / ".github").mkdir()
    wishes = "version: 1\nanalysis:\n  language: es\n  features: [caption, tags]\n"
    (site.folder / ".github/altproof.yml").write_text(wishes)
    git(site.folder, "add", "--all")
    git(site.folder, "commit", "--quiet", "--message", "config")
    with FakeAzure() as azure:
        dry = check(site, azure, "--dry-run", "--format", "json")
        real = check(site, azure, "--format", "json")
        assert len(azure.requests) == 4
    assert spending(dry) == spending(real)
    assert spending(real)["calls"] == 4


def test_the_calls_of_a_run_can_be_limited_and_the_next_run_goes_on(site: Site) -> None:
    with FakeAzure() as azure:
        first = check(site, azure, "--format", "json", "--max-calls", "1")
        second = check(site, azure, "--format", "json", "--max-calls", "1")
        assert len(azure.requests) == 2
    (problem,) = first.report["problems"]
    assert problem["message"].startswith("the 1 calls that a run may make are spent")
    assert second.report["problems"] == []
    assert first.report["run"]["engine_failed"] is False
    assert sorted(seen["engine"] for seen in analyses(first)) == ["azure", "offline"]
    assert [seen["engine"] for seen in analyses(second)] == ["azure", "azure"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--max-calls", "many"], "max-calls: not a whole number"),
        (["--max-seconds", "-1"], "max-seconds: not a whole number"),
        (["--price-per-1000", "cheap"], "price-per-1000: not a price"),
    ],
)
def test_a_limit_or_price_that_is_none_is_refused_before_any_call(site: Site, arguments: list[str], words: str) -> None:
    with FakeAzure() as azure:
        done = check(site, azure, *(f"{arguments[0]}={arguments[1]}",))
        assert azure.requests == []
    assert (done.code, done.stdout) == (2, "")
    assert done.errors[0].startswith(f"error: {words}")


# --- the action ---------------------------------------------------------------------------------------------------


def action(tmp_path: Path, azure: FakeAzure, **inputs: str) -> Outcome:
    workspace = tmp_path / "workspace"
    change = build(workspace) if not workspace.exists() else None
    noted = tmp_path / "change.json"
    if change:
        noted.write_text(json.dumps([change.base, change.head, change.merge]))
    base, head, merge = json.loads(noted.read_text())
    given = {"vision-endpoint": azure.url, "vision-key": azure.key, **inputs}
    return run_action(tmp_path, workspace, "pull_request", pull_request(base, head), merge, given)


def test_the_action_keeps_its_cache_in_the_temporary_folder_and_says_where(tmp_path: Path) -> None:
    with FakeAzure() as azure:
        first = action(tmp_path, azure)
        calls = len(azure.requests)
        second = action(tmp_path, azure)
        assert len(azure.requests) == calls > 0
    assert first.report
    jsonschema.validate(first.report, SCHEMA)
    kept = tmp_path / "runner" / "temp" / "altproof-cache" / "analyses.sqlite3"
    assert first.outputs["cache-path"] == second.outputs["cache-path"] == str(kept)
    assert kept.is_file()
    assert (first.outputs["calls"], second.outputs["calls"]) == (str(calls), "0")
    assert "from the cache" in second.summary


def test_the_action_keeps_nothing_when_told_so(tmp_path: Path) -> None:
    with FakeAzure() as azure:
        outcome = action(tmp_path, azure, cache="false")
    assert "cache-path" not in outcome.outputs
    assert list((tmp_path / "runner" / "temp").iterdir()) == []


def test_a_path_in_the_temporary_folder_may_be_named(tmp_path: Path) -> None:
    chosen = tmp_path / "runner" / "temp" / "kept" / "here"
    with FakeAzure() as azure:
        assert action(tmp_path, azure, cache=str(chosen)).outputs["cache-path"] == str(chosen)


@pytest.mark.parametrize("place", ["cache.sqlite3", "{workspace}/cache", "{temp}", "{temp}/../cache", "/etc/cache"])
def test_a_cache_that_a_pull_request_could_bring_along_is_refused(tmp_path: Path, place: str) -> None:
    folders = {"workspace": str(tmp_path / "workspace"), "temp": str(tmp_path / "runner" / "temp")}
    with FakeAzure() as azure:
        outcome = action(tmp_path, azure, cache=place.format_map(folders))
        assert azure.requests == []
    assert outcome.code == 2
    assert any("cache: not in the temporary folder" in command.data for command in outcome.annotations("error"))


def test_a_forged_answer_is_words_like_any_other(tmp_path: Path) -> None:
    with FakeAzure() as azure:
        first = action(tmp_path, azure)
        forged = "::error::x ##[set-output name=passed]true <img src=x onerror=y> @octocat"
        with closing(sqlite3.connect(first.outputs["cache-path"])) as connection, connection:
            rows = connection.execute("SELECT key, value FROM analyses").fetchall()
            for key, value in rows:
                analysis = json.loads(value)
                analysis["caption"] = {"text": forged, "confidence": 0.9}
                connection.execute("UPDATE analyses SET value = ? WHERE key = ?", (json.dumps(analysis), key))
        calls = len(azure.requests)
        second = action(tmp_path, azure)
        assert len(azure.requests) == calls
    assert {command.name for command in second.commands} <= {"add-mask", "debug", "error", "warning", "notice"}
    assert second.outputs["passed"] == "false"
    assert "<img src=x" not in second.summary
    assert "@octocat" not in second.summary
