"""From a URL to bytes: one request at a time, bounded in time and size, to public addresses only.

Importing this package does not import httpx; the first :class:`Fetcher` that fetches does.
"""

from newsharvest.fetch.clock import Clock
from newsharvest.fetch.fetcher import Before, Fetcher
from newsharvest.fetch.options import FetchOptions, refuse_unknown
from newsharvest.fetch.page import FetchedPage, Validators
from newsharvest.fetch.retry import LONGEST_PAUSE, retry_wait
from newsharvest.fetch.robots import Robots, fetch_robots
from newsharvest.fetch.sync import SyncFetcher, refuse_running_loop
from newsharvest.fetch.urls import host_of, request_url

__all__ = [
    "LONGEST_PAUSE",
    "Before",
    "Clock",
    "FetchOptions",
    "FetchedPage",
    "Fetcher",
    "Robots",
    "SyncFetcher",
    "Validators",
    "fetch_robots",
    "host_of",
    "refuse_running_loop",
    "refuse_unknown",
    "request_url",
    "retry_wait",
]
