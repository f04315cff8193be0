"""The byline: the words that name the story's people, as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.author_metadata import structured_authors
from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.fields.printed_credits import Sighting, printed_credits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page, PageBlock

WRITERS = frozenset({"author", "reporter", "correspondent", "source-agency", "translator", None})
CONFIDENCE = {"head": 0.85, "lead": 0.9, "tail": 0.7, "foot": 0.6}
MAX_GAP = 12
"""Characters between two credits that still belong to one byline."""
_MARKS = " \u3000□■◇◆●▲([（［【〔"


def _runs(sightings: list[Sighting]) -> Iterator[list[Sighting]]:
    """Credits of one block that stand close together."""
    run: list[Sighting] = []
    for sighting in sightings:
        if run and (sighting.block is not run[0].block or sighting.credit.start - run[-1].credit.end > MAX_GAP):
            yield run
            run = []
        run.append(sighting)
    if run:
        yield run


def _begin(block: PageBlock, start: int) -> int:
    """Where the byline of a line of its own begins: with the paper that stands before the reporter's title."""
    before = block.text[:start]
    lead = len(before) - len(before.lstrip(_MARKS))
    plain = len(before) <= MAX_GAP and not any(map(str.isdigit, before)) and not set(before) & set(":：|｜")
    return lead if plain else start


def offer(page: Page) -> Iterator[Candidate]:
    """Printed credit lines with a writer, best first above the story; else what is marked as the author's name."""
    for run in _runs(page.once(printed_credits)):
        if not any(each.credit.role in WRITERS for each in run):
            continue
        block, inline = run[0].block, run[0].inline
        start, end = min(each.credit.start for each in run), max(each.credit.end for each in run)
        start = start if inline else _begin(block, start)
        text = " ".join(block.text[start:end].split())
        span = (block.index, start, end) if inline else None
        yield Candidate(text, text, block, "credit line", CONFIDENCE[run[0].zone], span)
    for named in page.once(structured_authors).get("marked", ()):
        yield Candidate(named.name, named.name, named.where, named.rule, 0.5)


FIELD = Field("byline", offer, read=text_at)
