"""Counting what a run of a crawl comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsharvest.crawl.result import CrawlProgress

_KNOWN: Final = frozenset({"article", "revision", "unchanged", "repeated", "failed"})
"""Outcomes of a page that have a number of their own; all others are pages without an article."""


def counted(so_far: CrawlProgress, outcome: str, dropped: Mapping[str, int] | None = None) -> CrawlProgress:
    """The progress with one page more, whose links were not followed for these reasons."""
    return replace(
        so_far,
        pages=so_far.pages + 1,
        articles=so_far.articles + (outcome in ("article", "revision")),
        revisions=so_far.revisions + (outcome == "revision"),
        unchanged=so_far.unchanged + (outcome == "unchanged"),
        repeated=so_far.repeated + (outcome == "repeated"),
        failed=so_far.failed + (outcome == "failed"),
        no_article=so_far.no_article + (outcome not in _KNOWN),
        reasons=so_far.reasons if outcome in _KNOWN else Counter(so_far.reasons) + Counter([outcome]),
        dropped=Counter(so_far.dropped) + Counter(dropped) if dropped else so_far.dropped,
    )
