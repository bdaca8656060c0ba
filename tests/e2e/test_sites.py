"""Documents of a site, from the repository to the committable edit: what is found, and what the edit makes of the file."""

from pathlib import Path

import pytest

from altproof.model import Edit, Span
from altproof.readers.base import apply
from examples.repository import git
from tests.e2e.action import Outcome, pull_request, run_action

TITLE = "Tide curve with two peaks a day at the harbour"
CURVE = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{TITLE}</title><rect width="9" height="9"/></svg>'
CONFIG = """version: 1
documents:
  shortcodes:
    - {name: chart, source: file, alt: label}
    - {name: shot, source: "0", alt: "1"}
  includes:
    - {name: tide.html, source: file, alt: text}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def commit(workspace: Path, files: dict[str, str]) -> str:
    for name, content in files.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_bytes(content.encode())
    git(workspace, "add", "--all")
    git(workspace, "commit", "--quiet", "--message", "x")
    return git(workspace, "rev-parse", "HEAD")


def check(tmp_path: Path, workspace: Path, before: dict[str, str], after: dict[str, str]) -> Outcome:
    base = commit(workspace, before)
    head = commit(workspace, after)
    return run_action(tmp_path, workspace, "pull_request", pull_request(base, head), head)


def edited(outcome: Outcome, document: str, text: str) -> str:
    """The document with every suggested edit made, the last one first."""
    assert outcome.report is not None
    suggestions = [f["suggestion"] for f in outcome.report["findings"] if f["document"] == document]
    edits = [suggestion["edit"] for suggestion in suggestions if suggestion is not None]
    for edit in sorted(edits, key=lambda edit: (edit["line"], edit["column"]), reverse=True):
        span = Span(edit["line"], edit["column"], edit["end_line"], edit["end_column"])
        text = apply(text, Edit(document, span, edit["replacement"]))
    return text


def places(outcome: Outcome) -> list[tuple[str, str | None, int]]:
    assert outcome.report is not None
    return [(r["syntax"], r["image"], r["line"]) for r in outcome.report["references"]]


PAGE = """---
title: Tides
---

import curve from './curve.svg';

# Tides at the harbour {#tides}

<!-- ![](./curve.svg) is not shown -->

:::note[Read this ![](./curve.svg) first]

The value is {props.height}.

:::

<Image src={curve} />

Text <img src="/img/curve.svg" /> and more.

<img src="/img/curve.svg" alt={props.words} />

```md
![](./curve.svg)
```
"""
PAGE_EDITED = (
    PAGE.replace("this ![](", f"this ![{TITLE}](")
    .replace("<Image src={curve} />", f'<Image src={{curve}} alt="{TITLE}" />')
    .replace('"/img/curve.svg" />', f'"/img/curve.svg" alt="{TITLE}" />')
)


def test_a_page_of_docusaurus_in_a_markdown_file_is_read_as_mdx(tmp_path: Path, workspace: Path) -> None:
    site = {
        "web/docusaurus.config.js": "export default {};\n",
        "web/docs/curve.svg": CURVE,
        "web/static/img/curve.svg": CURVE,
    }
    outcome = check(tmp_path, workspace, site, {"web/docs/tides.md": PAGE})
    assert places(outcome) == [
        ("mdx-markdown-inline", "web/docs/curve.svg", 11),
        ("mdx-component", "web/docs/curve.svg", 17),
        ("mdx-img", "web/static/img/curve.svg", 19),
        ("mdx-img", "web/static/img/curve.svg", 21),
    ]
    assert edited(outcome, "web/docs/tides.md", PAGE) == PAGE_EDITED


@pytest.mark.parametrize(
    ("sign", "before", "after"),
    [
        pytest.param(
            "hugo.toml",
            'Text {{< chart file="/curve.svg" width="9" >}} text.\n',
            f'Text {{{{< chart file="/curve.svg" label="{TITLE}" width="9" >}}}} text.\n',
            id="a shortcode with names",
        ),
        pytest.param(
            "hugo.toml",
            '- item\n\n  {{% shot "/curve.svg" %}}\r\n',
            f'- item\n\n  {{{{% shot "/curve.svg" "{TITLE}" %}}}}\r\n',
            id="a shortcode with positions",
        ),
        pytest.param(
            "hugo.toml",
            "{{< chart\n  file=`/curve.svg`\n  width=9\n>}}\n",
            f'{{{{< chart\n  file=`/curve.svg` label="{TITLE}"\n  width=9\n>}}}}\n',
            id="a shortcode over several lines",
        ),
        pytest.param(
            "_config.yml",
            'Text {% include tide.html file="/curve.svg" width="9" %} text.\n',
            f'Text {{% include tide.html file="/curve.svg" text="{TITLE}" width="9" %}} text.\n',
            id="an include",
        ),
        pytest.param(
            "_config.yml",
            "> {%- include tide.html text='curve.svg' file='/curve.svg' -%}\n",
            f"> {{%- include tide.html text='{TITLE}' file='/curve.svg' -%}}\n",
            id="an include with the name of the file",
        ),
    ],
)
def test_what_the_configuration_calls_an_image_gets_its_edit(
    tmp_path: Path, workspace: Path, sign: str, before: str, after: str
) -> None:
    site = {sign: "", ".github/altproof.yml": CONFIG, "static/curve.svg": CURVE}
    outcome = check(tmp_path, workspace, site, {"content/page.md": before})
    assert edited(outcome, "content/page.md", before) == after


def test_an_embed_of_obsidian_is_found_by_the_name_of_its_file(tmp_path: Path, workspace: Path) -> None:
    vault = {"vault/.obsidian/app.json": "{}", "vault/files/2026/curve.svg": CURVE, "curve.svg": "<svg/>"}
    note = "Seen today:\n\n![[curve.svg|300]]\n\n| a |\n|---|\n| ![[2026/curve.svg]] |\n"
    outcome = check(tmp_path, workspace, vault, {"vault/notes/today.md": note})
    assert [image for _, image, _ in places(outcome)] == ["vault/files/2026/curve.svg"] * 2
    expected = note.replace("svg|300", f"svg|{TITLE}|300").replace("svg]] |", f"svg\\|{TITLE}]] |")
    assert edited(outcome, "vault/notes/today.md", note) == expected
