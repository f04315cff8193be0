"""What the command line knows: commands, options, exit codes."""

from __future__ import annotations

import argparse
from dataclasses import fields
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsharvest import __version__
from newsharvest.crawl import FOLLOW, Budgets
from newsharvest.errors import BadURL, FetchError
from newsharvest.fetch import Fetcher, request_url
from newsharvest.harvest import MAX_PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGETS: Final = tuple([each.name for each in fields(Budgets)])
_EXIT_CODES: Final = """\
exit codes:
  0    everything was read
  1    a fault of newsharvest itself, with a traceback
  2    the command line is wrong
  3    no input could be read: it is missing, empty, or no page
  4    the output or a site rule cannot be used
  5    some inputs failed, the others were read
  6    no URL could be fetched
  11   a crawl was stopped in order, and can be resumed
  130  interrupted at once
"""


def parser() -> argparse.ArgumentParser:
    """What reads a command line; the name of the command is then in ``command``."""
    root = argparse.ArgumentParser(
        prog="newsharvest",
        description="Reads news pages: from bytes or a URL to a typed article in JSON.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"newsharvest {__version__}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    one = commands.add_parser("extract", help="read pages and print each as a line of JSON")
    one.description = "Reads pages and prints what each one says as a line of JSON. Messages go to standard error."
    one.add_argument("inputs", nargs="+", metavar="FILE|URL|-", help="a page; - is standard input")
    _add_page_options(one, indent=None)
    one.add_argument("--max-pages", type=_number(int, 1), default=MAX_PAGES, metavar="N",
                     help=f"of a story at a URL, read and merge so many pages (default: {MAX_PAGES})")  # fmt: skip

    why = commands.add_parser("explain", help="print why a page is read as it is")
    why.description = "Prints every block of a page with its label, every candidate for every field, and what won."
    why.add_argument("inputs", nargs=1, metavar="FILE|URL|-", help="a page; - is standard input")
    why.add_argument("--html", action="store_true", help="as one HTML page to look at, instead of JSON")
    _add_page_options(why, indent=2)

    many = commands.add_parser("crawl", help="read pages and those that they lead to")
    many.description = "Reads the pages and those that they lead to, politely, and writes one line of JSON for each."
    many.add_argument("seeds", nargs="*", type=_place, metavar="URL",
                      help="a page to begin with; its host is the scope")  # fmt: skip
    _add_crawl_options(many)
    _add_fetch_options(many)

    how_far = commands.add_parser("status", help="say how far a crawl is")
    how_far.description = "Says how far the crawl in a folder is, also while it is running."
    how_far.add_argument("folder", type=Path, metavar="DIR", help="what --out of the crawl named")
    how_far.add_argument("--json", action="store_true", help="as one line of JSON")

    schema = commands.add_parser("schema", help="print the JSON Schema of an article")
    schema.description = "Prints the JSON Schema of the lines that extract and crawl write."
    schema.add_argument("--indent", type=_number(int, 0), default=2, metavar="N", help="spaces a level (default: 2)")
    return root


def _add_page_options(command: argparse.ArgumentParser, *, indent: int | None) -> None:
    spaces = "spaces a level" if indent else "for people: more lines, and so many spaces a level"
    default = f" (default: {indent})" if indent else ""
    command.add_argument("--indent", type=_number(int, 0), default=indent, metavar="N", help=spaces + default)
    files = command.add_argument_group("for files and standard input")
    files.add_argument("--url", type=_source, help="where the page is from; makes its links absolute")
    files.add_argument("--content-type", metavar="TYPE", help="as a server would say; *.txt is text/plain by itself")
    files.add_argument("--charset", help="the charset that the page is said to be in")
    _add_fetch_options(command)


def _add_crawl_options(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("-i", "--input-file", metavar="FILE", help="more pages to begin with, one URL a line; - is standard input")
    add("--out", type=_output, metavar="DIR|FILE",
        help="a folder for articles.jsonl and all that a later run has to know; or a new file (*.jsonl)")  # fmt: skip
    add("--resume", action="store_true",
        help="go on with the crawl in the folder; if it is done, ask for what has changed since")  # fmt: skip
    where = command.add_argument_group("where to go")
    add = where.add_argument
    add("--follow", type=_relations, default=("previous", "next"), metavar="LINKS",
        help=f"which links to follow, of {', '.join(FOLLOW)} (default: previous,next)")  # fmt: skip
    add("--within", type=_place, action="append", default=[], metavar="URL",
        help="stay below this URL (default: on the hosts of the start pages)")  # fmt: skip
    add("--since", type=_day, metavar="DAY", help="only articles of this day (2020-02-03) or later")
    add("--limit", type=_number(int, 1), metavar="N", help="end after so many articles")
    add("--revisit-after", type=_number(float, 0), default=0.0, metavar="SECONDS",
        help="with --resume: how long a page rests, doubled each time it has not changed (default: 0)")  # fmt: skip
    add("--budget", type=_budget, action="append", default=[], metavar="NAME=N",
        help=f"how far to go before something is a trap; {', '.join(BUDGETS)}")  # fmt: skip
    pace = command.add_argument_group("how fast")
    add = pace.add_argument
    add("--delay", type=_number(float, 0), default=1.0, metavar="SECONDS",
        help="rest after each answer of a host (default: 1; robots.txt may ask for more)")  # fmt: skip
    add("--concurrency", type=_number(int, 1), default=16, metavar="N",
        help="hosts that are asked at the same time, one page each (default: 16)")  # fmt: skip
    add("--retries", type=_number(int, 0), default=2, metavar="N",
        help="how often a page that failed is asked for again (default: 2)")  # fmt: skip


def _add_fetch_options(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("for URLs")
    group.add_argument("--timeout", type=_number(float, 0.001), default=60.0, metavar="SECONDS",
                       help="for one page in all (default: 60)")  # fmt: skip
    group.add_argument(
        "--contact",
        type=_contact,
        default="",
        metavar="URL|MAIL",
        help="stands in the user agent, for who runs the server",
    )
    group.add_argument("--header", type=header_of, action="append", default=[], metavar="HEADER",
                       help="sent with every request, as in 'Accept-Language: yue'; User-Agent too")  # fmt: skip
    group.add_argument("--origin-header", nargs=2, action="append", default=[], metavar=("ORIGIN", "HEADER"),
                       help="sent to one origin only, as in https://paper.example 'Cookie: a=b'")  # fmt: skip
    group.add_argument("--trust-env", action="store_true",
                       help="use the proxies and certificate authorities that the environment names")  # fmt: skip
    group.add_argument("--allow-address", type=_network, action="append", default=[], metavar="CIDR",
                       help="a network that is asked although it is not public, as in 127.0.0.0/8")  # fmt: skip


def _number(kind: Callable[[str], Any], least: float) -> Callable[[str], Any]:
    def number(text: str) -> Any:
        try:
            value = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
        if not least <= value < float("inf"):
            raise argparse.ArgumentTypeError(f"must be at least {least}")
        return value

    return number


def _output(text: str) -> Path:
    if not text:  # An empty variable of a shell; as a path it would be the current folder.
        raise argparse.ArgumentTypeError("names nothing")
    return Path(text)


def _relations(text: str) -> tuple[str, ...]:
    names = tuple([name.strip() for name in text.split(",") if name.strip()])
    if unknown := [name for name in names if name not in FOLLOW]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(FOLLOW)}")
    return names


def _place(text: str) -> str:
    try:
        return request_url(text)
    except FetchError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _source(text: str) -> str:
    try:
        request_url(text)
    except BadURL as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    except FetchError:
        pass  # Where a page is from need not be asked.
    return text


def _budget(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in BUDGETS or not number.isdecimal() or int(number) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no budget, as depth=100 is; there are {', '.join(BUDGETS)}")
    return name, int(number)


def header_of(text: str) -> tuple[str, str]:
    """The name and the value of a header; ``ArgumentTypeError`` for what is none."""
    name, colon, value = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text!r} is no header, as 'Accept-Language: yue' is")
    return name.strip(), value.strip()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2020-02-03 is") from None


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no network, as 127.0.0.0/8 is") from None


def _contact(text: str) -> str:
    try:
        Fetcher(contact=text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
