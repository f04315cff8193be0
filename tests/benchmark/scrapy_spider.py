"""Scrapy fetches pages as fast as it can, and says what that took; runs in an environment that has Scrapy.

    DIR/bin/python scrapy_spider.py PORT PAGES CONCURRENCY

Nothing is on that a plain fetch does not need: no robots.txt, no cookies, no delay, no log.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.crawler import CrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PORT, PAGES, CONCURRENCY = map(int, sys.argv[1:])
HOSTS = 500


class Spider(scrapy.Spider):  # type: ignore[misc]  # Scrapy is not where this is checked.
    """Asks for pages and looks at nothing."""

    name = "pages"
    count = 0
    cpu = wall = 0.0

    async def start(self) -> AsyncIterator[Any]:
        for n in range(PAGES):
            host = f"127.0.{1 + n % HOSTS // 250}.{1 + n % 250}"
            yield scrapy.Request(f"http://{host}:{PORT}/{n}.html")

    def parse(self, response: Any) -> None:
        if not self.count:
            self.cpu, self.wall = time.process_time(), time.monotonic()
        self.count += bool(response.body)

    def closed(self, _: str) -> None:
        cpu, wall = time.process_time() - self.cpu, time.monotonic() - self.wall
        print(json.dumps({"pages": self.count, "cpu": cpu, "wall": wall, "version": scrapy.__version__}))


process = CrawlerProcess(
    {
        "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS": CONCURRENCY,
        "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
    }
)
process.crawl(Spider)
process.start()
