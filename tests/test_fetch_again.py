"""Asking again: conditional requests, what an archive keeps, and when a server wants to be asked."""

from __future__ import annotations

import asyncio
import gzip
import pickle
from typing import TYPE_CHECKING, Unpack

import pytest

from newsharvest import errors
from newsharvest.fetch import FetchedPage, Fetcher, FetchOptions, Validators
from newsharvest.fetch.retry import LONGEST_PAUSE, retry_after
from tests.servers import Site, answer, redirect

if TYPE_CHECKING:
    import threading

    from tests.servers import Answer, Send

LOOPBACK = ("127.0.0.0/8",)
PAGE = b"<html><body><p>The ferry ran again on Monday.</p></body></html>"
CHANGED = "Mon, 13 Jul 2020 08:00:00 GMT"


def fetch(url: str, validators: Validators | None = None, **options: Unpack[FetchOptions]) -> FetchedPage:
    options = {"allow": LOOPBACK, "timeout": 5, "retries": 0, **options}

    async def run() -> FetchedPage:
        async with Fetcher(**options) as fetcher:
            return await fetcher.fetch(url, validators=validators)

    return asyncio.run(run())


def test_a_page_names_its_version_and_is_not_sent_twice() -> None:
    with Site({"/": answer(PAGE, ETag='"v1"', Last_Modified=CHANGED)}) as site:
        page = fetch(site.url())
        assert (page.etag, page.last_modified, page.not_modified) == ('"v1"', CHANGED, False)
        site.pages["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'
        again = fetch(site.url(), page.validators)
    assert (again.status, again.not_modified, again.body, again.etag) == (304, True, b"", '"v1"')
    first, second = (each.headers for each in site.asked)
    assert not {"if-none-match", "if-modified-since"} & set(first)
    assert (second["if-none-match"], second["if-modified-since"]) == ('"v1"', CHANGED)


def test_a_page_that_has_changed_comes_whole() -> None:
    with Site({"/": answer(PAGE, ETag='"v2"')}) as site:
        page = fetch(site.url(), Validators(etag='"v1"'))
    assert (page.status, page.body, page.etag) == (200, PAGE, '"v2"')
    assert "if-modified-since" not in site.asked[0].headers


def test_a_version_is_not_told_where_a_redirect_leads() -> None:
    pages: dict[str, Answer] = {"/": redirect("/b"), "/b": b"HTTP/1.1 304 Not Modified\r\n\r\n"}
    with Site(pages) as site, pytest.raises(errors.HTTPStatusError) as caught:
        fetch(site.url(), Validators(etag='"v1"'))
    assert ["if-none-match" in each.headers for each in site.asked] == [True, False]
    assert caught.value.status == 304


def test_not_modified_without_having_asked_is_no_page() -> None:
    with Site({"/": b"HTTP/1.1 304 Not Modified\r\n\r\n"}) as site, pytest.raises(errors.HTTPStatusError):
        fetch(site.url())


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"\x00"', '"é"', "", '"新"'])
def test_a_version_that_cannot_stand_in_a_header_is_not_named(etag: str) -> None:
    assert Validators(etag=etag).headers == ()
    with Site({"/": answer(PAGE)}) as site:
        assert fetch(site.url(), Validators(etag=etag)).validators is None
    assert not {"if-none-match", "x-evil"} & set(site.asked[0].headers)


@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_the_body_as_received_is_kept_where_it_is_asked_for(encoding: str) -> None:
    sent = gzip.compress(PAGE) if encoding else PAGE

    def in_two_parts(send: Send, closing: threading.Event) -> None:
        whole = answer(sent, Content_Encoding=encoding, x_ODD_name="1")
        send(whole[:-20])
        closing.wait(0.01)
        send(whole[-20:])

    with Site({"/": in_two_parts}) as site:
        page, lean = fetch(site.url(), keep_wire=True), fetch(site.url())
    assert (page.wire, page.body) == (sent, PAGE)
    assert ("x-ODD-name", "1") in page.headers
    assert (lean.wire, lean.body) == (None, PAGE)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("0", 0.0), ("7", 7.0), (" 7 ", 7.0), ("2.5", 2.5), ("1e9", LONGEST_PAUSE),
        ("9" * 60, LONGEST_PAUSE), ("9" * 600, LONGEST_PAUSE), ("inf", LONGEST_PAUSE), ("-1", None), ("nan", None),
        ("abc", None), ("Mon, 13 Jul 2020 08:00:00 GMT", 0.0), ("Mon, 13 Jul 2020 08:00:42 GMT", 30.0),
        ("Mon, 13 Jul 2020 08:00:42", 30.0), ("Mon, 13 Jul 2020 10:00:42 +0200", 30.0),
        ("Monday, 13-Jul-20 08:00:42 GMT", 30.0), ("Mon Jul 13 08:00:42 2020", 30.0),
        ("Tue, 14 Jul 2020 08:00:00 GMT", LONGEST_PAUSE), ("Mon, 99 Jul 2020 08:00:42 GMT", None),
        ("Mon, 13 Jul 99999 08:00:42 GMT", None), ("\x00", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date_and_an_hour_at_most(value: str | None, seconds: float | None) -> None:
    now = 1594627212.0  # Mon, 13 Jul 2020 08:00:12 GMT
    assert retry_after(value, now) == seconds


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_an_error_says_when_the_server_wants_to_be_asked(status: str) -> None:
    with Site({"/": answer(status=status, Retry_After="12"), "/b": answer(status=status)}) as site:
        with pytest.raises(errors.HTTPStatusError) as caught:
            fetch(site.url())
        with pytest.raises(errors.HTTPStatusError) as silent:
            fetch(site.url("/b"))
    assert caught.value.retry_after == 12
    assert pickle.loads(pickle.dumps(caught.value)).retry_after == 12  # noqa: S301
    assert silent.value.retry_after is None
