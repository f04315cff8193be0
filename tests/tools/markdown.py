"""What the tests and the writer of docs/ need to know of a Markdown page: its fences, its links, its made parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]\n]{1,200}\]\(([^()\s]{1,300})\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]{1,200})`")
_MADE = re.compile(r"(<!-- made: ([^>\n]{1,80}) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_HELP = re.compile(r"^(\$ newsharvest((?: [a-z-]{1,20})?) --help\n)(.*?)(?=^```$|^\$ )", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block of code."""

    language: str
    """The first word after the backticks; empty without one."""
    needs: tuple[str, ...]
    """The distributions beyond newsharvest's own that the code imports: ``needs=pandas,pyarrow``."""
    text: str
    line: int
    """The line of the page that the text starts on, counted from 1."""


def fences(page: str) -> list[Fence]:
    """Every fenced block of a page, in order."""
    found = []
    for match in _FENCE.finditer(page):
        language, _, info = match[1].strip().partition(" ")
        needs = tuple(info.removeprefix("needs=").split(",")) if info.startswith("needs=") else ()
        found.append(Fence(language, needs, match[2], page.count("\n", 0, match.start(2)) + 1))
    return found


def prose(page: str) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page)


def links(page: str) -> list[str]:
    """Where the links of a page lead, as printed."""
    return _LINK.findall(prose(page))


def inline_code(page: str) -> list[str]:
    """Everything between single backticks."""
    return _CODE.findall(prose(page))


def anchors(page: str) -> set[str]:
    """The names by which the headings of a page can be linked to, as GitHub makes them."""
    titles = (re.sub(r"[`*]|\[|\]\([^)]*\)", "", title) for title in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


def remade(page: str, make: Callable[[str], str]) -> str:
    """The page with every made part written anew: ``make`` gives the text for what the opening comment says."""
    return _MADE.sub(lambda part: f"{part[1]}\n{make(part[2]).strip()}\n\n{part[4]}", page)


def with_help(page: str, make: Callable[[str], str]) -> str:
    """The page with every ``$ newsharvest … --help`` shown as ``make`` gives it for the command's name (or none)."""
    return _HELP.sub(lambda shown: f"{shown[1]}{make(shown[2].strip()).rstrip()}\n", page)


def pages(root: Path) -> Iterator[Path]:
    """The pages that users and contributors read."""
    for place in (root / "README.md", root / "examples" / "README.md"):
        if place.is_file():
            yield place
    yield from sorted((root / "docs").glob("*.md"))
