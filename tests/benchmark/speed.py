"""How fast pages are read: ``python -m tests.benchmark.speed``, from the project's root."""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from lxml import html

from newsharvest.extract import extract
from newsharvest.text import decode

from .corpora import PLACE, corpora_root, digest, speed_pages
from .gate import Measured, RegressionError, missed_goals, read_baseline, shortfalls, updated, write_baseline
from .tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BASELINE = Path(__file__).with_name("speed.json")
ROUNDS = 5
SLACK = 0.1
"""What --update adds to the measured ratio: it moves by some percent with the machine's caches and other work."""

STAGES = (
    ("decode", "newsharvest.extract", "decode"),
    ("parse", "newsharvest.page.reading", "parse"),
    ("metadata", "newsharvest.page.reading", "read_metadata"),
    ("blocks", "newsharvest.page.reading", "cut_blocks"),
    ("scores", "newsharvest.page.reading", "score_blocks"),
    ("language", "newsharvest.page.reading", "_read_language"),
    ("residue", "newsharvest.page.reading", "_repair"),
    ("labels", "newsharvest.page.reading", "give_labels"),
)
"""The stages of reading: name, module, function. They follow one another; none is inside another."""


def parse_alone(raw: bytes) -> Any:
    """The yardstick: decode as newsharvest does, and parse the text's UTF-8 bytes with lxml."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(decode(raw).text.encode("utf-8", "replace"), parser=parser)


def read_fully(raw: bytes) -> Any:
    """All of extraction, every field."""
    return extract(raw)


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU seconds by page, for each round: of the yardstick and of a reader."""

    floor: list[list[float]]
    reader: list[list[float]]

    @property
    def ratio(self) -> float:
        """Reading over parsing, summed over the pages; the median of the rounds."""
        return median(sum(full) / sum(floor) for full, floor in zip(self.reader, self.floor, strict=True))

    @property
    def first_ratio(self) -> float:
        """The same for the first round, before any cache of the reader knows a page."""
        return sum(self.reader[0]) / sum(self.floor[0])

    @property
    def spread(self) -> str:
        """The ratios of all rounds."""
        return " ".join(f"{sum(r) / sum(f):.2f}" for r, f in zip(self.reader, self.floor, strict=True))

    def page_times(self) -> tuple[list[float], list[float]]:
        """Median milliseconds of each page: of the yardstick, of the reader."""
        return _medians(self.floor), _medians(self.reader)


def _medians(rounds: list[list[float]]) -> list[float]:
    return [1000 * median(times) for times in zip(*rounds, strict=True)]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def cpu_time(work: Callable[[bytes], Any], raw: bytes) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work(raw)
    return time.process_time() - start


def time_pages(pages: Sequence[bytes], reader: Callable[[bytes], Any] = read_fully, rounds: int = ROUNDS) -> Timing:
    """Time every page with both, page by page in turn, and in the other order each second round.

    Whatever else the machine does, it does to both alike.
    """
    parse_alone(b"<p>warm</p>")
    reader(b"<p>Imports happen here, not in the first page.</p>")
    timing = Timing([], [])
    for number in range(rounds):
        gc.collect()
        floor, full = [], []
        for raw in pages:
            if number % 2:
                full.append(cpu_time(reader, raw))
                floor.append(cpu_time(parse_alone, raw))
            else:
                floor.append(cpu_time(parse_alone, raw))
                full.append(cpu_time(reader, raw))
        timing.floor.append(floor)
        timing.reader.append(full)
    return timing


def load(paths: Sequence[Path]) -> list[bytes]:
    """The bytes of the pages."""
    return [gzip.decompress(path.read_bytes()) for path in paths]


IMPORT_TIME = "import time; start = time.process_time(); import newsharvest; print(time.process_time() - start)"
PEAK = """
import gzip, sys
from tests.benchmark.speed import parse_alone, read_fully
work = {"floor": parse_alone, "extract": read_fully}[sys.argv[1]]
for path in sys.stdin.read().splitlines():
    work(gzip.decompress(open(path, "rb").read()))
# Linux carries ru_maxrss over from the parent of a process; VmHWM is the process's own.
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(peak[0]) / 1024)
"""


def child(program: str, *arguments: str, given: str = "") -> float:
    """The number that a program prints in a process of its own."""
    command = [sys.executable, "-c", program, *arguments]
    return float(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)


def import_milliseconds(times: int = 5) -> float:
    """CPU time of ``import newsharvest``, the least of several."""
    return 1000 * min(child(IMPORT_TIME) for _ in range(times))


def peak_megabytes(paths: Sequence[Path], work: str) -> float:
    """Peak memory of a process that reads the pages one after the other (Linux)."""
    return child(PEAK, work, given="\n".join(map(str, paths)))


@contextmanager
def stage_clock() -> Iterator[dict[str, float]]:
    """CPU seconds by stage and by field of what is extracted meanwhile."""
    spent: dict[str, float] = defaultdict(float)

    def clocked(name: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.process_time() - start

    def clocked_field(candidates: Callable[..., Any], field: Any, page: Any) -> list[Any]:
        return clocked(f"field {field.name}", lambda: list(candidates(field, page)))  # type: ignore[no-any-return]

    with ExitStack() as patches:
        for name, place, function in STAGES:
            module = import_module(place)
            original = getattr(module, function)
            patches.enter_context(patch.object(module, function, partial(clocked, name, original)))
        extraction = import_module("newsharvest.extract")
        fields = partial(clocked_field, extraction.candidates)
        patches.enter_context(patch.object(extraction, "candidates", fields))
        yield spent


def stage_table(pages: Sequence[bytes], *, markdown: bool = False) -> str:
    """Where the time goes: milliseconds a page, and how many times the bare parse that is."""
    for raw in pages:
        read_fully(raw)
    with stage_clock() as spent:
        whole = sum(cpu_time(read_fully, raw) for raw in pages)
    floor = sum(cpu_time(parse_alone, raw) for raw in pages)
    spent["the rest"] = whole - sum(spent.values())
    rows = [
        [name, f"{1000 * seconds / len(pages):.3f}", f"{seconds / floor:.2f}"]
        for name, seconds in [*spent.items(), ("all", whole)]
    ]
    return table(["stage", "ms a page", "x parse"], rows, markdown=markdown)


def figures(paths: Sequence[Path], timing: Timing) -> dict[str, float]:
    """What is measured, by name."""
    floor, full = timing.page_times()
    return {
        "ratio": timing.ratio,
        "ratio, first round": timing.first_ratio,
        "parse, ms a page": fmean(floor),
        "extract, ms a page": fmean(full),
        "extract, ms, median page": median(full),
        "extract, ms, p95": percentile(full, 0.95),
        "ratio, p95 of the pages": percentile([r / f for r, f in zip(full, floor, strict=True)], 0.95),
        "peak memory, MB": peak_megabytes(paths, "extract"),
        "peak memory of the parse alone, MB": peak_megabytes(paths, "floor"),
        "import, ms": import_milliseconds(),
    }


def measured(paths: Sequence[Path], timing: Timing, *, slack: float = 0.0) -> Measured:
    """The ratio as the gate compares it."""
    return Measured(name="speed-pages", digest=digest(paths), most={"ratio": round(timing.ratio * (1 + slack), 3)})


def within_baseline(paths: Sequence[Path], tries: int = 3) -> list[str]:
    """What is slower than pinned in each of several measurements; empty as soon as one is fast enough.

    A busy machine makes one measurement worse, never better.
    """
    pages, baseline, broken = load(paths), read_baseline(BASELINE), ["nothing was measured"]
    for _ in range(tries):
        broken = shortfalls(baseline, measured(paths, time_pages(pages)))
        if not broken:
            break
    return broken


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--stages", action="store_true", help="where the time goes")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N slowest pages")
    parser.add_argument("--markdown", action="store_true", help="the tables as Markdown")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--update", action="store_true", help="pin the ratio as a ceiling")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: pin a higher ceiling too")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare. 0: the ratio keeps its ceiling; 1: it does not; 2: nothing could be measured."""
    options = parse_arguments(arguments)
    root = corpora_root()
    paths = speed_pages(root) if root else []
    if not paths:
        print(f"{PLACE} names no folder of corpora with a list of speed pages beside it", file=sys.stderr)
        return 2
    pages = load(paths)
    timing = time_pages(pages, rounds=options.rounds)
    found = figures(paths, timing)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        rows = [[name, f"{value:.2f}"] for name, value in found.items()]
        print(table([f"{len(pages)} pages", ""], rows, markdown=options.markdown))
        print(f"\nratios of the rounds: {timing.spread}")
    if options.stages:
        print(f"\n{stage_table(pages, markdown=options.markdown)}")
    print_slowest(paths, timing, options.worst)
    return compare(paths, timing, options)


def print_slowest(paths: Sequence[Path], timing: Timing, count: int) -> None:
    """The pages whose reading takes longest, and by how much that is more than their parse."""
    slowest = sorted(zip(*timing.page_times(), paths, strict=True), key=lambda each: -each[1])
    for floor, full, path in slowest[:count]:
        print(f"{full:8.2f} ms  {full / floor:5.2f} x  {path.parent.parent.name}/{path.name}")


def compare(paths: Sequence[Path], timing: Timing, options: argparse.Namespace) -> int:
    """Hold the ratio to the baseline, or pin it."""
    baseline = read_baseline(BASELINE)
    now = measured(paths, timing)
    if options.update:
        pin = measured(paths, timing, slack=SLACK)
        try:
            baseline, notes = updated(baseline, [pin], allow_regression=options.allow_regression)
        except RegressionError as regression:
            print(f"\nnot pinned:\n{regression}\n--allow-regression pins it all the same", file=sys.stderr)
            return 1
        write_baseline(BASELINE, baseline)
        print(*notes, sep="\n")
    broken = shortfalls(baseline, now)
    for title, lines in (("goals not reached", missed_goals(baseline, now)), ("worse than pinned", broken)):
        if lines:
            print(f"\n{title}:", *lines, sep="\n  ")
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
