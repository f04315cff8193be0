"""The dateline: what stands before the story's first words (新华社北京4月24日电, LONDON (Reuters))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.fields.printed_credits import story_dateline
from newsharvest.page.model import TEXT_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page


def offer(page: Page) -> Iterator[Candidate]:
    """The dateline of the first paragraphs, or of a line of its own above them."""
    if found := page.once(story_dateline):
        dateline, block = found
        span = (block.index, dateline.start, dateline.end) if block.label in TEXT_LABELS else None
        yield Candidate(dateline.text, block.text[dateline.start : dateline.end], block, "dateline", 0.9, span)


FIELD = Field("dateline", offer, read=text_at)
