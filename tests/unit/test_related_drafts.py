"""Whole runs over files in memory in which images are related: what is drafted, what is reported, what is left alone."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageOps

from altproof.config import Config
from altproof.engines.base import Picture
from altproof.engines.none import NoEngine
from altproof.images.appearance import appearance
from altproof.looking import Eyes
from altproof.model import (
    Analysis,
    Appearance,
    Grade,
    Request,
    RuleChoice,
    Severity,
    Status,
    Suggestion,
    TextLine,
    WordSource,
)
from altproof.report import Report
from tests.unit.images import samples
from tests.unit.seeing.drawn import page
from tests.unit.test_pipeline import Captioning, Files, begun, change, changed

GOOD = "Login form with an error under the password field"


class Looking(Captioning):
    """Tells what the pixels say, and for each picture the text that it was given."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._texts = texts or {}

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        lines = (TextLine(self._texts[picture.file.path]),) if picture.file.path in self._texts else ()
        found = appearance(Image.open(io.BytesIO(picture.data)))
        return Analysis(self.name, text_lines=lines, appearance=found)


def png(seed: int = 1, *, dark: bool = False, note: str = "") -> bytes:
    picture = page(seed, dark=dark)
    ImageDraw.Draw(picture).text((500, 300), note, fill="#d00000")
    return samples.saved(picture, "PNG")


def report(files: Mapping[str, bytes | str], engine=None, **task) -> Report:
    run = begun(Files(files), **task)
    asyncio.run(run.look(Eyes(engine or Looking(), NoEngine())))
    run.judge()
    return run.report()


def drafted(files: Mapping[str, bytes | str], engine=None, **task) -> Suggestion | None:
    """The only draft for an alt text that is missing."""
    found = [finding.suggestion for finding in report(files, engine, **task).findings if finding.rule == "missing-alt"]
    assert len(found) == 1
    return found[0]


def told(draft: Suggestion | None) -> tuple[str | None, Grade, str]:
    assert draft is not None
    return draft.alt, draft.grade, draft.note


LIGHT, DARK = png(), png(dark=True)


def test_a_dark_picture_gets_the_words_of_its_light_version_that_did_not_change():
    files = {
        "a.md": "![](x1-dark.png)\n",
        "b.md": f"![{GOOD}](x1-light.png)\n",
        "x1-dark.png": DARK,
        "x1-light.png": LIGHT,
    }
    added = change(changed("a.md", 1), changed("x1-dark.png", status=Status.ADDED))
    draft = drafted(files, changes=added)
    note = 'from its light version, "x1-light.png", as its name says; check that both show the same'
    assert told(draft) == (GOOD, Grade.MEDIUM, note)
    assert draft.source is WordSource.AUTHOR
    assert draft.edit.replacement == GOOD


def test_pixels_that_bear_the_pair_out_make_its_words_sure():
    files = {"a.md": "![](x1-dark.png)\n", "b.md": f"![{GOOD}](x1.png)\n", "x1-dark.png": DARK, "x1.png": LIGHT}
    added = change(*(changed(path, 1, status=Status.ADDED) for path in files))
    assert told(drafted(files, changes=added)) == (GOOD, Grade.HIGH, 'from its light version, "x1.png"')


def test_versions_are_looked_at_where_no_engine_did():
    files = {
        "a.md": "![](x1-dark.png)\n\n![](y2-dark.png)\n\n![](z3-dark.png)\n",
        "b.md": f"![{GOOD}](x1.png)\n\n![{GOOD}](y2.png)\n\n![](z3.png)\n",
        "x1-dark.png": DARK,
        "y2-dark.png": DARK,
        "z3-dark.png": png(6, dark=True),
        "x1.png": LIGHT,
        "z3.png": png(6),
        "y2.png": b"no image",
    }
    run = begun(Files(files), changes=change(changed("a.md", 1, 3, 5), changed("x1-dark.png", status=Status.ADDED)))
    assert run.versions_to_see == ["x1-dark.png", "x1.png", "y2-dark.png", "y2.png"]
    run.glance_at(run.versions_to_see, glanced)
    run.judge()
    drafts = {finding.reference.image: finding.suggestion for finding in run.report().findings}
    grades = {path: draft.grade for path, draft in drafts.items() if draft}
    assert grades == {"x1-dark.png": Grade.HIGH, "y2-dark.png": Grade.MEDIUM, "z3-dark.png": Grade.NONE}


def glanced(data: bytes) -> Appearance | None:
    return appearance(Image.open(io.BytesIO(data))) if data.startswith(b"\x89PNG") else None


def test_pixels_that_show_something_else_take_the_words_away():
    other = samples.saved(ImageOps.flip(ImageOps.mirror(page())), "PNG")
    files = {"a.md": "![](x1-dark.png)\n", "b.md": f"![{GOOD}](x1.png)\n", "x1-dark.png": DARK, "x1.png": other}
    added = change(*(changed(path, 1, status=Status.ADDED) for path in files))
    assert drafted(files, changes=added).alt is None


def test_two_halves_of_one_page_share_their_words_whatever_their_names():
    text = f"![{GOOD}](k1.png#gh-light-mode-only)\n![](q2.png#gh-dark-mode-only)\n"
    found = drafted({"a.md": text, "k1.png": LIGHT, "q2.png": DARK})
    assert told(found) == (GOOD, Grade.HIGH, 'from its light version, "k1.png"')
    assert found.edit.replacement == GOOD


def test_words_that_name_the_theme_are_not_handed_over_unread():
    alt = "Login form in light mode"
    found = drafted(
        {"a.md": "![](x1-dark.png)\n", "b.md": f"![{alt}](x1-light.png)\n", "x1-dark.png": DARK, "x1-light.png": LIGHT}
    )
    assert told(found) == (
        alt,
        Grade.LOW,
        'from its light version, "x1-light.png"; take out what is said about dark or light',
    )
    assert found.edit is None


def test_a_version_whose_alt_text_was_written_before_it_changed_says_nothing():
    files = {
        "a.md": "![](x1-dark.png)\n",
        "b.md": f"![{GOOD}](x1-light.png)\n",
        "x1-dark.png": DARK,
        "x1-light.png": LIGHT,
    }
    both = change(changed("x1-dark.png"), changed("x1-light.png"))
    assert drafted(files, changes=both).alt is None


def test_the_version_of_a_page_in_another_language_says_nothing():
    files = {
        "docs/de/a.md": "![](/img/x1-dark.png)\n",
        "docs/en/a.md": f"![{GOOD}](/img/x1-light.png)\n",
        "img/x1-dark.png": DARK,
        "img/x1-light.png": LIGHT,
    }
    assert drafted(files).alt is None


def test_a_picture_nearly_alike_with_the_same_text_lends_its_words_to_be_checked():
    half = samples.saved(page().resize((480, 300)), "PNG")
    files = {"a.md": "![](x1.png)\n", "b.md": f"![{GOOD}](y2.png)\n", "x1.png": LIGHT, "y2.png": half}
    added = change(*(changed(path, 1, status=Status.ADDED) for path in files))
    read = dict.fromkeys(("x1.png", "y2.png"), "Wrong password, try again")
    assert told(drafted(files, Looking(read), changes=added)) == (
        GOOD,
        Grade.MEDIUM,
        'from "y2.png", which looks nearly the same and holds the same text; check what differs',
    )


def test_where_the_text_differs_the_words_of_a_near_duplicate_are_evidence():
    files = {"a.md": "![](x1.png)\n", "b.md": f"![{GOOD}](y2.png)\n", "x1.png": LIGHT, "y2.png": png(note="Step 2")}
    added = change(*(changed(path, 1, status=Status.ADDED) for path in files))
    found = drafted(files, Looking({"x1.png": "Step 1", "y2.png": "Step 2"}), changes=added)
    note = 'from "y2.png", which looks nearly the same; what differs may be the point'
    assert told(found) == (GOOD, Grade.LOW, note)
    assert found.edit is None


def test_near_duplicates_on_one_page_are_not_given_the_same_words():
    files = {"a.md": f"![{GOOD}](y2.png)\n\n![](x1.png)\n", "x1.png": LIGHT, "y2.png": png(note="27,418")}
    added = change(*(changed(path, 1, 3, status=Status.ADDED) for path in files))
    assert drafted(files, changes=added).alt is None


def test_the_report_names_relatives_of_the_images_that_were_looked_at():
    files = {
        "a.md": "![](x.png)\n![](x-dark.png)\n![](y.png)\n![](z.png)\n",
        "x.png": LIGHT,
        "x-dark.png": DARK,
        "y.png": png(note="27,418"),
        "z.png": png(6),
        "z-dark.png": png(6, dark=True),
    }
    images = {image.file.path: (image.other_themes, image.near_duplicates) for image in report(files).images}
    assert images == {
        "x.png": (("x-dark.png",), ("y.png",)),
        "x-dark.png": (("x.png",), ()),
        "y.png": ((), ("x.png",)),
        "z.png": (("z-dark.png",), ()),
    }


def test_a_source_of_a_picture_is_shown_and_shares_its_alt_text():
    picture = f'<picture><source media="(prefers-color-scheme: dark)" srcset="q2.png"><img src="k1.png" alt="{GOOD}"></picture>\n'
    files = {"a.md": picture, "b.md": "![](q2.png)\n", "k1.png": LIGHT, "q2.png": DARK, "u3.png": png(6)}
    found = report(files, config=Config(rules={"unused-image-file": RuleChoice(True, Severity.WARNING)}))
    assert [f.reference.document for f in found.findings if f.rule == "unused-image-file"] == ["u3.png"]
    (draft,) = [f.suggestion for f in found.findings if f.rule == "missing-alt"]
    assert (draft.alt, draft.grade) == (GOOD, Grade.HIGH)
    assert found.images[0].other_themes == ("k1.png",)


def test_a_changed_source_for_dark_pages_is_shown_by_its_document():
    picture = f'<picture><source media="(prefers-color-scheme: dark)" srcset="q2.png"><img src="k1.png" alt="{GOOD}"></picture>\n'
    found = report({"a.md": picture, "k1.png": LIGHT, "q2.png": DARK}, changes=change(changed("q2.png")))
    assert found.unreferenced == ()
    assert found.findings == ()


def test_an_audit_tells_when_both_themes_say_different_things():
    files = {
        "a.md": f"![{GOOD}](x-light.png)\n\n![Login form](y.png#only-light)\n![Form for the login](z.png#only-dark)\n",
        "b.md": "![Password dialog](x-dark.png)\n",
        **dict.fromkeys(("x-light.png", "x-dark.png", "y.png", "z.png"), LIGHT),
    }
    rules = {"inconsistent-alt": RuleChoice(True, Severity.NOTICE)}
    found = [f for f in report(files, config=Config(rules=rules)).findings if f.rule == "inconsistent-alt"]
    assert [(f.reference.document, f.span.line) for f in found] == [("a.md", 1), ("a.md", 3), ("a.md", 4), ("b.md", 1)]
    assert 'that of its version for the other theme, "Form for the login"' in found[1].message


def test_no_alt_text_differs_from_a_computed_one():
    files = {
        "a.md": "![{{ title }}](x.png)\n\n![{{ title }}](y.png#only-light)\n![Form for the login](z.png#only-dark)\n",
        "b.md": "![Password dialog](x.png)\n",
        **dict.fromkeys(("x.png", "y.png", "z.png"), LIGHT),
    }
    rules = {"inconsistent-alt": RuleChoice(True, Severity.NOTICE)}
    found = [f for f in report(files, config=Config(rules=rules)).findings if f.rule == "inconsistent-alt"]
    assert found == []
