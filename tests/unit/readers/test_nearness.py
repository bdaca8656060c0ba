"""Blocks far from every image may be left out of the reading: what is known of each image stays the same."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from altproof.model import ImageReference
from altproof.readers.base import Site
from altproof.readers.markdown.disguise import Addresses, Disguise, Prepared
from altproof.readers.markdown.flavours import flavour
from altproof.readers.markdown.stream import blocks
from altproof.readers.markdown.walk import Walk, reaches_far

PARTS = (
    *("## {octicon}`bell`", "{ref}`words <there>`{fas}`bell`"),
    *("# Title", "## Section", "# ", "## ![in a heading](h.png)", "Set `x`\n=======", "###  &nbsp;"),
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
DOCUMENTS = st.lists(st.sampled_from(PARTS), max_size=30).map("\n\n".join)


def read(text: str, *, only_near: bool) -> list[ImageReference]:
    walk = Walk(Prepared(Disguise(text, text, Addresses())), flavour("a.md", Site()), None)
    for block in blocks(text, 0, only_near=only_near):
        walk.block(block)
    return list(walk.references("a.md"))


@given(DOCUMENTS)
@example("# Title\n\nwords\n\n![a](a.png)\n\nwords\n\n" + "far\n\n" * 9 + "![b](b.png)")
def test_images_are_told_of_alike_without_the_blocks_far_from_them(text: str) -> None:
    assert read(text, only_near=True) == read(text, only_near=False)


def test_blocks_far_from_every_image_are_left_out() -> None:
    text = "# Title\n\n" + "far\n\n" * 50 + "near\n\n![a](a.png)\n\nnear\n\n" + "## Far\n\nfar\n\n" * 50
    (reference,) = read(text, only_near=True)
    assert (reference.surroundings.heading, reference.surroundings.text_before) == ("Title", "near")
    assert len(list(blocks(text, 0, only_near=True))) == 4
    assert len(list(blocks(text, 0))) == 154


def test_a_tag_around_blocks_is_far_reaching() -> None:
    assert reaches_far("<A href=x>\n\nwords\n\n![a](a.png)\n\n</a>")
    assert not reaches_far("![a](a.png) <b>words</b>")
