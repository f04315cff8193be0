"""The shape of the house: which floor may use which, how long a function may be, what must never be written."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "newsharvest"

FLOORS = (
    ("errors",),
    ("article", "codec", "sites", "text"),
    ("languages",),
    ("lines",),
    ("page",),
    ("fields",),
    ("explanation", "extract", "merging"),
    ("archive", "fetch"),
    ("harvest",),
    ("crawl", "inspection"),
    ("distributed",),
    ("__init__",),
    ("__main__", "cli"),
)
"""A package or module imports from floors below its own and from nothing else, be it lazily or for types alone."""

BESIDE = frozenset({("article", "codec"), ("text", "article"), ("extract", "explanation"), ("__main__", "cli")})
"""What may be imported from the same floor: (who, whom)."""

FUNCTION_LINES = 60
MODULE_LINES = 320
LONG_FUNCTIONS = frozenset(
    {
        "page.blocks:cut_blocks",  # The one walk over the tree; its parts share their place in it.
    }
)
"""Functions that may be longer, and why. ``module:function``."""
GENERATED = "do not edit"
"""What the docstring of a module says that no person writes."""


class Import(NamedTuple):
    """One imported module of the project, and where that is written."""

    importer: str
    """``page.labels``; ``__init__`` for the package itself."""
    imported: str
    line: int


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module by its name below ``newsharvest``; a package has the name of its folder."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1] or ("__init__",)
        found[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports() -> Iterator[Import]:
    """Every import of the project's own modules, wherever in a file it stands."""
    for importer, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                for imported in _imported_from(node, importer):
                    yield Import(importer, imported, node.lineno)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.split(".")[0] == "newsharvest":
                        yield Import(importer, alias.name.partition(".")[2] or "__init__", node.lineno)


def _imported_from(node: ast.ImportFrom, importer: str) -> Iterator[str]:
    assert not node.level, f"{importer}:{node.lineno}: a relative import"
    package, _, inside = (node.module or "").partition(".")
    if package != "newsharvest":
        return
    for alias in node.names:
        deeper = f"{inside}.{alias.name}".lstrip(".")
        yield deeper if deeper in modules() else inside or "__init__"


def functions() -> Iterator[tuple[str, int]]:
    """Every function by ``module:name`` with its length in lines."""
    for name, tree in modules().items():
        if not _is_generated(tree):
            for node in ast.walk(tree):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield f"{name}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _is_generated(tree: ast.Module) -> bool:
    return GENERATED in (ast.get_docstring(tree) or "")


def floor_of(module: str) -> int:
    top = module.split(".", maxsplit=1)[0]
    for number, floor in enumerate(FLOORS):
        if top in floor:
            return number
    pytest.fail(f"{top} stands on no floor: give it one in FLOORS")


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle in a graph, as the nodes along it; empty if there is none."""
    done: set[str] = set()

    def visit(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for neighbour in sorted(graph.get(node, ())):
            if found := visit(neighbour, [*path, node]):
                return found
        done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := visit(node, []))), [])


# ------------------------------------------------------------------ imports


def test_imports_go_down() -> None:
    wrong = []
    for importer, imported, line in imports():
        who, whom = importer.split(".", maxsplit=1)[0], imported.split(".", maxsplit=1)[0]
        if who != whom and (who, whom) not in BESIDE and floor_of(importer) <= floor_of(imported):
            wrong.append(f"{importer}:{line} imports {imported}")
    assert wrong == []


def test_every_module_stands_on_a_floor() -> None:
    assert [floor_of(module) for module in modules()]
    named = [name for floor in FLOORS for name in floor]
    assert len(named) == len(set(named))


def test_no_module_imports_itself_over_others() -> None:
    graph: dict[str, set[str]] = {}
    for importer, imported, _ in imports():
        graph.setdefault(importer, set()).add(imported)
    assert circle(graph) == []


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({"a": {"b"}, "b": {"c"}}, []),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}}, []),
        ({"a": {"a"}}, ["a", "a"]),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"]),
    ],
)
def test_circles_are_found(graph: dict[str, set[str]], found: list[str]) -> None:
    assert circle(graph) == found


def test_importing_newsharvest_imports_nothing_slow() -> None:
    program = "import newsharvest, sys; print(*sorted({'httpx', 'bs4', 'asyncio', 'rich', 'ssl'} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    assert answer.stdout.split() == []


# ------------------------------------------------------------------ sizes


def test_functions_are_short() -> None:
    assert {name: lines for name, lines in functions() if lines > FUNCTION_LINES and name not in LONG_FUNCTIONS} == {}


def test_modules_are_short() -> None:
    written = {path for path in SOURCE.rglob("*.py") if not _is_generated(ast.parse(path.read_text(encoding="utf-8")))}
    lengths = {str(path.relative_to(SOURCE)): path.read_bytes().count(b"\n") for path in written}
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_exceptions_are_still_needed() -> None:
    long = {name for name, lines in functions() if lines > FUNCTION_LINES}
    assert long >= LONG_FUNCTIONS


# ------------------------------------------------------------------ what must never be written

UNSAFE_MODULES = frozenset({"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "marshal", "shelve", "jsonpickle"})
UNSAFE_BUILTINS = frozenset({"eval", "exec", "compile", "__import__"})
UNSAFE_METHODS = frozenset({"os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "etree.XSLT", "lxml.html.clean"})


def unsafe(tree: ast.AST) -> Iterator[str]:
    """What in a syntax tree can run code that came from outside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            names = {called} & (UNSAFE_BUILTINS | UNSAFE_METHODS)
            yield from (f"{node.lineno} {name}" for name in names)
            if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords):
                yield f"{node.lineno} shell"
            continue
        else:
            continue
        first = {name.split(".", maxsplit=1)[0] for name in names}
        yield from (f"{node.lineno} {name}" for name in sorted(first & UNSAFE_MODULES | names & UNSAFE_METHODS))


@pytest.mark.parametrize("folder", ["src", "examples"])
def test_nothing_runs_code_that_came_from_outside(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{what}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for what in unsafe(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import pickle", ["1 pickle"]),
        ("from pickle import loads", ["1 pickle"]),
        ("from os import system", ["1 os.system"]),
        ("x = 1\neval(x)", ["2 eval"]),
        ("yaml.load(f)", ["1 yaml.load"]),
        ("run(c, shell=True)", ["1 shell"]),
        ("run(c, shell=flag)", ["1 shell"]),
        ("run(c, shell=False); re.compile(p); yaml.safe_load(f)", []),
    ],
)
def test_unsafe_code_is_found(code: str, found: list[str]) -> None:
    assert [what.replace("os os.system", "os.system") for what in unsafe(ast.parse(code))] == found


def committed() -> list[Path]:
    """The files that are or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git work tree")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
        ("deb", "debian", "org"),
    )
)
OWN_PLACES = "|".join(re.escape(str(place)[1:]) for place in (ROOT.parent, Path.home()) if len(str(place)) > 1)
MACHINE_PATH = re.compile(rf"(?<![\w.~}}/-])/(?:(?:{OWN_PLACES}|work|root|tmp|mnt|Users)/[\w.]|home/[\w.]+/[\w.]+/)")
"""A path that only some machine has. An address of a modelled page (``/home/news.html``) is none."""


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.split("\n"), start=1):
            if MACHINE_PATH.search(line) or any(name in line for name in REGISTRY_HOSTS):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:160]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("cd /" + "tmp/x", True),
        ("'/" + "home/someone/project/'", True),
        ('href="/home/news.html"', False),
        ("https://example.org/home/a", False),
        ("../home/a", False),
        ("#!/usr/bin/env bash", False),
    ],
)
def test_machine_paths_are_told_from_addresses(line: str, *, found: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) == found
