"""Which program makes a site of a document."""

import pytest

from altproof.readers.base import Generator, ImageCall, Site
from altproof.sites import Sites

PATHS = [
    "mkdocs.yml",
    "handbook/conf.py",
    "handbook/api/_quarto.yml",
    "vault/.obsidian/app.json",
    "lesson/config.yaml",
    "lesson/episodes/01.md",
    "other/config.yaml",
    "web/docusaurus.config.ts",
]


@pytest.mark.parametrize(
    ("document", "generator"),
    [
        ("README.md", Generator.MKDOCS),
        ("docs/a/b.md", Generator.MKDOCS),
        ("handbook/index.md", Generator.SPHINX),
        ("handbook/api/x.qmd", Generator.QUARTO),
        ("vault/notes/x.md", Generator.OBSIDIAN),
        ("lesson/episodes/01.md", Generator.CARPENTRIES),
        ("other/x.md", Generator.MKDOCS),
        ("web/docs/x.mdx", Generator.DOCUSAURUS),
    ],
)
def test_the_nearest_sign_above_counts(document: str, generator: Generator) -> None:
    assert Sites(PATHS).of(document).generator is generator


def test_without_a_sign_there_is_no_generator() -> None:
    assert Sites(["a.md", "sub/mkdocs.yml"]).of("a.md").generator is None


def test_what_the_configuration_says_is_kept() -> None:
    given = Site(shortcodes=(ImageCall("shot", "0", "1"),))
    assert Sites(PATHS, given).of("README.md") == Site(Generator.MKDOCS, shortcodes=given.shortcodes)
