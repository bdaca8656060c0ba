"""What a reader of the rendered page sees counts, whichever dialect its words look like."""

import pytest

from altproof.readers import markdown, proven_edit, reader_for
from altproof.readers.base import Generator, Site, apply


def shown(text: str, generator: Generator | None = None) -> list[str]:
    return [found.target for found in markdown.references("a.md", text, Site(generator=generator))]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        pytest.param(
            '{{< figure src="a.png" alt="`" >}} ` ![](x.png) `', ["a.png", "x.png"], id="a call and a code span"
        ),
        pytest.param(':::image source="a.png" alt-text="![](x.png)":::', ["a.png", "x.png"], id="a call and its words"),
        pytest.param("{{< highlight >}}\n\n![](x.png)\n\n{{< /highlight >}}", ["x.png"], id="an example of Hugo"),
        pytest.param(":::row ![](x.png)", ["x.png"], id="a row"),
        pytest.param(":::code\n![](x.png)\n:::", ["x.png"], id="colons and code"),
        pytest.param(":::{code}\n![](x.png)\n:::\n", ["x.png"], id="a directive of code between colons"),
        pytest.param(":::{note} ![](x.png)\ntext\n:::\n", ["x.png"], id="the head of a directive"),
        pytest.param("```{note}\n<!--\n```\n\n![](x.png)\n", ["x.png"], id="a comment that a directive opens"),
        pytest.param("![a\n:::{note}\nb](x.png)\n:::\n", ["x.png"], id="a directive in a label"),
        pytest.param("```\ncode\n```\t\n\n![](x.png)\n", ["x.png"], id="a tab behind a fence"),
        pytest.param("> ~~~~\n> code\n> ~~~~ \t \n> ![](x.png)\n", ["x.png"], id="a tab behind a fence in a quote"),
    ],
)
def test_where_no_program_makes_a_site_its_forms_hide_nothing(text: str, targets: list[str]) -> None:
    assert shown(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "words `\n| a | ` |\n|---|---|\n| ![](x.png) | ` |",
        "words `\n| a |\n|:--\n| ![](x.png) ` |",
        "words `\n| a\n:--\n![](x.png) `\n\nwords",  # its last bar stands before its delimiters
        "words `\na | b\n--|--\n![](x.png) ` | b",
        "words `\r\n| a |\r\n|---|\r\n| ![](x.png) ` |",
        "words <b title='\n| a |\n|---|\n| ![](x.png) '> |",
        "> words `\n> | a |\n> |---|\n> | ![](x.png) ` |",
        "a | b\n\nwords `\n| c |\n|---|\n| ![](x.png) ` |\n\nwords",
    ],
)
def test_what_opens_in_a_paragraph_hides_no_table_directly_behind_it(text: str) -> None:
    assert shown(text) == ["x.png"]


@pytest.mark.parametrize(
    "text",
    [
        "words `\na\n:--\n![](x.png) `",  # a table has a bar in its head
        "```\nwords `\n| a |\n|---|\n| ![](x.png) ` |\n```",
        "words `\n| a |\n--- |-\n\\![](x.png) ` |",
    ],
)
def test_what_is_no_table_opens_nothing(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("generator", "text", "targets"),
    [
        (Generator.HUGO, "{{< highlight >}}\n![](x.png)\n{{< /highlight >}}", []),
        (Generator.HUGO, '{{< figure src="a.png" alt="![](x.png)" >}}', ["a.png"]),
        (Generator.HUGO, ':::image source="a.png" alt-text="![](x.png)":::', ["a.png", "x.png"]),
        (Generator.HUGO, "{% comment %}\n![](x.png)\n{% endcomment %}", ["x.png"]),
        (Generator.HUGO, "[a]({{ ![](x.png) }})", ["x.png"]),
        (Generator.HUGO, "![]({% asset x.png %})", ["{% asset x.png %}"]),
        (Generator.DOCFX, ':::image source="a.png" alt-text="![](x.png)":::', ["a.png"]),
        (Generator.DOCFX, ":::rows ![](x.png)", ["x.png"]),
        (Generator.DOCFX, ":::row:::\r![](x.png)\r", ["x.png"]),
        (Generator.SPHINX, ":::{code}\n![](x.png)\n:::\n", []),
        (Generator.SPHINX, "```{note}\n<!--\n```\n\n![](x.png)\n", ["x.png"]),
        (Generator.SPHINX, ":::{note}\n```\n:::\n\n![](x.png)\n", ["x.png"]),
        (Generator.SPHINX, "% a\r\r![](x.png)\r", ["x.png"]),
        (Generator.MYSTMD, "% ![](x.png)\n", []),
        (Generator.SPHINX, "% ![](x.png)\n\n```{note}\n![](y.png)\n```\n", ["y.png"]),
        (
            Generator.SPHINX,
            "::::{eval-rst}\n.. image:: a.png\n\n:::{eval-rst}\n\n.. image:: b.png\n:::\n::::\n",
            ["a.png", "b.png"],
        ),
        (Generator.JEKYLL, "\ue000\n\n![]({{ site.url }}/x.png)", ["{{ site.url }}/x.png"]),
        (Generator.MKDOCS, "<!-- \ue001 -->\n\n![a](my file.png)", ["my file.png"]),
    ],
)
def test_where_one_does_it_hides_what_its_own_forms_hide(generator: Generator, text: str, targets: list[str]) -> None:
    assert shown(text, generator) == targets


@pytest.mark.parametrize(
    ("generator", "text", "target"),
    [
        (Generator.JEKYLL, '{%include image.html src="x.png"%}', "x.png"),
        (Generator.JEKYLL, '{%\n  include image.html src="x.png"%}', "x.png"),
        (Generator.JEKYLL, '{% include image.html{}src="x.png"%}', "x.png"),
        (Generator.JEKYLL, '{%{}include image.html src="x.png"%}', "x.png"),
        (Generator.JEKYLL, "![]({{ site.url{}}}/x.png)", None),
        (Generator.DOCFX, ':::{}image source="x.png":::', "x.png"),
        (Generator.DOCFX, ':::image{} source="x.png":::', "x.png"),
        (Generator.HUGO, "{{<{}figure src=x.png >}}", "x.png"),
        (Generator.HUGO, "{{< figure {}src=x.png >}}", "x.png"),
        (Generator.MKDOCS, "![a](my{}file.png)", None),
        (Generator.MKDOCS, "<div{} markdown>\n![](x.png)\n</div>", "x.png"),
        (Generator.SPHINX, "```{}{image} x.png\n```", "x.png"),
    ],
)
def test_blanks_hide_nothing_however_many(generator: Generator, text: str, target: str | None) -> None:
    text = text.replace("{}", " " * 5000)
    found = shown(text, generator)
    assert len(found) == 1
    assert target is None or found == [target]
    reader = reader_for("a.md", Site(generator=generator))
    assert reader is not None
    assert any(marker in text for marker in reader.MARKERS)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("<div></div>\n![](x.png)", ["x.png"]),
        ("<hr>\n![](x.png)", ["x.png"]),
        ("<br>\n![](x.png)", ["x.png"]),
        ("text\n\n</div> ![](x.png)", ["x.png"]),
        ("<div>a</div>\n![](x.png)", ["x.png"]),
        ("<b>\n![](x.png)\n</b>", ["x.png"]),
        ("<!-- ![](no.png) --> ![](x.png)", ["x.png"]),
        ("<!-- a\n\n![](x.png)", ["x.png"]),
        ("```\n![](x.png)", ["x.png"]),
        ("![] [r]\n\n[r]: x.png", ["x.png"]),
        ("- a\n\n      ![](x.png)", ["x.png"]),
        ("<div>\n![](no.png)\n\n![](no.png)\n</div>\n![](x.png)", ["x.png"]),
        ("<p>\n<img src=x.png>\n</p>\n![](y.png)", ["x.png", "y.png"]),
        ("```\n![](no.png)\n```\n\n    ![](no.png)\n\n1. a\n\n        ![](no.png)", []),
    ],
)
def test_blocks_of_mkdocs_end_where_python_markdown_ends_them(text: str, targets: list[str]) -> None:
    assert shown(text + "\n", Generator.MKDOCS) == targets


def test_what_is_read_behind_raw_html_of_mkdocs_can_be_written() -> None:
    site = Site(generator=Generator.MKDOCS)
    text = '<p>\n<img src="x.png">\n</p>\n![a] [r]\n\n[r]: y.png\n'
    for found in markdown.references("a.md", text, site):
        edit = proven_edit(markdown, text, found, "New words", site)
        assert edit is not None
        assert "New words" in apply(text, edit)


def test_no_page_gives_more_images_of_its_front_matter_than_the_limit() -> None:
    pairs = tuple((f"i{n}.image", f"i{n}.alt") for n in range(3))
    lists = "".join(f"i{n}:\n" + "- image: x.png\n" * 150 for n in range(3))
    found = markdown.references("a.md", f"---\n{lists}---\n", Site(front_matter=pairs))
    assert len(found) == 200
