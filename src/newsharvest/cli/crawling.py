"""The commands ``crawl`` and ``status``."""

from __future__ import annotations

import json
import signal
import sys
import threading
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsharvest.archive import FORMATS, JsonLinesWriter
from newsharvest.cli.printing import Exit, InputError, UsageError, message_line, one_line, outcome, put, say, told
from newsharvest.crawl import STORE_FILE, Budgets, CrawlProgress, Stop, crawl, display_on
from newsharvest.errors import FetchError, StoreError
from newsharvest.fetch import request_url

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from newsharvest.archive import Writer
    from newsharvest.crawl.status import CrawlStatus
    from newsharvest.errors import NewsharvestError
    from newsharvest.fetch import FetchOptions

_MOST_SEEDS: Final = 10_000_000
_OTHER_FILES: Final = frozenset(
    ".json .csv .tsv .parquet .arrow .gz .zst .zip .warc .xml .html .txt .db .sqlite".split()
)
"""Ends of names by which people mean a file, and nothing that newsharvest writes."""


def run_crawl(args: argparse.Namespace, fetching: FetchOptions) -> Exit:
    """Crawl, write the articles, say what failed, and sum up."""
    seeds = [*args.seeds, *(_listed(args.input_file) if args.input_file else ())]
    file = _file_of(args.out)
    folder = args.out if args.out and file is None else None
    if args.resume and folder is None:
        raise UsageError("--resume continues the crawl in a folder: name it with --out")
    if not seeds and not (folder and args.resume and (folder / STORE_FILE).exists()):
        raise UsageError("give a URL to begin with" + (f": {folder} has no crawl in it" if args.resume else ""))
    failures: list[NewsharvestError] = []
    last = CrawlProgress()
    stop = Stop()
    live = args.out is not None or not sys.stdout.isatty()  # Else the articles themselves move over the terminal.
    with _writer(args.out, file) as writer, display_on(sys.stderr, total=args.limit, live=live) as display:

        def on_progress(progress: CrawlProgress) -> None:
            nonlocal last
            last = progress
            display.update(progress)

        how: dict[str, Any] = {name: getattr(args, name) for name in ("follow", "limit", "delay", "within", "since")}
        how |= {"concurrency": args.concurrency, "out": folder, "resume": args.resume}
        how |= {"revisit_after": args.revisit_after, "retries": args.retries, "budgets": Budgets(**dict(args.budget))}
        with _stopped_by_signals(stop, display.say):
            for result in crawl(seeds, on_progress=on_progress, stop=stop, **how, **fetching):
                if result.error:
                    failures.append(result.error)
                    display.say(message_line(told(result.url, result.error)))
                elif writer and result.article:
                    writer.write(result.article)
    for line in summary(last, args.follow):
        say(line)
    if stop.requested:
        return Exit.STOPPED
    if not (failures or last.articles or last.unchanged or args.resume) and last.no_article:
        return Exit.NO_PAGE  # Coming back without finding anything new is as it should be.
    return outcome(failures, read=last.articles + last.unchanged)


def summary(done: CrawlProgress, follow: tuple[str, ...]) -> Iterator[str]:
    """What a run came to: the parts of the first line add up to its number of pages."""
    parts = [
        f"{done.articles} {_plural('article', done.articles)}"
        + (f" ({done.revisions} of them changed)" if done.revisions else "")
    ]
    parts += [f"{done.unchanged} unchanged"] if done.unchanged else []
    parts += [f"{done.failed} failed", f"{done.repeated} met twice"]
    if done.no_article:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(done.reasons.items()))
        parts.append(f"{done.no_article} no articles ({kinds})")
    yield f"{done.pages} {_plural('page', done.pages)}: {', '.join(parts)}; {done.queued} left"
    if done.dropped:
        counts = sorted(done.dropped.items(), key=lambda each: -each[1])
        yield "links not followed: " + ", ".join(f"{count} {reason}" for reason, count in counts)
    if "listing" not in follow and done.reasons.get("listing") and not done.articles:
        yield "a list is no article: --follow listing reads the stories on it"


def _plural(name: str, count: int) -> str:
    return name if count == 1 else f"{name}s"


def run_status(args: argparse.Namespace) -> Exit:
    """Say how far the crawl in a folder is."""
    from newsharvest.crawl.status import read_status  # noqa: PLC0415 - sqlite3, for this command alone

    status = read_status(args.folder)
    put(json.dumps(status.to_dict(), ensure_ascii=False) if args.json else "\n".join(_described(status)))
    return Exit.OK


def _described(status: CrawlStatus) -> Iterator[str]:
    yield f"crawling now, process {status.pid}" if status.pid else "not crawling"
    yield f"pages      {sum(status.states.values())}: {_listing(status.states)}"
    if status.outcomes:
        yield f"last visit {_listing(status.outcomes)}"
    later = status.versions - status.articles
    yield f"articles   {status.articles}, {later} later versions; {status.exported} written"
    hosts = f"{status.hosts} {_plural('host', status.hosts)}"
    yield f"asked      {status.fetches} {_plural('time', status.fetches)}, {hosts}, {status.bytes / 1e6:.1f} MB"
    if status.last:
        yield f"last page  {datetime.fromtimestamp(status.last).astimezone().isoformat(' ', 'seconds')}"
    for words, count in status.errors.items():
        yield f"error      {count}: {one_line(words)}"
    for reason, (count, example) in status.dropped.items():
        yield f"not followed {count}: {reason}, as {one_line(example)}"
    yield f"left       {status.left}"


def _listing(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _listed(file: str) -> list[str]:
    """The URLs of a file, one a line; empty lines and those that begin with ``#`` are passed over."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: no list of URLs, for it is not UTF-8") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    urls = []
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if line and not line.startswith("#"):
            try:
                urls.append(request_url(line))
            except FetchError as error:
                raise UsageError(f"{file}, line {number}: {error}") from error
    return urls[:_MOST_SEEDS]


def _file_of(out: Path | None) -> Path | None:
    """The file that the articles are written to; ``None`` for a folder, and for standard output."""
    if out is None or out.is_dir():
        return None
    if any(out.suffix in form.suffixes for form in FORMATS):
        return out
    if out.suffix.lower() in _OTHER_FILES:
        known = ", ".join([suffix for form in FORMATS for suffix in form.suffixes])
        raise UsageError(f"{out}: files are written as {known}; any other name is that of a folder")
    return None


@contextmanager
def _writer(out: Path | None, file: Path | None) -> Iterator[Writer | None]:
    """What the articles go to: standard output, or a new file; a folder is the crawl's own business."""
    if out is None:
        yield JsonLinesWriter(sys.stdout.buffer)
        return
    if file is None:
        yield None
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size:
            raise StoreError(f"{file} is there already: name another one")
    except OSError as error:
        raise StoreError(f"{file.parent}: {error.strerror or error}") from error
    form = next(form for form in FORMATS if file.suffix in form.suffixes)
    with form.writer(file) as writer:
        yield writer


@contextmanager
def _stopped_by_signals(stop: Stop, tell: Any) -> Iterator[None]:
    """The first signal ends the crawl in order, the second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heed(number: int, _frame: object) -> None:
        if stop.requested:
            raise KeyboardInterrupt
        stop.request()
        name = signal.Signals(number).name
        tell(message_line(f"{name}: ends what is under way, {stop.grace:g} seconds at most; once more ends it now"))

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, heed) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
