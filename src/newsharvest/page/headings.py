"""The words of a heading element, cut where its tags begin and end: systems print other lines inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from newsharvest.page.names import calls_trail, names_of
from newsharvest.page.phrases import squash, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_HEADINGS = 40
MAX_PIECES = 60
MAX_RUN = 12
MAX_DEPTH = 8
MAX_UP, MAX_STEPS, MAX_STEP = 3, 8, 60
"""How far up, and over how many steps of how many characters, a breadcrumb is looked for around a heading."""
MIN_GLUED = 4
"""Shorter pieces are parts of a word (a drop capital)."""

EDGES = " -–—|:：·•/"
"""Marks that part a kicker from a headline."""
_DATE = re.compile(r"(?:19|20)\d{2}\s?[-./年]\s?\d{1,2}")
_LOGO = re.compile(r"logo|site-?(?:title|name)|blog-?(?:title|name)|brand|masthead", re.IGNORECASE)
_HOME = re.compile(r"(?:https?:)?(?://[^/]{1,100})?[./]{0,3}(?:index\.\w{2,5})?", re.IGNORECASE)
_UNSEEN = re.compile(r"sr-only|visually-?hidden|screen-?reader|aural|offscreen", re.IGNORECASE)
_BLOCKY = frozenset({"br", "div", "p", "h2", "h3", "h4", "ul", "li", "header", "section", "hr"})
_SILENT = frozenset({"script", "style", "svg", "template", "noscript", "button", "select", "time"})

Piece = tuple[str, bool]
"""The text between two tags, and whether a line ends before it."""


Standing = Literal["first", "trail", "second"]
"""``trail`` for the last step of a breadcrumb, ``second`` for an h2 behind such a one, or on a page without h1."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading element and its text."""

    element: Any
    pieces: list[Piece]
    index: int
    """How many headings of these kinds stand before it."""
    text: str
    """All of it, white space folded."""
    standing: Standing = "first"


def _glue(left: str, right: str) -> str:
    """A blank where two elements meet without one, as style sheets show a kicker and a headline apart."""
    if min(len(left), len(right)) < MIN_GLUED:
        return ""
    last, first = left[-1], right[0]
    # East Asian text sets no blanks there.
    ends = (last.isalnum() and last < "\u2e80") or last in "?!.”\"'"
    return " " if ends and (first.isupper() or first in '„“"«‘') else ""


def joined(pieces: list[Piece]) -> str:
    """The text of some pieces in a row."""
    text = ""
    for piece, ends_line in pieces:
        text += (" " if ends_line else _glue(text, piece)) + piece
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


class _Pieces:
    """Gathers the pieces of one element."""

    __slots__ = ("ends_line", "found")

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.ends_line = False

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not text.isspace():
            self.found.append((text, self.ends_line))
            self.ends_line = False
        elif self.found:
            self.found[-1] = (self.found[-1][0] + " ", self.found[-1][1])

    def walk(self, element: Any, depth: int = 0) -> None:
        self.add(element.text)
        for child in element:
            if len(self.found) > MAX_PIECES:
                return
            blocky = child.tag in _BLOCKY
            self.ends_line |= blocky
            if isinstance(child.tag, str) and child.tag not in _SILENT and depth < MAX_DEPTH:
                self.walk(child, depth + 1)
            self.ends_line |= blocky
            self.add(child.tail)


def headings_of(root: Any, *tags: str) -> Iterator[Heading]:
    """The headings with one of these tags (``h1`` by default) that hold any text, in reading order."""
    for index, element in enumerate(root.iter(*(tags or ("h1",)))):
        if index >= MAX_HEADINGS:
            return
        if len(element):
            pieces = _Pieces()
            pieces.walk(element)
            found = pieces.found
        else:
            found = [(element.text or "", False)]
        if text := joined(found):
            yield Heading(element, found, index, text)


def best_run(pieces: list[Piece], support: Mapping[str, float]) -> tuple[str, float]:
    """The run of pieces with the highest support, the longest of equals, and that support.

    ``support`` is by squashed text. Without any it is ``("", 0.0)``.
    """
    count = min(len(pieces), MAX_RUN)
    best = ("", 0.0)
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            text = joined(pieces[start : start + length])
            weight = support.get(squash(text), 0.0)
            if weight > best[1]:
                best = text, weight
    # A mark that only style sheets or screen readers use to part the kicker from the headline.
    return (best[0] if len(best[0]) == len(joined(pieces)) else best[0].strip(EDGES)), best[1]


def without_info(pieces: list[Piece]) -> str:
    """The heading's text up to the line of date and source, where a system prints one inside h1."""
    for index in range(1, len(pieces)):
        if pieces[index][1] and _DATE.search(joined(pieces[index:])[:200]):
            return joined(pieces[:index])
    return joined(pieces)


def _names(element: Any) -> str:
    """The names of a heading and of the element around it."""
    return f"{names_of(element)} {names_of(element.getparent())}"


def is_logo(element: Any) -> bool:
    """Whether a heading is the site's sign: by the class words around it, or as a link to the front page."""
    if _LOGO.search(_names(element)):
        return True
    link = next(element.iter("a"), None)
    if link is None:
        parent = element.getparent()
        link = parent if parent is not None and parent.tag == "a" else None
    href = link.get("href") if link is not None else None
    return bool(href and _HOME.fullmatch(href[:200]))


def is_unseen(element: Any) -> bool:
    """Whether class words say that only screen readers get the heading."""
    return bool(_UNSEEN.search(_names(element)))


def _is_step(element: Any) -> bool:
    """Whether an element is a link and nothing else, as the steps of a breadcrumb are."""
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if len(links) != 1 or not links[0].get("href"):
        return False
    words = "".join(element.itertext()).strip(EDGES + "\n\t»›>")
    return len(words) <= MAX_STEP and words in "".join(links[0].itertext())


def _is_bare(element: Any) -> bool:
    """Whether an element holds no words (an icon, an arrow between two steps)."""
    return not isinstance(element.tag, str) or len("".join(element.itertext()).strip()) <= 1


def ends_trail(element: Any) -> bool:
    """Whether a heading is the last step of a breadcrumb: behind links to sections, and before nothing.

    What stands there is written for search engines; the headline that readers see is another heading.
    """
    steps = 0
    for _ in range(MAX_UP):
        parent = element.getparent()
        if parent is None:
            return False
        for before in islice(element.itersiblings(preceding=True), MAX_STEPS):
            if _is_step(before):
                steps += 1
            elif not _is_bare(before):
                return False
        if not all(_is_bare(behind) for behind in islice(element.itersiblings(), MAX_STEPS)):
            return False
        # One link above a headline is its section.
        if steps > 1 or calls_trail(f"{names_of(element)} {names_of(parent)}"):
            return True
        element = parent
    return False


def _says_the_same(text: str, other: str) -> bool:
    """Whether a heading tells in other words what another one tells, and does not only begin it."""
    own = words_of(text)
    return squash(text) not in squash(other) and 2 * len(own & words_of(other)) > len(own)


def standing_headings(root: Any) -> list[Heading]:
    """The headings that may be the headline, in reading order: every h1, or those of the second level without one.

    Where a breadcrumb has taken an h1 for itself, those of the second level behind it as well; the next one takes its
    place if it says the same in other words.
    """
    found = list(headings_of(root))
    if not found:
        return [replace(heading, standing="second") for heading in headings_of(root, "h2")]
    trails = {heading.element for heading in found if ends_trail(heading.element)}
    if not trails:
        return found
    both: list[Heading] = []
    for heading in headings_of(root, "h1", "h2"):
        last = both[-1] if both else None
        standing: Standing = "first"
        if heading.element in trails:
            standing = "trail"
        elif heading.element.tag != "h1":
            if last is None:
                continue
            if last.standing != "trail" or not _says_the_same(heading.text, last.text):
                standing = "second"
        both.append(replace(heading, index=len(both), standing=standing))
    return both
