"""Path patterns: what they cover, and that no pattern can hang."""

import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from altproof.globs import matches

NOT_COVERED = [
    ("docs", "docs2/a.md"),
    ("docs", "a/docs/b.md"),
    ("docs/", "docs"),
    ("docs/**", "docs"),
    ("docs/*", "docs/a/b.md"),
    ("*.md", "docs/a.md"),
    ("*.md", "a.mdx"),
    ("a?c", "a/c"),
    ("a[/]c", "a/c"),
    ("a[!b]c", "a/c"),
    ("a[!b]c", "abc"),
    ("a[.-0]c", "a/c"),
    ("[a-c]x", "dx"),
    ("[z-a]", "z"),
    ("[z-a]x", "mx"),
    ("[!a-c]x", "bx"),
    ("**/x/**", "x"),
    ("**/x", "xx"),
    ("a/**/b", "ab"),
    ("a/**/b", "a/xb"),
    ("a/*/b", "a/b"),
    ("*/*", "a"),
    ("A.png", "a.png"),
    ("a.png", "aXpng"),
    ("a+", "aa"),
    ("*ab*ba*", "aba"),
    ("**/a*/**/b", "xa/b"),
    ("*", ""),
    ("**", ""),
]

COVERED = [
    ("docs", "docs"),
    ("docs", "docs/a/b.md"),
    ("docs/", "docs/a/b.md"),
    ("./docs", "docs/a.md"),
    ("docs/**", "docs/a/b.md"),
    ("docs/*", "docs/a.md"),
    ("docs/*.md", "docs/.md"),
    ("*.md", "a.md"),
    ("*", "a"),
    ("**", "a/b/c"),
    ("**", ".hidden"),
    ("**/*.md", "a.md"),
    ("**/*.md", "a/b/.c.md"),
    ("**/node_modules/**", "node_modules/x"),
    ("**/node_modules/**", "a/node_modules/b/c"),
    ("**/x/**", "x/x"),
    ("**/**/x", "a/x"),
    ("a/**/b", "a/b"),
    ("a/**/b", "a/x/y/b"),
    ("a/**/b", "a/b/b/c"),
    ("a/**/x*/**/b*c", "a/q/x/x1/p/bc"),
    ("*/*", "a/b"),
    ("a?c", "abc"),
    ("[a-c]x", "bx"),
    ("[!a-c]x", "dx"),
    ("[^a]", "b"),
    ("[]]", "]"),
    ("[!]]", "a"),
    ("[a-]", "-"),
    ("[", "["),
    ("a[b", "a[b"),
    ("[*]", "*"),
    ("[[]x]", "[x]"),
    ("a*b*c", "aXbYbZc"),
    ("*ab*ba*", "xabbax"),
    ("***", "ab"),
    ("ü/*.png", "ü/é.png"),
    ("a\nb", "a\nb"),
    ("a*", "a\nb"),
]


@pytest.mark.parametrize(("pattern", "path"), NOT_COVERED)
def test_pattern_leaves_path_alone(pattern, path):
    assert not matches(path, [pattern])


@pytest.mark.parametrize(("pattern", "path"), COVERED)
def test_pattern_covers_path(pattern, path):
    assert matches(path, [pattern])


def test_no_patterns_cover_nothing():
    assert not matches("a", [])


def test_one_of_several_patterns_is_enough():
    assert matches("a/b.png", ["x", "**/*.png", "y"])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 100 + "b", "a" * 4000),
        ("a*" * 100 + "b/c", "a" * 4000),
        ("**/a/" * 40 + "b", "a/" * 2000 + "c"),
        ("**/*a*/" * 28 + "b", "aa/" * 1300 + "c"),
        ("**/" * 60 + "*x*", "a/" * 2000 + "b"),
        ("?*" * 100, "/".join("a" * 4000)),
        ("[" * 200, "[" * 199),
    ],
)
def test_no_pattern_tries_the_same_thing_twice(pattern, path):
    # with stars that step back, any of these would outlast the universe
    assert not matches(path, [pattern])


def naive(parts, segments):
    """The same meaning, tried out in every way; `parts` and `segments` are lists."""
    if not parts:
        return not segments
    if parts[0] == "**":
        if len(parts) == 1:
            return bool(segments)
        return any(naive(parts[1:], segments[skip:]) for skip in range(len(segments) + 1))
    if not segments or not fnmatchcase(segments[0], parts[0]):
        return False
    if len(parts) == 1 and not re.search(r"[*?[]", parts[0]):
        return True
    return naive(parts[1:], segments[1:])


PART = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=5), st.sampled_from(["[ab]", "[!a]b", "a[b-]*"]))


@settings(deadline=None)
@given(
    st.lists(PART, min_size=1, max_size=5),
    st.lists(st.text("ab-", min_size=1, max_size=4), min_size=1, max_size=6),
)
def test_same_answer_as_trying_everything(parts, segments):
    assert matches("/".join(segments), ["/".join(parts)]) == naive(parts, segments)


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_pattern(pattern, path):
    assert matches(path, [pattern]) in {True, False}
