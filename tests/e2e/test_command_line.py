"""The program as a person starts it in a terminal, and what it says where the action was set up wrongly."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest

from altproof import __version__
from altproof.seeing import models
from examples.repository import build, git
from tests.e2e.action import pull_request, run_action
from tests.e2e.terminal import ROOT, SCHEMA, Done, altproof, picture
from tests.fakes.azure import FakeAzure

RETIREMENT = "Azure AI Vision Image Analysis 4.0 stops answering on 2028-09-25."


class Site(NamedTuple):
    """A small documentation site: two commits on `topic` since it left `main`, which went on by one."""

    folder: Path
    base: str
    middle: str
    head: str


def commit(folder: Path, **files: str | bytes) -> str:
    """Commit these files, named with `__` for a slash."""
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}"
        path = path.with_suffix(".png" if isinstance(content, bytes) else ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", ", ".join(files))
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init", "--quiet")
    base = commit(folder, docs__old="![](img/a.png)\n", docs__img__a=picture(), top="![](docs/img/a.png)\n")
    git(folder, "switch", "--quiet", "--create", "topic")
    middle = commit(folder, docs__middle="![](img/b.png)\n", docs__img__b=picture("red"))
    head = commit(folder, docs__new="![a.png](img/a.png)\n\n![ ](img/a.png)\n")
    git(folder, "switch", "--quiet", "main")
    commit(folder, docs__meanwhile="![](img/a.png)\n")
    git(folder, "switch", "--quiet", "topic")
    return Site(folder, base, middle, head)


OLD, MIDDLE, NEW, TOP = "docs/old.md", "docs/middle.md", "docs/new.md", "top.md"


# --- help ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_every_verb(tmp_path: Path, arguments: list[str]) -> None:
    done = altproof(tmp_path, *arguments)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: altproof ")
    for verb in ("check", "audit", "describe", "fetch-models", "schema"):
        assert re.search(rf"\n    {verb}\s", done.stdout)


@pytest.mark.parametrize("verb", ["check", "audit", "describe", "fetch-models", "schema"])
def test_every_verb_has_its_help_and_no_flag_takes_a_secret(tmp_path: Path, verb: str) -> None:
    done = altproof(tmp_path, verb, "--help")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: altproof {verb} ")
    assert "--vision-key" not in done.stdout
    assert "--github-token" not in done.stdout


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert altproof(tmp_path, "--version") == Done(0, f"altproof {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["frobnicate"], "frobnicate"),
        (["check", "--no-such-flag"], "--no-such-flag"),
        (["check", "--fail-on", "fatal"], "--fail-on"),
        (["check", "--format", "xml"], "--format"),
        (["check", "--vision-key", "0123456789"], "--vision-key"),
        (["describe"], "IMAGE"),
        (["schema", "everything"], "everything"),
    ],
)
def test_a_wrong_argument_is_named_with_where_to_look(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = altproof(tmp_path, *arguments)
    assert (done.code, done.stdout) == (2, "")
    first, second = done.errors
    assert first.startswith("error: ")
    assert words in first
    assert second.startswith("see altproof ")
    assert second.endswith("--help")


# --- check: what is compared --------------------------------------------------------------------------------------


def test_the_last_commit_is_checked(site: Site) -> None:
    done = altproof(site.folder, "check", "--format", "json")
    assert (done.code, done.stderr) == (1, "")
    assert done.documents == {NEW}
    assert [finding["line"] for finding in done.report["findings"]] == [1, 3]
    assert (done.report["run"]["base"], done.report["run"]["head"]) == (site.middle, site.head)
    assert done.report["totals"]["changed_images"] == 0


def test_the_first_commit_is_checked_whole(site: Site) -> None:
    git(site.folder, "switch", "--quiet", "--detach", site.base)
    done = altproof(site.folder, "check", "--format", "json")
    assert done.documents == {OLD, TOP}
    assert done.report["run"]["base"] is None
    assert done.report["problems"] == []


def test_a_base_is_compared_from_where_head_left_it(site: Site) -> None:
    done = altproof(site.folder, "check", "--base", "main", "--format", "json")
    assert (done.code, done.stderr) == (1, "")
    assert done.documents == {MIDDLE, NEW}
    assert (done.report["run"]["base"], done.report["run"]["head"]) == (site.base, site.head)
    assert done.report["totals"]["changed_images"] == 1


def test_a_head_alone_is_compared_with_its_parent(site: Site) -> None:
    done = altproof(site.folder, "check", "--head", "topic~1", "--format", "json")
    assert done.documents == {MIDDLE}
    assert (done.report["run"]["base"], done.report["run"]["head"]) == (site.base, site.middle)


def test_base_and_head_name_any_two_commits(site: Site) -> None:
    git(site.folder, "switch", "--quiet", "main")
    done = altproof(site.folder, "check", "--base", site.middle, "--head", "topic", "--format", "json")
    assert done.documents == {NEW}


@pytest.mark.parametrize("arguments", [["audit"], ["check", "--all"], ["audit", "--all"]])
def test_everything_is_looked_at_when_asked_for(site: Site, arguments: list[str]) -> None:
    done = altproof(site.folder, *arguments, "--format", "json")
    assert (done.code, done.stderr) == (1, "")
    assert done.documents == {OLD, MIDDLE, NEW, TOP}
    assert (done.report["run"]["mode"], done.report["run"]["base"]) == ("audit", None)
    assert done.report["totals"]["changed_images"] == 0


def test_an_audit_takes_a_head(site: Site) -> None:
    done = altproof(site.folder, "audit", "--head", "main", "--format", "json")
    assert done.documents == {OLD, TOP, "docs/meanwhile.md"}


def test_a_clean_change_is_fine(site: Site) -> None:
    commit(site.folder, docs__fine="![A navy blue square](img/a.png)\n")
    done = altproof(site.folder, "check")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith("no problems found in alt text (Altproof ")


def test_a_change_without_images_has_nothing_to_check(site: Site) -> None:
    commit(site.folder, docs__words="Words.\n")
    done = altproof(site.folder, "check")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith("nothing to check: no image changed, and no document that was read shows one")


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1), ("warning", 1)])
def test_the_exit_code_follows_fail_on(site: Site, fail_on: str, code: int) -> None:
    assert altproof(site.folder, "check", "--fail-on", fail_on).code == code


REVISIONS = ["nonsense", "1" * 40, "-x", "--output=canary", "HEAD~99", "a b", "refs/heads/../x"]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_that_does_not_exist_is_named(site: Site, revision: str) -> None:
    for flag in ("base", "head"):
        done = altproof(site.folder, "check", f"--{flag}={revision}", "--format", "json")
        assert (done.code, done.stdout) == (2, "")
        assert done.errors == [f"error: {revision}: no such commit", f"check what was given as {flag}"]
    assert not (site.folder / "canary").exists()


def test_histories_without_a_common_commit_cannot_be_compared(site: Site) -> None:
    git(site.folder, "switch", "--quiet", "--orphan", "other")
    commit(site.folder, elsewhere="Elsewhere.\n")
    done = altproof(site.folder, "check", "--base", "main")
    assert (done.code, done.stdout) == (2, "")
    assert "has no history in common with head" in done.errors[0]
    assert done.errors[1] == "choose another base"


@pytest.mark.parametrize("arguments", [["check", "--all"], ["audit"]])
def test_everything_has_no_base(site: Site, arguments: list[str]) -> None:
    done = altproof(site.folder, *arguments, "--base", "main")
    assert (done.code, done.stdout) == (2, "")
    assert done.errors == ["error: base: means nothing when everything is looked at", "leave out one of the two"]


def test_a_shallow_clone_is_completed_without_being_written_to(site: Site, tmp_path: Path) -> None:
    git(site.folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=topic", site.folder.as_uri(), str(clone))
    before = sorted(str(path) for path in (clone / ".git").rglob("*"))
    last = altproof(clone, "check", "--format", "json")
    assert (last.documents, last.report["problems"]) == ({NEW}, [])
    since = altproof(clone, "check", "--base", "main", "--format", "json")
    assert (since.documents, since.report["problems"]) == ({MIDDLE, NEW}, [])
    assert sorted(str(path) for path in (clone / ".git").rglob("*")) == before


# --- check: paths -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "paths", "documents"),
    [
        (".", ["docs"], {OLD, MIDDLE, NEW}),
        (".", ["./docs"], {OLD, MIDDLE, NEW}),
        (".", ["docs/"], {OLD, MIDDLE, NEW}),
        (".", ["."], {OLD, MIDDLE, NEW, TOP}),
        (".", ["docs/../top.md"], {TOP}),
        (".", ["docs/old.md", "top.md"], {OLD, TOP}),
        ("docs", [], {OLD, MIDDLE, NEW, TOP}),
        ("docs", ["old.md"], {OLD}),
        ("docs", ["./old.md", "../top.md"], {OLD, TOP}),
        ("docs", ["."], {OLD, MIDDLE, NEW}),
        ("docs", [".."], {OLD, MIDDLE, NEW, TOP}),
        ("docs/img", ["../new.md"], {NEW}),
    ],
)
def test_paths_are_relative_to_the_current_folder(
    site: Site, folder: str, paths: list[str], documents: set[str]
) -> None:
    done = altproof(site.folder / folder, "audit", "--format", "json", *paths)
    assert (done.code, done.stderr) == (1, "")
    assert done.documents == documents


def test_an_absolute_path_inside_the_repository_is_as_good(site: Site) -> None:
    done = altproof(site.folder / "docs", "audit", "--format", "json", site.folder / "top.md")
    assert done.documents == {TOP}


def test_paths_narrow_a_comparison_too(site: Site) -> None:
    done = altproof(site.folder, "check", "--base", "main", "--format", "json", "docs/middle.md")
    assert done.documents == {MIDDLE}
    assert altproof(site.folder, "check", "docs/old.md").stdout.startswith("nothing to check")


@pytest.mark.parametrize("path", ["nope", "docs/nope.md", "doc", "..", "../site-2", "/etc/passwd", "docs/*.md"])
def test_a_path_that_does_not_exist_is_named(site: Site, path: str) -> None:
    for verb in ("check", "audit"):
        done = altproof(site.folder, verb, "top.md", path)
        assert (done.code, done.stdout) == (2, "")
        assert done.errors == [f"error: paths: {path}: there is no such file or folder in the repository"]


# --- check: outputs -----------------------------------------------------------------------------------------------


def test_json_on_standard_output_is_json_whatever_goes_wrong(site: Site) -> None:
    commit(site.folder, docs__img__broken=b"\x89PNG\r\n\x1a\nbroken", docs__cut="![](img/broken.png)\n")
    (site.folder / "file").write_text("in the way")
    done = altproof(site.folder, "check", "--format", "json", "--output", "file")
    assert done.code == 1
    assert {problem["subject"] for problem in done.report["problems"]} == {"docs/img/broken.png"}
    names = ("report.json", "summary.md", "report.sarif", "report.html")
    assert [line.split(" could")[0] for line in done.errors] == [f"warning: {name}" for name in names]


def test_json_on_standard_output_is_json_with_every_engine(site: Site) -> None:
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(site.folder, "check", "--base", "main", "--format", "json", "-v", given=given)
        azure.assert_sane()
        assert len(azure.requests) == 2
    assert done.report["run"]["engine"] == "azure"
    assert done.report["totals"]["problems"] == 0
    assert done.errors[0] == RETIREMENT
    assert azure.key not in done.stdout + done.stderr


def test_a_folder_takes_report_and_summary(site: Site) -> None:
    done = altproof(site.folder / "docs", "check", "--output", "../../out/alt")
    folder = site.folder.parent / "out" / "alt"
    assert done.code == 1
    assert {path.name for path in folder.iterdir()} == {"report.json", "summary.md", "report.sarif", "report.html"}
    report = json.loads((folder / "report.json").read_text("utf-8"))
    jsonschema.validate(report, SCHEMA)
    assert report["totals"]["errors"] == 2
    assert (folder / "summary.md").read_text("utf-8").startswith("## Altproof: 2 errors\n")


def test_without_a_folder_nothing_is_written(site: Site) -> None:
    altproof(site.folder, "check")
    assert git(site.folder, "status", "--porcelain", "--ignored") == ""


def test_each_format_is_printed_as_it_is(site: Site) -> None:
    table = altproof(site.folder, "check", "--no-cache").stdout
    assert table.splitlines()[0] == "error  docs/new.md:1:3  filename-as-alt"
    assert altproof(site.folder, "check", "--no-cache", "--format", "table").stdout == table
    assert altproof(site.folder, "check", "--format", "markdown").stdout.startswith("## Altproof: 2 errors\n")


def test_a_dry_run_names_what_would_be_looked_at_and_looks_at_nothing(site: Site) -> None:
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(site.folder, "check", "--base", "main", "--dry-run", "--output", "out", given=given)
        assert azure.requests == []
    assert (done.code, done.stderr) == (0, "")
    first, cost, *images = done.stdout.splitlines()
    assert first == "5 places with an image, 2 images to look at with the azure engine"
    assert cost.startswith("at least 2 calls, 6 transactions (2 for tags; 4 for caption, read), ")
    assert sorted(images) == ["  docs/img/a.png", "  docs/img/b.png"]
    assert not (site.folder / "out").exists()


def test_a_dry_run_names_what_could_not_be_done(site: Site) -> None:
    commit(site.folder, docs__img__broken=b"no image", docs__cut="![](img/broken.png)\n")
    done = altproof(site.folder, "check", "--dry-run")
    assert any(line.startswith("  not docs/img/broken.png: ") for line in done.stdout.splitlines())


def test_no_engine_looks_at_nothing_and_still_finds_everything(site: Site) -> None:
    (site.folder / "docs/img/c.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>A sea</title></svg>")
    commit(site.folder, docs__drawn="![](img/c.svg)\n\n![](img/a.png)\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(site.folder, "audit", "--engine", "none", "--format", "json", given=given)
        assert azure.requests == []
    assert (done.code, done.stderr) == (1, "")
    assert done.documents == {OLD, MIDDLE, NEW, TOP, "docs/drawn.md"}
    assert (done.report["run"]["engine"], done.report["run"]["images_looked_at"]) == ("none", 0)
    assert [image["analysis"] for image in done.report["images"]] == [None] * len(done.report["images"])
    assert done.report["totals"]["problems"] == 0


def test_a_drawing_is_no_problem_for_azure(site: Site) -> None:
    drawn = "<svg xmlns='http://www.w3.org/2000/svg'><title>The sea</title><rect width='80' height='80'/></svg>"
    (site.folder / "docs/img/c.svg").write_text(drawn)
    commit(site.folder, docs__drawn="![](img/c.svg)\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(site.folder, "check", "--format", "json", given=given)
        assert len(azure.requests) == 1
    (image,) = done.report["images"]
    assert (image["path"], image["problem"], image["analysis"]["engine"]) == ("docs/img/c.svg", None, "azure")
    (finding,) = done.report["findings"]
    assert (finding["suggestion"]["alt"], finding["suggestion"]["source"]) == ("The sea", "svg")
    assert done.report["run"]["engine_failed"] is False


def test_a_drawing_that_shows_nothing_is_one_problem_and_its_words_are_used(site: Site) -> None:
    outside = "<svg xmlns='http://www.w3.org/2000/svg'><title>The sea</title><image href='/sea.png'/></svg>"
    (site.folder / "docs/img/c.svg").write_text(outside)
    commit(site.folder, docs__drawn="![](img/c.svg)\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(site.folder, "check", "--format", "json", given=given)
        assert azure.requests == []
    (image,) = done.report["images"]
    assert image["problem"]["message"].startswith("the SVG turns out blank")
    (finding,) = done.report["findings"]
    assert finding["suggestion"]["alt"] == "The sea"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (
            {"VISION_ENDPOINT": "https://x.cognitiveservices.azure.com"},
            "vision-key: not given, though vision-endpoint is",
        ),
        ({"VISION_KEY": "0123456789"}, "vision-endpoint: not given, though vision-key is"),
        ({"VISION_TOKEN": "0123456789"}, "vision-endpoint: not given, though vision-token is"),
        (
            {"INPUT_ENGINE": "azure", "AZURE_TENANT_ID": "0", "AZURE_CLIENT_ID": "1"},
            "vision-endpoint: not given, though azure-client-id is",
        ),
    ],
)
def test_half_of_what_azure_needs_is_an_error(site: Site, environment: dict[str, str], words: str) -> None:
    done = altproof(site.folder, "check", given=environment)
    assert (done.code, done.stdout) == (2, "")
    assert done.errors[0].startswith(f"error: {words}")
    assert len(done.errors) > 1


@pytest.mark.parametrize("endpoint", ["http://x.cognitiveservices.azure.com", "https://evil.example", "no address"])
def test_an_endpoint_that_cannot_be_azure_is_an_error(site: Site, endpoint: str) -> None:
    done = altproof(site.folder, "check", given={"VISION_ENDPOINT": endpoint, "VISION_KEY": "0123456789"})
    assert (done.code, done.stdout) == (2, "")
    (error,) = [line for line in done.errors if line.startswith("error: ")]
    assert error.startswith("error: vision-endpoint: ")
    assert endpoint not in done.stderr
    assert "0123456789" not in done.stderr


def test_azure_by_name_needs_endpoint_and_key(site: Site) -> None:
    done = altproof(site.folder, "check", "--engine", "azure")
    assert (done.code, done.stdout) == (2, "")
    assert done.errors[0] == "error: vision-endpoint and vision-key: the azure engine needs both"
    assert "VISION_ENDPOINT" in done.errors[1]


# --- outside git --------------------------------------------------------------------------------------------------


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    folder = tmp_path / "plain"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/a.png").write_bytes(picture())
    for name in ("top.md", "docs/new.md"):
        (folder / name).write_text("![](docs/a.png)\n\n![](a.png)\n")
    return folder


@pytest.mark.parametrize("arguments", [["check"], ["check", "docs"], ["check", "--base", "main"]])
def test_a_folder_outside_git_has_no_changes(plain: Path, arguments: list[str]) -> None:
    done = altproof(plain, *arguments)
    assert (done.code, done.stdout) == (2, "")
    assert done.errors == [
        "error: this folder is not a Git repository",
        "go to a checkout, or look at everything with --all",
    ]


def test_a_folder_outside_git_can_be_audited(plain: Path) -> None:
    done = altproof(plain, "check", "--all", "--format", "json")
    assert (done.code, done.stderr) == (1, "")
    assert done.documents == {"top.md", "docs/new.md"}
    assert (done.report["run"]["base"], done.report["run"]["head"]) == (None, None)
    assert altproof(plain, "audit", "--format", "json", "docs").documents == {"docs/new.md"}
    assert altproof(plain, "audit", "nope").errors == [
        "error: paths: nope: there is no such file or folder in the repository"
    ]


# --- configuration ------------------------------------------------------------------------------------------------

MISTAKES = "version: 1\nanalysys: {}\nfail_on: fatal\nimages: {max_count: 0}\n"


def told_of_mistakes(done: Done) -> None:
    assert (done.code, done.stdout) == (2, "")
    *mistakes, page = done.errors
    assert [line.split(": ")[:3] for line in mistakes] == [
        ["error", ".github/altproof.yml:2:1", "analysys"],
        ["error", ".github/altproof.yml:3:10", "fail_on"],
        ["error", ".github/altproof.yml:4:21", "images.max_count"],
    ]
    assert "did you mean" in mistakes[0]
    assert page.startswith("every setting is described in https://")


def test_every_mistake_of_a_configuration_is_told_with_its_place(site: Site, plain: Path) -> None:
    for folder in (site.folder, plain):
        (folder / ".github").mkdir()
        (folder / ".github/altproof.yml").write_text(MISTAKES)  # as it lies on the disk, committed or not
    told_of_mistakes(altproof(site.folder, "check"))
    told_of_mistakes(altproof(site.folder / "docs", "check", "--format", "json"))
    told_of_mistakes(altproof(plain, "audit"))
    told_of_mistakes(altproof(plain, "describe", "docs/a.png"))


def test_a_configuration_counts_as_it_lies_on_the_disk(site: Site) -> None:
    (site.folder / ".github").mkdir()
    (site.folder / ".github/altproof.yml").write_text("rules: {filename-as-alt: off}\n")
    done = altproof(site.folder, "check", "--format", "json")
    assert {finding["rule"] for finding in done.report["findings"]} == {"blank-alt"}


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("nope.yml", "config: nope.yml: there is no such file in the repository"),
        ("../x.yml", "config: leaves the repository"),
        ("/etc/passwd", "config: leaves the repository"),
    ],
)
def test_a_configuration_that_was_named_has_to_be_there(site: Site, config: str, words: str) -> None:
    done = altproof(site.folder, "check", "--config", config)
    assert (done.code, done.stdout) == (2, "")
    assert done.errors[0] == f"error: {words}"
    assert done.errors[1]


# --- describe -----------------------------------------------------------------------------------------------------


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "sea.png").write_bytes(picture(size=(120, 80)))
    (folder / "wave.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'><title>A wave</title><text>Tide</text></svg>"
    )
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "words.png").write_text("no image")
    return folder


def test_a_picture_is_described_offline_by_what_can_be_known(pictures: Path) -> None:
    done = altproof(pictures, "describe", "sea.png", "wave.svg")
    assert (done.code, done.stderr) == (0, "")
    sea, wave = done.stdout.split("\n\n")[:2]
    assert sea.splitlines()[:4] == [
        "sea.png",
        f"    image/png, 120 x 80 px, {len(picture(size=(120, 80)))} bytes",
        "    tags: dark",
        f"    not available from this engine: {'caption' if models.installed() else 'caption, read'}",
    ]
    assert wave.splitlines()[0] == "wave.svg"
    assert "    text: Tide" in wave.splitlines()
    assert wave.splitlines()[-1].startswith('    Suggested alt text: "A wave" (high confidence; ')


def test_a_bad_picture_costs_no_other(pictures: Path) -> None:
    done = altproof(pictures, "describe", "words.png", "gone.png", ".", "sea.png", "broken.png")
    assert (done.code, done.stderr) == (1, "")
    assert done.stdout.startswith("sea.png\n")
    problems = done.stdout.split("What could not be done:\n")[1].splitlines()
    named = [line for line in problems if line.startswith("images: ")]
    assert named == ["images: words.png", "images: gone.png", "images: .", "images: broken.png"]
    assert "    cannot be opened: No such file or directory" in problems
    assert "    not a regular file" in problems
    assert "    hint: check the path" in problems


def test_standard_input_is_described(pictures: Path) -> None:
    done = altproof(pictures, "describe", "-", "--json", stdin=(pictures / "wave.svg").read_bytes())
    assert (done.code, done.stderr) == (0, "")
    (image,) = done.report["images"]
    assert (image["path"], image["media_type"], image["suggestion"]["alt"]) == (
        "-",
        "image/svg+xml",
        "A wave",
    )
    nothing = altproof(pictures, "describe", "-", "--json")
    assert nothing.code == 1
    assert [problem["subject"] for problem in nothing.report["problems"]] == ["-"]


def test_describing_as_json_is_a_valid_report(pictures: Path) -> None:
    done = altproof(pictures, "describe", "--json", "sea.png", "gone.png", "words.png")
    assert (done.code, done.stderr) == (1, "")
    assert (done.report["run"]["mode"], done.report["run"]["engine"]) == ("describe", "offline")
    assert [image["path"] for image in done.report["images"]] == ["sea.png"]
    assert [problem["subject"] for problem in done.report["problems"]] == ["gone.png", "words.png"]


def test_an_address_needs_an_engine_that_opens_it(pictures: Path) -> None:
    done = altproof(pictures, "describe", "--json", "https://img.example/a.png", "sea.png")
    assert done.code == 1
    paths = {image["path"]: image["problem"] is None for image in done.report["images"]}
    assert paths == {"https://img.example/a.png": False, "sea.png": True}
    (problem,) = done.report["problems"]
    assert (problem["subject"], problem["message"]) == (
        "https://img.example/a.png",
        "the offline engine opens no addresses",
    )
    assert problem["hint"]


def test_azure_describes_files_and_the_addresses_that_it_can_fetch(pictures: Path) -> None:
    address, gone = "https://img.example/a.png", "https://img.example/gone.png"
    with FakeAzure() as azure:
        azure.pictures = {address: picture("red", (300, 200))}
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(pictures, "describe", "--json", address, gone, "sea.png", "http://a.example/b.png", given=given)
        azure.assert_sane()
        kinds = [request.headers["content-type"].partition("/")[2] for request in azure.requests]
    assert sorted(kinds) == ["json", "json", "octet-stream"]
    assert done.code == 1
    images = {image["path"]: image for image in done.report["images"]}
    seen = {path for path, image in images.items() if image["analysis"]}
    assert (seen, len(images)) == ({address, "sea.png"}, 4)
    assert images[address]["analysis"]["caption"]["text"] == "a close-up of a computer screen"
    assert (images[address]["sha256"], images[address]["media_type"], images[address]["bytes"]) == (None, None, 0)
    assert {problem["subject"] for problem in done.report["problems"]} == {gone, "http://a.example/b.png"}
    assert azure.key not in done.stdout + done.stderr


def test_azure_shows_a_person_what_it_saw(pictures: Path) -> None:
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(pictures, "describe", "sea.png", given=given)
    assert done.code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "sea.png"
    assert "    caption: a close-up of a computer screen (0.85)" in lines
    assert "    text: Save" in lines
    assert any(line.startswith("    tags: text, screenshot") for line in lines)


# --- schema -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "name"), [([], "config"), (["config"], "config"), (["report"], "report")])
def test_a_schema_is_the_file_of_the_project(tmp_path: Path, arguments: list[str], name: str) -> None:
    done = altproof(tmp_path, "schema", *arguments)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == (ROOT / "schema" / f"{name}.schema.json").read_text("utf-8")


# --- wrong set-up of the action -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inputs", "words", "hint"),
    [
        ({"fail-on": "errors"}, "fail-on: not one of the allowed words", "use one of never, notice, warning, error"),
        ({"annotations": "yes"}, "annotations: not a boolean", "write true or false"),
        ({"mode": "all"}, "mode: not one of the allowed words", "use one of auto, check, audit"),
        ({"repository-path": ".."}, "repository-path: leaves the workspace", "give a folder inside the workspace"),
        ({"config": "nope.yml"}, "config: nope.yml: there is no such file in the repository", "https://"),
        ({"engine": "azure"}, "vision-endpoint and vision-key: the azure engine needs both", "give both as inputs"),
        ({"paths": "docs/nope.md"}, "paths: docs/nope.md: there is no such file or folder in the repository", ""),
        ({"paths": "docs\nnope, README.md"}, "paths: nope: there is no such file or folder in the repository", ""),
        ({"base": "nope"}, "nope: no such commit", "check what was given as base"),
        ({"base": "nope", "mode": "audit"}, "base: means nothing when everything is looked at", "leave out one"),
    ],
)
def test_a_wrong_input_is_an_error_on_the_run_with_what_to_do(
    tmp_path: Path, inputs: dict[str, str], words: str, hint: str
) -> None:
    change = build(tmp_path / "workspace")
    payload = pull_request(change.base, change.head)
    outcome = run_action(tmp_path, tmp_path / "workspace", "pull_request", payload, change.merge, inputs)
    assert (outcome.code, outcome.report, outcome.summary) == (2, None, "")
    (error,) = outcome.annotations("error")
    said, *more = error.data.split("\n")
    assert said == words
    assert [line[: len(hint)] for line in more] == ([hint] if hint else [])
    assert "file" not in error.properties
    assert [command.name for command in outcome.commands if command.name != "add-mask"] == ["error"]


def test_a_mistake_in_the_configuration_is_an_error_on_its_line(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    change = build(workspace)
    (workspace / ".github/altproof.yml").write_text(MISTAKES)
    git(workspace, "commit", "--quiet", "--all", "--message", "Configure")
    head = git(workspace, "rev-parse", "HEAD")
    outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head)
    assert outcome.code == 2
    places = [
        (c.properties["file"], c.properties["line"], c.properties["col"], c.properties["title"])
        for c in outcome.annotations("error")
    ]
    assert places == [
        (".github/altproof.yml", line, column, "Wrong configuration")
        for line, column in (("2", "1"), ("3", "10"), ("4", "21"))
    ]
    assert "every setting is described in" in outcome.stdout + outcome.stderr


@pytest.mark.parametrize(("summary", "where"), [("true", "the job summary"), ("false", "report.json")])
def test_where_there_are_too_many_errors_the_last_says_where_all_are(tmp_path: Path, summary: str, where: str) -> None:
    workspace = tmp_path / "workspace"
    change = build(workspace)
    (workspace / "docs/many.md").write_text("![](images/pier.jpg)\n\n" * 30)
    git(workspace, "add", "--all")
    git(workspace, "commit", "--quiet", "--message", "Many")
    head = git(workspace, "rev-parse", "HEAD")
    payload = pull_request(change.base, head)
    outcome = run_action(tmp_path, workspace, "pull_request", payload, head, {"summary": summary})
    assert outcome.code == 1
    errors = outcome.annotations("error")
    assert len(errors) == 10
    assert errors[9].data == f"{int(outcome.outputs['errors']) - 9} more errors: see {where}."
    assert bool(outcome.summary) is (summary == "true")
