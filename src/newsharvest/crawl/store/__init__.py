"""Where a crawl keeps what it knows: one SQLite file, one writer, nothing that a crash could lose."""

from newsharvest.crawl.store.export import Exporter
from newsharvest.crawl.store.records import PRIORITIES, Found, Kept, Lead, StoredArticle, Visit
from newsharvest.crawl.store.store import Store

__all__ = [
    "PRIORITIES",
    "Exporter",
    "Found",
    "Kept",
    "Lead",
    "Store",
    "StoredArticle",
    "Visit",
]
