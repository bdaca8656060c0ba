"""What a run loads: nothing of a document format, of the rules or of an output that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from altproof.readers import READERS
from altproof.reporters import REPORTERS
from examples.repository import git

# -X importtime does not tell of what importlib.import_module loads
PROGRAM = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from altproof.cli import script
script()
"""
SHOWN = {
    "markdown": ("page.md", "![](a.png)\n"),
    "mdx": ("page.mdx", "<Image src='a.png' />\n"),
    "html": ("page.html", '<img src="a.png">\n'),
    "rst": ("page.rst", ".. image:: a.png\n"),
    "asciidoc": ("page.adoc", "image::a.png[]\n"),
    "notebook": ("page.ipynb", '{"cells": [{"cell_type": "markdown", "source": "![](a.png)"}]}\n'),
}
"""By format: a document that shows an image."""
BESIDE = {"mdx": {"markdown"}, "notebook": {"markdown"}}
"""Readers that others are built on."""
WORK = frozenset({"altproof.judging", "altproof.reading", "altproof.looking", "altproof.rules.missing_alt"})
HEAVY = frozenset(
    {"asyncio", "httpx", "jsonschema", "yaml", "PIL", "requests", "sqlite3", "pyromark", "json", "hashlib"}
)


def loaded(folder: Path, *arguments: str) -> frozenset[str]:
    """The modules that one run has loaded by its end."""
    command = [sys.executable, "-I", "-c", PROGRAM, *arguments]
    variables = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    told = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False).stderr
    return frozenset(told.splitlines()[-1].split())


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "change")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit(folder, **dict(SHOWN.values()))
    return folder


def readers(modules: Collection[str]) -> set[str]:
    return {reader.NAME for reader in READERS if f"altproof.readers.{reader.NAME}.reader" in modules}


def test_a_check_with_nothing_to_do_loads_no_reader_no_rule_and_nothing_heavy(repository: Path) -> None:
    commit(repository, **{"notes.txt": "a"})
    modules = loaded(repository, "check")
    assert readers(modules) == set()
    assert modules & (WORK | HEAVY) == set()
    assert {name for name in REPORTERS if f"altproof.reporters.{name}" in modules} == {"table"}
    assert len(modules) <= 185


def test_the_version_loads_no_model_and_no_verb(repository: Path) -> None:
    modules = loaded(repository, "--version")
    assert "altproof.settings" in modules
    assert modules & {"altproof.model", "altproof.git", "altproof.commands", "subprocess"} == set()


@pytest.mark.parametrize("name", SHOWN)
def test_a_check_loads_the_reader_of_what_changed_and_no_other(repository: Path, name: str) -> None:
    document, text = SHOWN[name]
    commit(repository, **{document: f"{text} "})
    modules = loaded(repository, "check")
    assert readers(modules) == {name} | BESIDE.get(name, set())
    assert WORK - modules == {"altproof.looking"}


def test_a_document_that_changed_and_shows_no_image_loads_no_reader(repository: Path) -> None:
    commit(repository, **{"words.rst": "Words of :::image in another format.\n"})
    assert readers(loaded(repository, "check")) == set()


def test_every_format_has_a_document_here() -> None:
    assert set(SHOWN) == {reader.NAME for reader in READERS}
