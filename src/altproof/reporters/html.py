"""report.html: the page that people open. One file, no network, everything shown even without its script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType

from altproof import __version__
from altproof.model import Severity
from altproof.report import Report
from altproof.reporters import html_findings, html_images, words
from altproof.reporters.html_markup import Markup, home, join, tag
from altproof.reporters.html_script import SCRIPT
from altproof.reporters.html_style import STYLE

NAME = "html"

NO_THUMBNAILS: Mapping[str, bytes] = MappingProxyType({})
_KINDS = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"))
"""What a thumbnail may be, by its first bytes. Never SVG: that would be a document, not a picture."""


def render(report: Report) -> str:
    """The page without pictures."""
    return render_with(report, NO_THUMBNAILS)


def render_with(report: Report, thumbnails: Mapping[str, bytes]) -> str:
    """The page with these small PNG or JPEG files, by the path of their image; each is in it once."""
    contents = dict.fromkeys(data for data in thumbnails.values() if _address(data))
    numbers = {data: number for number, data in enumerate(contents)}
    known = {path: numbers[data] for path, data in thumbnails.items() if data in numbers}
    rules = "".join(f'.t{number}{{background-image:url("{_address(data)}")}}\n' for data, number in numbers.items())
    style = f"{STYLE}{rules}"
    page = tag("html", _head(report, style), _body(report, known), lang="en")
    return f"<!DOCTYPE html>\n{page.source}\n"


def _address(data: bytes) -> str | None:
    """The picture as an address; None when it is none of the kinds that are shown."""
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), None)
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}" if kind else None


def _head(report: Report, style: str) -> Markup:
    policy = (
        "default-src 'none'",
        "img-src data:",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(SCRIPT)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="; ".join(policy)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("link", rel="icon", href="data:,"),
        tag("title", f"Altproof: {_headline(report)}"),
        Markup(f"<style>{style}</style>\n"),
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _headline(report: Report) -> str:
    return f"dry run, {words.foreseen(report)}" if report.run.dry_run else words.headline(report)


def _body(report: Report, thumbnails: html_findings.Thumbnails) -> Markup:
    findings = None if report.run.dry_run or _only_images(report) else html_findings.section(report, thumbnails)
    parts = {
        "Findings": ("findings", findings),
        "Images": ("images", html_images.images(report, thumbnails)),
        "Could not be done": ("problems", html_images.problems(report)),
    }
    present = {name: place for name, (place, part) in parts.items() if part}
    return tag(
        "body",
        tag("a", "Skip to the results", href="#results", class_="skip"),
        _header(report, present),
        tag("main", *(part for _, part in parts.values()), id="results", tabindex="-1"),
        tag("footer", tag("p", "Made by ", home(), f" {__version__}. Everything in it is in report.json, too.")),
        tag("p", id="copied", role="status", class_="unseen"),
        Markup(f"<script>{SCRIPT}</script>\n"),
    )


def _only_images(report: Report) -> bool:
    return report.run.mode == "describe"


def _header(report: Report, parts: Mapping[str, str]) -> Markup:
    headline = _headline(report)
    entries = [tag("li", tag("a", name, href=f"#{place}")) for name, place in parts.items()]
    return tag(
        "header",
        tag("h1", "Alt text report"),
        tag("p", f"{headline[:1].upper()}{headline[1:]}.", class_="lead"),
        tag("p", words.CANCELLED, class_="banner") if report.run.cancelled else None,
        *(tag("p", told, class_="banner") for told in words.undelivered(report)),
        tag("ul", *_totals(report), class_="totals"),
        html_images.facts(_run(report)),
        tag("nav", tag("ul", *entries), aria_label="Parts of the report") if entries else None,
    )


def _totals(report: Report) -> Iterator[Markup]:
    totals = report.totals
    of_findings = {Severity.ERROR: totals.errors, Severity.WARNING: totals.warnings, Severity.NOTICE: totals.notices}
    for severity, number in of_findings.items():
        word = words.SEVERITIES[severity]
        yield _total(number, word, word if number else "")
    yield _total(totals.suggestions, "suggestion")
    yield _total(totals.changed_images, "changed image")
    yield _total(totals.problems, "thing not done", noun="things not done")


def _total(number: int, word: str, kind: str = "", noun: str = "") -> Markup:
    name = word if number == 1 else noun or f"{word}s"
    return tag("li", tag("b", f"{number:,}"), f" {name}", class_=kind or None)


def _run(report: Report) -> Mapping[str, Markup | str | None]:
    run = report.run
    commits = " to ".join(commit[:12] for commit in (run.base, run.head) if commit)
    return {
        "Run": f"{run.mode}, {run.event}" if run.event else run.mode,
        "Engine": run.engine,
        "Repository": join([run.repository]) if run.repository else None,
        "Pull request": str(run.pull_request) if run.pull_request else None,
        "Commits": tag("code", commits) if commits else None,
        "Looked at": f"{words.count(run.documents_read, 'document')}, {words.count(report.totals.references, 'place')} "
        f"with an image, {words.count(run.images_looked_at, 'image')}",
        "Known findings": f"{run.known_findings} in the baseline, not shown" if run.known_findings else None,
        "Spent": words.spending(run.spending),
    }
