"""The headline that a link to a neighbour shows: its own words without labels and arrows, whole where they are cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsharvest.lines.neighbours import LONGEST_LINE, NeighbourLabel, may_begin, read_label

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageBlock, PageLink

EDGES = " \xa0\u3000:：|｜-–—←→‹›▶◀≪≫<>"
_NEARBY = 6
"""Blocks before and after a label in which another link to the same place gives its headline."""
_MOST_LINKS = 12
_SHORTEST = 5
_LONGEST_WORD = 8
_SMALL_BOX = 4
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_NAMES = re.compile(r"title|headline|titre|titulo", re.IGNORECASE)
_LABEL_NAMES = re.compile(r"sub-?title|pre-?title|label|meta-nav|screen-reader|sr-only|arrow", re.IGNORECASE)
_CUT_ENDS = ("…", "...", "..", "⋯")
_SIGNS = re.compile(r"\W{0,12}$")


def fold(text: str | None) -> str:
    """White space as single blanks; empty for ``None``."""
    return " ".join(text.split()) if text else ""


def is_cut(text: str) -> bool:
    """Whether a text ends in the dots of one that was cut."""
    return text.endswith(_CUT_ENDS)


def pieces_of(element: Any) -> list[str]:
    """The text of each text node that holds a word, folded."""
    folded = (fold(piece) for piece in element.itertext())
    return [piece for piece in folded if piece and not _SIGNS.match(piece)]


def is_bare(label: NeighbourLabel | None) -> bool:
    """Whether a text is a label and nothing else."""
    return label is not None and not label.rest


def _title_element(element: Any) -> Any:
    """The part of a link that mark-up calls its title; the link's own element without one."""
    for inner in element.iterdescendants():
        if inner.tag in _HEADINGS:
            return inner
        names = inner.get("class")
        if names and _TITLE_NAMES.search(names) and not _LABEL_NAMES.search(names) and pieces_of(inner):
            return inner
    return element


def _inner_headline(page: Page, link: PageLink, given: str) -> str:
    """The headline of a link with mark-up inside: without text nodes that are labels, or a first one with a colon."""
    element = _title_element(link.element)
    whole = element is link.element
    pieces = pieces_of(element)
    text = link.text if whole else fold("".join(element.itertext()))
    if len(pieces) <= 1:
        return given if whole else text
    lead = pieces[0]
    if text.startswith(lead) and (lead.endswith((":", "：")) or is_bare(read_label(lead, page.lexicon))):
        text = text[len(lead) :].lstrip()
        del pieces[0]
    while len(pieces) > 1 and text.endswith(pieces[-1]) and is_bare(read_label(pieces[-1], page.lexicon)):
        text = text[: -len(pieces.pop())].rstrip()
    return text


def _is_beginning(text: str, whole: str) -> bool:
    """Whether a text is the beginning of another one, cut with dots or in the middle of a word."""
    cut = text.rstrip(".…⋯ ")
    if is_cut(text):
        return whole.startswith(cut[: max(_SHORTEST, len(cut) - 2)])
    return len(cut) >= _LONGEST_WORD and whole.startswith(cut) and whole[len(cut) : len(cut) + 1].isalnum()


def _without_signs(text: str) -> str:
    text = text.strip(EDGES)
    if text.count("«") != text.count("»"):  # Quotes come in pairs; a single one is an arrow.
        text = text.removeprefix("«").removesuffix("»").removeprefix("»").removesuffix("«").strip()
    return text


def headline_of(page: Page, link: PageLink, words: str) -> str | None:
    """The neighbour's headline; ``None`` for a label or an arrow alone.

    ``words`` are those of the link without its label. The title attribute counts where they are missing or cut.
    """
    element = link.element
    headline = _inner_headline(page, link, words) if words and len(element) else words
    if may_begin(headline, page.lexicon) and (label := read_label(headline, page.lexicon, loose=True)) is not None:
        headline = label.rest if label.parted else headline
    if hint := fold(element.get("title") or ("" if words else element.get("aria-label"))):
        label = read_label(hint, page.lexicon)
        hint = label.rest if label is not None else hint
        if hint and (not headline or _is_beginning(headline, hint)):
            headline = hint
    headline = _without_signs(headline)
    return headline if any(character.isalpha() for character in headline) else None


def headline_beside(page: Page, link: PageLink) -> str | None:
    """The headline of a link that is only a label: another link to the same place, or the words next to it."""
    if link.block >= len(page.blocks):
        return None
    here = page.blocks[link.block]
    for block in page.blocks[max(0, here.index - _NEARBY) : here.index + _NEARBY + 1]:
        for other in block.links[:_MOST_LINKS]:
            told = other.href == link.href and len(other.text) > _SHORTEST and other is not link
            if told and read_label(other.text, page.lexicon) is None:
                return headline_of(page, other, other.text)
    if len(here.links) != 1 or here.links[0] is not link:
        return None
    words = here.text.replace(link.text, "", 1).strip(EDGES)
    following = page.blocks[here.index + 1] if here.index + 1 < len(page.blocks) else None
    if not words and following is not None and not following.link_chars and _in_small_box(page, here, following):
        words = following.text
    if _SHORTEST < len(words) <= LONGEST_LINE and read_label(words, page.lexicon) is None:
        return _without_signs(words) or None
    return None


def _in_small_box(page: Page, a: PageBlock, b: PageBlock) -> bool:
    """Whether two blocks share a container that holds little else."""
    if a.group is None or a.group is not b.group or a.group.tag in ("body", "html"):
        return False
    near = page.blocks[max(0, a.index - _SMALL_BOX) : b.index + _SMALL_BOX + 1]
    return sum(block.group is a.group for block in near) <= _SMALL_BOX
