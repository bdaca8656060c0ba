"""The second part of report.html: what every changed image shows, and what could not be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from altproof.model import Analysis, DescribedImage, Problem
from altproof.report import Report
from altproof.reporters import words
from altproof.reporters.html_findings import Thumbnails, suggested
from altproof.reporters.html_markup import Child, Markup, foreign, link, source_address, tag

MOST_IMAGES = 2_000
MOST_PROBLEMS = 1_000
MOST_NAMED = 50
"""Things of one kind in one image."""


def listed_images(report: Report) -> Sequence[DescribedImage]:
    """The images that the page describes: those that changed, and all where nothing was compared."""
    if report.run.mode == "describe" or report.run.dry_run:
        return report.images
    return [image for image in report.images if image.file.status.has_new_bytes]


def images(report: Report, thumbnails: Thumbnails) -> Markup | None:
    """The section, or None when there is no image to tell of."""
    found = listed_images(report)
    if not found:
        return None
    unreferenced = {image.file.path for image in report.unreferenced}
    heading = "Images" if report.run.mode == "describe" or report.run.dry_run else "What the changed images show"
    shown = [_image(image, report, unreferenced, thumbnails) for image in found[:MOST_IMAGES]]
    return tag(
        "section",
        tag("h2", heading, id="images-title"),
        tag("div", *shown, class_="images"),
        _more(len(found) - MOST_IMAGES, "image"),
        id="images",
        aria_labelledby="images-title",
    )


def problems(report: Report) -> Markup | None:
    """The section, or None when everything could be done."""
    found = report.all_problems
    if not found:
        return None
    return tag(
        "section",
        tag("h2", "What could not be done", id="problems-title"),
        tag("ul", *map(_problem, found[:MOST_PROBLEMS]), class_="problems"),
        _more(len(found) - MOST_PROBLEMS, "problem"),
        id="problems",
        aria_labelledby="problems-title",
    )


def facts(told: Mapping[str, Child]) -> Markup | None:
    """Names and values in two columns; those without a value are left out."""
    rows = [part for name, value in told.items() if value for part in (tag("dt", name), tag("dd", value))]
    return tag("dl", *rows, class_="facts") if rows else None


def _more(count: int, noun: str) -> Markup | None:
    return tag("p", f"{words.count(count, f'more {noun}')}: report.json has all of them.") if count > 0 else None


def _image(image: DescribedImage, report: Report, unreferenced: set[str], thumbnails: Thumbnails) -> Markup:
    path = image.file.path
    known = source_address(report, path) if image.file.sha256 else None
    alone = path in unreferenced and not report.run.dry_run and report.run.mode != "describe"
    draft = tag("dl", tag("div", *suggested(image.suggestion)), class_="alts") if image.suggestion else None
    return tag(
        "article",
        _preview(image, thumbnails.get(path)),
        tag("h3", link(known, foreign(path)), class_="path"),
        tag("p", "No document that was read shows it.", class_="quiet") if alone else None,
        facts(dict(_known(image))),
        draft,
        class_="image",
    )


def _preview(image: DescribedImage, number: int | None) -> Markup:
    if number is None:
        return tag("span", "no preview", class_="thumb none", aria_hidden="true")
    shown = words.caption(image.analysis) or (image.suggestion.alt if image.suggestion else None)
    return tag("span", class_=f"thumb t{number}", role="img", aria_label=shown or f"Preview of {image.file.path}")


def _known(image: DescribedImage) -> Iterator[tuple[str, Child]]:
    file = image.file
    yield "File", ", ".join(filter(None, (file.status.value, file.media_type, words.size(file))))
    yield "Other theme", _listed(image.other_themes)
    yield "Looks nearly like", _listed(image.near_duplicates)
    if image.analysis:
        yield from _seen(image.analysis)
    if image.problem:
        yield "Not looked at", image.problem.message


def _seen(analysis: Analysis) -> Iterator[tuple[str, Child]]:
    if analysis.caption:
        yield "Caption", f"{analysis.caption.text} ({analysis.caption.confidence:.0%})"
    yield "Text", words.read_text(analysis)
    custom = analysis.custom
    named = {
        "Tags": [f"{tag.name} ({tag.confidence:.0%})" for tag in analysis.tags or ()],
        "Regions": [f"{part.text} ({words.box(part.box)})" for part in analysis.dense_captions or ()],
        "Objects": [f"{thing.name} ({words.box(thing.box)})" for thing in analysis.objects or ()],
        "People": [words.box(person.box) for person in analysis.people or ()],
        "Crops": [
            f"{crop.aspect_ratio:g}: {words.box(crop.box)}{words.in_file(crop.file)}" for crop in analysis.crops or ()
        ],
        "Custom tags": [f"{tag.name} ({tag.confidence:.0%})" for tag in (custom.tags if custom else ())],
        "Custom objects": [f"{thing.name} ({words.box(thing.box)})" for thing in (custom.objects if custom else ())],
        "Cut out": [analysis.segmentation.file] if analysis.segmentation else [],
        "Not available": [str(feature) for feature in analysis.unsupported],
    }
    for kind, found in named.items():
        yield kind, _listed(found)
    yield "Engine", " ".join(filter(None, (analysis.engine, analysis.model)))


def _listed(found: Sequence[str]) -> str:
    more = [f"{len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return "; ".join([*found[:MOST_NAMED], *more])


def _problem(problem: Problem) -> Markup:
    hint = tag("p", "What to do: ", problem.hint) if problem.hint else None
    title = tag("h3", foreign(problem.subject or problem.stage.value), class_="path")
    return tag("li", title, tag("p", problem.message), hint, class_="problem")
