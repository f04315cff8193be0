"""How far the crawl in a folder is, also while it is running."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from newsharvest.crawl.files import LOCK_FILE, STORE_FILE
from newsharvest.crawl.store.lock import holder
from newsharvest.crawl.store.schema import VERSION, sqlite_errors
from newsharvest.errors import StoreError, StoreVersion

if TYPE_CHECKING:
    from pathlib import Path

_MOST_ERRORS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlStatus:
    """What the store of a crawl says. Every page is counted once in ``states``."""

    pid: int | None
    """The process that is crawling; ``None`` if none is."""
    states: dict[str, int]
    """How many pages are in each state: ``waiting``, ``done``, ``failed`` …"""
    outcomes: dict[str, int]
    """What the last visits of pages came to: ``article``, ``unchanged``, ``listing`` …"""
    articles: int
    """Articles, each counted once."""
    versions: int
    """Articles and their later revisions."""
    exported: int
    """Those of the versions that are in the file."""
    hosts: int
    """Hosts that were heard of."""
    fetches: int
    """Answers, and tries that got none."""
    bytes: int
    """Of all bodies."""
    last: float | None
    """When a page was dealt with last, in seconds since 1970; ``None`` before the first."""
    errors: dict[str, int]
    """The most frequent reasons why pages could not be had, without the URLs in them."""
    dropped: dict[str, tuple[int, str]]
    """Links that are not followed: how many for each reason, and one of them."""

    @property
    def left(self) -> int:
        """Pages that are still to be asked for."""
        return sum(self.states.get(state, 0) for state in ("waiting", "leased", "later"))

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "left": self.left}


def read_status(folder: Path) -> CrawlStatus:
    """How far the crawl in ``folder`` is; nothing is changed. A StoreError if there is none that can be read."""
    path = folder / STORE_FILE
    if not path.is_file():
        raise StoreError(f"{folder} has no crawl in it: there is no {STORE_FILE}")
    with sqlite_errors(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            raise StoreVersion(f"{path} has tables of version {version}; this newsharvest reads {VERSION}")
        database.execute("BEGIN")  # All the figures are of one moment.
        return _read(database, holder(folder / LOCK_FILE))


def _read(database: sqlite3.Connection, pid: int | None) -> CrawlStatus:
    def counts(query: str) -> dict[str, int]:
        return dict(database.execute(query).fetchall())

    def one(query: str) -> Any:
        return database.execute(query).fetchone()

    articles, versions = one("SELECT count(DISTINCT key), count(*) FROM article")
    (exported,) = one("SELECT count(*) FROM article WHERE id <= (SELECT max(last_article) FROM export)")
    fetches, size, last = one("SELECT count(*), coalesce(sum(bytes), 0), max(at) FROM fetch")
    notes = database.execute(
        "SELECT note, url FROM url WHERE state IN ('failed', 'gone', 'refused') AND note IS NOT NULL"
    )
    errors: dict[str, int] = {}
    for note, url in notes:
        words = note.removeprefix(f"{url}: ")
        errors[words] = errors.get(words, 0) + 1
    frequent = sorted(errors.items(), key=lambda each: (-each[1], each[0]))[:_MOST_ERRORS]
    dropped = database.execute("SELECT reason, sum(links), min(example) FROM dropped GROUP BY reason ORDER BY 2 DESC")
    return CrawlStatus(
        pid=pid,
        states=counts("SELECT state, count(*) FROM url GROUP BY state ORDER BY 2 DESC"),
        outcomes=counts("SELECT outcome, count(*) FROM url WHERE outcome NOT NULL GROUP BY outcome ORDER BY 2 DESC"),
        articles=articles,
        versions=versions,
        exported=exported,
        hosts=one("SELECT count(*) FROM host")[0],
        fetches=fetches,
        bytes=size,
        last=last,
        errors=dict(frequent),
        dropped={reason: (links, example) for reason, links, example in dropped},
    )
