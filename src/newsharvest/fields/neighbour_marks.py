"""Where a page speaks of a neighbour: labels in, before and beside links, rel, class names, lines without a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newsharvest.fields.neighbour_labels import Outer, Outside, labels_outside
from newsharvest.fields.neighbour_names import around, rel_direction
from newsharvest.fields.neighbour_titles import fold, headline_beside, headline_of, is_bare, pieces_of
from newsharvest.lines.neighbours import (
    LONGEST_LINE,
    Direction,
    NeighbourLabel,
    label_ends,
    label_starts,
    may_begin,
    may_end,
    means_none,
    read_label,
    read_label_end,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page, PageLink

_LONGEST_WORD = 8
_LONGEST_TITLE = 150
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})
"""Where the label may stand in the title attribute beside a whole headline."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A link, or a line without one, and all that says what it leads to."""

    link: PageLink | None
    label: NeighbourLabel | None
    """The visible label; ``None`` where only mark-up speaks."""
    title: str | None
    printed: str
    place: Any
    rel: Direction | None = None
    named: Direction | None = None
    """What the class names around it say."""
    elsewhere: bool = False
    """Whether class names around it are those of comments, carousels, galleries."""


def _in_pieces(page: Page, pieces: list[str]) -> tuple[NeighbourLabel, str] | None:
    """(label, headline) where the first or last text node of a link is a label and nothing else."""
    for at, others in ((0, pieces[1:]), (-1, pieces[:-1])):
        label = read_label(pieces[at], page.lexicon)
        if label is not None and is_bare(label):
            return label, " ".join(others)
    return None


def _inside(page: Page, link: PageLink) -> tuple[NeighbourLabel, str, bool] | None:
    """(label, headline, whether something parts them) in a link's own text."""
    lexicon, text = page.lexicon, link.text
    if not text or len(text) > LONGEST_LINE:
        return None
    label = read_label(text, lexicon, loose=True) if may_begin(text, lexicon) else None
    if label is not None and label.parted:
        return label, label.rest, True
    end = read_label_end(text, lexicon) if label is None and may_end(text, lexicon) else None
    if label is None and end is None:
        return None
    pieces = pieces_of(link.element) if len(link.element) else []
    if len(pieces) > 1 and (found := _in_pieces(page, pieces)):
        return *found, True
    if end is not None:
        return (end, end.rest, True) if end.kind == "article" and end.rest else None
    return (label, label.rest, False) if label is not None else None


def _hint(link: PageLink, starts: frozenset[str]) -> str | None:
    """What a link says beside its words that begins as a label: its title attribute, without words its icon's name."""
    for name in (link.title,) if link.text else (link.title, link.element.get("aria-label"), _icon_name(link.element)):
        if name and (name[:3] in starts or name[:1] in starts):
            return name
    return None


def _icon_name(element: Any) -> str | None:
    icon = next(element.iterchildren("img"), None)
    return None if icon is None else icon.get("alt")


def _hinted(page: Page, link: PageLink) -> NeighbourLabel | None:
    """The label in a link's title attribute; beside a headline it must end in that headline, or be East Asian."""
    text, hint = link.text, _hint(link, label_starts(page.lexicon))
    if hint is None:
        return None
    label = read_label(fold(hint), page.lexicon)
    if label is None or len(text) <= _LONGEST_WORD or page.lexicon.code in _EAST_ASIAN:
        return label
    return label if label.kind == "article" and label.rest and label.rest[:_LONGEST_WORD] in text else None


def _label(page: Page, link: PageLink, rel: Direction | None, outer: Outer | None) -> tuple[NeighbourLabel | None, str]:
    """(label, headline) of a link: its own label, else the one before it, else that of its title attribute."""
    inside = _inside(page, link)
    if inside is not None:
        label, headline, parted = inside
        # Where nothing parts label and headline, something else must say so too.
        if parted or label.direction == rel or label.direction == around(link.element)[0]:
            return label, headline
    if outer is not None:
        return outer[0], link.text
    hinted = _hinted(page, link)
    return hinted, link.text or (hinted.rest if hinted is not None else "")


def _mark(page: Page, link: PageLink, rel: Direction | None, outside: Outside) -> Mark | None:
    """All that is said of one link; ``None`` where nothing makes it a neighbour."""
    outer = outside.of_link.get(id(link))
    label, headline = _label(page, link, rel, outer)
    if label is None and rel is None and id(link) not in outside.classed:
        return None
    named, elsewhere = None, False
    if label is not None:
        label = replace(label, rest=headline, none=means_none(headline, page.lexicon))
    if label is None or label.kind == "either":  # Else the label says all, and looking around is not free.
        named, elsewhere = around(link.element)
    title = headline_of(page, link, headline)
    if title is None and label is not None and not label.none and (link.text or outer is not None):
        title = headline_beside(page, link)
    place = outer[1] if outer is not None else link.element
    return Mark(link, label, title, link.text or headline, place, rel, named, elsewhere)


def find_marks(page: Page) -> Iterator[Mark]:
    """Every link and line of the page that may speak of a neighbour: links in reading order, then lines."""
    lexicon = page.lexicon
    starts, ends = label_starts(lexicon), label_ends(lexicon, articles=True)
    outside = page.once(labels_outside)
    known = outside.classed | outside.of_link.keys()
    rels = {id(link): found for link in page.links if link.rel and (found := rel_direction(link.rel))}
    known |= rels.keys()
    for link in page.links:
        text = link.text
        # What follows decides for nearly every link of a page, so it is spelled out and asks the cheapest first.
        if (
            not ((text[:3] in starts or text[:1] in starts) and read_label(text, lexicon, loose=True) is not None)
            and not (text[-3:] in ends and read_label_end(text, lexicon) is not None)
            and not (known and id(link) in known)
            and ((text and not link.title) or _hint(link, starts) is None)
        ):
            continue
        mark = _mark(page, link, rels.get(id(link)), outside)
        if mark is not None:
            yield mark
    for label, block in outside.lines:
        if label.none or len(label.rest) <= _LONGEST_TITLE:
            yield Mark(None, label, label.rest, block.text, block)
