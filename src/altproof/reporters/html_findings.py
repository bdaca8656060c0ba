"""The first part of report.html: the filter, and every finding by its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from altproof.links import rule_page
from altproof.model import Finding, ImageReference, Suggestion
from altproof.report import Report
from altproof.reporters import words
from altproof.reporters.escaping import one_line
from altproof.reporters.html_markup import Child, Markup, foreign, join, link, source_address, tag

MOST_FINDINGS = 5_000
"""Findings on the page; a browser is slow with more, and so is a reader."""
MOST_WORDS = 200
"""Of an alt text, beyond which changed words are not marked."""
LEAST_ALIKE = 0.3
"""Of 1: alt texts that share less are simply two texts."""

Thumbnails = Mapping[str, int]
"""The number of the thumbnail of an image by its path."""


def section(report: Report, thumbnails: Thumbnails) -> Markup:
    """Everything that was found, or that nothing was."""
    shown = report.findings[:MOST_FINDINGS]
    if not shown:
        return tag("section", _heading(), tag("p", f"{words.headline(report).capitalize()}."), **_named())
    documents: dict[str, list[Finding]] = {}
    for finding in shown:
        documents.setdefault(finding.reference.document, []).append(finding)
    groups = [_document(path, found, report, thumbnails) for path, found in documents.items()]
    left_out = len(report.findings) - len(shown)
    more = tag("p", f"{words.count(left_out, 'more finding')}: report.json has all of them.") if left_out else None
    return tag("section", _heading(), _filter(shown, documents), *groups, more, **_named())


def _heading() -> Markup:
    return tag("h2", "Findings", id="findings-title")


def _named() -> dict[str, str]:
    return {"id": "findings", "aria_labelledby": "findings-title"}


# --- the filter --------------------------------------------------------------------------------------------------


def _filter(findings: Sequence[Finding], documents: Mapping[str, Sequence[Finding]]) -> Markup:
    """Only there when the script is: without it every finding is shown."""
    severities = {finding.severity for finding in findings}
    fields = (
        _field("words", "Words", tag("input", id="words", type="search", autocomplete="off", spellcheck="false")),
        _choice("rule", "Rule", "All rules", {one_line(rule): rule for rule in sorted({f.rule for f in findings})}),
        _choice(
            "severity",
            "Severity",
            "All severities",
            {s.value: w for s, w in words.SEVERITIES.items() if s in severities},
        ),
        _choice("folder", "Folder", "All folders", {one_line(path): path for path in _folders(documents)}),
        tag("div", tag("button", "Show all", type="button", id="reset")),
    )
    live = tag("p", id="count", role="status")
    return tag("div", tag("div", *fields, class_="fields"), live, class_="filter scripted", role="search")


def _field(name: str, label: str, control: Markup) -> Markup:
    return tag("div", tag("label", label, for_=name), control)


def _choice(name: str, label: str, everything: str, options: Mapping[str, str]) -> Markup:
    every = tag("option", everything, value="")
    return _field(name, label, tag("select", every, *(tag("option", w, value=v) for v, w in options.items()), id=name))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _folders(documents: Mapping[str, Sequence[Finding]]) -> list[str]:
    """Every folder with a document somewhere in it."""
    found = set()
    for folder in {_folder(path) for path in documents}:
        parts = folder.split("/")
        found |= {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return sorted(filter(one_line, found))


# --- findings ----------------------------------------------------------------------------------------------------


def _document(path: str, findings: Sequence[Finding], report: Report, thumbnails: Thumbnails) -> Markup:
    title = tag("h3", link(source_address(report, path), foreign(path)), class_="path")
    count = tag("p", words.count(len(findings), "finding"), class_="quiet")
    in_order = sorted(findings, key=lambda finding: (finding.span.line, finding.span.column))
    items = [_finding(finding, report, thumbnails) for finding in in_order]
    return tag(
        "div",
        tag("div", title, count, class_="of-document"),
        tag("ol", *items),
        class_="document",
        data_path=path,
        data_folder=_folder(path),
    )


def _finding(finding: Finding, report: Report, thumbnails: Thumbnails) -> Markup:
    place = finding.reference
    severity = words.SEVERITIES[finding.severity]
    about = (
        tag("span", severity.capitalize(), class_=f"badge {severity}"),
        link(source_address(report, place.document, finding.span.line), f"Line {finding.span.line}"),
        link(rule_page(finding.rule), tag("code", finding.rule)),
        tag("span", foreign(words.image_of(finding)), class_="path quiet"),
    )
    what = tag(
        "div",
        tag("div", *_spaced(about), class_="about"),
        tag("p", words.beside_image(finding), class_="message"),
        _alts(place, finding.suggestion),
    )
    return tag(
        "li", _thumbnail(place, thumbnails), what, class_="finding", data_rule=finding.rule, data_severity=severity
    )


def _spaced(parts: Sequence[Markup]) -> Iterator[Child]:
    for part in parts:
        yield part
        yield " "


def _thumbnail(place: ImageReference, thumbnails: Thumbnails) -> Markup:
    """Decoration: the name of the image stands beside it."""
    number = thumbnails.get(place.image or "")
    if number is None:
        return tag("span", "no preview", class_="thumb none", aria_hidden="true")
    return tag("span", class_=f"thumb t{number}", aria_hidden="true")


# --- alt texts ---------------------------------------------------------------------------------------------------


def _alts(place: ImageReference, suggestion: Suggestion | None) -> Markup:
    draft = suggestion.alt if suggestion else None
    before, after = _marked(place.alt or "", draft or "")
    now = before if one_line(place.alt or "") else tag("em", _unheard(place.alt))
    boxes = [tag("div", tag("dt", "Alt text now"), tag("dd", now))]
    if suggestion is not None:
        boxes.append(tag("div", *suggested(suggestion, after)))
    return tag("dl", *boxes, class_="alts")


def _unheard(alt: str | None) -> str:
    if alt is None:
        return "none"
    return "white space only" if alt else "empty: said to be decorative"


def suggested(suggestion: Suggestion, marked: Markup | None = None) -> Iterator[Markup]:
    """A draft with its grade, its source and a button; `marked` is its text with marks."""
    if suggestion.alt is None:
        yield tag("dt", "No draft")
        yield tag("dd", words.advice(suggestion) or "Too little is known.")
        return
    yield tag("dt", "Suggested alt text" if suggestion.grade.is_committable else "A draft to begin with")
    if not suggestion.alt:
        yield tag("dd", tag("em", "empty, as for a decorative image"), _grade(suggestion))
        return
    text = tag("bdi", marked or suggestion.alt, class_="draft")
    state = tag("span", "Copy", class_="state")
    of = tag("span", " the alt text ", foreign(suggestion.alt), class_="unseen")
    yield tag("dd", text, _grade(suggestion), tag("button", state, of, type="button", class_="copy scripted"))


def _grade(suggestion: Suggestion) -> Markup:
    return tag("p", words.trust(suggestion), class_="grade")


def _marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Both texts with the words that differ marked; without marks where they have little in common."""
    old, new = one_line(before).split(" "), one_line(after).split(" ")
    plain = foreign(before), join([after])
    if not (before and after) or max(len(old), len(new)) > MOST_WORDS:
        return plain
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return plain
    blocks = matcher.get_opcodes()
    was = [_mark("del", kind, old[start:end]) for kind, start, end, _, _ in blocks]
    will = [_mark("ins", kind, new[start:end]) for kind, _, _, start, end in blocks]
    return tag("bdi", _joined(was)), _joined(will)


def _mark(element: str, kind: str, part: Sequence[str]) -> Child:
    text = " ".join(part)
    return text if kind == "equal" or not text else tag(element, text)


def _joined(parts: Sequence[Child]) -> Markup:
    told = [part for part in parts if part]
    return join([piece for part in told for piece in (" ", part)][1:])
