"""The references of the repository here and nothing else, as JSON: a part of what `references.py` measures."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from altproof.config import Config
from altproof.git import Git
from altproof.model import ChangeSet
from altproof.readers import searches
from altproof.reading import Documents
from altproof.report import Report, RunFacts
from altproof.report_json import dumps
from altproof.repository import Repository
from altproof.task import Task


def main() -> int:
    """Print them."""
    git = Git(Path.cwd(), os.environ, trusted=False)
    head = git.text("rev-parse", "HEAD")
    task = Task(ChangeSet(None, head, everything=True), Config(), RunFacts("audit", "none"))
    with Repository(git, head) as repository:
        sought = searches()
        for search in sought:
            repository.begin_search(search.markers, search.suffixes)
        documents = Documents(repository, task)
        found = {path for search in sought for path in repository.documents_with(search.markers, search.suffixes)}
        references = tuple(documents.references([path for path in repository.paths() if path in found]))
    sys.stdout.write(dumps(Report(task.facts, task.changes, references=references)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
