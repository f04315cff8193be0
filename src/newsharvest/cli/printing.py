"""What the commands print, and their exit codes."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import Final

from newsharvest.archive.appending import write_stream
from newsharvest.errors import FetchError, NewsharvestError

_MAX_MESSAGE: Final = 500


class Exit(IntEnum):
    """What the exit code says."""

    OK = 0
    USAGE = 2
    NO_PAGE = 3
    NO_OUTPUT = 4
    SOME_FAILED = 5
    ALL_FAILED = 6
    STOPPED = 11
    INTERRUPTED = 130


class UsageError(NewsharvestError):
    """Arguments that exclude each other."""


class InputError(NewsharvestError):
    """A file that cannot be read."""


def outcome(failures: list[NewsharvestError], *, read: int) -> Exit:
    """The exit code for so many pages that were read, and those that were not."""
    if not failures:
        return Exit.OK
    if read:
        return Exit.SOME_FAILED
    return Exit.ALL_FAILED if all(isinstance(error, FetchError) for error in failures) else Exit.NO_PAGE


def put(text: str) -> None:
    """Print a result, UTF-8 whatever the locale."""
    write_stream(sys.stdout.buffer, text.encode() + b"\n")


def let_go() -> None:
    """Drop what standard output does not take; else Python would complain once more when it closes the stream."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: object) -> None:
    """Print a message for people."""
    sys.stderr.write(f"{message_line(message)}\n")


def message_line(message: object) -> str:
    """A message for people as every command prints it."""
    return f"newsharvest: {one_line(str(message))}"


def told(source: str, error: NewsharvestError) -> str:
    """What went wrong with an input."""
    return str(error) if isinstance(error, FetchError) else f"{source}: {error}"


def one_line(message: str) -> str:
    """A message from the web as one short line that cannot do anything to a terminal."""
    shown = "".join([each if each.isprintable() else repr(each)[1:-1] for each in message[: _MAX_MESSAGE + 1]])
    return shown if len(message) <= _MAX_MESSAGE else f"{shown[:_MAX_MESSAGE]}…"
