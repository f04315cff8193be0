"""A long crawl: whether its memory stays flat, and its files and sockets few.

    python -m tests.benchmark.soak                             20,000 pages on 200 hosts; minutes
    python -m tests.benchmark.soak --pages 2000

The crawl runs in a process of its own, with a folder and with readers, and goes through chains of stories on loopback
addresses as fast as it can. Every hundredth page it looks at itself: its memory and that of its readers, its open
files and sockets. Memory is flat if the mean over the last tenth of the pages is at most a tenth above that over the
second tenth. The exit code is 1 if it is not, or if an article is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from newsharvest import CrawlProgress, crawl

from .chain_site import ChainSite
from .tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
FILLER = 8_000
"""Characters that the longest pages have more than the shortest: 24 kB."""
CONCURRENCY = 16
TOLERANCE = 0.10
_MIB = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Look:
    """What a crawl found when it looked at itself."""

    pages: int
    memory: float
    """MiB that the crawl's own process has in memory."""
    readers: float
    """MiB of all the processes that read pages for it."""
    files: int
    """Open files of the crawl's own process, sockets and pipes among them."""
    sockets: int
    processes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Soak:
    """What a long crawl came to."""

    looks: tuple[Look, ...]
    articles: int
    """Lines of its file."""
    wanted: int
    seconds: float

    def tenth(self, number: int, what: str) -> float:
        """The mean of what was seen over one tenth of the pages; the first is number 1."""
        last = self.looks[-1].pages
        seen = [look for look in self.looks if (number - 1) * last / 10 < look.pages <= number * last / 10]
        return float(mean([getattr(look, what) for look in seen]))

    def growth(self, what: str) -> float:
        """How much more there was in the last tenth than in the second; 0.1 is a tenth more."""
        return self.tenth(10, what) / self.tenth(2, what) - 1

    def most(self, what: str) -> float:
        """The most that was ever seen."""
        return float(max([getattr(look, what) for look in self.looks]))

    @property
    def problems(self) -> list[str]:
        """What does not hold, in words."""
        found = [f"{name} grew by {self.growth(name):.1%}" for name in ("memory", "readers")
                 if self.growth(name) > TOLERANCE]  # fmt: skip
        if self.most("sockets") > 2 * CONCURRENCY or self.most("files") > 3 * CONCURRENCY + 30:
            found.append(f"{self.most('files'):.0f} files were open, {self.most('sockets'):.0f} of them sockets")
        if self.articles != self.wanted:
            found.append(f"{self.articles} articles instead of {self.wanted}")
        return found


def soak(pages: int, hosts: int, every: int) -> Soak:
    """Crawl ``pages`` stories in a process of its own, which looks at itself after ``every`` pages."""
    with tempfile.TemporaryDirectory() as folder, ChainSite(hosts, pages // hosts, filler=FILLER) as site:
        began = time.monotonic()
        line = [sys.executable, "-m", "tests.benchmark.soak", "--every", str(every), "--crawl", folder]
        done = subprocess.run(
            line, input="\n".join(site.seeds), cwd=ROOT, capture_output=True, text=True, timeout=7200, check=True
        )
        with (Path(folder) / "articles.jsonl").open("rb") as file:
            articles = len({json.loads(each)["url"] for each in file})
        looks = tuple([Look(**json.loads(each)) for each in done.stdout.splitlines()])
        return Soak(looks, articles, len(site.urls), time.monotonic() - began)


def crawl_and_look(folder: str, seeds: Sequence[str], every: int) -> Iterator[Look]:
    """Crawl, and look now and then."""
    looks: list[Look] = []
    began = time.monotonic()

    def look(progress: CrawlProgress) -> None:
        if progress.pages % every == 0:
            looks.append(look_at_oneself(progress.pages, time.monotonic() - began))

    how: dict[str, Any] = {"delay": 0, "allow": ("127.0.0.0/8",), "concurrency": CONCURRENCY, "out": folder}
    for _ in crawl(seeds, on_progress=look, **how):
        yield from looks
        looks.clear()
    yield from looks


def look_at_oneself(pages: int, seconds: float) -> Look:
    """The memory, files and children of this process."""
    numbers = [int(each.name) for each in _PROC.iterdir() if each.name.isdigit()]
    readers = [pid for pid in numbers if _parent(pid) == os.getpid()]
    files = [_target(each) for each in (_PROC / "self" / "fd").iterdir()]
    return Look(
        pages=pages,
        memory=_memory(os.getpid()),
        readers=sum([_memory(pid) for pid in readers]),
        files=len(files),
        sockets=sum([each.startswith("socket:") for each in files]),
        processes=len(readers),
        seconds=seconds,
    )


def _parent(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0  # It has ended meanwhile.


def _memory(pid: int) -> float:
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE / _MIB
    except OSError:
        return 0.0


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def report(done: Soak) -> str:
    """The figures, tenth by tenth."""
    rows = []
    for number in range(1, 11):
        figures = [done.tenth(number, what) for what in ("memory", "readers", "files", "sockets")]
        rows.append([str(number), *[f"{each:.1f}" for each in figures]])
    heads = ["tenth of the pages", "MiB of the crawl", "MiB of its readers", "open files", "sockets"]
    growth = {what: f"{done.growth(what):+.1%}" for what in ("memory", "readers")}
    words = (
        f"{done.wanted} pages in {done.seconds:.0f} s; from the second tenth to the last the crawl's memory grew by "
        f"{growth['memory']}, that of its readers by {growth['readers']}; at most {done.most('files'):.0f} open files, "
        f"{done.most('sockets'):.0f} of them sockets"
    )
    return "\n".join([table(heads, rows), "", words, *done.problems])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark.soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--every", type=int, default=100, help="pages between two looks")
    parser.add_argument("--crawl", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.crawl:
        for look in crawl_and_look(options.crawl, sys.stdin.read().split(), options.every):
            print(json.dumps(asdict(look)), flush=True)
        return 0
    done = soak(options.pages, options.hosts, options.every)
    print(report(done))
    return 1 if done.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
