"""When the story was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field
from newsharvest.fields.date_sources import date_at, published_dates, relative_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page


def offer(page: Page) -> Iterator[Candidate]:
    """The page's dates of publication as ISO 8601, no more precise than printed; nothing where it tells none.

    A relative time (3 hours ago) is a date only where the moment of the fetch is known; else its words are kept.
    """
    yield from page.once(published_dates) or relative_words(page, "published")


FIELD = Field("published", offer, raw="published_raw", read=date_at)
