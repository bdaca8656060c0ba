"""The words that every output uses, so that a reader meets the same ones in the log, on the line and in the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from altproof import __version__
from altproof.model import Finding, Grade, ImageFile, Severity, Suggestion, WordSource
from altproof.quotation import in_marks
from altproof.report import Channel, Delivery, Report
from altproof.spending import Spending

if TYPE_CHECKING:
    from altproof.model import Analysis, Box

SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTICE: "notice",
}
"""Worst first."""

GRADES: Mapping[Grade, str] = {
    Grade.HIGH: "high confidence",
    Grade.MEDIUM: "medium confidence",
    Grade.LOW: "low confidence",
    Grade.NONE: "no draft",
}

SOURCES: Mapping[WordSource, str] = {
    WordSource.AUTHOR: "the author's own words",
    WordSource.SVG: "the text of the SVG file",
    WordSource.CAPTION: "the caption of the image",
    WordSource.WORDS: "the words in and around the image",
    WordSource.MODEL: "a language model",
    WordSource.SIBLING: "a page in another language",
}

CHANNELS: Mapping[Channel, str] = {
    Channel.REVIEW: "the review",
    Channel.CHECK_RUN: "the check run",
    Channel.COMMENT: "the comment",
    Channel.ANNOTATIONS: "the annotations",
    Channel.SUMMARY: "the job summary",
    Channel.ARTIFACT: "the artifact",
}

TOOL = "Altproof"
NOTHING_FOUND = "no problems found in alt text"
NOTHING_TO_CHECK = "nothing to check: no image changed, and no document that was read shows one"
NOTHING_YET = "nothing found before the run was cancelled"
NOT_DONE = "Could not be done"
CANCELLED = "The run was cancelled: this is what was known by then."


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `no errors`."""
    return f"{number or 'no'} {noun if number == 1 else noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def headline(report: Report) -> str:
    """What was found, in one line: `1 error and 2 notices`."""
    totals = report.totals
    numbers = {Severity.ERROR: totals.errors, Severity.WARNING: totals.warnings, Severity.NOTICE: totals.notices}
    found = [count(number, SEVERITIES[severity]) for severity, number in numbers.items() if number]
    if found:
        return listed(found)
    if report.run.cancelled:
        return NOTHING_YET
    if not (totals.references or totals.changed_images or totals.problems):
        return NOTHING_TO_CHECK
    undone = f", but {count(totals.problems, 'thing')} could not be done" if totals.problems else ""
    return NOTHING_FOUND + undone


def foreseen(report: Report) -> str:
    """What a dry run would look at, in one line."""
    images = f"{count(len(report.images), 'image')} to look at with the {report.run.engine} engine"
    return f"{count(report.totals.references, 'place')} with an image, {images}"


def foreseen_spending(report: Report) -> str:
    """What a dry run would spend, in one line; "" for nothing. Calls are those that cannot be saved."""
    spent = spending(report.run.spending)
    return f"at least {spent}" if report.run.spending.calls else spent


def spending(spent: Spending) -> str:
    """What was spent, in one line, such as `8 calls, 24 transactions, 3 images from the cache`; "" for nothing."""
    if not (spent.calls or spent.images_from_cache):
        return ""
    groups = [
        f"{group.count} for {', '.join(group.features) or 'a custom model or segmentation'}"
        for group in spent.transactions
    ]
    number = sum(group.count for group in spent.transactions)
    parts = (
        count(spent.calls, "call"),
        f"{count(number, 'transaction')} ({'; '.join(groups)})" if groups else "",
        f"{count(spent.images_from_cache, 'image')} from the cache" if spent.images_from_cache else "",
        f"{weight(spent.bytes_sent)} sent" if spent.bytes_sent else "",
        f"{weight(spent.bytes_saved)} saved by shrinking" if spent.bytes_saved else "",
        f"cost {spent.cost:,.2f}" if spent.cost is not None else "",
    )
    return ", ".join(filter(None, parts))


def facts(report: Report) -> str:
    """What was looked at, and what it cost, in one line."""
    run, totals = report.run, report.totals
    return ", ".join(
        filter(
            None,
            (
                f"Altproof {__version__}",
                f"engine {run.engine}",
                f"{count(run.documents_read, 'document')} read",
                f"{count(totals.references, 'place')} with an image",
                f"{count(totals.changed_images, 'changed image')}",
                f"{count(run.images_looked_at, 'image')} looked at",
                f"{count(totals.suggestions, 'suggestion')} ready to commit",
                f"{count(run.known_findings, 'finding')} known from the baseline" if run.known_findings else "",
                spending(run.spending),
            ),
        )
    )


def rule_title(rule: str) -> str:
    """The name of a rule in words: `missing-alt` is `Missing alt`."""
    words = rule.replace("-", " ")
    return words[:1].upper() + words[1:]


def told(finding: Finding, caption: str) -> tuple[str, ...]:
    """What is wrong, what an engine saw unless the suggestion says just that, and what to write, each in one line."""
    proposed = finding.suggestion.alt if finding.suggestion else None
    shown = f"It shows: {caption}" if caption and (proposed or "").casefold() != caption.casefold() else ""
    return tuple(filter(None, (finding.message, shown, advice(finding.suggestion))))


def captions(report: Report) -> dict[str, str]:
    """What each image shows in one sentence, by path; "" when no engine said."""
    return {image.file.path: caption(image.analysis) for image in report.images}


def undelivered(report: Report) -> list[str]:
    """What is to be told of ways of delivery that did not work out, each in one line."""
    return [_undelivered(one) for one in report.deliveries if one.message]


def _undelivered(one: Delivery) -> str:
    carried = f"; see {CHANNELS[one.instead]}" if one.instead else ""
    done = f"{CHANNELS[one.channel]} tells of {count(one.count, 'finding')}" if one.done else CHANNELS[one.channel]
    verb = ", but" if one.done else " was left out:"
    text = f"{done}{verb} {one.message}{carried}."
    return text[:1].upper() + text[1:]


def place(finding: Finding) -> str:
    """`path:line:column`."""
    return f"{finding.reference.document}:{finding.span.line}:{finding.span.column}"


def image_of(finding: Finding) -> str:
    """The file that is shown, or the address as it was written when it leads to no file."""
    return finding.reference.image or finding.reference.target


def beside_image(finding: Finding) -> str:
    """What is wrong, for outputs that name the image beside it: the message without that name."""
    from altproof.rules.phrases import image_name  # rules are loaded where there is a finding, and not before

    name = f"{image_name(finding.reference)}: "
    if not finding.message.startswith(name):
        return finding.message
    rest = finding.message.removeprefix(name)
    return rest[:1].upper() + rest[1:]


def present_alt(alt: str | None) -> str:
    """The alt text as it stands."""
    if alt is None:
        return "none"
    return in_marks(alt) if alt else "empty"


def proposed_alt(alt: str) -> str:
    """An alt text to put there."""
    return in_marks(alt) if alt else "empty, as for a decorative image"


def advice(suggestion: Suggestion | None) -> str:
    """What to do, in one line: the suggested alt text where it can be trusted, else where to begin; "" for neither."""
    if suggestion is None:
        return ""
    if suggestion.alt is None:
        return suggestion.note[:1].upper() + suggestion.note[1:]
    if suggestion.grade.is_committable:
        return f"Suggested alt text: {draft(suggestion)}"
    return f"Not enough is known for a suggestion; to begin with: {draft(suggestion)}"


def draft(suggestion: Suggestion | None) -> str:
    """A draft of any grade with its grade, source and note, in one line; "" when there is nothing to say."""
    if suggestion is None:
        return ""
    if suggestion.alt is None:
        return suggestion.note
    return f"{proposed_alt(suggestion.alt)} ({trust(suggestion)})"


def trust(suggestion: Suggestion) -> str:
    """How far a draft can be trusted and why, in one line: its grade, source and note."""
    says_from_where = suggestion.note.startswith("from ") or suggestion.source is None
    source = "" if says_from_where else f"from {SOURCES[suggestion.source or WordSource.WORDS]}"
    return "; ".join(filter(None, (GRADES[suggestion.grade], source, suggestion.note)))


def caption(analysis: Analysis | None) -> str:
    """What the image shows in one sentence; "" when no engine said."""
    return analysis.caption.text if analysis and analysis.caption else ""


def read_text(analysis: Analysis | None) -> str | None:
    """The text in the image on one line; None when nobody looked for it."""
    if analysis is None or analysis.text_lines is None:
        return None
    return " / ".join(line.text for line in analysis.text_lines)


def size(file: ImageFile) -> str:
    """`800 x 600 px, 12 KiB`."""
    pixels = f"{file.width} x {file.height} px, " if file.width and file.height else ""
    return pixels + weight(file.byte_count)


def weight(byte_count: int) -> str:
    """`912 bytes`, `12 KiB`."""
    return f"{byte_count} bytes" if byte_count < 1024 else f"{byte_count / 1024:,.0f} KiB"


def box(region: Box) -> str:
    """`120 x 40 px from (8, 16)`."""
    return f"{region.width} x {region.height} px from ({region.x}, {region.y})"


def in_file(file: str | None) -> str:
    """Where something lies in the output folder, to be put behind it; "" where it does not."""
    return f" ({file})" if file else ""
