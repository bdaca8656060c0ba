"""What case files cannot say of the reStructuredText reader: properties, the suite of docutils, hand-made edits."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from altproof.model import Edit, Span
from altproof.readers import proven_edit, rst
from altproof.readers.escaping import one_line
from tests.round_trip import assert_places, change, change_each

SHARED = Path(os.environ.get("ALTPROOF_SHARED") or Path(__file__).parents[4] / "shared")
VALUE, UNKNOWN = "an option value that docutils refuses", "an option that docutils does not know"
DIFFERENCES = {
    "images:13": VALUE,
    "images:14": VALUE,
    "images:16": VALUE,
    "images:17": VALUE,
    "images:19": UNKNOWN,
    "images:21": VALUE,
    "images:27": VALUE,
    "images:29": VALUE,
    "images:31": VALUE,
    "images:32": VALUE,
    "figures:8": VALUE,
}
"""Cases of docutils that are errors there and images here: Sphinx knows more options and values, and the image is meant."""

FORMS = {
    "no options": ".. image:: x.png",
    "options": ".. image:: x.png\n   :width: 3",
    "alt": ".. image:: x.png\n   :alt: old\n   :width: 3",
    "empty alt": ".. image:: x.png\n   :alt:",
    "empty alt and blank": ".. image:: x.png\n   :alt: ",
    "long alt": ".. image:: x.png\n   :alt: old\n      and older\n\t\t  and oldest\n   :width: 3",
    "alt on its own line": ".. image:: x.png\n   :alt:\n      old",
    "argument on the next line": ".. image::\n  x.png",
    "wrapped argument": ".. image:: x\n     .png\n   ",
    "figure": ".. figure:: x.png\n\n   Caption.",
    "figure with a flat caption": ".. figure:: x.png\n\n Caption.\n\n  - list",
    "substitution": ".. |x| image:: x.png",
    "substitution on two lines": ".. |x|\n   image:: x.png\n   :target: u",
    "HTML": ".. raw:: html\n\n   <img src='x.png'>",
    "HTML with alt": ".. raw:: html\n\n   <b>\n   <img src=x.png alt='old\n   words'></b>",
    "HTML without value": ".. raw:: html\n\n   <img alt src=x.png>",
}
HOSTS = {
    "document": ("", "Title\n=====\n\n.. image:: o.png\n\n{}\n\n.. image:: o.png\n   :alt: other\n"),
    "end": ("", "Text.\n\n{}"),
    "list": ("  ", "- .. image:: o.png\n\n- {}\n- text\n"),
    "deep list": ("         ", "1. * #. {}\n\n.. image:: o.png\n"),
    "list table": ("        ", ".. list-table:: T\n\n   * -  {}\n     - .. image:: o.png\n"),
    "quote": ("     ", "Text\n\n     {}\n\n   .. image:: o.png\n"),
    "admonition": ("   ", ".. note::\n   {}\n\n   .. image:: o.png\n"),
    "unknown directive": ("    ", ".. tab-item:: T\n    :sync: a\n\n    {}\n"),
    "tabs": ("\t", "term\n\t{}\n\n\ttext\n"),
}
NASTY = [
    "]", "[", "\\", "\\ ", "`", "``", "*", "**", "_", "x_", "|x|", ":alt:", ":a: b", ":", "::", ".. image:: q.png", "..",
    "- ", "1. ", "<b>", "-->", '"', "'", "&", "&amp;", "{{ x }}", "{% x %}", "$", "#", "\u00a0", "\u200b", "\u2028", "\u0085",
    "\x1c", "é", "猫", "😀", "\u202e", "x", "alt", "--", "====", "+---+", "| a |", ">>> x", "%", "[1]_", "  ", "\t", "\n", "\r\n",
    "\x00",
]  # fmt: skip
ALTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), min_size=1, max_size=8).map("".join)
PIECES = [
    *NASTY, *FORMS.values(), ".. image:: ", ".. figure:: ", ".. |a| ", "image:: a", "\n", "\n", "\n\n", "\n   ", "\n      ",
    "   :alt: ", "+---+---+\n", "| a | b |\n", "== ==\n", "a  b\n", ".. csv-table::\n\n", '   "', '",', ".. raw:: html\n\n   ",
    "<img src=a", " alt=b>", ".. note:: ", "* - ", "::\n\n", "> ", "-a  ", "(a) ", ".. [1] ", ".. _t: ", "__ ", "====\n", "\ufeff",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def document(form: str, host: str, end: str) -> str:
    margin, around = HOSTS[host]
    return around.replace("{}", FORMS[form].replace("\n", "\n" + margin)).replace("\n", end)


def holds(alt: str) -> bool:
    """docutils ends a line at some characters, and takes every kind of white space from its end."""
    return len(alt.splitlines()) <= 1 and alt == alt.rstrip()


@pytest.mark.parametrize("form", FORMS)
@given(host=st.sampled_from([*HOSTS]), end=st.sampled_from(["\n", "\r\n"]), alt=ALTS)
def test_what_was_written_is_what_is_read(form: str, host: str, end: str, alt: str) -> None:
    text = document(form, host, end)
    index = next(i for i, found in enumerate(rst.references("a.rst", text)) if found.target == "x.png")
    edit = change(rst, "a.rst", text, index, one_line(alt))
    if edit is None:
        assert not holds(one_line(alt)), "the only alt texts that cannot be written are those docutils would change"
    else:
        assert edit.replacement.count("\r\n") == edit.replacement.count("\n") * (end == "\r\n")


@example(text=".. image:: x.png\n   :alt:\xa0", alt="]")
@given(text=DOCUMENTS | st.text(max_size=300), alt=ALTS)
def test_every_slot_can_be_filled_in_any_text(text: str, alt: str) -> None:
    assert_places(text, rst.references("a.rst", text))
    for reference, edit in change_each(rst, "a.rst", text, one_line(alt)):
        if reference.alt_span is None:
            assert edit is None
        elif edit is None and not reference.syntax.startswith("html-"):
            assert not holds(one_line(alt))


def test_alt_text_that_would_not_come_back_is_refused() -> None:
    reference = rst.references("a.rst", ".. image:: a.png\n")[0]
    for alt in ("one\u2028two", "one\u0085two", "one\x1ctwo", "end\u00a0", "two  blanks", " blank", "two\nlines"):
        assert proven_edit(rst, ".. image:: a.png\n", reference, alt) is None


def test_a_reference_of_another_text_is_refused() -> None:
    reference = rst.references("a.rst", ".. image:: a.png\n")[0]
    assert rst.edit("Title.\n", reference, "new") is None


def test_an_image_can_be_made_decorative() -> None:
    text = ".. image:: a.png\n   :width: 3\n"
    reference = rst.references("a.rst", text)[0]
    edit = proven_edit(rst, text, reference, "")
    assert edit == Edit("a.rst", Span(1, 17, 1, 17), "\n   :alt:")


def test_docutils_agrees_on_every_image() -> None:
    path = SHARED / "cases" / "docutils.jsonl"
    if not path.exists():
        pytest.skip("docutils: the shared case suites are not here")
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(cases) >= 74
    for case in cases:
        found = rst.references("a.rst", case["source_text"])
        expected = case["expected"]["images"]
        name = case["id"].partition(".py:")[2]
        if not name:  # whole documents: docutils also shows every use of a substitution
            assert {r.target for r in found} == {image["src"] for image in expected}, case["id"]
            written = {(r.target, r.alt) for r in found if r.alt is not None}
            assert written <= {(image["src"], image["alt"]) for image in expected}, case["id"]
            plain = [r for r in found if r.syntax != "rst-substitution"]
            uses = len(found) - len(plain)
            assert len(plain) <= len(expected)
            assert uses or len(plain) == len(expected), case["id"]
        elif name in DIFFERENCES:
            assert (len(found), expected) == (1, []), case["id"]
        else:
            # docutils gives a substitution its name for an alt text, which is the same as none
            generated = {r.target for r in found if r.syntax == "rst-substitution" and r.alt is None}
            wanted = [(i["src"], None if i["src"] in generated else i["alt"]) for i in expected]
            assert [(r.target, r.alt) for r in found] == wanted, case["id"]
            lines = zip([r.span.line for r in found], [i["line"] for i in expected], strict=True)
            assert all(wanted in {None, line} for line, wanted in lines), case["id"]


def test_every_image_of_the_sample_documents_is_found() -> None:
    if not (SHARED / "sample").exists():
        pytest.skip("sample: the shared sample documents are not here")
    found = [
        r for path in sorted((SHARED / "sample").rglob("*.rst")) for r in rst.references("a", path.read_text("utf-8"))
    ]
    assert [r.syntax for r in found] == ["rst-figure"] * 8
    assert {r.target.rpartition("/")[2] for r in found} >= {"lumache-furo.png", "python-logo.png"}
