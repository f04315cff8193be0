"""Politeness: row B of the matrix of faults, on a clock that only waiting moves, and on loopback.

B1 and B3 as far as one file says it stand in ``tests/test_fetch.py``, B2 in ``tests/test_robots.py``.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from newsharvest import errors
from newsharvest.crawl.pace import HostState
from newsharvest.crawl.politeness import Politeness, State
from newsharvest.crawl.rules import RobotsState
from newsharvest.crawl.turns import Turns
from newsharvest.fetch import Clock, Fetcher
from tests.servers import Site, answer
from tests.virtual_time import Loop, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

A_DAY = 86_400.0
ROBOTS = "/robots.txt"


class Web(Fetcher):
    """Answers in memory, with a log: when, at which host, for what. ``pages`` has paths or URLs; the rest is 200."""

    def __init__(
        self,
        loop: Loop,
        pages: dict[str, Any] | None = None,
        *,
        latency: float = 0.0,
        at: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(transport=httpx.MockTransport(self._respond), retries=0, clock=loop.clock)
        self.loop = loop
        self.pages = {ROBOTS: 404, **(pages or {})}
        self.latency = latency
        self.at = at or {}
        self.log: list[tuple[float, str, str]] = []
        self.under_way = 0
        self.most_under_way = 0

    async def addresses(self, url: str) -> tuple[str, ...]:
        return tuple(self.at.get((urlsplit(url).hostname or "").split(".")[0], "").split())

    async def _respond(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        self.log.append((self.loop.time(), request.url.netloc.decode(), request.url.raw_path.decode()))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(self.latency)
        self.under_way -= 1
        page = self.pages.get(url, self.pages.get(request.url.raw_path.decode(), 200))
        page = page() if callable(page) else page
        if isinstance(page, Exception):
            raise page
        if isinstance(page, httpx.Response):
            return page
        return httpx.Response(page) if isinstance(page, int) else httpx.Response(200, content=page)

    def gaps(self, *hosts: str) -> list[float]:
        at = [at for at, host, _ in self.log if not hosts or host in hosts]
        return [round(later - earlier, 6) for earlier, later in pairwise(at)]

    def count(self, path: str = ROBOTS) -> int:
        return sum([each == path for _, _, each in self.log])


async def visit(politeness: Politeness, web: Fetcher, *urls: str) -> list[str]:
    """Visits one URL after the other and says what became of each."""
    found = []
    for url in urls:
        try:
            async with politeness.visit() as before:
                await web.fetch(url, before=before)
            found.append("page")
        except errors.FetchError as error:
            found.append(type(error).__name__)
    return found


async def visit_at_once(politeness: Politeness, web: Fetcher, urls: Iterable[str], workers: int) -> None:
    left = iter(urls)

    async def work() -> None:
        for url in left:
            await visit(politeness, web, url)

    await asyncio.gather(*[work() for _ in range(workers)])


A = "http://a.example"
PAGES = [f"{A}/{n}.html" for n in range(1, 6)]


# ------------------------------------------------------------------ B1: robots.txt, and how long it holds


@pytest.mark.parametrize(
    ("robots", "found"),
    [
        (200, "page"), (401, "page"), (403, "page"), (404, "page"), (410, "page"), (429, "page"),
        (500, "RobotsDisallowed"), (502, "RobotsDisallowed"), (503, "RobotsDisallowed"),
        (httpx.ConnectError("no name"), "RobotsDisallowed"), (httpx.ReadTimeout("slow"), "RobotsDisallowed"),
        (b"User-agent: *\nDisallow: /", "RobotsDisallowed"), (b"<html>Welcome</html>", "page"),
    ],
)  # fmt: skip
def test_b1_what_an_answer_about_robots_allows(robots: Any, found: str) -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: robots})
        assert await visit(Politeness(web, 1, loop.clock), web, *PAGES) == [found] * 5
        assert web.count() == 1
        assert web.log[0][2] == ROBOTS

    run(main)


def test_b1_a_redirect_of_robots_is_followed_and_waits_its_turn() -> None:
    async def main(loop: Loop) -> None:
        moved = httpx.Response(301, headers={"Location": "http://www.a.example/robots.txt"})
        web = Web(loop, {f"{A}/robots.txt": moved, "http://www.a.example/robots.txt": b"User-agent: *\nDisallow: /1"})
        found = await visit(Politeness(web, 2, loop.clock), web, *PAGES)
        assert found == ["RobotsDisallowed", "page", "page", "page", "page"]
        assert web.gaps() == [2.0] * 5

    run(main)


def test_b1_robots_hold_for_a_day() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        politeness = Politeness(web, 1, loop.clock)
        await visit(politeness, web, *PAGES)
        await asyncio.sleep(A_DAY - 10)
        await visit(politeness, web, *PAGES)
        assert web.count() == 1
        await asyncio.sleep(20)
        await visit(politeness, web, *PAGES)
        assert web.count() == 2

    run(main)


def test_b1_robots_that_could_not_be_had_are_asked_for_later() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: 500})
        politeness = Politeness(web, 1, loop.clock)
        with pytest.raises(errors.RobotsDisallowed) as caught:
            async with politeness.visit() as before:
                await web.fetch(PAGES[0], before=before)
        assert caught.value.retryable
        assert caught.value.retry_after == pytest.approx(600, abs=2)
        web.pages[ROBOTS] = 404
        await asyncio.sleep(590)
        assert await visit(politeness, web, PAGES[0]) == ["RobotsDisallowed"]
        await asyncio.sleep(11)
        assert await visit(politeness, web, PAGES[0]) == ["page"]
        assert web.count() == 2

    run(main)


def test_b1_old_rules_hold_on_while_new_ones_cannot_be_had() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: b"User-agent: *\nDisallow: /1"})
        politeness = Politeness(web, 1, loop.clock)
        for robots in (b"User-agent: *\nDisallow: /1", 503, httpx.ConnectError("down")):
            web.pages[ROBOTS] = robots
            assert await visit(politeness, web, *PAGES[:2]) == ["RobotsDisallowed", "page"]
            await asyncio.sleep(A_DAY + 1)
        web.pages[ROBOTS] = 404
        assert await visit(politeness, web, *PAGES[:2]) == ["page", "page"]
        assert web.count() == 4

    run(main)


def test_b1_a_server_that_is_asked_for_robots_too_often_rests() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: httpx.Response(429, headers={"Retry-After": "77"})})
        assert await visit(Politeness(web, 1, loop.clock), web, *PAGES[:2]) == ["page", "page"]
        assert web.gaps() == [77.0, 1.0]

    run(main)


def test_b1_many_who_wait_for_robots_ask_once() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=3)
        await visit_at_once(Politeness(web, 1, loop.clock), web, PAGES * 4, workers=20)
        assert web.count() == 1
        assert len(web.log) == 21
        assert web.most_under_way == 1

    run(main)


def test_b1_two_hosts_whose_robots_lead_to_each_other_do_not_wait_for_ever() -> None:
    async def main(loop: Loop) -> None:
        b = "http://b.example"
        web = Web(
            loop,
            {
                f"{A}/robots.txt": httpx.Response(302, headers={"Location": f"{b}/robots.txt"}),
                f"{b}/robots.txt": httpx.Response(302, headers={"Location": f"{A}/robots.txt"}),
            },
            latency=1,
        )
        await visit_at_once(Politeness(web, 1, loop.clock), web, [f"{A}/1", f"{b}/1", f"{A}/2", f"{b}/2"], workers=4)
        assert sum([path != ROBOTS for _, _, path in web.log]) == 4

    run(main)


def test_b1_robots_survive_a_restart_but_not_their_day() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: b"User-agent: *\nDisallow: /1\nCrawl-delay: 7\nSitemap: http://a.example/s.xml"})
        first = Politeness(web, 1, loop.clock)
        assert first.sitemaps(PAGES[0]) == ()
        await visit(first, web, PAGES[1])
        states = first.states()
        web.pages[ROBOTS] = 404
        second = Politeness(web, 1, loop.clock, states=states)
        assert second.sitemaps(PAGES[0]) == ("http://a.example/s.xml",)
        assert await visit(second, web, *PAGES[:3]) == ["RobotsDisallowed", "page", "page"]
        assert (web.count(), web.gaps()) == (1, [7.0, 7.0, 7.0])
        await asyncio.sleep(A_DAY)
        third = Politeness(web, 1, loop.clock, states=states)
        assert await visit(third, web, PAGES[0]) == ["page"]
        assert web.count() == 2

    run(main)


# ------------------------------------------------------------------ B3: the delay that robots.txt asks for


@pytest.mark.parametrize(
    ("lines", "delay", "gap"),
    [
        ("Crawl-delay: 0.5", 1, 1.0), ("Crawl-delay: 30", 1, 30.0), ("Crawl-delay: 1e9", 1, 60.0),
        ("Crawl-delay: -1", 1, 1.0), ("Crawl-delay: nan", 1, 1.0), ("Crawl-delay: 1e9", 90, 90.0),
        ("Request-rate: 1/20", 1, 20.0), ("Request-rate: 30/1m", 1, 2.0), ("Request-rate: 0/0", 1, 1.0),
        ("Crawl-delay: 3\nRequest-rate: 1/5s", 1, 5.0), ("Crawl-delay: 2", 0, 2.0),
    ],
)  # fmt: skip
def test_b3_every_gap_is_the_larger_one(lines: str, delay: float, gap: float) -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: f"User-agent: *\n{lines}".encode()})
        await visit(Politeness(web, delay, loop.clock), web, *PAGES)
        assert web.gaps() == [gap] * 5

    run(main)


def test_b3_http_and_https_share_the_larger_delay() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {f"{A}/robots.txt": b"User-agent: *\nCrawl-delay: 9"})
        politeness = Politeness(web, 1, loop.clock)
        await visit(politeness, web, f"{A}/1", "https://a.example/1", f"{A}/2", "https://a.example/2")
        assert web.gaps() == [9.0] * 5

    run(main)


# ------------------------------------------------------------------ B4: many workers, many names


def assert_apart(log: Sequence[tuple[float, str]], gap: float) -> None:
    """No two arrivals at one place are closer than ``gap``."""
    by_place: dict[str, list[float]] = {}
    for at, place in log:
        by_place.setdefault(place, []).append(at)
    close = [(place, b - a) for place, at in by_place.items() for a, b in pairwise(sorted(at)) if b - a < gap - 1e-6]
    assert close == []


def test_b4_sixty_four_workers_at_one_host() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=0.3)
        start = loop.time()
        await visit_at_once(Politeness(web, 1, loop.clock), web, [f"{A}/{n}" for n in range(300)], workers=64)
        assert len(web.log) == 301
        assert web.most_under_way == 1
        assert set(web.gaps()) == {1.3}
        assert loop.time() - start == pytest.approx(300 * 1.3 + 0.3)

    run(main)


def test_b4_one_host_by_many_names() -> None:
    names = ["a.example", "A.Example", "a.example:80", "a.example.", "www.a.example", "WWW.a.example.:80"]

    async def main(loop: Loop) -> None:
        web = Web(loop)
        urls = [f"http://{name}/{n}" for n in range(5) for name in names]
        await visit_at_once(Politeness(web, 2, loop.clock), web, urls, workers=10)
        assert set(web.gaps()) == {2.0}

    run(main)


def test_b4_many_hosts_at_one_address() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=0.1, at={f"h{n}": "192.0.2.1" for n in range(20)} | {"other": "192.0.2.2"})
        urls = [f"http://h{n}.example/{page}" for page in range(3) for n in range(20)]
        politeness = Politeness(web, 1, loop.clock)
        await visit_at_once(politeness, web, [*urls, "http://other.example/1"], workers=64)
        here = [f"h{n}.example" for n in range(20)]
        assert min(web.gaps(*here)) == 1.1
        assert min(web.gaps()) < 1

    run(main)


def test_b4_ten_thousand_requests_without_one_too_early() -> None:
    chance = random.Random(4)  # noqa: S311
    addresses = {
        f"h{n}": " ".join(f"192.0.2.{chance.randrange(60)}" for _ in range(chance.choice([1, 1, 2])))
        for n in range(100)
    }

    async def main(loop: Loop) -> None:
        web = Web(loop, at=addresses)
        politeness = Politeness(web, 1, loop.clock)
        urls = [f"http://h{chance.randrange(100)}.example/{n}" for n in range(9_900)]

        async def jitter() -> None:
            while True:
                web.latency = chance.random() * 0.4
                await asyncio.sleep(0.05)

        task = asyncio.create_task(jitter())
        await visit_at_once(politeness, web, urls, workers=64)
        task.cancel()
        assert len(web.log) == 10_000
        assert_apart([(at, host) for at, host, _ in web.log], 1.0)
        by_address = [(at, each) for at, host, _ in web.log for each in set(addresses[host.split(".")[0]].split())]
        assert_apart(by_address, 1.0)

    run(main)


def test_b4_on_real_connections_by_the_log_of_the_server() -> None:
    gap = 0.05

    async def resolver(host: str, _: int) -> list[str]:
        return [f"127.0.0.{2 + int(host[1]) % 2}"]

    async def main(port: int) -> None:
        async with Fetcher(allow=["127.0.0.0/8"], resolver=resolver, retries=0) as fetcher:
            politeness = Politeness(fetcher, gap, Clock())
            urls = [f"http://h{n % 4}.example:{port}/{n}" for n in range(40)]
            await visit_at_once(politeness, fetcher, urls, workers=16)

    with Site(everywhere=True) as site:
        site.default = answer(b"page")
        asyncio.run(main(int(site.host.split(":")[1])))
    assert len(site.asked) == 44
    names = {f"h{n}.example": str(n % 2) for n in range(4)}
    hosts = [each.headers["host"].split(":")[0] for each in site.asked]
    assert_apart([(each.at, host) for each, host in zip(site.asked, hosts, strict=True)], gap)
    assert_apart([(each.at, names[host]) for each, host in zip(site.asked, hosts, strict=True)], gap)


# ------------------------------------------------------------------ B5: restarts


class Disk:
    """What a store would keep: the last state of each host, as JSON, and when it was told."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.told: list[tuple[float, bool]] = []

    def saver(self, loop: Loop) -> Callable[[Sequence[State], bool], Any]:
        async def save(states: Sequence[State], before: bool) -> None:
            self.told.append((loop.time(), before))
            await asyncio.sleep(0.01)
            for state in states:
                if isinstance(state, HostState):
                    self.kept[state.key] = json.dumps(asdict(state))

        return save

    @property
    def states(self) -> list[State]:
        return [HostState(**json.loads(line)) for line in self.kept.values()]


def test_b5_what_was_bumped_is_saved_before_the_request_goes_out() -> None:
    async def main(loop: Loop) -> None:
        disk, web = Disk(), Web(loop, at={"a": "192.0.2.1"})
        politeness = Politeness(web, 5, loop.clock, save=disk.saver(loop))
        await visit(politeness, web, PAGES[0])
        assert [before for _, before in disk.told] == [True, False, False, True, False]
        before = [at for at, before in disk.told if before]
        assert [round(at - saved, 6) for saved, (at, _, _) in zip(before, web.log, strict=True)] == [0.01, 0.01]
        assert set(disk.kept) == {"a.example", "ip:192.0.2.1"}

    run(main)


@pytest.mark.parametrize("down", [0.0, 1.0, 4.9, 5.0, 60.0])
def test_b5_a_restart_in_the_middle_of_a_delay(down: float) -> None:
    async def main(loop: Loop) -> None:
        disk, web = Disk(), Web(loop, {ROBOTS: 404}, at={"a": "192.0.2.1"})
        await visit(Politeness(web, 5, loop.clock, save=disk.saver(loop)), web, PAGES[0])
        await asyncio.sleep(down)
        again = Politeness(web, 5, loop.clock, states=disk.states)
        await visit(again, web, "http://b.example/1", PAGES[1])
        assert min(web.gaps("a.example")) >= 5.0

    run(main)


def test_b5_a_long_pause_outlasts_a_restart() -> None:
    async def main(loop: Loop) -> None:
        disk = Disk()
        web = Web(loop, {"/1.html": httpx.Response(429, headers={"Retry-After": "900"})})
        await visit(Politeness(web, 5, loop.clock, save=disk.saver(loop)), web, PAGES[0])
        await visit(Politeness(web, 5, loop.clock, states=disk.states), web, PAGES[1])
        assert max(web.gaps()) == pytest.approx(900, abs=6)

    run(main)


CHILD = """
import asyncio, json, os, sys
from dataclasses import asdict
from newsharvest.crawl.pace import HostState
from newsharvest.crawl.politeness import Politeness
from newsharvest.fetch import Clock, Fetcher

file, url, gap = sys.argv[1], sys.argv[2], float(sys.argv[3])
kept = json.load(open(file)) if os.path.exists(file) else {}

async def save(states, before):
    for state in states:
        if isinstance(state, HostState):
            kept[state.key] = asdict(state)
    with open(file + ".new", "w") as out:
        json.dump(kept, out)
    os.replace(file + ".new", file)

async def main():
    states = [HostState(**each) for each in kept.values()]
    async with Fetcher(allow=["127.0.0.0/8"], retries=0) as fetcher:
        politeness = Politeness(fetcher, gap, Clock(), states=states, save=save)
        print("up", flush=True)
        for number in range(1000):
            async with politeness.visit() as before:
                await fetcher.fetch(f"{url}{number}", before=before)

asyncio.run(main())
"""


def test_b5_killed_over_and_over(tmp_path: Path) -> None:
    gap, kills = 0.5, 6
    with Site() as site:
        site.default = answer(b"page")
        for _ in range(kills):
            command = [sys.executable, "-c", CHILD, str(tmp_path / "states"), site.url("/"), str(gap)]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
                assert child.stdout
                assert child.stdout.readline() == b"up\n"
                time.sleep(0.3)
                child.kill()
        at = [each.at for each in site.asked]
    assert len(at) >= kills // 2
    assert min([later - earlier for earlier, later in pairwise(at)]) >= gap - 0.01


# ------------------------------------------------------------------ B6: clocks that jump


@pytest.mark.parametrize("jump", [-3600.0, 3600.0, 86_400.0, -86_400.0, 1e9, -1e9])
def test_b6_the_clock_on_the_wall_is_set(jump: float) -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        politeness = Politeness(web, 3, loop.clock)
        await visit(politeness, web, *PAGES[:2])
        loop.wall_shift = jump
        await visit(politeness, web, *PAGES[2:])
        assert set(web.gaps()) == {3.0}
        assert web.count() == 1

    run(main)


@pytest.mark.parametrize("jump", [-3600.0, -86_400.0, -1e9])
def test_b6_a_clock_set_back_between_two_runs_makes_nobody_wait_longer(jump: float) -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        first = Politeness(web, 3, loop.clock)
        await visit(first, web, PAGES[0])
        loop.wall_shift = jump
        await visit(Politeness(web, 3, loop.clock, states=first.states()), web, *PAGES[1:])
        assert set(web.gaps()) == {3.0}

    run(main)


def test_b6_a_clock_set_forward_between_two_runs_makes_no_burst() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        first = Politeness(web, 3, loop.clock)
        await visit(first, web, PAGES[0])
        loop.wall_shift = A_DAY / 2
        await visit(Politeness(web, 3, loop.clock, states=first.states()), web, *PAGES[1:])
        assert web.gaps()[2:] == [3.0] * 3

    run(main)


def test_b6_a_state_from_nowhere_is_waited_for_an_hour_at_most() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        wall = loop.clock.wall()
        odd = HostState(key="a.example", at=wall - 1e12, next_allowed_at=wall + 1e12)
        start = loop.time()
        await visit(Politeness(web, 3, loop.clock, states=[odd]), web, PAGES[0])
        assert web.log[0][0] - start == 3600

    run(main)


# ------------------------------------------------------------------ B7: a server that slows down


def test_b7_the_gap_grows_with_the_answers_and_shrinks_to_the_floor() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        politeness = Politeness(web, 2, loop.clock)
        rests: list[float] = []
        for latency in [0.1, 0.1, 1, 2, 4, 8, 16, 32, 64, 59, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]:
            web.latency = latency
            await visit(politeness, web, f"{A}/{len(rests)}")
            rests.append(round(politeness.due("a.example") - loop.time(), 3))
        assert rests[:3] == [2.0, 2.0, 2.0]
        assert rests[3:9] == sorted(rests[3:9])
        assert max(rests) > 30
        assert all(2.0 <= rest <= 60.0 for rest in rests)
        assert rests[-1] == 2.0

    run(main)


def test_b7_an_error_that_comes_at_once_is_no_good_sign() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=20)
        politeness = Politeness(web, 1, loop.clock)
        await visit(politeness, web, PAGES[0])
        web.latency, web.pages = 0.0, {"/2.html": 500}
        await visit(politeness, web, PAGES[1])
        assert politeness.due("a.example") - loop.time() == 20

    run(main)


def test_b7_a_server_of_ones_own_is_asked_without_a_rest() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=5)
        await visit(Politeness(web, 0, loop.clock), web, *PAGES)
        assert web.gaps() == [5.0] * 5

    run(main)


# ------------------------------------------------------------------ A12: a server that asks for a pause


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asks", "gap"),
    [
        ("30", 30.0), ("0", 2.0), ("-1", 10.0), ("1e9", 3600.0), ("abc", 10.0), (None, 10.0), ("1", 2.0),
        ("Mon, 13 Jul 2020 00:00:00 GMT", 2.0), ("Mon, 13 Jul 2020 08:18:40 GMT", 118.0),
    ],
)  # fmt: skip
def test_a12_a_host_rests_exactly_as_long_as_it_says(status: int, asks: str | None, gap: float) -> None:
    async def main(loop: Loop) -> None:
        headers = {"Retry-After": asks} if asks is not None else {}
        web = Web(loop, {"/1.html": httpx.Response(status, headers=headers)})
        politeness = Politeness(web, 2, loop.clock)
        await asyncio.gather(
            visit(politeness, web, *PAGES[:3]), visit(politeness, web, *[f"http://b.example/{n}" for n in range(9)])
        )
        assert web.gaps("a.example") == [2.0, gap, 2.0]
        assert web.gaps("b.example") == [2.0] * 9  # Another host goes on.

    run(main)


def test_a12_without_a_number_the_pauses_double_up_to_an_hour() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {f"/{n}.html": 503 for n in range(12)})
        politeness = Politeness(web, 1, loop.clock)
        await visit(politeness, web, *[f"{A}/{n}.html" for n in range(12)])
        assert web.gaps()[1:] == [10.0, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
        web.pages["/a"] = 503
        await visit(politeness, web, f"{A}/fine", f"{A}/a", f"{A}/b")
        assert web.gaps()[-3:] == [3600, 1.0, 10.0]

    run(main)


# ------------------------------------------------------------------ what else a visit does


def test_each_hop_is_checked_and_waits_its_turn() -> None:
    async def main(loop: Loop) -> None:
        checked: list[str] = []
        web = Web(loop, {f"{A}/1": httpx.Response(302, headers={"Location": "http://b.example/2"})})
        politeness = Politeness(web, 1, loop.clock)
        async with politeness.visit(checked.append) as before:
            await web.fetch(f"{A}/1", before=before)
        assert checked == [f"{A}/1", "http://b.example/2"]
        assert [path for _, _, path in web.log] == [ROBOTS, "/1", ROBOTS, "/2"]

        def refuse(url: str) -> None:
            if "b.example" in url:
                raise errors.BlockedAddress(url, "not there")

        with pytest.raises(errors.BlockedAddress):
            async with politeness.visit(refuse) as before:
                await web.fetch(f"{A}/1", before=before)
        assert await visit(politeness, web, f"{A}/3") == ["page"]

    run(main)


def test_a_visit_that_is_cancelled_gives_its_turn_up() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=1000)
        politeness = Politeness(web, 1, loop.clock)
        for seconds in (500, 1500):
            task = asyncio.create_task(visit(politeness, web, PAGES[0]))
            await asyncio.sleep(seconds)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        web.latency = 0
        assert await asyncio.wait_for(visit(politeness, web, PAGES[0]), 3000) == ["page"]

    run(main)


def test_a_store_that_fails_stops_the_request_and_gives_the_turn_up() -> None:
    async def main(loop: Loop) -> None:
        full = True

        async def save(_: Sequence[State], before: bool) -> None:
            if before and full:
                raise errors.StoreError("the disk is full")

        web = Web(loop)
        politeness = Politeness(web, 1, loop.clock, save=save)
        with pytest.raises(errors.StoreError):
            await visit(politeness, web, PAGES[0])
        assert web.log == []
        full = False
        assert await visit(politeness, web, PAGES[0]) == ["page"]

    run(main)


def test_getting_ready_reads_robots_and_waits_for_nothing() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop)
        politeness = Politeness(web, 9, loop.clock)
        assert not politeness.is_ready(PAGES[0])
        start = loop.time()
        await politeness.get_ready(PAGES[0])
        await politeness.get_ready(PAGES[1])
        assert loop.time() == start
        assert politeness.is_ready(PAGES[2])
        assert not politeness.is_ready("https://a.example/1")
        assert politeness.due("a.example") == start + 9
        assert (len(web.log), web.count()) == (1, 1)

    run(main)


def test_due_only_ever_grows() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, latency=2, at={"a": "192.0.2.1", "b": "192.0.2.1"})
        politeness = Politeness(web, 1, loop.clock)
        assert politeness.due("a.example") == 0.0
        seen: dict[str, list[float]] = {"a.example": [], "www.b.example": []}

        async def watch() -> None:
            while True:
                for host, dues in seen.items():
                    dues.append(politeness.due(host))
                await asyncio.sleep(0.09)

        task = asyncio.create_task(watch())
        await asyncio.gather(visit(politeness, web, *PAGES), visit(politeness, web, "http://b.example/1"))
        task.cancel()
        for dues in seen.values():
            assert dues == sorted(dues)
            assert len(set(dues)) > 5

    run(main)


def test_states_are_plain_and_can_be_written_down() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {ROBOTS: 500}, at={"a": "192.0.2.1"})
        politeness = Politeness(web, 1, loop.clock)
        await visit(politeness, web, PAGES[0])
        host, address, robots = politeness.states()
        assert isinstance(host, HostState)
        assert isinstance(address, HostState)
        assert isinstance(robots, RobotsState)
        assert (host.key, address.key, robots.origin) == ("a.example", "ip:192.0.2.1", f"{A}/")
        assert (robots.body, robots.problem, round(robots.until - robots.at)) == (b"", "HTTP status 500", 600)
        assert all(type(value) in {str, float, int} for value in asdict(host).values())

    run(main)


# ------------------------------------------------------------------ turns


def test_turns_give_the_host_that_is_due_first() -> None:
    due = {"a": 5.0, "b": 1.0, "c": 3.0}
    turns = Turns(due.__getitem__)
    assert turns.first() is None
    for host in "abcb":
        turns.add(host)
    assert (len(turns), turns.first()) == (3, ("b", 1.0))
    due["b"] = 9.0
    assert turns.first() == ("c", 3.0)
    turns.discard("c")
    assert turns.first() == ("a", 5.0)
    turns.discard("a")
    assert ("a" in turns, "b" in turns, turns.first()) == (False, True, ("b", 9.0))
    turns.add("c")
    assert turns.first() == ("c", 3.0)


def test_turns_come_to_an_end_when_every_look_gives_a_later_time() -> None:
    times = iter(range(1000))
    turns = Turns(lambda _: float(next(times)))
    for host in "abc":
        turns.add(host)
    first = turns.first()
    assert first is not None
    assert next(times) < 12


def test_turns_do_not_look_at_all_hosts() -> None:
    looks = 0
    due = {f"h{n}": float(n) for n in range(10_000)}

    def look(host: str) -> float:
        nonlocal looks
        looks += 1
        return due[host]

    turns = Turns(look)
    for host in due:
        turns.add(host)
    looks = 0
    for n in range(10_000):
        host, _ = turns.first() or ("", 0.0)
        assert host == f"h{n}"
        due[host] += 10_000
    assert looks <= 3 * 10_000
    assert len(turns._heap) == 10_000
