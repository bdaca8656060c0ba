"""From the comments that are there to those that should be: nothing twice, nothing outdated, no discussion disturbed."""

from msgspec.structs import replace

from altproof.github.base import PostedComment
from altproof.model import Severity
from altproof.reporters.review import plan
from altproof.reporters.review_changes import changes
from tests.fakes.pull_request import ME, added
from tests.unit.reporters.reviewed import finding, report

LINE = "![](b.png)"
FILES = {"a.md": added(1, *[LINE] * 20), "b.md": None}


def planned(*findings):
    return plan(report(*findings), FILES, {"a.md": dict.fromkeys(range(1, 21), LINE)}, "Altproof")


def posted(made, first=1):
    return [
        PostedComment(number, ME, one.body, one.path, one.lines.last if one.lines else None)
        for number, one in enumerate(made.remarks, first)
    ]


def todo(made, comments, login=ME, name="Altproof"):
    return changes(made, comments, login, name)


ONE = planned(finding(2, replacement="A"), finding(5), finding(1, document="b.md"))


def is_nothing(found):
    return not (found.on_lines or found.on_files or found.edits or found.outdated)


def test_what_is_said_already_is_not_said_again():
    found = todo(ONE, posted(ONE))
    assert is_nothing(found)
    assert len(found.kept) == 3


def test_line_ends_that_github_changed_make_no_difference():
    crlf = [replace(one, body=one.body.replace("\n", "\r\n", 1)) for one in posted(ONE)]
    assert is_nothing(todo(ONE, crlf))


def test_comments_of_others_are_not_touched_even_with_our_marker():
    found = todo(planned(), [replace(one, author="mallory") for one in posted(ONE)])
    assert is_nothing(found)


def test_comments_of_another_report_are_not_touched():
    assert is_nothing(todo(planned(), posted(ONE), name="Docs"))


def test_a_thread_with_an_answer_stays_whatever_became_of_it():
    comments = posted(ONE)
    answers = [PostedComment(50 + one.id, "octocat", "No.", one.path, one.line, reply_to=one.id) for one in comments]
    assert is_nothing(todo(planned(), comments + answers))
    moved = [replace(one, line=None) for one in comments]
    assert is_nothing(todo(ONE, moved + answers))
    other = planned(finding(2, replacement="B"), finding(5), finding(1, document="b.md"))
    assert is_nothing(todo(other, comments + answers))


def test_an_answered_thread_whose_lines_are_gone_does_not_count_as_telling_of_its_finding():
    comments = posted(ONE)
    answers = [PostedComment(50 + one.id, "octocat", "No.", one.path, one.line, reply_to=one.id) for one in comments]
    gone = [replace(one, line=None) for one in comments]
    assert len(todo(ONE, comments + answers).kept) == 3
    assert [remark.lines for remark in todo(ONE, gone + answers).kept] == [None]


def test_what_is_new_is_posted_and_the_rest_stays():
    more = planned(finding(2, replacement="A"), finding(5), finding(9), finding(1, document="b.md"))
    found = todo(more, posted(ONE))
    assert [remark.lines.last for remark in found.on_lines] == [9]
    assert not (found.on_files)
    assert not (found.edits)
    assert not (found.outdated)


def test_a_comment_that_worse_findings_pushed_over_the_limit_stays():
    mild = [finding(n, severity=Severity.NOTICE) for n in range(1, 4)]
    comments = posted(planned(*mild))
    worse = [finding(n, rule="blank-alt") for n in range(4, 41)]
    files = {"a.md": added(1, *[LINE] * 40)}
    made = plan(report(*worse, *mild), files, {}, "Altproof")
    found = todo(made, comments)
    assert len(found.on_lines) == 30
    assert len(found.kept) == 3
    assert found.outdated == ()


def test_what_is_mended_is_removed():
    found = todo(planned(finding(5), finding(1, document="b.md")), posted(ONE))
    assert found.outdated == (1,)
    assert not (found.on_lines)
    assert not (found.on_files)
    assert not (found.edits)


def test_what_reads_otherwise_is_edited_where_it_stands():
    found = todo(planned(finding(2, replacement="B"), finding(5), finding(1, document="b.md")), posted(ONE))
    assert [number for number, _ in found.edits] == [1]
    assert "![B](b.png)" in found.edits[0][1].body
    assert not (found.on_lines)
    assert not (found.on_files)
    assert not (found.outdated)


def test_a_comment_that_github_calls_outdated_is_posted_anew_and_removed():
    comments = [replace(one, line=None) if one.line == 2 else one for one in posted(ONE)]
    found = todo(ONE, comments)
    assert [remark.lines.last for remark in found.on_lines] == [2]
    assert found.outdated == (1,)


def test_a_comment_that_was_posted_twice_is_removed_once():
    found = todo(ONE, posted(ONE) + posted(ONE, first=11))
    assert found.outdated == (11, 12, 13)
    assert len(found.kept) == 3


def test_applying_the_changes_leaves_nothing_to_do():
    other = planned(finding(2, replacement="B"), finding(7), finding(3, document="b.md"))
    comments = posted(ONE)
    found = todo(other, comments)
    after = [one for one in comments if one.id not in found.outdated]
    edits = dict(found.edits)
    after = [replace(one, body=edits[one.id].body) if one.id in edits else one for one in after]
    new = [
        PostedComment(80 + n, ME, one.body, one.path, one.lines.last if one.lines else None)
        for n, one in enumerate((*found.on_lines, *found.on_files))
    ]
    assert is_nothing(todo(other, after + new))
