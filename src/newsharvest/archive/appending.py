"""A file that grows by whole pieces and never past what somebody remembers: for outputs that are continued."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from newsharvest.errors import StoreCorrupt, StoreError, StoreFull

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path
    from typing import BinaryIO

_TAIL: Final = 65_536
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class AppendedFile:
    """Adds to a file at a place that its user remembers: ``size`` bytes, which end as ``tail`` says.

    What stands behind that place was written and never remembered, a torn line perhaps, and is cut off.
    :class:`StoreCorrupt` where the file is shorter, or is not the one that was written.
    """

    def __init__(self, path: Path, size: int = 0, tail: str = "") -> None:
        self._path = path
        self._file: FileIO | None = None
        self.size = size
        try:
            self._file = _opened(path, size, tail)
        except OSError as error:
            raise store_error(path, error) from error

    def append(self, data: bytes) -> None:
        """Add bytes, all or none; :class:`StoreFull` or another StoreError if they cannot be written."""
        write_whole(self._open_file(), self._path, data)
        self.size += len(data)

    def sync(self) -> None:
        """Return when all that was added is on the disk."""
        try:
            os.fsync(self._open_file().fileno())
        except OSError as error:
            raise store_error(self._path, error) from error

    def tail(self) -> str:
        """What the last bytes are, as one short text."""
        with self._path.open("rb") as file:
            return _tail_of(file.fileno(), self.size)

    def close(self) -> None:
        """Close the file; may be called twice. A StoreError if the disk gives up only now."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                raise store_error(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _open_file(self) -> FileIO:
        if self._file is None:
            raise StoreError(f"{self._path} is closed")
        return self._file


def write_whole(file: FileIO, path: Path, data: bytes) -> None:
    """Write bytes where the file stands, all or none; a StoreError if they do not fit."""
    start = file.tell()
    left = memoryview(data)
    try:
        while left:
            left = left[file.write(left) or 0 :]
    except OSError as error:
        with suppress(OSError):
            file.truncate(start)
            file.seek(start)
        raise store_error(path, error) from error


def write_stream(stream: BinaryIO, data: bytes) -> None:
    """Write bytes and flush them; a StoreError if they do not fit, ``BrokenPipeError`` if nobody reads on."""
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise store_error(
            "standard output" if getattr(stream, "name", None) == "<stdout>" else str(stream), error
        ) from error


def store_error(path: Path | str, error: OSError) -> StoreError:
    """What an error of the disk means."""
    kind = StoreFull if error.errno in _FULL else StoreError
    return kind(f"{path}: {error.strerror or error}")


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path, size: int, tail: str) -> FileIO:
    if size and not path.exists():
        raise StoreCorrupt(f"{path} is gone, and {size} bytes were written to it: put it back")
    file = path.open("r+b" if path.exists() else "x+b", buffering=0)
    try:
        there = file.seek(0, os.SEEK_END)
        if there < size:
            raise StoreCorrupt(f"{path} has {there} bytes, and {size} were written to it: put the whole file back")
        if size and _tail_of(file.fileno(), size) != tail:
            raise StoreCorrupt(f"{path} is not what was written to it: put the right file back")
        file.truncate(size)
        file.seek(size)
        sync_folder(path.parent)
    except BaseException:
        file.close()
        raise
    return file


def _tail_of(descriptor: int, size: int) -> str:
    start = max(0, size - _TAIL)
    return hashlib.sha256(os.pread(descriptor, size - start, start)).hexdigest()[:32]
