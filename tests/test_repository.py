"""The repository as a whole: what must not be in any file, and which files must agree with each other."""

import ast
import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import altproof

ROOT = Path(__file__).parents[1]

MACHINE_PATHS = re.compile(r"(?<![\w./-])/" + "work/|" + re.escape(f"{ROOT}/"))
"""A path that exists on one machine only; written in two parts, so that this file passes its own test."""

REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian"))
]
"""Where packages come from is the business of the machine that installs them."""

LEFT_OVER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def files() -> list[Path]:
    """Everything that is in git or would be added to it."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(path for name in names if name and (path := ROOT / name).is_file() and not path.is_symlink())


def texts() -> dict[str, str]:
    found = {}
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found[path.relative_to(ROOT).as_posix()] = data.decode("utf-8", errors="replace")
    return found


TEXTS = texts()
WORKFLOWS = sorted(name for name in TEXTS if name.startswith(".github/workflows/"))
SETTINGS_FILES = sorted(name for name in TEXTS if name.startswith(".github/") and name.endswith((".yml", ".yaml")))
DOCUMENTS = sorted(n for n in TEXTS if n.endswith(".md") and ("/" not in n or n.startswith(("docs/", ".github/"))))
LOCKS = ["requirements.lock", "requirements-dev.lock"]
MODULES = sorted(name for name in TEXTS if name.startswith("src/altproof/") and name.endswith(".py"))


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in TEXTS.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_one_machine():
    assert lines_with(MACHINE_PATHS) == []


def test_no_file_names_a_package_registry():
    assert lines_with(re.compile("|".join(re.escape(host) for host in REGISTRIES))) == []


def test_nothing_is_left_over_to_be_done():
    sources = {name: text for name, text in TEXTS.items() if name.endswith((".py", ".sh", ".yml", "run", "Dockerfile"))}
    assert [name for name, text in sources.items() if LEFT_OVER.search(text)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_locked_requirements_are_pinned_by_hash_and_name_no_index(name):
    text = TEXTS[name]
    starts = [match.start() for match in re.finditer(r"(?m)^\S", text)]
    blocks = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    blocks = [block for block in blocks if not block.startswith("#")]
    assert blocks
    assert [
        b.splitlines()[0] for b in blocks if not re.match(r"[a-z0-9-]+==\S+ \\\n", b) or "--hash=sha256:" not in b
    ] == []
    assert "://" not in text
    assert re.search(r"(?m)^\s*-", re.sub(r"(?m)^\s+--hash=sha256:[0-9a-f]{64}( \\)?$", "", text)) is None


def test_both_locks_agree_on_what_they_share():
    pins = [dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", TEXTS[name])) for name in LOCKS]
    assert {name: pins[1][name] for name in pins[0].keys() & pins[1].keys()} == {
        name: pins[0][name] for name in pins[0].keys() & pins[1].keys()
    }


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads(TEXTS["pyproject.toml"])["project"]["version"]
    assert version == altproof.__version__
    assert re.search(rf"(?m)^## \[(Unreleased|{re.escape(version)})\]", TEXTS["CHANGELOG.md"])


# --- the action and its image ------------------------------------------------------------------------------------


def test_the_action_builds_its_image_or_names_it_by_digest():
    image = yaml.safe_load(TEXTS["action.yml"])["runs"]["image"]
    assert image == "Dockerfile" or re.fullmatch(r"docker://ghcr\.io/[a-z0-9._/-]+@sha256:[0-9a-f]{64}", image), (
        "on main the image is built from the Dockerfile; in a release it is named by its digest"
    )


def test_the_image_starts_from_a_pinned_base_and_runs_isolated():
    text = TEXTS["Dockerfile"]
    assert re.search(r"(?m)^ARG BASE_IMAGE=docker\.io/library/debian:[a-z-]+@sha256:[0-9a-f]{64}$", text)
    assert re.findall(r"(?m)^FROM (\S+)", text) == ["${BASE_IMAGE}"] * 2
    assert re.findall(r"(?m)^(USER|SHELL|ADD)\b", text) == []
    assert re.search(r'(?m)^ENTRYPOINT \["/opt/altproof/bin/python", "-I", ', text)


def test_the_build_sees_only_what_the_image_is_made_of():
    lines = [line for line in TEXTS[".dockerignore"].splitlines() if line and not line.startswith("#")]
    copied = re.findall(r"(?m)^COPY (?!--from)(?:--\S+ )*(.+) \S+$", TEXTS["Dockerfile"])
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {name for names in copied for name in names.split()}


# --- .github -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETTINGS_FILES)
def test_settings_of_the_repository_can_be_parsed(name):
    assert isinstance(yaml.safe_load(TEXTS[name]), dict)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_start_with_no_permission_and_end_by_themselves(name):
    workflow = yaml.safe_load(TEXTS[name])
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]
    assert [job for job, body in workflow["jobs"].items() if "timeout-minutes" not in body] == []
    # YAML 1.1 reads the key `on` as true.
    assert "pull_request_target" not in workflow[True]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_pin_what_they_use_and_keep_no_credentials(name):
    used = re.findall(r"(?m)^\s*(?:- )?uses: (.*)$", TEXTS[name])
    pinned = re.compile(r"\./( # .*)?|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert used
    assert [line for line in used if not pinned.fullmatch(line)] == []
    steps = [step for job in yaml.safe_load(TEXTS[name])["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [step for step in checkouts if step.get("with", {}).get("persist-credentials") is not False] == []


def test_one_job_answers_for_all_of_ci():
    jobs = yaml.safe_load(TEXTS[".github/workflows/ci.yml"])["jobs"]
    assert set(jobs["all-green"]["needs"]) == jobs.keys() - {"all-green"}, "add the new job to the needs of all-green"


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_says_what_it_is(name):
    tree = ast.parse(TEXTS[name])
    silent = [] if ast.get_docstring(tree) else ["the module"]
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
            silent += [] if ast.get_docstring(node) else [node.name]
    assert silent == [], f"{name}: write a docstring of one sentence for {silent}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_our_documents_lead_somewhere(name):
    prose = re.sub(r"(?ms)^(```+|~~~+).*?^\1|`[^`\n]+`", "", TEXTS[name])
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", prose)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    missing = [target for target in local if not (ROOT / name).parent.joinpath(target).exists()]
    # The page for reporting a weakness is made by GitHub, beside the repository's files.
    assert [target for target in missing if not target.endswith("/security/advisories/new")] == []
