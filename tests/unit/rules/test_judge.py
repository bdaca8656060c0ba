"""The table of rules, and how they are asked one after the other."""

import pkgutil
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

import altproof.rules
from altproof.model import ImageReference, Severity, Span, Subject, Surroundings
from altproof.rules import RULES, judge
from altproof.rules.text import one_line

ANY_TEXT = st.text(st.characters(), max_size=300)  # lone surrogates included
LONGEST_MESSAGE = 600


def reference(alt: str | None, target: str = "img/login.png", **around: object) -> ImageReference:
    surroundings = Surroundings(**around)  # type: ignore[arg-type]
    return ImageReference("docs/a.md", Span(1, 1, 1, 9), "markdown-inline", target, alt, None, surroundings)


def found(alt: str | None, severities: dict[str, Severity | None] | None = None) -> tuple[str, Severity] | None:
    judged = judge(Subject(reference(alt)), severities or {})
    return judged[:2] if judged else None


def test_every_module_that_names_a_rule_is_in_the_table() -> None:
    modules = [import_module(f"altproof.rules.{m.name}") for m in pkgutil.iter_modules(altproof.rules.__path__)]
    named = {module.NAME for module in modules if hasattr(module, "NAME")}
    assert named == set(RULES)


def test_a_rule_stands_in_the_module_that_bears_its_name() -> None:
    for name in RULES:
        assert name == import_module(f"altproof.rules.{name.replace('-', '_')}").NAME


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        RULES["x"] = RULES["missing-alt"]  # type: ignore[index]


def test_every_rule_has_a_one_line_summary() -> None:
    for rule in RULES.values():
        assert rule.SUMMARY.endswith(".")
        assert "\n" not in rule.SUMMARY


def test_a_good_alt_text_is_left_alone() -> None:
    assert found("Login form with two fields") is None


def test_an_empty_alt_text_is_decorative() -> None:
    assert found("") is None


def test_a_rule_that_is_off_finds_nothing() -> None:
    assert found(None, {"missing-alt": None}) is None


def test_switching_one_rule_off_leaves_the_others_on() -> None:
    assert found(" ", {"missing-alt": None}) == ("blank-alt", Severity.ERROR)


@pytest.mark.parametrize(
    ("alt", "rule"), [(None, "missing-alt"), ("\u00a0", "blank-alt"), ("login.png", "filename-as-alt")]
)
def test_the_rule_that_hits_is_named_with_its_own_severity(alt: str | None, rule: str) -> None:
    assert found(alt) == (rule, Severity.ERROR)


def test_a_severity_from_the_configuration_wins() -> None:
    assert found("login.png", {"filename-as-alt": Severity.NOTICE}) == ("filename-as-alt", Severity.NOTICE)


def test_an_unknown_rule_in_the_overrides_changes_nothing() -> None:
    assert found(None, {"no-such-rule": None}) == ("missing-alt", Severity.ERROR)


@given(alt=st.none() | ANY_TEXT, target=ANY_TEXT, title=st.none() | ANY_TEXT, link=st.none() | ANY_TEXT, role=ANY_TEXT)
def test_no_text_makes_a_rule_raise_or_break_its_line(
    alt: str | None, target: str, title: str | None, link: str | None, role: str
) -> None:
    judged = judge(Subject(reference(alt, target, title=title, link_target=link, link_text="", role=role)), {})
    if judged is None:
        assert alt is not None or role.split()[:1] != []
    else:
        message = judged[2].message
        assert one_line(message) == message
        assert len(message) < LONGEST_MESSAGE


@pytest.mark.parametrize("alt", ["a" * 100_000, " " * 100_000, "e\u0301\u0323" * 100_000, "a.png " * 50_000])
def test_a_very_long_alt_text_is_judged_by_what_it_is_and_quoted_in_part(alt: str) -> None:
    judged = judge(Subject(reference(alt, target="x" * 100_000 + ".png")), {})
    assert (judged[0] if judged else None) == ("blank-alt" if alt.isspace() else None)


def test_a_name_with_thousands_of_marks_is_compared_all_the_same() -> None:
    name = "e" + "\u0301\u0323" * 2_000 + ".png"
    judged = judge(Subject(reference(name, target=f"img/{name}")), {})
    assert judged is not None
    assert judged[0] == "filename-as-alt"
