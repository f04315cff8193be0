"""Characters that mean the same, written one way."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def folder(table: Mapping[str, str]) -> Callable[[str], str]:
    """A function that replaces the characters of a table, each by one; text that is all ASCII stays as it is.

    Few characters of a line are in the table. To search for these costs a third of ``str.translate``, which looks up
    every character.
    """
    foldable = re.compile(f"[{''.join(map(re.escape, table))}]")

    @lru_cache(maxsize=256)  # Several readers ask about one line.
    def folded(text: str) -> str:
        return foldable.sub(lambda found: table[found[0]], text)

    def fold(text: str) -> str:
        return text if text.isascii() else folded(text)

    return fold
