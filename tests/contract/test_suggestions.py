"""In every format: committing all suggestions of a review gives exactly the alt texts that were meant, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from altproof.model import Grade, Severity, Suggestion, WordSource
from altproof.readers import proven_edits, reader_for
from altproof.reporters import review
from tests.fakes.pull_request import added
from tests.unit.reporters.reviewed import finding, report

DOCUMENTS = {
    "a.md": '# Pier\n\n![](a.png) and ![ ](b.png "Pier")\n\n| A | B |\n| - | - |\n| ![](c.png) | <img src="d.png"> |\n\n'
    '<img\n  src="e.png"\n  width="3"\n>\n\n```\n![](code.png)\n```\n\n- ![x][f]\n\n[f]: f.png\n',
    "a.mdx": 'export const a = 1;\n\n<Figure>\n  <img\n    src="a.png"\n  />\n</Figure>\n\n![](b.png) ![](c.png)\n',
    "a.html": '<p><img src="a.png"><img src=\'b.png\' alt=\'\'>\n<img src="c.png"\n     alt="one\n     two">\n</p>\n',
    "a.rst": "Pier\n====\n\n.. image:: a.png\n\n.. figure:: b.png\n   :width: 3\n\n   Words\n\n.. |c| image:: c.png\n   :alt: old\n\n|c|\n",
    "a.adoc": "= Pier\n\nimage::a.png[]\n\nimage:b.png[] and image:c.png[old,300]\n",
    "a.ipynb": '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": [\n  "![](a.png)\\n",\n  "`` ` `` ![](b.png) ![](c.png)"\n'
    ']}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
}
BLOCK = re.compile(r"^(`{3,})suggestion\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


def findings(document, text, words):
    """One finding for each image, each with its proven edit where there is one."""
    reader = reader_for(document)
    references = reader.references(document, text)
    edits = proven_edits(reader, text, [(one, f"{words} {n}") for n, one in enumerate(references)])
    for number, (reference, edit) in enumerate(zip(references, edits, strict=True)):
        draft = Suggestion(f"{words} {number}", Grade.HIGH, WordSource.AUTHOR, edit=edit)
        one = replace(finding(1), reference=reference, fingerprint=f"f{number}", suggestion=draft)
        yield replace(one, severity=list(Severity)[number % 3])


def committed(text, made):
    """The text with every suggestion committed, as GitHub does it: whole lines, the last ones first."""
    lines = text.split("\n")
    for remark in sorted(made.on_lines, key=lambda remark: -remark.lines.first):
        found = BLOCK.findall(remark.body)
        assert len(found) <= 1
        if found:
            lines[remark.lines.first - 1 : remark.lines.last] = found[0][1].split("\n")
    return "\n".join(lines)


def check(document, text, words):
    made_of = list(findings(document, text, words))
    source = {document: dict(enumerate(text.split("\n"), 1))}
    patches = {document: added(1, *text.removesuffix("\n").split("\n"))}
    made = review.plan(report(*made_of), patches, source, "Altproof")
    assert not made.on_files
    after = reader_for(document).references(document, committed(text.replace("\r\n", "\n"), made))
    editable = [one.suggestion.edit is not None for one in made_of]
    expected = [one.suggestion.alt if can else one.reference.alt for one, can in zip(made_of, editable, strict=True)]
    assert [one.alt for one in after] == expected
    assert [one.target for one in after] == [one.reference.target for one in made_of]
    return sum(editable)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("words", ["A pier", 'A "pier" | ] & <b> `` ``` \\', "埠頭"])
def test_all_suggestions_together_write_what_was_meant(document, end, words):
    assert check(document, DOCUMENTS[document].replace("\n", end), words) >= 2


@given(st.sampled_from(sorted(DOCUMENTS)), st.text(alphabet="aZ é`\"'|]}[\\<>&*_:~$#@-", min_size=1, max_size=20))
def test_whatever_the_words_are_they_come_back(document, words):
    check(document, DOCUMENTS[document], f"a{words}b")
