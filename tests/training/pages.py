"""The training pages: read from the corpora, cut into blocks, labelled by their gold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsharvest.page.blocks import Cut, cut_blocks
from newsharvest.page.features import Rows, Stated, read_rows
from newsharvest.page.labeller import class_words, stated_by
from newsharvest.page.metadata import read_metadata
from newsharvest.page.names import names_of
from newsharvest.page.tree import parse
from newsharvest.text import decode
from tests.benchmark.corpora import read_corpus
from tests.training.labels import CAPTIONS_COUNT, by_body, by_snippets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsharvest.page.features import ClassWeights

BODY_CORPORA = ("chinese_web", "fundus", "magic_html", "navigation", "newspaper4k", "readability", "wcxb")
SNIPPET_CORPORA = ("trafilatura",)


def part(text: str, count: int) -> int:
    """A number below ``count`` that depends on the text alone."""
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % count


@dataclass(slots=True)
class TrainingPage:
    """One page with its labels."""

    corpus: str
    owner: str
    """The registered domain."""
    fold: int
    """Which fold never trains on it; the benchmark's, so that it can be read by a model that never saw its site."""
    root: Any
    stated: Stated
    labels: list[int | None] = field(default_factory=list)
    """One for each row."""
    names: list[tuple[frozenset[str], int, int]] = field(default_factory=list)
    """(class words around it, label, characters) of each labelled block."""

    def rows(self, class_weights: ClassWeights) -> Rows:
        """The rows under a given class-word lexicon."""
        cut: Cut = cut_blocks(self.root)
        return read_rows(cut, stated=self.stated, class_weights=class_weights)


def _names_around(block: Any) -> frozenset[str]:
    words: set[str] = set()
    if block.element is not None and (names := block.element.get("class")):
        words |= class_words(names)
    group = block.group
    while group is not None:
        words |= class_words(names_of(group.element))
        group = group.parent
    return frozenset(words)


def read_pages(corpora: Path) -> Iterator[TrainingPage]:
    """Every page whose gold tells body from the rest, in a fixed order."""
    for corpus in (*BODY_CORPORA, *SNIPPET_CORPORA):
        for gold_page in read_corpus(corpora, corpus):
            gold = gold_page.gold
            if corpus in BODY_CORPORA and not gold.get("body"):
                continue
            root = parse(decode(gold_page.raw()).utf8).root
            stated = stated_by(read_metadata(root, microdata=False, url=gold_page.url))
            page = TrainingPage(corpus, gold_page.site, gold_page.fold, root, stated)
            blocks = page.rows(lambda _: (0.0, 0.0, 0.0)).blocks
            if corpus in SNIPPET_CORPORA:
                page.labels = by_snippets(gold, blocks)
            else:
                page.labels = by_body(gold, blocks, captions_count=corpus in CAPTIONS_COUNT)
                page.names = [
                    (_names_around(block), label, len(block.text))
                    for block, label in zip(blocks, page.labels, strict=True)
                    if label is not None
                ]
            yield page
