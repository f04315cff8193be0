"""When a host may be asked again, and what its robots.txt allows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from newsharvest.crawl.pace import HostState, Pace, pace_key
from newsharvest.crawl.rules import RobotsState, Rules
from newsharvest.errors import FetchError, RobotsDisallowed
from newsharvest.fetch import fetch_robots, host_of

if TYPE_CHECKING:
    import asyncio

    from newsharvest.fetch import Before, Clock, Fetcher, Robots

State = HostState | RobotsState
Save = Callable[[Sequence[State], bool], Awaitable[None]]
"""Awaited with what has changed; the flag says that a request goes out as soon as it returns."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A request that is under way."""

    paces: tuple[Pace, ...]
    started: float


class Politeness:
    """Keeps to robots.txt, and to a gap from the end of an answer to the next request.

    The gap is ``delay`` seconds, longer where robots.txt asks for more or where the server takes longer to
    answer, a minute at most. It holds for each host and for each address, which get one request at a time. A
    server that answers 429 or 503 rests as long as it says, an hour at most. A ``delay`` of 0 is for servers of
    one's own: then the time that they take to answer does not count.

    ``states`` is what an earlier crawl has saved. ``save`` is awaited before each request, so that a crawl that
    is killed and started again cannot come back too early, and after each answer. Waiting is by the monotonic
    clock; the time of day stands in the saved states only, and no state is waited for longer than it was meant.
    """

    def __init__(
        self, fetcher: Fetcher, delay: float, clock: Clock, *, states: Iterable[State] = (), save: Save | None = None
    ) -> None:
        self._fetcher = fetcher
        self._delay = delay
        self._clock = clock
        self._save = save
        self._paces: dict[str, Pace] = {}
        self._rules = Rules(clock)
        self._asking: dict[str, asyncio.Lock] = {}
        for state in states:
            if isinstance(state, RobotsState):
                self._rules.restore(state)
            else:
                self._pace(state.key).restore(state, self._clock)

    def due(self, host: str) -> float:
        """When ``host`` may be asked next, on the monotonic clock; 0.0 for one that never was.

        While it is being asked, or a visit to its address is on its way, this is the earliest that can be; so the
        time only ever grows.
        """
        pace = self._paces.get(pace_key(host))
        if pace is None:
            return 0.0
        paces = (pace, *pace.addresses)
        earliest = max([each.next_at for each in paces])
        taken = any(each.busy or each.expected for each in paces)
        return max(earliest, self._clock.now() + self._delay) if taken else earliest

    async def locate(self, url: str) -> None:
        """Find out at which addresses the host of ``url`` is, so that :meth:`due` knows who shares them."""
        host = self._pace(pace_key(host_of(url)))
        host.addresses = tuple([self._pace(f"ip:{each}") for each in await self._fetcher.addresses(url)])

    @contextmanager
    def expecting(self, host: str) -> Iterator[None]:
        """A visit to ``host`` is on its way: others at its addresses are not due meanwhile.

        They would only wait there, one behind the other, and keep the workers from hosts at other addresses.
        """
        pace = self._pace(pace_key(host))
        paces = (pace, *pace.addresses)
        for each in paces:
            each.expected += 1
        try:
            yield
        finally:
            for each in paces:
                each.expected -= 1

    def visit(self, check: Callable[[str], None] | None = None) -> Visit:
        """A visit to a page: its ``before`` waits for the turn of each request, leaving it gives the turn up.

        ::

            async with politeness.visit() as before:
                page = await fetcher.fetch(url, before=before)

        ``check`` is called with the URL of each hop before anything else, and raises to refuse it.
        """
        return Visit(self, check, obey=True)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps named by the robots.txt that holds for ``url``; empty as long as it was not read."""
        return self._rules.sitemaps(urljoin(url, "/"))

    def states(self) -> list[State]:
        """All that another crawl would have to know, for ``states``."""
        return [*[pace.state(self._clock) for pace in self._paces.values()], *self._rules.states()]

    def is_ready(self, url: str) -> bool:
        """Whether a visit to ``url`` can begin with the page, because its robots.txt is known."""
        return self._rules.fresh(urljoin(url, "/")) is not None

    async def get_ready(self, url: str) -> None:
        """Read the robots.txt that holds for ``url``, if it is not known.

        A visit does that by itself, and then holds its worker while the host rests. Who has many hosts and few
        workers gets ready first, and visits when the host is due again.
        """
        origin = urljoin(url, "/")
        if not self._rules.fresh(origin):
            await self._robots(origin)

    async def obey(self, url: str) -> None:
        """:class:`RobotsDisallowed` if ``url`` may not be asked for; its robots.txt may have to be read first."""
        origin = urljoin(url, "/")  # http and https may say different things.
        robots = self._rules.fresh(origin) or await self._robots(origin)
        if not robots.allows(url):
            if not robots.problem:
                raise RobotsDisallowed(url, "robots.txt disallows it")
            again = self._rules.holds_for(origin)
            problem = f"its robots.txt could not be had: {robots.problem}"
            raise RobotsDisallowed(url, problem, retryable=True, retry_after=again)
        self._pace(pace_key(host_of(url))).asked_for[origin] = robots.delay

    async def take(self, url: str) -> _Turn:
        """Wait until the host of ``url`` and its addresses may be asked, and hold them."""
        await self.locate(url)
        host = self._pace(pace_key(host_of(url)))
        paces = (host, *host.addresses)
        await self._wait(paces)
        now = self._clock.now()
        for pace in paces:
            pace.busy = True
            pace.rest_until(now + (host.gap(self._delay) if pace is host else self._delay))
        try:
            await self._write(paces, before=True)
        except BaseException:
            for pace in paces:
                pace.release()
            raise
        return _Turn(paces, self._clock.now())

    async def give_up(self, turn: _Turn, error: FetchError | None) -> None:
        """The request of a turn has ended: from now on the gap counts."""
        now = self._clock.now()
        host, *addresses = turn.paces
        pause = host.learn(now - turn.started, error)
        host.rest_until(now + max(host.gap(self._delay), pause))
        for address in addresses:
            address.rest_until(now + self._delay)
        for pace in turn.paces:
            pace.release()
        await self._write(turn.paces, before=False)

    async def _wait(self, paces: Sequence[Pace]) -> None:
        import asyncio  # noqa: PLC0415 - slow, for those who crawl

        while True:
            busy = next((pace for pace in paces if pace.busy), None)
            if busy is not None:
                busy.freed = busy.freed or asyncio.Event()
                await busy.freed.wait()
                continue
            seconds = max([pace.next_at for pace in paces]) - self._clock.now()
            if seconds <= 0:
                return
            await self._clock.sleep(seconds)

    async def _robots(self, origin: str) -> Robots:
        """The rules of an origin, asked for once by however many pages wait for them."""
        import asyncio  # noqa: PLC0415 - slow, for those who crawl

        # No turn is held while waiting here, so that two hosts cannot wait for each other.
        async with self._asking.setdefault(origin, asyncio.Lock()):
            try:
                return self._rules.fresh(origin) or await self._ask_robots(origin)
            finally:
                self._asking.pop(origin, None)

    async def _ask_robots(self, origin: str) -> Robots:
        visit = Visit(self, None, obey=False)
        async with visit as before:
            found = await fetch_robots(self._fetcher, origin, before=before)
            visit.error = found.error
            self._pace(pace_key(host_of(origin))).asked_for[origin] = found.delay  # It holds from this answer on.
        robots = self._rules.learn(origin, found)
        if self._save:
            await self._save([self._rules.state(origin)], False)
        return robots

    async def _write(self, paces: Iterable[Pace], *, before: bool) -> None:
        if self._save:
            await self._save([pace.state(self._clock) for pace in paces], before)

    def _pace(self, key: str) -> Pace:
        pace = self._paces.get(key)
        if pace is None:
            pace = self._paces[key] = Pace(key)
        return pace


@dataclass(slots=True)
class Visit:
    """The turns of one page: of its URL, and of each URL that a redirect leads to."""

    _politeness: Politeness
    _check: Callable[[str], None] | None
    obey: bool
    """Whether robots.txt is kept to; it is not for robots.txt itself."""
    error: FetchError | None = None
    """What the last request came to, where it was no exception that leaves the visit."""
    _turn: _Turn | None = field(default=None, init=False)

    async def __aenter__(self) -> Before:
        return self._before

    async def __aexit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        await self._end(error if isinstance(error, FetchError) else self.error)

    async def _before(self, url: str) -> None:
        await self._end(None)
        if self._check:
            self._check(url)
        if self.obey:
            await self._politeness.obey(url)
        self._turn = await self._politeness.take(url)

    async def _end(self, error: FetchError | None) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            await self._politeness.give_up(turn, error)
