"""The real Dockerfile, built, and the image run the way the Actions runner runs it.

    python -m pytest tests/container/image_checks.py

Not collected by a plain `pytest`: it needs root and buildah, and takes a minute or two. ALTPROOF_TEST_CONTAINER=required
(what .ci/run sets) turns "cannot run here" from a skip into a failure. ALTPROOF_TEST_BASE=pinned builds on the base
image that the Dockerfile names instead of one made on this machine.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

import altproof
from altproof.seeing.faces import FILE
from tests.container.runner_job import ENTRYPOINT, MOUNTS, ROOT, RUNNER_USER, Step, run_step
from tests.fakes.runner import commands

IMAGE = "localhost/altproof:checked"
PAGE = "docs/alarms.md"
LINES_WITHOUT_ALT = {"9", "21", "25", "26"}
"""No alt text, a file name, an HTML image without one, a blank one; see examples/tidewatch/change/docs/alarms.md."""

LINE_IN_A_CODE_BLOCK = "14"
DECODING = """
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Workshop
data = open("docs/images/dashboard.png", "rb").read()
with Workshop() as workshop:
    print("made", workshop.prepare(data, identify(data), Limits(max_side=100)).width, "pixels wide")
"""
INPUTS = {"engine": "offline", "fail-on": "error", "output": "altproof-report"}


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, cwd=cwd)


def must(*command: str) -> str:
    done = run(*command)
    assert done.returncode == 0, f"{' '.join(command[:3])} …: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def what_is_missing() -> str:
    if os.geteuid() != 0:
        return "buildah's chroot isolation needs root"
    if not shutil.which("buildah") and not shutil.which("apt-get"):
        return "there is neither buildah nor apt-get to install it with"
    return ""


@pytest.fixture(scope="module")
def image() -> str:
    if missing := what_is_missing():
        if os.environ.get("ALTPROOF_TEST_CONTAINER") == "required":
            pytest.fail(f"the container test cannot run: {missing}")
        pytest.skip(missing)
    base = []
    if os.environ.get("ALTPROOF_TEST_BASE") != "pinned":
        name = must(str(ROOT / "tests/container/base_image.sh")).strip()
        base = ["--pull=never", "--build-arg", f"BASE_IMAGE={name}"]
    must(
        "buildah", "build", "--isolation", "chroot", "--format", "docker", "--layers", *base, "--tag", IMAGE, str(ROOT)
    )
    return IMAGE


@pytest.fixture(scope="module")
def container(image: str) -> Iterator[str]:
    name = must("buildah", "from", "--pull-never", image).strip()
    yield name
    must("buildah", "rm", name)


@pytest.fixture(scope="module")
def tree(container: str) -> Iterator[Path]:
    yield Path(must("buildah", "mount", container).strip())
    must("buildah", "umount", container)


@pytest.fixture(scope="module", params=[(), ("unshare", "--net")], ids=["with-network", "without-network"])
def step(container: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Step:
    return run_step(container, tmp_path_factory.mktemp("step"), INPUTS, request.param)


# --- what the image is -------------------------------------------------------------------------------------------


def test_the_image_starts_our_program_isolated_as_root_without_a_health_check(image):
    config = json.loads(must("buildah", "inspect", "--type", "image", image))
    assert config["OCIv1"]["config"]["Entrypoint"] == ENTRYPOINT
    assert config["OCIv1"]["config"].get("User", "") == ""
    assert config["Docker"]["config"]["Healthcheck"] == {"Test": ["NONE"]}
    assert "PYTHONSAFEPATH=1" in config["OCIv1"]["config"]["Env"]


def test_the_image_holds_no_compiler_no_pip_and_no_stray_tests(tree):
    programs = {path.name for folder in ("usr/bin", "opt/altproof/bin") for path in (tree / folder).iterdir()}
    assert programs & {"gcc", "cc", "g++", "make", "pip", "pip3", "gs", "convert", "curl", "wget"} == set()
    (packages,) = (tree / "opt/altproof/lib").glob("python3*/site-packages")
    assert {path.name for path in packages.iterdir()} & {"pip", "setuptools"} == set()
    assert [path for path in packages.rglob("tests") if path.is_dir()] == []
    assert [path.name for path in (packages / "cv2/data").glob("*.xml")] == [FILE]
    assert list((tree / "var/lib/apt/lists").glob("*_Packages*")) == []


def test_the_image_holds_the_fonts_that_drawings_are_drawn_with(tree):
    assert (tree / "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").is_file()


def test_the_image_holds_the_schemas_and_compiled_code(tree):
    (package,) = (tree / "opt/altproof/lib").glob("python3*/site-packages/altproof")
    ours = {path.name for path in (ROOT / "schema").glob("*.json")}
    assert {path.name for path in (package / "schema").glob("*.json")} == ours
    assert list((package / "__pycache__").glob("cli.*.pyc")) != []


def test_only_root_can_change_the_code_in_the_image(tree):
    code = [path for folder in ("opt/altproof", "app") for path in (tree / folder).rglob("*") if not path.is_symlink()]
    assert code
    assert [path for path in code if path.stat().st_uid != 0 or path.stat().st_mode & 0o022] == []


# --- what a run does ---------------------------------------------------------------------------------------------


def test_findings_at_the_threshold_fail_the_step(step):
    assert step.exit_code == 1, step.printed


def test_images_without_alt_text_are_annotated_on_their_lines_and_code_blocks_are_not(step):
    lines = {a.properties.get("line") for a in step.annotations if a.properties.get("file") == PAGE}
    assert LINE_IN_A_CODE_BLOCK not in lines
    assert lines >= LINES_WITHOUT_ALT, step.printed


def test_only_known_commands_are_printed(step):
    allowed = {"error", "warning", "notice", "group", "endgroup", "debug", "add-mask"}
    assert {command.name for command in commands(step.printed)} - allowed == set()


def test_the_report_satisfies_its_schema_and_names_no_problem(step):
    schema = json.loads((ROOT / "schema/report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(step.report)
    assert step.report["problems"] == []
    assert {str(f["line"]) for f in step.report["findings"] if f["document"] == PAGE} >= LINES_WITHOUT_ALT


def test_outputs_and_summary_reach_the_runner(step):
    assert step.outputs["findings"] == str(len(step.report["findings"]))
    assert step.outputs["passed"] == "false"
    assert PAGE in (step.folders["file_commands"] / "summary").read_text("utf-8")


def test_what_is_written_into_the_workspace_belongs_to_its_owner(step):
    there = list(step.folders["workspace"].rglob("*"))
    assert step.folders["workspace"] / "altproof-report/report.json" in there
    assert [path for path in there if path.lstat().st_uid != RUNNER_USER] == []


def test_no_module_of_the_workspace_is_imported(step):
    assert [path.name for path in step.folders["runner_temp"].glob("hijacked*")] == [], step.printed


def test_the_planted_modules_would_have_been_noticed(step):
    """A plain Python in the same folder does import what lies there, so the check above can fail."""
    done = run(sys.executable, "-c", "import httpx", cwd=step.folders["workspace"])
    assert done.returncode != 0


def test_images_are_decoded_in_the_confined_child_also_among_planted_modules(container, step):
    command = ["buildah", "run", "--isolation", "chroot", "--workingdir", MOUNTS["workspace"]]
    volumes = [part for name, path in step.folders.items() for part in ("--volume", f"{path}:{MOUNTS[name]}")]
    printed = must(*command, *volumes, container, "--", ENTRYPOINT[0], "-I", "-c", DECODING)
    assert printed.strip() == "made 100 pixels wide"
    assert list(step.folders["runner_temp"].glob("hijacked*")) == []


def test_below_the_threshold_the_step_succeeds(container, tmp_path):
    step = run_step(container, tmp_path, {**INPUTS, "fail-on": "never"})
    assert step.exit_code == 0, step.printed
    assert step.outputs["passed"] == "true"
    assert step.report["findings"] != []


def test_a_wrong_input_is_a_usage_error_and_no_traceback(container, tmp_path):
    step = run_step(container, tmp_path, {**INPUTS, "fail-on": "sometimes"})
    assert step.exit_code == 2, step.printed
    assert "fail-on" in step.printed
    assert "Traceback" not in step.printed


def test_it_tells_its_version(container, tree, capsys, pytestconfig):
    command = ["buildah", "run", "--isolation", "chroot", container, "--", *ENTRYPOINT, "--version"]
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        assert altproof.__version__ in must(*command)
        seconds.append(time.perf_counter() - start)
    files = [path.lstat() for path in tree.rglob("*") if not path.is_symlink() and path.is_file()]
    megabytes = sum({fact.st_ino: fact.st_blocks * 512 for fact in files}.values()) / 1e6
    figures = f"image: {megabytes:.0f} MB unpacked; --version in a fresh process of the container: {min(seconds):.2f} s"
    with capsys.disabled():  # for information only: neither figure is judged
        pytestconfig.get_terminal_writer().line(f"\n{figures}")
