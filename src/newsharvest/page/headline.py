"""Which words on the page are its headline: what readers see, held against what the metadata says.

The printed h1 is right on nine pages of ten once logos and section names are told from it, and the metadata's
titles tell them: a heading that one of them repeats, whole or as one end of it, is the headline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newsharvest.lines.dates import dates_of
from newsharvest.page.headings import (
    EDGES,
    MAX_RUN,
    best_run,
    ends_trail,
    headings_of,
    is_logo,
    is_unseen,
    joined,
    standing_headings,
    without_info,
)
from newsharvest.page.imprint import printed_site
from newsharvest.page.jsonld import fold
from newsharvest.page.phrases import MAX_TITLE, site_of_page, squash, width, words_of
from newsharvest.page.titles import MIN_PART, PART, WHOLE, Said, consensus_of, support_of, titles_said, unlike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.languages import Lexicon
    from newsharvest.page.headings import Heading
    from newsharvest.page.model import Page, PageBlock
    from newsharvest.page.phrases import Site

LONG, FEW_BLANKS = 24, 3
"""A heading of more characters or words is no name of a section or box."""
FEW_WORDS = 3
"""A heading of fewer words is like a title by chance."""
SIMILAR = 0.2
"""Sharing less of its words with every title of the metadata, a heading may be anything."""
LIKE = 0.82
"""The least confidence in a heading that is like a title of the metadata."""
_MARKS = dict.fromkeys(map(ord, ":：/"))  # As str.translate() wants them.
"""What parts a kicker from a headline; dashes and bars part titles from names of sections and sites as well."""
TRAIL_END = "end of a breadcrumb"
"""The rule of a heading that is the last step of a breadcrumb: what stands there is written for search engines."""
TRAIL_LOSS = 0.12
"""What such a heading loses."""
STORY, NEAR = 0.5, 6
"""The labeller's score of a block of the story, and how many blocks above it a heading is looked for."""
SETTLED = 0.945
"""A heading above this confidence needs no search for other places that print a title."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One possible headline."""

    text: str
    """As printed, without the site's name."""
    place: Any
    """The element, the block, or a string that names a place in the metadata."""
    rule: str
    confidence: float


def _similarity(text: str, said: list[Said]) -> float:
    """The share of a heading's words that a title of the metadata has, 0 to 1.

    Of one or two words that is chance (the name of a section), unless a title begins with them.
    """
    own = words_of(text)
    if len(own) < FEW_WORDS and not any(one.folded.startswith(squash(text)) for one in said):
        return 0.0
    shared = max((len(own & words_of(one.raw)) for one in unlike(said)), default=0)
    return shared / max(len(own), FEW_WORDS)


def _without_kicker(heading: Heading, said: list[Said]) -> str | None:
    """The end of a heading, without what an element sets apart, that a title gives alone or behind other words.

    ``None`` where none does. A kicker in the same line belongs to the headline if the title made for sharing has it.
    """
    pieces = heading.pieces
    if not 1 < len(pieces) <= MAX_RUN:
        return None
    whole, titles = squash(heading.text), {one.folded for one in said}
    shared = any(one.folded.startswith(whole) for one in said if one.place == "meta og:title")
    ends = (squash(one.text[start:]) for one in said if one.folded != whole for start, _ in one.parts[1:])
    titles.update(end for end in ends if 2 * len(end) >= len(whole))
    for start in range(1, len(pieces)):
        if pieces[start][1] or not shared:
            run = joined(pieces[start:]).strip(EDGES)
            if len(run) >= MIN_PART and squash(run) in titles:
                return run
    return None


def _supported(heading: Heading, said: list[Said], support: dict[str, float]) -> tuple[str, float]:
    """The words of a heading that the titles know, and how well they support them; ``("", 0.0)`` for none."""
    if run := _without_kicker(heading, said):
        return run, max(support.get(squash(run), 0.0), WHOLE)
    weight = support.get(squash(heading.text), 0.0)
    # A title that gives only the beginning of it is cut.
    return (heading.text, weight) if weight >= WHOLE else best_run(heading.pieces, support)


def _heading_offer(heading: Heading, said: list[Said], support: dict[str, float], site: Site) -> Offer | None:
    text, weight = _supported(heading, said, support)
    text = text or without_info(heading.pieces)
    if len(text) > MAX_TITLE or not squash(text):
        return None
    if weight < WHOLE and (site.is_name(text) or is_logo(heading.element) or heading.standing == "second"):
        return None
    if weight:
        # Of the two ends of a title the longer one is the headline, the other its section.
        confidence = 0.93 + 0.01 * min(weight, 5) + (0.0001 * min(width(text), 80) if weight == PART else 0.0)
    else:
        similar = _similarity(text, said)
        long = width(text) > LONG or text.count(" ") >= FEW_BLANKS
        confidence = LIKE + 0.06 * similar if similar >= SIMILAR else 0.74 if long else 0.4
    if is_unseen(heading.element):
        confidence -= 0.1
    if heading.standing == "trail":
        return Offer(text, heading, TRAIL_END, confidence - TRAIL_LOSS)
    return Offer(text, heading, "heading", confidence - 0.002 * heading.index)


def _placed(offer: Offer, blocks: list[PageBlock]) -> Offer:
    """The offer with the heading's element as its place, or the one block with just these words."""
    heading = offer.place
    if offer.text != heading.text:
        for block in blocks:
            if block.element is heading.element and block.text == offer.text:
                return replace(offer, place=block)
    return replace(offer, place=heading.element)


def _parted(offer: Offer, said: list[Said], heading: Heading) -> Offer:
    """The offer with the kicker parted from the headline as the metadata writes it.

    Mark-up puts them into elements of their own, and style sheets set a mark or a blank between them.
    """
    bare = "".join(offer.text.split())
    for one in said:
        other = "".join(one.text.split())
        if other == bare and len(one.text) < len(offer.text):
            return replace(offer, text=one.text)
        if len(heading.pieces) > 1 and len(other) > len(bare) and other.translate(_MARKS) == bare.translate(_MARKS):
            return replace(offer, text=one.text)
    return offer


def _wanted(said: list[Said]) -> dict[str, float]:
    """What a block may print to be a headline: a title of the metadata, or the greater part of one."""
    wanted: dict[str, float] = {}
    for one in unlike(said):
        wanted.setdefault(one.text, 0.9)
        wanted.setdefault(one.raw, 0.9)
        whole = len(one.raw)
        for _, end in one.parts[:-1]:
            if one.is_cut_before(end):
                break
            if end * 3 >= 2 * whole:
                wanted.setdefault(one.raw[:end], 0.91)
            elif end * 2 >= whole or width(one.raw[:end]) > LONG // 2:
                wanted.setdefault(one.raw[:end], 0.86)
        for start, _ in one.parts[1:]:
            if (whole - start) * 2 >= whole:
                wanted.setdefault(one.raw[start:], 0.84)
            elif one.raw.count(" ", start) >= FEW_BLANKS:
                wanted.setdefault(one.raw[start:], 0.72)
    return wanted


def _nearest_offer(blocks: list[PageBlock], site: Site, lexicon: Lexicon) -> Iterator[Offer]:
    """The heading closest above the story that is no day, for a page whose metadata names no more than the site."""
    first = next((block.index for block in blocks if block.score >= STORY and len(block.text) > LONG), None)
    for block in reversed(blocks[max(0, (first or 0) - NEAR) : first]) if first else ():
        if block.tag not in ("h1", "h2", "h3", "h4") or block.link_chars or site.is_name(block.text):
            continue
        if not any(found.end - found.start == len(block.text) for found in dates_of(block.text, lexicon)):
            yield Offer(block.text, block, "heading above the story", 0.45)
            return


def _printed_offers(blocks: list[PageBlock], said: list[Said], site: Site) -> Iterator[Offer]:
    """Blocks that print a title of the metadata, or one end of it, word for word."""
    wanted = _wanted(said)
    for block in blocks:
        weight = wanted.get(block.text)
        if weight and len(block.text) > MIN_PART and squash(block.text) not in site.names:
            heading = 0.04 if block.tag in ("h1", "h2", "h3") else 0.0
            linked = 0.1 if block.link_chars * 2 > len(block.text) else 0.0
            yield Offer(block.text, block, "printed title", weight + heading - linked)


def _said_offers(said: list[Said]) -> Iterator[Offer]:
    """The metadata's own titles: the more agree the better; one that others give without its end is worse."""
    folded = [one.folded for one in said]
    for one in said:
        longer = 0.0
        shorter = any(other != one.folded and one.folded.startswith(other) for other in folded)
        if shorter and len(one.parts) > 1:
            ends = {squash(one.raw[:end]) for _, end in one.parts[:-1]} - {one.folded}
            longer = 0.15 if ends.intersection(folded) else 0.0
        agreeing = min(folded.count(one.folded) - 1, 3)
        yield Offer(one.text, one.place, "metadata", 0.6 + 0.05 * one.weight + 0.02 * agreeing - longer)


def _changes(page: Page) -> dict[str, str]:
    """The text of those blocks that the page's repair has changed (pinyin residue), by their old text."""
    if page.lexicon.code != "zh":
        return {}
    return {block.raw: block.text for block in page.blocks if block.raw}


def _repaired(heading: Heading, changed: dict[str, str]) -> Heading:
    """The heading in the words of the repaired blocks."""
    if not changed:
        return heading
    if heading.text in changed:
        text = changed[heading.text]
        return replace(heading, text=text, pieces=[(text, False)])
    pieces = [(changed.get(fold(piece), piece), ends_line) for piece, ends_line in heading.pieces]
    return replace(heading, text=joined(pieces), pieces=pieces)


def _plain_case(page: Page, said: list[Said]) -> tuple[Offer, ...]:
    """The offers of a page whose first h1 says what JSON-LD or Open Graph says; most pages are no harder."""
    block = next((block for block in page.blocks if block.tag == "h1"), None)
    if block is None or not said:
        return ()
    first = next(headings_of(block.element), None)
    if first is None:
        return ()
    first = _repaired(first, page.once(_changes))
    folded = squash(first.text)
    trusted = (one for one in said if one.weight > WHOLE and one.place[:4] in ("json", "meta"))
    sure = any(one.folded == folded for one in trusted) and not _without_kicker(first, said)
    if not sure or len(folded) < LONG // 2 or is_logo(first.element) or ends_trail(first.element):
        return ()
    best = _parted(Offer(first.text, first.element, "heading", 0.98), said, first)
    return best, *(Offer(one.raw, one.place, "metadata", 0.6 + 0.05 * one.weight) for one in said)


def headline_offers(page: Page) -> tuple[Offer, ...]:
    """Every possible headline of the page, the likeliest first; empty for a page that names none.

    Needs the tree, the metadata and the blocks, and none of their labels.
    """
    if page.root is None:
        return ()
    untitled = page.lexicon.furniture.untitled
    said = titles_said(page.metadata, untitled)
    if plain := _plain_case(page, said):
        return plain
    headings = [_repaired(heading, page.once(_changes)) for heading in standing_headings(page.root)]
    site = page.once(site_of_page)
    for one in said:
        one.cut(site)
    if whole := [one for one in said if len(one.parts) > 1 and one.text == one.raw]:
        printed = printed_site(page)
        for one in whole:
            one.cut(printed)
    said = [one for one in said if not site.is_name(one.text)]
    support = support_of(said) if headings else {}
    named = (heading for heading in headings if heading.text.casefold() not in untitled)
    found = (_heading_offer(heading, said, support, site) for heading in named)
    offers = [_parted(_placed(offer, page.blocks), said, offer.place) for offer in found if offer]
    if not any(offer.confidence > SETTLED for offer in offers):
        ends = [heading.element for heading in headings if heading.standing == "trail"]
        offers.extend(offer for offer in _printed_offers(page.blocks, said, site) if offer.place.element not in ends)
    offers.extend(_said_offers(said))
    if not offers:
        offers.extend(_nearest_offer(page.blocks, site, page.lexicon))
    if consensus := consensus_of(said):
        offers.append(Offer(consensus.text, consensus.place, "agreement", 0.97))
    offers.sort(key=lambda offer: -offer.confidence)
    return tuple(offers)


def printed_headlines(page: Page) -> tuple[Offer, ...]:
    """The offers whose words are the headline on the page itself: the likeliest of all, and the likeliest heading.

    They differ where the metadata's titles outvoted the h1, which readers see as the headline all the same.
    """
    offers = page.once(headline_offers)
    heading = next((offer for offer in offers[1:] if offer.rule == "heading" and offer.confidence >= LIKE), None)
    return offers[:1] if heading is None or offers[0].rule in ("heading", TRAIL_END) else (offers[0], heading)
