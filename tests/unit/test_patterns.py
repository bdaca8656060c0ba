"""Regular expressions that wait for their first use."""

import gc
import importlib
import pkgutil
import re

import pytest

import altproof
from altproof.patterns import lazy_regex


def test_it_does_what_the_pattern_does() -> None:
    lazy = lazy_regex(r"(\w+)@", re.ASCII)
    assert lazy.findall("a@ é@ b@") == ["a", "b"]
    assert lazy.sub("x", "a@b") == "xb"
    assert (lazy.pattern, lazy.groups) == (r"(\w+)@", 1)


def test_bytes_are_as_good_as_text() -> None:
    found = lazy_regex(rb"\d+").search(b"ab12")
    assert found is not None
    assert found.group() == b"12"


def test_nothing_is_compiled_before_somebody_asks() -> None:
    lazy = lazy_regex("(")
    with pytest.raises(re.error):
        lazy.search("")


def test_what_is_asked_for_twice_is_looked_up_once() -> None:
    lazy = lazy_regex("a")
    assert lazy.match is lazy.match


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    for module in pkgutil.walk_packages(altproof.__path__, "altproof."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [thing for thing in gc.get_objects() if type(thing) is type(lazy_regex(""))]
    assert len([lazy for lazy in waiting if lazy.pattern]) > 100
