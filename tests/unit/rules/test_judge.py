"""The table of rules, and how they are asked one after the other."""

import pkgutil
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import altproof.rules
from altproof.model import ImageReference, RuleChoice, Severity, Span, Surroundings
from altproof.rules import RULES, judge
from altproof.rules.base import Cause, Subject
from altproof.rules.options import DEFAULTS, SCHEMAS, Options
from altproof.rules.profiles import DEFAULT, PROFILES, policy
from altproof.text import one_line

ANY_TEXT = st.text(st.characters(), max_size=300)  # lone surrogates included
LONGEST_MESSAGE = 600
STRICT = policy(
    "editoria", {name: RuleChoice(names_severity=True, severity=Severity.NOTICE) for name in RULES}, min_length=40
)
"""Every rule on."""


def reference(alt: str | None, target: str = "img/login.png", **around: object) -> ImageReference:
    surroundings = Surroundings(**around)  # type: ignore[arg-type]
    return ImageReference("docs/a.md", Span(1, 1, 1, 9), "markdown-inline", target, alt, None, surroundings)


def found(alt: str | None, severities: dict[str, Severity | None] | None = None) -> tuple[str, Severity] | None:
    choices = {name: RuleChoice(names_severity=True, severity=word) for name, word in (severities or {}).items()}
    judged = judge(Subject(reference(alt)), policy(DEFAULT, choices))
    return (judged[0].rule, judged[0].severity) if judged else None


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


def test_one_reference_has_one_finding_of_a_cause() -> None:
    judged = judge(Subject(reference("login.png", title="login.png", caption="login.png")), policy())
    assert [verdict.rule for verdict in judged] == ["filename-as-alt"]


def test_the_worst_of_two_findings_of_a_cause_is_told_and_the_other_when_that_is_excepted() -> None:
    subject = Subject(reference("Image of the form"))
    strict = policy("github-docs")
    assert [verdict.rule for verdict in judge(subject, strict)] == ["redundant-opening"]
    others = judge(subject, strict, lambda rule: rule == "redundant-opening")
    assert [verdict.rule for verdict in others] == ["short-alt"]


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_invisible_characters_hide_no_word(hidden: str) -> None:
    assert found(f"plac{hidden}eholder") == ("placeholder-alt", Severity.ERROR)


@pytest.mark.parametrize(
    "address", ["https://user:SECRET@h.example/x.png", "https://u@corp:SECRET@h/x?sig=SECRET", "https://h/x#SECRET"]
)
def test_no_message_holds_the_secrets_of_an_address(address: str) -> None:
    around = {"title": address, "link_target": address, "link_text": "", "caption": f"See {address}"}
    for alt in (None, address, f"See {address}"):
        for verdict in judge(Subject(reference(alt, address, **around)), STRICT):
            assert "SECRET" not in verdict.violation.message


def test_an_alt_text_that_is_allowed_is_left_alone_by_that_rule() -> None:
    allowed = policy(choices={"filename-as-alt": RuleChoice(False, options={"allow": ("LOGIN.png.",)})})
    assert judge(Subject(reference("login.png")), allowed) == []
    assert judge(Subject(reference("logout.png")), allowed)[0].rule == "filename-as-alt"


@pytest.mark.parametrize("excluded", ["docs/**", "img/*.png"])
def test_a_rule_leaves_excluded_documents_and_images_alone(excluded: str) -> None:
    shown = Subject(replace(reference(None), image="img/login.png"))
    settings = policy(choices={"missing-alt": RuleChoice(False, options={"exclude": (excluded,)})})
    assert judge(shown, settings) == []
    assert judge(shown, policy())[0].rule == "missing-alt"


def test_every_profile_knows_every_rule_and_no_other() -> None:
    for profile in PROFILES.values():
        assert set(profile.severities) == set(RULES)


def test_the_options_of_a_profile_are_those_of_its_rules() -> None:
    for profile in PROFILES.values():
        for rule, options in profile.options.items():
            changed = {name for name in Options.__struct_fields__ if getattr(options, name) != getattr(DEFAULTS, name)}
            assert changed
            assert changed <= set(RULES[rule].OPTIONS)


def test_every_option_is_a_field_and_is_described_once() -> None:
    names = set(Options.__struct_fields__)
    assert {name for rule in RULES.values() for name in rule.OPTIONS} == names - {"exclude", "allow"}
    assert set(SCHEMAS) == names - {"min_length", "max_length"}
    for name, schema in SCHEMAS.items():
        default = getattr(DEFAULTS, name)
        assert schema["default"] == (list(default) if isinstance(default, tuple) else default)


def test_a_shortest_length_switches_the_rule_on_where_the_profile_has_none() -> None:
    assert policy()["short-alt"].severity is None
    wanted = policy(min_length=12)["short-alt"]
    assert (wanted.severity, wanted.options.min_length) == (Severity.WARNING, 12)
    assert policy("github-docs", max_length=90)["long-alt"].options.max_length == 90


@given(alt=st.none() | ANY_TEXT, target=ANY_TEXT, title=st.none() | ANY_TEXT, link=st.none() | ANY_TEXT, role=ANY_TEXT)
def test_no_text_makes_a_rule_raise_or_break_its_line(
    alt: str | None, target: str, title: str | None, link: str | None, role: str
) -> None:
    judged = judge(Subject(reference(alt, target, title=title, link_target=link, link_text="", role=role)), STRICT)
    assert judged or alt is not None or role.split()[:1] != []
    for verdict in judged:
        message = verdict.violation.message
        assert one_line(message) == message
        assert len(message) < LONGEST_MESSAGE


@pytest.mark.parametrize("alt", ["a" * 100_000, " " * 100_000, "e\u0301\u0323" * 100_000, "a.png " * 50_000])
def test_a_very_long_alt_text_is_judged_by_what_it_is_and_quoted_in_part(alt: str) -> None:
    judged = judge(Subject(reference(alt, target="x" * 100_000 + ".png")), policy())
    words = [verdict.rule for verdict in judged if RULES[verdict.rule].CAUSE is Cause.WORDS]
    assert words == (["blank-alt"] if alt.isspace() else [])


def test_a_name_with_thousands_of_marks_is_compared_all_the_same() -> None:
    name = "e" + "\u0301\u0323" * 2_000 + ".png"
    judged = judge(Subject(reference(name, target=f"img/{name}")), policy())
    assert judged[0].rule == "filename-as-alt"


def test_the_profile_of_the_guidelines_knows_style_only_as_notices() -> None:
    severities = {PROFILES["wcag"].severities[name] for name, rule in RULES.items() if rule.CAUSE is Cause.STYLE}
    assert severities == {None, Severity.NOTICE}
