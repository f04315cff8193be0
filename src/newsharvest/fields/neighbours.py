"""Previous and next article: which of the page's marks lead to one, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from newsharvest.article import Link
from newsharvest.fields.addresses import (
    is_below,
    is_dead_end,
    is_list_page,
    names_section,
    only_asks_more,
    own_address,
    same_document,
    story_page,
)
from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.fields.neighbour_marks import Mark, find_marks
from newsharvest.lines.neighbours import Direction, read_page_number
from newsharvest.page.model import TEXT_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

_LABEL, _REL_AND_WORD, _REL_AND_TITLE, _REL, _HEAD, _NAME, _LINE = 0.95, 0.9, 0.85, 0.75, 0.7, 0.65, 0.5
_BY_NAME = "class name"
_AGREES = 0.02
_TITLED = 0.01
_SHORTEST_TITLE = 6
_SHORTEST_SENTENCE = 60
_LONGEST_WORD = 12
_EAST_ASIAN = "\u2e80"
"""Where a headline may well be a word without blanks."""

_Links = list[tuple[str, str | None]]
_Offers = dict[Direction, list[Candidate]]


def _direction(mark: Mark) -> Direction | None:
    """The label's direction; without one rel's, then that of the class names. Never that of dates or ids."""
    if mark.label is not None:
        return mark.label.direction
    return mark.rel or mark.named


def _is_certain(mark: Mark) -> bool:
    """Whether the visible label can only be a neighbour's."""
    return mark.label is not None and mark.label.kind == "article"


def _is_paging(url: str, own: str | None, mark: Mark) -> bool:
    """Whether an address is another page of this story or of a list; a headline speaks against a weak sign."""
    if is_list_page(url):
        return True
    sister = story_page(url, own)
    if sister is None:
        return False
    titled = mark.title is not None and len(mark.title) >= _SHORTEST_TITLE
    return sister.form != "weak" or not (_is_certain(mark) or titled)


def _in_prose(page: Page, mark: Mark) -> bool:
    """Whether a link of a label alone stands in a sentence ("as I said in my previous post")."""
    if mark.link is None or mark.link.block >= len(page.blocks) or (mark.title and mark.title in mark.link.text):
        return False
    block = page.blocks[mark.link.block]
    return block.label in TEXT_LABELS and len(block.text) - block.link_chars >= _SHORTEST_SENTENCE


def _leads_to_article(page: Page, mark: Mark, url: str, own: str | None) -> bool:
    """Whether a link goes to another article, as far as its address, its label and what stands around it say."""
    if is_dead_end(url) or same_document(url, own) or (mark.label is not None and mark.label.kind == "page"):
        return False
    if _is_paging(url, own, mark) or _in_prose(page, mark):
        return False
    if _is_certain(mark):
        return True
    if mark.elsewhere or is_below(url, own):
        return False
    if mark.link is not None and read_page_number(mark.link.text, page.lexicon) is not None:
        return False
    return mark.rel is not None or (mark.named is not None and not names_section(url))


def _judgement(mark: Mark) -> tuple[float, str]:
    """(confidence, name of the rule) for a mark that leads to an article."""
    if mark.link is None:
        sure, rule = _LINE, "line with a label"
    elif _is_certain(mark):
        sure, rule = _LABEL, "label"
    elif mark.rel is not None:
        sure, rule = (_REL_AND_TITLE, "rel and headline") if mark.title else (_REL, "rel")
        if mark.label is not None:
            sure, rule = _REL_AND_WORD, "word and rel"
    else:
        sure, rule = _NAME, _BY_NAME
    if _direction(mark) in (mark.rel, mark.named):
        sure += _AGREES
    return (sure + _TITLED if mark.title else sure), rule


def _from_head(page: Page, own: str | None) -> Iterator[tuple[Direction, Candidate]]:
    links = page.metadata.links
    given: tuple[tuple[Direction, _Links], ...] = (
        ("previous", links.get("prev") or links.get("previous") or []),
        ("next", links.get("next") or []),
    )
    if given[0][1] == given[1][1]:  # A link with both words says nothing.
        return
    for direction, offers in given:
        for href, title in offers[:1]:
            url = page.absolute(href)
            if url is None or is_dead_end(url) or same_document(url, own) or is_list_page(url):
                continue
            if not is_below(url, own) and not only_asks_more(url, own) and story_page(url, own) is None:
                link = Link(url=url, title=title)
                yield direction, Candidate(link, title or href, f"link rel={direction}", "head link", _HEAD)


def _from_mark(page: Page, mark: Mark, own: str | None) -> Candidate | None:
    if mark.link is None:
        url = None
        if not _is_certain(mark):
            return None
    else:
        url = page.absolute(mark.link.href)
        if url is None or not _leads_to_article(page, mark, url, own):
            return None
    sure, rule = _judgement(mark)
    return Candidate(Link(url=url, title=mark.title), mark.printed, mark.place, rule, sure)


def _offers(page: Page) -> _Offers:
    """Every neighbour that the page may have, by direction."""
    own = own_address(page)
    found: _Offers = {"previous": [], "next": []}
    labelled: dict[str, Direction] = {}
    denied: set[Direction] = set()
    marks = [(direction, mark) for mark in find_marks(page) if (direction := _direction(mark)) is not None]
    both = len({direction for direction, mark in marks if not mark.elsewhere}) > 1
    for direction, mark in marks:
        if mark.label is not None and mark.label.none:
            denied.add(direction)
        elif mark.label is not None or mark.rel is not None or both:  # A lone box "next" is what to read next.
            candidate = _from_mark(page, mark, own)
            if candidate is not None:
                found[direction].append(candidate)
                if mark.label is not None and candidate.value.url:
                    labelled[candidate.value.url] = direction
    for direction, candidate in _from_head(page, own):
        found[direction].append(candidate)
    return {
        direction: _with_titles([c for c in _without_menus(offers) if _stands(c, direction, labelled, denied)])
        for direction, offers in found.items()
    }


def _without_menus(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates without those of class names alone where these name several articles: a menu, a list of cards."""
    named = {c.value.url for c in candidates if c.rule == _BY_NAME}
    return candidates if len(named) < 2 else [c for c in candidates if c.rule != _BY_NAME]


def _stands(candidate: Candidate, direction: Direction, labelled: dict[str, Direction], denied: set[Direction]) -> bool:
    """Whether no visible label contradicts an offer: one that says "none", or the other direction."""
    if candidate.confidence >= _LABEL:
        return True
    return direction not in denied and labelled.get(candidate.value.url, direction) == direction


def _with_titles(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, each with the headline that a link to the same place has where its own is missing or a word."""
    titles: dict[str | None, str] = {}
    for candidate in candidates:
        url, title = candidate.value.url, candidate.value.title
        if url and title and (url not in titles or _says_more(title, titles[url])):
            titles[url] = title
    return [
        c._replace(
            value=replace(c.value, title=titles[c.value.url]),
            confidence=c.confidence + _TITLED * (not c.value.title),
        )
        if c.value.url in titles and _says_more(titles[c.value.url], c.value.title)
        else c
        for c in candidates
    ]


def _says_more(title: str, than: str | None) -> bool:
    """Whether a headline is to be preferred: to none, or to one word that may be a label (vor, Vorherige)."""
    if than is None:
        return True
    word = " " not in than and len(than) <= _LONGEST_WORD and than[0] < _EAST_ASIAN
    return word and " " in title and len(title) > len(than)


def offer(page: Page, *, direction: Direction) -> Iterator[Candidate]:
    """The articles that may stand before or after this one."""
    yield from page.once(_offers)[direction]


def link_at(page: Page, place: Any) -> Link | None:
    """The link at a place that a site rule names: an ``a``, or what holds one; ``None`` where it leads nowhere."""
    if isinstance(place, str):
        return Link(url=url) if (url := page.absolute(place)) else None
    link = next(place.iter("a"), None)
    url = page.absolute(link.get("href")) if link is not None else None
    return Link(url=url, title=text_at(page, link)) if url else None


PREVIOUS = Field("previous", partial(offer, direction="previous"), read=link_at)
NEXT = Field("next", partial(offer, direction="next"), read=link_at)
