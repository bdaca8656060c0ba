"""Which languages can be read, by their codes."""

import pytest

from altproof.engines.scripts import is_readable, script


@pytest.mark.parametrize(
    "language", ["ru", "uk-UA", "sr", "sr-Cyrl", "sr-Cryl", "ko", "ar", "he", "hi", "el", "th", "AR"]
)
def test_scripts_that_the_models_do_not_know_are_not_readable(language):
    assert not is_readable(language)


@pytest.mark.parametrize("language", ["en", "pt-BR", "de", "sr-Latn", "zh", "zh-Hant", "zh_Hans", "ja", "xx", ""])
def test_everything_else_is(language):
    assert is_readable(language)


@pytest.mark.parametrize(
    ("language", "code"), [("en", "Latn"), ("ru", "Cyrl"), ("az-Cyrl", "Cyrl"), ("zh-hant-TW", "Hant"), ("ja", "Jpan")]
)
def test_a_script_that_is_written_counts_before_the_usual_one(language, code):
    assert script(language) == code
