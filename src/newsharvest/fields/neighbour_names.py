"""What rel and the class names around a link say of a neighbour."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsharvest.lines.neighbours import Direction

_ANCESTORS = 4
_LONGEST_NAMES = 200
_SAYS = re.compile(
    r"(?:nav|post|article|entry|story|news|single|blog|pager|adjacent|item|page)s?(?:[-_]{1,2}|(?=[PN]))"
    r"(?P<after>prev|next|older|newer)"
    r"|(?P<before>prev|next|older|newer)(?:ious)?(?:[-_]{1,2}|(?=[A-Z]))"
    r"(?:nav|post|article|entry|story|news|blog|link|item|page|single)",
    re.IGNORECASE,
)
_DIRECTIONS: dict[str, Direction] = {
    "prev": "previous", "older": "previous", "next": "next", "newer": "next",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"comment|carousel|slider|slideshow|slick|swiper|owl-|lightbox|gallery|galerie|calendar|datepicker|player|playlist|"
    r"ticker",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def rel_direction(rel: str) -> Direction | None:
    """The direction that a ``rel`` attribute gives; ``None`` without one or with both."""
    words = rel.lower().split()
    before, after = "prev" in words or "previous" in words, "next" in words
    if before == after:
        return None
    return "previous" if before else "next"


@lru_cache(maxsize=4096)
def said(names: str) -> Direction | None:
    """The direction that class names give; ``None`` without one or with both."""
    low = names[:_LONGEST_NAMES].lower()
    if not ("prev" in low or "next" in low or "older" in low or "newer" in low):
        return None
    said = {
        _DIRECTIONS[(match["after"] or match["before"]).lower()] for match in _SAYS.finditer(names[:_LONGEST_NAMES])
    }
    return said.pop() if len(said) == 1 else None


def around(element: Any) -> tuple[Direction | None, bool]:
    """(direction, elsewhere) as the class names of an element and its nearest ancestors say."""
    direction: Direction | None = None
    elsewhere = False
    for _ in range(_ANCESTORS):
        if element is None or element.tag in ("body", "html"):
            break
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAMES]
        if len(names) > 1:
            elsewhere = elsewhere or _ELSEWHERE.search(names) is not None
            direction = direction or said(names)
        element = element.getparent()
    return direction, elsewhere
