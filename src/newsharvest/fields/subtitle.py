"""The deck: the standing text between headline and story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.page.jsonld import text_of
from newsharvest.page.phrases import squash, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

MAX_LABEL = 30
MIN_DECK, MAX_DECK = 70, 1_500
"""What JSON-LD calls the alternative headline is a deck if it is a sentence or two; mostly it is another headline.
Widths as :func:`newsharvest.page.phrases.width` counts them."""


def offer(page: Page) -> Iterator[Candidate]:
    """The blocks labelled as deck, joined by line feeds; else what JSON-LD calls the alternative headline."""
    blocks = page.labelled("deck")
    if blocks:
        printed = "\n".join(dict.fromkeys(block.text for block in blocks))
        if text := _without_label(printed, page.lexicon.furniture.deck):
            yield Candidate(text, printed, blocks[0], blocks[0].reason or "deck", 0.9)
    metadata = page.metadata
    alternative = text_of((metadata.article or {}).get("alternativeHeadline"))
    place = metadata.place("alternativeHeadline")
    if alternative is None and (marked := metadata.microdata.get("alternativeHeadline")):
        place, alternative = marked[0]
    # Many systems fill it with the headline, or with a short one made for the front page.
    if alternative and MIN_DECK <= width(alternative) <= MAX_DECK:
        folded = squash(alternative)
        if all(folded != squash(title) for title in _titles(page)):
            yield Candidate(alternative, alternative, place, "alternative headline", 0.5)


def _without_label(text: str, labels: tuple[str, ...]) -> str:
    """The deck without the word that some systems print before it (摘要：)."""
    head, colon, rest = text[:MAX_LABEL].replace("：", ":").partition(":")
    if colon and head.strip(" 【[").casefold() in labels:
        return text[len(text[:MAX_LABEL]) - len(rest) :].strip()
    return text


def _titles(page: Page) -> Iterator[str]:
    metadata = page.metadata
    yield from (block.text for block in page.labelled("title"))
    yield from (content for _, content in metadata.given("og:title", "twitter:title"))
    if metadata.title:
        yield metadata.title
    if metadata.article:
        yield text_of(metadata.article.get("headline")) or ""


FIELD = Field("subtitle", offer, read=text_at)
