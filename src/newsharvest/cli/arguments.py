"""What the command line knows: commands, options, exit codes."""

from __future__ import annotations

import argparse
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsharvest import __version__
from newsharvest.crawl import RELATIONS
from newsharvest.fetch import Fetcher
from newsharvest.harvest import MAX_PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

_EXIT_CODES: Final = """\
exit codes:
  0    everything was read
  1    a fault of newsharvest itself, with a traceback
  2    the command line is wrong
  3    no input could be read: it is missing, empty, or no page
  4    the output or a site rule cannot be used
  5    some inputs failed, the others were read
  6    no URL could be fetched
  130  interrupted
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

    many = commands.add_parser("crawl", help="follow the previous and next links of articles")
    many.description = "Reads the pages and those that they lead to, politely, and writes one line of JSON for each."
    many.add_argument("seeds", nargs="+", metavar="URL", help="a page to begin with; its host is the scope")
    _add_crawl_options(many)
    _add_fetch_options(many)

    schema = commands.add_parser("schema", help="print the JSON Schema of an article")
    schema.description = "Prints the JSON Schema of the lines that extract and crawl write."
    schema.add_argument("--indent", type=_number(int, 0), default=2, metavar="N", help="spaces a level (default: 2)")
    return root


def _add_page_options(command: argparse.ArgumentParser, *, indent: int | None) -> None:
    spaces = "spaces a level" if indent else "for people: more lines, and so many spaces a level"
    default = f" (default: {indent})" if indent else ""
    command.add_argument("--indent", type=_number(int, 0), default=indent, metavar="N", help=spaces + default)
    files = command.add_argument_group("for files and standard input")
    files.add_argument("--url", help="where the page is from; makes its links absolute")
    files.add_argument("--content-type", metavar="TYPE", help="as a server would say; *.txt is text/plain by itself")
    files.add_argument("--charset", help="the charset that the page is said to be in")
    _add_fetch_options(command)


def _add_crawl_options(command: argparse.ArgumentParser) -> None:
    follow = ",".join(RELATIONS)
    command.add_argument(
        "--out", type=Path, metavar="PATH", help="a new file (*.jsonl), or a folder for articles.jsonl"
    )
    command.add_argument("--limit", type=_number(int, 1), metavar="N", help="end after so many articles")
    command.add_argument("--delay", type=_number(float, 0), default=1.0, metavar="SECONDS",
                         help="rest after each answer of a host (default: 1; robots.txt may ask for more)")  # fmt: skip
    command.add_argument("--follow", type=_relations, default=tuple(RELATIONS), metavar="LINKS",
                         help=f"which links to follow (default: {follow})")  # fmt: skip


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
    group.add_argument("--allow-address", type=_network, action="append", default=[], metavar="CIDR",
                       help="a network that is asked although it is not public, as in 127.0.0.0/8")  # fmt: skip


def _number(kind: Callable[[str], Any], least: float) -> Callable[[str], Any]:
    def number(text: str) -> Any:
        value = kind(text)
        if not least <= value < float("inf"):
            raise argparse.ArgumentTypeError(f"must be at least {least}")
        return value

    return number


def _relations(text: str) -> tuple[str, ...]:
    names = tuple([name.strip() for name in text.split(",") if name.strip()])
    if unknown := [name for name in names if name not in RELATIONS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(RELATIONS)}")
    return names


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
