"""The names of what a crawl keeps in its folder."""

from __future__ import annotations

from typing import Final

ARTICLES_FILE: Final = "articles.jsonl"
STORE_FILE: Final = "crawl.sqlite"
LOCK_FILE: Final = "crawl.lock"
