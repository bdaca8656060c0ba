"""AsciiDoc: block and inline image macros, and the HTML that is passed through.

The lines become blocks (`blocks`), the text of a block is searched for macros (`inline`), and what
stands between the brackets is read as Asciidoctor reads it (`attributes`).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from altproof.model import Edit, ImageReference, Surroundings
from altproof.patterns import lazy_regex
from altproof.readers.asciidoc.attributes import Alt, Listed, decoded, listed
from altproof.readers.asciidoc.blocks import Blocks
from altproof.readers.asciidoc.definitions import Definitions
from altproof.readers.asciidoc.frames import Above
from altproof.readers.asciidoc.inline import Inline, Macro, Shown, unmarked
from altproof.readers.asciidoc.lines import Line, Run, source_lines
from altproof.readers.asciidoc.writing import html_words, macro_value
from altproof.readers.base import Positions, Site
from altproof.readers.escaping import one_line
from altproof.readers.found import Found
from altproof.readers.html_tags import Examples, Tag, image, plain, replacement, tokens
from altproof.readers.page_head import front_matter
from altproof.readers.surroundings import Scene

BLOCK, INLINE = "asciidoc-block", "asciidoc-inline"
_ABSOLUTE = lazy_regex(r"/|[^/\s]*:")


class _Found(Found, frozen=True, kw_only=True):
    title: str | None = None
    caption: str | None = None
    link: tuple[str, str] | None = None
    """Where it leads, and its text besides the image."""


def references(
    document: str,
    text: str,
    site: Site = Site(),  # noqa: ARG001  (no generator changes how AsciiDoc is read)
) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`.

    With `:imagesdir:` in force the target of a relative address begins with it, as the page's does: `imagesdir=` on a
    macro is not looked at, and neither are attributes from the command line or `antora.yml`.
    """
    start, title = front_matter(text)
    definitions = Definitions()
    page = _Page(text, Scene(title), definitions)
    Blocks(source_lines(text, start), page, definitions).read()
    positions = Positions(text)
    return [_reference(document, each, page.scene, positions) for each in sorted(page.found, key=lambda f: f.start)]


def edit(
    text: str,
    reference: ImageReference,
    alt: str,
    site: Site = Site(),  # noqa: ARG001  (no generator changes how AsciiDoc is written)
) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    slot = reference.alt_span
    if slot is None:
        return None
    positions = Positions(text)
    start = positions.offset(slot.line, slot.column)
    end = positions.offset(slot.end_line, slot.end_column)
    words = one_line(alt)
    if reference.syntax.startswith("html-"):
        written = replacement(text, (start, end), reference.alt, words, html_words)
    else:
        # The text of a link ends at a comma when it holds a "=" (Asciidoctor 2.0.17, tried), as the image's HTML does
        reserved = "," if reference.surroundings.link_target is not None else ""
        written = macro_value(text, start, end, words, inline=reference.syntax == INLINE, reserved=reserved)
    return Edit(reference.document, slot, written)


def _reference(document: str, found: _Found, scene: Scene, positions: Positions) -> ImageReference:
    around = scene.around(found.place, title=found.title, caption=found.caption, tag=found.tag)
    return found.reference(document, positions, _linked(around, found.link))


def _linked(around: Surroundings, link: tuple[str, str] | None) -> Surroundings:
    return around if link is None else replace(around, link_target=link[0], link_text=" ".join(link[1].split()))


class _Page:
    """Gathers the images of the blocks; satisfies `blocks.Page`."""

    def __init__(self, source: str, scene: Scene, definitions: Definitions) -> None:
        self.found: list[_Found] = []
        self.scene = scene
        self._source = source
        self._definitions = definitions

    def heading(self, line: Line, level: int) -> None:
        """A heading; level 1 is the title of the page."""
        self.scene.begin_block(level)
        self._inline([line], editable=True)

    def text(self, lines: Sequence[Line], *, editable: bool = True) -> None:
        """A stretch of text in which macros count."""
        if lines:
            self.scene.begin_block()
            self._inline(lines, editable=editable)

    def beside_html(self, lines: Sequence[Line], *, macros: bool) -> None:
        """What else counts in lines that `html` was given: what attributes bring in, and perhaps macros."""
        self._inline(lines, editable=False, said=False, macros=macros)

    def image(self, line: Line, above: Above) -> None:
        """A line with a block image."""
        self.scene.begin_block()
        target, _, behind = line.text.removeprefix("image::").partition("[")
        start = line.start + len(line.text) - len(behind)
        found = listed(behind[:-1], self._definitions)
        alt, slot = _block_alt(found, above, start)
        title = found.values.get("title") or (above.title.text if above.title is not None else "")
        link = found.values.get("link") or above.values.get("link")
        self.found.append(
            _Found(
                start=line.start,
                end=line.start + len(line.text),
                syntax=BLOCK,
                target=self._target(target),
                alt=None if alt is None else decoded(alt.text.replace("\\|", "|")),
                slot=slot,
                computed=alt is not None and alt.computed,
                place=self.scene.here(),
                caption=self._words(title) or None,
                link=None if link is None else (link, ""),
            )
        )
        if above.title is not None and not found.values.get("title"):
            self._inline([above.title], editable=True, said=False)

    def html(self, lines: Sequence[Line]) -> None:
        """HTML that is passed through."""
        self.scene.begin_block()
        self._html(Run(lines), 0, None)

    def _inline(self, lines: Sequence[Line], *, editable: bool, said: bool = True, macros: bool = True) -> None:
        run = Run(lines)
        inline = Inline(run.text, self._definitions)
        at = 0
        for part in inline.parts():
            self._say(run.text[at : part.start] if said else "")
            if isinstance(part, Macro):
                if macros:
                    self._macro(run, inline, part, editable=editable and not inline.is_sealed(part))
            elif isinstance(part, Shown):
                self._tag(part.tag, run.offset(part.start), run.offset(part.end))
            elif said:
                self._html(run, part.html_start, part.html_end)
            at = max(at, part.end)
        self._say(run.text[at:] if said else "")

    def _macro(self, run: Run, inline: Inline, macro: Macro, *, editable: bool) -> None:
        raw = inline.masked[macro.list_start : macro.list_end] if macro.filled is None else macro.filled
        found = listed(raw.replace("\n", " "), self._definitions)
        alt = found.alt
        place = (found.insertion,) * 2 if alt is None else alt.slot
        slot = None
        if editable and place is not None and macro.filled is None:
            slot = (run.offset(macro.list_start + place[0]), run.offset(macro.list_start + place[1]))
        link = found.values.get("link")
        self.found.append(
            _Found(
                start=run.offset(macro.start),
                end=run.offset(macro.end),
                syntax=INLINE,
                target=self._target(macro.target),
                alt=_heard(inline, macro, found),
                slot=slot,
                computed=alt is not None and alt.computed,
                place=self.scene.here(),
                title=found.values.get("title"),
                link=inline.link_around(macro) if link is None else (link, ""),
            )
        )

    def _html(self, run: Run, start: int, end: int | None) -> None:
        examples = Examples()
        html = run.text[start:end]
        for token in tokens(html):
            if not isinstance(token, Tag):
                if not examples.open:
                    self.scene.say(plain(html[token.start : token.end]))
                continue
            if examples.holds(token):
                continue
            self.scene.tag(token)
            shown = image(token)
            slot = None if shown is None else shown.slot
            places = None if slot is None else (run.offset(start + slot[0]), run.offset(start + slot[1]))
            self._tag(token, run.offset(start + token.start), run.offset(start + token.end), places)

    def _tag(self, tag: Tag, start: int, end: int, slot: tuple[int, int] | None = None) -> None:
        shown = image(tag)
        if shown is not None:
            self.found.append(
                _Found(
                    start=start,
                    end=end,
                    syntax=shown.syntax,
                    target=shown.target,
                    alt=shown.alt,
                    slot=slot,
                    computed=shown.computed,
                    place=self.scene.here(),
                    title=tag.text("title"),
                    tag=tag,
                )
            )

    def _say(self, raw: str) -> None:
        if raw.strip():
            self.scene.say(self._words(raw))

    def _words(self, raw: str) -> str:
        return decoded(unmarked(self._definitions.fill(raw).text))

    def _target(self, written: str) -> str:
        """The address the page shows, `imagesdir` in front; as written when an unknown attribute is in it."""
        target = self._definitions.fill(written)
        if not target.complete or _ABSOLUTE.match(target.text):
            return target.text
        folder = (self._definitions.value("imagesdir") or "").rstrip("/")
        return target.text if folder in {"", "."} else f"{folder}/{target.text}"


def _block_alt(found: Listed, above: Above, start: int) -> tuple[Alt | None, tuple[int, int] | None]:
    """Alt text of a block image whose list begins at `start`, and where it is edited: there, above, or not."""
    if found.alt is not None:
        slot = found.alt.slot
        return found.alt, None if slot is None else (start + slot[0], start + slot[1])
    if above.alt is not None:
        return above.alt, above.alt.slot
    place = start + found.insertion
    if not above.style:
        return None, (place, place)
    computed = "{" in above.style
    return Alt(above.style, None, computed), None if computed else (place, place)


def _heard(inline: Inline, macro: Macro, found: Listed) -> str | None:
    alt = found.alt
    if alt is None:
        return None
    text = alt.text
    if "\0" in text and alt.slot is not None and macro.filled is None:
        start, end = (macro.list_start + offset for offset in alt.slot)
        quotes = inline.masked[start] in "\"'" and end - start > 1 and inline.masked[end - 1] == inline.masked[start]
        text = inline.shown(start + quotes, end - quotes)
    # Tables undo the second escape; outside them nobody writes it
    return decoded(text.replace("\\]", "]").replace("\\|", "|"))
