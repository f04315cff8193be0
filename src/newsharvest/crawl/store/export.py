"""The export: articles from the store to a file, each exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsharvest.archive.appending import AppendedFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsharvest.crawl.store.store import Store

_AT_ONCE: Final = 200


def _nothing(point: str) -> None:
    """Where nobody listens."""


class Exporter:
    """Writes what the store has and the file has not; the store's rows are the truth, the file follows.

    T3: lines are appended and synced, and only then the store is told how far the file is. On start the file is cut
    back to what the store knows.
    """

    def __init__(self, store: Store, path: Path, at: Callable[[str], None] = _nothing) -> None:
        self._store = store
        self._at = at
        self._sink = path.name
        row = store.database.execute(
            "SELECT last_article, bytes, tail FROM export WHERE sink = ?", (self._sink,)
        ).fetchone()
        self._last: int = row[0] if row else 0
        self._file = AppendedFile(path, *(row[1:] if row else (0, "")))

    def run(self) -> int:
        """Write all that is new; gives how many articles that were."""
        written = 0
        while rows := self._store.database.execute(
            "SELECT id, json FROM article WHERE id > ? AND json IS NOT NULL ORDER BY id LIMIT ?", (self._last, _AT_ONCE)
        ).fetchall():
            self._file.append("".join(f"{json}\n" for _, json in rows).encode())
            self._at("written")
            self._file.sync()
            self._at("synced")
            with self._store.transaction():
                self._store.database.execute(
                    "INSERT OR REPLACE INTO export VALUES (?, ?, ?, ?)",
                    (self._sink, rows[-1][0], self._file.size, self._file.tail()),
                )
            self._at("exported")
            self._last = rows[-1][0]
            written += len(rows)
        return written

    def close(self) -> None:
        """Close the file."""
        self._file.close()
