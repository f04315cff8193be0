"""A whole crawl of 500 hosts: at what part of the ideal rate it goes, and whether it ever asks too soon.

    python -m tests.benchmark.crawl_rate
    python -m tests.benchmark.crawl_rate --delay 2 --concurrency 64

The command ``newsharvest crawl`` goes through a chain of stories on each host and does all that a crawl does:
robots.txt, reading, the store and the export, on the disk. Every host has a loopback address of its own and rests
``--delay`` seconds after each answer; so the ideal rate is one request a delay of each host. What the machine can do
is measured in the same run: the same crawl without a delay. The requests are counted in the site's log. The exit code
is 1 if one came too soon.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .chain_site import ChainSite

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = 100_000
"""Stories of a host: more than anybody will ask for."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What a crawl of many hosts came to."""

    rate: float
    """Requests a second, robots.txt left out, from two delays after the first request on."""
    ideal: float
    machine: float
    """What the same crawl reaches without a delay."""
    begun: float
    """Seconds from the first request until every host had been asked for its first page."""
    violations: int

    @property
    def share(self) -> float:
        """The rate as a part of the ideal one, or of what the machine can do if that is less."""
        return self.rate / min(self.ideal, self.machine)


def measure(hosts: int, seconds: float, delay: float, concurrency: int) -> Rate:
    """Crawl politely, and once more as fast as it goes."""
    with ChainSite(hosts, ENOUGH) as site:
        rate = _rate(site, seconds, delay, concurrency)
        violations = len(site.violations(delay))
        begun = _begun(site)
    with ChainSite(hosts, ENOUGH) as site:
        machine = _rate(site, min(seconds, 10.0), 0.0, concurrency)
    return Rate(rate, hosts / delay, machine, begun, violations)


def _rate(site: ChainSite, seconds: float, delay: float, concurrency: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        how = ["--out", folder, "--delay", str(delay), "--allow-address", "127.0.0.0/8", "-i", "-"]
        line = [sys.executable, "-m", "newsharvest", "crawl", *how, "--concurrency", str(concurrency)]
        with subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdin
            process.stdin.write("\n".join(site.seeds))
            process.stdin.close()
            while not site.log:
                if process.poll() is not None:
                    raise RuntimeError("the crawl has ended: " + (process.stderr.read() if process.stderr else ""))
                time.sleep(0.01)
            begin = site.log[0].at + max(2 * delay, 2.0)
            time.sleep(max(0.0, begin + seconds - time.monotonic()))
            process.send_signal(signal.SIGINT)
            process.wait(30)
    return sum(begin <= asked.at < begin + seconds and asked.path != "/robots.txt" for asked in site.log) / seconds


def _begun(site: ChainSite) -> float:
    first: dict[str, float] = {}
    for asked in site.log:
        if asked.path != "/robots.txt":
            first.setdefault(asked.host, asked.at)
    return max(first.values()) - site.log[0].at if len(first) == len(site.hosts) else float("inf")


def report(done: Rate) -> str:
    """In words and numbers."""
    return (
        f"crawling: {done.rate:.1f} pages a second, {done.share:.1%} of what can be\n"
        f"  ideal {done.ideal:.1f}, without a delay on this machine {done.machine:.1f}\n"
        f"  all hosts under way after {done.begun:.1f} s; {done.violations} requests too early"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark.crawl_rate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it is measured")
    parser.add_argument("--delay", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--concurrency", type=int, default=16)
    options = parser.parse_args(arguments)
    done = measure(options.hosts, options.seconds, options.delay, options.concurrency)
    print(report(done))
    return 1 if done.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
