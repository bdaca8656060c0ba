"""The file of known findings."""

import json

import pytest

from altproof import baseline
from altproof.errors import ConfigError
from altproof.model import Finding, ImageReference, Severity, Span


def finding(mark: str, document: str = "a.md") -> Finding:
    reference = ImageReference(document, Span(1, 1, 1, 9), "markdown-inline", "x.png", None, None)
    return Finding("missing-alt", Severity.ERROR, "words", reference, mark)


ONE, TWO = "0123456789abcdef", "fedcba9876543210"


def test_what_was_written_is_read_again() -> None:
    text = baseline.dumps([finding(ONE), finding(TWO), finding(ONE)])
    assert baseline.loads(text.encode(), "b.json") == {ONE, TWO}
    assert baseline.loads(b"\xef\xbb\xbf" + text.encode(), "b.json") == {ONE, TWO}
    assert baseline.loads(baseline.dumps([]).encode(), "b.json") == frozenset()


def test_entries_are_sorted_by_place_one_to_a_line() -> None:
    lines = baseline.dumps([finding(ONE, "b.md"), finding(TWO, "a.md")]).split("\n")
    assert [json.loads(line.strip().removesuffix(","))["document"] for line in lines if "fingerprint" in line] == [
        "a.md",
        "b.md",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"version": 2, "findings": []}',
        b'{"version": 1}',
        b'{"version": 1, "findings": {}}',
        b'{"version": 1, "findings": ["0123456789abcdef"]}',
        b'{"version": 1, "findings": [{"fingerprint": "secret"}]}',
        b'{"version": 1, "findings": [{"fingerprint": 1}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "findings": [' + b"9" * 5_000 + b"]}",
    ],
)
def test_another_form_is_refused_without_showing_what_it_held(data: bytes) -> None:
    with pytest.raises(ConfigError) as refused:
        baseline.loads(data, "b.json")
    assert refused.value.message == "b.json: is no baseline file"
    assert "--update-baseline" in refused.value.hint
