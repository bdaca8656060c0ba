"""How far long work is."""

from collections.abc import Iterable, Iterator

from altproof.progress import Progress


def told(times: Iterable[float]) -> list[str]:
    """What is told of three images that are done at these seconds."""
    lines: list[str] = []
    clock: Iterator[float] = iter((0.0, *times))
    progress = Progress("looked at", 3, lines.append, lambda: next(clock))
    for _ in times:
        progress.one_more()
    return lines


def test_of_short_work_nothing_is_told() -> None:
    assert told([9.0, 19.0, 29.9]) == []


def test_of_the_end_nothing_is_told_since_the_report_follows() -> None:
    assert told([1.0, 2.0, 60.0]) == []


def test_long_work_is_told_of_every_half_minute() -> None:
    assert told([30.0, 59.0]) == ["looked at 1 of 3 images"]
    assert told([30.0, 60.0, 90.0]) == ["looked at 1 of 3 images", "looked at 2 of 3 images"]
