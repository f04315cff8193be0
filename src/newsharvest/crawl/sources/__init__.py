"""Where stories come from: neighbours, headlines on lists, feeds, sitemaps."""

from newsharvest.crawl.sources.files import read_file
from newsharvest.crawl.sources.found import Collection, LinkFound
from newsharvest.crawl.sources.listing import add_feeds, add_listing

__all__ = ["Collection", "LinkFound", "add_feeds", "add_listing", "read_file"]
