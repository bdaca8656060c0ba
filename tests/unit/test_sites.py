"""Which program makes a site of a document."""

import pytest

from altproof.readers.base import Generator, ImageCall, Site
from altproof.sites import SIGNS, Sign, Sites

PATHS = [
    "mkdocs.yml",
    "handbook/conf.py",
    "handbook/api/_quarto.yml",
    "vault/.obsidian/app.json",
    "lesson/config.yaml",
    "lesson/episodes/01.md",
    "other/config.yaml",
    "web/docusaurus.config.ts",
    "book/_config.yml",
    "book/_toc.yml",
    "pages/_config.yml",
    "pages/x/_toc.yml",
    "blog/config.toml",
    "blog/content/posts/x.md",
    "tool/config.toml",
    "tool/table-of-content/x.md",
    "new/hugo.yml",
    "guide/book.toml",
    "both/_config.yml",
    "both/docusaurus.config.js",
]


@pytest.mark.parametrize(
    ("document", "generator"),
    [
        ("index.md", Generator.MKDOCS),
        ("README.md", None),
        ("readme.rst", None),
        ("docs/README.md", Generator.MKDOCS),
        ("docs/a/b.md", Generator.MKDOCS),
        ("handbook/index.md", Generator.SPHINX),
        ("handbook/api/x.qmd", Generator.QUARTO),
        ("vault/notes/x.md", Generator.OBSIDIAN),
        ("lesson/episodes/01.md", Generator.CARPENTRIES),
        ("other/x.md", Generator.MKDOCS),
        ("web/docs/x.mdx", Generator.DOCUSAURUS),
        ("book/a/x.md", Generator.MYSTMD),
        ("pages/x.md", Generator.JEKYLL),
        ("blog/content/posts/x.md", Generator.HUGO),
        ("tool/x.md", Generator.MKDOCS),
        ("new/content/x.md", Generator.HUGO),
        ("guide/src/x.md", None),
        ("both/x.md", Generator.DOCUSAURUS),
    ],
)
def test_the_nearest_sign_above_counts(document: str, generator: Generator | None) -> None:
    assert Sites(PATHS).of(document).generator is generator


@pytest.mark.parametrize(
    ("paths", "generator"),
    [
        (["mkdocs.yml", "_config.yml"], Generator.MKDOCS),
        (["mkdocs.yml", "conf.py"], Generator.MKDOCS),
        (["conf.py", "_config.yml"], Generator.SPHINX),
        (["conf.py", "_config.yml", "_toc.yml"], Generator.MYSTMD),
        (["conf.py", "myst.yml"], Generator.MYSTMD),
        (["antora.yml", "_config.yml"], None),
        (["docusaurus.config.js", "mkdocs.yml"], Generator.MKDOCS),
        (["_quarto.yml", "_config.yml"], Generator.QUARTO),
    ],
)
def test_of_two_signs_in_one_folder_one_comes_first(paths: list[str], generator: Generator | None) -> None:
    for order in (paths, paths[::-1]):
        assert Sites(order).of("x.md").generator is generator


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{sign.name} {sign.beside}")
def test_every_sign_counts_as_a_whole_name(sign: Sign) -> None:
    def placed(*names: str) -> list[str]:
        return [f"site/{name}x" if name.endswith("/") else f"site/{name}" for name in names if name]

    assert Sites(placed(sign.name, sign.beside)).of("site/a.md").generator is sign.generator
    assert Sites(placed(f"my{sign.name}", sign.beside)).folder("site/a.md") is None


def test_without_a_sign_there_is_no_generator() -> None:
    assert Sites(["a.md", "sub/mkdocs.yml"]).folder("a.md") is None
    assert Sites(["a.md", "sub/mkdocs.yml"]).of("a.md").generator is None


@pytest.mark.parametrize(
    ("document", "folder"),
    [("vault/notes/x.md", "vault"), ("guide/src/x.md", "guide"), ("README.md", ""), ("other/deep/x.md", "")],
)
def test_the_folder_of_a_site_is_that_of_its_sign(document: str, folder: str) -> None:
    assert Sites(PATHS).folder(document) == folder


def test_what_the_configuration_says_is_kept() -> None:
    given = Site(shortcodes=(ImageCall("shot", "0", "1"),))
    assert Sites(PATHS, given).of("index.md") == Site(Generator.MKDOCS, shortcodes=given.shortcodes)
