"""Whatever alt text is written into whichever form and host reads back equal, with everything else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.readers import markdown, proven_edit
from altproof.readers.base import Generator, Site
from altproof.readers.escaping import one_line
from tests.round_trip import assert_places, change, change_each

FORMS = {
    "inline": "![old](x.png)",
    "no label": '![](x.png "t")',
    "reference": "![old][r]",
    "collapsed": "![r][]",
    "shortcut": "![r]",
    "in a link": "[![old](x.png) more](u)",
    "list value": '![label](x.png){#a alt="old" .b}',
    "list value, single quotes": "![label](x.png){fig-alt='old'}",
    "list value, bare": "![label](x.png){alt=old}",
    "double quotes": '<img src="x.png" alt="old">',
    "single quotes": "<img src='x.png' alt='old'/>",
    "no quotes": "<img src=x.png alt=old>",
    "no alt": "<img src=x.png width=3>",
    "no value": "<img alt src='x.png'>",
    "no src": "<img class=a>",
    "button": '<input type=image src="x.png" alt="">',
}
HOSTS = {
    "paragraph": "Before {} after ![other](o.png).",
    "heading": "# Title {}\n\n![other](o.png)",
    "quote": "> text\n> {} <img src=o.png alt=other>\n> text",
    "nested list": "- a\n  1. b\n     {}\n\n     ![other](o.png)",
    "table": "| a | b |\n|---|---|\n| {} | ![other](o.png) |\n| c | d |",
    "HTML block": "<div>\n<p>{}</p> <img src=o.png alt=other>\n</div>",
    "emphasis": "**{}** _![other](o.png)_",
    "Windows": "\ufeffone\r\ntwo {} ![other](o.png)\r\n",
}
NASTY = [
    "]", "[", "](", "][", "]: x", "![", "![a](b)", "\\", "\\]", "`", "``", "*", "**", "_", "__x__", "~~", "<", ">", "<b>",
    "<!--", "-->", "<!-- x -->", "</p>", "<script>", '"', "'", "''", '"/>', "=", "|", "\\|", "&", "&amp;", "&#93;", "&lt",
    "{", "}", "{{", "}}", "{{ x }}", "{% x %}", "<% x %>", "<?php", "{:", "{.x}", "$", "$$", "^", "#", "# ", "- ", "> ",
    "1. ", "+ ", "---", "```", ":::", "::", ":smile:", "@everyone", "http://x_y_", "www.a.b", "a@b.c", "  ", "\t", "\n",
    "\n\n", "\r\n", "\x00", "\u00a0", "\u2028", "\u0085", "\u200b", "é", "猫", "😀", "\u202e", "x", "alt", "!", "(", ")",
]  # fmt: skip
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join)
DOCUMENTS = st.lists(
    st.sampled_from(
        [*NASTY, *FORMS.values(), "<img ", "src=", "alt=", "[r]: x\n", "<pre>", "<code>", "</a>", "<a href=x>", "<h1>"]
    ),
    max_size=30,
).map("".join)


def document(form: str, host: str) -> str:
    return HOSTS[host].replace("{}", FORMS[form]) + "\n\n[r]: x.png\n"


@pytest.mark.parametrize("form", FORMS)
@given(host=st.sampled_from([*HOSTS]), alt=ALTS)
def test_what_was_written_is_what_is_read(form: str, host: str, alt: str) -> None:
    text = document(form, host)
    before = markdown.references("a.md", text)
    index = next((i for i, found in enumerate(before) if found.target in {"x.png", ""}), None)
    if index is None:  # Markdown in an HTML block is text
        assert host == "HTML block"
    elif change(markdown, "a.md", text, index, one_line(alt)) is None:
        assert not one_line(alt), "the only alt text without a way to write it is the empty one in Markdown"
        assert form not in {"double quotes", "single quotes"}


@given(text=DOCUMENTS | st.text(max_size=300), alt=ALTS)
def test_any_text_is_read_and_a_proven_edit_changes_one_alt_text_only(text: str, alt: str) -> None:
    assert_places(text, markdown.references("a.md", text))
    assert all(edit is None or found.alt_span for found, edit in change_each(markdown, "a.md", text, one_line(alt)))


@given(forms=st.lists(st.sampled_from([*FORMS]), max_size=6), alt=ALTS.filter(lambda alt: one_line(alt) != ""))
def test_every_slot_of_whole_forms_can_be_written(forms: list[str], alt: str) -> None:
    text = "\n\n".join(FORMS[form] for form in forms) + "\n\n[r]: x.png\n"
    found = markdown.references("a.md", text)
    assert len(found) == len(forms)
    assert all(proven_edit(markdown, text, reference, one_line(alt)) is not None for reference in found)


DIALECT_FORMS = {
    "docfx": (Generator.DOCFX, ':::image type="content" source="x.png" alt-text="old":::'),
    "docfx, no alt": (Generator.DOCFX, ':::image source="x.png":::'),
    "shortcode": (Generator.HUGO, '{{< figure src="x.png" alt="old" >}}'),
    "shortcode, raw": (Generator.HUGO, "{{% img src=`x.png` alt=`old` %}}"),
    "shortcode, bare": (Generator.HUGO, "{{< img src=x.png alt=old >}}"),
    "shortcode, no alt": (Generator.HUGO, '{{< figure src="x.png" >}}'),
    "include": (Generator.JEKYLL, '{% include image.html src="x.png" alt="old" %}'),
    "include, single quotes": (Generator.JEKYLL, "{% include image.html src='x.png' alt='old' %}"),
    "include, no alt": (Generator.JEKYLL, '{% include image.html src="x.png" %}'),
    "wikilink": (Generator.OBSIDIAN, "![[x.png|old]]"),
    "wikilink, size": (Generator.OBSIDIAN, "![[x.png|100]]"),
    "sized": (Generator.OBSIDIAN, "![old|100](x.png)"),
    "mkdocs list": (Generator.MKDOCS, '![label](x.png){ alt="old" }'),
    "mkdocs blanks": (Generator.MKDOCS, "![old](x y.png)"),
}
BLOCK_FORMS = {
    "myst": (Generator.SPHINX, "```{image} x.png\n:alt: old\n```"),
    "myst, no alt": (Generator.SPHINX, ":::{figure} x.png\nCaption\n:::"),
    "myst, YAML": (Generator.MYSTMD, '```{image} x.png\n---\nalt: "old"\n---\n```'),
    "myst, YAML, no alt": (Generator.MYSTMD, "```{image} x.png\n---\nwidth: 3\n---\n```"),
    "Quarto": (Generator.QUARTO, '![Caption](x.png){fig-alt="old"}'),
    "Quarto, no list": (Generator.QUARTO, "![Caption](x.png)"),
    "Quarto, no alt": (Generator.QUARTO, "![](x.png){#fig-a}"),
    "Pandoc": (Generator.CARPENTRIES, "![Caption](x.png){alt='old'}"),
}
BLOCK_HOSTS = {
    "top": "Before.\n\n{}\n\nAfter ![other](o.png).",
    "list": "- a\n\n  {}\n\n  ![other](o.png)",
    "quote": "> text\n>\n> {}\n>\n> ![other](o.png)",
}
FRONT_MATTER = {
    "plain": "image: x.png\nimage-alt: old",
    "double quotes": 'image: x.png\nimage-alt: "old"',
    "single quotes": "image: x.png\nimage-alt: 'old'",
    "missing": "image: x.png",
    "empty": "image-alt:\nimage: x.png",
}
UNWRITABLE = {
    "docfx": ('"', ":::"),
    "include": ("{{", "}}", "{%", "%}", "<%", "<?", "\\"),
    "wikilink": ("|", "#", "[", "]", "\\"),
    "sized": ("|",),
}
"""What a syntax cannot hold, so that there is no edit for it."""


def check_round_trip(form: str, text: str, site: Site, alt: str) -> None:
    before = markdown.references("a.md", text, site)
    index = next(i for i, found in enumerate(before) if found.target.startswith("x"))
    if change(markdown, "a.md", text, index, alt, site) is None:
        impossible = UNWRITABLE.get(form.partition(",")[0], ())
        is_size = site.generator is Generator.OBSIDIAN and alt.isdigit()
        assert not alt or is_size or any(sign in alt for sign in impossible)


@pytest.mark.parametrize("form", DIALECT_FORMS)
@given(host=st.sampled_from(["paragraph", "heading", "quote", "nested list", "emphasis", "Windows"]), alt=ALTS)
def test_what_was_written_in_a_dialect_is_what_is_read(form: str, host: str, alt: str) -> None:
    generator, source = DIALECT_FORMS[form]
    text = HOSTS[host].replace("{}", source) + "\n"
    check_round_trip(form, text, Site(generator=generator), one_line(alt))


@pytest.mark.parametrize("form", BLOCK_FORMS)
@given(host=st.sampled_from([*BLOCK_HOSTS]), alt=ALTS)
def test_what_was_written_in_a_block_is_what_is_read(form: str, host: str, alt: str) -> None:
    generator, source = BLOCK_FORMS[form]
    line = next(line for line in BLOCK_HOSTS[host].split("\n") if "{}" in line)
    block = "\n".join(line.replace("{}", part) for part in source.split("\n"))
    check_round_trip(form, BLOCK_HOSTS[host].replace(line, block) + "\n", Site(generator=generator), one_line(alt))


@pytest.mark.parametrize("form", FRONT_MATTER)
@given(alt=ALTS | st.text(max_size=20))
def test_what_was_written_in_front_matter_is_what_is_read(form: str, alt: str) -> None:
    site = Site(front_matter=(("image", "image-alt"),))
    check_round_trip("front matter", f"---\n{FRONT_MATTER[form]}\n---\n![a](b.png)\n", site, one_line(alt))


DIALECT_PARTS = st.sampled_from(
    [
        *NASTY, *(source for _, source in (*DIALECT_FORMS.values(), *BLOCK_FORMS.values())), *FRONT_MATTER.values(),
        ":::", "::::{note}\n", ":::{image} a\n", "```{note}\n", "```\n", "```{eval-rst}\n", ".. image:: x.png\n", ":alt: x\n",
        "---\n", "!!! note\n", "    ", '=== "x"\n', "<div markdown>", "</div>", "![a](b c)", "[a]: {{ x }}/y\n", "% ",
        "{{<", ">}}", "{% include image.html ", "{% raw %}", "{% endraw %}", "\ue000", "\ue100\ue101", "\ue001", "[[", "]]", "\r\n",
    ]
)  # fmt: skip
SITES = st.sampled_from([None, *Generator]).map(
    lambda generator: Site(generator=generator, front_matter=(("image", "image-alt"), ("*.a", "*.b")))
)


@given(text=st.lists(DIALECT_PARTS, max_size=30).map("".join), site=SITES, alt=ALTS)
def test_any_text_is_read_at_any_site_and_edits_change_one_alt_text_only(text: str, site: Site, alt: str) -> None:
    assert_places(text, markdown.references("a.md", text, site))
    changes = change_each(markdown, "a.md", text, one_line(alt), site)
    assert all(edit is None or found.alt_span for found, edit in changes)
