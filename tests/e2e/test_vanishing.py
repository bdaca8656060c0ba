"""Changes that add no line with an image, and still make one unreadable; and files that hide from a search for bytes."""

from pathlib import Path

import pytest

from examples.repository import git
from tests.e2e.action import Outcome, pull_request, run_action
from tests.e2e.terminal import picture

ALT = '<img src="y.png"\n  alt="A tide gauge"\n/>\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    git(folder, "init", "--quiet")
    for name in ("y.png", "z.png"):
        (folder / name).write_bytes(picture())
    return folder


def commit(workspace: Path, files: dict[str, str | bytes]) -> str:
    for name, content in files.items():
        (workspace / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    git(workspace, "add", "--all")
    git(workspace, "commit", "--quiet", "--message", "x")
    return git(workspace, "rev-parse", "HEAD")


def check(tmp_path: Path, workspace: Path, before: dict[str, str | bytes], after: dict[str, str | bytes]) -> Outcome:
    base = commit(workspace, before)
    head = commit(workspace, after)
    return run_action(tmp_path, workspace, "pull_request", pull_request(base, head), head)


def rules(outcome: Outcome) -> list[str]:
    assert outcome.report is not None
    return [finding["rule"] for finding in outcome.report["findings"]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"# T\n\n{ALT}", "# T\n\n" + ALT.replace('  alt="A tide gauge"\n', ""), id="the alt line deleted"),
        pytest.param("```\n![](y.png)\n```\n", "![](y.png)\n", id="the code fence deleted"),
        pytest.param("<!--\n![](y.png)\n-->\n", "![](y.png)\n", id="the comment opened"),
        pytest.param("![y.png][r]\n\n[r]: z.png\n", "![y.png][r]\n\n[r]: y.png\n", id="the definition led elsewhere"),
        pytest.param("![][r]\n\ntext\n", "![][r]\n\ntext\n\n[r]: y.png\n", id="the definition added"),
    ],
)
def test_an_image_that_became_unreadable_is_found_although_no_line_of_it_was_added(
    tmp_path: Path, workspace: Path, before: str, after: str
) -> None:
    assert len(rules(check(tmp_path, workspace, {"a.md": before}, {"a.md": after}))) == 1


def test_deleting_something_else_is_no_change_of_an_image(tmp_path: Path, workspace: Path) -> None:
    before = "one\n\ntwo\n\n![](y.png)\n\n![](y.png)\n"
    assert rules(check(tmp_path, workspace, {"a.md": before}, {"a.md": before.replace("two\n\n", "")})) == []


def test_a_copy_is_new_and_its_original_is_not(tmp_path: Path, workspace: Path) -> None:
    outcome = check(tmp_path, workspace, {"a.md": "![](y.png)\n"}, {"a.md": "![](y.png)\n\n![](y.png)\n"})
    assert outcome.report is not None
    assert [finding["line"] for finding in outcome.report["findings"]] == [3]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_a_document_is_read_in_its_encoding(tmp_path: Path, workspace: Path, encoding: str) -> None:
    text = "Überschrift\n\n![](y.png)\n".encode(encoding)
    assert rules(check(tmp_path, workspace, {"a.md": "x"}, {"a.md": text})) == ["missing-alt"]


def test_a_document_that_became_a_link_is_named(tmp_path: Path, workspace: Path) -> None:
    base = commit(workspace, {"a.md": "x", "b.md": "y"})
    (workspace / "a.md").unlink()
    (workspace / "a.md").symlink_to("/proc/self/environ")
    head = commit(workspace, {})
    outcome = run_action(tmp_path, workspace, "pull_request", pull_request(base, head), head)
    assert outcome.report is not None
    assert [(p["subject"], "not followed" in p["message"]) for p in outcome.report["problems"]] == [("a.md", True)]


@pytest.mark.parametrize("event", ["workflow_run", "issue_comment", "pull_request_review_comment"])
def test_events_that_may_bring_a_strangers_files_ignore_the_strangers_configuration(
    tmp_path: Path, workspace: Path, event: str
) -> None:
    base = commit(workspace, {"a.md": "x"})
    (workspace / ".github").mkdir()
    head = commit(workspace, {"a.md": "![](y.png)\n", ".github/altproof.yml": "rules: {missing-alt: off}\n"})
    payload = pull_request(base, head, fork=True) if "pull_request" in event else {}
    # GITHUB_SHA is the default branch here, which a checkout of the stranger's commit does not hold.
    assert rules(run_action(tmp_path, workspace, event, payload, "1" * 40)) == ["missing-alt"]


def test_a_page_of_many_flaws_is_bounded_in_what_it_reads_again(tmp_path: Path, workspace: Path) -> None:
    page = "".join(f'![](a{n} "A tide gauge near the old pier")\n\n' for n in range(300))
    outcome = check(tmp_path, workspace, {"a.md": "x"}, {"a.md": page})
    assert outcome.report is not None
    edits = [f["suggestion"]["edit"] for f in outcome.report["findings"]]
    assert len(edits) == 300
    assert all(edit["replacement"] == "A tide gauge near the old pier" for edit in edits)


def test_far_too_many_images_in_one_document_are_a_problem(tmp_path: Path, workspace: Path) -> None:
    outcome = check(tmp_path, workspace, {"a.md": "x"}, {"a.md": "![](a) " * 10_001, "b.md": "![](b)\n"})
    assert outcome.report is not None
    assert rules(outcome) == ["missing-alt"]
    assert [p["subject"] for p in outcome.report["problems"]] == ["a.md"]


def test_what_only_the_configuration_calls_an_image_is_found_and_mended(tmp_path: Path, workspace: Path) -> None:
    config = (
        "documents:\n"
        "  front_matter: [{image: cover.image, alt: cover.alt}]\n"
        "  components: [{name: Shot, source: file, alt: label}]\n"
    )
    (workspace / ".github").mkdir()
    base = commit(workspace, {".github/altproof.yml": config})
    front = "---\ncover:\n  image: y.png\n---\n\nWords.\n"
    head = commit(workspace, {"a.md": front, "b.mdx": 'Words.\n\n<Shot file="y.png" />\n'})
    outcome = run_action(tmp_path, workspace, "pull_request", pull_request(base, head), head)
    assert outcome.report is not None
    found = [(f["document"], f["rule"]) for f in outcome.report["findings"]]
    assert found == [("a.md", "missing-alt"), ("b.mdx", "missing-alt")]
