"""newsharvest reads news pages: title, body, captions, byline, dateline and neighbours as typed data and JSON.

>>> from newsharvest import extract
>>> page = b"<h1>Bridge reopens</h1><p>The bridge over the Lo reopened on Monday, two years after the flood.</p>"
>>> extract(page).title
'Bridge reopens'
"""

from newsharvest.archive import read_jsonl, write_jsonl
from newsharvest.article import Article, Block, Contributor, Decoding, Evidence, Image, Link, Span
from newsharvest.crawl import Budgets, CrawlOptions, CrawlProgress, CrawlResult, Stop, acrawl, crawl
from newsharvest.errors import (
    BadBody,
    BadURL,
    BlockedAddress,
    BodyTooLarge,
    ConnectError,
    EmptyPage,
    FetchError,
    FetchTimeout,
    HTTPStatusError,
    NameNotFound,
    NewsharvestError,
    NotHTML,
    PageError,
    PageTooLarge,
    ReadingFailed,
    RobotsDisallowed,
    RuleError,
    SchemaError,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreVersion,
    TLSError,
    TooManyRedirects,
    TooSlow,
    TruncatedBody,
    UnknownCharset,
)
from newsharvest.explanation import Considered, ExplainedBlock, Explanation
from newsharvest.extract import explain, extract
from newsharvest.fetch import FetchedPage, Fetcher, FetchOptions, SyncFetcher, Validators
from newsharvest.harvest import aharvest, harvest
from newsharvest.inspection import report
from newsharvest.merging import merge
from newsharvest.sites import SiteRule, read_rule

__version__ = "0.3.0"

__all__ = [
    "Article",
    "BadBody",
    "BadURL",
    "Block",
    "BlockedAddress",
    "BodyTooLarge",
    "Budgets",
    "ConnectError",
    "Considered",
    "Contributor",
    "CrawlOptions",
    "CrawlProgress",
    "CrawlResult",
    "Decoding",
    "EmptyPage",
    "Evidence",
    "ExplainedBlock",
    "Explanation",
    "FetchError",
    "FetchOptions",
    "FetchTimeout",
    "FetchedPage",
    "Fetcher",
    "HTTPStatusError",
    "Image",
    "Link",
    "NameNotFound",
    "NewsharvestError",
    "NotHTML",
    "PageError",
    "PageTooLarge",
    "ReadingFailed",
    "RobotsDisallowed",
    "RuleError",
    "SchemaError",
    "SiteRule",
    "Span",
    "Stop",
    "StoreCorrupt",
    "StoreError",
    "StoreFull",
    "StoreLocked",
    "StoreVersion",
    "SyncFetcher",
    "TLSError",
    "TooManyRedirects",
    "TooSlow",
    "TruncatedBody",
    "UnknownCharset",
    "Validators",
    "__version__",
    "acrawl",
    "aharvest",
    "crawl",
    "explain",
    "extract",
    "harvest",
    "merge",
    "read_jsonl",
    "read_rule",
    "report",
    "write_jsonl",
]
