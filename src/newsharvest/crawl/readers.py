"""The processes that read pages, so that a long page holds up nothing and a crash costs one page."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from newsharvest.crawl.reader import SIZES, packed
from newsharvest.crawl.reading import Reading, read
from newsharvest.errors import ReadingFailed

if TYPE_CHECKING:
    from newsharvest.crawl.reading import Received

_PATIENCE: Final = 60.0
"""Seconds; pages take some thousandths of one."""
_GRACE: Final = 1.0
"""Seconds that a process has to end which has stopped to answer."""
_PAGES_EACH: Final = 5_000
"""After so many pages a process makes way for a new one, so that what it may have kept is given back."""


class Readers:
    """Reads pages in up to ``count`` processes, each started when it is first needed; in threads for a count of 0.

    The processes are no copies of this one (no fork), and do not import the program that it runs (no spawn): a
    script without a main guard may crawl.
    """

    def __init__(self, count: int, patience: float = _PATIENCE) -> None:
        self._count = count
        self._patience = patience
        self._free = asyncio.Semaphore(max(count, 1))
        self._idle: list[_Reader] = []
        self._all: set[_Reader] = set()

    async def read(self, received: Received) -> Reading:
        """What a page says; with :class:`ReadingFailed` in it where that could not be found out."""
        if not self._count:
            return await asyncio.to_thread(read, received)
        async with self._free:
            try:
                reader = self._idle.pop() if self._idle else await self._start()
            except OSError as error:  # No room for another process, or no file left to talk to it.
                return _failed(f"no process could be started to read it: {error}")
            try:
                async with asyncio.timeout(self._patience):
                    answer = await reader.ask(packed(received))
                    reading = Reading.from_json(answer)
            except TimeoutError:
                await self._end(reader)
                return _failed(f"not read after {self._patience:g} seconds")
            except (OSError, EOFError, ValueError) as error:
                await reader.ended()
                await self._end(reader)
                return _failed(f"the process that read it ended ({reader.code}) {error}".rstrip())
            except BaseException:
                await self._end(reader)
                raise
            if reader.pages < _PAGES_EACH:
                self._idle.append(reader)
            else:
                await self._end(reader)
            return reading

    async def close(self) -> None:
        """End the processes."""
        for reader in list(self._all):
            await self._end(reader)

    async def _start(self) -> _Reader:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "newsharvest.crawl.reader",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([path or os.getcwd() for path in sys.path])},  # noqa: PTH109
            process_group=0,  # Ctrl-C is for the crawl, which decides what becomes of these.
        )
        reader = _Reader(process)
        self._all.add(reader)
        return reader

    async def _end(self, reader: _Reader) -> None:
        self._all.discard(reader)
        if reader in self._idle:
            self._idle.remove(reader)
        await reader.end()


class _Reader:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pages = 0

    @property
    def code(self) -> str:
        """How it ended, for people."""
        code = self._process.returncode
        return "killed" if code is None else f"signal {-code}" if code < 0 else f"exit code {code}"

    async def ask(self, page: bytes) -> bytes:
        """What it answers; ``OSError`` or ``EOFError`` if it ends instead."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - it was started with pipes
        assert stdout is not None  # noqa: S101
        self.pages += 1
        stdin.write(page)
        await stdin.drain()
        size, _ = SIZES.unpack(await stdout.readexactly(SIZES.size))
        return await stdout.readexactly(size)

    async def ended(self) -> None:
        """Wait a little for one that ends by itself: killing it now would take its exit status from asyncio."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                await self._process.wait()

    async def end(self) -> None:
        """End it, and wait until it has."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def _failed(words: str) -> Reading:
    return Reading(error=ReadingFailed(words))
