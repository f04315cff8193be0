"""The fetcher: what it gives, and that every fault ends in one typed error within its bounds."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import pickle
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Unpack, get_type_hints

import httpx
import pytest

from newsharvest import errors
from newsharvest.fetch import FetchedPage, Fetcher, FetchOptions, Robots, fetch_robots, request_url
from newsharvest.fetch.address import AddressGuard
from newsharvest.fetch.body import Sink, UndecodableError, decoder_for
from newsharvest.fetch.options import Settings
from newsharvest.fetch.robots import read_robots
from tests.servers import Answer, Site, answer, drip, redirect, silence

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOPBACK = ("127.0.0.0/8",)
PAGE = b"<html><body><p>The ferry ran again on Monday.</p></body></html>"


def fetch(url: str, *, at_most: int | None = None, **options: Unpack[FetchOptions]) -> FetchedPage:
    options.setdefault("retries", 0)

    async def run() -> FetchedPage:
        async with Fetcher(**options) as fetcher:
            return await fetcher.fetch(url, at_most=at_most)

    return asyncio.run(run())


def fetch_from(page: Answer, **options: Unpack[FetchOptions]) -> FetchedPage:
    options.setdefault("allow", LOOPBACK)
    options.setdefault("timeout", 5)
    with Site({"/": page}) as site:
        return fetch(site.url(), **options)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def test_gives_the_page_as_received() -> None:
    with Site({"/a.html": answer(PAGE, content_type="text/html; charset=gb2312", X_Two="1")}) as site:
        page = fetch(site.url("/a.html#part"), allow=LOOPBACK)
    assert page.body == PAGE
    assert page.url == page.final_url == site.url("/a.html")
    assert page.redirects == ()
    assert page.status == 200
    assert page.content_type == "text/html; charset=gb2312"
    assert page.header("x-two") == "1"
    assert page.header("X-Three") is None
    assert ("X-Two", "1") in page.headers
    assert page.fetched_at.tzinfo is UTC
    assert datetime.now(UTC) - page.fetched_at < timedelta(minutes=1)


def test_asks_honestly_and_brings_nothing_along() -> None:
    pages = {"/": answer(PAGE, Set_Cookie="id=7; Path=/"), "/2": answer(PAGE)}

    async def run(site: Site) -> None:
        async with Fetcher(allow=LOOPBACK, contact="https://robot.example/about") as fetcher:
            await fetcher.fetch(site.url())
            await fetcher.fetch(site.url("/2"))

    with Site(pages) as site:
        asyncio.run(run(site))
    first, second = (each.headers for each in site.asked)
    assert first["user-agent"].startswith("newsharvest/")
    assert first["user-agent"].endswith(" (+https://robot.example/about)")
    assert first["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "authorization", "referer"} & set(second)


def test_overlooks_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert fetch_from(answer(PAGE)).body == PAGE


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", PAGE),
        ("identity", PAGE),
        ("gzip", gzip.compress(PAGE)),
        ("GZIP", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("gzip", gzip.compress(PAGE) + b"\0\0 rubbish \x1f\x8b"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
    ],
)
def test_undoes_content_encodings(encoding: str, packed: bytes) -> None:
    assert fetch_from(answer(packed, Content_Encoding=encoding)).body == PAGE
    for size in (1, 2, 3, 7):  # However the network cuts it.
        sink = Sink(1000)
        decoder = decoder_for(encoding, sink)
        for start in range(0, len(packed), size):
            decoder.feed(packed[start : start + size])
        decoder.finish()
        assert bytes(sink) == PAGE


@pytest.mark.parametrize(
    ("page", "retryable"),
    [
        (answer(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"), True),
        (answer(gzip.compress(PAGE)[:1], Content_Encoding="gzip"), True),
        (answer(gzip.compress(PAGE) + gzip.compress(PAGE)[:30], Content_Encoding="gzip"), True),
        (answer(gzip.compress(PAGE)[:-8] + bytes(8), Content_Encoding="gzip"), True),
        (answer(zlib.compress(PAGE)[:-5], Content_Encoding="deflate"), True),
        (answer(raw_deflate(PAGE)[:-5], Content_Encoding="deflate"), True),
        (answer(PAGE, Content_Encoding="gzip"), True),
        (answer(gzip.compress(b"") * 65, Content_Encoding="gzip"), True),
        (answer(PAGE, Content_Encoding="br"), False),
        (answer(PAGE, Content_Encoding="lzma"), False),
        (answer(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip, gzip"), False),
        (answer(PAGE, Content_Length="900"), True),
        (answer(b"5\r\n12345\r\nzz\r\n", Content_Length="", Transfer_Encoding="chunked"), True),
        (answer(b"5\r\n12345\r\n", Content_Length="", Transfer_Encoding="chunked"), True),
    ],
    ids=lambda value: "" if isinstance(value, bool) else value[17:60],
)
def test_a_body_that_is_not_whole_is_no_page(page: bytes, retryable: bool) -> None:
    with pytest.raises(errors.BadBody) as caught:
        fetch_from(page)
    assert caught.value.retryable is retryable


def test_whole_bodies_and_broken_ones_are_told_apart_at_every_cut() -> None:
    for packed, encoding in [(gzip.compress(PAGE), "gzip"), (zlib.compress(PAGE), "deflate")]:
        for cut in range(1, len(packed)):
            decoder = decoder_for(encoding, Sink(1000))
            decoder.feed(packed[:cut])
            with pytest.raises(UndecodableError):
                decoder.finish()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_refused_in_little_memory(encoding: str) -> None:
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    bomb = b"".join([packer.compress(bytes(1 << 20)) for _ in range(64)]) + packer.flush()
    tracemalloc.start()
    try:
        with pytest.raises(errors.BodyTooLarge) as caught:
            fetch_from(answer(bomb, Content_Encoding=encoding), max_body=1 << 20)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not caught.value.retryable
    assert peak < 16 << 20


@pytest.mark.parametrize("status", ["302 Found", "404 Not Found", "500 Internal Server Error"])
def test_the_body_of_what_is_no_page_is_never_read(status: str) -> None:
    endless = drip(f"HTTP/1.1 {status}\r\nLocation: /there\r\n\r\n".encode(), b"x" * 1000, every=0.001)
    with Site({"/": endless, "/there": answer(PAGE)}) as site:
        if status.startswith("302"):
            assert fetch(site.url(), allow=LOOPBACK, timeout=5).body == PAGE
        else:
            with pytest.raises(errors.HTTPStatusError):
                fetch(site.url(), allow=LOOPBACK, timeout=5)


@pytest.mark.parametrize(
    "page",
    [
        answer(b"x" * 5000),
        answer(b"x" * 5000, Content_Length=""),
        drip(answer(b"", Content_Length=""), b"x" * 100, every=0.0001),
    ],
    ids=["length told", "to the end", "endless"],
)
def test_too_many_bytes(page: Answer) -> None:
    with pytest.raises(errors.BodyTooLarge):
        fetch_from(page, max_wire=4096)
    assert not errors.BodyTooLarge.retryable


def test_at_most_cuts_what_is_longer() -> None:
    with Site({"/": answer(gzip.compress(b"ab" * 5000), Content_Encoding="gzip")}) as site:
        assert fetch(site.url(), at_most=7, allow=LOOPBACK).body == b"abababa"


@pytest.mark.parametrize(
    "page",
    [
        silence,
        drip(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        drip(b"HTTP", b"/"),
        drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        drip(answer(b"", Content_Length="100000"), b"x"),
        drip(answer(b"", Content_Length="", Transfer_Encoding="chunked"), b"1\r\nx\r\n"),
    ],
    ids=["silence", "headers", "status", "hints", "body", "chunks"],
)
def test_a_slow_server_cannot_outlast_the_deadline(page: Answer) -> None:
    start = time.monotonic()
    with pytest.raises((errors.FetchTimeout, errors.ConnectError)) as caught:
        fetch_from(page, timeout=0.25)
    assert time.monotonic() - start < 2
    assert caught.value.retryable


def test_the_deadline_is_for_the_chain_and_not_for_each_hop() -> None:
    def slow(to: str) -> Answer:
        def send(write: Any, closing: Any) -> None:
            closing.wait(0.2)
            write(redirect(to))

        return send

    with Site({f"/{n}": slow(f"/{n + 1}") for n in range(5)}) as site, pytest.raises(errors.FetchTimeout):
        fetch(site.url("/0"), allow=LOOPBACK, timeout=0.5)


def test_waiting_before_a_request_is_no_fetching_time() -> None:
    asked: list[str] = []

    async def before(url: str) -> None:
        asked.append(url)
        await asyncio.sleep(0.3)

    async def run(site: Site) -> FetchedPage:
        async with Fetcher(allow=LOOPBACK, timeout=0.25) as fetcher:
            return await fetcher.fetch(site.url("/a"), before=before)

    with Site({"/a": redirect("/b"), "/b": answer(PAGE)}) as site:
        assert asyncio.run(run(site)).body == PAGE
    assert asked == [site.url("/a"), site.url("/b")]


def test_a_refusal_before_a_request_stops_it() -> None:
    async def before(url: str) -> None:
        raise errors.RobotsDisallowed(url, "no")

    async def run(site: Site) -> None:
        async with Fetcher(allow=LOOPBACK) as fetcher:
            await fetcher.fetch(site.url(), before=before)

    with Site() as site, pytest.raises(errors.RobotsDisallowed):
        asyncio.run(run(site))
    assert site.connections == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize("location", ["/news/b.html", "b.html", "?q=1", "//{host}/news/b.html", "b.html#part"])
def test_follows_redirects(status: str, location: str) -> None:
    pages: dict[str, Answer] = {"/news/b.html": answer(PAGE), "/news/a.html?q=1": answer(PAGE)}
    with Site(pages) as site:
        site.pages["/news/a.html"] = redirect(location.format(host=site.host), status)
        page = fetch(site.url("/news/a.html"), allow=LOOPBACK)
    assert page.url == site.url("/news/a.html")
    assert page.redirects == (page.final_url,)
    assert page.final_url == site.url("/news/a.html?q=1" if "?" in location else "/news/b.html")


def test_a_redirect_keeps_bytes_beyond_ascii() -> None:
    path = "/新闻".encode("gb18030").decode("latin-1")
    escaped = "/%D0%C2%CE%C5"
    with Site({"/": redirect(path), escaped: answer(PAGE)}) as site:
        assert fetch(site.url(), allow=LOOPBACK).final_url == site.url(escaped)


@pytest.mark.parametrize("hops", [5, 6, 21])
def test_counts_redirects(hops: int) -> None:
    pages: dict[str, Answer] = {f"/{n}": redirect(f"/{n + 1}") for n in range(hops)}
    with Site({**pages, f"/{hops}": answer(PAGE)}) as site:
        if hops > 5:
            with pytest.raises(errors.TooManyRedirects):
                fetch(site.url("/0"), allow=LOOPBACK)
            assert len(site.asked) == 6
        else:
            assert len(fetch(site.url("/0"), allow=LOOPBACK).redirects) == 5


@pytest.mark.parametrize("circle", [{"/": "/"}, {"/": "/a", "/a": "/"}])
def test_redirects_in_a_circle(circle: dict[str, str]) -> None:
    with Site({path: redirect(to) for path, to in circle.items()}) as site:
        with pytest.raises(errors.TooManyRedirects) as caught:
            fetch(site.url(), allow=LOOPBACK)
        assert len(site.asked) == len(circle)
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("file:///etc/passwd", errors.BlockedAddress),
        ("ftp://127.0.0.1/x", errors.BlockedAddress),
        ("data:text/html,hello", errors.BlockedAddress),
        ("javascript:alert(1)", errors.BlockedAddress),
        ("gopher://127.0.0.1/", errors.BlockedAddress),
        ("http://user:secret@127.0.0.1/", errors.BlockedAddress),
        ("http://127.0.0.1:22/", errors.BlockedAddress),
        ("http://169.254.169.254/latest/meta-data", errors.BlockedAddress),
        ("http://2852039166/", errors.BlockedAddress),
        ("http://[bad", errors.BadURL),
        ("https://", errors.BadURL),
        ("", errors.HTTPStatusError),
        ("/" + "x" * 9000, errors.HTTPStatusError),
    ],
)
def test_redirects_that_are_not_followed(location: str, error: type[Exception]) -> None:
    with Site({"/": redirect(location)}) as site, pytest.raises(error):
        fetch(site.url(), allow=LOOPBACK)
    assert len(site.asked) == 1


PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    "169.254.169.254", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]",
    "[ff02::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "[2001:db8::1]",
    "2130706433", "017700000001", "0x7f000001", "0x7f.1", "127.1", "127.0.1", "0", "127。0。0。1",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_refused_before_anything_is_dialled(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[object] = []
    monkeypatch.setattr("asyncio.BaseEventLoop.create_connection", lambda *args, **_: dialled.append(args))
    with pytest.raises(errors.BlockedAddress) as caught:
        fetch(f"http://{host}:8080/")
    assert dialled == []
    assert not caught.value.retryable
    assert "not a public address" in str(caught.value)


def test_names_that_stand_for_private_addresses_are_refused() -> None:
    async def resolver(host: str, _: int) -> Sequence[str]:
        return {"inner.example": ["10.0.0.1"], "both.example": ["192.168.0.1", "::1"], "none.example": []}[host]

    for name in ("inner.example", "both.example", "none.example"):
        with pytest.raises(errors.BlockedAddress):
            fetch(f"http://{name}/", resolver=resolver)


def test_the_checked_address_is_the_dialled_one() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    resolved: list[str] = []

    async def rebinding(host: str, _: int) -> Sequence[str]:
        resolved.append(host)
        return next(answers)

    with Site({"/": answer(PAGE)}) as site:
        url = site.url().replace("127.0.0.1", "news.example")
        assert fetch(url, allow=LOOPBACK, resolver=rebinding).body == PAGE
        assert site.asked[0].headers["host"] == url.split("/")[2]
        assert resolved == ["news.example"]
        with pytest.raises(errors.BlockedAddress):
            fetch(url, allow=LOOPBACK, resolver=rebinding)
    assert len(site.asked) == 1


def test_a_second_address_is_tried() -> None:
    async def resolver(*_: object) -> Sequence[str]:
        return ["10.0.0.1", "127.9.9.9", "127.0.0.1"]

    with Site({"/": answer(PAGE)}) as site:
        url = site.url().replace("127.0.0.1", "news.example")
        assert fetch(url, allow=LOOPBACK, resolver=resolver, timeout=5).body == PAGE


@pytest.mark.parametrize(
    ("host", "permitted"),
    [("1.1.1.1", True), ("93.184.216.34", True), ("[2606:4700::1111]", True), ("[64:ff9b::101:101]", True)],
)
def test_public_addresses_are_permitted(host: str, permitted: bool) -> None:
    found = asyncio.run(AddressGuard().addresses(host, 80))
    assert bool(found) is permitted


def test_only_the_named_networks_are_allowed() -> None:
    with Site({"/": answer(PAGE)}) as site:
        assert fetch(site.url(), allow=("10.0.0.0/8", "127.0.0.1")).body == PAGE
        for networks in ((), ("10.0.0.0/8",), ("127.0.0.2",)):
            with pytest.raises(errors.BlockedAddress):
                fetch(site.url(), allow=networks)
    assert site.connections == 1


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("", errors.BadURL),
        ("news.example/1.html", errors.BadURL),
        ("/1.html", errors.BadURL),
        ("http://", errors.BadURL),
        ("http://[bad", errors.BadURL),
        ("http://news example/", errors.BadURL),
        ("http://a\r\nX-Evil: 1/", errors.BadURL),
        ("http://news.example/\x00", errors.BadURL),
        ("http://news.example:99999/", errors.BadURL),
        ("http://" + "a" * 70_000, errors.BadURL),
        ("ftp://news.example/", errors.BlockedAddress),
        ("file:///etc/passwd", errors.BlockedAddress),
        ("http://user@news.example/", errors.BlockedAddress),
        ("http://news.example:25/", errors.BlockedAddress),
    ],
)
def test_what_no_request_is_made_of(url: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        fetch(url)


@pytest.mark.parametrize(
    ("url", "spelt"),
    [
        ("HTTP://News.Example:80", "http://news.example/"),
        ("https://news.example:443/a#b", "https://news.example/a"),
        (" http://news.example/a b ", "http://news.example/a%20b"),
        ("http://news.example?q=1", "http://news.example/?q=1"),
        ("http://news.example/新闻", "http://news.example/%E6%96%B0%E9%97%BB"),
        ("http://news.example/%D0%C2", "http://news.example/%D0%C2"),
        ("http://例え.jp/", "http://xn--r8jz45g.jp/"),
    ],
)
def test_one_spelling_for_one_url(url: str, spelt: str) -> None:
    assert request_url(url) == spelt
    assert request_url(spelt) == spelt


@pytest.mark.parametrize(
    ("status", "retryable"),
    [
        ("204 No Content", False), ("206 Partial", False), ("300 Choices", False), ("304 Not Modified", False),
        ("403 Forbidden", False), ("404 Not Found", False), ("410 Gone", False), ("429 Too Many", True),
        ("500 Error", True), ("501 Not Implemented", False), ("503 Unavailable", True),
    ],
)  # fmt: skip
def test_statuses_that_are_no_page(status: str, retryable: bool) -> None:
    with pytest.raises(errors.HTTPStatusError) as caught:
        fetch_from(answer(PAGE if status[:3] not in {"204", "304"} else b"", status=status))
    assert caught.value.status == int(status[:3])
    assert caught.value.retryable is retryable
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (str(copy), copy.status, copy.retryable) == (str(caught.value), caught.value.status, retryable)


@pytest.mark.parametrize("page", [b"", b"hello, this is no HTTP\r\n\r\n", b"HTTP/9.7 huh\r\n\r\n"])
def test_what_answers_in_no_http(page: bytes) -> None:
    with pytest.raises(errors.ConnectError) as caught:
        fetch_from(page)
    assert caught.value.retryable


def test_a_refused_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        unused_port = taken.getsockname()[1]
    with pytest.raises(errors.ConnectError) as caught:
        fetch(f"http://127.0.0.1:{unused_port}/", allow=LOOPBACK)
    assert str(caught.value) == f"http://127.0.0.1:{unused_port}/: connection refused"
    assert caught.value.retryable


def test_a_tls_handshake_that_hangs_is_ended_and_its_connection_closed() -> None:
    with Site() as site:
        with pytest.raises(errors.FetchTimeout):
            fetch(site.url().replace("http:", "https:"), allow=LOOPBACK, timeout=0.25)
        assert site.connections == 1
    assert site.abandoned == 0


def test_https_where_no_tls_is_spoken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: _say(server, b"220 mail.example ready\r\n"))
        thread.start()
        with pytest.raises(errors.ConnectError):
            fetch(f"https://127.0.0.1:{server.getsockname()[1]}/", allow=LOOPBACK, timeout=5)
        thread.join()


def _say(server: socket.socket, words: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(10_000)
        connection.sendall(words)


def test_an_answer_sent_too_early_is_never_taken_for_the_next() -> None:
    async def run(site: Site) -> list[bytes]:
        async with Fetcher(allow=LOOPBACK) as fetcher:
            return [(await fetcher.fetch(site.url(path))).body for path in ("/a", "/b")]

    with Site({"/a": answer(b"a") + answer(b"poison"), "/b": answer(b"b")}) as site:
        assert asyncio.run(run(site)) == [b"a", b"b"]


def test_a_transport_of_the_caller() -> None:
    closed: list[bool] = []

    class Transport(httpx.MockTransport):
        async def aclose(self) -> None:
            closed.append(True)

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a":
            return httpx.Response(302, headers={"Location": "/b"})
        if request.url.path == "/slow":
            raise httpx.ReadTimeout("slow")
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=gzip.compress(PAGE))

    page = fetch("http://news.example/a", transport=Transport(respond))
    assert (page.body, page.final_url) == (PAGE, "http://news.example/b")
    assert closed == []
    with pytest.raises(errors.FetchTimeout):
        fetch("http://news.example/slow", transport=Transport(respond))
    with pytest.raises(errors.BlockedAddress):
        fetch("http://127.0.0.1/a", transport=Transport(respond))


def test_many_fetches_leave_nothing_open() -> None:
    async def run(site: Site) -> list[object]:
        async with Fetcher(allow=LOOPBACK, timeout=1, max_body=1000, retries=0) as fetcher:
            paths = ["/", "/bomb", "/drip", "/gone"] * 5
            return await asyncio.gather(*[fetcher.fetch(site.url(p)) for p in paths], return_exceptions=True)

    bomb = answer(gzip.compress(bytes(100_000)), Content_Encoding="gzip")
    slow = drip(answer(b"", Content_Length="1000"), b"x")
    with Site({"/": answer(PAGE), "/bomb": bomb, "/drip": slow}) as site:
        results = asyncio.run(run(site))
    kinds = [type(each).__name__ for each in results]
    assert kinds == ["FetchedPage", "BodyTooLarge", "FetchTimeout", "HTTPStatusError"] * 5


def test_cancelling_closes_the_connection() -> None:
    async def run(site: Site) -> None:
        async with Fetcher(allow=LOOPBACK) as fetcher:
            task = asyncio.create_task(fetcher.fetch(site.url()))
            while not site.asked:
                await asyncio.sleep(0.005)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    with Site({"/": drip(answer(b"", Content_Length="1000"), b"x")}) as site:
        asyncio.run(run(site))


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0}, {"timeout": float("nan")}, {"max_body": 0}, {"max_wire": 0}, {"max_redirects": -1},
        {"allow": ["everything"]}, {"contact": "a\r\nX: 1"}, {"contact": "ünï"}, {"contact": "a) b"},
    ],
)  # fmt: skip
def test_options_that_cannot_be(options: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Fetcher(**options)


def test_every_option_has_one_name() -> None:
    listed = get_type_hints(FetchOptions, localns={"ssl": __import__("ssl"), "httpx": httpx})
    assert set(listed) == set(Settings.__dataclass_fields__)


def test_importing_it_is_cheap() -> None:
    code = "import newsharvest.fetch, sys; print([m for m in ('httpx', 'asyncio', 'ssl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def robots_from(page: Answer | None, **more: Answer) -> Robots:
    async def run(site: Site) -> Robots:
        async with Fetcher(allow=LOOPBACK, timeout=0.5, retries=0) as fetcher:
            return await fetch_robots(fetcher, site.url("/news/1.html?q=2"))

    pages = {f"/{name}": each for name, each in more.items()}
    with Site({**pages, "/robots.txt": page} if page is not None else pages) as site:
        return asyncio.run(run(site))


REFUSE_NEWS = b"User-agent: *\nDisallow: /news/\n"


@pytest.mark.parametrize(
    ("page", "allowed", "reachable"),
    [
        (answer(REFUSE_NEWS), False, True),
        (answer(b"\xef\xbb\xbf" + REFUSE_NEWS), False, True),
        (answer(REFUSE_NEWS.decode().encode("utf-16")), False, True),
        (answer(REFUSE_NEWS.replace(b"\n", b"\r")), False, True),
        (answer(gzip.compress(REFUSE_NEWS), Content_Encoding="gzip"), False, True),
        (answer(b"User-agent: newsharvest\nDisallow:\n\n" + REFUSE_NEWS), True, True),
        (answer(b"User-agent: newsharvest\nDisallow: /\n\nUser-agent: *\nAllow: /"), False, True),
        (answer(b"User-agent: *\nDisallow: /\nAllow: /news/"), True, True),
        (answer(b"#" * 600_000 + b"\n" + REFUSE_NEWS), True, True),
        (answer(REFUSE_NEWS + b"#" * 600_000), False, True),
        (answer(b"<html>Not found</html>"), True, True),
        (answer(b""), True, True),
        (None, True, True),
        (answer(b"", status="401 Unauthorized"), True, True),
        (answer(b"", status="403 Forbidden"), True, True),
        (answer(b"", status="410 Gone"), True, True),
        (answer(b"", status="500 Error"), False, False),
        (answer(b"", status="503 Unavailable"), False, False),
        (answer(gzip.compress(REFUSE_NEWS)[:20], Content_Encoding="gzip"), False, False),
        (silence, False, False),
        (b"", False, False),
        (redirect("/robots.txt"), True, True),
        (redirect("ftp://127.0.0.1/robots.txt"), False, False),
    ],
)
def test_robots_are_read_as_rfc_9309_says(page: Answer | None, allowed: bool, reachable: bool) -> None:
    robots = robots_from(page)
    assert robots.allows("http://127.0.0.1/news/1.html") is allowed
    assert robots.reachable is reachable


def test_robots_behind_redirects() -> None:
    hops = {f"r{n}": redirect(f"/r{n + 1}") for n in range(1, 6)}
    five = robots_from(redirect("/r1"), **{**hops, "r5": answer(REFUSE_NEWS)})
    assert not five.allows("http://127.0.0.1/news/1.html")
    six = robots_from(redirect("/r1"), **hops, r6=answer(REFUSE_NEWS))
    assert six.allows("http://127.0.0.1/news/1.html")


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("", 0), ("Crawl-delay: 0.5", 0.5), ("Crawl-delay: 30", 30), ("Crawl-delay: 1e9", 60), ("Crawl-delay: -1", 0),
        ("Crawl-delay: nan", 0), ("Crawl-delay: soon", 0), ("Crawl-delay: inf", 0), ("Request-rate: 1/10s", 10),
        ("Crawl-delay: 3\nRequest-rate: 2/10s", 5),
    ],
)  # fmt: skip
def test_the_delay_that_robots_ask_for_is_clamped(lines: str, delay: float) -> None:
    assert read_robots(f"User-agent: *\n{lines}\nDisallow: /x".encode()).delay == delay
