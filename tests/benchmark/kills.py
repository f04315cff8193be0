"""A crawl that is killed again and again with ``kill -9``: what is lost, what comes twice, who was asked too soon.

    python -m tests.benchmark.kills                            200 kills, 2,000 pages; minutes
    python -m tests.benchmark.kills --make DIR                 an environment with Scrapy in it
    python -m tests.benchmark.kills --scrapy DIR               Scrapy killed at the same moments, beside it

Both crawl the same modelled site (:mod:`tests.benchmark.chain_site`) on loopback addresses, at the same pace, one
request a host at a time. Scrapy keeps its state with JOBDIR and adds its items to one file. The site's own log says
who was asked when. The exit code is 1 if newsharvest lost an article, wrote one twice, or asked too soon.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .chain_site import ChainSite
from .tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRAPY = "2.19.0"
ROOT = Path(__file__).resolve().parents[2]
LIVES = (0.3, 3.0)
"""How many seconds a process lives before it is killed: from before its first request to well after it."""
_PATIENCE = 1_800.0
"""Seconds that the last, undisturbed run may take."""

SPIDER = """
import json, sys
from urllib.parse import urljoin
import scrapy
from scrapy.crawler import CrawlerProcess

folder, delay, seeds = sys.argv[1], float(sys.argv[2]), sys.argv[3:]


class Chain(scrapy.Spider):
    name = "chain"
    start_urls = seeds

    def parse(self, response):
        yield {"url": response.url, "title": response.css("h1::text").get()}
        for link in response.css("div.pages a::attr(href)").getall():
            yield scrapy.Request(urljoin(response.url, link))


process = CrawlerProcess({
    "JOBDIR": folder + "/job", "FEEDS": {folder + "/articles.jsonl": {"format": "jsonlines", "overwrite": False}},
    "DOWNLOAD_DELAY": delay, "RANDOMIZE_DOWNLOAD_DELAY": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_REQUESTS": 64, "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Chain)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a crawl that was killed."""

    name: str
    kills: int
    hosts: int
    lost: int
    """Stories of the site that are not in the file."""
    twice: int
    """Lines too many."""
    violations: int
    """Requests that came too soon after the one before, by the site's log."""
    again: int
    """Requests for a story that was asked for before."""
    seconds: float
    exit_code: int
    """Of the last run, which was not killed."""

    @property
    def holds(self) -> bool:
        """Whether nothing is lost, twice or impolite, and only what a kill caught under way was asked for again."""
        again = max(0, self.again - self.kills * self.hosts)
        return not (self.lost or self.twice or self.violations or self.exit_code or again)


def killed_crawl(
    name: str,
    command: Sequence[str],
    folder: Path,
    site: ChainSite,
    *,
    gap: float,
    kills: int,
    lives: tuple[float, float],
) -> Outcome:
    """Run a crawl ``kills`` times for a random moment, then to its end; what came of it."""
    moments = random.Random(5)  # noqa: S311 - the same for everybody
    began, done = time.monotonic(), 0
    while done < kills:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        try:
            process.wait(moments.uniform(*lives))
            break  # It had come to its end already.
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
    last = subprocess.run(command, cwd=ROOT, timeout=_PATIENCE, capture_output=True, check=False)
    found = Counter(urls_in(folder / "articles.jsonl"))
    return Outcome(
        name=name,
        kills=done,
        hosts=len(site.hosts),
        lost=len(site.urls - found.keys()),
        twice=found.total() - len(found),
        violations=len(site.violations(gap)),
        again=site.stories_asked_for()
        - len({(asked.host, asked.path) for asked in site.log if "/news/" in asked.path}),
        seconds=time.monotonic() - began,
        exit_code=last.returncode,
    )


def urls_in(file: Path) -> list[str]:
    """The URL of each line; a line that is none counts as one without."""
    urls = []
    for line in file.read_bytes().splitlines() if file.exists() else ():
        try:
            urls.append(json.loads(line)["url"])
        except (ValueError, KeyError, TypeError):
            urls.append("")
    return urls


def newsharvest_command(site: ChainSite, folder: Path, gap: float) -> list[str]:
    """The command line that a user would give."""
    how = ["--out", str(folder), "--resume", "--delay", str(gap), "--allow-address", "127.0.0.0/8"]
    return [sys.executable, "-m", "newsharvest", "crawl", *site.seeds, *how, "--concurrency", "64"]


def scrapy_command(python: Path, site: ChainSite, folder: Path, gap: float) -> list[str]:
    """Scrapy's own way to resume: the same JOBDIR each time."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "spider.py"
    script.write_text(SPIDER, encoding="utf-8")
    return [str(python), str(script), str(folder), str(gap), *site.seeds]


def measure(
    *,
    kills: int,
    hosts: int,
    pages: int,
    gap: float,
    lives: tuple[float, float] = LIVES,
    scrapy: Path | None = None,
) -> list[Outcome]:
    """Kill newsharvest, and Scrapy too where there is one."""
    outcomes = []
    with tempfile.TemporaryDirectory() as place:
        with ChainSite(hosts, pages) as site:
            folder = Path(place) / "newsharvest"
            command = newsharvest_command(site, folder, gap)
            outcomes.append(killed_crawl("newsharvest", command, folder, site, gap=gap, kills=kills, lives=lives))
        if scrapy:
            with ChainSite(hosts, pages) as site:
                folder = Path(place) / "scrapy"
                command = scrapy_command(scrapy / "bin" / "python", site, folder, gap)
                name = f"Scrapy {SCRAPY}"
                outcomes.append(killed_crawl(name, command, folder, site, gap=gap, kills=kills, lives=lives))
    return outcomes


def make(folder: Path, python: str) -> None:
    """Make an environment with Scrapy in it."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"scrapy=={SCRAPY}"], check=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark.kills",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--make", type=Path, metavar="DIR", help="make an environment with Scrapy in it")
    parser.add_argument("--python", default=sys.executable, help="with --make: the Python of that environment")
    parser.add_argument("--scrapy", type=Path, metavar="DIR", help="kill Scrapy too, from this environment")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--pages", type=int, default=100, help="of each host")
    parser.add_argument("--delay", type=float, default=2.0, help="seconds between two requests to a host")
    options = parser.parse_args(arguments)
    if options.make:
        make(options.make, options.python)
        return 0
    outcomes = measure(
        kills=options.kills, hosts=options.hosts, pages=options.pages, gap=options.delay, scrapy=options.scrapy
    )
    heads = ["of " + f"{options.hosts * options.pages} articles", "kills", "lost", "twice", "too soon", "asked again"]
    rows = [
        [each.name, *map(str, (each.kills, each.lost, each.twice, each.violations, each.again)), f"{each.seconds:.0f}"]
        for each in outcomes
    ]
    print(table([*heads, "seconds"], rows))
    return 0 if outcomes[0].holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
