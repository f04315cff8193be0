"""Fetching from 500 hosts: politely, at what part of the ideal rate; and at full speed, with what CPU time a page.

    python -m tests.benchmark.politeness
    python -m tests.benchmark.politeness --make DIR [--python python3.12]
    python -m tests.benchmark.politeness --scrapy DIR/bin/python

Every host has a loopback address of its own and rests ``--delay`` seconds after each answer. The ideal rate is one
request a delay of each host. What the machine can do is measured in the same run, before and after: a bare loop for
each host that fetches and sleeps, with no politeness to think of. Violations are counted in the server's log.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from newsharvest.crawl.politeness import Politeness
from newsharvest.crawl.turns import Turns
from newsharvest.fetch import Clock, Fetcher

from .tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
SCRAPY = "scrapy==2.19.0"
LOOPBACK = ["127.0.0.0/8"]
WORKERS = 64
TOLERANCE = 0.001
"""Seconds: what the clocks of two processes may differ by."""


@dataclass
class Hosts:
    """The server of all hosts, and the log that it leaves behind."""

    port: int
    log: list[tuple[float, str, str]] = field(default_factory=list)


@contextmanager
def hosts() -> Iterator[Hosts]:
    """Run the server in a process of its own; the log is there when it has ended."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        command = [sys.executable, "-m", "tests.benchmark.host_server", "0", str(log)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment()) as server:
            assert server.stdout
            found = Hosts(int(server.stdout.readline()))
            try:
                yield found
            finally:
                server.terminate()
                server.wait(30)
        for line in log.read_text(encoding="ascii").splitlines():
            at, address, path = line.split(" ")
            found.log.append((float(at), address, path))


def environment() -> dict[str, str]:
    """This process's, with the project's sources first."""
    paths = [str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def host(number: int, port: int) -> str:
    """The host of a number: each has an address of its own."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}:{port}"


# ------------------------------------------------------------------ politely


async def polite(port: int, count: int, seconds: float, delay: float) -> tuple[float, float]:
    """Ask ``count`` hosts politely; gives when all were under way and when it ended, on the monotonic clock."""
    async with Fetcher(allow=LOOPBACK, retries=0) as fetcher:
        politeness = Politeness(fetcher, delay, Clock())
        turns = Turns(politeness.due)
        asked = dict.fromkeys((host(number, port) for number in range(count)), 0)
        free = asyncio.Semaphore(WORKERS)
        tasks: set[asyncio.Task[None]] = set()

        async def ask(name: str) -> None:
            url = f"http://{name}/{asked[name]}.html"
            if politeness.is_ready(url):
                async with politeness.visit() as before:
                    await fetcher.fetch(url, before=before)
                asked[name] += 1
            else:
                await politeness.get_ready(url)
            turns.add(name)
            free.release()

        async def come() -> None:
            for number in range(count):
                turns.add(host(number, port))
                await asyncio.sleep(delay / count)

        coming = asyncio.create_task(come())
        begin = time.monotonic() + 4 * delay  # Each has been asked for its robots.txt then, and for two pages.
        while (now := time.monotonic()) < begin + seconds:
            first = turns.first()
            if first is None or first[1] > now:
                await asyncio.sleep(min(first[1] - now, 0.01) if first else 0.001)
                continue
            await free.acquire()
            turns.discard(first[0])
            task = asyncio.create_task(ask(first[0]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        end = time.monotonic()
        await asyncio.gather(coming, *tasks)
    return begin, end


def violations(log: Sequence[tuple[float, str, str]], delay: float) -> int:
    """How many requests came too early after the one before at the same address."""
    by_address: dict[str, list[float]] = {}
    for at, address, _ in log:
        by_address.setdefault(address, []).append(at)
    return sum([b - a < delay - TOLERANCE for times in by_address.values() for a, b in pairwise(sorted(times))])


async def bare(port: int, count: int, seconds: float, delay: float) -> tuple[float, float]:
    """Fetch and sleep, for each host by itself; gives when all were under way and when it ended."""
    begin = time.monotonic() + 4 * delay

    async def loop(fetcher: Fetcher, number: int) -> None:
        await asyncio.sleep(delay * number / count)
        while time.monotonic() < begin + seconds:
            await fetcher.fetch(f"http://{host(number, port)}/1.html")
            await asyncio.sleep(delay)

    async with Fetcher(allow=LOOPBACK, retries=0) as fetcher:
        await asyncio.gather(*[loop(fetcher, number) for number in range(count)])
    return begin, begin + seconds


Lane = Callable[[int, int, float, float], Awaitable[tuple[float, float]]]


def measure(lane: Lane, count: int, seconds: float, delay: float) -> tuple[float, int, int]:
    """The rate of a lane in requests a second, how many requests there were, how many of them came too early."""

    async def run() -> tuple[float, float]:
        return await lane(server.port, count, seconds, delay)

    with hosts() as server:
        begin, end = asyncio.run(run())
    within = sum([begin <= at < end for at, _, _ in server.log])
    return within / (end - begin), len(server.log), violations(server.log, delay)


@dataclass(frozen=True)
class Politely:
    """What the polite lane came to."""

    rate: float
    ideal: float
    machine: float
    """What a bare loop reached, before and after."""
    requests: int
    violations: int

    @property
    def share(self) -> float:
        """The rate as a part of the ideal one, or of what the machine can do if that is less."""
        return self.rate / min(self.ideal, self.machine)


def measure_polite(count: int, seconds: float, delay: float) -> Politely:
    """The polite lane, with what the machine can do measured around it."""
    before, _, _ = measure(bare, count, seconds / 2, delay)
    rate, requests, early = measure(polite, count, seconds, delay)
    after, _, _ = measure(bare, count, seconds / 2, delay)
    return Politely(rate, count / delay, (before + after) / 2, requests, early)


# ------------------------------------------------------------------ at full speed


async def fetch_all(port: int, pages: int, concurrency: int) -> dict[str, Any]:
    """Fetch as fast as it goes, without politeness."""
    urls = iter([f"http://{host(n % 500, port)}/{n}.html" for n in range(pages)])

    async def work(fetcher: Fetcher) -> None:
        for url in urls:
            await fetcher.fetch(url)

    async with Fetcher(allow=LOOPBACK, retries=0) as fetcher:
        await fetcher.fetch(f"http://{host(0, port)}/first.html")
        cpu, wall = time.process_time(), time.monotonic()
        await asyncio.gather(*[work(fetcher) for _ in range(concurrency)])
        return {"pages": pages, "cpu": time.process_time() - cpu, "wall": time.monotonic() - wall}


def measure_speed(python: str | None, pages: int, rounds: int) -> dict[str, dict[str, Any]]:
    """CPU milliseconds a page and pages a second, for newsharvest and for Scrapy, in turn; the median of the rounds."""
    spider = str(Path(__file__).with_name("scrapy_spider.py"))
    own = [sys.executable, "-m", "tests.benchmark.politeness", "--fetch"]
    commands = {"newsharvest": own} | ({"Scrapy": [python, spider]} if python else {})
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
    with hosts() as server:
        for _ in range(rounds):
            for name, command in commands.items():
                arguments = [*command, str(server.port), str(pages), "32"]
                done = subprocess.run(
                    arguments, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True
                )
                runs[name].append(json.loads(done.stdout.splitlines()[-1]))
    return {
        name: {
            "ms a page": median([1000 * run["cpu"] / run["pages"] for run in found]),
            "pages a second": median([run["pages"] / run["wall"] for run in found]),
            "pages": min([run["pages"] for run in found]),
            "version": found[0].get("version", ""),
        }
        for name, found in runs.items()
    }


# ------------------------------------------------------------------ the command


def make(folder: Path, python: str) -> None:
    """Make an environment with Scrapy in it."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", SCRAPY], check=True)


def report(lane: Politely, speed: dict[str, dict[str, Any]]) -> str:
    """Both lanes in words and numbers."""
    lines = [
        f"politely: {lane.rate:.1f} requests a second, {lane.share:.1%} of what can be",
        f"  ideal {lane.ideal:.1f}, a bare loop on this machine {lane.machine:.1f}",
        f"  {lane.requests} requests in all, {lane.violations} too early",
        "",
        table(
            ["at full speed", "CPU ms a page", "pages a second"],
            [
                [f"{name} {run['version']}".strip(), f"{run['ms a page']:.3f}", f"{run['pages a second']:.0f}"]
                for name, run in speed.items()
            ],
        ),
    ]
    if "Scrapy" in speed:
        ratio = speed["newsharvest"]["ms a page"] / speed["Scrapy"]["ms a page"]
        lines += ["", f"CPU of newsharvest over that of Scrapy: {ratio:.2f}"]
    return "\n".join(lines)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark.politeness",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--hosts", type=int, default=500, metavar="N")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the polite lane is measured")
    parser.add_argument("--delay", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--pages", type=int, default=5000, metavar="N", help="of each round at full speed")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--scrapy", metavar="PYTHON", help="the Python of an environment with Scrapy")
    parser.add_argument("--make", type=Path, metavar="DIR", help="make such an environment")
    parser.add_argument("--python", default=sys.executable, help="with --make: the Python of that environment")
    parser.add_argument("--fetch", nargs=3, type=int, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, or measure and print; the exit code is 1 if a request came too early."""
    options = parse_arguments(arguments)
    if options.make:
        make(options.make, options.python)
        return 0
    if options.fetch:
        print(json.dumps(asyncio.run(fetch_all(*options.fetch))))
        return 0
    lane = measure_polite(options.hosts, options.seconds, options.delay)
    print(report(lane, measure_speed(options.scrapy, options.pages, options.rounds)))
    return 1 if lane.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
