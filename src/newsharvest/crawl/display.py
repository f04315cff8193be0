"""Showing people how far a crawl is: a line that moves on a terminal, and a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID

    from newsharvest.crawl.result import CrawlProgress

_EVERY: Final = 30.0
"""Seconds between two lines of a log."""
_REMEMBERED: Final = 20.0
"""Seconds over which the rate is taken."""


class Display(Protocol):
    """Shows progress, and messages between."""

    def update(self, progress: CrawlProgress) -> None:
        """Show how far it is."""

    def say(self, message: str) -> None:
        """Print a line that stays."""


@contextmanager
def display_on(stream: TextIO | None = None, *, total: int | None = None, live: bool = True) -> Iterator[Display]:
    """A display on ``stream`` (default: standard error), for ``crawl(on_progress=display.update)``.

    On a terminal it is a progress bar of rich if that is installed, else a plain line; elsewhere messages, and every
    half minute a line that says how far it is. Without ``live`` nothing moves on a terminal. ``total`` is how
    many articles there will be, ``None`` where nobody knows.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield _Log(stream)
        return
    if not live:
        yield _Silent(stream)
        return
    try:
        from rich.console import Console  # noqa: PLC0415 - slow, optional, and only for terminals
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    except ImportError:
        plain = _Plain(stream)
        try:
            yield plain
        finally:
            plain.clear()
        return
    columns = (BarColumn(20), TimeElapsedColumn(), TextColumn("{task.fields[counts]}", markup=False))
    with Progress(*columns, console=Console(file=stream), redirect_stdout=False, transient=True) as bars:
        yield _Rich(bars, bars.add_task("", total=total, counts=""))


class _Rate:
    """Pages a second, over the last seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen = [(now(), 0)]

    def of(self, pages: int) -> float:
        now = self._now()
        self._seen.append((now, pages))
        while len(self._seen) > 2 and self._seen[0][0] < now - _REMEMBERED:
            self._seen.pop(0)
        before, then = self._seen[0]
        return (pages - then) / (now - before) if now - before >= 1 else 0.0


def _counts(progress: CrawlProgress, rate: float) -> str:
    said = [f"{progress.articles} articles, {progress.failed} failed, {progress.queued} waiting"]
    if progress.hosts > 1:
        said.append(f"on {progress.hosts} hosts")
    if rate:
        said.append(f"{rate:.1f} pages a second")
    return ", ".join(said)


class _Silent:
    """Messages, and no progress."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def update(self, progress: CrawlProgress) -> None:
        """Show nothing."""

    def say(self, message: str) -> None:
        print(message, file=self._stream, flush=True)


class _Log(_Silent):
    """A line every half minute."""

    def __init__(self, stream: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._rate = _Rate(now)
        self._now = now
        self._next = now() + _EVERY

    def update(self, progress: CrawlProgress) -> None:
        rate = self._rate.of(progress.pages)
        if (now := self._now()) >= self._next:
            self._next = now + _EVERY
            self.say(f"{time.strftime('%H:%M:%S')} {_counts(progress, rate)}")


class _Plain:
    """One line that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rate = _Rate()
        self._width = 0

    def update(self, progress: CrawlProgress) -> None:
        self.clear()
        width = shutil.get_terminal_size().columns - 1
        line = _counts(progress, self._rate.of(progress.pages))[:width]  # A line that is broken cannot be cleared.
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
        self._rate = _Rate()

    def update(self, progress: CrawlProgress) -> None:
        counts = _counts(progress, self._rate.of(progress.pages))
        self._bars.update(self._task, completed=progress.articles, counts=counts)

    def say(self, message: str) -> None:
        self._bars.console.print(message, markup=False, emoji=False, highlight=False, soft_wrap=True)
