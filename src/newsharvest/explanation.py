"""Why an article says what it says, as data for people and programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, is_dataclass
from typing import TYPE_CHECKING, Any

from newsharvest.text import scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsharvest.article import Article
    from newsharvest.fields import Candidate
    from newsharvest.page import Page


@dataclass(frozen=True, slots=True)
class ExplainedBlock:
    """One block of the page, story or not."""

    text: str
    label: str
    """Its one label (``paragraph``, ``caption``, ``navigation`` …)."""
    reason: str
    """The rule that gave the label; empty for what no rule wanted."""
    score: float
    """How sure the labeller is that it belongs to the story, 0 to 1."""
    found: str
    """The XPath of its element; ``line N`` in plain text."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One candidate of a field."""

    value: Any
    """As it would stand in the article, in plain JSON types."""
    printed: str
    found: str
    """A JSON-LD path, the name of a meta element, or an XPath."""
    rule: str
    confidence: float
    won: bool
    why: str
    """Why it won or lost."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The article, and everything that led to it."""

    article: Article
    """With its ``evidence`` filled in."""
    blocks: tuple[ExplainedBlock, ...]
    """Every block of the page in reading order."""
    fields: Mapping[str, tuple[Considered, ...]]
    """Each field's candidates, the winner first; an empty tuple where nothing was found."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the article as in its own JSON, the blocks, the fields."""
        return {
            "article": self.article.to_dict(),
            "blocks": [asdict(block) for block in self.blocks],
            "fields": {name: [asdict(one) for one in considered] for name, considered in self.fields.items()},
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """The same as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=indent)


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {key: _plain(item) for key, item in asdict(value).items()}
    return scalar(value) if isinstance(value, str) else value


def _why(candidate: Candidate, winner: Candidate, ranked: list[Candidate]) -> str:
    if candidate is winner:
        if len(ranked) == 1:
            return "the only candidate"
        return f"the surest of {len(ranked)}; the next has {ranked[1].confidence:.2f}"
    if candidate.value == winner.value:
        return "says the same as the winner"
    if candidate.confidence == winner.confidence:
        return "as sure as the winner, but offered after it"
    return f"less sure than the winner's {winner.confidence:.2f}"


def explain_page(
    page: Page, offers: Mapping[str, tuple[Candidate, ...]], winners: Mapping[str, Candidate | None], article: Article
) -> Explanation:
    """The explanation of a page whose fields have been asked and whose winners have been chosen."""
    fields: dict[str, tuple[Considered, ...]] = {}
    for name, candidates in offers.items():
        winner = winners[name]
        if winner is None:
            fields[name] = ()
            continue
        ranked = [winner, *sorted((c for c in candidates if c is not winner), key=lambda c: -c.confidence)]
        fields[name] = tuple(
            Considered(
                _plain(c.value), scalar(c.printed), page.where(c.where), c.rule, round(c.confidence, 4), c is winner,
                _why(c, winner, ranked),
            )
            for c in ranked
        )  # fmt: skip
    blocks = tuple(
        ExplainedBlock(scalar(b.text), b.label, b.reason, round(b.score, 4), page.where(b)) for b in page.blocks
    )
    return Explanation(article, blocks, fields)
