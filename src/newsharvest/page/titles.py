"""The titles that a page's metadata gives, and what they support: a heading, or one end of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsharvest.page.jsonld import text_of
from newsharvest.page.phrases import MAX_TITLE, parts_of, squash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.metadata import Metadata
    from newsharvest.page.phrases import Site

_META_TITLES = (
    "title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "articletitle",
    "headline", "hdl", "contentheadline", "article:title",
)  # fmt: skip
WHOLE, PART = 2.0, 1.5
"""The least support by a whole title, and the support by one end of a title."""
MIN_PART = 4
"""A shorter end of a title, squashed, proves nothing."""


class Said:
    """A title that the metadata gives."""

    __slots__ = ("folded", "parts", "place", "raw", "text", "weight")

    def __init__(self, raw: str, place: str, weight: float, folded: str) -> None:
        self.raw = self.text = raw
        self.place = place
        self.weight = weight
        self.folded = folded
        self.parts: list[tuple[int, int]] = [(0, len(raw))]

    def cut(self, site: Site) -> None:
        """Find the parts and take the site's name away."""
        self.parts = parts_of(self.raw)
        self.text = site.cut(self.raw, self.parts)
        if self.text != self.raw:
            self.folded = squash(self.text)

    def is_cut_before(self, end: int) -> bool:
        """Whether the title up to here holds something of an end that was taken away."""
        return end > len(self.text) and self.raw.startswith(self.text)


def _given(metadata: Metadata) -> Iterator[tuple[str | None, str, float]]:
    """(title, place, weight) of every title that the metadata gives; the story's own comes first."""
    if article := metadata.article:
        headline = text_of(article.get("headline")) or text_of(article.get("name"))
        yield headline, metadata.place("headline"), 3.0
    for _, marked in metadata.microdata.get("headline", ())[:1]:
        yield marked, "microdata headline", 2.5
    yield metadata.first("og:title"), "meta og:title", 2.5
    yield metadata.first("twitter:title"), "meta twitter:title", 2.0
    for name, content in metadata.given(*_META_TITLES):
        yield content, f"meta {name}", 2.0
    yield metadata.title, "title", 2.0


def titles_said(metadata: Metadata, untitled: tuple[str, ...]) -> list[Said]:
    """Every title that the metadata gives, as printed, without those that stand for no title."""
    said: list[Said] = []
    folded: dict[str, str] = {}
    for text, place, weight in _given(metadata):
        # A template that printed an empty title leaves its separator in front of the site's name.
        if not text or len(text) >= MAX_TITLE or text[0] in "-|_–—":
            continue
        if text not in folded:
            folded[text] = "" if text.casefold() in untitled else squash(text)
        if folded[text]:
            said.append(Said(text, place, weight, folded[text]))
    return said


def _whole_support(said: list[Said]) -> dict[str, float]:
    support: dict[str, float] = {}
    for one in said:
        support[one.folded] = max(one.weight, support.get(one.folded, 0.0)) + 0.1
    return support


def support_of(said: list[Said]) -> dict[str, float]:
    """The weight of each title and of each beginning and end of one, by squashed text."""
    whole = _whole_support(said)
    support = dict(whole)
    for one in unlike(said):
        for (_, end), (start, _) in pairwise(one.parts):
            if one.is_cut_before(end):
                break
            left, right = squash(one.raw[:end]), squash(one.raw[start:])
            # Where one end is a title of its own, the other is what sites hang on to it.
            if left in whole or right in whole:
                continue
            for folded in (left, right):
                if len(folded) >= MIN_PART:
                    support.setdefault(folded, PART)
    return support


def unlike(said: list[Said]) -> list[Said]:
    """Those that differ in their printed text: many pages give one title five times."""
    return list({one.raw: one for one in said}.values())


def consensus_of(said: list[Said]) -> Said | None:
    """What a news article's own data, its Open Graph title and its page title say alike."""
    first = said[0] if said else None
    if first is None or "NewsArticle" not in first.place:
        return None
    places = {one.place for one in said if one.folded == first.folded}
    return first if "meta og:title" in places and places & {"title", "meta twitter:title"} else None
