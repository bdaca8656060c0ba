"""What most end-to-end tests begin with: the demonstration site, and a pull request on it."""

from pathlib import Path

import pytest

from examples.repository import PullRequest, build


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def change(workspace: Path) -> PullRequest:
    return build(workspace)
