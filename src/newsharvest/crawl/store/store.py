"""The store of a crawl: three kinds of transactions, and whatever happens between them loses nothing.

The *lease* is committed before a request goes out, with the time from which the host may be asked again; so not even
a crash makes the crawl impolite. The *completion* puts all that came of a page into one commit: the answer, the
article, the links. The *export* (:mod:`newsharvest.crawl.store.export`) writes articles to a file and then remembers
how far it is. A page whose lease was never completed is asked for again: fetching is at least once, and every article
is in the file exactly once.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any, Final, Self

from newsharvest.crawl.budgets import Budgets
from newsharvest.crawl.canonical import key_of
from newsharvest.crawl.files import STORE_FILE
from newsharvest.crawl.pace import HostState
from newsharvest.crawl.rules import RobotsState
from newsharvest.crawl.store import schema
from newsharvest.crawl.store.books import Books
from newsharvest.crawl.store.completion import add_link, complete
from newsharvest.crawl.store.records import AGAIN, Found, Kept, Lead, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newsharvest.crawl.politeness import State

_LONGEST_GAP: Final = 60.0
_LATEST: Final = 2 * 3_600.0
"""Nothing is put off for longer; a later time is a clock that was set back."""
_NEXT_LEAD: Final = """
    SELECT url.id, url.url, host.name, url.relation, parent.url, url.depth, url.barren, url.tries, url.etag,
           url.last_modified
    FROM url JOIN host ON host.id = url.host LEFT JOIN url AS parent ON parent.id = url.found_on
    WHERE url.host = (SELECT id FROM host WHERE name = ?) AND url.state = 'waiting'
    ORDER BY url.priority, url.id LIMIT 1
"""
_PUT_OFF: Final = tuple(
    f"""SELECT url.id, host.name FROM url JOIN host ON host.id = url.host
        WHERE url.state = {state} AND (url.not_before <= ? OR url.not_before > ?)"""  # noqa: S608
    for state in ("'later'", "'refused' AND url.not_before > 0")
)


class Store(Books):
    """The one writer of a crawl's state. Every method that writes runs inside :meth:`transaction`."""

    def __init__(self, database: sqlite3.Connection, path: Path | None, lock: int, budgets: Budgets) -> None:
        super().__init__(database, budgets, keeps_json=path is not None)
        self.path = path
        self._lock = lock
        self._waiting: Counter[str] = Counter()
        with self.transaction():
            # Whoever leased these is gone: its lock was free.
            leased = database.execute("UPDATE url SET state = 'waiting' WHERE state = 'leased'").rowcount
        self.crashed = leased > 0
        """Whether the last run did not come to its end, so that nobody knows when its last answers came."""
        self._count()

    @classmethod
    def open(cls, folder: Path | None, budgets: Budgets | None = None) -> Self:
        """The store in ``folder``, made if there is none; a temporary one for ``None``.

        :class:`StoreLocked` if another process crawls into it; :class:`StoreCorrupt` and
        :class:`StoreVersion` if it cannot be continued.
        """
        budgets = budgets or Budgets()
        if folder is None:
            return cls(schema.connect(None), None, -1, budgets)
        path = folder / STORE_FILE
        with schema.sqlite_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = schema.lock_folder(folder)
        try:
            if not path.exists():
                schema.create(path)
            return cls(schema.connect(path), path, lock, budgets)
        except BaseException:
            os.close(lock)
            raise

    def close(self) -> None:
        """Close the file and give up the lock; may be called twice."""
        lock, self._lock = self._lock, -1
        with suppress(sqlite3.Error):
            self.database.close()
        if lock >= 0:
            os.close(lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside; on leaving it is on the disk."""
        with schema.sqlite_errors(self.path):
            self.database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self.database.execute("ROLLBACK")
                    self._count()
                raise

    # ---------------------------------------------------------------- seeds and rounds

    def add_seeds(self, urls: Iterable[tuple[str, str]]) -> None:
        """Note (URL, host) as where the crawl begins; what is known already stays as it is."""
        for url, host in urls:
            found = Found(url=url, host=host, relation="seed", site=False)
            if add_link(self, found, parent=None, barren=0) is True:
                self._waiting[host] += 1

    def begin_round(self, now: float, revisit_after: float) -> int:
        """Make due again what was read before, if nothing is left to do; gives how many pages that are.

        A page rests ``revisit_after`` seconds, and twice as long for each visit that found nothing new. Seeds and feeds
        are there to be looked at each time.
        """
        if self.queued:
            return 0
        again = self.database.execute(
            f"""UPDATE url SET state = 'waiting', tries = 0, priority = priority % {AGAIN}
                    + CASE WHEN relation IN ('seed', 'feeds', 'sitemaps') THEN 0 ELSE {AGAIN} END
                WHERE (state IN ('done', 'failed', 'refused') OR (state = 'gone' AND relation = 'seed'))
                  AND (checked_at IS NULL OR relation IN ('seed', 'feeds') OR ? = 0
                       OR checked_at + ? * (1 << min(unchanged, 10)) <= ? OR checked_at > ?)""",  # noqa: S608
            (revisit_after, revisit_after, now, now + _LATEST),  # Read in the future: somebody has set the clock back.
        ).rowcount
        self._count()
        return again

    # ---------------------------------------------------------------- handing out

    @property
    def queued(self) -> int:
        """How many pages are still to be asked for, those under way among them."""
        return self._waiting.total()

    def waiting_on(self, host: str) -> int:
        """How many pages of one host are still to be asked for."""
        return self._waiting[host]

    def hosts(self) -> list[str]:
        """The hosts that have a page waiting."""
        rows = self.database.execute(
            """SELECT name FROM host WHERE EXISTS
               (SELECT 1 FROM url WHERE url.host = host.id AND url.state = 'waiting')"""
        )
        return [name for (name,) in rows]

    def next_lead(self, host: str) -> Lead | None:
        """The page of ``host`` to ask for next; ``None`` if none waits. It is not leased yet."""
        row = self.database.execute(_NEXT_LEAD, (host,)).fetchone()
        return _lead(row) if row else None

    def lease(self, leads: Sequence[int], states: Iterable[State]) -> None:
        """T1: these are about to be asked for, and so the hosts may be asked again from then on."""
        self.database.executemany("UPDATE url SET state = 'leased' WHERE id = ?", [(lead,) for lead in leads])
        self.keep_states(states)

    def put_back(self, lead: Lead) -> None:
        """Its host answered about its robots.txt alone: the page itself is still to be asked for."""
        self.database.execute("UPDATE url SET state = 'waiting' WHERE id = ? AND state = 'leased'", (lead.id,))

    def keep_states(self, states: Iterable[State]) -> None:
        """Keep when hosts may be asked again, and what their robots.txt says."""
        for state in states:
            table = "robots" if isinstance(state, RobotsState) else "pace"
            self.database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?)", astuple(state))  # noqa: S608

    def claim(self, lead: Lead, url: str, host: str) -> str | None:
        """Note that ``lead`` turned out to be the page ``url``; whose page that is if it is another one's."""
        row = self.database.execute(
            "SELECT id, same_as, url FROM url WHERE key = ?", (key_of(url),)
        ).fetchone()  # fmt: skip
        if row is None:
            add_link(self, Found(url=url, host=host, relation="same", site=False), parent=lead, barren=0, state="same")
            self.database.execute("UPDATE url SET same_as = ? WHERE key = ?", (lead.id, key_of(url)))
            return None
        return None if lead.id in row[:2] else str(row[2])

    def absorb(self, lead: Lead, url: str, host: str) -> None:
        """Note that ``url`` is a further page of the story of ``lead``, and need not be asked for on its own."""
        if self.claim(lead, url, host) is None:
            return
        waiting = self.database.execute(
            """UPDATE url SET state = 'same', same_as = ? WHERE key = ? AND state IN ('waiting', 'later')
               RETURNING (SELECT name FROM host WHERE host.id = url.host)""",
            (lead.id, key_of(url)),
        ).fetchall()
        for (other,) in waiting:  # It may wait under another name of its host.
            self._waiting[other] -= 1

    # ---------------------------------------------------------------- what came of it

    def complete(self, visit: Visit) -> Kept:
        """T2: all that came of a page."""
        self.dropped.clear()
        kept, found = complete(self, visit)
        if visit.state != "later":
            self._waiting[visit.lead.host] -= 1
        self._waiting.update(found)
        return kept

    def wake(self, now: float) -> list[str]:
        """Make due what was put off until ``now``; the hosts that have a page waiting for that."""
        hosts = []
        for query in _PUT_OFF:
            for lead, host in self.database.execute(query, (now, now + _LATEST)).fetchall():
                self.database.execute("UPDATE url SET state = 'waiting', not_before = 0 WHERE id = ?", (lead,))
                hosts.append(host)
                if query is _PUT_OFF[1]:
                    self._waiting[host] += 1  # It was given up, and has another chance.
        return list(dict.fromkeys(hosts))

    def next_wake(self) -> float | None:
        """When the next page that was put off is due, in seconds since 1970; ``None`` if none was."""
        (at,) = self.database.execute("SELECT min(not_before) FROM url WHERE state = 'later'").fetchone()
        return at  # type: ignore[no-any-return]

    # ---------------------------------------------------------------- what holds for all of it

    def states(self, now: float) -> Iterator[State]:
        """What was kept of hosts, and of robots.txt as far as it still holds."""
        for row in self.database.execute("SELECT * FROM pace"):
            state = HostState(**dict(zip(HostState.__slots__, row, strict=True)))
            yield _rested(state, now) if self.crashed else state
        for row in self.database.execute("SELECT * FROM robots WHERE until > ?", (now,)):
            yield RobotsState(**dict(zip(RobotsState.__slots__, row, strict=True)))

    def seed_hosts(self) -> list[str]:
        """The hosts that the crawl began on, and those that its seeds redirect to."""
        rows = self.database.execute(
            """SELECT DISTINCT host.name FROM url JOIN host ON host.id = url.host WHERE url.relation = 'seed'
               OR url.same_as IN (SELECT id FROM url WHERE relation = 'seed')"""
        )
        return [name for (name,) in rows]

    def _count(self) -> None:
        rows = self.database.execute(
            """SELECT host.name, count(*) FROM url JOIN host ON host.id = url.host
               WHERE url.state IN ('waiting', 'leased', 'later') GROUP BY url.host"""
        )
        self._waiting = Counter(dict(rows))


def _rested(state: HostState, now: float) -> HostState:
    """The state of a host that may have answered just now: it rests its whole gap anew."""
    gap = min(max(state.next_allowed_at - state.at, 0.0), _LONGEST_GAP)
    return replace(state, at=now, next_allowed_at=max(state.next_allowed_at, now + gap))


def _lead(row: tuple[Any, ...]) -> Lead:
    names = ("id", "url", "host", "relation", "found_on", "depth", "barren", "tries", "etag", "last_modified")
    return Lead(**dict(zip(names, row, strict=True)))
