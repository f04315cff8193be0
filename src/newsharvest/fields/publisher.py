"""Who runs the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.page.jsonld import kind_of, place, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

MAX_NAME = 100
_METAS = (
    ("og:site_name", 0.85), ("sitename", 0.8), ("publisher", 0.65), ("dc.publisher", 0.65), ("dcterms.publisher", 0.64),
    ("application-name", 0.6), ("apple-mobile-web-app-title", 0.5),
)  # fmt: skip


def offer(page: Page) -> Iterator[Candidate]:
    """Names of the publisher or the site; addresses and handles are no names."""
    metadata = page.metadata
    if metadata.article:
        yield from _names(metadata.resolved(metadata.article.get("publisher")), metadata.place("publisher"), 0.9)
    for _, text in metadata.microdata.get("publisher.name", ())[:1]:
        yield from _names(text, "microdata publisher.name", 0.8)
    for name, confidence in _METAS:
        yield from _names(metadata.meta.get(name, [])[:1], f"meta {name}", confidence)
    for node in metadata.nodes:
        kind = kind_of(node)
        if kind.endswith("Organization"):
            yield from _names(node.get("name"), place(node, "name"), 0.75 if kind.startswith("News") else 0.7)
        elif kind == "WebSite":
            yield from _names(node.get("name"), place(node, "name"), 0.68)


def _names(value: object, where: str, confidence: float) -> Iterator[Candidate]:
    for name in texts_of(value)[:1]:
        if len(name) <= MAX_NAME and "://" not in name and not name.startswith(("@", "www.")):
            yield Candidate(name, name, where, "site name", confidence)


FIELD = Field("publisher", offer, read=text_at)
