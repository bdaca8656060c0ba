"""The suites of other Markdown parsers and the sample documents; extra checks that need the shared folder."""

import json

import pytest

from altproof.readers import markdown
from altproof.readers.base import Generator, Site
from tests.shared import SHARED

QUOTES_IN_ADDRESSES = (
    "Python-Markdown mends unbalanced parentheses and quotes in an address; such a target is left as text"
)
DIFFERENCES = {
    "docfx-triple-colon:ContentImageTestBlock_InvalidImage_MissingAlt": "a missing alt text is reported, not skipped",
    "docfx-triple-colon:ImageBlockTestBlockClosed": "the suite gives no images here, though its image is a valid one",
    "markdig-specs:MediaSpecs.md#1": "addresses of videos: Markdig embeds players, other parsers show images",
    "myst-parser:docutil_syntax_elements.md:Image with escapable html::3": "the target is kept as written",
    "myst-parser:sphinx_syntax_elements.md:Image with escapable html::9": "the target is kept as written",
    "myst-parser:sphinx_syntax_elements.md:Image empty::7": "Sphinx makes the empty target the folder",
    "kramdown:image_in_a": "kramdown keeps the source of an image inside a label; CommonMark takes its words",
    "python-markdown:test_legacy_attrs.py:testLegacyAttrs:10": "`{@id=x}` was dropped by Python-Markdown in version 3",
    **{
        f"python-markdown:test_images.py:test_uneven_brackets_with_titles{n}:{17 + n}": QUOTES_IN_ADDRESSES
        for n in range(1, 6)
    },
    **{f"python-markdown:test_images.py:test_mixed_title_quotes{n}:{22 + n}": QUOTES_IN_ADDRESSES for n in range(1, 7)},
}
"""Cases that are read otherwise on purpose."""
SUITES = {
    "commonmark-spec": (None, 27),
    "gfm-spec": (None, 27),
    "docfx-triple-colon": (Generator.DOCFX, 7),
    "markdig-specs": (Generator.DOCFX, 3),
    "myst-parser": (Generator.SPHINX, 10),
    "kramdown": (Generator.JEKYLL, 8),
    "python-markdown": (Generator.MKDOCS, 52),
}


@pytest.mark.parametrize("suite", SUITES)
def test_the_suite_agrees_on_every_image(suite: str) -> None:
    path = SHARED / "cases" / f"{suite}.jsonl"
    if not path.exists():
        pytest.skip(f"{suite}: the shared case suites are not here")
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    generator, count = SUITES[suite]
    assert len(cases) >= count
    for case in cases:
        found = markdown.references("a.md", case["source_text"], Site(generator=generator))
        expected = case["expected"]["images"]
        # The suites write "" for a Markdown label with nothing in it, where we say that nothing was written
        same = [r.alt or "" for r in found] == [image["alt"] or "" for image in expected]
        same = same and all(
            image["src"] in {None, r.target} and image["line"] in {None, r.span.line}
            for r, image in zip(found, expected, strict=True)
        )
        assert same != (case["id"] in DIFFERENCES), case["id"]


def test_every_image_of_the_sample_documents_is_found() -> None:
    if not (SHARED / "sample").exists():
        pytest.skip("sample: the shared sample documents are not here")
    found = 0
    for path in sorted((SHARED / "sample").rglob("*.md")):
        text = path.read_bytes().decode()
        lines = {reference.span.line for reference in markdown.references(str(path), text)}
        # No sample document shows image syntax as code
        assert lines == {n for n, line in enumerate(text.split("\n"), 1) if "![" in line or ":::image" in line}
        found += len(lines)
    assert found == 63
