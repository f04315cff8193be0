"""From a few pages to the articles that they lead to, politely."""

from newsharvest.crawl.crawler import acrawl, crawl
from newsharvest.crawl.display import Display, display_on
from newsharvest.crawl.links import RELATIONS
from newsharvest.crawl.result import CrawlProgress, CrawlResult
from newsharvest.fetch import Clock

__all__ = ["RELATIONS", "Clock", "CrawlProgress", "CrawlResult", "Display", "acrawl", "crawl", "display_on"]
