"""How well pages are read: ``python -m tests.benchmark.quality``, from the project's root."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .corpora import PLACE, SCORER, GoldPage, corpora_root, corpus_digest, corpus_names, load_scorer, read_corpus
from .gate import Measured, RegressionError, missed_goals, read_baseline, shortfalls, updated, write_baseline
from .reading import Prediction, predict_all, predict_by_fold
from .scoring import Result, evaluate, worst
from .tables import quality_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BASELINE = Path(__file__).with_name("quality.json")


@dataclass(frozen=True, slots=True)
class Run:
    """What is to be measured, and how."""

    root: Path
    scorer: Any
    corpora: Sequence[str]
    half: str | None = None
    processes: int = 1
    bootstrap: int = 0
    fold_models: Path | None = None
    kept: Path | None = None
    """The folder that predictions are written to."""

    @property
    def whole(self) -> bool:
        """Whether the figures are of whole corpora, read by the shipped labeller, as the floors are."""
        return self.half is None

    def pages(self, corpus: str) -> list[GoldPage]:
        """The pages of a corpus that are wanted."""
        pages = read_corpus(self.root, corpus)
        return [page for page in pages if self.half in (None, page.half)]

    def predictions(self, pages: Sequence[GoldPage]) -> list[Prediction]:
        """What newsharvest says of them."""
        predictions = predict_all(pages, self.processes)
        if self.kept and pages:
            self.kept.mkdir(parents=True, exist_ok=True)
            lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in predictions)
            (self.kept / f"{pages[0].corpus}.jsonl").write_text(lines, encoding="utf-8")
        return predictions

    def results(self) -> Iterator[tuple[Result, Result | None]]:
        """Each corpus read by the shipped labeller and, where there are fold models, by those."""
        for corpus in self.corpora:
            if not (pages := self.pages(corpus)):
                continue
            shipped = evaluate(self.scorer, pages, self.predictions(pages), bootstrap=self.bootstrap)
            crossed = None
            if self.fold_models:
                predictions = predict_by_fold(pages, self.fold_models, self.processes)
                crossed = evaluate(self.scorer, pages, predictions, bootstrap=self.bootstrap)
            yield shipped, crossed


def measured(root: Path, result: Result) -> Measured:
    """A result as the gate compares it."""
    digest = corpus_digest(root, result.corpus)
    return Measured(name=result.corpus, digest=digest, least=result.floors(), most=result.ceilings())


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.quality", description=__doc__)
    parser.add_argument("--corpus", action="append", help="only this corpus; may be given more than once")
    parser.add_argument("--half", choices=("A", "B"), help="only the sites of one half")
    parser.add_argument("--worst", type=int, metavar="N", help="list the N worst pages of --field instead of a table")
    parser.add_argument("--field", default="body", help="for --worst; the scorer's names")
    parser.add_argument("--bootstrap", type=int, default=1000, metavar="ROUNDS", help="0 leaves the intervals out")
    parser.add_argument("--markdown", action="store_true", help="the tables as Markdown")
    parser.add_argument("--predictions", type=Path, metavar="DIR", help="write DIR/<corpus>.jsonl")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--fold-models", type=Path, metavar="DIR", help="read also with DIR/fold_0.py to fold_4.py")
    parser.add_argument("--update", action="store_true", help="pin the figures as floors and ceilings")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: pin worse figures too")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare. 0: every figure keeps its pin; 1: one does not; 2: nothing could be measured."""
    options = parse_arguments(arguments)
    root = corpora_root()
    if root is None:
        print(f"{PLACE} names no folder of corpora", file=sys.stderr)
        return 2
    scorer = load_scorer(root)
    if scorer is None:
        print(f"no scorer beside the corpora; {SCORER} may name one", file=sys.stderr)
        return 2
    run = Run(
        root=root,
        scorer=scorer,
        corpora=options.corpus or corpus_names(root),
        half=options.half,
        processes=options.processes,
        bootstrap=0 if options.worst else options.bootstrap,
        fold_models=options.fold_models,
        kept=options.predictions,
    )
    if options.worst:
        return print_worst(run, options.field, options.worst)
    results = list(run.results())
    print(quality_tables(results, markdown=options.markdown))
    if not run.whole:
        return 0
    return compare(root, [shipped for shipped, _ in results], options)


def compare(root: Path, results: Sequence[Result], options: argparse.Namespace) -> int:
    """Hold the results to the baseline, or pin them."""
    baseline = read_baseline(BASELINE)
    measurements = [measured(root, result) for result in results]
    if options.update:
        try:
            baseline, notes = updated(baseline, measurements, allow_regression=options.allow_regression)
        except RegressionError as regression:
            print(f"\nnot pinned:\n{regression}\n--allow-regression pins it all the same", file=sys.stderr)
            return 1
        write_baseline(BASELINE, baseline)
        print(*notes, sep="\n")
    broken = [line for each in measurements for line in shortfalls(baseline, each)]
    unmet = [line for each in measurements for line in missed_goals(baseline, each)]
    raised = [f"{result.corpus}/{line}" for result in results for line in result.raised]
    for title, lines in (("raised", raised), ("goals not reached", unmet), ("worse than pinned", broken)):
        if lines:
            print(f"\n{title}:", *lines, sep="\n  ")
    return int(bool(broken))


def print_worst(run: Run, name: str, count: int) -> int:
    """The pages that one field of each corpus is most wrong on."""
    if name not in run.scorer.FIELDS:
        print(f"no such field; there are {', '.join(run.scorer.FIELDS)}", file=sys.stderr)
        return 2
    for corpus in run.corpora:
        pages = run.pages(corpus)
        for badness, page, (gold, given) in worst(run.scorer, pages, run.predictions(pages), name)[:count]:
            print(f"{badness:.3f}  {corpus}/{page.id}  half {page.half}  {page.lang}  {page.url}")
            print(f"    gold: {gold}\n    read: {given}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
