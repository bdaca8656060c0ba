"""report.html: what is on the page, what strangers' text does to it, and what it may load."""

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from altproof.links import HOME, rule_page
from altproof.model import ChangeSet, DescribedImage, Grade, Severity, Status, Suggestion, WordSource
from altproof.report import Report, RunFacts
from altproof.reporters import html, words
from altproof.reporters.escaping import one_line
from altproof.reporters.html_markup import LONGEST_TEXT, tag
from tests.fakes.hostile import HOSTILE
from tests.golden.shared_report import EVERYTHING, FROM_CAPTION, GREENHOUSE, PLAN, REPORT, UNSURE
from tests.unit.images import samples
from tests.unit.reporters.test_hostile_fields import FIELDS, crowds, each_field

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
FINDING = REPORT.findings[1]
IMAGE = DescribedImage(GREENHOUSE, EVERYTHING, None, FROM_CAPTION)
VOID = {"meta", "link", "input", "br"}
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover=alert(1) x='",
    "</style><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<!--",
    "-->",
    "]]>",
    "<a href=javascript:alert(1)>a</a>",
    "&lt;script&gt;",
    "&#x3c;script&#x3e;",
    "<iframe srcdoc='<p>'>",
    "</textarea><b>",
    "</option></select><b>",
    "url(https://evil.example)",
    "{}*{background:url(//evil.example)}",
    "`;alert(1)//",
    "${alert(1)}",
    "\u2028alert(1)",
    "<\0script>",
    "ab\x00cd",
)


class Page(HTMLParser):
    """Elements, attributes and texts; a tag that is not closed as it was opened is an error."""

    def __init__(self, source):
        super().__init__()
        self.elements = []
        self.texts = Counter()
        self.open = []
        self.said = []
        self.oddities = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))
        if name not in VOID:
            self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "script"}:
            self.said.append(data)

    def handle_comment(self, data):
        self.oddities.append(data)

    unknown_decl = handle_pi = handle_comment

    @property
    def text(self):
        return " ".join("".join(self.said).split())

    def shape(self):
        return Counter((name, *sorted(attributes)) for name, attributes in self.elements)

    def all(self, name, key):
        return [attributes[key] for element, attributes in self.elements if element == name and key in attributes]


def page(*findings, **changes):
    return Page(html.render(replace(EMPTY, findings=findings, **changes)))


# --- what is shown -----------------------------------------------------------------------------------------------


def test_every_finding_is_shown_with_place_rule_and_severity_in_words():
    shown = Page(html.render(REPORT))
    for finding in REPORT.findings:
        assert one_line(finding.message) in shown.text
        assert rule_page(finding.rule) in shown.all("a", "href")
    badges = Counter(attributes["class"] for name, attributes in shown.elements if name == "span")
    assert [badges[f"badge {word}"] for word in ("error", "warning", "notice")] == [2, 2, 2]
    for word in ("Error", "Warning", "Notice"):
        assert word in shown.text


def test_findings_of_one_document_stand_together_in_the_order_of_its_lines():
    first, second = (
        FINDING,
        replace(FINDING, reference=replace(FINDING.reference, span=replace(FINDING.span, line=3), alt_span=None)),
    )
    other = replace(FINDING, reference=replace(FINDING.reference, document="other.md"))
    shown = page(first, other, second)
    assert shown.all("div", "data-path") == ["docs/growing.md", "other.md"]
    assert re.findall(r"Line (\d+)", shown.text) == ["3", "12", "12"]


def test_a_place_leads_to_the_line_of_its_source():
    run = replace(EMPTY.run, source_url="https://github.com/octo/garden/blob/abc/")
    links = page(FINDING, run=run).all("a", "href")
    assert "https://github.com/octo/garden/blob/abc/docs/growing.md?plain=1#L12" in links


@pytest.mark.parametrize("address", [None, "javascript:alert(1)//", "http://github.com/a/blob/b/", "//evil.example/"])
def test_without_an_address_that_is_known_nothing_leads_there(address):
    links = page(FINDING, run=replace(EMPTY.run, source_url=address)).all("a", "href")
    assert all(link.startswith(("#", HOME)) for link in links)


@pytest.mark.parametrize(
    ("alt", "words_shown"),
    [(None, "none"), ("", "empty: said to be decorative"), (" \t", "white space only"), ("A bee", "A bee")],
)
def test_the_present_alt_text_is_told_apart(alt, words_shown):
    shown = page(replace(FINDING, reference=replace(FINDING.reference, alt=alt), suggestion=None))
    assert f"Alt text now{words_shown}" in shown.text


def test_changed_words_are_marked_in_both_texts():
    place = replace(FINDING.reference, alt="A photo of two red bees")
    draft = Suggestion("Two red bees on a rose", Grade.HIGH, WordSource.AUTHOR)
    source = html.render(replace(EMPTY, findings=(replace(FINDING, reference=place, suggestion=draft),)))
    assert "<del>A photo of two</del> red bees" in source
    assert "<ins>Two</ins> red bees <ins>on a rose</ins>" in source


def test_texts_with_nothing_in_common_are_not_marked():
    place = replace(FINDING.reference, alt="image1.png")
    source = html.render(replace(EMPTY, findings=(replace(FINDING, reference=place),)))
    assert "<ins>" not in source
    assert "<del>" not in source


def test_a_draft_that_cannot_be_trusted_is_not_called_a_suggestion():
    assert "A draft to begin withFloor plan" in page(replace(FINDING, suggestion=UNSURE)).text
    assert "Suggested alt textA greenhouse" in page(FINDING).text
    decorative = page(replace(FINDING, suggestion=Suggestion("", Grade.HIGH, WordSource.AUTHOR)))
    assert "empty, as for a decorative image" in decorative.text
    assert "copy" not in " ".join(decorative.all("button", "class"))


def test_changed_images_are_described_and_others_are_not():
    shown = page(images=(IMAGE, DescribedImage(replace(PLAN, status=Status.UNCHANGED))))
    for told in (
        "a greenhouse with rows of young tomato plants (81%)",
        "plant (99%)",
        "Row 7 / ##[warning]",
        "1.78: 1600 x 899 px",
    ):
        assert told in shown.text
    assert PLAN.path not in shown.text


def test_problems_are_shown_with_their_hints():
    assert "base the base commit is not there" in " ".join(Page(html.render(REPORT)).text.split())
    assert "What to do: set fetch-depth: 0" in Page(html.render(REPORT)).text


def test_a_run_without_findings_has_no_filter():
    shown = page()
    assert words.NOTHING_TO_CHECK in shown.text.lower()
    assert shown.all("select", "id") == []


def test_a_page_ends_somewhere():
    shown = page(*(FINDING,) * 5_002)
    assert sum(attributes.get("class") == "finding" for _, attributes in shown.elements) == 5_000
    assert "2 more findings: report.json has all of them." in shown.text
    long = page(replace(FINDING, message="é" * 5_000))
    assert "é" * (LONGEST_TEXT - 1) + "…" in long.text


def test_folders_to_choose_from_are_those_above_the_documents():
    places = [
        replace(FINDING, reference=replace(FINDING.reference, document=path)) for path in ("a/b/c.md", "a/d.md", "e.md")
    ]
    assert [value for value in page(*places).all("option", "value") if "/" in value or value == "a"] == ["a", "a/b"]


# --- pictures ----------------------------------------------------------------------------------------------------

PNG = samples.plain(size=(60, 40))
JPEG = samples.saved(samples.photo((40, 40)), "JPEG")


def test_a_picture_is_in_the_page_once_however_often_it_is_shown():
    report = replace(EMPTY, findings=(FINDING,) * 3, images=(IMAGE,))
    source = html.render_with(report, {GREENHOUSE.path: PNG, "same.png": PNG, "other.jpg": JPEG})
    assert source.count(b64encode(PNG).decode()) == 1
    assert source.count("data:image/") == 2
    assert [c for c in Page(source).all("span", "class") if c.startswith("thumb")] == ["thumb t0"] * 4


def test_the_picture_of_an_image_has_a_name():
    (name,) = Page(html.render_with(replace(EMPTY, images=(IMAGE,)), {GREENHOUSE.path: PNG})).all("span", "aria-label")
    assert name == EVERYTHING.caption.text


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a", b"<html>", b'");}</style><script>'])
def test_what_is_no_png_or_jpeg_is_no_picture(data):
    source = html.render_with(replace(EMPTY, findings=(FINDING,)), {GREENHOUSE.path: data})
    assert source == html.render(replace(EMPTY, findings=(FINDING,)))


# --- what the page may do ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("thumbnails", [{}, {GREENHOUSE.path: PNG}])
def test_only_the_styles_and_the_script_of_the_page_itself_may_run(thumbnails):
    source = html.render_with(REPORT, thumbnails)
    (policy,) = [a["content"] for n, a in Page(source).elements if n == "meta" and "http-equiv" in a]
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert allowed["img-src"] == "data:"
    for element in ("style", "script"):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", source, re.DOTALL)
        assert allowed[f"{element}-src"] == f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def test_nothing_is_loaded_and_no_attribute_runs():
    shown = Page(html.render_with(REPORT, {GREENHOUSE.path: PNG}))
    for name, attributes in shown.elements:
        assert name not in {"img", "iframe", "object", "embed", "form", "svg", "base", "audio", "video"}
        assert not [key for key in attributes if key.startswith("on") or key in {"style", "src", "srcset", "action"}]
    for link in shown.all("a", "href"):
        assert link.startswith(("#", f"{HOME}/", HOME, REPORT.run.source_url))


def test_every_control_has_a_label_and_every_id_is_there_once():
    shown = Page(html.render(REPORT))
    controls = [a["id"] for name, a in shown.elements if name in {"select", "input"}]
    assert sorted(controls) == sorted(shown.all("label", "for")) == ["folder", "rule", "severity", "words"]
    ids = [attributes["id"] for _, attributes in shown.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_tag_escapes_texts_and_attributes():
    assert tag("b", '<a> & "b"', title='">').source == '<b title="&quot;&gt;">&lt;a&gt; &amp; &quot;b&quot;</b>'
    assert tag("p", None, hidden=True, class_=None, aria_label="x").source == '<p hidden aria-label="x"></p>\n'


# --- strangers ---------------------------------------------------------------------------------------------------


@each_field
def test_hostile_text_adds_no_element_and_no_attribute(field):
    every = [text for text in (*PAYLOADS, *HOSTILE) if one_line(text)]
    for texts, hostile in crowds(field, every):
        # Words that are as many and as different as theirs: a page has a group for each document, a choice for each rule.
        names = [f"harmless{every.index(text)}" for text in texts]
        ((_, usual), *_) = crowds(field, names) if len(names) > 1 else [(None, next(iter(crowds(field, names)))[1])]
        shown = Page(html.render(hostile))
        assert differences(shown, Page(html.render(usual))) == set(), texts[:3]
        assert shown.oddities == []


def differences(one, other):
    """Kinds of elements that are in one page and not in the other; links and folders depend on the very names."""
    return set(one.shape().keys() ^ other.shape().keys())


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in {"target", "fingerprint", "base"}])
def test_each_hostile_text_is_shown_as_it_is(field):
    for text in (text for text in PAYLOADS if one_line(text)):
        ((_, one),) = list(crowds(field, [text]))
        shown = Page(html.render(one))
        everything = [shown.text, *(value for _, a in shown.elements for value in a.values() if value)]
        wanted = one_line(text)
        assert any(wanted in told for told in everything), (field, text)
        # As many slashes: every folder of a document is a choice.
        ((_, usual),) = crowds(field, [re.sub(r"[^/]", "u", text)])
        assert Page(html.render(usual)).shape() == shown.shape()


def test_severities_that_did_not_occur_are_no_choice():
    values = page(FINDING).all("option", "value")
    assert Severity.ERROR.value in values
    assert Severity.NOTICE.value not in values
