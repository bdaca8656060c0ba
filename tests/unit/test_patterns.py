"""Regular expressions that wait for their first use."""

import copy
import pickle
import re
import subprocess
import sys

import pytest

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


def test_flags_are_those_of_the_pattern() -> None:
    assert not lazy_regex("a").search("A")
    assert not lazy_regex("a.b").search("a\nb")
    assert lazy_regex("a.b", re.DOTALL | re.IGNORECASE).search("A\nB")


def test_it_tells_what_it_stands_for_without_being_compiled() -> None:
    assert repr(lazy_regex("(", re.ASCII)) == "lazy_regex('(', re.ASCII)"


def test_a_copy_is_as_good() -> None:
    assert pickle.loads(pickle.dumps(lazy_regex("a"))).match("a")
    assert copy.copy(lazy_regex("a")).match("a")


LOAD_ALL = """
import gc, importlib, pkgutil, altproof
from altproof.patterns import lazy_regex
for module in pkgutil.walk_packages(altproof.__path__, "altproof."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
waiting = [thing for thing in gc.get_objects() if type(thing) is type(lazy_regex(""))]
print(len(waiting))
print([one for one in waiting if "_compiled" in vars(one)])
print(len([one.pattern for one in waiting]))
"""


def test_every_pattern_of_the_program_waits_and_can_be_compiled() -> None:
    told = subprocess.run([sys.executable, "-c", LOAD_ALL], capture_output=True, text=True, check=True).stdout
    waiting, early, compiled = told.splitlines()
    assert early == "[]"
    assert int(waiting) == int(compiled) > 400
