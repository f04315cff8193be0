"""From a few pages to the articles that they lead to, politely, and without losing one."""

from newsharvest.crawl.api import acrawl, crawl
from newsharvest.crawl.budgets import Budgets
from newsharvest.crawl.display import Display, display_on
from newsharvest.crawl.files import STORE_FILE
from newsharvest.crawl.options import FOLLOW, CrawlOptions
from newsharvest.crawl.result import CrawlProgress, CrawlResult
from newsharvest.crawl.stop import Stop
from newsharvest.fetch import Clock

__all__ = [
    "FOLLOW",
    "STORE_FILE",
    "Budgets",
    "Clock",
    "CrawlOptions",
    "CrawlProgress",
    "CrawlResult",
    "Display",
    "Stop",
    "acrawl",
    "crawl",
    "display_on",
]
