"""The fetcher under attack: row A of the matrix of faults, test by test. Row A12 has more in ``test_politeness``.

Every fault ends in one typed error within its bounds, or in the whole page; never in a part of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import socket
import ssl
import time
import zlib
from typing import TYPE_CHECKING, Any, Unpack

import pytest
import trustme

from newsharvest import errors
from newsharvest.fetch import Clock, FetchedPage, Fetcher, FetchOptions, SyncFetcher
from tests.childs import run_child
from tests.servers import Answer, Send, Site, answer, drip, redirect, silence

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LOOPBACK = ("127.0.0.0/8",)
PAGE = b"<html><body><p>The ferry ran again on Monday.</p></body></html>"


def fetch(url: str, **options: Unpack[FetchOptions]) -> FetchedPage:
    options = {"allow": LOOPBACK, "timeout": 5, "retries": 0, **options}
    with SyncFetcher(**options) as fetcher:
        return fetcher.fetch(url)


def fetch_from(page: Answer, **options: Unpack[FetchOptions]) -> FetchedPage:
    with Site({"/": page}) as site:
        return fetch(site.url(), **options)


# ------------------------------------------------------------------ A1, A2: bombs


def bomb(wbits: int, mebibytes: int = 1024) -> bytes:
    """A compressed gigabyte, without the work of compressing one: one mebibyte, its blocks repeated."""
    packer = zlib.compressobj(9, wbits=wbits)
    head = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + more * (mebibytes - 1) + packer.flush()


GZIP_BOMB = bomb(31)
BOMBS: dict[str, tuple[bytes, str]] = {
    "gzip": (GZIP_BOMB, "gzip"),
    "deflate": (bomb(15), "deflate"),
    "raw deflate": (bomb(-15), "deflate"),
    "br": (b"\x5b\xff\xff\xff" * 200, "br"),
    "zstd": (b"\x28\xb5\x2f\xfd" * 8000, "zstd"),
    "gzip twice": (gzip.compress(GZIP_BOMB), "gzip, gzip"),
    "gzip three times": (gzip.compress(gzip.compress(GZIP_BOMB)), "gzip, gzip, gzip"),
    "200 layers": (GZIP_BOMB, ", ".join(["gzip"] * 200)),
    "100,000 empty members": (gzip.compress(b"") * 100_000, "gzip"),
    "100,000 small members": (gzip.compress(b"x") * 100_000, "gzip"),
}


@pytest.fixture(scope="module")
def bombs() -> Iterator[Site]:
    pages: dict[str, Answer] = {
        "/" + name.replace(" ", "-"): answer(packed, Content_Encoding=encoding)
        for name, (packed, encoding) in BOMBS.items()
    }
    pages |= {"/page": answer(PAGE), "/robots.txt": pages["/gzip"]}
    pages["/moved"] = answer(GZIP_BOMB, status="302 Found", Location="/page", Content_Encoding="gzip")
    pages["/gone"] = answer(GZIP_BOMB, status="404 Not Found", Content_Encoding="gzip")
    pages["/sitemap.xml.gz"] = answer(GZIP_BOMB, content_type="application/gzip")
    with Site(pages) as site:
        yield site


MEASURED = """
from newsharvest import errors
from newsharvest.fetch import Fetcher, fetch_robots

async def main():
    async with Fetcher(allow=["127.0.0.0/8"], retries=0) as fetcher:
        await fetcher.fetch(ARGS["page"])
        idle, start = peak(), time.process_time()
        try:
            if ARGS["robots"]:
                found = str((await fetch_robots(fetcher, ARGS["url"])).reachable)
            else:
                found = str(len((await fetcher.fetch(ARGS["url"])).body))
        except errors.FetchError as error:
            found = type(error).__name__
        used, more = time.process_time() - start, peak() - idle
        again = len((await fetcher.fetch(ARGS["page"])).body)
        print(json.dumps([found, used, more, again]))

asyncio.run(main())
"""


@pytest.mark.parametrize("name", list(BOMBS))
def test_a1_a_bomb_is_refused_in_no_time_and_little_memory(name: str, bombs: Site) -> None:
    url = bombs.url("/" + name.replace(" ", "-"))
    found, seconds, mebibytes, again = run_child(MEASURED, url=url, page=bombs.url("/page"), robots=False)
    assert found == ("BodyTooLarge" if name in {"gzip", "deflate", "raw deflate"} else "BadBody")
    assert seconds < 1
    assert mebibytes < 60
    assert again == len(PAGE)


@pytest.mark.parametrize(
    ("path", "robots", "outcome"),
    [
        ("/moved", False, str(len(PAGE))),
        ("/gone", False, "HTTPStatusError"),
        ("/robots.txt", True, "True"),
        ("/sitemap.xml.gz", False, str(len(GZIP_BOMB))),
    ],
)
def test_a2_a_bomb_where_no_page_is(path: str, robots: bool, outcome: str, bombs: Site) -> None:
    found, seconds, mebibytes, again = run_child(MEASURED, url=bombs.url(path), page=bombs.url("/page"), robots=robots)
    assert found == outcome
    assert seconds < 1
    assert mebibytes < 60
    assert again == len(PAGE)


# ------------------------------------------------------------------ A3: encodings that lie

TRUNCATED, BAD = errors.TruncatedBody, errors.BadBody
PACKED = gzip.compress(PAGE)


@pytest.mark.parametrize(
    ("packed", "encoding", "error"),
    [
        (PACKED[:-9], "gzip", TRUNCATED),
        (PACKED[:1], "gzip", TRUNCATED),
        (PACKED[:12], "gzip", TRUNCATED),
        (PACKED[:-4], "gzip", TRUNCATED),
        (PACKED + PACKED[:-3], "gzip", TRUNCATED),
        (zlib.compress(PAGE)[:-5], "deflate", TRUNCATED),
        (zlib.compress(PAGE)[2:-8], "deflate", TRUNCATED),
        (PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "gzip", BAD),
        (PACKED[:-1] + b"\x09", "gzip", BAD),
        (PACKED[:20] + b"\xff\xff\xff" + PACKED[23:], "gzip", BAD),
        (PAGE, "gzip", BAD),
        (PAGE, "deflate", BAD),
        (PACKED, "br", BAD),
        (PACKED, "lzma", BAD),
        (PACKED, "gzip, br", BAD),
    ],
)
def test_a3_what_does_not_decode_is_no_page(packed: bytes, encoding: str, error: type[errors.FetchError]) -> None:
    with pytest.raises(error) as caught:
        fetch_from(answer(packed, Content_Encoding=encoding))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "packed", [PACKED + PACKED, gzip.compress(PAGE * 2) + b"rubbish", gzip.compress(b"") + gzip.compress(PAGE * 2)]
)
def test_a3_all_members_are_read_and_rubbish_after_them_is_not(packed: bytes) -> None:
    assert fetch_from(answer(packed, Content_Encoding="gzip")).body == PAGE * 2


# ------------------------------------------------------------------ A4: slowness

DRIPS: dict[str, Answer] = {
    "body": drip(answer(b"", Content_Length="100000"), b"x"),
    "body to the end": drip(answer(b"", Content_Length=""), b"x"),
    "status": drip(b"HTTP", b"/"),
    "headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
    "one header": drip(b"HTTP/1.1 200 OK\r\nX-More: ", b"x"),
    "hints": drip(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"),
    "continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "chunks": drip(answer(b"", Content_Length="", Transfer_Encoding="chunked"), b"1\r\nx\r\n"),
    "chunk header": drip(answer(b"", Content_Length="", Transfer_Encoding="chunked"), b"0"),
    "trailers": drip(answer(b"0\r\n", Content_Length="", Transfer_Encoding="chunked"), b"X-More: 1\r\n"),
    "gzip": drip(answer(PACKED[:10], Content_Length="", Content_Encoding="gzip"), b"\0"),
    "silence": silence,
}


@pytest.mark.parametrize("name", list(DRIPS))
def test_a4_no_drip_outlasts_the_deadline(name: str) -> None:
    start = time.monotonic()
    with pytest.raises((errors.FetchTimeout, errors.ConnectError, errors.BadBody)):
        fetch_from(DRIPS[name], timeout=0.2)
    assert time.monotonic() - start < 1.2


def test_a4_a_handshake_and_a_connection_that_hang() -> None:
    with Site() as site, pytest.raises(errors.FetchTimeout):
        fetch(site.url().replace("http:", "https:"), timeout=0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:  # Takes connections, reads nothing.
        start = time.monotonic()
        with pytest.raises(errors.FetchTimeout):
            fetch(f"http://127.0.0.1:{deaf.getsockname()[1]}/", timeout=0.2)
        assert time.monotonic() - start < 1.2


# ------------------------------------------------------------------ A5: framing


def chunked(body: bytes) -> bytes:
    return answer(body, Content_Length="", Transfer_Encoding="chunked")


def cut_off(head: bytes) -> Answer:
    """Sends ``head`` and resets the connection."""

    def send_and_reset(send: Send, closing: threading.Event) -> None:
        send(head)
        closing.wait(0.05)
        connection: socket.socket = send.__self__  # type: ignore[attr-defined]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        connection.close()

    return send_and_reset


NO_HTTP = errors.ConnectError


@pytest.mark.parametrize(
    ("page", "error"),
    [
        pytest.param(answer(PAGE, Content_Length="900"), TRUNCATED, id="length too long"),
        pytest.param(answer(PAGE, Content_Length="9" * 18), errors.BodyTooLarge, id="length huge"),
        pytest.param(answer(PAGE, Content_Length="9" * 30), NO_HTTP, id="length absurd"),
        pytest.param(answer(PAGE, Content_Length="-1"), NO_HTTP, id="length negative"),
        pytest.param(answer(PAGE, Content_Length=f"+{len(PAGE)}"), NO_HTTP, id="length with a sign"),
        pytest.param(answer(PAGE, Content_Length="0x3f"), NO_HTTP, id="length in hex"),
        pytest.param(answer(PAGE, Content_Length=f"{len(PAGE)}, 5"), NO_HTTP, id="two lengths"),
        pytest.param(answer(PAGE, content_length="5"), NO_HTTP, id="two headers of length"),
        pytest.param(chunked(b"zz\r\n12345\r\n0\r\n\r\n"), TRUNCATED, id="chunk size rubbish"),
        pytest.param(chunked(b"5\r\n12345zz0\r\n\r\n"), TRUNCATED, id="chunk end rubbish"),
        pytest.param(chunked(b"ffffffffffffffffffffffff\r\n12345\r\n"), TRUNCATED, id="chunk size huge"),
        pytest.param(chunked(b"5\r\n12345\r\n"), TRUNCATED, id="no last chunk"),
        pytest.param(chunked(b"5\r\n123"), TRUNCATED, id="chunk cut"),
        pytest.param(chunked(b"5\r\n12345\r\n0\r\n"), TRUNCATED, id="last chunk cut"),
        pytest.param(cut_off(answer(PAGE, Content_Length="900")), TRUNCATED, id="reset in the body"),
        pytest.param(cut_off(answer(PAGE, Content_Length="")), TRUNCATED, id="reset in a body to the end"),
        pytest.param(cut_off(b"HTTP/1.1 200 OK\r\nContent-"), NO_HTTP, id="reset in the headers"),
        pytest.param(cut_off(b""), NO_HTTP, id="reset before the answer"),
        pytest.param(b"", NO_HTTP, id="closed before the answer"),
        pytest.param(PAGE, NO_HTTP, id="HTTP/0.9"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", NO_HTTP, id="no status"),
        pytest.param(answer(PAGE, X_Odd="a\0b"), NO_HTTP, id="NUL in a header"),
        pytest.param(answer(PAGE, Transfer_Encoding="gzip, chunked"), NO_HTTP, id="unknown transfer encoding"),
    ],
)
def test_a5_broken_framing_is_no_page(page: Answer, error: type[errors.FetchError]) -> None:
    with pytest.raises(error) as caught:
        fetch_from(page)
    assert type(caught.value) is error


def test_a5_what_comes_after_the_told_length_is_never_read() -> None:
    assert fetch_from(answer(PAGE + b"POISON", Content_Length=str(len(PAGE)))).body == PAGE
    both = answer(b"5\r\n12345\r\n0\r\n\r\nPOISON", Content_Length="3", Transfer_Encoding="chunked")
    assert fetch_from(both).body == b"12345"


@pytest.mark.parametrize("close", ["close", "keep-alive"])
def test_a5_an_early_answer_never_becomes_another_urls_page(close: str) -> None:
    poison = answer(b"POISON", Connection="keep-alive")
    pages: dict[str, Answer] = {f"/{n}": answer(f"page {n}", Connection=close) + poison * 3 for n in range(20)}

    async def main(site: Site) -> list[bytes]:
        async with Fetcher(allow=LOOPBACK) as fetcher:
            one_by_one = [(await fetcher.fetch(site.url(path))).body for path in pages]
            at_once = await asyncio.gather(*[fetcher.fetch(site.url(path)) for path in pages])
            return [*one_by_one, *[each.body for each in at_once]]

    with Site(pages) as site:
        assert asyncio.run(main(site)) == [f"page {n}".encode() for n in range(20)] * 2
        assert site.connections == 40  # One for each.


# ------------------------------------------------------------------ A6: too much


def flood(head: bytes, piece: bytes) -> Answer:
    def send_on(send: Send, closing: threading.Event) -> None:
        send(head)
        while not closing.is_set():
            send(piece)

    return send_on


FLOODS: dict[str, Answer] = {
    "body to the end": flood(answer(b"", Content_Length=""), b"x" * 65_536),
    "chunks": flood(chunked(b""), b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    "chunks of one byte": flood(chunked(b""), b"1\r\nx\r\n" * 1000),
    "extensions of chunks": flood(chunked(b""), b"1;" + b"x" * 5000 + b"\r\nx\r\n"),
    "headers": flood(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n" * 1000),
    "one header": flood(b"HTTP/1.1 200 OK\r\nX-More: ", b"x" * 65_536),
    "hints": flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 100),
    "status": flood(b"HTTP/1.1 200 ", b"x" * 65_536),
    "20,000 headers": answer(PAGE, **{f"X-{n}": "1" for n in range(20_000)}),
    "a header of a mebibyte": answer(PAGE, X_Long="x" * (1 << 20)),
    "cookies of 4 MiB": answer(PAGE, Set_Cookie="a=" + "x" * (4 << 20)),
    "trailers": flood(chunked(b"0\r\n"), b"X-More: 1\r\n" * 1000),
}


@pytest.mark.parametrize("name", list(FLOODS))
def test_a6_a_flood_is_cut_off(name: str) -> None:
    start = time.process_time()
    with pytest.raises((errors.BodyTooLarge, errors.TruncatedBody)) as caught:
        fetch_from(FLOODS[name], max_wire=1 << 20)
    assert name == "trailers" or not caught.value.retryable
    assert time.process_time() - start < 8  # The server's share is in it.


def test_a6_a_location_without_an_end() -> None:
    with pytest.raises(errors.FetchError):
        fetch_from(redirect("/" + "x" * 100_000))
    with pytest.raises(errors.HTTPStatusError):
        fetch_from(redirect("/" + "x" * 20_000))


def test_a6_a_flood_stays_in_little_memory() -> None:
    with Site({"/page": answer(PAGE), "/flood": FLOODS["extensions of chunks"]}) as site:
        found, _, mebibytes, again = run_child(MEASURED, url=site.url("/flood"), page=site.url("/page"), robots=False)
    assert (found, again) == ("BodyTooLarge", len(PAGE))
    assert mebibytes < 60


# ------------------------------------------------------------------ A7: redirects


@pytest.mark.parametrize(
    ("pages", "error", "asked"),
    [
        pytest.param({"/": redirect("/")}, errors.TooManyRedirects, 1, id="itself"),
        pytest.param({"/": redirect("/#part")}, errors.TooManyRedirects, 1, id="itself, another part"),
        pytest.param(
            {"/": answer(status="302 Found", Location="/", Set_Cookie="seen=1")}, errors.TooManyRedirects, 1,
            id="itself with a cookie",
        ),
        pytest.param({"/": redirect("/b"), "/b": redirect("/")}, errors.TooManyRedirects, 2, id="there and back"),
        pytest.param(
            {"/": redirect("/0")} | {f"/{n}": redirect(f"/{n + 1}") for n in range(21)}, errors.TooManyRedirects, 6,
            id="21 long",
        ),
        pytest.param({"/": answer(status="300 Multiple Choices")}, errors.HTTPStatusError, 1, id="choices"),
        pytest.param({"/": answer(status="302 Found")}, errors.HTTPStatusError, 1, id="nowhere"),
        pytest.param({"/": redirect("file:///etc/passwd")}, errors.BlockedAddress, 1, id="file"),
        pytest.param({"/": redirect("ftp://127.0.0.1/")}, errors.BlockedAddress, 1, id="ftp"),
        pytest.param({"/": redirect("data:text/html,x")}, errors.BlockedAddress, 1, id="data"),
        pytest.param({"/": redirect("javascript:x()")}, errors.BlockedAddress, 1, id="javascript"),
        pytest.param({"/": redirect("gopher://127.0.0.1/")}, errors.BlockedAddress, 1, id="gopher"),
        pytest.param({"/": redirect("http://[bad")}, errors.BadURL, 1, id="no URL"),
    ],
)  # fmt: skip
def test_a7_redirects_that_lead_nowhere(pages: dict[str, Answer], error: type[errors.FetchError], asked: int) -> None:
    with Site(pages) as site, pytest.raises(error):
        fetch(site.url())
    assert len(site.asked) == asked


@pytest.mark.parametrize("location", ["/b/2", "2", "./2", "../b/2", "//{host}/b/2", "http://{host}/b/2", "2#part"])
def test_a7_redirects_that_lead_somewhere(location: str) -> None:
    with Site({"/b/2": answer(PAGE)}) as site:
        site.pages["/b/1"] = redirect(location.format(host=site.host))
        page = fetch(site.url("/b/1"))
    assert (page.redirects, page.final_url) == ((site.url("/b/2"),), site.url("/b/2"))


# ------------------------------------------------------------------ A8: addresses that are not public

SPELLINGS = """
127.0.0.1 127.1 127.0.1 127.0.0.1. 127.000.000.001 0177.0.0.1 0x7f.0.0.1 0x7f.1 0x7f000001 0X7F000001 017700000001
2130706433 127。0。0。1 １２７.0.0.1 ①②⑦.⓪.⓪.① [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [::7f00:1]
[::ffff:0:7f00:1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:1::1]
[2001:0:4136:e378:8000:63bf:80ff:fffe] localhost LOCALHOST localhost. sub.localhost loop.example loop.example.
LOOP.example
127.255.255.254 0.0.0.0 0 0x0 00 0.0.0.1 [::] [::1] [0:0:0:0:0:0:0:1] [::1%25lo] [fe80::1] [fe80::1%25eth0] [fec0::1]
[fc00::1] [fd00:ec2::254] [ff02::1] [2001:db8::1] [3fff::1] [5f00::1] [100::1] 10.0.0.1 10.255.255.255 012.0.0.1
0xa000001 167772161 172.16.0.1 172.31.255.255 192.168.0.1 0300.0250.0.1 3232235521 100.64.0.1 100.127.255.255
169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 [::ffff:169.254.169.254] 168.63.129.16 192.0.0.8 192.0.2.1
198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ten.example six.example
mapped.example mixed.example zone.example
""".split()
NAMES = {
    "loop.example": ["127.0.0.1"],
    "ten.example": ["10.1.2.3"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "mixed.example": ["10.0.0.1", "127.0.0.1", "::1", "fe80::1"],
    "zone.example": ["fe80::1%lo"],
    "sub.localhost": ["127.0.0.1"],
    "localhost": ["127.0.0.1", "::1"],
}


async def known_names(host: str, _: int) -> Sequence[str]:
    try:
        return NAMES[host.lower().rstrip(".")]
    except KeyError:
        raise socket.gaierror(socket.EAI_NONAME, "no such name") from None


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that sockets were connected to."""
    seen: list[tuple[str, int]] = []
    connect = asyncio.BaseEventLoop.create_connection

    async def watched(loop: Any, factory: Any, host: Any = None, port: Any = None, **more: Any) -> Any:
        seen.append((host, port))
        return await connect(loop, factory, host, port, **more)

    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", watched)
    return seen


def test_a8_there_are_enough_spellings() -> None:
    assert len(set(SPELLINGS)) >= 80


@pytest.mark.parametrize("host", SPELLINGS)
def test_a8_no_spelling_reaches_what_is_not_public(host: str, dialled: list[tuple[str, int]]) -> None:
    refused = (errors.BlockedAddress, errors.BadURL, errors.NameNotFound)
    with Site(everywhere=True) as site:
        port = site.host.split(":")[1]
        with pytest.raises(refused):
            fetch(f"http://{host}:{port}/", allow=(), resolver=known_names)
        assert dialled == []
        # From a host that is allowed, it leads no further by a redirect.
        site.pages["/"] = redirect(f"http://{host.encode().decode('latin-1')}:{port}/secret")
        with pytest.raises((*refused, errors.HTTPStatusError)):
            fetch(f"http://127.9.9.9:{port}/", allow=("127.9.9.9",), resolver=known_names)
    assert dialled == [("127.9.9.9", int(port))]
    assert site.connections == 1


@pytest.mark.parametrize("after", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a8_a_name_that_is_bound_anew_gains_nothing(after: str, dialled: list[tuple[str, int]]) -> None:
    """Public (here: allowed) when it is checked, private when it is looked up again."""
    answers = iter([["127.9.9.9"], [after]])

    async def rebinding(*_: object) -> Sequence[str]:
        return next(answers)

    async def main(site: Site) -> None:
        url = f"http://news.example:{site.host.split(':')[1]}/"
        async with Fetcher(allow=["127.9.9.9"], resolver=rebinding, retries=0) as fetcher:
            for _ in range(3):
                assert (await fetcher.fetch(url)).body == PAGE  # What was checked is remembered, and dialled.
            assert await fetcher.addresses(url) == ("127.9.9.9",)
        async with Fetcher(allow=["127.9.9.9"], resolver=rebinding, retries=0) as fetcher:
            with pytest.raises(errors.BlockedAddress):
                await fetcher.fetch(url)

    with Site({"/": answer(PAGE)}, everywhere=True) as site:
        asyncio.run(main(site))
    assert {host for host, _ in dialled} == {"127.9.9.9"}
    assert site.connections == 3


def test_a8_of_mixed_addresses_only_the_permitted_ones_are_dialled(dialled: list[tuple[str, int]]) -> None:
    async def resolver(*_: object) -> Sequence[str]:
        return ["10.0.0.1", "::1", "127.9.9.9", "127.0.0.1"]

    with Site({"/": answer(PAGE)}, everywhere=True) as site:
        url = f"http://news.example:{site.host.split(':')[1]}/"
        assert fetch(url, allow=("127.9.9.9",), resolver=resolver).address == "127.9.9.9"
    assert {host for host, _ in dialled} == {"127.9.9.9"}


@pytest.mark.parametrize(
    "url", ["http://user:pass@127.0.0.1/", "http://user@127.0.0.1/", "http://127.0.0.1:22/", "http://127.0.0.1:25/"]
)
def test_a8_passwords_and_ports_of_other_services(url: str, dialled: list[tuple[str, int]]) -> None:
    with pytest.raises(errors.BlockedAddress):
        fetch(url)
    with Site({"/": redirect(url)}) as site, pytest.raises(errors.BlockedAddress):
        fetch(site.url())
    assert len(dialled) == 1


# ------------------------------------------------------------------ A9: what is nobody else's business


def test_a9_no_cookie_is_kept_and_no_credential_travels() -> None:
    cookies = ["id=1; Domain=com.tw", "id=2; Domain=co.uk; Path=/", "id=3; Secure", "id=4"]
    with Site() as here, Site({"/": answer(PAGE)}) as there:
        here.pages = {
            f"/{n}": answer(status="302 Found", Location=f"/{n + 1}", Set_Cookie=cookies[n]) for n in range(4)
        }
        here.pages["/4"] = redirect(there.url())
        secrets = {"Authorization": "Bearer x", "Cookie": "own=1", "X-Api-Key": "k"}
        fetch(here.url("/0"), origin_headers={here.url().rstrip("/"): secrets})
    for asked in here.asked:
        assert asked.headers["cookie"] == "own=1"
    sent = there.asked[0].headers
    assert not {"cookie", "authorization", "x-api-key", "referer"} & set(sent)


# ------------------------------------------------------------------ A10: TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a10_a_certificate_that_is_trusted(authority: trustme.CA) -> None:
    certificate = authority.issue_cert("127.0.0.1", "paper.example")
    with Site({"/": answer(PAGE)}, tls=server_tls(certificate)) as site:
        page = fetch(site.url(), tls=trusting(authority))
        assert (page.body, page.address) == (PAGE, "127.0.0.1")
        named = site.url().replace("127.0.0.1", "paper.example")

        async def resolver(*_: object) -> Sequence[str]:
            return ["127.0.0.1"]

        assert fetch(named, tls=trusting(authority), resolver=resolver).body == PAGE


@pytest.mark.parametrize("fault", ["expired", "not yet valid", "wrong name", "unknown authority", "self-signed"])
def test_a10_a_certificate_that_is_not(fault: str, authority: trustme.CA) -> None:
    now = dt.datetime.now(dt.UTC)
    long_ago, ago, later = (now + dt.timedelta(days=days) for days in (-90, -1, 90))
    if fault == "expired":
        certificate = authority.issue_cert("127.0.0.1", not_before=long_ago, not_after=ago)
    elif fault == "not yet valid":
        certificate = authority.issue_cert("127.0.0.1", not_before=later, not_after=later + dt.timedelta(days=9))
    elif fault == "wrong name":
        certificate = authority.issue_cert("127.0.0.2", "other.example")
    else:
        certificate = trustme.CA().issue_cert("127.0.0.1")
    client = None if fault == "self-signed" else trusting(authority)
    with Site({"/": answer(PAGE)}, tls=server_tls(certificate)) as site, pytest.raises(errors.TLSError) as caught:
        fetch(site.url(), tls=client)
    assert "certificate" in caught.value.problem
    assert not caught.value.retryable
    assert site.asked == []  # And it did not try without.


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a10_a_protocol_that_is_too_old(authority: trustme.CA) -> None:
    context = server_tls(authority.issue_cert("127.0.0.1"))
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with Site({"/": answer(PAGE)}, tls=context) as site, pytest.raises(errors.TLSError):
        fetch(site.url(), tls=trusting(authority))
    assert site.asked == []


def test_a10_a_redirect_to_a_certificate_that_is_not_trusted(authority: trustme.CA) -> None:
    stranger = trustme.CA().issue_cert("127.0.0.1")
    with (
        Site({"/": answer(PAGE)}, tls=server_tls(stranger)) as bad,
        Site({"/": redirect(bad.url())}) as site,
        pytest.raises(errors.TLSError),
    ):
        fetch(site.url(), tls=trusting(authority))


def test_a10_many_requests_leave_no_connection(authority: trustme.CA) -> None:
    async def main(site: Site) -> None:
        async with Fetcher(allow=LOOPBACK, tls=trusting(authority)) as fetcher:
            pages = await asyncio.gather(*[fetcher.fetch(site.url(f"/{n}")) for n in range(20)])
            assert {page.body for page in pages} == {PAGE}

    with Site(tls=server_tls(authority.issue_cert("127.0.0.1"))) as site:
        site.default = answer(PAGE)
        asyncio.run(main(site))
    assert site.abandoned == 0


# ------------------------------------------------------------------ A11: what cannot stand in a request


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/\r\nX-Evil: 1", "http://a.example/\x00", "http://a\x00.example/", "http://a.example\r\n/",
        "http://a.example/\ud800", "http://\ud800.example/", "http://a.example/" + "x" * 100_000, "http://" + "a" * 300,
        "http://" + "a." * 200 + "example/", "http://xn--a/", "http://.example/", "http://a..example/", "http://%00/",
        "http://a b/", "http://a.example:port/", "http://:80/", "\x00", "", " ", "新闻", "http://新\ufffe闻/", "http://[::1/",
    ],
)  # fmt: skip
def test_a11_odd_urls_end_in_a_fetch_error(url: str) -> None:
    with pytest.raises(errors.FetchError):
        fetch(url, resolver=known_names)


@pytest.mark.parametrize(
    "location", ["http://a.example/\x01", "http://\xff\xfe/", "//\xe6\x96\xb0/", "http://a\\b/", "\\\\x"]
)
def test_a11_odd_locations_end_in_a_fetch_error(location: str) -> None:
    with pytest.raises(errors.FetchError):
        fetch_from(redirect(location), resolver=known_names)


def test_a11_odd_headers_of_an_answer_are_kept_as_they_came() -> None:
    page = fetch_from(answer(PAGE, Server="ünï", ETag='"新"'.encode().decode("latin-1")))
    assert page.header("Server") == "ünï"
    assert page.header("ETag") == '"新"'.encode().decode("latin-1")
    assert page.validators is None


# ------------------------------------------------------------------ A13: answers that are no page


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (answer(status="204 No Content"), 204), (answer(PAGE, status="206 Partial Content"), 206),
        (answer(status="205 Reset Content"), 205), (b"HTTP/1.1 304 Not Modified\r\n\r\n", 304),
        (answer(PAGE, status="404 Not Found"), 404), (answer(PAGE, status="410 Gone"), 410),
        (answer(PAGE, status="999 Denied"), 999), (answer(PAGE, status="500 Error"), 500),
    ],
)  # fmt: skip
def test_a13_a_status_that_is_no_page(page: bytes, outcome: int) -> None:
    with pytest.raises(errors.HTTPStatusError) as caught:
        fetch_from(page)
    assert caught.value.status == outcome


@pytest.mark.parametrize("body", [b"", b"Please prove that you are no robot."])
def test_a13_an_empty_or_odd_page_is_a_page_for_the_reader_to_judge(body: bytes) -> None:
    assert fetch_from(answer(body)).body == body


def test_a13_a_server_that_comes_back() -> None:
    pages = iter([answer(status="500 Error"), answer(status="503 Busy", Retry_After="0"), answer(PAGE)])

    def changing(send: Send, _: threading.Event) -> None:
        send(next(pages))

    async def main(site: Site) -> bytes:
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        async with Fetcher(allow=LOOPBACK, clock=Clock(sleep=sleep)) as fetcher:
            body = (await fetcher.fetch(site.url())).body
        assert len(slept) == 2
        return body

    with Site({"/": changing}) as site:
        assert asyncio.run(main(site)) == PAGE


# ------------------------------------------------------------------ A14: names


@pytest.mark.parametrize(
    ("code", "retryable"), [(socket.EAI_NONAME, False), (socket.EAI_AGAIN, True), (socket.EAI_FAIL, False)]
)
def test_a14_a_name_that_is_not_found(code: int, retryable: bool) -> None:
    async def resolver(*_: object) -> Sequence[str]:
        raise socket.gaierror(code, "no")

    with pytest.raises(errors.NameNotFound) as caught:
        fetch("http://none.example/", resolver=resolver)
    assert caught.value.retryable is retryable


def test_a14_a_name_server_that_does_not_answer() -> None:
    async def resolver(*_: object) -> Sequence[str]:
        await asyncio.sleep(30)
        return []

    start = time.monotonic()
    with pytest.raises(errors.FetchTimeout):
        fetch("http://mute.example/", resolver=resolver, timeout=0.2)
    assert time.monotonic() - start < 1.2


def test_a14_ten_thousand_names_take_few_threads_and_little_memory() -> None:
    code = """
    import socket
    from newsharvest import errors
    from newsharvest.fetch import Fetcher

    threads = 0
    def getaddrinfo(host, port, *more, **options):
        global threads
        threads = max(threads, threading.active_count())
        time.sleep(0.001)
        raise socket.gaierror(socket.EAI_AGAIN if host.startswith("h1") else socket.EAI_NONAME, "no")

    socket.getaddrinfo = getaddrinfo

    async def main():
        found = {}
        async with Fetcher(retries=0) as fetcher:
            async def work(urls):
                for url in urls:
                    try:
                        await fetcher.fetch(url)
                    except errors.FetchError as error:
                        name = type(error).__name__
                        found[name] = found.get(name, 0) + 1
            urls = iter([f"http://h{n}.example/" for n in range(10_000)])
            await work([next(urls)])
            idle = peak()
            await asyncio.gather(*[work(urls) for _ in range(200)])
            print(json.dumps([found, threads, peak() - idle]))

    asyncio.run(main())
    """
    found, threads, mebibytes = run_child(code)
    assert found == {"NameNotFound": 10_000}
    assert threads <= 20
    assert mebibytes < 100


# ------------------------------------------------------------------ A15: the environment


def test_a15_nothing_of_the_environment_is_used_unless_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: trustme.CA
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n", encoding="ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    authorities = tmp_path / "authorities.pem"
    authority.cert_pem.write_to_path(authorities)
    monkeypatch.setenv("SSL_CERT_FILE", str(authorities))
    with Site({"/": answer(PAGE)}) as site:
        assert fetch(site.url()).body == PAGE
        assert "authorization" not in site.asked[0].headers
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert fetch(site.url(), trust_env=True).body == PAGE
    with Site({"/": answer(PAGE)}, tls=server_tls(authority.issue_cert("127.0.0.1"))) as site:
        with pytest.raises(errors.TLSError):
            fetch(site.url())
        assert fetch(site.url(), trust_env=True).body == PAGE
