"""robots.txt, read as RFC 9309 says."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newsharvest.errors import BlockedAddress, FetchError, HTTPStatusError, TooManyRedirects
from newsharvest.fetch.options import ROBOT_NAME

if TYPE_CHECKING:
    from protego import Protego

    from newsharvest.fetch.fetcher import Before, Fetcher

LONGEST_DELAY: Final = 60.0
"""Seconds; a site that asks for more gets this."""

_SIZE: Final = 500 * 1024
_SITEMAPS: Final = 50
_SERVER_ERROR: Final = 500
_REFUSES_ALL: Final = "User-agent: *\nDisallow: /"
_GROUP: Final = re.compile(r"[ \t]{0,20}user[ -]?agent[ \t]{0,20}[: \t][ \t]{0,20}(?P<name>[^#]{1,200})", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[a-z_-]{1,100}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Robots:
    """What one robots.txt says to this robot."""

    _rules: Protego
    body: bytes = b""
    """The file, as far as it counts; empty where there is none."""
    problem: str | None = None
    """Why it could not be had, which is a no to everything until it can; ``None`` where it was."""
    error: FetchError | None = None
    """What came instead of the file, be it a yes or a no to everything; ``None`` where the file came."""

    @property
    def reachable(self) -> bool:
        """Whether it was had, or is known not to be there."""
        return self.problem is None

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be asked for."""
        return bool(self._rules.can_fetch(url, ROBOT_NAME))

    @property
    def delay(self) -> float:
        """Seconds between two requests, 60 at most; 0.0 where Crawl-delay and Request-rate say nothing."""
        rate = self._rules.request_rate(ROBOT_NAME)
        from_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        paces = (self._rules.crawl_delay(ROBOT_NAME) or 0.0, from_rate)
        # "nan" compares false, and so says nothing.
        return max((min(pace, LONGEST_DELAY) for pace in paces if pace > 0), default=0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of sitemaps as printed, fifty at most."""
        return tuple(islice(self._rules.sitemaps, _SITEMAPS))


def read_robots(body: bytes) -> Robots:
    """The rules of a robots.txt; what is no rule is passed over, so any bytes will do."""
    body = body[:_SIZE]
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return Robots(_parsed(body.decode("utf-16" if wide else "utf-8-sig", errors="replace")), body)


def no_robots(problem: str | None, error: FetchError | None = None) -> Robots:
    """What holds without a file: nothing is allowed if there is a ``problem``, else all."""
    return Robots(_parsed(_REFUSES_ALL if problem else ""), problem=problem, error=error)


async def fetch_robots(fetcher: Fetcher, url: str, *, before: Before | None = None) -> Robots:
    """The rules that hold for ``url``, from the robots.txt of its host.

    :class:`~newsharvest.errors.BlockedAddress` where the host itself is refused; no other FetchError is raised.

    A file that is not there (a status of 4xx, more than five redirects) allows everything; one that could
    not be had (5xx, no answer, a broken body) allows nothing. Of a long file the first 500 KiB count.
    """
    address = urljoin(url, "/robots.txt")
    try:
        page = await fetcher.fetch(address, before=before, at_most=_SIZE)
    except TooManyRedirects as error:
        return no_robots(None, error)
    except HTTPStatusError as error:
        return no_robots(error.problem if error.status >= _SERVER_ERROR else None, error)
    except FetchError as error:
        if isinstance(error, BlockedAddress) and error.url == address:
            raise
        return no_robots(error.problem, error)
    return read_robots(page.body)


def _parsed(text: str) -> Protego:
    from protego import Protego  # noqa: PLC0415 - slow, for those who crawl

    return Protego.parse("\n".join(map(_addressed, text.splitlines())))


def _addressed(line: str) -> str:
    """The line, with each group named by whether it is meant for this robot.

    A group is for the robot whose product token it names. Protego lets the beginning of a token do, so that a
    group for ``news`` would be one for ``newsharvest``, and does not see that ``newsharvest/2`` is.
    """
    group = _GROUP.match(line)
    if not group:
        return line
    token = _TOKEN.match(group["name"])
    if group["name"].split()[:1] == ["*"]:
        return "User-agent: *"
    return f"User-agent: {ROBOT_NAME if token and token[0].lower() == ROBOT_NAME else 'another'}"
