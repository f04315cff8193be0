"""Train the labeller of blocks and write it as Python.

    python -m tests.training.train                  writes src/newsharvest/page/story_model.py
    python -m tests.training.train --folds DIR      writes DIR/fold_0.py … fold_4.py, each trained without its fold
    python -m tests.training.train --check          trains and compares with the shipped model, bit by bit

Needs the extra ``train`` and the corpora (NEWSHARVEST_CORPORA). The result depends on the corpora, on the versions of
lightgbm and lxml, and on nothing else: one thread, fixed seeds, pages in a fixed order.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lightgbm
import numpy as np

from newsharvest.page.features import NAMES
from newsharvest.page.labeller import class_words, sum_up
from tests.benchmark.corpora import FOLDS
from tests.training.pages import SNIPPET_CORPORA, TrainingPage, part, read_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsharvest.page.features import ClassWeights

    Exits = Mapping[int, tuple[float, float, float, float]]

MODEL = Path(__file__).parents[2] / "src/newsharvest/page/story_model.py"
TREES, LEAVES, RATE = 80, 16, 0.12
EXITS = (6, 10, 15, 22, 32, 46)
"""After so many trees a block whose log-odds are low or high enough is let go; most are."""
CLEARLY_NOT, CLEARLY, DOUBTS = -1.3, 0.7, 0.0015
"""Low enough is what leaves so small a share of blocks that all trees would put above the first, high enough what
leaves so few below the second."""
CORPUS_WEIGHT = {"fundus": 2.5, "navigation": 4.0, "chinese_web": 3.0, "magic_html": 2.0, "readability": 0.7}
"""News counts more than the guides and product pages that are most of the largest corpus."""
SNIPPET_WEIGHT = 0.08
MOST_NEGATIVE = 3.0
"""A page's boilerplate weighs at most so many times its body."""
INNER_PARTS = 4
LEAST_OWNERS = 3
"""A class word counts only if so many owners of sites use it, so that no site's own habits are learned."""
MIDDLE_SHARE, SHRINK, LEAST_WORD = 0.35, 4, 0.05
PARAMETERS = {
    "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 60,
    "min_sum_hessian_in_leaf": 1e-3, "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 1.0, "verbose": -1, "deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 7,
}  # fmt: skip


def learn_words(pages: Sequence[TrainingPage]) -> dict[str, float]:
    """The weight of each class word: how much of the text inside is body, averaged over owners of sites."""
    shares: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for names, label, chars in page.names:
            for word in names:
                sums[word][label] += chars
        for word, (other, body) in sums.items():
            shares[word][page.owner].append(body / (body + other))
    weights = {}
    for word in sorted(shares):
        means = [sum(values) / len(values) for _, values in sorted(shares[word].items())]
        if len(means) >= LEAST_OWNERS:
            weight = (sum(means) / len(means) - MIDDLE_SHARE) * len(means) / (len(means) + SHRINK)
            if abs(weight) >= LEAST_WORD:
                weights[word] = round(weight, 2)
    return weights


def weigher(weights: dict[str, float]) -> ClassWeights:
    """The function that :mod:`newsharvest.page.labeller` has, over other weights."""
    known: dict[str, tuple[float, float, float]] = {}

    def class_weights(names: str) -> tuple[float, float, float]:
        if names not in known:
            known[names] = sum_up([weights[word] for word in class_words(names) if word in weights])
        return known[names]

    return class_weights


def block_weights(page: TrainingPage, chars: Sequence[int]) -> np.ndarray[Any, Any]:
    """How much each row teaches: by the square root of its length, each page's body worth 1."""
    if page.corpus in SNIPPET_CORPORA:
        return np.array([SNIPPET_WEIGHT if label is not None else 0.0 for label in page.labels])
    body = sum(sqrt(count) for count, label in zip(chars, page.labels, strict=True) if label) or 1.0
    weights = [
        sqrt(count) / body if label is not None else 0.0 for count, label in zip(chars, page.labels, strict=True)
    ]
    other = sum(weight for weight, label in zip(weights, page.labels, strict=True) if not label)
    shrink = min(1.0, MOST_NEGATIVE / other) if other else 1.0
    scaled = [weight * (1.0 if label else shrink) for weight, label in zip(weights, page.labels, strict=True)]
    return np.array(scaled) * CORPUS_WEIGHT.get(page.corpus, 1.0)


def train(pages: Sequence[TrainingPage]) -> tuple[Any, Exits, dict[str, float]]:
    """The trees and the class words of a set of pages.

    A page's rows are made with words learned from other owners, or the trees would trust the words too much.
    """
    inner = [
        weigher(learn_words([page for page in pages if part(f"inner {page.owner}", INNER_PARTS) != number]))
        for number in range(INNER_PARTS)
    ]
    rows: list[tuple[float, ...]] = []
    labels: list[int] = []
    weights = []
    for page in pages:
        found = page.rows(inner[part(f"inner {page.owner}", INNER_PARTS)])
        rows.extend(found.rows)
        labels.extend(label or 0 for label in page.labels)
        weights.append(block_weights(page, [len(block.text) for block in found.blocks]))
    weight = np.concatenate(weights)
    used = weight > 0
    data = lightgbm.Dataset(np.array(rows, dtype=float)[used], np.array(labels)[used], weight=weight[used])
    booster = lightgbm.train(PARAMETERS, data, TREES)
    return booster, _exits(booster, np.array(rows, dtype=float)[used]), learn_words(pages)


def _exits(booster: Any, rows: Any) -> Exits:
    """After how many trees, below and above which log-odds a block is let go, and what the other trees would add."""
    final = booster.predict(rows, raw_score=True)
    found = {}
    for count in EXITS:
        odds = booster.predict(rows, raw_score=True, num_iteration=count)
        order = np.argsort(odds, kind="stable")
        ranks = np.arange(1, len(odds) + 1)
        doubts = np.cumsum(final[order] > CLEARLY_NOT) / ranks
        low = int(np.flatnonzero(doubts <= DOUBTS).max(initial=0))
        back = order[::-1]
        doubts = np.cumsum(final[back] < CLEARLY) / ranks
        high = int(np.flatnonzero(doubts <= DOUBTS).max(initial=0))
        more = final - odds
        found[count] = (
            round(float(odds[order[low]]), 2), round(float(more[order[: low + 1]].mean()), 2),
            round(float(odds[back[high]]), 2), round(float(more[back[: high + 1]].mean()), 2),
        )  # fmt: skip
    return found


def _expression(node: dict[str, Any]) -> str:
    if "leaf_value" in node:
        return repr(round(node["leaf_value"], 3))
    name, threshold = NAMES[node["split_feature"]], float(f"{node['threshold']:.6g}")
    if abs(threshold) < 1e-30:
        threshold = 0.0
    return f"({_expression(node['left_child'])} if {name} <= {threshold!r} else {_expression(node['right_child'])})"


def as_python(booster: Any, exits: Exits, words: dict[str, float]) -> str:
    """The model as a Python module: a table of words and one function of nested conditions."""
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    lines = [
        '"""The labeller\'s model, made by ``python -m tests.training.train``: do not edit."""',
        "",
        "CLASS_WORDS: dict[str, float] = {",
        *(f'    "{word}": {weight},' for word, weight in sorted(words.items())),
        "}",
        '"""How much a word of a class or id attribute speaks for a story around it, about -0.35 to 0.65."""',
        "",
        "",
        "def log_odds(row: tuple[float, ...]) -> float:",
        '    """The log-odds that the block of a row belongs to the story."""',
        f"    ({', '.join(NAMES)}) = row",
        "    odds = 0.0",
    ]
    for number, tree in enumerate(trees):
        if number in exits:
            low, less, high, more = exits[number]
            lines += [
                f"    if odds < {low}:",
                f"        return odds + {less}",
                f"    if odds > {high}:",
                f"        return odds + {more}",
            ]
        lines.append(f"    odds += {_expression(tree)}")
    return "\n".join([*lines, "    return odds", ""])


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=Path, metavar="DIR", help="write the models of the folds here")
    parser.add_argument("--check", action="store_true", help="compare with the shipped model; exit 1 if it differs")
    options = parser.parse_args()
    if not (corpora := os.environ.get("NEWSHARVEST_CORPORA")):
        parser.error("set NEWSHARVEST_CORPORA to the folder of the corpora")
    pages = list(read_pages(Path(corpora)))
    print(f"{len(pages)} pages", file=sys.stderr)
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for fold in range(FOLDS):
            text = as_python(*train([page for page in pages if page.fold != fold]))
            (options.folds / f"fold_{fold}.py").write_text(text, encoding="utf-8")
        return 0
    text = as_python(*train(pages))
    if options.check:
        return int(text != MODEL.read_text(encoding="utf-8"))
    MODEL.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
