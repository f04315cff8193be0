"""The language of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page


def offer(page: Page) -> Iterator[Candidate]:
    """The language that the page was read in: that of its text, where the page's own word is no better."""
    if page.language:
        declared = page.metadata.lang
        yield Candidate(page.language, declared or page.language, "html lang" if declared else "text", "language", 0.9)


FIELD = Field("language", offer)
