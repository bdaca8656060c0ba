"""The shape of the program, read from its own syntax trees: who imports whom, who touches the world, how large things are.

A failure says what to do. Where the shape itself is to change, change the tables here and say why in docs/decisions/.
"""

import ast
import importlib
import inspect
import types
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from altproof.plug_ins import PlugIns
from altproof.reporters.base import Reporter
from altproof.rules.base import Rule

SOURCE = Path(__file__).parents[1] / "src"
PACKAGE = SOURCE / "altproof"

BOTTOM = {"altproof", "discreet", "model", "errors"}
"""What every layer may import, and what imports nothing above it; the first is the package itself, for `__version__`."""

TOOLS = {"globs", "hunks", "image_names", "patterns", "plug_ins", "progress", "quotation", "spending", "text", "themes"}
"""Small pure tools that every layer above the bottom may import."""

LEAVES = (
    *("discreet", "errors", "globs", "hunks", "links", "options", "schemas", "actions_io", "git", "folder", "sites"),
    *("rules", "report", "images", "config_yaml", "image_names", "plug_ins", "progress", "quotation", "spending"),
    *("web", "event_loop", "text", "themes", "likeness", "patterns"),
)
MAY_IMPORT = {
    **dict.fromkeys(LEAVES, frozenset()),
    "model": {"discreet"},
    "readers": {"sites"},  # a site is what a reader is told about the files around a document
    "targets": {"sites"},
    "report_json": {"links", "report"},
    "settings": {"options"},
    "config_check": {"config_yaml"},
    "config": {"config_check", "config_yaml", "links", "schemas", "sites"},
    "github": {"web"},
    "blobs": {"git"},
    "repository": {"blobs", "git"},
    "history": {"git", "github"},
    "plan": {"config"},
    "baseline": frozenset(),
    "directives": frozenset(),
    "page_language": frozenset(),
    "copies": {"rules"},
    "relatives": {"likeness", "rules"},
    "comparing": {"task"},
    "describing": {"relatives", "rules", "wording"},
    "other_alts": {"copies", "rules"},
    "judging": {"copies", "directives", "other_alts", "reading", "relatives", "rules", "task", "wording"},
    "wording": {"config", "rules"},  # a draft has to pass the rules
    "seeing": {"images"},
    "engines": {"images", "seeing", "web"},
    "looking": {"engines"},
    "reporters": {"report", "report_json", "links", "github", "actions_io", "rules"},
    "delivery": {"github", "report", "reporters"},  # the client of GitHub is handed in
    "report_reading": frozenset(),
    "rederiving": {"readers", "wording"},  # a stranger's draft has to pass as ours do
    "task": {"config", "report"},
    "reading": {"directives", "page_language", "readers", "sites", "targets", "task"},
    "drafting": {"judging", "readers", "reading", "rules", "wording"},
    "pipeline": {
        *(
            "comparing",
            "config",
            "describing",
            "drafting",
            "images",
            "judging",
            "looking",
            "plan",
            "readers",
            "reading",
            "relatives",
            "report",
            "task",
        ),
        "wording",
    },
}
"""A layer is a module or a folder directly under src/altproof. A layer may always import itself."""

PROGRAM = {"cli", "commands", "library", "__main__"}
"""The only layers that may import every other one: they name the concrete classes."""

PURE = {
    *(
        "model",
        "errors",
        "globs",
        "hunks",
        "image_names",
        "patterns",
        "quotation",
        "text",
        "links",
        "options",
        "report",
        "plan",
        "sites",
        "targets",
        "readers",
    ),
    *(
        "wording",
        "rules",
        "task",
        "reading",
        "drafting",
        "pipeline",
        "baseline",
        "copies",
        "directives",
        "other_alts",
        "page_language",
        "judging",
        "comparing",
        "describing",
        "relatives",
        "likeness",
        "themes",
    ),
    *("spending", "progress", "delivery", "rederiving", "report_reading"),
}
"""Layers that get values and give values. Modules that end in `_wire` are pure as well, wherever they stand."""

WORLD = {
    *("os", "sys", "subprocess", "socket", "ssl", "http", "httpx", "urllib.request", "shutil", "tempfile", "glob"),
    *(
        "time",
        "random",
        "secrets",
        "threading",
        "multiprocessing",
        "signal",
        "platform",
        "getpass",
        "locale",
        "logging",
    ),
    *("asyncio", "importlib", "io.open", "pathlib.Path", "pathlib.PosixPath", "actions_toolkit"),
    *("altproof.git", "altproof.folder", "altproof.repository", "altproof.history", "altproof.settings"),
    *("altproof.actions_io", "altproof.schemas", "altproof.web"),
}
"""Names that a pure module does not import: processes, network, files, clocks, chance, the environment."""

FORMS_OF_COMMANDS = {
    "altproof.actions_io.annotation_command",
    "altproof.actions_io.command",
    "altproof.actions_io.plain",
}
"""What a renderer may take from there: text in, text out."""

WORLD_CALLS = {"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint"}
CLOCK_CALLS = {"now", "today", "utcnow"}

MAY_READ = {"altproof.cli": {"sys.argv"}, "altproof.seeing.worker": {"sys.argv"}}
"""The console script takes the arguments up, to hand them to settings; the program itself writes those of its child."""

MAY_WRITE_STANDARD_STREAMS = {
    "altproof.actions_io",
    "altproof.images.serving",  # the standard output of a child is a pipe to the program, never a log
}
LONGEST_FILE, LONGEST_FUNCTION = 350, 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    name: str
    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else parts[0]


def read_modules() -> dict[str, Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(SOURCE).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


MODULES = read_modules()
every_module = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES.keys())


def nodes_that_run(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from nodes_that_run(child)


def nodes_at_start(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is loaded: of functions only the decorators and what their arguments default to."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for part in (*getattr(child, "decorator_list", ()), child.args):
                yield from ast.walk(part)
        else:
            yield child
            yield from nodes_at_start(child)


def imported_names(module: Module, nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Name in the module → what it stands for, such as {"Path": "pathlib.Path", "altproof": "altproof.git"}."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.name}:{node.lineno}: write the import from `altproof`, not relative"
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def full_name(node: ast.Name | ast.Attribute, names: Mapping[str, str]) -> str:
    """What a name or attribute stands for by these imports, such as "re.compile"."""
    first, dot, rest = ast.unparse(node).partition(".")
    return f"{names.get(first, first)}{dot}{rest}"


def own_imports(module: Module) -> set[str]:
    """The modules of this package that the module imports when it runs."""
    found = set()
    for name in imported_names(module, nodes_that_run(module.tree)).values():
        owner = name if name in MODULES else name.rpartition(".")[0]
        found |= {owner} & MODULES.keys()
    return (found | listed_by_name(module)) - {module.name}


def listed_by_name(module: Module) -> set[str]:
    """The modules that a table of plug-ins loads by their names: imports that no import statement shows."""
    if not any(isinstance(node, ast.Name) and node.id == "PlugIns" for node in ast.walk(module.tree)):
        return set()
    tables = [value for value in vars(importlib.import_module(module.name)).values() if isinstance(value, PlugIns)]
    return {f"{module.name}.{name.replace('-', '_')}" for table in tables for name in table}


def stands_for_world(name: str, allowed: set[str]) -> bool:
    parts = name.split(".")
    prefixes = {".".join(parts[: count + 1]) for count in range(len(parts))}
    return bool(prefixes & WORLD) and not prefixes & allowed


def world_in(module: Module, nodes: list[ast.AST], names: dict[str, str], allowed: set[str]) -> list[str]:
    """What these nodes do with the world outside, as `line: what`."""
    found = []
    for node in nodes:
        what = ""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            what = next((n for n in imported_names(module, [node]).values() if stands_for_world(n, allowed)), "")
        elif isinstance(node, ast.Name) and stands_for_world(names.get(node.id, ""), allowed):
            what = names[node.id]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORLD_CALLS:
            what = f"{node.func.id}()"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            what = f".{node.func.attr}()"
        found += [f"{node.lineno}: {what}"] if what else []
    return found


def functions_reached(module: Module, start: str) -> list[ast.AST]:
    """The nodes of a function and of everything in the same module that it names, however far."""
    defined = {
        n.name: n for n in module.tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    todo, seen, nodes = [start], set(), []
    while todo:
        name = todo.pop()
        if name in seen or name not in defined:
            continue
        seen.add(name)
        inside = list(ast.walk(defined[name]))
        nodes += inside
        todo += [node.id for node in inside if isinstance(node, ast.Name)]
    return nodes


def test_there_is_something_to_look_at():
    assert "altproof.model" in MODULES


def test_modules_import_each_other_in_one_direction_only():
    arrows = {name: own_imports(module) for name, module in MODULES.items()}
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        circle = " → ".join([*way[way.index(name) :], name]) if name in way else ""
        assert not circle, f"import cycle: {circle}; move what both need down into the lower of them"
        for other in arrows[name] if name not in done else ():
            walk(other, (*way, name))
        done.add(name)

    for name in arrows:
        walk(name, ())


def test_the_table_of_layers_allows_nothing_that_no_module_needs():
    used: dict[str, set[str]] = {}
    for module in MODULES.values():
        used.setdefault(module.layer, set()).update(MODULES[name].layer for name in own_imports(module))
    needless = {layer: unused for layer, allowed in MAY_IMPORT.items() if (unused := allowed - used.get(layer, set()))}
    assert not needless, f"take these out of MAY_IMPORT: {needless}"


@every_module
def test_imports_point_down_the_table_of_layers(module):
    if module.layer in PROGRAM or module.layer == "altproof":
        return
    assert module.layer in MAY_IMPORT, f"give {module.layer!r} a row in MAY_IMPORT ({__file__})"
    below = {"altproof"} if module.layer in BOTTOM else BOTTOM | TOOLS
    allowed = MAY_IMPORT[module.layer] | below | {module.layer}
    wrong = {name for name in own_imports(module) if MODULES[name].layer not in allowed}
    assert not wrong, f"{module.name} may not import {sorted(wrong)}: hand the value or the edge in as an argument"


@every_module
def test_values_are_structs(module):
    imported = imported_names(module, ast.walk(module.tree)).values()
    slow = {name for name in imported if name.split(".")[0] in {"dataclasses", "attr", "attrs"}}
    slow |= {"typing.NamedTuple"} & {*imported} if module.name != "altproof.readers" else set()
    assert not slow, f"{module.name}: write a msgspec.Struct in place of {sorted(slow)} (docs/decisions/0010)"


@every_module
def test_patterns_are_compiled_when_they_are_used(module):
    names = imported_names(module, nodes_that_run(module.tree))
    used = [node for node in nodes_at_start(module.tree) if isinstance(node, ast.Name | ast.Attribute)]
    early = [node.lineno for node in used if full_name(node, names) == "re.compile"]
    assert not early, f"{module.name}: write lazy_regex in place of re.compile in lines {early} (docs/decisions/0011)"


@every_module
def test_pure_modules_do_not_touch_the_world(module):
    if module.layer not in PURE and not module.name.endswith("_wire"):
        return
    nodes = list(nodes_that_run(module.tree))
    names = imported_names(module, nodes)
    found = world_in(module, nodes, names, set())
    assert not found, f"{module.name} is pure; take these as arguments: {found}"


@every_module
def test_rendering_is_pure(module):
    if module.layer != "reporters":
        return
    nodes = functions_reached(module, "render")
    names = imported_names(module, nodes_that_run(module.tree))
    found = world_in(module, nodes, names, FORMS_OF_COMMANDS)
    assert not found, (
        f"{module.name}.render is pure; move these into publish or read them when the module loads: {found}"
    )


@every_module
def test_only_settings_reads_the_environment_and_the_arguments(module):
    if module.name == "altproof.settings":
        return
    secret = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "sys.argv", "sys.orig_argv"}
    secret -= MAY_READ.get(module.name, set())
    names = imported_names(module, ast.walk(module.tree))
    read = [n.lineno for n in ast.walk(module.tree) if isinstance(n, ast.Attribute) and ast.unparse(n) in secret]
    read += [0 for name in names.values() if name in secret]
    assert not read, f"{module.name}, lines {read}: add a field to settings.py and take it as an argument"


@every_module
def test_only_actions_io_uses_the_toolkit(module):
    names = imported_names(module, ast.walk(module.tree)).values()
    users = module.name == "altproof.actions_io" or not any(name.split(".")[0] == "actions_toolkit" for name in names)
    assert users, f"{module.name}: go through altproof.actions_io, which neutralises what is untrusted"


@every_module
def test_only_actions_io_writes_to_the_standard_streams(module):
    if module.name in MAY_WRITE_STANDARD_STREAMS:
        return
    names = imported_names(module, ast.walk(module.tree))
    wrong = [
        node.lineno
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"})
        or (isinstance(node, ast.Name) and names.get(node.id) in {"sys.stdout", "sys.stderr"})
    ]
    assert not wrong, (
        f"{module.name}, lines {wrong}: write through altproof.actions_io; the runner obeys what is printed"
    )


@every_module
def test_files_stay_small(module):
    lines = len(module.path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, (
        f"{module.name} has {lines} lines (at most {LONGEST_FILE}): which second job is in it?"
    )


@every_module
def test_functions_stay_short(module):
    long = [
        f"{node.name}: {lines}"
        for node in ast.walk(module.tree)
        if isinstance(node, Function) and (lines := lines_of_body(node)) > LONGEST_FUNCTION
    ]
    assert not long, f"{module.name}: over {LONGEST_FUNCTION} lines: {long}; take the second job out"


def lines_of_body(function: Function) -> int:
    """From the first line after the docstring."""
    first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
    return (function.end_lineno or first.lineno) - first.lineno + 1


TABLES = [
    ("readers", "READERS"),
    ("engines", "ENGINES"),
    ("rules", "RULES"),
    ("wording", "SOURCES"),
    ("reporters", "REPORTERS"),
]


def is_plug_in(module: Module) -> bool:
    """A module with a NAME, a format with its SUFFIXES, or a module whose class has the method that makes it an engine."""
    if module.name.endswith((".base", "_wire")):
        return False
    if module.layer == "engines":
        classes = [node for node in module.tree.body if isinstance(node, ast.ClassDef)]
        return any(isinstance(m, Function) and m.name == "analyse" for node in classes for m in node.body)
    if module.layer == "readers":  # a module or a package directly in the folder; what lies deeper helps one of them
        return module.name.count(".") == 2 and {"NAME", "SUFFIXES"} <= constants(module)
    return "NAME" in constants(module)


def constants(module: Module) -> set[str]:
    """What a module defines by assignment; a package may take it in from its own modules as well."""
    found = set()
    for node in module.tree.body:
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{module.name}."):
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def modules_of(folder: str, entries: object) -> set[str]:
    """The modules that a table stands for: it holds them, or, in a mapping, functions that load the module of that name."""
    if isinstance(entries, Mapping):
        pairs = [(str(name), entry) for name, entry in entries.items()]
    else:
        pairs = [("", entry) for entry in entries]
    return {
        entry.__name__ if isinstance(entry, types.ModuleType) else f"altproof.{folder}.{name.replace('-', '_')}"
        for name, entry in pairs
    }


@pytest.mark.parametrize(("folder", "table"), TABLES)
def test_each_table_of_plug_ins_equals_its_folder(folder, table):
    package = importlib.import_module(f"altproof.{folder}")
    entries = getattr(package, table, None)
    assert entries, f"altproof.{folder} has no {table}"
    registered = modules_of(folder, entries)
    written = {name for name, module in MODULES.items() if module.layer == folder and is_plug_in(module)}
    assert written - registered == set(), f"add one line to {table} in src/altproof/{folder}/__init__.py"
    assert registered - written == set(), f"{table} names what is no plug-in in src/altproof/{folder}/"


@pytest.mark.parametrize(
    ("folder", "table", "protocol"), [("rules", "RULES", Rule), ("reporters", "REPORTERS", Reporter)]
)
def test_plug_ins_that_are_loaded_by_name_answer_to_their_protocol(folder, table, protocol):
    entries = getattr(importlib.import_module(f"altproof.{folder}"), table)
    members = {name: member for name, member in vars(protocol).items() if not name.startswith("_")}
    assert members
    for name, module in entries.items():
        assert name == module.NAME
        for member, wanted in members.items():
            found = getattr(module, member)
            if isinstance(wanted, property):
                assert type(found).__name__ in str(inspect.signature(wanted.fget).return_annotation), (name, member)
            else:
                assert types_of(found) == types_of(wanted), (name, member)


def types_of(function: object) -> list[str]:
    """The types of the parameters, without `self`, and of the answer, as they are written."""
    signature = inspect.signature(function)
    parameters = [parameter.annotation for name, parameter in signature.parameters.items() if name != "self"]
    return [getattr(kind, "__name__", str(kind)) for kind in (*parameters, signature.return_annotation)]
