"""Every hostile text, in every field a stranger can fill, in review, comment and check run: shown, and nothing else."""

import re

import pyromark
import pytest
from msgspec.structs import replace

from altproof.links import HOME
from altproof.model import Edit, Grade, Lines, Severity, Span, Suggestion, WordSource
from altproof.reporters import check_run, comment, review
from altproof.reporters.suggestion_block import block
from tests.fakes.hostile import HOSTILE
from tests.unit.reporters.test_escaping import GITHUB, OPTIONS
from tests.unit.reporters.test_hostile_fields import FIELDS, report

HEAD = "1" * 40
SOURCE_URL = f"https://github.com/octo/garden/blob/{HEAD}/"
PATCH = "@@ -0,0 +1,3 @@\n+![c](b.png)\n+a\n+b"


def whole(text, field):
    """The report with this text in this field, as a run on a pull request has it."""
    made = report(text, field)
    return replace(made, run=replace(made.run, source_url=SOURCE_URL, head=HEAD, pull_request=12))


def bodies(made):
    """Everything in Markdown that goes to GitHub."""
    document, image = made.references[0].document, made.references[0].image
    on_lines = review.plan(made, {document: PATCH}, {}, "Altproof")
    on_files = review.plan(made, {document: None, image: None}, {}, "Altproof")
    output = check_run.output(made, shows_images=True)
    yield from (remark.body for remark in (*on_lines.remarks, *on_files.remarks))
    yield from (comment.render(made, "Altproof"), review.body(made, []), output.summary)


def shape(markdown):
    """What a renderer makes of it without the words, and the words outside code."""
    nodes, words = [], []
    for event in pyromark.events(markdown, options=OPTIONS, merge_text=True):
        match event:
            case {"Text": text}:
                words.append(text)
            case {"Code": _} | "SoftBreak":
                pass
            case {"Start": {"Link": link}}:
                nodes.append("link")
                assert link["dest_url"].startswith((f"{HOME}/blob/main/docs/rules/", SOURCE_URL)), link
            case {"Html": html} | {"InlineHtml": html}:
                nodes.append("html")
                assert re.fullmatch(r"<!-- altproof:[a-z]+:Altproof:[0-9a-f.]*:[0-9a-f]{16} -->\n?", html), html
            case {"Start": {"Image": _}}:
                pytest.fail(markdown)
            case _:
                nodes.append(repr(event))
    return nodes, words


@pytest.mark.parametrize("field", FIELDS)
def test_comments_have_no_other_nodes_links_or_mentions_than_ours(field):
    usual = [shape(markdown)[0] for markdown in bodies(whole("usual", field))]
    for text in (text for text in HOSTILE if text.strip() and "\ufeff" not in text):
        found = list(bodies(whole(text, field)))
        for markdown, expected in zip(found, usual, strict=True):
            nodes, words = shape(markdown)
            assert nodes == expected, (text, markdown)
            assert not [word for word in words if GITHUB.search(word)], (text, markdown)
            assert markdown.isprintable() or markdown.replace("\n", "").isprintable()


@pytest.mark.parametrize("field", sorted({*FIELDS} - {"repository"}))  # the event's reader checks its form
def test_annotations_of_a_check_run_are_plain_and_in_place(field):
    for text in HOSTILE:
        output = check_run.output(whole(text, field), shows_images=True)
        assert output.title.isprintable()
        for one in output.annotations:
            assert 1 <= one.start_line <= one.end_line
            assert one.message.replace("\n", "").isprintable()
            assert 0 < len(one.title) <= 255
        for image in output.images:
            assert image.url.startswith("https://raw.githubusercontent.com/")
            assert re.fullmatch(
                r"[!-~]+", image.url.removeprefix("https://raw.githubusercontent.com/").partition("/")[2]
            )


def test_a_hostile_line_stays_inside_its_suggestion():
    shown = 0
    for text in (text for text in HOSTILE if "\n" not in text):
        made = block({1: f"{text}![](b.png)"}, Lines(1, 1), [Edit("a.md", Span(1, 1, 1, 1), "x")])
        if made is None:
            continue
        shown += 1
        events = list(pyromark.events(f"words\n\n{made}\n\nmore\n", options=OPTIONS, merge_text=True))
        code = [event for event in events if "CodeBlock" in repr(event)]
        assert len(code) == 2, text
        assert {"Text": f"x{text}![](b.png)\n"} in events
        assert len(events) == 9
    assert shown > 150


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_draft_is_named_in_words_and_its_edit_stays_in_the_fence(text):
    made = whole("usual", "alt")
    draft = Suggestion(text, Grade.HIGH, WordSource.MODEL, edit=Edit("a.md", Span(1, 3, 1, 4), text))
    made = replace(made, findings=(replace(made.findings[0], suggestion=draft, severity=Severity.ERROR),))
    (remark,) = review.plan(made, {"a.md": PATCH}, {"a.md": {1: "![c](b.png)"}}, "Altproof").on_lines
    fences = re.findall(r"^`{3,}", remark.body, re.MULTILINE)
    assert len(fences) in {0, 2}
    events = [repr(event) for event in pyromark.events(remark.body, options=OPTIONS, merge_text=True)]
    assert sum("CodeBlock" in event for event in events) == len(fences)
    assert sum("Image" in event or "Heading" in event for event in events) == 0
