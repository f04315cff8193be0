"""An event loop whose time passes only when all tasks wait, and then at once: hours of waiting in no time.

Nothing outside the process can be waited for in it: what is fetched comes from a transport in memory.
"""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, Any, TypeVar

from newsharvest.fetch import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class _Impatient(selectors.DefaultSelector):
    """Does not wait for a time: tells the loop that it has come."""

    def __init__(self, loop: Loop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            return super().select(1.0)  # Only another thread can go on.
        self._loop.pass_time(timeout)
        return ready


class Loop(asyncio.SelectorEventLoop):
    """The loop; ``wall_shift`` is what someone set the clock on the wall by."""

    def __init__(self) -> None:
        self._passed = 1000.0
        self.wall_shift = 0.0
        super().__init__(_Impatient(self))

    def time(self) -> float:
        return self._passed

    def pass_time(self, seconds: float) -> None:
        self._passed += seconds

    @property
    def clock(self) -> Clock:
        """The clock of this loop, which began in July 2020."""
        return Clock(now=self.time, sleep=asyncio.sleep, wall=lambda: 1594627200.0 + self._passed + self.wall_shift)


def run(main: Callable[[Loop], Coroutine[Any, Any, T]]) -> T:
    """Run ``main`` in a loop of its own."""
    loop = Loop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main(loop))
