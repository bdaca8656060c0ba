"""A loopback double of GitHub: one repository with its pull requests, comments and check runs.

    with GitHubDouble(pulls={7: Pull(head=HEAD, files=[changed_file("docs/a.md", PATCH)])}) as hub:
        ...  # the program runs against hub.address with TOKEN
        assert [comment.body for comment in hub.pulls[7].comments] == ["..."]

It refuses what GitHub refuses, in GitHub's words. A request that GitHub does not know (a route, a parameter, a field) and
one that we must not send (an approval, an edit of somebody else's comment, a cookie) fail the test when the block ends.
"""

from tests.fakes.github.double import TOKEN, Fault, GitHubDouble, Request, secondary_limit
from tests.fakes.github.state import BOT, CheckRun, Comment, Pull, Review, changed_file
from tests.fakes.github.waiting import Time

__all__ = [
    "BOT",
    "TOKEN",
    "CheckRun",
    "Comment",
    "Fault",
    "GitHubDouble",
    "Pull",
    "Request",
    "Review",
    "Time",
    "changed_file",
    "secondary_limit",
]
