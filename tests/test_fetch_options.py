"""What a caller may set for fetching: headers, ways out, speed, retries; and the twin without an event loop."""

from __future__ import annotations

import asyncio
import socket
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import httpx
import pytest

from newsharvest import errors, harvest
from newsharvest.fetch import FetchedPage, Fetcher, FetchOptions, SyncFetcher, Validators, retry_wait
from newsharvest.fetch.names import Names
from tests.servers import Site, answer, redirect
from tests.virtual_time import Loop, run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

LOOPBACK = ("127.0.0.0/8",)
PAGE = b"<html><body><p>The ferry ran again on Monday.</p></body></html>"


def fetch(url: str, **options: Unpack[FetchOptions]) -> FetchedPage:
    options = {"allow": LOOPBACK, "timeout": 5, "retries": 0, **options}
    with SyncFetcher(**options) as fetcher:
        return fetcher.fetch(url)


@pytest.mark.parametrize(
    ("ask", "name"),
    [(Fetcher, "Fetcher"), (SyncFetcher, "Fetcher"), (partial(harvest, "http://a.example/"), "harvest")],
)
def test_a_misspelt_option_is_named(ask: Callable[..., Any], name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name}\(\) has no option 'timout'; did you mean 'timeout'\?$"):
        ask(timout=3)


def test_one_network_may_stand_alone() -> None:
    with Site({"/": answer(PAGE)}) as site:
        assert fetch(site.url(), allow="127.0.0.0/8").body == PAGE


# ------------------------------------------------------------------ headers


def test_headers_of_the_caller_take_the_place_of_ours() -> None:
    with Site({"/": answer(PAGE)}) as site:
        fetch(site.url(), headers={"accept-language": "yue", "user-agent": "reader/1", "X-One": "1"})
    sent = site.asked[0].headers
    assert (sent["accept-language"], sent["user-agent"], sent["x-one"]) == ("yue", "reader/1", "1")
    assert sent["accept-encoding"] == "gzip, deflate"


def test_what_is_for_one_origin_goes_nowhere_else() -> None:
    with Site() as here, Site({"/": answer(PAGE)}) as there:
        here.pages = {"/": redirect("/2"), "/2": redirect(there.url())}
        fetch(here.url(), origin_headers={here.url(): {"Cookie": "id=7", "X-Api-Key": "secret"}})
    assert [each.headers.get("cookie") for each in here.asked] == ["id=7", "id=7"]
    assert not {"cookie", "x-api-key"} & set(there.asked[0].headers)


def test_an_origin_is_scheme_host_and_port() -> None:
    seen: list[tuple[str, bool]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append((str(request.url), "authorization" in request.headers))
        return httpx.Response(200, content=PAGE)

    mine = {"https://Paper.example:443": {"Authorization": "Bearer x"}}
    urls = [
        "https://paper.example/",
        "http://paper.example/",
        "https://paper.example:8443/",
        "https://www.paper.example/",
    ]
    for url in urls:
        fetch(url, transport=httpx.MockTransport(respond), origin_headers=mine)
    assert seen == [(url, url == urls[0]) for url in urls]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"headers": {"X-One": "a\r\nX-Two: b"}}, "no header"),
        ({"headers": {"X One": "a"}}, "no header"),
        ({"headers": {"": "a"}}, "no header"),
        ({"headers": {"X-One": "新"}}, "no header"),
        ({"headers": {"X-One": "a\x00"}}, "no header"),
        ({"headers": {"Host": "other.example"}}, "fetcher's own"),
        ({"headers": {"accept-encoding": "br"}}, "fetcher's own"),
        ({"headers": {"Transfer-Encoding": "chunked"}}, "fetcher's own"),
        ({"headers": {"Cookie": "id=7"}}, "origin_headers"),
        ({"headers": {"AUTHORIZATION": "Basic x"}}, "origin_headers"),
        ({"origin_headers": {"paper.example": {}}}, "origin"),
        ({"origin_headers": {"https://paper.example/news/": {}}}, "origin"),
        ({"origin_headers": {"https://me@paper.example": {}}}, "origin"),
        ({"origin_headers": {"https://paper.example": {"Range": "bytes=0-9"}}}, "fetcher's own"),
        ({"trust_env": True, "transport": httpx.MockTransport(lambda _: httpx.Response(200))}, "one"),
        ({"min_speed": -1}, "min_speed"),
        ({"min_speed": float("nan")}, "min_speed"),
        ({"retries": -1}, "retries"),
    ],
)
def test_options_that_cannot_be(options: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Fetcher(**options)


# ------------------------------------------------------------------ ways out


def test_a_client_of_the_caller_brings_its_own() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a":
            return httpx.Response(302, headers={"Location": "/b", "Set-Cookie": "seen=1"})
        return httpx.Response(200, headers={"ETag": '"v1"'}, content=request.headers["cookie"].encode())

    async def main() -> FetchedPage:
        client = httpx.AsyncClient(
            transport=httpx.MockTransport(respond), cookies={"id": "7"}, follow_redirects=True, headers={"X-One": "1"}
        )
        async with client:
            async with Fetcher(client=client) as fetcher:
                page = await fetcher.fetch("http://paper.example/a")
            assert not client.is_closed
            return page

    page = asyncio.run(main())
    assert page.redirects == ("http://paper.example/b",)
    assert page.body == b"id=7; seen=1"


def test_a_client_cannot_get_behind_the_bounds() -> None:
    async def main() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            async with Fetcher(client=client, max_body=1000, retries=0, allow=LOOPBACK) as fetcher:
                with pytest.raises(errors.BodyTooLarge):
                    await fetcher.fetch(site.url())
            async with Fetcher(client=client) as fetcher:
                with pytest.raises(errors.BlockedAddress):
                    await fetcher.fetch(site.url())

    with Site({"/": answer(b"x" * 5000)}) as site:
        asyncio.run(main())


def proxied(monkeypatch: pytest.MonkeyPatch, site: Site, **variables: str) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(host=site.host))


def test_a_proxy_of_the_environment_is_used_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site({"http://paper.example/": answer(PAGE)}) as proxy:
        proxied(monkeypatch, proxy, http_proxy="http://{host}", no_proxy="inner.example")
        assert fetch("http://paper.example/", trust_env=True).body == PAGE
        assert proxy.paths == ["http://paper.example/"]
        proxied(monkeypatch, proxy, ALL_PROXY="{host}")
        assert fetch("http://paper.example/", trust_env=True).body == PAGE


def test_without_a_proxy_the_addresses_are_checked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site({"/": answer(PAGE)}) as site:
        proxied(monkeypatch, site)
        with pytest.raises(errors.BlockedAddress):
            fetch(site.url(), trust_env=True, allow=())
        proxied(monkeypatch, site, http_proxy="http://{host}", no_proxy="127.0.0.1")
        with pytest.raises(errors.BlockedAddress):
            fetch(site.url(), trust_env=True, allow=())
    assert site.connections == 0


def test_a_proxy_is_no_way_to_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site({"http://10.0.0.1/": answer(PAGE)}) as proxy:
        proxied(monkeypatch, proxy, http_proxy="http://{host}")
        with pytest.raises(errors.BlockedAddress):
            fetch("http://10.0.0.1/", trust_env=True)
    assert proxy.connections == 0


# ------------------------------------------------------------------ retries


class Flaky:
    """Answers each request with the next of its answers, the last one over and over."""

    def __init__(self, *answers: int | Exception | httpx.Response) -> None:
        self.answers = list(answers)
        self.at: list[float] = []
        self.transport = httpx.MockTransport(self._respond)

    def _respond(self, _: httpx.Request) -> httpx.Response:
        self.at.append(asyncio.get_running_loop().time())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer, content=PAGE) if isinstance(answer, int) else answer

    def fetch(self, **options: Unpack[FetchOptions]) -> FetchedPage:
        options = {"transport": self.transport, **options}

        async def main(loop: Loop) -> FetchedPage:
            async with Fetcher(clock=loop.clock, **options) as fetcher:
                return await fetcher.fetch("http://paper.example/")

        return run(main)

    @property
    def waits(self) -> list[float]:
        return [later - earlier for earlier, later in zip(self.at, self.at[1:], strict=False)]


def test_what_may_pass_is_asked_for_again() -> None:
    flaky = Flaky(500, httpx.ConnectError("down"), 200)
    assert flaky.fetch().body == PAGE
    first, second = flaky.waits
    assert 0.75 <= first <= 1.25
    assert 2.25 <= second <= 3.75


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        (500, 3), (502, 3), (503, 3), (504, 3), (408, 3), (425, 3), (429, 3), (httpx.ConnectError("down"), 3),
        (httpx.ReadTimeout("slow"), 3), (httpx.ReadError("reset"), 3),
        (400, 1), (401, 1), (403, 1), (404, 1), (410, 1), (451, 1), (501, 1), (505, 1), (204, 1), (206, 1), (304, 1),
        (200, 1),
    ],
)  # fmt: skip
def test_only_what_may_pass_and_never_more_often_than_told(answer: Any, tries: int) -> None:
    flaky = Flaky(answer)
    if answer == 200:
        flaky.fetch()
    else:
        with pytest.raises(errors.FetchError):
            flaky.fetch()
    assert len(flaky.at) == tries
    once = Flaky(answer)
    if tries > 1:
        with pytest.raises(errors.FetchError):
            once.fetch(retries=0)
        assert len(once.at) == 1


@pytest.mark.parametrize(("asks", "waits"), [("20", 20.0), ("60", 60.0), ("Mon, 13 Jul 2020 08:17:00 GMT", 20.0)])
def test_the_wait_that_the_server_asks_for_is_kept(asks: str, waits: float) -> None:
    flaky = Flaky(httpx.Response(503, headers={"Retry-After": asks}), 200)
    assert flaky.fetch().body == PAGE
    assert flaky.waits == [pytest.approx(waits)]


def test_a_long_pause_is_told_and_not_sat_out() -> None:
    flaky = Flaky(httpx.Response(429, headers={"Retry-After": "61"}))
    with pytest.raises(errors.HTTPStatusError) as caught:
        flaky.fetch()
    assert caught.value.retry_after == 61
    assert len(flaky.at) == 1


def test_a_refusal_of_the_caller_is_not_asked_again() -> None:
    asked: list[str] = []

    async def before(url: str) -> None:
        asked.append(url)
        raise errors.RobotsDisallowed(url, "later", retryable=True, retry_after=600)

    async def main(loop: Loop) -> None:
        async with Fetcher(transport=Flaky(200).transport, clock=loop.clock) as fetcher:
            await fetcher.fetch("http://paper.example/", before=before)

    with pytest.raises(errors.RobotsDisallowed):
        run(main)
    assert len(asked) == 1


def test_the_wait_grows_and_has_an_end() -> None:
    error = errors.FetchTimeout("http://paper.example/", "slow")
    waits = [retry_wait(error, tries) or 0.0 for tries in (1, 2, 3, 4, 5, 6, 7, 1000)]
    for wait, about in zip(waits, (1, 3, 9, 27, 81, 243, 600, 600), strict=True):
        assert 0.75 * about <= wait <= 1.25 * about
    assert retry_wait(errors.HTTPStatusError("", 503, retry_after=900), 1) == 900
    assert retry_wait(errors.HTTPStatusError("", 404, retry_after=900), 1) is None


# ------------------------------------------------------------------ speed


def paced(size: int, every: float, count: int) -> httpx.MockTransport:
    """A body of ``count`` pieces, one ``every`` so many seconds."""

    class Body(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for _ in range(count):
                await asyncio.sleep(every)
                yield b"x" * size

    return httpx.MockTransport(lambda _: httpx.Response(200, stream=Body()))


def timed(way: httpx.MockTransport, **options: Unpack[FetchOptions]) -> tuple[object, float]:
    """What a fetch gives or raises, and after how many seconds."""
    options = {"transport": way, "retries": 0, **options}

    async def main(loop: Loop) -> tuple[object, float]:
        start = loop.time()
        async with Fetcher(clock=loop.clock, **options) as fetcher:
            try:
                found: object = len((await fetcher.fetch("http://paper.example/")).body)
            except errors.FetchError as error:
                found = type(error)
            return found, round(loop.time() - start, 3)

    return run(main)


@pytest.mark.parametrize(
    ("size", "every", "count", "found", "seconds"),
    [
        (1, 0.5, 9999, errors.TooSlow, 20.0),
        (1, 0.5, 30, 30, 15.0),
        (600, 1.0, 50, 30_000, 50.0),
        (400, 1.0, 50, errors.TooSlow, 20.0),
        (10_000, 19.0, 3, 30_000, 57.0),
        (10_000, 19.9, 99, errors.FetchTimeout, 60.0),
        (20_000, 21.0, 2, errors.TooSlow, 20.0),
        (5_000, 10.5, 9, errors.TooSlow, 20.0),
    ],
)
def test_a_body_has_to_come_at_a_minimum_speed(
    size: int, every: float, count: int, found: object, seconds: float
) -> None:
    assert timed(paced(size, every, count)) == (found, seconds)


def test_the_minimum_speed_can_be_set() -> None:
    assert timed(paced(1, 0.5, 90), min_speed=0) == (90, 45.0)
    assert timed(paced(1, 0.5, 999), min_speed=0) == (errors.FetchTimeout, 60.0)
    assert timed(paced(600, 1.0, 50), min_speed=1000) == (errors.TooSlow, 20.0)
    assert timed(paced(1, 0.5, 999), timeout=5) == (errors.FetchTimeout, 5.0)


# ------------------------------------------------------------------ names


def test_a_name_is_looked_up_once_a_minute() -> None:
    asked: list[str] = []

    async def resolver(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        if host == "none.example":
            raise socket.gaierror(socket.EAI_NONAME, "no")
        if host == "mute.example":
            await asyncio.sleep(1e6)
        return ["192.0.2.1"]

    async def main(loop: Loop) -> None:
        names = Names(resolver)
        for seconds in (0, 30, 31):
            await asyncio.sleep(seconds)
            await names.addresses("paper.example", 80)
        assert asked == ["paper.example"] * 2
        for seconds in (0, 9, 2):
            await asyncio.sleep(seconds)
            with pytest.raises(socket.gaierror) as caught:
                await names.addresses("none.example", 80)
            assert caught.value.errno == socket.EAI_NONAME
        assert asked[2:] == ["none.example"] * 2
        start = loop.time()
        with pytest.raises(socket.gaierror) as caught:
            await names.addresses("mute.example", 80)
        assert (loop.time() - start, caught.value.errno) == (15, socket.EAI_AGAIN)

    run(main)


def test_what_is_remembered_of_names_has_an_end() -> None:
    async def resolver(*_: object) -> Sequence[str]:
        return ["192.0.2.1"]

    async def main(_: Loop) -> None:
        names = Names(resolver)
        for number in range(10_500):
            await names.addresses(f"h{number}.example", 80)
        assert len(names._found) == 10_000

    run(main)


def test_looking_up_names_leaves_no_thread() -> None:
    async def main() -> None:
        names = Names()
        assert "127.0.0.1" in await names.addresses("localhost", 80)
        names.close()

    before = set(threading.enumerate())
    asyncio.run(main())
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


# ------------------------------------------------------------------ the twin without an event loop


def test_the_twin_gives_and_raises_the_same() -> None:
    with Site({"/": answer(PAGE, ETag='"v1"')}) as site:
        with SyncFetcher(allow=LOOPBACK) as fetcher:
            page = fetcher.fetch(site.url())
            assert fetcher.fetch(site.url(), at_most=6).body == PAGE[:6]
            with pytest.raises(errors.HTTPStatusError):
                fetcher.fetch(site.url("/gone"))
            site.pages["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
            assert fetcher.fetch(site.url(), validators=Validators(etag='"v1"')).not_modified
        assert page.body == PAGE
        fetcher.close()


def test_the_twin_says_what_to_use_in_an_event_loop() -> None:
    async def main() -> None:
        SyncFetcher().fetch("http://paper.example/")

    with pytest.raises(RuntimeError, match="await Fetcher"):
        asyncio.run(main())


def test_a_page_says_which_address_answered() -> None:
    with Site({"/": answer(PAGE)}) as site:
        assert fetch(site.url()).address == "127.0.0.1"
