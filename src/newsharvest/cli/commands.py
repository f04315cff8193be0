"""What the commands do: each is a thin skin over the function of the same name."""

from __future__ import annotations

import json
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsharvest.archive import FORMATS, JsonLinesWriter
from newsharvest.article import Article
from newsharvest.cli.arguments import parser
from newsharvest.crawl import CrawlProgress, crawl, display_on
from newsharvest.errors import FetchError, NewsharvestError, PageTooLarge, RuleError, StoreError, UnknownCharset
from newsharvest.extract import explain, extract
from newsharvest.fetch import Fetcher
from newsharvest.harvest import harvest
from newsharvest.inspection import report
from newsharvest.text import codec_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from newsharvest.archive import Writer
    from newsharvest.explanation import Explanation
    from newsharvest.fetch import FetchedPage, FetchOptions

_MAX_BYTES: Final = 64 << 20
_MAX_MESSAGE: Final = 500


class Exit(IntEnum):
    """What the exit code says."""

    OK = 0
    USAGE = 2
    NO_PAGE = 3
    NO_OUTPUT = 4
    SOME_FAILED = 5
    ALL_FAILED = 6
    INTERRUPTED = 130


class _InputError(NewsharvestError):
    """A file that cannot be read."""


class _UsageError(NewsharvestError):
    """Arguments that exclude each other."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (default: the process's own); gives its exit code."""
    args = parser().parse_args(argv)
    try:
        code = _COMMANDS[args.command](args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _say("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except (StoreError, RuleError) as error:
        _say(error)
        return Exit.NO_OUTPUT
    except (UnknownCharset, _UsageError) as error:
        _say(error)
        return Exit.USAGE
    return code


def _extract(args: argparse.Namespace) -> Exit:
    def read(source: str) -> Article:
        if _is_url(source):
            return harvest(source, max_pages=args.max_pages, **_fetch_options(args))
        return extract(_bytes_of(source), url=args.url, content_type=_content_type(source, args))

    return _each_input(args, lambda source: read(source).to_json(indent=args.indent))


def _explain(args: argparse.Namespace) -> Exit:
    def read(source: str) -> Explanation:
        if _is_url(source):
            page = _fetched(source, _fetch_options(args))
            return explain(page.body, url=page.final_url, headers=dict(page.headers), fetched_at=page.fetched_at)
        return explain(_bytes_of(source), url=args.url, content_type=_content_type(source, args))

    def shown(source: str) -> str:
        return report(read(source)) if args.html else read(source).to_json(indent=args.indent)

    return _each_input(args, shown)


def _each_input(args: argparse.Namespace, read: Callable[[str], str]) -> Exit:
    """Print what each input says; say which failed."""
    if args.url and len(args.inputs) > 1:
        raise _UsageError("--url is the URL of one page: give one file")
    if any(map(_is_url, args.inputs)) and (args.url or args.content_type or args.charset):
        raise _UsageError("--url, --content-type and --charset are for files: a server says these itself")
    failures: list[NewsharvestError] = []
    for source in args.inputs:
        try:
            _print(read(source))
        except (StoreError, RuleError, UnknownCharset):
            raise
        except NewsharvestError as error:
            failures.append(error)
            _say(_told(source, error))
    return _outcome(failures, read=len(args.inputs) - len(failures))


def _crawl(args: argparse.Namespace) -> Exit:
    failures: list[NewsharvestError] = []
    last = CrawlProgress()
    live = args.out is not None or not sys.stdout.isatty()  # Else the articles themselves move over the terminal.
    with _output(args.out) as writer, display_on(sys.stderr, total=args.limit, live=live) as display:

        def on_progress(progress: CrawlProgress) -> None:
            nonlocal last
            last = progress
            display.update(progress)

        how = {"follow": args.follow, "limit": args.limit, "delay": args.delay}
        for result in crawl(args.seeds, on_progress=on_progress, **how, **_fetch_options(args)):
            if result.article:
                writer.write(result.article)
            elif result.error:
                failures.append(result.error)
                display.say(_one_line(_told(result.url, result.error)))
    _say(f"{last.articles} articles, {last.failed} failed, {last.queued} left, {last.repeated} met twice")
    return _outcome(failures, read=last.articles)


def _schema(args: argparse.Namespace) -> Exit:
    _print(json.dumps(Article.json_schema(), ensure_ascii=False, indent=args.indent))
    return Exit.OK


def _outcome(failures: list[NewsharvestError], *, read: int) -> Exit:
    if not failures:
        return Exit.OK
    if read:
        return Exit.SOME_FAILED
    return Exit.ALL_FAILED if all(isinstance(error, FetchError) for error in failures) else Exit.NO_PAGE


def _is_url(source: str) -> bool:
    return "://" in source


def _fetched(url: str, options: FetchOptions) -> FetchedPage:
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    async def fetch() -> FetchedPage:
        async with Fetcher(**options) as fetcher:
            return await fetcher.fetch(url)

    return asyncio.run(fetch())


def _fetch_options(args: argparse.Namespace) -> FetchOptions:
    return {"timeout": args.timeout, "allow": args.allow_address, "contact": args.contact}


def _bytes_of(source: str) -> bytes:
    try:
        if source == "-":
            data = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError for a name with a NUL in it.
        raise _InputError(getattr(error, "strerror", None) or str(error)) from error
    if len(data) > _MAX_BYTES:
        raise PageTooLarge(f"more than {_MAX_BYTES} bytes")
    return data


def _content_type(source: str, args: argparse.Namespace) -> str | None:
    """What a file is, from the options or the end of its name; ``None`` where neither says it."""
    plain = "text/plain" if source.lower().endswith(".txt") else None
    kind: str | None = args.content_type or plain
    if not args.charset:
        return kind
    if codec_for(args.charset) is None:
        raise UnknownCharset(f"no decoder knows the charset {args.charset!r}")
    return f"{(kind or 'text/html').partition(';')[0]}; charset={args.charset}"


def _output(out: Path | None) -> Writer:
    """What the articles go to: standard output, a file of a known format, or ``articles.jsonl`` in a folder."""
    if out is None:
        return JsonLinesWriter(sys.stdout.buffer)
    form = next((form for form in FORMATS if out.suffix in form.suffixes and not out.is_dir()), None)
    file = out if form else out / f"articles{FORMATS[0].suffixes[0]}"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size:
            raise StoreError(f"{file} is there already: name another one")
    except OSError as error:
        raise StoreError(f"{file.parent}: {error.strerror or error}") from error
    return (form or FORMATS[0]).writer(file)


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def _told(source: str, error: NewsharvestError) -> str:
    return str(error) if isinstance(error, FetchError) else f"{source}: {error}"


def _say(message: object) -> None:
    sys.stderr.write(f"newsharvest: {_one_line(str(message))}\n")


def _one_line(message: str) -> str:
    """A message from the web as one short line that cannot do anything to a terminal."""
    shown = "".join([each if each.isprintable() else repr(each)[1:-1] for each in message[: _MAX_MESSAGE + 1]])
    return shown if len(message) <= _MAX_MESSAGE else f"{shown[:_MAX_MESSAGE]}…"


_COMMANDS: Final = {"extract": _extract, "explain": _explain, "crawl": _crawl, "schema": _schema}
