"""The only reader of the environment and of arguments: action inputs, runner facts, secrets. All of it is trusted."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct

from altproof import __version__
from altproof.discreet import Discreet
from altproof.errors import UsageError
from altproof.options import OPTIONS, Option

GITHUB = "https://github.com"
GITHUB_API = "https://api.github.com"
"""Where a runner without these variables is taken to be; GitHub Enterprise Server sets its own."""

CACHE_FOLDER = "altproof-cache"
CACHE_NAME = "analyses.sqlite3"
MODEL_FOLDER = "florence-2-base"

TRUE = ("true", "True", "TRUE")
FALSE = ("false", "False", "FALSE")
"""Booleans as YAML 1.2 writes them, like the inputs of GitHub's own actions."""


class Runner(Discreet, Struct, frozen=True):
    """What the Actions runner says about this run; all empty on a developer's machine."""

    in_actions: bool = False
    debug: bool = False
    event_name: str = ""
    event_path: Path | None = None
    repository: str = ""
    sha: str = ""
    server_url: str = GITHUB
    api_url: str = GITHUB_API
    graphql_url: str = ""
    """Empty: where GraphQL is beside `api_url`."""
    temporary: Path | None = None
    oidc_url: str = ""
    """Where the job gets an identity of its own; empty: it has no permission to."""
    oidc_token: str = ""
    output_path: Path | None = None
    summary_path: Path | None = None
    run_id: str = ""
    run_attempt: str = ""
    job: str = ""
    retention_days: str = ""
    """The longest that the repository keeps artifacts; "": unknown."""
    results_url: str = ""
    """Where artifacts go; "": the runner hands out none."""
    runtime_token: str = ""


class Settings(Discreet, Struct, frozen=True):
    """Everything the trusted side decided, checked for its form."""

    verb: str
    values: Mapping[str, str]
    """By the name of the option; holds secrets, so it is never printed."""
    runner: Runner
    folder: Path
    """The repository: the workspace, a folder in it, or the current folder."""
    workspace: Path
    environment: Mapping[str, str]
    """For git, which picks what it needs."""
    cache: Path | None = None
    """The file that keeps analyses. None: nothing is kept."""
    florence_folder: Path | None = None
    """Where the model of the florence engine is. None: no place was given, and there is no usual one."""
    mirror: str = ""
    """The argument of `fetch-models`; "": the source that the manifest names."""
    container: bool = False
    """True in our image, where the workspace belongs to somebody else by design."""
    everything: bool = False
    dry_run: bool = False
    update_baseline: bool = False
    verbose: bool = False
    format: str = ""
    """The reporter whose output is printed; "": the one that fits the place."""
    images: tuple[str, ...] = ()
    """The arguments of `describe`."""
    document: str = ""
    """The argument of `schema`."""
    rule: str = ""
    """The argument of `explain`; "": all rules."""
    paths: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def switch(self, name: str) -> bool:
        """A boolean input."""
        return self.values[name] in TRUE


_WITHOUT_TERMINAL = partial(argparse.HelpFormatter, width=80)
"""Each `add_argument` makes a formatter, which asks how wide the terminal is and loads what unpacks archives."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_WITHOUT_TERMINAL, **settings)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"see {self.prog} --help")


def parser(formats: Sequence[str]) -> argparse.ArgumentParser:
    """The command line; `formats` are the names of the reporters."""
    top = _Parser(prog="altproof", description="Check alt text where it is written, and propose what it should say.")
    top.add_argument("--version", action="version", version=f"altproof {__version__}")
    verbs = top.add_subparsers(prog=top.prog, dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    for verb, words in (("check", "look at what changed"), ("audit", "look at everything")):
        command = verbs.add_parser(verb, help=words, description=words.capitalize() + ".")
        _add_options(command)
        command.add_argument("paths", nargs="*", metavar="PATH", help="only look at these files and folders")
        command.add_argument("--all", action="store_true", dest="everything", help="look at everything")
        command.add_argument("--dry-run", action="store_true", help="say what would be looked at, and stop")
        command.add_argument(
            "--update-baseline", action="store_true", help="write all findings to the baseline file, as known ones"
        )
        command.add_argument("--format", choices=formats, default=None, help="what to print (default: table)")
        command.add_argument("-v", "--verbose", action="store_true", help="say more")
    describe = verbs.add_parser("describe", help="look at single images", description="Look at single images.")
    describe.add_argument(
        "images", nargs="+", metavar="IMAGE", help="a file, an https address, or - for standard input"
    )
    describe.add_argument("--json", action="store_const", const="json", dest="format", help="print JSON")
    describe.add_argument("-v", "--verbose", action="store_true", help="say more")
    _add_options(
        describe,
        only=(
            *("config", "engine", "output", "vision-endpoint", "vision-api-version", "vision-tier", "vision-hosts"),
            *("azure-tenant-id", "azure-client-id", "azure-authority", "azure-scope"),
            *("florence-folder", "florence-manifest", "florence-caption"),
            *("cache", "max-calls", "max-seconds", "price-per-1000"),
        ),
    )
    publish = verbs.add_parser(
        "publish", help="deliver the report of another run", description="Deliver the report of another run."
    )
    publish.add_argument("--from", metavar="REPORT", default=None, help="its report.json")
    publish.add_argument("-v", "--verbose", action="store_true", help="say more")
    explain = verbs.add_parser("explain", help="say what a rule is about", description="Say what a rule is about.")
    explain.add_argument("rule", nargs="?", default="", metavar="RULE", help="its name (default: list all rules)")
    fetch = verbs.add_parser(
        "fetch-models",
        help="download the model of the florence engine",
        description="Download the model of the florence engine, each file by the hash that the manifest says.",
    )
    fetch.add_argument("--mirror", metavar="URL", help="https address to fetch from, instead of the manifest's source")
    _add_options(fetch, only=("florence-folder", "florence-manifest"))
    schema = verbs.add_parser("schema", help="print a JSON Schema", description="Print a JSON Schema.")
    schema.add_argument("document", nargs="?", choices=("config", "report"), default="config")
    for made in (top, *verbs.choices.values()):
        made.formatter_class = argparse.HelpFormatter
    return top


def _add_options(command: argparse.ArgumentParser, only: Sequence[str] = ()) -> None:
    for option in OPTIONS:
        wanted = option.name in only if only else option.name not in ("mode", "paths", "repository-path")
        if option.flag and wanted:
            shown = option.help.replace("%", "%%").replace("`", "")
            command.add_argument(f"--{option.name}", default=None, choices=option.choices or None, help=shown)
    if not only or "cache" in only:
        command.add_argument(
            "--no-cache", action="store_const", const="false", dest="cache", help="same as --cache false"
        )


def in_actions(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the Actions runner started this process; known before anything else can go wrong."""
    return (os.environ if environment is None else environment).get("GITHUB_ACTIONS") == "true"


def read(arguments: Sequence[str], formats: Sequence[str], environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises UsageError, and SystemExit for --help and --version.

    Without arguments inside GitHub Actions the inputs decide everything; a flag wins over an input, an input over
    the environment, and all of them over the default.
    """
    environment = dict(os.environ) if environment is None else environment
    runner = _runner(environment)
    given = parser(formats).parse_args(list(arguments) or (["check"] if runner.in_actions else ["--help"]))
    values = {option.name: _value(option, given, environment) for option in OPTIONS}
    workspace = Path(environment.get("GITHUB_WORKSPACE") or Path.cwd()) if runner.in_actions else Path.cwd()
    return Settings(
        verb="publish" if given.verb == "check" and values["mode"] == "publish" else given.verb,
        values=values,
        runner=runner,
        folder=_inside(workspace, values["repository-path"]),
        workspace=workspace,
        environment=environment,
        cache=cache_file(values["cache"], runner, environment),
        florence_folder=model_folder(values, workspace, runner, environment),
        mirror=getattr(given, "mirror", None) or "",
        container=environment.get("ALTPROOF_CONTAINER") == "1",
        everything=given.verb == "audit" or getattr(given, "everything", False) or _audits(values, runner),
        dry_run=getattr(given, "dry_run", False),
        update_baseline=_updates_baseline(given, runner),
        verbose=getattr(given, "verbose", False) or runner.debug,
        format=getattr(given, "format", None) or "",
        images=tuple(getattr(given, "images", ())),
        document=getattr(given, "document", ""),
        rule=getattr(given, "rule", ""),
        paths=tuple(getattr(given, "paths", ())) or _listed(values["paths"]),
    )


def _value(option: Option, given: argparse.Namespace, environment: Mapping[str, str]) -> str:
    value = _given(option, given, environment)
    if option.choices and value not in (*option.choices, ""):
        raise UsageError(f"{option.name}: not one of the allowed words", hint=f"use one of {', '.join(option.choices)}")
    if option.boolean and value not in TRUE + FALSE:
        raise UsageError(f"{option.name}: not a boolean", hint="write true or false")
    if "\0" in value:
        raise UsageError(f"{option.name}: holds a NUL character")
    return value


def _given(option: Option, given: argparse.Namespace, environment: Mapping[str, str]) -> str:
    flag = getattr(given, option.name.replace("-", "_"), None)
    if option.name != "paths" and isinstance(flag, str):
        return flag
    # The runner upper-cases the name and keeps its hyphens; an input that is not set arrives empty.
    written = environment.get(f"INPUT_{option.name.upper()}", "").strip()
    known = (environment.get(name, "").strip() for name in option.environment)
    return written or next(filter(None, known), option.default)


def _updates_baseline(given: argparse.Namespace, runner: Runner) -> bool:
    wanted = getattr(given, "update_baseline", False)
    everything = given.verb == "audit" or getattr(given, "everything", False)
    if wanted and (runner.in_actions or given.paths or given.dry_run or not everything):
        raise UsageError(
            "update-baseline: a baseline holds the findings of everything, and is committed by a person",
            hint="run `altproof audit --update-baseline` in a checkout, without paths",
        )
    return wanted


def cache_file(value: str, runner: Runner, environment: Mapping[str, str]) -> Path | None:
    """Where analyses are kept; None: nowhere. Raises UsageError.

    On a runner the file lies in the temporary folder, which no pull request can bring files into; else in the user's
    folder for caches (XDG Base Directory Specification, where a relative path counts as not set).
    """
    if value in FALSE:
        return None
    if runner.in_actions:
        if runner.temporary is None:
            return None
        path = runner.temporary / CACHE_FOLDER / CACHE_NAME if value in TRUE else Path(value)
        if ".." in path.parts or not path.is_relative_to(runner.temporary) or path == runner.temporary:
            raise UsageError("cache: not in the temporary folder", hint="give a file in ${{ runner.temp }}, or true")
        return path
    if value not in TRUE:
        return Path(value)
    folder = _caches(environment)
    return folder / CACHE_NAME if folder else None


def model_folder(
    values: Mapping[str, str], workspace: Path, runner: Runner, environment: Mapping[str, str]
) -> Path | None:
    """Where the model of the florence engine is; None: nowhere. Raises UsageError.

    On a runner neither the model nor the list of its hashes lies in the workspace, which a pull request brings.
    """
    for name in ("florence-folder", "florence-manifest") if runner.in_actions else ():
        if values[name] and Path(workspace, values[name]).resolve().is_relative_to(workspace.resolve()):
            raise UsageError(f"{name}: lies in the workspace", hint="give a place in ${{ runner.temp }}, or your image")
    if values["florence-folder"]:
        return Path(values["florence-folder"])
    folder = runner.temporary if runner.in_actions else _caches(environment)
    return folder / MODEL_FOLDER if folder else None


def _caches(environment: Mapping[str, str]) -> Path | None:
    """Our folder among the user's caches. None: the user has no home."""
    home, caches = Path(environment.get("HOME", "")), Path(environment.get("XDG_CACHE_HOME", ""))
    folder = caches if caches.is_absolute() else home / ".cache"
    return folder / "altproof" if folder.is_absolute() else None


def _audits(values: Mapping[str, str], runner: Runner) -> bool:
    by_hand = runner.event_name in ("schedule", "workflow_dispatch") and not values["base"]
    return values["mode"] == "audit" or (values["mode"] == "auto" and by_hand)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(",", "\n").split("\n") if part.strip())


def _inside(workspace: Path, folder: str) -> Path:
    path = Path(folder)
    if path.is_absolute() or ".." in path.parts:
        raise UsageError("repository-path: leaves the workspace", hint="give a folder inside the workspace")
    return workspace / path


def _runner(environment: Mapping[str, str]) -> Runner:
    def path(name: str) -> Path | None:
        return Path(environment[name]) if environment.get(name) else None

    if not in_actions(environment):
        return Runner()
    return Runner(
        in_actions=True,
        debug=environment.get("RUNNER_DEBUG") == "1",
        event_name=environment.get("GITHUB_EVENT_NAME", ""),
        event_path=path("GITHUB_EVENT_PATH"),
        repository=environment.get("GITHUB_REPOSITORY", ""),
        sha=environment.get("GITHUB_SHA", ""),
        server_url=environment.get("GITHUB_SERVER_URL") or GITHUB,
        api_url=environment.get("GITHUB_API_URL") or GITHUB_API,
        graphql_url=environment.get("GITHUB_GRAPHQL_URL", ""),
        temporary=path("RUNNER_TEMP"),
        oidc_url=environment.get("ACTIONS_ID_TOKEN_REQUEST_URL", ""),
        oidc_token=environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN", ""),
        output_path=path("GITHUB_OUTPUT"),
        summary_path=path("GITHUB_STEP_SUMMARY"),
        run_id=environment.get("GITHUB_RUN_ID", ""),
        run_attempt=environment.get("GITHUB_RUN_ATTEMPT", ""),
        job=environment.get("GITHUB_JOB", ""),
        retention_days=environment.get("GITHUB_RETENTION_DAYS", ""),
        results_url=environment.get("ACTIONS_RESULTS_URL", ""),
        runtime_token=environment.get("ACTIONS_RUNTIME_TOKEN", ""),
    )
