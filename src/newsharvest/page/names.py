"""What mark-up calls its elements: class and id attributes, cut to a length that no pattern suffers from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

MAX_NAMES = 300
_TRAIL_WORDS = (
    "crumb", "weizhi", "rootline", "ariane", "migas", "briciole", "brotkrumen", "pankuzu", "path", "bread",
)  # fmt: skip
"""One of these stands in the names of every breadcrumb."""
_TRAIL = re.compile(
    r"crumb|weizhi|rootline|ariane|migas|briciole|brotkrumen|pankuzu|topic-?path|site-?path|news-?path|"
    r"nav-?path|(?<![a-z])(?:bread|path)(?![a-z])",
    re.IGNORECASE,
)


def names_of(element: Any) -> str:
    """An element's class and id, parted by a blank; empty for none, and for ``None`` (plain text)."""
    if element is None:
        return ""
    get = element.get
    names, identity = get("class"), get("id")
    if names and identity:
        return f"{names} {identity}"[:MAX_NAMES]
    return (names or identity or "")[:MAX_NAMES]


def mention(names: str, words: tuple[str, ...]) -> bool:
    """Whether names hold one of these words, in any case: a look that costs much less than a pattern."""
    return any(map(names.lower().__contains__, words))


@lru_cache(maxsize=4096)
def calls_trail(names: str) -> bool:
    """Whether class words call an element a breadcrumb."""
    return mention(names, _TRAIL_WORDS) and _TRAIL.search(names) is not None
