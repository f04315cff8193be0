"""JSON lines: one article a line, UTF-8."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from newsharvest.archive.appending import store_error, write_stream, write_whole
from newsharvest.archive.format import Format
from newsharvest.article import Article
from newsharvest.errors import SchemaError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO

_LONGEST_LINE: Final = 1 << 28


class JsonLinesWriter:
    """Adds articles to a file, or writes them to a binary stream such as ``sys.stdout.buffer``.

    Only whole lines are added: a line that does not fit on the disk is taken back, and after a line that
    another program left unfinished a new one is begun. A stream that was given is flushed and never closed.
    """

    def __init__(self, target: str | Path | BinaryIO) -> None:
        self._stream: BinaryIO | None = None
        self._file: FileIO | None = None
        if isinstance(target, str | Path):
            self._path = Path(target)
            self._file = _open_to_add(self._path)
        else:
            self._stream = target

    def write(self, article: Article) -> None:
        """Add an article as one line; ``StoreError`` if it cannot be written, ``StoreFull`` if the disk is full."""
        line = article.to_json().encode() + b"\n"
        if self._stream is not None:
            write_stream(self._stream, line)
        elif self._file is not None:
            write_whole(self._file, self._path, line)
        else:
            raise StoreError("the file is closed")

    def close(self) -> None:
        """Close the file, if this opened it; may be called twice."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def write_jsonl(articles: Iterable[Article], target: str | Path | BinaryIO) -> int:
    """Add articles to a file, or write them to a binary stream; gives how many there were."""
    count = 0
    with JsonLinesWriter(target) as writer:
        for count, article in enumerate(articles, start=1):  # noqa: B007 - counted, and 0 if there are none
            writer.write(article)
    return count


def read_jsonl(source: str | Path | BinaryIO) -> Iterator[Article]:
    """The articles of a file or a binary stream, in order; lines of white space are passed over.

    :class:`SchemaError` names the first line that is no article, as in ``line 3: $.title``;
    :class:`StoreError` says that the file cannot be read.
    """
    try:
        with open(source, "rb") if isinstance(source, str | Path) else nullcontext(source) as lines:  # noqa: PTH123
            for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), b""), start=1):
                if not line.isspace():
                    yield _article(line, number)
    except OSError as error:
        raise StoreError(f"{source}: {error.strerror or error}") from error


def _article(line: bytes, number: int) -> Article:
    try:
        return Article.from_json(line.decode())
    except UnicodeDecodeError as error:
        raise SchemaError(f"line {number}: $", f"not UTF-8 at byte {error.start}") from error
    except SchemaError as error:
        raise SchemaError(f"line {number}: {error.path}", error.problem) from error


def _open_to_add(path: Path) -> FileIO:
    file: FileIO | None = None
    try:
        file = path.open("ab", buffering=0)
        if file.tell() and _last_byte(path) != b"\n":
            file.write(b"\n")
    except OSError as error:
        if file is not None:
            file.close()
        raise store_error(path, error) from error
    return file


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


FORMAT: Final = Format("jsonl", (".jsonl", ".ndjson"), JsonLinesWriter, read_jsonl)
