"""action.yml, the options in the code and the words about them say the same."""

import ast
from pathlib import Path

import yaml

from altproof.options import OPTIONS

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def test_every_input_is_an_option_and_every_option_an_input() -> None:
    assert set(ACTION["inputs"]) == {option.name for option in OPTIONS}


def test_defaults_are_the_same_in_both_places() -> None:
    for option in OPTIONS:
        written = ACTION["inputs"][option.name]["default"]
        expected = "${{ github.token }}" if option.name == "github-token" else option.default
        assert written == expected, option.name


def test_allowed_words_are_named_in_the_description() -> None:
    for option in OPTIONS:
        description = ACTION["inputs"][option.name]["description"]
        for word in option.choices:
            assert f"`{word}`" in description, (option.name, word)


def test_every_input_and_output_is_described_in_a_sentence() -> None:
    for kind in ("inputs", "outputs"):
        for name, entry in ACTION[kind].items():
            assert 25 <= len(entry["description"]) <= 400, name
            assert entry["description"].endswith((".", ".`")), name


def test_every_output_is_set_by_the_code_and_no_other() -> None:
    from altproof.commands import artifact
    from altproof.commands.deliver import FILES, outputs
    from altproof.model import ChangeSet
    from altproof.report import Channel, Delivery, Report, RunFacts

    report = Report(RunFacts(mode="check", engine="offline"), ChangeSet(None, None))
    files = dict.fromkeys(FILES, Path("a"))
    uploaded = artifact.outputs(Delivery(Channel.ARTIFACT, done=True, url="https://github.com/a/b/artifacts/1"))
    assert [*outputs(report, files, "error", Path("c")), *uploaded] == list(ACTION["outputs"])


def test_secrets_are_no_flags() -> None:
    for option in OPTIONS:
        if option.name.endswith(("key", "token", "secret")):
            assert not option.flag, option.name


def test_every_option_that_the_code_asks_for_exists() -> None:
    names = {option.name for option in OPTIONS}
    asked = set()
    for path in (ROOT / "src" / "altproof").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Subscript)
                and ast.unparse(node.value) == "settings"
                and isinstance(node.slice, ast.Constant)
            ):
                asked.add(node.slice.value)
    assert len(asked) >= 10
    assert asked <= names
