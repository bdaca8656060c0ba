"""Notebooks beyond their case files: figures of code, and alt text that goes through Markdown and JSON unharmed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import Span
from altproof.readers import markdown, notebook, proven_edit
from altproof.readers.base import Generator, Site, apply
from altproof.readers.escaping import one_line
from altproof.readers.notebook.reader import OUTPUT
from tests.round_trip import assert_places, change, change_each
from tests.shared import SHARED

EXAMPLES = "Working With Markdown Cells.ipynb"
FIGURES = Site(output_images=True)
FORMS = {
    "inline": "![old](x.png)",
    "no label": '![](x.png "t")',
    "reference": "![old][r]",
    "in a link": "[![old](x.png) more](u)",
    "double quotes": '<img src="x.png" alt="old">',
    "single quotes": "<img src='x.png' alt='old'/>",
    "no quotes": "<img src=x.png alt=old>",
    "no alt": '<img src="x.png" width=3>',
    "list value": '![label](x.png){#a alt="old" .b}',
}
CELLS = ["before\n", "{} after ![other](o.png)\n", "\n", "[r]: x.png\n", "[s]: é\n"]
NASTY = [
    *(
        '"',
        "\\",
        "\\n",
        "\\u0041",
        "\\\\",
        "/",
        "]",
        "[",
        "](",
        "![",
        "<",
        ">",
        "&",
        "&quot;",
        "'",
        "`",
        "*",
        "_",
        "{{",
    ),
    *("}}", "$", "|", "\x7f", "\u2028", "\u2029", "\x85", "\xa0", "é", "猫", "😀", "\u202e", "\u200d", "x", "  ", "\n"),
    *('"]', '",', '"}]}', "\\ud83d", "\ufeff", "#", "~~", "^", "a b", "-->", "</script>"),
]
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join).map(one_line)


def cell(kind: str, source: object, **more: object) -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def written(*cells: object, indent: int | None = 1, ascii_only: bool = False) -> str:
    return json.dumps({"cells": cells, "metadata": {}}, indent=indent, ensure_ascii=ascii_only) + "\n"


def output(data: dict[str, object], **metadata: object) -> dict[str, object]:
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def figures(*outputs: object, metadata: object = None) -> str:
    code = cell("code", "plot()", outputs=outputs) | {"metadata": metadata or {}}
    return written(cell("markdown", "# Page\n\n## Part"), code, cell("markdown", "![a](a.png)"))


def figure_alts(text: str) -> list[str | None]:
    return [r.alt for r in notebook.references("a.ipynb", text, FIGURES) if r.syntax == OUTPUT]


@pytest.mark.parametrize(
    "outputs",
    [
        pytest.param([], id="no output"),
        pytest.param([output({"text/plain": "<Figure size 640x480>"})], id="text only"),
        pytest.param([{"output_type": "stream", "text": '"image/png": ![a](b)'}], id="a stream"),
        pytest.param([output({"image/png": "aGk=", "text/html": "<b>"})], id="HTML is shown instead"),
        pytest.param([output({"image/png": "aGk=", "image/svg+xml": "<svg/>"})], id="SVG is shown instead"),
        pytest.param([output({"image/gif": "aGk="})], id="a kind without alt text in nbconvert"),
        pytest.param(["image/png", {"data": ["image/png"]}, {"data": "image/png"}], id="other shapes"),
    ],
)
def test_no_figure_is_found_where_none_is_shown(outputs: list[object]) -> None:
    assert figure_alts(figures(*outputs)) == []


@pytest.mark.parametrize(
    "source",
    [r"\u0021[](x.png)", r"!\u005b](x.png)", r"\u003Cimg src=x.png>", r"<\u0069mg src=x.png>", r"![\u005d(x.png)"],
)
def test_a_marker_may_be_spelled_with_escapes_of_json(source: str) -> None:
    text = f'{{"cells": [{{"cell_type": "markdown", "source": "{source}"}}]}}'
    assert any(marker.lower() in text.lower() for marker in notebook.MARKERS)
    assert [r.target for r in notebook.references("a.ipynb", text)] == ["x.png"]
    assert any(marker in notebook.unescaped(text).lower() for marker in markdown.MARKERS)


def test_images_of_front_matter_count_where_the_configuration_names_their_keys() -> None:
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": "---\ncover: x.png\n---\n"}]})
    site = Site(front_matter=(("cover", "cover_alt"),))
    assert [r.target for r in notebook.references("a.ipynb", text, site)] == ["x.png"]
    assert notebook.references("a.ipynb", text) == []


def test_an_image_between_two_rules_is_no_front_matter() -> None:
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": "---\n![](x.png)\n---\n"}]})
    assert [r.target for r in notebook.references("a.ipynb", text)] == ["x.png"]


def test_figures_do_not_count_unless_asked_for() -> None:
    text = figures(output({"image/png": "aGk="}))
    assert [r.syntax for r in notebook.references("a.ipynb", text)] == ["notebook-markdown-inline"]


def test_a_figure_stands_at_its_key_and_has_no_slot() -> None:
    text = figures(output({"text/plain": "x", "image/png": "aGk=" * 1000}))
    figure, _ = notebook.references("a.ipynb", text, FIGURES)
    line = next(n for n, line in enumerate(text.split("\n"), 1) if '"image/png"' in line)
    assert figure.span == Span(line, 7, line, 18)
    assert (figure.syntax, figure.target, figure.alt, figure.alt_span) == ("notebook-output", "", None, None)
    assert (figure.surroundings.page_title, figure.surroundings.heading) == ("Page", "Part")
    assert notebook.edit(text, figure, "new") is None
    assert proven_edit(notebook, text, figure, "new", FIGURES) is None


@pytest.mark.parametrize(
    ("metadata", "of_cell", "alt"),
    [
        ({}, {}, None),
        ({"image/png": {"width": 3}}, {"alt": None}, None),
        ({"image/png": {"alt": 7}}, {}, None),
        ({"image/jpeg": {"alt": "other kind"}}, {}, None),
        ({"image/png": {"alt": "A \u00e9 curve"}}, {"alt": "cell"}, "A \u00e9 curve"),
        ({"image/png": {"alt": ""}}, {"alt": "cell"}, ""),
        ({"alt": "output"}, {"alt": "cell"}, "output"),
        ({}, {"alt": "cell"}, "cell"),
    ],
)
def test_a_figure_takes_its_alt_text_from_output_then_cell(
    metadata: dict[str, object], of_cell: object, alt: str | None
) -> None:
    assert figure_alts(figures(output({"image/png": "aGk="}, **metadata), metadata=of_cell)) == [alt]


def test_every_output_counts_once() -> None:
    both = output({"image/jpeg": "aGk=", "image/png": ["aGk=", "\n"]}, **{"image/png": {"alt": "png"}})
    jpeg = output({"image/jpeg": "aGk="}, **{"image/jpeg": {"alt": "jpeg"}})
    assert figure_alts(figures(both, jpeg)) == ["png", "jpeg"]


@pytest.mark.parametrize("generator", Generator)
def test_the_site_reaches_the_markdown_of_the_cells(generator: Generator) -> None:
    site = Site(generator=generator, front_matter=(("cover.image", "cover.alt"),))
    source = ["---\n", "cover:\n", "  image: c.png\n", "---\n", "![a](a.png){fig-alt='b'}\n", "![[wiki.png|w]]\n"]
    alone = markdown.references("a.md", "".join(source), site)
    found = notebook.references("a.ipynb", written(cell("markdown", source)), site)
    assert [(r.target, r.alt) for r in found] == [(r.target, r.alt) for r in alone]


@pytest.mark.parametrize("ascii_only", [True, False])
def test_new_letters_are_written_as_the_file_writes_its_own(ascii_only: bool) -> None:
    text = written(cell("markdown", ["é\n", "![a](a.png)"]), ascii_only=ascii_only)
    [found] = notebook.references("a.ipynb", text)
    edit = notebook.edit(text, found, "Ä😀")
    assert edit is not None
    assert edit.replacement == ("\\u00c4\\ud83d\\ude00" if ascii_only else "Ä😀")


def test_a_backslash_before_a_u_is_no_escape_of_a_letter() -> None:
    text = written(cell("markdown", ["\\usepackage ![a](a.png)"]))
    [found] = notebook.references("a.ipynb", text)
    edit = notebook.edit(text, found, "Ä")
    assert edit is not None
    assert edit.replacement == "Ä"


@pytest.mark.parametrize(("form", "after"), [("![r][]", "![New][r]"), ("![r]", "![New][r]")])
def test_a_label_that_is_a_key_becomes_a_full_reference(form: str, after: str) -> None:
    text = written(cell("markdown", [f"{form} text\n", "\n", "[r]: x.png"]))
    [found] = notebook.references("a.ipynb", text)
    edit = notebook.edit(text, found, "New")
    assert edit is not None
    assert apply(text, edit) == text.replace(form, after)


def test_a_reference_from_elsewhere_has_no_edit() -> None:
    [found] = notebook.references("a.ipynb", written(cell("markdown", "![a](a.png)")))
    assert notebook.edit("\n" * 20 + "no notebook" * 20, found, "new") is None


@pytest.mark.parametrize("form", FORMS)
@given(
    alt=ALTS, ascii_only=st.booleans(), indent=st.sampled_from([None, 1]), lines=st.booleans(), windows=st.booleans()
)
def test_what_was_written_is_what_is_read(
    form: str, alt: str, ascii_only: bool, indent: int | None, lines: bool, windows: bool
) -> None:
    source = [line.replace("{}", FORMS[form]) for line in CELLS]
    text = written(
        cell("markdown", "# T ![é](e.png)"),
        cell("markdown", source if lines else "".join(source)),
        indent=indent,
        ascii_only=ascii_only,
    )
    text = "\ufeff" + text.replace("\n", "\r\n") if windows else text
    before = notebook.references("a.ipynb", text)
    assert [r.target for r in before] == ["e.png", "x.png", "o.png"]
    edit = change(notebook, "a.ipynb", text, 1, alt)
    if edit is None:
        assert not alt
        return
    edited = apply(text, edit)
    assert edited.removeprefix("\ufeff").isascii() == ascii_only
    loaded, again = json.loads(text.removeprefix("\ufeff")), json.loads(edited.removeprefix("\ufeff"))
    loaded["cells"][1]["source"] = again["cells"][1]["source"]
    assert loaded == again


@given(
    sources=st.lists(
        st.lists(st.sampled_from([*NASTY, *FORMS.values(), "\\", "<img ", "alt=", "\n\n", "# "]), max_size=8),
        max_size=4,
    ),
    alt=ALTS,
)
def test_every_slot_is_exact_whatever_the_cells_hold(sources: list[list[str]], alt: str) -> None:
    text = written(*(cell("markdown", source) for source in sources))
    assert_places(text, notebook.references("a.ipynb", text))
    for found, _ in change_each(notebook, "a.ipynb", text, alt):
        assert found.alt_span is None or found.alt_span.line == found.alt_span.end_line


def test_every_image_of_the_sample_notebooks_is_found() -> None:
    folder = SHARED / "sample" / "jupyter-notebook-docs"
    if not folder.exists():
        pytest.skip("sample: the shared sample documents are not here")
    found = []
    for path in sorted(folder.rglob("*.ipynb")):
        text = path.read_bytes().decode()
        references = notebook.references(path.name, text)
        found += [reference.syntax for reference in references]
        lines = {reference.span.line for reference in references}
        marked = {n for n, line in enumerate(text.split("\n"), 1) if "![" in line or "<img" in line}
        assert marked - lines == ({287, 339} if path.name == EXAMPLES else set()), "two lines show the syntax as code"
    assert sorted(set(found)) == ["notebook-html-img", "notebook-markdown-inline"]
    assert len(found) == 10
