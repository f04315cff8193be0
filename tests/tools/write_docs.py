"""Write the parts of docs/ that are made from the code: attributes, keys, the tree of errors, the help of commands.

From the project's root::

    python -m tests.tools.write_docs             writes them anew
    python -m tests.tools.write_docs --check     says which pages are stale; the exit code is 1 if one is

A made part stands between ``<!-- made: WHAT -->`` and ``<!-- end -->``; all else on a page is written by hand. The
help of a command stands in a fenced block, below a line ``$ newsharvest COMMAND --help``.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import os
import re
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import newsharvest
from newsharvest import article, errors
from newsharvest.codec import attribute_docs
from newsharvest.crawl.store.schema import TABLES
from newsharvest.fetch import FetchOptions
from newsharvest.fields import FIELDS
from tests.tools import faults
from tests.tools.markdown import remade, with_help

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 80
BAR = r"\|"
"""A bar inside a cell of a table."""
_ROLE = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")


def attributes(name: str) -> str:
    """A table of the attributes of a class: name, type, and what the docstring below it says."""
    return _table(("attribute", "type", "what it says"), _rows(_class(name), views=False))


def views(name: str) -> str:
    """A table of the properties of a class."""
    return _table(("view", "type", "what it says"), _rows(_class(name), views=True))


def keys(name: str) -> str:
    """The keys of the JSON, in order."""
    return ", ".join(f"`{key}`" for key in _class(name).json_schema()["properties"])


def words(name: str) -> str:
    """The words that a ``Literal`` of :mod:`newsharvest.article` allows."""
    return f"`{name}` is one of " + ", ".join(f"`{word}`" for word in get_args(getattr(article, name))) + "."


def version(_: str) -> str:
    """The version of the schema."""
    return f"The schema version is **{article.SCHEMA_VERSION}**."


def tree(_: str) -> str:
    """The tree of errors, as drawn in the docstring of their module."""
    drawing = (errors.__doc__ or "").partition("::\n")[2]
    return f"```text\n{textwrap.dedent(drawing).strip()}\n```"


def readable(_: str) -> str:
    """The fields that a site rule can name."""
    names = [f"`{field.name}`" for field in FIELDS if field.read]
    return ", ".join(names) + "."


def store(_: str) -> str:
    """The tables of a crawl, as they are made."""
    return f"```sql\n{TABLES.strip()}\n```"


PARTS: dict[str, Callable[[str], str]] = {
    "attributes": attributes,
    "views": views,
    "keys": keys,
    "words": words,
    "version": version,
    "tree": tree,
    "readable": readable,
    "store": store,
    "faults": faults.table,
}
"""What can stand after ``made:``; the rest of the comment is the argument."""


def part(what: str) -> str:
    """The text of a made part, as ``attributes Article``."""
    kind, _, name = what.partition(" ")
    return PARTS[kind](name)


@cache
def help_of(command: str) -> str:
    """What the command line prints for ``--help``, 80 columns wide; for an empty name, of all commands."""
    run = [sys.executable, "-m", "newsharvest", *([command] if command else []), "--help"]
    wide = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(run, env=wide, capture_output=True, encoding="utf-8", timeout=60, check=True)
    return done.stdout


def rewritten(page: str) -> str:
    """The page with all that is made from the code up to date."""
    return with_help(remade(page, part), help_of)


def _class(name: str) -> type[newsharvest.Article]:
    return FetchOptions if name == "FetchOptions" else getattr(newsharvest, name)  # type: ignore[return-value]


def _rows(cls: type, *, views: bool) -> list[tuple[str, str, str]]:
    docs, found = attribute_docs(cls), []
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    for each in getattr(node, "body", []):
        if views and isinstance(each, ast.FunctionDef) and each.returns and each.name in docs:
            found.append((each.name, ast.unparse(each.returns), docs[each.name]))
        elif not views and isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            found.append((each.target.id, ast.unparse(each.annotation), docs.get(each.target.id, "")))
    return found


def _table(heads: Sequence[str], rows: Sequence[tuple[str, str, str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    for name, kind, doc in rows:
        cells = (f"`{name}`", f"`{kind}`", _ROLE.sub(r"`\1`", doc))
        lines.append(f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    description = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m tests.tools.write_docs", description=description)
    parser.add_argument("--check", action="store_true", help="write nothing, say which pages are stale")
    options = parser.parse_args(arguments)
    stale = []
    for file in sorted((ROOT / "docs").glob("*.md")):
        before = file.read_text(encoding="utf-8")
        after = rewritten(before)
        if after != before:
            stale.append(file.name)
            if not options.check:
                file.write_text(after, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}", "is stale" if options.check else "written")
    return int(bool(stale and options.check))


if __name__ == "__main__":
    sys.exit(main())
