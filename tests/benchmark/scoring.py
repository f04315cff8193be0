"""Predictions to figures: the scorer's summary of each corpus, and the figures that the baseline holds."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .corpora import GoldPage
    from .reading import Prediction

Summary = dict[str, dict[str, Any]]
"""The scorer's figures by field: ``summary["body"]["shingle_f1"]``."""

HELD = {
    "body": ("shingle_f1", "words_f1"),
    "snippets": ("f1",),
    "title": ("exact",),
    "authors": ("f1",),
    "published": ("same_day_accuracy",),
    "captions": ("f1",),
    "byline": ("f1", "role_accuracy"),
    "dateline": ("accuracy",),
    "source": ("accuracy",),
    "keywords": ("f1",),
    "prev": ("f1",),
    "next": ("f1",),
    "prev_title": ("exact",),
    "next_title": ("exact",),
    "pagination": ("f1",),
}
"""The figures of each field that have a floor."""

LINKS = ("prev", "next", "prev_title", "next_title")

BODY_LANGUAGES = {"navigation": "zh"}
"""Corpora whose body figure is that of one language, as the goals have it."""


@dataclass(slots=True)
class Result:
    """What was measured on one corpus."""

    corpus: str
    pages: int
    summary: Summary
    raised: list[str] = field(default_factory=list)
    """The pages whose reading raised, each with its error."""
    claimed: list[str] = field(default_factory=list)
    """In a corpus where no page has a neighbour: the pages for which one was claimed."""
    negative: bool = False
    """Whether it is such a corpus."""

    def floors(self) -> dict[str, float]:
        """The figures of which more is better, rounded down."""
        figures = {}
        for name, keys in HELD.items():
            for key in keys:
                value = self.summary.get(name, {}).get(key)
                if value is not None and not (self.negative and name in ("prev", "next")):
                    figures[f"{name}.{key}"] = int(value * 10_000) / 10_000
        return figures

    def ceilings(self) -> dict[str, float]:
        """The figures of which less is better."""
        counts: dict[str, float] = {"raised": len(self.raised)}
        if self.negative:
            counts["claimed"] = round(len(self.claimed) / self.pages, 4)
        return counts


def evaluate(
    scorer: Any, pages: Sequence[GoldPage], predictions: Sequence[Prediction], *, bootstrap: int = 0
) -> Result:
    """Score the predictions for pages of one corpus, given in the same order."""
    scorer.use_tokens("cjk")
    by_field: dict[str, list[Any]] = {name: [] for name in scorer.FIELDS}
    for page, prediction in zip(pages, predictions, strict=True):
        for name, outcome in scorer.score_page(page.gold, prediction).items():
            if name != "body" or page.lang.startswith(BODY_LANGUAGES.get(page.corpus, "")):
                by_field[name].append(outcome)
    summary = scorer.summarize(by_field, bootstrap)
    links = [page.gold["links"] for page in pages if "links" in page.gold]
    negative = bool(links) and not any(link.get("prev") or link.get("next") for link in links)
    claims = [p["id"] for p in predictions if any(p.get(name) for name in LINKS)]
    return Result(
        corpus=pages[0].corpus,
        pages=len(pages),
        summary=summary,
        raised=[f"{p['id']}: {p['error']}" for p in predictions if "error" in p],
        claimed=claims if negative else [],
        negative=negative,
    )


def worst(
    scorer: Any, pages: Sequence[GoldPage], predictions: Sequence[Prediction], name: str
) -> list[tuple[float, GoldPage, list[str]]]:
    """The pages on which a field is wrong, the worst first, with gold and prediction shortened."""
    ranked = []
    for page, prediction in zip(pages, predictions, strict=True):
        outcome = scorer.score_page(page.gold, prediction).get(name)
        if outcome and (badness := scorer.badness(name, outcome)):
            ranked.append((float(badness), page, scorer.shown(page.gold, prediction, name)))
    random.Random(0).shuffle(ranked)  # noqa: S311 - so that of equals not only a corpus's first pages are seen
    return sorted(ranked, key=lambda entry: -entry[0])
