"""The headline as readers see it, without the site's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.page.headline import headline_offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page


def offer(page: Page) -> Iterator[Candidate]:
    """Headlines from mark-up and metadata; in plain text the line that is labelled as one."""
    for found in page.once(headline_offers):
        yield Candidate(found.text, found.text, found.place, found.rule, found.confidence)
    if page.root is None:
        for block in page.labelled("title"):
            yield Candidate(block.text, block.text, block, "title line", 0.8)


FIELD = Field("title", offer, read=text_at)
