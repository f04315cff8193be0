"""How a crawl is asked to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Stop:
    """Asks a crawl to end in order, from any thread or signal handler.

    No page is asked for any more. What is under way may take ``grace`` seconds to end, and is given up then; a crawl
    with a folder asks for it again when it is resumed.
    """

    def __init__(self, grace: float = 10.0) -> None:
        self.grace = grace
        self.requested = False
        self._told: list[Callable[[], object]] = []

    def request(self) -> None:
        """End as soon as possible; may be called more than once."""
        self.requested = True
        for tell in self._told:
            tell()

    def tell(self, callback: Callable[[], object]) -> None:
        """Have ``callback`` called on a request; at once if there was one."""
        self._told.append(callback)
        if self.requested:
            callback()
