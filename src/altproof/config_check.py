"""What the schema finds wrong in a configuration, in words of our own that hold nothing of the file but key names.

A key or a password may have been pasted anywhere, so no value is ever quoted, and jsonschema's own messages, which
quote them, are not used. What is allowed comes from the schema itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

import jsonschema
import referencing
from msgspec import Struct

from altproof.config_yaml import Mistake, Parsed, Path, Place
from altproof.patterns import lazy_regex

_LOOKED_AT: Final = 40
"""Characters of a name that are compared with the allowed ones, and shown."""

_CLOSE: Final = 0.7
"""Between 0 and 1, as difflib counts: `warn` still means `warning`, `no-alt` does not mean `blank-alt`."""
_UNKNOWN: Final = "unknownKeyMessage"
"""What the schema says instead of listing the keys that there are."""
_UNWANTED: Final = "not"
"""The schema's way to say that a key must not stand here."""
_WANTED: Final = {
    "const": "use {const}",
    "object": "use settings, each as 'name: value'",
    "array": "use a list of at most {maxItems} entries, such as {example}",
    "string": "use text such as {example}",
    "integer": "use a whole number from {minimum} to {maximum}",
    "boolean": "use true or false",
}
"""By type of the schema; filled in from the schema itself."""
_DEPENDENT: Final = "dependentSchemas"
"""The schema's way to say that a key needs something beside it."""
_SHOWABLE = lazy_regex(r"[A-Za-z0-9_.-]+")
_WORD = lazy_regex(r"[A-Z]?[a-z]+|[A-Z]+")

_REFUSED: Final = (
    (
        "address addresses apibase baseurl endpoint endpoints host hostname hosts proxy server uri uris url urls",
        "addresses are never taken from the repository; set the action input vision-endpoint",
    ),
    (
        "apikey authorization bearer credential credentials key keys passwd password pat secret secrets token tokens",
        "secrets are never taken from the repository; set the action input vision-key, and replace what was committed",
    ),
    (
        "outdir outfile output outputdir outputs",
        "output paths are never taken from the repository; set the action input output",
    ),
)
_REFUSED_WORDS: Final = {word: text for words, text in _REFUSED for word in words.split()}

_KINDS: Final = (
    (bool, "a truth value"),
    ((int, float), "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a mapping"),
)
_WHAT: Final = {
    "const": "is not supported",
    "minimum": "is below {limit}",
    "maximum": "is above {limit}",
    "minItems": "is an empty list",
    "maxItems": "has more than {limit} entries",
    "minLength": "is empty",
    "maxLength": "is longer than {limit} characters",
    "pattern": "does not have the right form",
}
"""By keyword of the schema, whose own limit may be named."""


class _Fault(Struct, frozen=True):
    """One error of jsonschema, without its message."""

    keyword: str
    """Of the schema, such as `maximum`."""
    limit: object
    """What the schema gives the keyword."""
    path: Path
    road: tuple[str | int, ...]
    """The way to the keyword in the schema."""
    schema: dict[str, Any]
    instance: Any

    @classmethod
    def from_error(cls, error: jsonschema.ValidationError) -> _Fault:
        schema = dict(error.schema) if isinstance(error.schema, Mapping) else {}
        road = tuple(error.absolute_schema_path)
        path = tuple(error.absolute_path)
        return cls(str(error.validator), error.validator_value, path, road, schema, error.instance)

    @property
    def rank(self) -> int:
        """One mistake is told per key: that it must go, else what it holds, else what another key lacks for it."""
        if self.keyword == _UNWANTED:
            return 0
        return 2 if _DEPENDENT in self.road else 1

    def place(self, path: Path, parsed: Parsed) -> Place:
        """Where the value at `path` stands; for an empty value and for a fault of the key itself, its key."""
        value = parsed.values.get(path, Place(1, 1))
        about_the_value = path == self.path and self.keyword != _UNWANTED and self.instance is not None
        return value if about_the_value else parsed.keys.get(path, value)


def mistakes(value: object, parsed: Parsed, schema: dict[str, Any]) -> list[Mistake]:
    """Everything that `schema` refuses in `value`, at most one mistake per key or value.

    `parsed` gives the places; `value` is what it holds with spellings made equal. Nothing is fetched.
    """
    found = dict[Path, Mistake]()
    for path, place in parsed.keys.items():
        if not _is_setting(path, schema) and (refusal := _refusal(str(path[-1]))):
            found[path] = Mistake(place, path, refusal)
    # a registry that cannot retrieve: without one, jsonschema would fetch any reference over the network
    validator = jsonschema.Draft202012Validator(schema, registry=referencing.Registry())
    for fault in sorted(map(_Fault.from_error, validator.iter_errors(value)), key=lambda fault: fault.rank):
        for path, text in _findings(fault, schema):
            found.setdefault(path, Mistake(fault.place(path, parsed), path, text))
    return list(found.values())


def shown(path: Path) -> str:
    """The path as people write it, such as `analysis.features[0]`; names that look odd are left out."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part[:_LOOKED_AT]}" if _SHOWABLE.fullmatch(part) else ".(a key)"
    return text.removeprefix(".") or "the file"


def _is_setting(path: Path, schema: dict[str, Any]) -> bool:
    """Whether the schema has a key there, whose name may hold a word that is refused elsewhere: `url-as-alt`."""
    here: Any = schema
    for part in path:
        here = here.get("properties", {}).get(part)
        if here is None:
            return False
    return True


def _refusal(key: str) -> str | None:
    """Why a setting of this name is never read from the repository, whatever it stands in."""
    words = _WORD.findall(key[: 2 * _LOOKED_AT])
    return next((_REFUSED_WORDS[word.lower()] for word in words if word.lower() in _REFUSED_WORDS), None)


def _findings(fault: _Fault, schema: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    if fault.keyword == _UNWANTED:
        yield fault.path, fault.schema["errorMessage"]
    elif _DEPENDENT in fault.road:
        at = fault.road.index(_DEPENDENT) + 1
        text = _walk(schema, fault.road[: at + 1])["errorMessage"]
        owner = fault.path[: fault.road[:at].count("properties")]
        yield (*owner, fault.road[at]), text
    elif fault.keyword == "additionalProperties":
        names = list(fault.schema["properties"])
        for key in fault.instance:
            if key not in names:
                known = fault.schema.get(_UNKNOWN) or _use(names)
                yield (*fault.path, key), f"is not a setting; {_meant(key, names) or known}"
    elif fault.keyword == "uniqueItems":
        yield (*fault.path, _second(fault.instance)), "is given twice; remove one"
    else:
        yield fault.path, _message(fault)


def _message(fault: _Fault) -> str:
    words = _words(fault.schema)
    meant = ""
    if fault.keyword in _WHAT:
        what = _WHAT[fault.keyword].format(limit=fault.limit)
    elif isinstance(fault.instance, str) and words:
        what = "is not an allowed word"
        meant = _meant(fault.instance, words)
    elif fault.keyword == "anyOf" and not words and type(fault.instance) in {int, float, str}:
        what = "is not allowed"
    else:
        what = f"is {_kind(fault.instance)}"
    return "; ".join(filter(None, (what, _allowed(fault.schema), meant)))


def _allowed(schema: dict[str, Any]) -> str:
    """What the schema would take, from its own words where it has some."""
    if own := schema.get("errorMessage") or schema.get("patternErrorMessage"):
        return str(own)
    if words := _words(schema):
        return _use(words)
    example = json.dumps(schema["examples"][0]).replace('"', "'")
    return _WANTED["const" if "const" in schema else schema["type"]].format(**schema, example=example)


def _words(schema: dict[str, Any]) -> list[str]:
    for branch in (schema, *schema.get("anyOf", ())):
        if "enum" in branch:
            return [str(word) for word in branch["enum"]]
    return []


def _use(words: Sequence[str]) -> str:
    return f"use {', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else f"use {words[0]}"


def _meant(given: str, allowed: Sequence[str]) -> str:
    """Names only the allowed word; the given one may be a secret."""
    known = {_folded(word): word for word in allowed}
    close = get_close_matches(_folded(given[:_LOOKED_AT]), known, n=1, cutoff=_CLOSE)
    return f'did you mean "{known[close[0]]}"?' if close else ""


def _folded(word: str) -> str:
    return word.lower().replace("-", "_")


def _kind(value: object) -> str:
    return next((name for kinds, name in _KINDS if isinstance(value, kinds)), "empty")


def _second(entries: Sequence[object]) -> int:
    """Where the first repetition stands; a list of at most MAX_ENTRIES."""
    return next(index for index, entry in enumerate(entries) if entry in entries[:index])


def _walk(schema: dict[str, Any], road: Sequence[str | int]) -> dict[str, Any]:
    step: Any = schema
    for part in road:
        step = step[part]
    return dict(step)
