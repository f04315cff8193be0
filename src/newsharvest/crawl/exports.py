"""Having articles written to the crawl's file while the crawl goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsharvest.crawl.clerk import Clerk
    from newsharvest.crawl.store import Exporter


class Exports:
    """Runs the exporter in the clerk's thread, once at a time: what comes meanwhile is written by the next run."""

    def __init__(self, clerk: Clerk, exporter: Exporter) -> None:
        self._clerk = clerk
        self._exporter = exporter
        self._behind = False
        self.task: asyncio.Task[int] | None = None
        """The run that is under way."""

    def note(self) -> None:
        """There is a new article in the store."""
        self._behind = True

    def go_on(self) -> None:
        """Begin a run if there is something to write and none is under way; raises what ended the last one."""
        if self.task and self.task.done():
            self.task.result()
            self.task = None
        if self._behind and self.task is None:
            self._behind = False
            self.task = asyncio.create_task(self._clerk.run(self._exporter.run))

    async def finish(self) -> None:
        """Write all that is left."""
        if self.task:
            await self.task
            self.task = None
        await self._clerk.run(self._exporter.run)

    async def wait(self) -> None:
        """Return when nothing is being written any more, however that ended."""
        if self.task:
            await asyncio.gather(self.task, return_exceptions=True)
