"""The page's own description of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.page.jsonld import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

MAX_DESCRIPTION = 3_000
"""What is longer is the story itself in the wrong place."""
CUT_OFF = ("...", "…", "[…]", "[...]")
_METAS = (
    ("description", 0.85), ("og:description", 0.8), ("twitter:description", 0.7), ("dc.description", 0.65),
    ("dcterms.description", 0.64), ("sailthru.description", 0.6),
)  # fmt: skip


def offer(page: Page) -> Iterator[Candidate]:
    """Descriptions as printed; those that were cut off are worth less than a whole one."""
    metadata = page.metadata
    for name, confidence in _METAS:
        for text in metadata.meta.get(name, ())[:1]:
            yield from _worth(text, f"meta {name}", "meta", confidence)
    if metadata.article and (told := text_of(metadata.article.get("description"))):
        yield from _worth(told, metadata.place("description"), "json-ld", 0.75)
    for element, text in metadata.microdata.get("description", ())[:1]:
        yield from _worth(text, element, "microdata", 0.6)


def _worth(text: str, place: object, rule: str, confidence: float) -> Iterator[Candidate]:
    if len(text) <= MAX_DESCRIPTION and any(map(str.isalnum, text)):
        penalty = 0.2 if text.endswith(CUT_OFF) else 0.0
        yield Candidate(text, text, place, rule, confidence - penalty)


FIELD = Field("description", offer, read=text_at)
