"""What an accident prints of values that hold secrets."""

from altproof.engines.base import EngineOptions

SECRET = "0123456789abcdef"


def test_neither_repr_nor_rich_tell_a_secret():
    options = EngineOptions(vision_key=SECRET)
    assert SECRET not in f"{options} {options!r} {[options]}"
    assert SECRET not in str(options.__rich_repr__())
