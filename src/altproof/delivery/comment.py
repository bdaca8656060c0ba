"""The comment in the conversation: there once while there is something to tell, edited in place, then gone."""

from __future__ import annotations

from altproof.github.base import GitHub, PostedComment, Refusal, RefusedError
from altproof.report import Channel, Delivery, Report
from altproof.reporters import comment, marker
from altproof.reporters.marker import Kind


async def post(github: GitHub, report: Report, number: int, name: str) -> Delivery:
    """Make the comment say what the report says. Raises RefusedError."""
    body = comment.render(report, name)
    own = await _own(github, number, name)
    if not report.findings:
        for one in own:
            await _remove(github, one, comment.all_clear(name))
        return Delivery(Channel.COMMENT, done=True)
    url = None
    if not own:
        url = (await github.post_issue_comment(number, body)).url
        own = await _own(github, number, name)  # another run may have posted at the same moment
    await _keep_one(github, own, number, body)
    return Delivery(Channel.COMMENT, done=True, count=len(report.findings), url=url)


async def _own(github: GitHub, number: int, name: str) -> list[PostedComment]:
    """Our comments for this report, oldest first: with our marker, and by us, for anybody can write a marker."""
    marked = [one for one in await github.issue_comments(number) if _is_for(one, name)]
    if not marked:
        return []
    login = await github.login()
    return [one for one in marked if one.author == login]


def _is_for(posted: PostedComment, name: str) -> bool:
    found = marker.read(posted.body)
    return found is not None and found.kind is Kind.REPORT and found.name == marker.slug(name)


async def _edit(github: GitHub, kept: PostedComment, number: int, body: str) -> None:
    """Have a comment say something else; when somebody has removed it meanwhile, say it anew."""
    try:
        await github.edit_issue_comment(kept.id, body)
    except RefusedError as error:
        if error.refusal is not Refusal.GONE:
            raise
        await github.post_issue_comment(number, body)


async def _keep_one(github: GitHub, own: list[PostedComment], number: int, body: str) -> None:
    """Let the oldest say what is to be said, and remove the others."""
    wanted = marker.read(body)
    for kept in own[:1]:
        says = marker.read(kept.body)
        if wanted and not (says and says.says_the_same(wanted)):
            await _edit(github, kept, number, body)
    for doubled in own[1:]:
        await _remove(github, doubled, None)


async def _remove(github: GitHub, one: PostedComment, otherwise: str | None) -> None:
    """Remove a comment; where that is not allowed, have it say `otherwise`."""
    try:
        await github.delete_issue_comment(one.id)
    except RefusedError as error:
        if error.refusal is Refusal.FORBIDDEN and otherwise and otherwise != one.body:
            await github.edit_issue_comment(one.id, otherwise)
        elif error.refusal not in (Refusal.GONE, Refusal.FORBIDDEN):
            raise
