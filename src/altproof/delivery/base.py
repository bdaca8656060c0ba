"""What is wanted of delivery, and what came of it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from altproof.report import Channel, Delivery


class Wish(StrEnum):
    """What the workflow says about one way of delivery."""

    TRUE = "true"
    FALSE = "false"
    AUTO = "auto"
    """Where the token may; nothing is said where it may not."""


class Wanted(Struct, frozen=True):
    """Everything the trusted side decided about delivery."""

    name: str
    """Of this report; a repository may have several."""
    fail_on: str
    wishes: dict[Channel, Wish] = field(default_factory=dict)
    """Of review, comment and check run; one that is missing is not wanted."""
    read_only: bool = False
    """True where the token is known to be: on pull requests from forks."""
    skips_bots: bool = False
    skips_drafts: bool = False
    shows_images: bool = False
    """Whether GitHub's image proxy can fetch the images: a public repository on github.com."""

    def asks_for(self, channel: Channel) -> bool:
        """Whether it is worth trying."""
        wish = self.wishes.get(channel, Wish.FALSE)
        return wish is Wish.TRUE or (wish is Wish.AUTO and not self.read_only)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Those that are worth trying, best first."""
        return tuple(
            channel for channel in (Channel.REVIEW, Channel.CHECK_RUN, Channel.COMMENT) if self.asks_for(channel)
        )


class Outcome(Struct, frozen=True):
    """What became of everything that was wanted."""

    deliveries: tuple[Delivery, ...] = ()
    on_lines: frozenset[str] = frozenset()
    """Fingerprints of the findings that people see on their lines, so that an annotation would only repeat them."""
    needs_annotations: bool = False
    """True when a way that puts findings on lines was wanted and did not carry all of them."""


class NotPostedError(Exception):
    """Nothing may be posted; `reason` is half a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
