"""When a host may be asked again, and what its robots.txt allows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newsharvest.crawl.rules import RobotsState, Rules
from newsharvest.errors import FetchError, HTTPStatusError, RobotsDisallowed
from newsharvest.fetch import LONGEST_PAUSE, fetch_robots, host_of
from newsharvest.fetch.robots import LONGEST_DELAY

if TYPE_CHECKING:
    import asyncio

    from newsharvest.fetch import Before, Clock, Fetcher, Robots

_SLOW_DOWN: Final = frozenset({429, 503})
_FIRST_PAUSE: Final = 10.0
"""Seconds, doubled each time, for a server that wants fewer requests and does not say how many."""
_MOST_DOUBLINGS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """How a host or an address is asked, to be kept across restarts. Times are in seconds since the epoch."""

    key: str
    """Host and port; or an address, after ``ip:``."""
    at: float
    """When this was written down."""
    next_allowed_at: float
    """When it may be asked again."""
    latency: float = 0.0
    """How many seconds its answers take."""
    failures: int = 0
    """How many times in a row it has asked for a slower pace."""


State = HostState | RobotsState
Save = Callable[[Sequence[State], bool], Awaitable[None]]
"""Awaited with what has changed; the flag says that a request goes out as soon as it returns."""


@dataclass(slots=True)
class _Pace:
    """How one host or one address is asked."""

    key: str
    next_at: float = 0.0
    latency: float = 0.0
    failures: int = 0
    asked_for: dict[str, float] = field(default_factory=dict)
    """The delays that its robots.txt files ask for, by origin."""
    busy: bool = False
    freed: asyncio.Event | None = None
    """Set when it is busy no longer; there only if someone waits."""
    addresses: tuple[_Pace, ...] = ()
    """Those that a request to the host was last dialled at."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A request that is under way."""

    paces: tuple[_Pace, ...]
    gap: float
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
        self._paces: dict[str, _Pace] = {}
        self._rules = Rules(clock)
        self._asking: dict[str, asyncio.Lock] = {}
        for state in states:
            if isinstance(state, RobotsState):
                self._rules.restore(state)
            else:
                self._restore(state)

    def due(self, host: str) -> float:
        """When ``host`` may be asked next, on the monotonic clock; 0.0 for one that never was.

        While it is being asked this is the earliest that can be; so the time only ever grows.
        """
        pace = self._paces.get(_key(host))
        if pace is None:
            return 0.0
        paces = (pace, *pace.addresses)
        earliest = max([each.next_at for each in paces])
        return max(earliest, self._clock.now() + self._delay) if any(each.busy for each in paces) else earliest

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
        return [*map(self._state, self._paces.values()), *self._rules.states()]

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
        self._pace(_key(host_of(url))).asked_for[origin] = robots.delay

    async def take(self, url: str) -> _Turn:
        """Wait until the host of ``url`` and its addresses may be asked, and hold them."""
        host = self._pace(_key(host_of(url)))
        host.addresses = tuple([self._pace(f"ip:{each}") for each in await self._fetcher.addresses(url)])
        paces = (host, *host.addresses)
        await self._wait(paces)
        gap = self._gap(host)
        for pace in paces:
            pace.busy = True
            pace.next_at = self._clock.now() + (gap if pace is host else self._delay)
        try:
            await self._write(paces, before=True)
        except BaseException:
            self._free(paces)
            raise
        return _Turn(paces, gap, self._clock.now())

    async def give_up(self, turn: _Turn, error: FetchError | None) -> None:
        """The request of a turn has ended: from now on the gap counts."""
        now = self._clock.now()
        host, *addresses = turn.paces
        self._learn(host, now - turn.started, error)
        host.next_at = max(host.next_at, now + self._gap(host), now + _pause(host, error))
        for address in addresses:
            address.next_at = max(address.next_at, now + self._delay)
        self._free(turn.paces)
        await self._write(turn.paces, before=False)

    def _learn(self, host: _Pace, seconds: float, error: FetchError | None) -> None:
        """Note how long an answer took: an error that came at once is no sign that a server is well."""
        latency = (host.latency + seconds) / 2 if host.latency else seconds
        host.latency = latency if error is None else max(host.latency, latency)
        if isinstance(error, HTTPStatusError) and error.status in _SLOW_DOWN:
            host.failures += 1
        elif error is None:
            host.failures = 0

    def _gap(self, host: _Pace) -> float:
        asked = max(self._delay, *host.asked_for.values(), 0.0)
        return max(asked, min(host.latency, LONGEST_DELAY)) if self._delay else asked

    async def _wait(self, paces: Sequence[_Pace]) -> None:
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

    def _free(self, paces: Iterable[_Pace]) -> None:
        for pace in paces:
            pace.busy = False
            if pace.freed is not None:
                pace.freed.set()
                pace.freed = None

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
            self._pace(_key(host_of(origin))).asked_for[origin] = found.delay  # It holds from this answer on.
        robots = self._rules.learn(origin, found)
        if self._save:
            await self._save([self._rules.state(origin)], False)
        return robots

    async def _write(self, paces: Iterable[_Pace], *, before: bool) -> None:
        if self._save:
            await self._save([self._state(pace) for pace in paces], before)

    def _pace(self, key: str) -> _Pace:
        pace = self._paces.get(key)
        if pace is None:
            pace = self._paces[key] = _Pace(key)
        return pace

    def _state(self, pace: _Pace) -> HostState:
        wall = self._clock.wall()
        return HostState(
            key=pace.key,
            at=wall,
            next_allowed_at=wall + max(pace.next_at - self._clock.now(), 0.0),
            latency=pace.latency,
            failures=pace.failures,
        )

    def _restore(self, state: HostState) -> None:
        meant = min(state.next_allowed_at - state.at, LONGEST_PAUSE)
        left = min(state.next_allowed_at - self._clock.wall(), meant)
        pace = self._pace(state.key)
        pace.next_at = self._clock.now() + max(left, 0.0)
        pace.latency, pace.failures = state.latency, state.failures


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


def _pause(host: _Pace, error: FetchError | None) -> float:
    """How long a host rests after an answer, beyond its gap."""
    if not (isinstance(error, HTTPStatusError) and error.status in _SLOW_DOWN):
        return 0.0
    if error.retry_after is not None:
        return error.retry_after
    return min(_FIRST_PAUSE * 2.0 ** min(host.failures - 1, _MOST_DOUBLINGS), LONGEST_PAUSE)


def _key(host: str) -> str:
    """The name under which a host is paced: with and without ``www.`` or a dot at the end it is one."""
    name, colon, port = host.rpartition(":") if host.rpartition(":")[2].isdigit() else (host, "", "")
    return f"{name.rstrip('.').removeprefix('www.')}{colon}{port}"
