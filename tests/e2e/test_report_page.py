"""report.html in a real browser: filter, copying, and what a checker of accessibility says. Needs Chromium and axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from altproof.model import Severity, Span
from altproof.reporters import html
from examples.repository import build
from tests.e2e.action import pull_request, run_action
from tests.golden.shared_report import GREENHOUSE, REPORT
from tests.node_modules import needed
from tests.unit.images import samples

CHROMIUM = shutil.which("chromium")
WIDE, NARROW = 1280, 390
TALL = 20_000
"""Pixels of height in which every finding is drawn, not only those near the top."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt install chromium")

schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
widths = pytest.mark.parametrize("width", [WIDE, NARROW])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # its sandbox refuses root
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a real run on the example repository."""
    folder = tmp_path_factory.mktemp("example")
    change = build(folder / "workspace")
    outcome = run_action(
        folder, folder / "workspace", "pull_request", pull_request(change.base, change.head), change.merge
    )
    return Path(outcome.outputs["report-html"])


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with everything that can be on one."""
    return written(tmp_path_factory, REPORT)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 findings in 100 documents."""
    template = REPORT.findings[1]
    findings = []
    for number in range(3_000):
        line = number // 100 + 1
        place = replace(
            template.reference,
            document=f"docs/part{number % 10}/page{number % 100}.md",
            alt_span=Span(line, 1, line, 1),
        )
        severity = list(Severity)[number % 3]
        findings.append(replace(template, reference=place, severity=severity, rule=f"rule-{number % 5}"))
    return written(tmp_path_factory, replace(REPORT, findings=tuple(findings)))


def written(factory: pytest.TempPathFactory, report: Any) -> Path:
    file = factory.mktemp("page") / "report.html"
    file.write_text(html.render_with(report, {GREENHOUSE.path: samples.plain(size=(300, 200))}), "utf-8")
    return file


class Visit:
    """One page opened, and everything it complained about or asked for."""

    def __init__(self, context: BrowserContext, file: Path) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())

    def shown(self) -> int:
        return self.page.locator(".finding:visible").count()

    def says(self, text: str) -> None:
        """Wait until the count is announced in these words."""
        self.page.wait_for_function("(text) => document.getElementById('count').textContent === text", arg=text)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    contexts = []

    def opened(file: Path, **options: Any) -> Visit:
        options.setdefault("viewport", {"width": WIDE, "height": 900})
        contexts.append(browser.new_context(**options))
        return Visit(contexts[-1], file)

    yield opened
    for context in contexts:
        context.close()


def test_the_page_of_a_real_run_complains_of_nothing_and_asks_for_nothing(visit, example):
    seen = visit(example)
    assert seen.shown() >= 5
    assert seen.page.locator(".finding .thumb:not(.none)").count() >= 4
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith("data:image/")] == [example.as_uri()]


def test_pictures_are_drawn_from_the_page_itself(visit, example):
    seen = visit(example)
    sizes = seen.page.evaluate(
        """async () => Promise.all([...document.querySelectorAll('.finding .thumb:not(.none)')].map(async (element) => {
            const image = new Image();
            image.src = getComputedStyle(element).backgroundImage.slice(5, -2);
            await image.decode();
            return Math.max(image.naturalWidth, image.naturalHeight);
        }))"""
    )
    assert len(sizes) >= 4
    assert set(sizes) == {320}
    assert seen.complaints == []


def test_findings_are_filtered_by_each_field_and_the_number_is_announced(visit, large):
    seen = visit(large)
    page = seen.page
    seen.says("Shown: all of 3000")
    page.get_by_label("Severity").select_option("error")
    seen.says("Shown: 1000 of 3000")
    page.get_by_label("Rule").select_option("rule-2")
    seen.says("Shown: 200 of 3000")
    page.get_by_label("Folder").select_option("docs/part2")
    seen.says("Shown: 100 of 3000")
    page.get_by_label("Words").fill("page12.md")
    seen.says("Shown: 10 of 3000")
    assert seen.shown() == 10
    assert page.locator(".document:visible").count() == 1
    page.get_by_role("button", name="Show all").click()
    seen.says("Shown: all of 3000")
    page.get_by_label("Words").fill("no such words")
    seen.says("Shown: 0 of 3000")
    assert seen.complaints == []


def test_the_filter_needs_no_mouse(visit, rich):
    seen = visit(rich)
    keys = seen.page.keyboard
    keys.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the results"
    keys.press("Enter")
    keys.press("Tab")
    assert seen.page.evaluate("document.activeElement.id") == "words"
    keys.type("img.example")
    seen.says("Shown: 1 of 6")
    for _ in range(4):
        keys.press("Tab")
    assert seen.page.evaluate("document.activeElement.id") == "reset"
    assert seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    keys.press("Enter")
    seen.says("Shown: all of 6")


def test_a_suggestion_is_copied_as_it_stands(visit, rich):
    seen = visit(rich, permissions=["clipboard-read", "clipboard-write"])
    button = seen.page.get_by_role(
        "button", name="Copy the alt text A greenhouse with rows of young tomato plants"
    ).first
    button.focus()
    seen.page.keyboard.press("Enter")
    expected = "A greenhouse with rows of young tomato plants"
    seen.page.wait_for_function("document.getElementById('copied').textContent !== ''")
    assert seen.page.locator("#copied").text_content() == f"Copied: {expected}"
    assert seen.page.evaluate("navigator.clipboard.readText()") == expected
    assert seen.page.locator(".copy .state", has_text="Copied").count() == 1
    assert seen.complaints == []


def test_without_its_script_the_page_shows_everything(visit, rich):
    seen = visit(rich, java_script_enabled=False)
    assert seen.page.locator(".finding").count() == seen.shown() == 6
    assert seen.page.locator(".filter:visible, .copy:visible").count() == 0


def test_on_paper_there_are_no_controls(visit, rich):
    seen = visit(rich)
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".filter:visible, .copy:visible, nav:visible").count() == 0
    assert seen.shown() == 6


@pytest.mark.parametrize("width", [WIDE, NARROW, 320])
def test_nothing_is_wider_than_the_window(visit, rich, width):
    seen = visit(rich, viewport={"width": width, "height": 900})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@schemes
@widths
@pytest.mark.parametrize("name", ["example", "rich"])
def test_a_checker_of_accessibility_finds_nothing(visit, name, scheme, width, request):
    axe = needed("axe-core/axe.min.js").read_text("utf-8")
    file = request.getfixturevalue(name)
    seen = visit(file, color_scheme=scheme, viewport={"width": width, "height": TALL})
    seen.page.evaluate(axe)
    result = seen.page.evaluate("axe.run(document)")
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in result["violations"]] == []
    assert {"color-contrast", "label", "link-name", "region"} <= {one["id"] for one in result["passes"]}
    unsure = [one["id"] for one in result["incomplete"] if one["id"] == "color-contrast"]
    assert unsure == []
