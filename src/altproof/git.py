"""Git as a subprocess: a fixed environment, no hooks, no helpers of the repository, plain bytes back."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from altproof.errors import RepositoryError
from altproof.patterns import lazy_regex

SECONDS = 300
"""The longest that one git call may take; a fetch of a large repository is the slow case."""

KEPT = (
    *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"),
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "all_proxy"),
)
"""What git needs from the environment; everything else, all other GIT_* above all, stays out."""

SAFE = {
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.quotePath": "true",
    "protocol.ext.allow": "never",
    "gc.auto": "0",
    "maintenance.auto": "false",
}
"""The tree is an attacker's: nothing in it, and no setting beside it, may start a program of its choice."""


USER_INFO = lazy_regex(r"://[^/@\s]{1,500}@")


class Git:
    """Runs git in one folder. Every call is a fixed argument list; revisions and paths are checked by the caller."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, trusted: bool, login: Login | None = None
    ) -> None:
        self.folder = folder
        self._given = environment
        self._trusted = trusted
        self._login = login
        self.environment = self._environment()

    def beside(self, folder: Path) -> Git:
        """The same settings for another folder, one that we made ourselves."""
        return Git(folder, self._given, trusted=True, login=self._login)

    def run(self, *arguments: str, allowed: Sequence[int] = (0,), stdin: bytes = b"") -> bytes:
        """Standard output. Raises RepositoryError when git is missing, too slow, or exits with any other code."""
        return self.begin(*arguments).output(allowed, stdin)

    def begin(self, *arguments: str) -> Running:
        """The same, with something else done until the output is wanted. Raises RepositoryError when git is missing."""
        try:
            # A stranger's text may be in the arguments, never in place of an option: callers put it behind "--".
            process = subprocess.Popen(
                ["git", *arguments],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError as error:
            raise RepositoryError("git is not installed", hint="install git 2.36 or newer") from error
        return Running(arguments[0], process)

    def lines(self, *arguments: str) -> Iterator[str]:
        """Standard output line by line, without line ends and without holding all of it. Raises RepositoryError.

        Decoded as Latin-1, so that every byte is a character.
        """
        process = subprocess.Popen(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            try:
                for line in process.stdout or ():
                    yield line.rstrip(b"\n").decode("latin-1")
                if process.wait() != 0:
                    raise RepositoryError(f"git {arguments[0]} failed")
            finally:
                process.kill()

    def text(self, *arguments: str, allowed: Sequence[int] = (0,)) -> str:
        """Standard output as text without the last line end; bytes that are no UTF-8 survive as surrogates."""
        return self.run(*arguments, allowed=allowed).decode("utf-8", "surrogateescape").rstrip("\n")

    def _environment(self) -> dict[str, str]:
        pairs = list(SAFE.items())
        if self._trusted:
            # Runners own the workspace, the container is root: without this, git refuses "dubious ownership". The
            # environment form leaves no trace in the user's HOME.
            pairs += [("safe.directory", str(path)) for path in {self.folder, self.folder.resolve()}]
        if self._login:
            pairs.append((f"http.{self._login.server}/.extraheader", self._login.header))
        kept = {name: self._given[name] for name in KEPT if name in self._given}
        fixed = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        numbered = {f"GIT_CONFIG_KEY_{n}": key for n, (key, _) in enumerate(pairs)}
        numbered |= {f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(pairs)}
        return {**kept, **fixed, "GIT_CONFIG_COUNT": str(len(pairs)), **numbered}


class Running:
    """A call of git that has begun."""

    def __init__(self, verb: str, process: subprocess.Popen[bytes]) -> None:
        self._verb, self._process = verb, process

    def output(self, allowed: Sequence[int] = (0,), stdin: bytes = b"") -> bytes:
        """Wait for the end, and give the standard output; raises RepositoryError as `Git.run`."""
        with self._process as process:
            try:
                output, said = process.communicate(stdin, timeout=SECONDS)
            except subprocess.TimeoutExpired as error:
                raise RepositoryError(f"git {self._verb} took longer than {SECONDS} seconds") from error
            finally:
                process.kill()  # nothing happens to one that has ended
        if process.returncode not in allowed:
            raise _failure(self._verb, said.decode("utf-8", "replace"))
        return output

    def close(self) -> None:
        """End it: nobody wants its output any more."""
        with self._process as process:
            process.kill()


class Login:
    """The job's token as git's HTTP header, for one server; the form that GitHub's own checkout uses."""

    def __init__(self, server: str, token: str) -> None:
        import base64

        self.server = server.rstrip("/")
        self.basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()

    @property
    def header(self) -> str:
        """The value of http.<server>/.extraheader."""
        return f"AUTHORIZATION: basic {self.basic}"


def _failure(verb: str, said: str) -> RepositoryError:
    lines = said.strip().splitlines()
    last = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1] if lines else "")
    if "dubious ownership" in said or "unsafe repository" in said:
        return RepositoryError(
            "git refuses this repository because another user owns it",
            hint='if you trust it: git config --global --add safe.directory "$PWD"',
        )
    if "not a git repository" in said:
        return RepositoryError("this folder is no git repository", hint="run it in a checkout, or use --all")
    shown = USER_INFO.sub("://", last)  # an address may carry a password
    return RepositoryError(f"git {verb} failed: {shown[:200]}")
