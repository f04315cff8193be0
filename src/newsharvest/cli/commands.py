"""What the commands do: each is a thin skin over the function of the same name."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsharvest.article import Article
from newsharvest.cli.arguments import header_of, parser
from newsharvest.cli.crawling import run_crawl, run_status
from newsharvest.cli.printing import Exit, InputError, UsageError, let_go, outcome, put, say, told
from newsharvest.errors import NewsharvestError, PageTooLarge, RuleError, StoreError, UnknownCharset
from newsharvest.extract import explain, extract
from newsharvest.fetch import Fetcher
from newsharvest.harvest import harvest
from newsharvest.inspection import report
from newsharvest.text import codec_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from newsharvest.explanation import Explanation
    from newsharvest.fetch import FetchedPage, FetchOptions

_MAX_BYTES: Final = 64 << 20


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (default: the process's own); gives its exit code."""
    args = parser().parse_args(argv)
    try:
        code = _COMMANDS[args.command](args)
    except KeyboardInterrupt:
        say("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        let_go()  # Whoever read the output has enough.
        return Exit.OK
    except (StoreError, RuleError) as error:
        let_go()
        say(error)
        return Exit.NO_OUTPUT
    except InputError as error:
        say(error)
        return Exit.NO_PAGE
    except (UnknownCharset, UsageError) as error:
        say(error)
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
        raise UsageError("--url is the URL of one page: give one file")
    if any(map(_is_url, args.inputs)) and (args.url or args.content_type or args.charset):
        raise UsageError("--url, --content-type and --charset are for files: a server says these itself")
    failures: list[NewsharvestError] = []
    for source in args.inputs:
        try:
            put(read(source))
        except (StoreError, RuleError, UnknownCharset):
            raise
        except NewsharvestError as error:
            failures.append(error)
            say(told(source, error))
    return outcome(failures, read=len(args.inputs) - len(failures))


def _crawl(args: argparse.Namespace) -> Exit:
    return run_crawl(args, _fetch_options(args))


def _schema(args: argparse.Namespace) -> Exit:
    put(json.dumps(Article.json_schema(), ensure_ascii=False, indent=args.indent))
    return Exit.OK


def _is_url(source: str) -> bool:
    return "://" in source


def _fetched(url: str, options: FetchOptions) -> FetchedPage:
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    async def fetch() -> FetchedPage:
        async with Fetcher(**options) as fetcher:
            return await fetcher.fetch(url)

    return asyncio.run(fetch())


def _fetch_options(args: argparse.Namespace) -> FetchOptions:
    by_origin: dict[str, dict[str, str]] = {}
    try:
        for origin, header in args.origin_header:
            by_origin.setdefault(origin, {}).update([header_of(header)])
        options: FetchOptions = {
            "timeout": args.timeout,
            "allow": args.allow_address,
            "contact": args.contact,
            "headers": dict(args.header),
            "origin_headers": by_origin,
            "trust_env": args.trust_env,
        }
        Fetcher(**options)
    except (ValueError, ArgumentTypeError) as error:
        raise UsageError(str(error)) from error
    return options


def _bytes_of(source: str) -> bytes:
    try:
        if source == "-":
            data = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError for a name with a NUL in it.
        raise InputError(getattr(error, "strerror", None) or str(error)) from error
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


_COMMANDS: Final = {"extract": _extract, "explain": _explain, "crawl": _crawl, "status": run_status, "schema": _schema}
