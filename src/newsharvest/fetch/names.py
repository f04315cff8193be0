"""From names to addresses, each asked for once a minute at most."""

from __future__ import annotations

import asyncio
import socket
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsharvest.fetch.options import Resolver

_KEPT: Final = 60.0
_KEPT_FAILURE: Final = 10.0
_LONGEST: Final = 15.0
_MOST: Final = 10_000
_THREADS: Final = 16
"""A name server that does not answer holds a thread; they are not those in which pages are read."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a lookup gave: addresses, or the code of a failure."""

    addresses: tuple[str, ...]
    failure: int | None
    until: float


class Names:
    """Looks names up with ``resolver``, else with the operating system, and remembers the answers for a while.

    So the address that was checked, and for which a turn was waited for, is the one that is dialled.
    """

    def __init__(self, resolver: Resolver | None = None) -> None:
        self._resolve = resolver or self._ask_system
        self._found: OrderedDict[str, _Found] = OrderedDict()
        self._threads: ThreadPoolExecutor | None = None

    def close(self) -> None:
        """Let the threads end, without waiting for a name server."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a name, in the order in which they are recommended; ``OSError`` if it has none."""
        now = asyncio.get_running_loop().time()
        found = self._found.get(host)
        if found is None or found.until <= now:
            found = await self._look_up(host, port)
            self._found[host] = found
            self._found.move_to_end(host)
            if len(self._found) > _MOST:
                self._found.popitem(last=False)
        if found.failure is not None:
            raise socket.gaierror(found.failure, "name not found")
        return found.addresses

    async def _look_up(self, host: str, port: int) -> _Found:
        try:
            async with asyncio.timeout(_LONGEST):
                addresses, failure = tuple(await self._resolve(host, port)), None
        except TimeoutError:
            addresses, failure = (), socket.EAI_AGAIN
        except socket.gaierror as error:
            addresses, failure = (), error.errno or socket.EAI_FAIL
        kept = _KEPT if failure is None else _KEPT_FAILURE
        return _Found(addresses, failure, asyncio.get_running_loop().time() + kept)

    async def _ask_system(self, host: str, port: int) -> Sequence[str]:
        self._threads = self._threads or ThreadPoolExecutor(_THREADS, thread_name_prefix="newsharvest-names")
        entries = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return [str(entry[4][0]) for entry in entries]
