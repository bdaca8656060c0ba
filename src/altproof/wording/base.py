"""What every source of words answers to, and what a repository wants of its drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, Self

from msgspec import Struct, field

from altproof.config import Config
from altproof.model import Suggestion
from altproof.rules.base import Subject
from altproof.rules.profiles import PROFILES, Policy, policy


class Wishes(Struct, frozen=True):
    """What a repository wants of its drafts."""

    policy: Policy = field(default_factory=policy)
    """The rules as they are applied in this run: a draft breaks none of them."""
    full_stop: bool = False
    """Whether a sentence or phrase ends with a full stop, also where no rule asks for one."""
    gender_neutral: bool = False
    """Whether an engine's words name no gender, even where the page does."""
    spoken: str = "en"
    """The language in which the engine was asked to answer, in BCP 47."""

    @classmethod
    def of(cls, config: Config) -> Self:
        """The wishes that a configuration expresses."""
        alt_text, analysis = config.alt_text, config.analysis
        lengths = {"min_length": alt_text.min_length, "max_length": alt_text.max_length}
        return cls(
            policy=policy(alt_text.profile, config.rules, **lengths),
            full_stop=PROFILES[alt_text.profile].full_stop,
            gender_neutral=analysis.gender_neutral_caption,
            spoken=analysis.language,
        )


class Source(Protocol):
    """A module in this folder that knows one place where words for an image can come from."""

    @property
    def NAME(self) -> str:  # noqa: N802  (module constants are written in capitals)
        """For docs and tests."""

    def drafts(self, subject: Subject) -> Iterator[Suggestion]:
        """Graded drafts without an edit, the best first: the next is taken where one cannot be. Pure; never raises."""
