"""Whether the story can be read without paying, as the page's structured data says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsharvest.fields.candidate import Candidate, Field
from newsharvest.page.jsonld import ARTICLE_RANK, kind_of, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.jsonld import Node
    from newsharvest.page.model import Page

KEY = "isAccessibleForFree"
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_TIERS = {"free": True, "locked": False}


def truth_of(value: Any) -> bool | None:
    """True or false however a page writes it (``"False"``, ``schema.org/True``); ``None`` for all else."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value", value.get("@id"))
    if isinstance(value, bool):
        return value
    return _WORDS.get(value.rpartition("/")[2].strip().lower()) if isinstance(value, str) else None


def _of_node(node: Node) -> Iterator[tuple[bool, str]]:
    truth = truth_of(node.get(KEY))
    if truth is not None:
        yield truth, KEY
    parts = node.get("hasPart")
    for part in parts[:20] if isinstance(parts, list) else [parts]:
        # A part behind the paywall tells more than the word for the whole, which some sites never change.
        if isinstance(part, dict) and truth_of(part.get(KEY)) is False:
            yield False, f"hasPart.{KEY}"
            return


def offer(page: Page) -> Iterator[Candidate]:
    """True or false where the page says so."""
    metadata = page.metadata
    for node in metadata.nodes:
        if node is metadata.article:
            sure = 0.9
        elif kind_of(node).lower() in ARTICLE_RANK and metadata.article is None:
            sure = 0.6
        else:
            continue
        for truth, key in _of_node(node):
            extra = 0.05 if key != KEY else 0.0
            yield Candidate(truth, str(truth), place(node, key), "json-ld", sure + extra)
    tier = (metadata.first("article:content_tier") or "").lower()
    if tier in _TIERS:
        yield Candidate(_TIERS[tier], tier, "meta article:content_tier", "content tier", 0.7)


FIELD = Field("accessible_for_free", offer)
