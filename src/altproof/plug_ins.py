"""Tables of plug-ins: the modules of one folder by name, each loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Generic, TypeVar

PlugIn_co = TypeVar("PlugIn_co", covariant=True)


class PlugIns(Mapping[str, PlugIn_co], Generic[PlugIn_co]):
    """Modules by their `NAME`, in the order given; a module is called as its name is, with `_` for `-`.

    Asking for names loads nothing. That every module answers to the protocol named as `PlugIn_co` is what
    `tests/test_architecture.py` checks, for no type checker sees it.
    """

    def __init__(self, package: str, names: Sequence[str]) -> None:
        self._package = package
        self._loaded: dict[str, PlugIn_co | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> PlugIn_co:
        found = self._loaded[name]
        if found is None:
            module: PlugIn_co = import_module(f"{self._package}.{name.replace('-', '_')}")  # type: ignore[assignment]
            self._loaded[name] = found = module
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._loaded

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)
