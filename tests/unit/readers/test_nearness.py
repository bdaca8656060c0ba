"""Blocks far from every image may be left out of the reading: what is known of each image stays the same."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from altproof.model import ImageReference
from altproof.readers.base import Site
from altproof.readers.markdown.disguise import Addresses, Disguise, Prepared
from altproof.readers.markdown.flavours import flavour
from altproof.readers.markdown.sections import stretches
from altproof.readers.markdown.stream import Block, blocks, blocks_near
from altproof.readers.markdown.walk import Walk, reaches_far
from altproof.readers.page_head import front_matter
from altproof.readers.surroundings import NEAR

PARTS = (
    *("## {octicon}`bell`", "{ref}`words <there>`{fas}`bell`", "words" + "&nbsp;" * 310 + "{octicon}`bell`"),
    *("\ue000", "## \ue000", "\ue000 words", "# _&nbsp;_", "## _` `_", "# __"),
    *(
        "# Title",
        "## Section",
        "# ",
        "## ![in a heading](h.png)",
        "## Words ![w](w.png)",
        "Set `x`\n=======",
        "###  &nbsp;",
    ),
    *(
        "Some words.",
        "*Strong* `code` words",
        "` `",
        "&nbsp;",
        "> quoted",
        "- one\n- two",
        "1. ![in a list](l.png)",
        "---",
    ),
    *(
        "![a](a.png)",
        "Before ![b](b.png) behind",
        "![c](c.png){alt='x'}",
        "[![d](d.png)](there)",
        "![e][ref]",
        "[ref]: e.png",
    ),
    *(
        "```\n![code](no.png)\n```",
        "    indented",
        "<img src=f.png>",
        "<p>\n<img src=g.png alt='g'>\n</p>",
        "<!-- note -->",
        "<br>",
    ),
    *(
        "| a | b |\n|---|---|\n| ![t](t.png) | words |",
        "&nbsp;" * 310 + "late",
        "words" + "&nbsp;" * 310,
        "[^1]",
        "[^1]: note",
    ),
)
LINES = (
    *("# Title", "## Section", "### `code`", "#not a heading", "# ", "Title\n=====", "Section\n-------", "# \\#"),
    *("Words.", "![a](a.png)", "> > ![q](q.png)", "- ![l](l.png)", "1. ![n](n.png)", "   ![i](i.png)", "![r][ref]"),
    *(
        "```",
        "```\xa0",
        "```\t",
        "``` py",
        "````",
        "~~~",
        "~~~~ `",
        "``` a ` b",
        "  ```",
        "   ~~~",
        "    ```",
        "> ```",
        "- ```",
        "\t```",
    ),
    *(
        "<div>",
        "</div>",
        "<img src=g.png>",
        "  <p>",
        "<script>",
        "</script>",
        "<pre>",
        "<!--",
        "-->",
        "<?",
        "<![CDATA[",
    ),
    *("[ref]: e.png", "[^1]: note", "[ref]:\n/e.png", "| a | b |\n|---|---|", "| ![t](t.png) | b |", "---", "<br>"),
    *("    indented", "- one", "  - two", "1. one", "> quoted", "", " ", "\t", "`` ` ```", "&nbsp;", "`", "**"),
)
SEPARATORS = ("\r", "\n", "\n\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n")
DOCUMENTS = st.lists(st.sampled_from(PARTS), max_size=30).map("\n\n".join)
PAGES = st.lists(st.tuples(st.sampled_from((*LINES, *PARTS)), st.sampled_from(SEPARATORS)), max_size=40).map(
    lambda lines: "".join(chain.from_iterable(lines))
)


def read(text: str, kept: Iterable[Block], page_title: str | None = None) -> list[ImageReference]:
    walk = Walk(Prepared(Disguise(text, text, Addresses())), flavour("a.md", Site()), page_title)
    for block in kept:
        walk.block(block)
    return list(walk.references("a.md"))


@given(DOCUMENTS)
@example("# ![a](a.png)\n\n" + "far\n\n" * 9 + "# Title\n\nwords")
@example("words\n\nwords" + "&nbsp;" * 310 + "\n\n![a](a.png)")
@example("words\n\nwords" + "\xa0" * 310 + "\n\n![a](a.png)\n\n" + "\xa0" * 310 + "words\n\nwords")
@example("# Title\n\nwords\n\n![a](a.png)\n\nwords\n\n" + "far\n\n" * 9 + "![b](b.png)")
@example("![a](a.png)\n\n\ue000\n\nwords")
@example("words\n\nwords" + "&nbsp;" * 310 + "{octicon}`bell`\n\n![a](a.png)")
@example(
    "{octicon}`bell`" + "&nbsp;" * 310 + "late\n\n![a](a.png)\n\n{octicon}`bell`" + "&nbsp;" * 310 + "late\n\nwords"
)
def test_images_are_told_of_alike_without_the_blocks_far_from_them(text: str) -> None:
    assert read(text, blocks_near(text, [(0, len(text))])) == read(text, blocks(text, 0))


@given(PAGES, st.booleans(), st.sampled_from(("", "---\ntitle: x\n---\n", "\ufeff", "# Title\n\n")))
@example("words\n\n## One\n\n```\n\n## Two\n\n![a](a.png)\n```\n\n## Three\n\n![b](b.png)", True, "# Title\n\n")
@example("words" + "&nbsp;" * 310 + "\n---\n| a | b |\n|---|---|\n| ![t](t.png) | words |", False, "")
@example("# Set&nbsp;*&nbsp;*\n\nwords\n\n## Two\n\n![a](a.png)\n\n# Title\n\n![b](b.png)", False, "")
@example("# _&nbsp;_\n\nwords\n\n# Title\n\n![a](a.png)\n\n# Another\n\n![b](b.png)", False, "")
@example("# Title\n\n## Setext\n\nwords\n\n## _` `_\n\n![a](a.png)", False, "")
@example("# Title\n\n## One\n\nwords\n\n## Two ![a](a.png)", False, "")
@example("# Title\n\n## One\n\nwords\n\n## Two <img src=a.png>", False, "")
@example("words\n```\n```\t\n\n## Two\n\n![a](a.png)\n```", True, "")
@example("## One\n\n[ref]: e.png\n\n## Two\n\n![e][ref]", True, "")
@example("words\r```\n\n## Two\n\n![a](a.png)\n```", True, "")
@example("words\n```\n```\xa0\n\n## Two\n\n![a](a.png)\n```", True, "")
@example("- one\n  ```\n\n## Two\n\n  ```\n\n## Three\n\n![a](a.png)\n\n  ```", True, "")
@example("<div>\n```\n</div>\n\n```\n## Two\n\n![a](a.png)\n\n## Three\n```", True, "")
def test_images_are_told_of_alike_without_the_sections_that_hold_none(text: str, has_title: bool, head: str) -> None:
    text = head + text
    start, _ = front_matter(text)
    page_title = "Title" if has_title else None
    parts = stretches(text, start, has_title=has_title)
    assert read(text, blocks_near(text, parts), page_title) == read(text, blocks(text, start), page_title)


def test_blocks_far_from_every_image_are_left_out() -> None:
    text = (
        "far\n\n# Title\n\nfar\n\n" + "## Far\n\nfar\n\n" * 50 + "## Near\n\nfar\n\nnear\n\n"
        "![a](a.png)\n\nnear\n\nfar\n\n" + "# Far\n\nfar\n\n" * 50
    )
    kept = list(blocks_near(text, [(0, len(text))]))
    assert ["".join(piece.text for piece in block.pieces) for block in kept] == [
        *("Title", "Near", "near", "a.pnga", "near")
    ]
    (reference,) = read(text, kept)
    assert (reference.surroundings.heading, reference.surroundings.text_before) == ("Near", "near")


def test_a_rule_is_no_block_that_is_looked_at() -> None:
    text = "words\n\n" + "&nbsp;\n\n---\n\n" * (NEAR - 1) + "![a](a.png)"
    (reference,) = read(text, blocks(text, 0))
    assert reference.surroundings.text_before == "words"


def test_nothing_behind_the_next_heading_is_kept_even_if_that_has_no_words() -> None:
    text = "![a](a.png)\n\n## &nbsp;\n\nfar"
    assert [block.name for block in blocks_near(text, [(0, len(text))])] == ["Paragraph", "Heading"]


@pytest.mark.parametrize(("blanks", "words"), [(NEAR - 1, "words"), (NEAR, None)])
def test_words_are_looked_for_in_as_many_blocks_as_are_kept(blanks: int, words: str | None) -> None:
    silent = "&nbsp;\n\n" * blanks
    text = f"words\n\n{silent}![a](a.png)\n\n{silent}words\n\nwords"
    kept = list(blocks_near(text, [(0, len(text))]))
    (reference,) = read(text, kept)
    assert (reference.surroundings.text_before, reference.surroundings.text_after) == (words, words)
    assert len(kept) == NEAR + 1 + NEAR


def parsed(text: str, start: int = 0, *, has_title: bool = False) -> list[str]:
    """What is parsed of a page, after a look whether that tells of the same images."""
    page_title = "Title" if has_title else None
    parts = stretches(text, start, has_title=has_title)
    assert read(text, blocks_near(text, parts), page_title) == read(text, blocks(text, start), page_title)
    return [text[low:high] for low, high in parts]


def test_many_headings_without_words_are_not_kept_until_an_image_comes() -> None:
    text = "## &nbsp;\n\n" * 10_000 + "![a](a.png)"
    tracemalloc.start()
    try:
        assert sum(1 for _ in blocks_near(text, [(0, len(text))])) > 100
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_a_block_of_many_events_is_kept_as_pieces() -> None:
    tracemalloc.start()
    try:
        (block,) = blocks("&nbsp;" * 50_000, 0)
        assert len(block.pieces) == 50_000
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def test_sections_without_an_image_are_not_parsed() -> None:
    text = "# Title\n\nwords\n\n## One\n\n```\n\n## Code\n```\n\n## Two\n\n![a](a.png)\n\n## Three\n\nwords\n"
    assert parsed(text) == ["# Title", "## Two\n\n![a](a.png)\n\n"]
    (reference,) = read(text, blocks_near(text, stretches(text, 0, has_title=False)))
    assert (reference.surroundings.page_title, reference.surroundings.heading) == ("Title", "Two")


def test_sections_with_images_are_parsed_in_one_when_nothing_stands_between_them() -> None:
    assert parsed("# Title\n\n![a](a.png)\n\n## One\n\n<IMG src=b.png>\n\n## Two\n\nwords") == [
        "# Title\n\n![a](a.png)\n\n## One\n\n<IMG src=b.png>\n\n"
    ]


def test_a_title_that_is_known_already_is_not_parsed() -> None:
    assert parsed("# Title\n\nwords\n\n## Two\n\n![a](a.png)", has_title=True) == ["## Two\n\n![a](a.png)"]
    assert parsed("words\n\n## Two\n\n![a](a.png)", has_title=True) == ["## Two\n\n![a](a.png)"]


@pytest.mark.parametrize(
    "between",
    [
        *("####### words\n\n", "##words\n\n", "## &nbsp;\n\n", "<div>\n## Two\n## Three\n</div>\n\n"),
        *("```\n\n## Two\n\n", "~~~\n\n## Two\n\n", "  ```\n\n  ## Two\n  ```\n\n"),
        "````\n\n```\n\n## Two\n\n![c](c.png)\n\n````\n\n",
        "```\n\n``` py\n\n## Two\n\n![c](c.png)\n\n```\n\n",
        "```\n\n```\xa0\n\n## Two\n\n![c](c.png)\n\n```\n\n",
        "~~~ a ~ b\n\n## Two\n\n![c](c.png)\n\n~~~\n\n",
    ],
)
def test_what_only_looks_like_a_heading_begins_no_section(between: str) -> None:
    text = f"# Title\n\nwords\n\n## One\n\nwords\n\n{between}![a](a.png)"
    assert parsed(text) == ["# Title", text.removeprefix("# Title\n\nwords\n\n")]


@pytest.mark.parametrize(
    "before",
    [
        *("```\n\n## Code\n\n```", "```\n## Code\n   ``` ", "~~~\n## Code\n~~~", "``` a ` b", "``"),
        *("```\nwords\n```\n\nwords\n\n```\nwords\n```", "  ```\n\n\twords\n  words\n  ```"),
        *("    ```", "\t```", "> ```", "- ```"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_heading_behind_what_is_certain_begins_a_section(before: str, line_end: str) -> None:
    text = f"\n\n# Title\n\n## One\n\n{before}\n\n## Two\n\n![a](a.png)\n\n## Three\n\nwords"
    assert " ".join(parsed(text.replace("\n", line_end))).split() == ["#", "Title", "##", "Two", "![a](a.png)"]


@pytest.mark.parametrize(
    "before",
    [
        *("<script>", "<PRE>", "<style>", "<textarea>", "<!--", "<?", "<!DOCTYPE", "<![CDATA[", "[ref]: a.png"),
        *("- a\n\n  ```\n\n## Code", "- a\n  ```\nb\n  ```", "~~~\n\n## Code\n\n```\n~~~", "words\r```\r"),
        "  <div>\n```\n  </div>\n\n```",
    ],
)
@pytest.mark.parametrize("behind", ["", "\n\n```"])
def test_a_page_that_may_reach_across_its_sections_is_parsed_whole(before: str, behind: str) -> None:
    text = f"# Title\n\n## One\n\n{before}\n\n## Two\n\n![a](a.png){behind}"
    assert parsed(text) == [text]


@pytest.mark.parametrize("first", ["words", "## Section", "# &nbsp;", "#words", "#\xa0words"])
def test_a_page_whose_title_does_not_come_first_is_parsed_whole(first: str) -> None:
    text = f"{first}\n\nwords\n\n# Title\n\nwords\n\n## Two\n\n![a](a.png)"
    assert parsed(text) == [text]


@pytest.mark.parametrize("first", ["```", " ```", "<div>\n```\nwords</div>\n\n```\n\n## One\n\nwords"])
def test_the_first_line_behind_front_matter_counts(first: str) -> None:
    head = "---\ntitle: x\n---\n"
    text = f"{first}\n\n## Two\n\n![a](a.png)\n\n```\n\n## Three\n\n![b](b.png)"
    assert parsed(head + text, len(head), has_title=True) == [text]


def test_a_tag_around_blocks_is_far_reaching() -> None:
    assert reaches_far("<A href=x>\n\nwords\n\n![a](a.png)\n\n</a>")
    assert not reaches_far("![a](a.png) <b>words</b>")
