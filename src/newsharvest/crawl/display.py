"""Showing people how far a crawl is: a line that moves on a terminal, and nothing elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from newsharvest.crawl.result import CrawlProgress


class Display(Protocol):
    """Shows progress, and messages between."""

    def update(self, progress: CrawlProgress) -> None:
        """Show how far it is."""

    def say(self, message: str) -> None:
        """Print a line that stays."""


@contextmanager
def display_on(stream: TextIO | None = None, *, total: int | None = None, live: bool = True) -> Iterator[Display]:
    """A display on ``stream`` (default: standard error), for ``crawl(on_progress=display.update)``.

    On a terminal it is a progress bar of rich if that is installed, else a plain line; elsewhere only
    messages are printed, and likewise without ``live``. ``total`` is how many articles there will be,
    ``None`` where nobody knows.
    """
    stream = stream or sys.stderr
    if not (live and stream.isatty()):
        yield _Silent(stream)
        return
    try:
        from rich.console import Console  # noqa: PLC0415 - slow, optional, and only for terminals
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415
    except ImportError:
        plain = _Plain(stream)
        try:
            yield plain
        finally:
            plain.clear()
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[counts]}", markup=False))
    with Progress(*columns, console=Console(file=stream), redirect_stdout=False, transient=True) as bars:
        yield _Rich(bars, bars.add_task("", total=total, counts=""))


def _counts(progress: CrawlProgress) -> str:
    return f"{progress.articles} articles, {progress.failed} failed, {progress.queued} waiting"


class _Silent:
    """Messages, and no progress."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def update(self, progress: CrawlProgress) -> None:
        """Show nothing."""

    def say(self, message: str) -> None:
        print(message, file=self._stream, flush=True)


class _Plain:
    """One line that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = 0

    def update(self, progress: CrawlProgress) -> None:
        self.clear()
        line = _counts(progress)
        self._width = len(line)
        self._stream.write(line)
        self._stream.flush()

    def say(self, message: str) -> None:
        self.clear()
        print(message, file=self._stream, flush=True)

    def clear(self) -> None:
        self._stream.write("\r" + " " * self._width + "\r")
        self._stream.flush()
        self._width = 0


class _Rich:
    """A bar of rich."""

    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def update(self, progress: CrawlProgress) -> None:
        self._bars.update(self._task, completed=progress.articles, counts=_counts(progress))

    def say(self, message: str) -> None:
        self._bars.console.print(message, markup=False, emoji=False, highlight=False, soft_wrap=True)
