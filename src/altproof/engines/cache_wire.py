"""Analyses as JSON, and back: the form in which they are kept across runs. Pure.

What is read back is a stranger's, whoever wrote it: a cache can be restored from anywhere. The form is taken from the
model itself, so a new field is part of it without a line here; every type, length and number is checked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NoReturn, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct

from altproof.engines.refusals import one_line
from altproof.model import Analysis

MOST_BYTES = 256 << 10
"""Of one entry; a page full of text takes about 100 KiB."""
LONGEST_TEXT = 1_000
"""Characters, on one printable line: as an answer of a service is read."""
LONGEST_LIST = 2_000
LARGEST_NUMBER = 1e9
"""As for the answers of a service: no size, place or count is larger."""

Kind = TypeVar("Kind")
_Checker = Callable[[object], object]


def encoded(analysis: Analysis) -> str | None:
    """The text of an entry; None when it would be too large to keep, or holds what JSON has not, such as bytes."""
    try:
        text = json.dumps(_plain(analysis), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError):
        return None
    return text if len(text) <= MOST_BYTES else None


def decoded(text: object) -> Analysis:
    """The analysis in an entry. Raises ValueError for everything that `encoded` would not have written."""
    if not isinstance(text, bytes) or len(text) > MOST_BYTES:
        raise ValueError("not a text, or too long")
    try:
        value = json.loads(text, parse_constant=_refused)
    except RecursionError:
        raise ValueError("too deep") from None
    return checked(Analysis, value)


def checked(kind: type[Kind], value: object) -> Kind:
    """A value of the model's types from a JSON value of a stranger's. Raises ValueError."""
    of: Any = kind
    made = _checker(of)(value)
    if not isinstance(made, kind):
        raise TypeError(type(made).__name__)
    return made


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


def _plain(value: object) -> object:
    if isinstance(value, Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


@cache
def _checker(kind: Any) -> _Checker:
    """What turns a JSON value into a value of this type of the model, or raises ValueError; made once for each type."""
    if isinstance(kind, UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _tuple(_checker(get_args(kind)[0]))
    if issubclass(kind, Struct):
        return _instance(kind)
    checker: _Checker = kind if issubclass(kind, StrEnum) else _ATOMS.get(kind, _nothing)
    return checker


def _optional(kind: UnionType) -> _Checker:
    (inner,) = (_checker(one) for one in get_args(kind) if one is not NoneType)
    return lambda value: None if value is None else inner(value)


def _tuple(inner: _Checker) -> _Checker:
    def checked(value: object) -> tuple[object, ...]:
        if not isinstance(value, list) or len(value) > LONGEST_LIST:
            raise ValueError("not a list, or too long")
        return tuple(map(inner, value))

    return checked


def _instance(kind: Any) -> _Checker:
    hints = get_type_hints(kind)
    checkers = {name: _BY_NAME.get(name) or _checker(hints[name]) for name in hints}

    def checked(value: object) -> object:
        if not isinstance(value, dict) or value.keys() != checkers.keys():
            raise ValueError(f"not the keys of {kind.__name__}")
        return kind(**{name: check(value[name]) for name, check in checkers.items()})

    return checked


def _nothing(value: object) -> object:
    """For a type that is never kept."""
    raise ValueError(f"{type(value).__name__}: never kept")


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError("not a text, or too long")
    if not _is_line(value):
        raise ValueError("not one printable line")
    return value


def _is_line(text: str) -> bool:
    """Whether a text is as `one_line` leaves it, which may have cut it behind a blank."""
    if text.isprintable() and "  " not in text and not text.startswith(" "):
        return True  # of nearly all texts, and much faster
    return one_line(text, LONGEST_TEXT) == text.removesuffix(" ")


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")  # noqa: TRY004  (whoever reads an entry expects one kind of error)
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise ValueError("not a whole number in its range")
    return value


def _number(value: object) -> float:
    # No NaN and no infinity passes this comparison.
    if type(value) not in (int, float) or not 0 <= value <= LARGEST_NUMBER:  # type: ignore[operator]
        raise ValueError("not a number in its range")
    return float(value)  # type: ignore[arg-type]


def _share(value: object) -> float:
    number = _number(value)
    if number > 1:
        raise ValueError("no confidence")
    return number


def _unwritten(value: object) -> None:
    """For the name of a file: what a run writes is decided by that run."""
    if value is not None:
        raise ValueError("a file")


_BY_NAME: Mapping[str, _Checker] = {"confidence": _share, "file": _unwritten}
"""Fields whose name says more than their type."""
_ATOMS: Mapping[type, _Checker] = {str: _text, bool: _boolean, int: _whole, float: _number}
