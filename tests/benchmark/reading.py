"""What newsharvest says about the pages of a corpus, in the form that the scorer reads."""

from __future__ import annotations

import runpy
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from newsharvest.extract import extract
from newsharvest.page import labeller

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from newsharvest.article import Article, Link

    from .corpora import GoldPage

Prediction = dict[str, Any]
"""``id`` and the fields; beside them ``error`` where reading raised."""

Reader: TypeAlias = "Callable[[bytes, str | None, str], Prediction]"
"""From bytes, URL and corpus to fields."""

DECK_COUNTS = frozenset({"fundus"})
CAPTIONS_COUNT = frozenset({"magic_html", "readability"})


def read_page(raw: bytes, url: str | None, corpus: str) -> Prediction:
    """Read a page as a stranger would: its bytes and its URL, no site rules."""

    return fields_of(extract(raw, url=url, rules=()), corpus)


def fields_of(article: Article, corpus: str) -> Prediction:
    """The fields of an article by the scorer's names; the body is what the gold of this corpus counts as body."""
    return {
        "title": article.title,
        "body": article.to_text(deck=corpus in DECK_COUNTS, captions=corpus in CAPTIONS_COUNT),
        "authors": list(article.authors),
        "published": article.published,
        "captions": [{"caption": b.text, "credit": b.credit} for b in article.blocks if b.kind == "caption"],
        "prev": _url(article.previous),
        "next": _url(article.next),
        "prev_title": article.previous.title if article.previous else None,
        "next_title": article.next.title if article.next else None,
        "pagination": list(article.pagination),
        "byline": [{"name": each.name, "role": each.role} for each in article.contributors],
        "dateline": article.dateline,
        "source": article.source,
        "keywords": list(article.keywords),
    }


def _url(link: Link | None) -> str | None:
    return link.url if link else None


def predict(page: GoldPage, reader: Reader = read_page) -> Prediction:
    """The prediction for one page. That reading raises is a finding, not the end of the run."""
    try:
        fields = reader(page.raw(), page.url, page.corpus)
    except Exception as error:
        return {"id": page.id, "error": f"{type(error).__name__}: {error}"}
    return {"id": page.id, **fields}


def predict_all(pages: Sequence[GoldPage], processes: int = 1, model: Path | None = None) -> list[Prediction]:
    """The predictions for all pages; with ``model``, a file, another labeller than the shipped one reads them."""
    if processes > 1:
        with ProcessPoolExecutor(processes, initializer=install_model_file, initargs=(model,)) as pool:
            return list(pool.map(predict, pages, chunksize=8))
    if model is None:
        return [predict(page) for page in pages]
    shipped = install_model(load_model(model))
    try:
        return [predict(page) for page in pages]
    finally:
        install_model(shipped)


def predict_by_fold(pages: Sequence[GoldPage], models: Path, processes: int = 1) -> list[Prediction]:
    """The same, each page read by ``models/fold_<k>.py``, which was trained without the pages of its fold."""
    folds: dict[int, list[GoldPage]] = {}
    for page in pages:
        folds.setdefault(page.fold, []).append(page)
    found: dict[str, Prediction] = {}
    for fold, members in folds.items():
        predictions = predict_all(members, processes, models / f"fold_{fold}.py")
        found.update((prediction["id"], prediction) for prediction in predictions)
    return [found[page.id] for page in pages]


class Model(NamedTuple):
    """What the labeller takes from ``newsharvest.page.story_model``."""

    class_words: dict[str, float]
    log_odds: Callable[[Sequence[float]], float]


def load_model(path: Path) -> Model:
    """The model in a file that has the interface of ``newsharvest.page.story_model``."""
    names = runpy.run_path(str(path))
    return Model(names["CLASS_WORDS"], names["log_odds"])


def install_model(model: Model) -> Model:
    """Let the labeller of this process read with another model; gives the one that it had."""
    place = cast("Any", labeller)  # The names are its imports: it offers them to nobody but this measurement.
    before = Model(place.CLASS_WORDS, place.log_odds)
    place.CLASS_WORDS, place.log_odds = model
    place.class_weights.cache_clear()
    return before


def install_model_file(path: Path | None) -> None:
    """The same from a file, in a process that reads with it to its end; ``None`` leaves the shipped one."""
    if path:
        install_model(load_model(path))
