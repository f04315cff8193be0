"""One crawl at a time in a folder. The lock belongs to the process and falls with it, however it ends."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from newsharvest.archive.appending import store_error
from newsharvest.errors import StoreLocked

if TYPE_CHECKING:
    from pathlib import Path


def take(path: Path) -> int:
    """Take the lock; gives its open file. :class:`StoreLocked`, with the other's number, if it is taken."""
    descriptor = -1
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    except BlockingIOError as error:
        pid = _holder(descriptor)
        os.close(descriptor)
        raise StoreLocked(f"{path.parent} is in use by process {pid or '?'}", pid) from error
    except OSError as error:
        if descriptor >= 0:
            os.close(descriptor)
        raise store_error(path, error) from error
    return descriptor


def holder(path: Path) -> int | None:
    """The process that has the lock; ``None`` if none has it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(descriptor)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return None


def _holder(descriptor: int) -> int | None:
    digits = os.pread(descriptor, 20, 0).strip()
    return int(digits) if digits.isdigit() else None
