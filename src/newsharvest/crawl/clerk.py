"""The one who writes into the store: what many pages want written at the same time becomes one commit."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsharvest.crawl.store import Store

T = TypeVar("T")


class Clerk:
    """Runs what is to be done with the store in a thread of its own, so that no disk holds up the event loop.

    Orders that come in while others are being written are committed together. A temporary store has no disk to
    wait for, and needs no thread.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._thread = ThreadPoolExecutor(1, "newsharvest-store") if store.path else None
        self._orders: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, order: Callable[[], T]) -> T:
        """What ``order`` gives, once all that it wrote is on the disk."""
        if self._thread is None:
            with self.store.transaction():
                return order()
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._orders.append((order, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await done

    async def run(self, job: Callable[[], T]) -> T:
        """What ``job`` gives, which makes transactions of its own."""
        if self._thread is None:
            return job()
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    async def close(self) -> None:
        """Write what was ordered, and end the thread. The store stays open."""
        if self._writing is not None:
            await self._writing
        if self._thread is not None:
            self._thread.shutdown()

    async def _write_all(self) -> None:
        try:
            while self._orders:
                orders, self._orders = self._orders, []
                try:
                    results = await self.run(lambda todo=orders: self._commit([order for order, _ in todo]))  # type: ignore[misc]
                except Exception as error:
                    for _, done in orders:
                        if not done.done():
                            done.set_exception(error)
                else:
                    for (_, done), result in zip(orders, results, strict=True):
                        if not done.done():
                            done.set_result(result)
        finally:
            self._writing = None

    def _commit(self, orders: list[Callable[[], Any]]) -> list[Any]:
        with self.store.transaction():
            return [order() for order in orders]
