"""What can go wrong when pages are fetched and crawled, what must hold then, and the tests that show it.

A test belongs to a row if its name begins with the row's: ``test_a1_…``, or ``test_d1_b5_…`` for two of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parents[1]
_TEST = re.compile(r"^(?:async )?def (test_((?:[abcd][0-9]{1,2}_){1,4})[a-z0-9_]{1,200})\(", re.MULTILINE)

PARTS: Final = {"A": "Transport", "B": "Politeness", "C": "Where a crawl goes", "D": "Store, crash, disk"}

ROWS: Final = {
    "A1": ("bombs: a gigabyte in gzip, deflate, brotli, zstd; two, three, 200 layers; 100,000 members",
           "`BodyTooLarge` or `BadBody` within a second and 60 MB; the next page is fetched"),
    "A2": ("bombs in redirects, errors, robots.txt, sitemaps", "never unpacked; bodies of redirects are never read"),
    "A3": ("bodies cut, checksums wrong, members and rubbish behind them, encodings that lie",
           "`TruncatedBody`, `BadBody`, or the whole text; never half a page as a whole one"),
    "A4": ("a byte now and then: status, headers, hints, chunks, body, handshake; no answer at all",
           "an error at the deadline, at most a second later"),
    "A5": ("wrong lengths, broken chunks, resets, no HTTP, an answer before its question",
           "an error; never another URL's page"),
    "A6": ("bodies, headers, cookies, hints without end", "cut off at the caps"),
    "A7": ("redirects in circles, too many, to nowhere, to other schemes", "an error, five hops at most"),
    "A8": ("addresses that are not public: 80 spellings, by name, by redirect, bound anew; passwords, other ports",
           "`BlockedAddress` before anything is dialled; what was checked is what is dialled"),
    "A9": ("cookies and credentials across origins", "none kept, none sent on"),
    "A10": ("certificates: expired, another name, self-signed; old protocols", "`TLSError`, and no way around it"),
    "A11": ("line ends, NUL, other characters in URLs and headers; URLs of 100 kB", "a `FetchError`, never another"),
    "A12": ("429 and 503 with every kind of `Retry-After`", "the host rests so long, an hour at most; others go on"),
    "A13": ("errors that pass, 404, 410, 204, 206, 304; pages that are none", "tried again or not; no article"),
    "A14": ("names that are not found, or not answered; 10,000 of them", "an error; few threads, little memory"),
    "A15": ("proxies, authorities and `.netrc` in the environment", "unused unless asked for"),
    "B1": ("every answer about robots.txt", "as RFC 9309 says; kept a day, also across restarts"),
    "B2": ("the specification's examples, fifty modelled files", "the decisions that they ask for"),
    "B3": ("`Crawl-delay` and `Request-rate`, odd ones too", "the larger delay, a minute at most"),
    "B4": ("64 workers at one host, aliases of a host, many hosts at an address; 10,000 requests",
           "the gap for each host and each address"),
    "B5": ("restarts, kills over and over", "the gap holds across them"),
    "B6": ("the clock is set back, or forward", "no burst and no hang"),
    "B7": ("a server that gets slower", "the gap grows, and never falls below its floor"),
    "C1": ("calendars, growing paths, sessions, orders, chains and circles without end",
           "bounded and reported; every story is fetched"),
    "C2": ("one page under many spellings", "asked for once, the spellings kept"),
    "C3": ("a million links, endless addresses, other schemes, a base elsewhere", "bounded; dropped with a reason"),
    "C4": ("a canonical address on another site", "recorded, never followed or overwritten"),
    "C5": ("the same words at every address", "kept three times, then counted as duplicates"),
    "D1": ("`kill -9` at each point, and at any moment", "none lost, none twice; asked again only what was under way"),
    "D2": ("SIGINT once and twice, SIGTERM, SIGHUP, the death of a parent", "ends in order, with its exit code"),
    "D3": ("disks that are full or broken, limits of files, folders that cannot be written",
           "`StoreFull` or `StoreError`, whole lines, and on it goes when there is room"),
    "D4": ("a second process, a lock that was left behind", "`StoreLocked` at once, with the other's number"),
    "D5": ("a damaged database, log or index; other versions", "`StoreCorrupt`, `StoreVersion`; never begun again"),
    "D6": ("a torn last line, bytes that do not belong, a file that was changed", "cut back, or refused"),
    "D8": ("hostile files of state", "nothing is unpickled or evaluated"),
}  # fmt: skip
"""Row: (what happens, what holds)."""

ABSENT: Final = {
    "D7": "web archives (WARC) are not written yet",
    "D9": "a power cut cannot be made here; what is committed was synced (`synchronous=FULL`, `fsync`) before",
}
"""Rows without a test, and why."""

ALSO: Final = {
    "A3": ("test_fetch.py::test_whole_bodies_and_broken_ones_are_told_apart_at_every_cut",),
    "A10": ("test_fetch.py::test_a_tls_handshake_that_hangs_is_ended_and_its_connection_closed",),
    "A12": ("test_fetch_again.py::test_retry_after_is_seconds_or_a_date_and_an_hour_at_most",),
    "B1": (
        "test_fetch.py::test_robots_are_read_as_rfc_9309_says",
        "test_fetch.py::test_robots_behind_redirects",
        "test_robots.py::test_a_byte_order_mark_is_no_part_of_the_first_line",
    ),
    "C1": ("test_crawl.py::test_ends_where_links_go_in_circles",),
    "D1": ("test_store.py::TestAnyOrder",),
    "D4": ("test_crawl_command.py::test_the_folder_of_another_crawl",),
    "D8": ("test_architecture.py::test_nothing_runs_code_that_came_from_outside",),
}
"""Tests whose names do not say which row they are for."""


def proofs() -> dict[str, list[str]]:
    """The tests of each row, as ``test_file.py::test_name``."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(TESTS.glob("test_*.py")):
        for name, rows in _TEST.findall(file.read_text(encoding="utf-8")):
            for row in rows.upper().strip("_").split("_"):
                found[row].append(f"{file.name}::{name}")
    for row, more in ALSO.items():
        found[row].extend(more)
    return found


def table(part: str) -> str:
    """The rows of one part, as ``A``."""
    tests = proofs()
    lines = ["| | what happens | what holds | tests |", "|---|---|---|---|"]
    for row, (happens, holds) in ROWS.items():
        if row.startswith(part):
            lines.append(f"| {row} | {happens} | {holds} | {_grouped(tests[row])} |")
    lines.extend(f"| {row} | | {why} | |" for row, why in ABSENT.items() if row.startswith(part))
    return "\n".join(lines)


def _grouped(tests: list[str]) -> str:
    by_file: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        file, _, name = test.partition("::")
        by_file[file].append(f"`{name.removeprefix('test_')}`")
    return "; ".join(f"`tests/{file}`: {', '.join(names)}" for file, names in by_file.items())
