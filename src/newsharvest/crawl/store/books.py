"""What every part of the store writes into."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsharvest.crawl.canonical import site_of

if TYPE_CHECKING:
    import sqlite3

    from newsharvest.crawl.budgets import Budgets


class Books:
    """The open database, and what holds for all that is written to it."""

    def __init__(self, database: sqlite3.Connection, budgets: Budgets, *, keeps_json: bool) -> None:
        self.database = database
        self.budgets = budgets
        self.keeps_json = keeps_json
        """Whether articles are kept whole, for a file that is written from them."""
        self.software = "newsharvest"
        """What the articles are said to be read by."""
        self.dropped: Counter[str] = Counter()
        """Links that the present page has and that are not followed, by reason."""

    def drop(self, reason: str, host: str, example: str, count: int = 1) -> None:
        """Count links, found on a page of ``host``, that are not followed."""
        self.dropped[reason] += count
        self.database.execute(
            """INSERT INTO dropped VALUES (?, ?, ?, ?) ON CONFLICT (reason, host) DO UPDATE SET links = links + ?""",
            (reason, site_of(host), count, example[:500], count),
        )
