"""Which blocks of a page its gold counts as body: the truth that the labeller learns from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsharvest.page.model import PageBlock

HAN_AND_KANA = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{HAN_AND_KANA}]|[^\W{HAN_AND_KANA}]+")
SHINGLE = 4
COVERED, UNCOVERED = 0.75, 0.35
"""A block is body if so much of it stands in the gold, no body if less than so much; between, it teaches nothing."""
CAPTIONS_COUNT = ("magic_html", "readability")
"""Corpora whose gold keeps captions in the body; captions have rules of their own, so they teach nothing."""


def _shingles(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + SHINGLE]) for i in range(len(tokens) - SHINGLE + 1)]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def by_snippets(gold: dict[str, Any], blocks: Sequence[PageBlock]) -> list[int | None]:
    """1 for a block that holds a snippet of the body, 0 for one that holds boilerplate, ``None`` for all others."""
    wanted = [_squeezed(text) for text in gold.get("with", []) if text.strip()]
    unwanted = [_squeezed(text) for text in gold.get("without", []) if text.strip()]

    def label(block: PageBlock) -> int | None:
        text = _squeezed(block.text)
        if any(snippet in text for snippet in wanted):
            return 1
        return 0 if any(snippet in text for snippet in unwanted) else None

    return [label(block) for block in blocks]


def by_body(gold: dict[str, Any], blocks: Sequence[PageBlock], *, captions_count: bool) -> list[int | None]:
    """1 for body, 0 for none, ``None`` where the gold does not tell."""
    body = gold["body"]
    shingles = set(_shingles(TOKEN.findall(body)))
    lines = {" ".join(TOKEN.findall(line)) for line in body.split("\n")}
    labels: list[int | None] = []
    for block in blocks:
        tokens = TOKEN.findall(block.text)
        own = _shingles(tokens)
        if captions_count and block.tag == "figcaption":
            labels.append(None)
        elif not own:
            labels.append(int(bool(tokens) and " ".join(tokens) in lines))
        else:
            covered = sum(shingle in shingles for shingle in own) / len(own)
            labels.append(1 if covered >= COVERED else 0 if covered < UNCOVERED else None)
    return _without_copies(blocks, labels)


def _without_copies(blocks: Sequence[PageBlock], labels: list[int | None]) -> list[int | None]:
    """Of equal texts keep the one whose group has most of the body (print, AMP and mobile copies are no body)."""
    weight: Counter[int] = Counter()
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, (block, label) in enumerate(zip(blocks, labels, strict=True)):
        if label == 1:
            weight[id(block.group)] += len(block.text)
            places[block.text].append(index)
    for same in places.values():
        kept = max(same, key=lambda index: weight[id(blocks[index].group)])
        for index in same:
            if index != kept:
                labels[index] = 0
    return labels
