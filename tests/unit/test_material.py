"""Pictures and lines for the reports: what is made, what is left out, and where it ends."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from altproof.commands.material import Material, gather, source_lines, thumbnails, wide_lines
from altproof.errors import UnreadableFileError
from altproof.images.identify import identify
from altproof.model import ChangeSet, DescribedImage, Edit, Grade, ImageFile, Span, Status, Suggestion, WordSource
from altproof.report import Report, RunFacts
from tests.golden.shared_report import REPORT
from tests.unit.images import samples

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
TEMPLATE = REPORT.findings[1]


class Files:
    """A workspace of these files; what is read is kept in order."""

    def __init__(self, **files: bytes | str) -> None:
        self.files = {name.replace("__", "."): c if isinstance(c, bytes) else c.encode() for name, c in files.items()}
        self.asked: list[str] = []

    def paths(self):
        return list(self.files)

    def read(self, path, limit):
        self.asked.append(path)
        if path not in self.files:
            raise UnreadableFileError("gone")
        return self.files[path]

    def read_before(self, path, limit):
        return None

    def same_bytes(self, paths):
        return {}

    def expect(self, paths):
        pass

    def begin_search(self, markers, suffixes):
        pass

    def documents_with(self, markers, suffixes):
        return []


def finding(image=None, **place):
    return replace(TEMPLATE, reference=replace(TEMPLATE.reference, image=image, **place))


def described(path):
    return DescribedImage(ImageFile(path, "0" * 64, "image/png", 1, 1, 1, Status.ADDED))


PHOTO = samples.saved(samples.photo((900, 600)), "JPEG")
OTHER = samples.plain(size=(500, 100))


def test_thumbnails_are_small_plain_and_in_proportion():
    made = thumbnails(replace(EMPTY, findings=(finding("a.jpg"), finding("b.png"))), Files(a__jpg=PHOTO, b__png=OTHER))
    sizes = [(facts.width, facts.height) for facts in map(identify, made.values())]
    assert sizes == [(320, 213), (320, 64)]
    assert all(len(data) <= 40_000 for data in made.values())


def test_metadata_does_not_reach_the_page():
    for data in samples.with_metadata().values():
        made = thumbnails(replace(EMPTY, findings=(finding("a"),)), Files(a=data))
        assert samples.SECRET.encode() not in made["a"]
        assert not identify(made["a"]).has_metadata


def test_images_of_findings_come_first_and_each_is_read_once():
    files = Files(a=PHOTO, b=OTHER, c=samples.plain())
    report = replace(
        EMPTY,
        findings=(finding("b"), finding("b"), finding(None)),
        images=(described("a"), described("b"), described("c")),
    )
    assert list(thumbnails(report, files)) == ["b", "a", "c"]
    assert files.asked == ["b", "a", "c"]


def test_what_cannot_be_drawn_is_left_out_without_a_word():
    files = Files(broken=PHOTO[:300], svg="<svg xmlns='http://www.w3.org/2000/svg'/>", text="no image", good=OTHER)
    report = replace(EMPTY, findings=tuple(finding(name) for name in ("broken", "svg", "text", "missing", "good")))
    assert list(thumbnails(report, files)) == ["good"]


def test_thumbnails_end_at_their_number_their_bytes_and_their_time():
    files = Files(a=PHOTO, b=OTHER, c=samples.plain())
    report = replace(EMPTY, findings=(finding("a"), finding("b"), finding("c")))
    assert list(thumbnails(report, files, most=2)) == ["a", "b"]
    one = len(thumbnails(report, files, most=1)["a"])
    assert list(thumbnails(report, files, most_bytes=one)) == ["a"]
    assert thumbnails(report, files, seconds=-1.0) == {}


def test_the_same_content_is_drawn_once():
    made = thumbnails(replace(EMPTY, findings=(finding("a"), finding("b"))), Files(a=OTHER, b=OTHER))
    assert made["a"] is made["b"]


def test_an_image_that_only_a_service_saw_is_not_looked_for():
    files = Files()
    far = DescribedImage(ImageFile("https://img.example/a.png", "", "", None, None, 0, Status.UNCHANGED))
    assert thumbnails(replace(EMPTY, images=(far,)), files) == {}
    assert files.asked == []


def test_only_lines_that_matter_and_hold_a_wide_character_are_kept():
    text = "😀 one\ntwo 😀\r\nthree\n😀 four\n"
    place = finding(document="a__md", span=Span(2, 1, 3, 2), alt_span=None)
    draft = Suggestion("x", Grade.HIGH, WordSource.AUTHOR, edit=Edit("a__md", Span(4, 1, 9, 1), "x"))
    files = Files(a_md=text)
    files.files = {"a__md": text.encode()}
    lines = wide_lines(replace(EMPTY, findings=(replace(place, suggestion=draft),)), files)
    assert lines == {"a__md": {2: "two 😀\r", 4: "😀 four"}}


def test_documents_without_wide_characters_or_that_are_none_give_no_lines():
    found = tuple(finding(document=name, alt_span=None) for name in ("plain", "latin", "image", "gone"))
    files = Files(plain="é ü 日本\n" * 20, latin=b"\xf0 caf\xe9\n" * 20, image=b"\xff\xfe\x00\xf0\x00")
    assert wide_lines(replace(EMPTY, findings=found), files) == {}


def test_both_are_gathered_for_one_report():
    report = replace(EMPTY, findings=(finding("a", document="d", span=Span(1, 1, 1, 5), alt_span=None),))
    material = gather(report, Files(a=OTHER, d="😀 ![](a)\n"))
    assert list(material.thumbnails) == ["a"]
    assert material.wide_lines == {"d": {1: "😀 ![](a)"}}
    assert gather(EMPTY, Files()) == Material()


def edited(text, document="d", line=1):
    """The lines for a finding with an edit on a line of a document."""
    edit = Edit(document, Span(line, 1, line, 1), "x")
    draft = Suggestion("x", Grade.HIGH, WordSource.AUTHOR, edit=edit)
    place = replace(TEMPLATE.reference, document=document, span=Span(line, 1, line, 5), alt_span=None)
    found = (replace(TEMPLATE, reference=place, suggestion=draft),)
    return source_lines(replace(EMPTY, findings=found), Files(**{document: text}))


@pytest.mark.parametrize(
    "text",
    ["caf\xe9\n".encode("latin-1"), "\ufeffa\n".encode("utf-16"), b"\0\xff"],
    ids=["another encoding", "UTF-16", "no text"],
)
def test_a_document_that_is_not_utf_8_has_no_lines_to_suggest_on(text):
    assert edited(text) == {"d": {}}


def test_only_the_lines_of_findings_are_kept_with_their_line_ends():
    assert edited("one\r\ntwo\r\nthree", line=2) == {"d": {2: "two\r"}}
    assert edited("one", line=7) == {"d": {}}


def test_documents_without_an_edit_are_not_read_again():
    files = Files(d="a")
    assert source_lines(replace(EMPTY, findings=(replace(TEMPLATE, suggestion=None),)), files) == {}
    assert files.asked == []
