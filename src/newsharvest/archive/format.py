"""What a format is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from newsharvest.article import Article


class Writer(Protocol):
    """Writes articles, one after the other; a context manager that closes what it opened."""

    def write(self, article: Article) -> None:
        """Add an article; when this returns it is written. ``StoreError`` if it could not be."""

    def close(self) -> None:
        """Finish; may be called twice."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """How articles are written to a file and read from it."""

    name: str
    """Its name on the command line."""
    suffixes: tuple[str, ...]
    """The ends of its file names, as in ``.jsonl``; the first is the usual one."""
    writer: Callable[[str | Path | BinaryIO], Writer]
    """Opens a file to add articles to it, or writes to a stream that is open."""
    read: Callable[[str | Path | BinaryIO], Iterator[Article]]
    """The articles of a file or a stream, in order."""
