"""The fetcher's twin for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, Unpack

from newsharvest.fetch.fetcher import Fetcher

if TYPE_CHECKING:
    import asyncio

    from newsharvest.fetch.options import FetchOptions
    from newsharvest.fetch.page import FetchedPage, Validators


class SyncFetcher:
    """A :class:`Fetcher` for scripts: the same options, bounds and errors, and no ``await``.

    ::

        with SyncFetcher(contact="https://example.org/bot") as fetcher:
            page = fetcher.fetch("https://example.org/news/1.html")

    It fetches one page at a time, in the thread that made it.
    """

    def __init__(self, **options: Unpack[FetchOptions]) -> None:
        self._fetcher = Fetcher(**options)
        self._runner: asyncio.Runner | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open; the next fetch would open it again."""
        runner, self._runner = self._runner, None
        if runner is not None:
            with runner:
                runner.run(self._fetcher.aclose())

    def fetch(self, url: str, *, at_most: int | None = None, validators: Validators | None = None) -> FetchedPage:
        """The page at ``url``, as :meth:`Fetcher.fetch` gives it."""
        import asyncio  # noqa: PLC0415 - slow, for those who fetch

        refuse_running_loop("await Fetcher(...).fetch(...)")
        self._runner = self._runner or asyncio.Runner()
        return self._runner.run(self._fetcher.fetch(url, at_most=at_most, validators=validators))


def refuse_running_loop(instead: str) -> None:
    """Raise ``RuntimeError`` that names the asynchronous twin, where an event loop is running already."""
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError(f"an event loop is running here already: use `{instead}`")
