"""When the story was last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field
from newsharvest.fields.date_sightings import ranked
from newsharvest.fields.date_sources import date_at, published_dates, relative_words, sightings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

BEFORE_PUBLICATION = 0.5
"""What is left of the trust in a change that came before the publication."""


def offer(page: Page) -> Iterator[Candidate]:
    """The page's dates of a change as ISO 8601, no more precise than printed; nothing where it tells none."""
    published = next(iter(page.once(published_dates)), None)
    changes = list(ranked(page.once(sightings), "modified"))
    if not changes:
        yield from relative_words(page, "modified")
    for candidate in changes:
        if published and candidate.where is published.where and candidate.printed == published.printed:
            continue  # The only date of the page, which stands for the publication.
        if published and candidate.value[:10] < published.value[:10]:
            yield candidate._replace(confidence=candidate.confidence * BEFORE_PUBLICATION)
        else:
            yield candidate


FIELD = Field("modified", offer, raw="modified_raw", read=date_at)
