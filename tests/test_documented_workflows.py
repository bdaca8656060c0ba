"""The workflows that our documents show: they parse, ask for what exists, and give no stranger's code a right."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
INPUTS = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def parsed(path: Path) -> list[Any]:
    return [yaml.safe_load(block) for block in BLOCK.findall(path.read_text("utf-8"))]


def steps(value: Any) -> list[dict[str, Any]]:
    """Every step in a workflow or in a part of one."""
    if isinstance(value, list):
        return [found for item in value for found in steps(item)]
    if not isinstance(value, dict):
        return []
    return [*([value] if "uses" in value else []), *(found for item in value.values() for found in steps(item))]


BLOCKS = [(page.name, block) for page in PAGES for block in parsed(page)]


def test_there_are_workflows_to_look_at():
    assert sum("jobs" in block for _, block in BLOCKS if isinstance(block, dict)) >= 5


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_every_input_that_a_page_gives_to_the_action_exists(page, block):
    ours = [step for step in steps(block) if step["uses"].startswith("altproof/altproof@")]
    given = {name for step in ours for name in step.get("with", {})}
    assert given <= set(INPUTS), page


def test_the_workflow_with_rights_checks_nothing_out_and_has_no_secret():
    look, publish = [block for block in parsed(ROOT / "docs" / "forks.md") if "jobs" in block]
    assert look["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {}
    assert publish[True]["workflow_run"]["workflows"] == [look["name"]]  # YAML 1.1 reads `on` as true
    assert [step for step in steps(publish) if "checkout" in step["uses"]] == []
    assert "secrets." not in str(publish)
    names = [step["with"]["name"] for step in steps([look, publish]) if "artifact" in step["uses"]]
    assert len(names) == 2
    assert len(set(names)) == 1
