"""The peers beside newsharvest, scored by the same code on the same pages, in an environment of their own.

    python -m tests.benchmark.peers --make DIR [--python python3.12]
    DIR/bin/python -m tests.benchmark.peers --run trafilatura --run magic-html --run newsharvest
    python -m tests.benchmark.peers

The last prints what the runs have kept. A peer and the yardstick of the speed benchmark run in one process, in turn.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import warnings
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from .adapters import ADAPTERS, PINNED
from .corpora import PLACE, SCORER, corpora_root, corpus_names, load_scorer, read_corpus, speed_pages
from .gate import read_baseline, write_baseline
from .reading import predict
from .scoring import evaluate
from .speed import load, percentile, time_pages
from .tables import shown, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .reading import Prediction
    from .scoring import Result

KEPT = Path(__file__).with_name("peers.json")
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3

COMPARED = (
    ("body", "shingle_f1"),
    ("body", "shingle_f1_95"),
    ("body", "shingle_precision"),
    ("body", "shingle_recall"),
    ("body", "words_f1"),
    ("snippets", "f1"),
    ("title", "exact"),
    ("authors", "f1"),
    ("published", "same_day_accuracy"),
    ("captions", "f1"),
    ("byline", "f1"),
    ("prev", "f1"),
    ("next", "f1"),
)
"""The figures that are kept."""


def make(folder: Path, python: str) -> None:
    """Make the environment: this project and the pinned peers.

    One call of pip for each: some of its versions cannot resolve the extras that the peers ask of lxml in one go.
    """
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "-e", str(ROOT)], check=True)
    for name, pinned in PINNED.items():
        print(f"{name} {pinned}", file=sys.stderr)
        if subprocess.run([*pip, f"{name}=={pinned}"], check=False).returncode:
            print(f"{name} is not for this Python; another one may do (--python)", file=sys.stderr)


def distribution(name: str) -> str:
    """The distribution that an adapter's name stands for."""
    return name.split(",", maxsplit=1)[0]


def run(name: str, root: Path, scorer: Any, bootstrap: int) -> dict[str, Any]:
    """Everything measured of one peer."""
    quality = {}
    for corpus in corpus_names(root):
        pages = read_corpus(root, corpus)
        predictions = [predict(page, ADAPTERS[name]) for page in pages]
        quality[corpus] = kept_figures(evaluate(scorer, pages, predictions, bootstrap=bootstrap))
        print(f"{name}: {corpus} {json.dumps(quality[corpus])}", file=sys.stderr)
    found = {"version": version(distribution(name)), "quality": quality}
    if paths := speed_pages(root):
        timing = time_pages(load(paths), partial(quietly, name), rounds=ROUNDS)
        _, times = timing.page_times()
        found["speed"] = {
            "ratio": round(timing.ratio, 2),
            "ms a page": round(fmean(times), 2),
            "ms, p95": round(percentile(times, 0.95), 2),
        }
    return found


def kept_figures(result: Result) -> dict[str, Any]:
    """The compared figures of a corpus; those that are 0 because a peer has no such field are left out."""
    figures: dict[str, Any] = {"pages": result.pages}
    if result.raised:
        figures["raised"] = len(result.raised)
    for field, key in COMPARED:
        value = result.summary.get(field, {}).get(key)
        if isinstance(value, list):
            figures[f"{field}.{key}"] = [round(end, 4) for end in value]
        elif value:
            figures[f"{field}.{key}"] = round(value, 4)
    return figures


def quietly(name: str, raw: bytes) -> Prediction | None:
    """Read a page for its time alone."""
    try:
        return ADAPTERS[name](raw, None, "")
    except Exception:  # A peer that gives up has used its time all the same.
        return None


def comparison(kept: dict[str, Any], *, markdown: bool = False) -> str:
    """The kept figures side by side."""
    names = [name for name in ADAPTERS if name in kept]
    rows = []
    for corpus in sorted({corpus for name in names for corpus in kept[name]["quality"]}):
        for field, key in COMPARED:
            values = [kept[name]["quality"].get(corpus, {}).get(f"{field}.{key}") for name in names]
            if any(values):
                rows.append([f"{corpus} {field} {key}".replace("_95", " 95 %"), *map(shown, values)])
    for figure in ("ratio", "ms a page", "ms, p95"):
        values = [kept[name].get("speed", {}).get(figure) for name in names]
        rows.append([f"speed: {figure}", *("" if value is None else f"{value:.2f}" for value in values)])
    headings = [f"{name} {kept[name]['version']}" for name in names]
    return table(["", *headings], rows, markdown=markdown)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--make", type=Path, metavar="DIR", help="make an environment with the peers in it")
    parser.add_argument("--python", default=sys.executable, help="with --make: the Python of that environment")
    parser.add_argument("--run", action="append", choices=list(ADAPTERS), help="measure a peer and keep its figures")
    parser.add_argument("--bootstrap", type=int, default=1000, metavar="ROUNDS")
    parser.add_argument("--markdown", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, run, or print."""
    options = parse_arguments(arguments)
    if options.make:
        make(options.make, options.python)
        return 0
    kept = read_baseline(KEPT)
    if options.run:
        root = corpora_root()
        scorer = load_scorer(root) if root else None
        if root is None or scorer is None:
            print(f"{PLACE} and {SCORER} have to name corpora and scorer", file=sys.stderr)
            return 2
        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")
        for name in options.run:
            kept[name] = run(name, root, scorer, options.bootstrap)
            write_baseline(KEPT, kept)
    print(comparison(kept, markdown=options.markdown))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
