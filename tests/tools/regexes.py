"""Finds regular expressions of the package that are slower than linear: ``python -m tests.tools.regexes``.

Each expression that newsharvest compiles, at import or while it reads pages, is made to fail on strings made from its
own parts: what stands before a repeat, then the repeated part over and over. Four times the length may take four times
as long.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("examples/site", "tests/pages")
LENGTHS = (3_000, 150)
"""The second one for expressions that are steep, though linear: with the first, all strings would take minutes. What it
makes likely the first has to confirm, for a repeat of up to 200 looks quadratic below that."""
TIMES = 4
STEEP = 0.0005
QUICK = 0.003
"""Seconds within which a search needs no second look."""
GROWTH = 8.0
"""How many times longer a string of four times the length may take: 4 is linear, 16 is quadratic."""
COMMON_PUMPS = (" ", "a", "1", "(", "<", "：", "、", "記者 ", "a, ", "1/", "&amp;")

parser: Any = importlib.import_module("re._parser")
constants: Any = importlib.import_module("re._constants")

REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
CATEGORIES = {
    constants.CATEGORY_DIGIT: "1",
    constants.CATEGORY_SPACE: " ",
    constants.CATEGORY_WORD: "a",
    constants.CATEGORY_NOT_DIGIT: "a",
    constants.CATEGORY_NOT_SPACE: "a",
    constants.CATEGORY_NOT_WORD: " ",
}
ORDINARY = "a1 .-(,記\n"
WORDS = re.compile(r"word(?:(?:\\? |\|)word)+")


@dataclass(frozen=True, slots=True)
class Slow:
    """An expression, a string on which it is slow, and by how much twice of it takes longer."""

    pattern: str
    prefix: str
    pump: str
    growth: float


def parts(pattern: re.Pattern[Any]) -> Any:
    """The parsed expression."""
    return parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def members(items: list[tuple[Any, Any]]) -> list[str]:
    """Characters of a class: one for each thing that it names."""
    if items[0][0] is constants.NEGATE:
        excluded = set().union(*(_reach(item) for item in items[1:]))
        return [char for char in ORDINARY if char not in excluded][:3] or ["\u2603"]
    return [min(_reach(item)) for item in items if _reach(item)]


def _reach(item: tuple[Any, Any]) -> set[str]:
    kind, value = item
    if kind is constants.LITERAL:
        return {chr(value)}
    if kind is constants.RANGE:
        return {chr(value[0]), *(char for char in ORDINARY if value[0] <= ord(char) <= value[1])}
    return {CATEGORIES[value]} if kind is constants.CATEGORY else set()


def sample(nodes: Iterable[tuple[Any, Any]]) -> str:
    """A shortest string that these nodes match, assertions aside."""
    return "".join(_sample(kind, value) for kind, value in nodes)


def _sample(kind: Any, value: Any) -> str:
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.NOT_LITERAL:
        return next(char for char in ORDINARY if ord(char) != value)
    if kind is constants.IN:
        return members(value)[0]
    if kind is constants.ANY:
        return "a"
    if kind is constants.BRANCH:
        return sample(value[1][0])
    if kind is constants.SUBPATTERN:
        return sample(value[3])
    if kind is constants.ATOMIC_GROUP:
        return sample(value)
    return sample(value[2]) * value[0] if kind in REPEATS else ""


def attacks(nodes: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """What stands before a repeat, and what is repeated; also the beginnings themselves, over and over."""
    for kind, value in nodes:
        if kind in REPEATS:
            body = value[2]
            yield from ((prefix, pump) for pump in _pumps(body))
            yield from attacks(body, prefix)
        for inner in _inside(kind, value):
            yield from attacks(inner, prefix)
        prefix += _sample(kind, value)
        if prefix:
            yield "", prefix


def _pumps(body: Any) -> Iterator[str]:
    yield sample(body)
    for kind, value in body:
        if kind is constants.IN:
            yield from members(value)
        for inner in _inside(kind, value):
            yield from _pumps(inner)


def _inside(kind: Any, value: Any) -> list[Any]:
    if kind is constants.BRANCH:
        return list(value[1])
    if kind is constants.SUBPATTERN:
        return [value[3]]
    return [value] if kind is constants.ATOMIC_GROUP else []


def seconds(pattern: re.Pattern[Any], prefix: str, pump: str, length: int, tries: int = 1) -> float:
    """The least time that a search of such a string takes; its last character is one that nothing wants."""
    text: Any = prefix + pump * (length // len(pump)) + "\0"
    if isinstance(pattern.pattern, bytes):
        text = text.encode("utf-8")
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        pattern.search(text)
        best = min(best, time.process_time() - start)
    return best


def slowest(pattern: re.Pattern[Any]) -> Slow | None:
    """The string on which an expression is slower than linear; ``None`` if none was found."""
    tried = {*attacks(parts(pattern)), *(("", pump) for pump in COMMON_PUMPS)}
    for prefix, pump in sorted(tried):
        if not pump:
            continue
        length = LENGTHS[seconds(pattern, prefix, pump, LENGTHS[1]) > STEEP]
        if growth(pattern, prefix, pump, length) > GROWTH:
            confirmed = growth(pattern, prefix, pump, LENGTHS[0], tries=3)
            if confirmed > GROWTH:
                return Slow(str(pattern.pattern), prefix, pump, round(confirmed, 1))
    return None


def growth(pattern: re.Pattern[Any], prefix: str, pump: str, length: int, tries: int = 1) -> float:
    """How many times longer a string of TIMES the length takes; 0 where that is quick too."""
    long = seconds(pattern, prefix, pump, TIMES * length, tries)
    return 0.0 if long < QUICK else long / max(seconds(pattern, prefix, pump, length, tries), 1e-6)


def compiled() -> list[re.Pattern[Any]]:
    """Every expression that newsharvest compiles while it is imported and while it reads pages."""
    found: dict[re.Pattern[Any], None] = {}
    original = vars(re)["_compile"]

    def recorded(pattern: Any, flags: Any) -> re.Pattern[Any]:
        result: re.Pattern[Any] = original(pattern, flags)
        if sys._getframe(2).f_globals.get("__name__", "").startswith("newsharvest"):
            found[result] = None
        return result

    with patch.object(re, "_compile", recorded):
        package = importlib.import_module("newsharvest")
        for module in pkgutil.walk_packages(package.__path__, "newsharvest."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        read_pages(importlib.import_module("newsharvest.extract").extract)
    return list(found)


def read_pages(extract: Any) -> None:
    """Read the golden pages, which are in several languages, so that what is compiled late is compiled."""
    for path in (path for place in PAGES for path in sorted((ROOT / place).glob("*/page.*"))):
        if path.suffix != ".json":
            extract(path.read_bytes(), content_type="text/plain" if path.suffix == ".txt" else None)


def form(pattern: re.Pattern[Any]) -> str:
    """An expression without its words: those that are made of the words of each language have one form."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return WORDS.sub("word", re.sub(r"(?<!\\)[^\W\d_]{2,}|[^\W\d_a-zA-Z]+", "word", text))


def main() -> int:
    """Print what was found as JSON: how many expressions there are, and the slow ones."""
    slow = []
    patterns = list({form(pattern): pattern for pattern in compiled()}.values())
    for pattern in patterns:
        print(repr(pattern.pattern)[:300], file=sys.stderr, flush=True)  # The last one named is the one that hangs.
        if found := slowest(pattern):
            slow.append(found)
    listed = [{"pattern": s.pattern, "prefix": s.prefix, "pump": s.pump, "growth": s.growth} for s in slow]
    print(json.dumps({"patterns": len(patterns), "slow": listed}, ensure_ascii=False))
    return int(bool(slow))


if __name__ == "__main__":
    raise SystemExit(main())
