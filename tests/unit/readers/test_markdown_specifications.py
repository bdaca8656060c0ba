"""The image examples of the CommonMark and GFM specifications; extra checks that need the shared case suites."""

import json
import os
from pathlib import Path

import pytest

from altproof.readers import markdown

SHARED = Path(os.environ.get("ALTPROOF_SHARED") or Path(__file__).parents[4] / "shared")


@pytest.mark.parametrize("suite", ["commonmark-spec", "gfm-spec"])
def test_the_specification_agrees_on_every_image(suite: str) -> None:
    path = SHARED / "cases" / f"{suite}.jsonl"
    if not path.exists():
        pytest.skip(f"{suite}: the shared case suites are not here")
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(cases) >= 27
    for case in cases:
        found = markdown.references("a.md", case["source_text"])
        expected = case["expected"]["images"]
        # The suite writes "" for a Markdown label with nothing in it, where we say that nothing was written
        assert [r.alt or "" for r in found] == [image["alt"] or "" for image in expected], case["id"]
        for reference, image in zip(found, expected, strict=True):
            assert image["src"] in {None, reference.target}, case["id"]
            assert image["line"] in {None, reference.span.line}, case["id"]


def test_every_image_of_the_sample_documents_is_found() -> None:
    if not (SHARED / "sample").exists():
        pytest.skip("sample: the shared sample documents are not here")
    found = 0
    for path in sorted((SHARED / "sample").rglob("*.md")):
        text = path.read_bytes().decode()
        lines = {reference.span.line for reference in markdown.references(str(path), text)}
        # No sample document shows Markdown image syntax as code
        assert lines == {number for number, line in enumerate(text.split("\n"), 1) if "![" in line}
        found += len(lines)
    assert found == 61
