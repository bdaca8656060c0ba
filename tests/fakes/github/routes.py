"""What each call does to the state of the double, and what GitHub refuses in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from tests.fakes.github.bodies import faults
from tests.fakes.github.state import CheckRun, Comment, Pull, Review

if TYPE_CHECKING:
    from tests.fakes.github.double import GitHubDouble

LONGEST_BODY = 65_536
MOST_COMMENTS = 30
OUTSIDE = (
    "Pull request review thread line must be part of the diff, Pull request review thread start line must be part of "
    "the same hunk as the line., and Pull request review thread diff hunk can't be blank"
)
FORBIDDEN = "Resource not accessible by integration"
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."

Query = Mapping[str, str]


class Answer(Struct, frozen=True):
    """What goes back."""

    status: int
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """Raised where GitHub refuses."""

    def __init__(self, status: int, data: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = Answer(status, data, headers or {})


def invalid(*errors: Any, message: str = "Validation Failed") -> RefusedError:
    return RefusedError(422, {"message": message, "errors": list(errors)})


def field_error(name: str, words: str) -> RefusedError:
    error = {"resource": "PullRequestReviewComment", "code": "custom", "field": name, "message": f"{name} {words}"}
    return invalid(error)


class Routes:
    """The calls that we may make, with what a token needs for each."""

    def __init__(self, hub: GitHubDouble) -> None:
        self.hub = hub
        pulls, checks, either = ("pull-requests",), ("checks",), ("pull-requests", "issues")
        self.table: list[tuple[str, str, tuple[str, ...], Callable[..., Answer]]] = [
            ("GET", r"/compare/(\w+)\.\.\.(\w+)", ("contents",), self.compare),
            ("GET", r"/pulls", pulls, self.list_pulls),
            ("GET", r"/pulls/(\d+)", pulls, self.show_pull),
            ("GET", r"/pulls/(\d+)/files", pulls, self.list_files),
            ("GET", r"/pulls/(\d+)/reviews", pulls, self.list_reviews),
            ("GET", r"/pulls/(\d+)/reviews/(\d+)/comments", pulls, self.list_comments_of_review),
            ("POST", r"/pulls/(\d+)/reviews", pulls, self.post_review),
            ("GET", r"/pulls/(\d+)/comments", pulls, self.list_review_comments),
            ("POST", r"/pulls/(\d+)/comments", pulls, self.post_review_comment),
            ("PATCH", r"/pulls/comments/(\d+)", pulls, self.edit_review_comment),
            ("DELETE", r"/pulls/comments/(\d+)", pulls, self.delete_comment),
            ("GET", r"/issues/(\d+)/comments", either, self.list_comments),
            ("POST", r"/issues/(\d+)/comments", either, self.post_comment),
            ("PATCH", r"/issues/comments/(\d+)", either, self.edit_comment),
            ("DELETE", r"/issues/comments/(\d+)", either, self.delete_comment),
            ("POST", r"/check-runs", checks, self.create_check_run),
            ("GET", r"/check-runs/(\d+)", checks, self.show_check_run),
            ("PATCH", r"/check-runs/(\d+)", checks, self.edit_check_run),
            ("GET", r"/commits/(\w+)/check-runs", checks, self.list_check_runs),
        ]

    def run(self, method: str, path: str, query: Query, body: Any) -> Answer | None:
        """None: there is no such call."""
        for verb, pattern, scopes, handler in self.table:
            if verb == method and (found := re.fullmatch(pattern, path)):
                self.hub.require(scopes, "read" if method == "GET" else "write")
                return handler(
                    *found.groups(), *([query] if method == "GET" else []), *([] if body is None else [body])
                )
        return None

    def pull(self, number: str) -> Pull:
        found = self.hub.pulls.get(int(number))
        if found is None:
            raise RefusedError(404, {"message": "Not Found"})
        return found

    def page(self, items: list[Any], query: Query, path: str) -> Answer:
        size, page = int(query.get("per_page", "30")), int(query.get("page", "1"))
        if not 1 <= size <= 100:
            self.hub.wrong.append(f"per_page={size}")
        more = "&".join(f"{k}={v}" for k, v in {**query, "page": str(page + 1)}.items())
        link = {"Link": f'<{self.hub.address}/repos/{self.hub.repository}{path}?{more}>; rel="next", <x>; rel="last"'}
        return Answer(200, items[(page - 1) * size : page * size], link if page * size < len(items) else {})

    def check(self, kind: str, body: Any) -> None:
        refused, unknown = faults(kind, body)
        self.hub.wrong += [f"GitHub knows no {where} in a {kind}" for where in unknown]
        if refused:
            raise invalid(*refused, message="Invalid request.")

    # Reading what changed

    def compare(self, base: str, head: str, _: Query) -> Answer:
        found = self.hub.merge_bases.get((base, head))
        return Answer(200, {"merge_base_commit": {"sha": found}}) if found else Answer(404, {"message": "Not Found"})

    def list_files(self, number: str, query: Query) -> Answer:
        return self.page(self.pull(number).files[:3000], query, f"/pulls/{number}/files")

    def list_pulls(self, query: Query) -> Answer:
        owner, _, branch = query.get("head", "").partition(":")
        wanted = query.get("state", "open")
        found = [
            pull.shown(number)
            for number, pull in self.hub.pulls.items()
            if (wanted == "all" or pull.is_open == (wanted == "open"))
            and (not branch or (pull.branch == branch and (pull.head_repository or "").split("/")[0] == owner))
        ]
        return self.page(found, query, "/pulls")

    def show_pull(self, number: str, _: Query) -> Answer:
        return Answer(200, self.pull(number).shown(int(number)))

    # Reviews and comments at files

    def list_reviews(self, number: str, query: Query) -> Answer:
        shown = [review.shown(int(number)) for review in self.pull(number).reviews if review.state != "PENDING"]
        return self.page(shown, query, f"/pulls/{number}/reviews")

    def list_comments_of_review(self, number: str, review: str, query: Query) -> Answer:
        found = [c.shown(int(number)) for c in self.pull(number).review_comments if c.review == int(review)]
        return self.page(found, query, f"/pulls/{number}/reviews/{review}/comments")

    def post_review(self, number: str, body: Mapping[str, Any]) -> Answer:
        self.check("review", body)
        pull = self.writable(number)
        comments = body.get("comments", [])
        if body.get("event", "COMMENT") != "COMMENT":
            self.hub.wrong.append(f"a review must not {body['event']}")
        if len(comments) > MOST_COMMENTS:
            raise RefusedError(403, {"message": SECONDARY}, {"Retry-After": "60"})
        if "event" in body and not body.get("body"):
            raise invalid("Body can't be blank", message="Unprocessable Entity")
        commit = self.commit(pull, body.get("commit_id", pull.head))
        for comment in comments:
            self.sized(comment["body"])
            if problem := problem_at(pull, comment):
                raise invalid(problem[1], message="Unprocessable Entity")
        if body.get("body"):
            self.sized(body["body"])
        state = "COMMENTED" if "event" in body else "PENDING"
        review = Review(self.hub.next_id(), self.hub.speaker, body.get("body", ""), commit, state)
        pull.reviews.append(review)
        if state == "COMMENTED":
            pull.review_comments += [self.made(pull, comment, commit, review.id) for comment in comments]
        return Answer(200, review.shown(int(number)))

    def list_review_comments(self, number: str, query: Query) -> Answer:
        shown = [comment.shown(int(number)) for comment in self.pull(number).review_comments]
        return self.page(shown, query, f"/pulls/{number}/comments")

    def post_review_comment(self, number: str, body: Mapping[str, Any]) -> Answer:
        self.check("review comment", body)
        pull = self.writable(number)
        commit = self.commit(pull, body["commit_id"])
        self.sized(body["body"])
        if body.get("subject_type") == "file":
            if not pull.has(body["path"]):
                raise field_error("pull_request_review_thread.path", "is invalid")
        elif problem := problem_at(pull, body):
            raise field_error(*problem[0])
        comment = self.made(pull, body, commit, self.hub.next_id())
        pull.review_comments.append(comment)
        return Answer(201, comment.shown(int(number)))

    def edit_review_comment(self, comment: str, body: Mapping[str, Any]) -> Answer:
        self.check("edit of a review comment", body)
        return self.edited(comment, body)

    # The conversation

    def list_comments(self, number: str, query: Query) -> Answer:
        shown = [comment.shown(int(number)) for comment in self.pull(number).comments]
        return self.page(shown, query, f"/issues/{number}/comments")

    def post_comment(self, number: str, body: Mapping[str, Any]) -> Answer:
        self.check("comment", body)
        pull = self.writable(number)
        self.sized(body["body"])
        comment = Comment(self.hub.next_id(), self.hub.speaker, body["body"])
        pull.comments.append(comment)
        return Answer(201, comment.shown(int(number)))

    def edit_comment(self, comment: str, body: Mapping[str, Any]) -> Answer:
        self.check("edit of a comment", body)
        return self.edited(comment, body)

    def edited(self, comment: str, body: Mapping[str, Any]) -> Answer:
        number, _, found = self.find(comment)
        self.sized(body["body"])
        found.body = body["body"]
        return Answer(200, found.shown(number))

    def delete_comment(self, comment: str) -> Answer:
        _, place, found = self.find(comment)
        place.remove(found)
        return Answer(204)

    # Check runs

    def create_check_run(self, body: Mapping[str, Any]) -> Answer:
        self.check("check run", body)
        if not self.hub.knows(body["head_sha"]):
            raise invalid(message=f"No commit found for SHA: {body['head_sha']}")
        names = (self.hub.next_id(), body["name"], body["head_sha"])
        run = CheckRun(*names, body.get("conclusion"), body.get("external_id", ""))
        self.show_output(run, body.get("output"))
        self.hub.check_runs.append(run)
        return Answer(201, run.shown())

    def edit_check_run(self, number: str, body: Mapping[str, Any]) -> Answer:
        self.check("edit of a check run", body)
        run = self.check_run(number)
        if "output" in body and not body["output"].get("title"):
            raise invalid(message="Invalid request. output.title is required")
        self.show_output(run, body.get("output"))
        return Answer(200, run.shown())

    def show_check_run(self, number: str, _: Query) -> Answer:
        return Answer(200, self.check_run(number).shown())

    def list_check_runs(self, commit: str, query: Query) -> Answer:
        named = [run for run in self.hub.check_runs if run.commit == commit]
        found = [run.shown() for run in named if run.name == query.get("check_name", run.name)]
        shown = self.page(found, query, f"/commits/{commit}/check-runs")
        return Answer(200, {"total_count": len(found), "check_runs": shown.data}, shown.headers)

    def check_run(self, number: str) -> CheckRun:
        found = next((run for run in self.hub.check_runs if run.id == int(number)), None)
        if found is None:
            raise RefusedError(404, {"message": "Not Found"})
        return found

    @staticmethod
    def show_output(run: CheckRun, output: Mapping[str, Any] | None) -> None:
        if output is None:
            return
        for annotation in output.get("annotations", ()):
            if annotation["start_line"] != annotation["end_line"] and "start_column" in annotation:
                raise invalid("start_column is only allowed where start_line equals end_line")
            if len(annotation["message"].encode()) > 64 * 1024 or len(annotation.get("title", "")) > 255:
                raise invalid("annotation is too long")
        run.title, run.summary = output["title"], output["summary"]
        run.annotations += output.get("annotations", ())
        run.images += output.get("images", ())

    # What several of them need

    def writable(self, number: str) -> Pull:
        pull = self.pull(number)
        if pull.is_locked:
            raise RefusedError(403, {"message": "Unable to create comment because issue is locked."})
        return pull

    def find(self, comment: str) -> tuple[int, list[Comment], Comment]:
        for number, pull in self.hub.pulls.items():
            for place in (pull.comments, pull.review_comments):
                for found in place:
                    if found.id == int(comment):
                        if found.author != self.hub.speaker:
                            self.hub.wrong.append(f"comment {comment} is {found.author}'s, not ours to change")
                        return number, place, found
        raise RefusedError(404, {"message": "Not Found"})

    @staticmethod
    def commit(pull: Pull, commit: str) -> str:
        if commit != pull.head and commit not in pull.commits:
            raise field_error("commit_id", "is not part of the pull request")
        return commit

    @staticmethod
    def sized(text: str) -> None:
        if not text.strip():
            raise invalid("Body can't be blank")
        if len(text) > LONGEST_BODY:
            words = f"Body is too long (maximum is {LONGEST_BODY} characters)"
            raise invalid({"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": words})

    def made(self, pull: Pull, body: Mapping[str, Any], commit: str, review: int) -> Comment:
        line = body.get("line") if commit == pull.head else None  # outdated at once
        where = (body["path"], line, body.get("start_line"))
        names = (self.hub.next_id(), self.hub.speaker, body["body"])
        return Comment(*names, *where, commit, None, review, body.get("subject_type", "line"))


def problem_at(pull: Pull, comment: Mapping[str, Any]) -> tuple[tuple[str, str], str] | None:
    """What is wrong with the place of a comment: as the call for one comment says it, and as that for a review does."""
    line, start = comment.get("line"), comment.get("start_line")
    at = "pull_request_review_thread."
    if not pull.has(comment["path"]):
        return (f"{at}path", "is invalid"), "Path could not be resolved"
    if line is None:
        return (f"{at}line", "is missing"), "Pull request review thread line can't be blank"
    if start is not None and start >= line:
        return (f"{at}start_line", "must precede the end line."), "Start line must precede the end line."
    hunk = pull.hunk(comment["path"], line)
    if hunk is None or comment.get("side", "RIGHT") != "RIGHT":
        return (f"{at}line", "must be part of the diff"), OUTSIDE
    if start is not None and pull.hunk(comment["path"], start) != hunk:
        return (f"{at}start_line", "must be part of the same hunk as the line."), OUTSIDE
    return None
