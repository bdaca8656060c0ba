"""The server: what it takes note of, what it does at a test's word, and what fails a test."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fakes.github.routes import FORBIDDEN, SECONDARY, Answer, RefusedError, Routes
from tests.fakes.github.server import Said, Server
from tests.fakes.github.state import BOT, REPOSITORY, CheckRun, Pull

TOKEN = "ghs_token-of-the-job"
PARAMETERS = {"per_page", "page", "state", "head", "check_name", "filter"}
ALL = {"contents": "read", "pull-requests": "write", "issues": "write", "checks": "write"}
NOTICES = re.compile(r"/(reviews|comments)")


@dataclass
class Fault:
    """Happens instead of an answer, or after the work was done, to the requests that it fits."""

    status: int | None = 502
    """0: the connection is closed without an answer. None: the usual answer is given, after `act`."""
    method: str = ""
    """Empty: any."""
    path: str = ""
    """Searched for in the path."""
    body: Any = None
    """Bytes go out as they are, anything else as JSON."""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
    """True: the request is carried out first."""
    times: int = 1
    """-1: always."""
    skip: int = 0
    """So many fitting requests are answered as usual before."""
    act: Callable[[], None] | None = None
    """Called before anything else, as if something happened meanwhile."""
    size: int = 0
    """Bytes of an answer that is sent in pieces, whatever `body` says."""

    @property
    def said(self) -> Said | None:
        return None if self.status is None else Said(self.status, self.body, self.headers, self.size)

    def fits(self, method: str, path: str) -> bool:
        return self.times != 0 and self.method in ("", method) and re.search(self.path, path) is not None


def secondary_limit(seconds: int | None = None, *, status: int = 403, times: int = 1, **more: Any) -> Fault:
    """GitHub's answer to too much at once; without `seconds` it names no pause."""
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return Fault(status, body={"message": SECONDARY}, headers=headers, times=times, **more)


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    path: str
    """Without the query."""
    query: dict[str, str]
    headers: dict[str, str] = field(repr=False)
    """Names in lower case."""
    body: Any
    at: float


@dataclass
class GitHubDouble:
    """One repository, `tidewatch/docs`. Use it in a `with` block."""

    pulls: dict[int, Pull] = field(default_factory=dict)
    merge_bases: dict[tuple[str, str], str] = field(default_factory=dict)
    permissions: dict[str, str] = field(default_factory=lambda: dict(ALL))
    """What the token may: `read` or `write` by scope; a scope left out is none."""
    speaker: str = BOT
    """Whom the token speaks for."""
    tells_viewer: bool = True
    """False: GraphQL refuses the token."""
    enterprise: bool = False
    """True: the addresses are those of GitHub Enterprise Server."""
    unversioned: bool = False
    """True: an old server that refuses the header with the version."""
    commits: set[str] = field(default_factory=set)
    """Besides the heads of the pull requests."""
    faults: list[Fault] = field(default_factory=list)
    clock: Callable[[], float] = time.monotonic
    repository: str = REPOSITORY
    check_runs: list[CheckRun] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    hasty: list[str] = field(default_factory=list)
    """Writes that came less than a second after the one before, or notices less than three."""
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._ids = 1000
        self._last: dict[str, float] = {}
        self._routes = Routes(self)

    def __enter__(self) -> Self:
        self._server = Server(self.answer)
        self._server.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._server.stop()
        assert kind is not None or self.wrong == []

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def address(self) -> str:
        """Of the REST API: GITHUB_API_URL."""
        return f"{self.url}/api/v3" if self.enterprise else self.url

    @property
    def graphql(self) -> str:
        """GITHUB_GRAPHQL_URL."""
        return f"{self.url}/api/graphql" if self.enterprise else f"{self.url}/graphql"

    @property
    def writes(self) -> list[Request]:
        return [r for r in self.requests if r.method != "GET" and not r.path.endswith("/graphql")]

    def asked(self) -> list[str]:
        """Each request as method and path below the repository."""
        return [f"{r.method} {r.path.partition(f'/repos/{self.repository}')[2] or r.path}" for r in self.requests]

    def next_id(self) -> int:
        self._ids += 1
        return self._ids

    def knows(self, commit: str) -> bool:
        return commit in self.commits or any(commit in {p.head, *p.commits} for p in self.pulls.values())

    def require(self, scopes: tuple[str, ...], level: str) -> None:
        enough = {"read": {"read", "write"}, "write": {"write"}}[level]
        if not any(self.permissions.get(scope) in enough for scope in scopes):
            raise RefusedError(403, {"message": FORBIDDEN})

    def answer(self, method: str, target: str, headers: dict[str, str], sent: bytes) -> Said:
        """One request at a time, as if the world stood still."""
        with self._lock:
            url = urlsplit(target)
            query = dict(parse_qsl(url.query, keep_blank_values=True))
            body = json.loads(sent) if sent else None
            self.requests.append(Request(method, unquote(url.path), query, headers, body, self.clock()))
            fault = self._fault(method, url.path)
            if fault and fault.said and not fault.after:
                return fault.said
            try:
                found = self._answer(self.requests[-1])
            except RefusedError as refusal:
                found = refusal.answer
            except Exception as error:  # the double is wrong, not the program
                self.wrong.append(f"{method} {target}: {error!r}")
                raise
            return fault.said if fault and fault.said else Said(found.status, found.data, found.headers)

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if not fault.fits(method, path):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= fault.times > 0
            if fault.act:
                fault.act()
            return fault
        return None

    def _answer(self, request: Request) -> Answer:
        self._look_at(request)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer(401, {"message": "Bad credentials"})
        if self.unversioned and "x-github-api-version" in request.headers:
            return Answer(400, {"message": '"2022-11-28" is not a supported version.'})
        if request.method == "POST" and request.path == urlsplit(self.graphql).path:
            return self._viewer(request.body)
        if (request.method, request.path) == ("GET", "/user"):
            return Answer(403, {"message": FORBIDDEN})  # an installation is no user
        root = f"{urlsplit(self.address).path}/repos/{self.repository}"
        below = request.path.removeprefix(root) if request.path.startswith(root) else ""
        found = self._routes.run(request.method, below, request.query, request.body)
        if found is None:
            self.wrong.append(f"no such call: {request.method} {request.path}")
            return Answer(404, {"message": "Not Found"})
        if request.method != "GET":
            self._pace(request)
        return found

    def _look_at(self, request: Request) -> None:
        headers = request.headers
        expected = {"accept": "application/vnd.github+json", "user-agent": r"altproof/.+"}
        if not self.unversioned:
            expected["x-github-api-version"] = "2022-11-28"
        if request.body is not None:
            expected["content-type"] = "application/json"
        for name, value in expected.items():
            if not re.fullmatch(value.replace("+j", r"\+j"), headers.get(name, "")):
                self.wrong.append(f"{request.method} {request.path}: {name} is {headers.get(name)!r}")
        self.wrong += [f"a cookie was sent to {request.path}"] if "cookie" in headers else []
        self.wrong += [f"no such parameter: {name}" for name in request.query if name not in PARAMETERS]
        if (request.body is None) == (request.method in ("POST", "PATCH", "PUT")):
            self.wrong.append(f"{request.method} {request.path}: body {request.body!r}")

    def _viewer(self, body: Any) -> Answer:
        if body.keys() != {"query"} or body["query"].split() != ["query", "{", "viewer", "{", "login", "}", "}"]:
            self.wrong.append(f"GraphQL is only for the viewer: {body}")
        if not self.tells_viewer:
            return Answer(200, {"data": None, "errors": [{"type": "FORBIDDEN", "message": FORBIDDEN}]})
        return Answer(200, {"data": {"viewer": {"login": self.speaker}}})

    def _pace(self, request: Request) -> None:
        """Take note of what came too soon after the one before; only what was carried out counts."""
        kinds = {"write": 1.0}
        if request.method == "POST" and NOTICES.search(request.path):
            kinds["notice"] = 3.0
        for kind, least in kinds.items():
            if request.at - self._last.get(kind, float("-inf")) < least - 1e-6:
                self.hasty.append(f"{request.method} {request.path}")
            self._last[kind] = request.at
