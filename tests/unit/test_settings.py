"""Arguments, inputs and environment into one value."""

from pathlib import Path

import pytest

from altproof.errors import UsageError
from altproof.settings import read

FORMATS = ("table", "json")


def in_actions(**values: str) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": "/github/workspace", **values}


def test_without_arguments_the_inputs_decide() -> None:
    settings = read(
        [], FORMATS, in_actions(**{"INPUT_FAIL-ON": "warning", "INPUT_ENGINE": "", "INPUT_PATHS": "docs, a b\nc.md"})
    )
    assert (settings.verb, settings["fail-on"], settings["engine"]) == ("check", "warning", "")
    assert settings.paths == ("docs", "a b", "c.md")
    assert settings.folder == Path("/github/workspace")


def test_a_flag_wins_over_an_input_and_an_input_over_the_environment() -> None:
    values = {"INPUT_VISION-ENDPOINT": "https://input", "VISION_ENDPOINT": "https://environment"}
    assert read(["check"], FORMATS, values)["vision-endpoint"] == "https://input"
    assert read(["check", "--vision-endpoint", "https://flag"], FORMATS, values)["vision-endpoint"] == "https://flag"
    assert (
        read(["check"], FORMATS, {"VISION_ENDPOINT": "https://environment"})["vision-endpoint"] == "https://environment"
    )


@pytest.mark.parametrize(
    ("values", "everything"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request"}, False),
        ({"GITHUB_EVENT_NAME": "schedule"}, True),
        ({"GITHUB_EVENT_NAME": "workflow_dispatch"}, True),
        ({"GITHUB_EVENT_NAME": "workflow_dispatch", "INPUT_BASE": "main"}, False),
        ({"GITHUB_EVENT_NAME": "schedule", "INPUT_MODE": "check"}, False),
        ({"GITHUB_EVENT_NAME": "push", "INPUT_MODE": "audit"}, True),
    ],
)
def test_which_events_audit(values: dict[str, str], everything: bool) -> None:
    assert read([], FORMATS, in_actions(**values)).everything is everything


def test_the_audit_verb_looks_at_everything() -> None:
    assert read(["audit"], FORMATS, {}).everything
    assert read(["check", "--all"], FORMATS, {}).everything


@pytest.mark.parametrize("value", ["yes", "1", "on", "True "])
def test_a_flag_that_is_no_boolean_is_refused_like_an_input(value: str) -> None:
    with pytest.raises(UsageError, match=r"^remote-images: not a boolean"):
        read(["check", "--remote-images", value], FORMATS, {})


def test_a_flag_with_a_nul_character_is_refused_like_an_input() -> None:
    with pytest.raises(UsageError, match=r"^vision-endpoint: holds a NUL character"):
        read(["check", "--vision-endpoint", "a\0b"], FORMATS, {})


def test_secrets_are_in_no_repr() -> None:
    settings = read(["check"], FORMATS, {"VISION_KEY": "k3y-of-the-house", "GITHUB_TOKEN": "t0ken-of-the-job"})
    assert settings["vision-key"] == "k3y-of-the-house"
    assert "k3y-of" not in repr(settings)
    assert "t0ken-of" not in repr(settings)


@pytest.mark.parametrize(
    ("arguments", "values", "words"),
    [
        (["check", "--engine", "magic"], {}, "--engine"),
        (["dance"], {}, "dance"),
        (["check"], {"INPUT_MODE": "sometimes"}, "mode: not one of the allowed words"),
        (["check"], {"INPUT_FAIL-ON": "fatal"}, "fail-on: not one of the allowed words"),
        (["check"], {"INPUT_BASE": "a\0b"}, "base: holds a NUL"),
        ([], in_actions(**{"INPUT_REPOSITORY-PATH": "../elsewhere"}), "repository-path: leaves the workspace"),
        ([], in_actions(**{"INPUT_REPOSITORY-PATH": "/etc"}), "repository-path: leaves the workspace"),
    ],
)
def test_what_is_wrong_is_named(arguments: list[str], values: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(arguments, FORMATS, values)
    assert words in raised.value.message
    assert raised.value.hint or "NUL" in words


@pytest.mark.parametrize(("written", "value"), [("true", True), ("TRUE", True), ("False", False)])
def test_booleans_are_read_as_yaml_writes_them(written: str, value: bool) -> None:
    assert read([], FORMATS, in_actions(INPUT_SUMMARY=written)).switch("summary") is value


def test_a_word_that_is_no_boolean_is_refused() -> None:
    with pytest.raises(UsageError, match="summary: not a boolean"):
        read([], FORMATS, in_actions(INPUT_SUMMARY="yes"))


def test_outside_actions_the_variables_of_the_runner_mean_nothing() -> None:
    settings = read(["check"], FORMATS, {"GITHUB_WORKSPACE": "/nowhere", "GITHUB_EVENT_NAME": "schedule"})
    assert settings.folder == Path.cwd()
    assert not settings.everything
    assert not settings.runner.in_actions


RUNNER = {"RUNNER_TEMP": "/runner/temp"}


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"HOME": "/home/me"}, "/home/me/.cache/altproof/analyses.sqlite3"),
        ({"HOME": "/home/me", "XDG_CACHE_HOME": "/caches"}, "/caches/altproof/analyses.sqlite3"),
        ({"HOME": "/home/me", "XDG_CACHE_HOME": "caches"}, "/home/me/.cache/altproof/analyses.sqlite3"),
        ({"XDG_CACHE_HOME": "/caches"}, "/caches/altproof/analyses.sqlite3"),
        ({}, None),
        (in_actions(**RUNNER), "/runner/temp/altproof-cache/analyses.sqlite3"),
        (in_actions(**RUNNER, INPUT_CACHE="TRUE"), "/runner/temp/altproof-cache/analyses.sqlite3"),
        (in_actions(**RUNNER, INPUT_CACHE="/runner/temp/a/b"), "/runner/temp/a/b"),
        (in_actions(**RUNNER, INPUT_CACHE="false"), None),
        (in_actions(HOME="/home/me"), None),
    ],
)
def test_where_analyses_are_kept(values: dict[str, str], path: str | None) -> None:
    assert read(["check"], FORMATS, values).cache == (Path(path) if path else None)


def test_a_flag_names_another_file_or_none() -> None:
    assert read(["check", "--cache", "mine.sqlite3"], FORMATS, {"HOME": "/home/me"}).cache == Path("mine.sqlite3")
    assert read(["check", "--no-cache"], FORMATS, {"HOME": "/home/me"}).cache is None
    assert read(["describe", "a.png", "--no-cache"], FORMATS, {"HOME": "/home/me"}).cache is None


@pytest.mark.parametrize(
    "place", ["relative", "/runner/temp", "/runner/temp/../x", "/runner/temporary/x", "/github/workspace/x"]
)
def test_in_a_job_the_cache_lies_in_the_temporary_folder(place: str) -> None:
    with pytest.raises(UsageError, match="cache: not in the temporary folder"):
        read(["check"], FORMATS, in_actions(**RUNNER, INPUT_CACHE=place))


def test_what_the_runner_says_of_artifacts_is_taken_and_its_token_never_shown() -> None:
    given = {
        "GITHUB_RUN_ID": "99",
        "GITHUB_RUN_ATTEMPT": "2",
        "GITHUB_JOB": "docs",
        "GITHUB_RETENTION_DAYS": "90",
        "ACTIONS_RESULTS_URL": "https://results.example.com/",
        "ACTIONS_RUNTIME_TOKEN": "token-of-the-runner",
    }
    settings = read([], FORMATS, in_actions(**given))
    runner = settings.runner
    assert (runner.run_id, runner.run_attempt, runner.job, runner.retention_days) == ("99", "2", "docs", "90")
    assert (runner.results_url, runner.runtime_token) == ("https://results.example.com/", "token-of-the-runner")
    assert "token-of-the-runner" not in repr(settings)
    assert read(["check"], FORMATS, given).runner.runtime_token == ""


def test_the_mode_publish_is_the_verb_of_that_name() -> None:
    inputs = {"INPUT_MODE": "publish", "INPUT_FROM": "a/report.json"}
    settings = read([], FORMATS, in_actions(**inputs))
    assert (settings.verb, settings["from"]) == ("publish", "a/report.json")
    assert read(["publish", "--from", "b.json"], FORMATS, {})["from"] == "b.json"
    assert read(["audit"], FORMATS, in_actions(**inputs)).verb == "audit"


@pytest.mark.parametrize("name", ["REVIEW", "COMMENT", "CHECK-RUN"])
def test_a_wish_is_one_of_three_words(name: str) -> None:
    for word in ("true", "false", "auto"):
        assert read([], FORMATS, in_actions(**{f"INPUT_{name}": word}))[name.lower()] == word
    with pytest.raises(UsageError, match="not one of the allowed words"):
        read([], FORMATS, in_actions(**{f"INPUT_{name}": "yes"}))


def folder_of_the_model(environment: dict[str, str], *arguments: str) -> Path | None:
    return read(["check", *arguments], FORMATS, environment).florence_folder


@pytest.mark.parametrize(
    "place", ["models", "/github/workspace", "/github/workspace/a/../b", "/github/x/../workspace/a"]
)
@pytest.mark.parametrize("name", ["FLORENCE-FOLDER", "FLORENCE-MANIFEST"])
def test_on_a_runner_no_model_comes_from_the_workspace(name: str, place: str) -> None:
    with pytest.raises(UsageError, match="lies in the workspace"):
        read([], FORMATS, in_actions(**{f"INPUT_{name}": place}))


def test_where_the_model_is() -> None:
    assert folder_of_the_model({}) is None
    assert folder_of_the_model({"HOME": "/home/a"}) == Path("/home/a/.cache/altproof/florence-2-base")
    assert folder_of_the_model({"HOME": "/home/a", "XDG_CACHE_HOME": "/c"}) == Path("/c/altproof/florence-2-base")
    assert folder_of_the_model({}, "--florence-folder", "models") == Path("models")
    assert folder_of_the_model(in_actions(RUNNER_TEMP="/tmp/r", HOME="/root")) == Path("/tmp/r/florence-2-base")
    assert folder_of_the_model(in_actions(**{"INPUT_FLORENCE-FOLDER": "/opt/model"})) == Path("/opt/model")


def test_a_mirror_is_an_argument_of_one_verb() -> None:
    assert read(["fetch-models", "--mirror", "https://a/"], FORMATS, {}).mirror == "https://a/"
    assert read(["check"], FORMATS, {}).mirror == ""
