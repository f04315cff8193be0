"""Serve the example site on this machine, crawl it, write JSON lines, and say what was found.

    python examples/crawl.py [--out FILE] [--start PATH] [--delay SECONDS] [--serve]

No internet is needed: the site is the folder ``site`` beside this file, and its server listens on 127.0.0.1
only. The crawl starts at the oldest page and follows what each page calls its previous and its next article
(上一篇, 次の記事, 다음글 …) through charsets and content systems to the end.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import newsharvest

SITE = Path(__file__).resolve().parent / "site"
START = "/qingxi/html/2020/minsheng_0131/98.html"
ROBOTS = b"User-agent: *\nAllow: /\n"


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A page as its server sends it."""

    body: bytes
    content_type: str
    """With the charset that the server claims, with none, or with a wrong one: as on the real web."""
    shows: str
    """What can be learnt from it."""


def load_site(site: Path = SITE) -> dict[str, ServedPage]:
    """Every page of the site by its path and query, as its ``page.json`` says."""
    pages = {}
    for file in sorted(site.glob("*/page.json")):
        about = json.loads(file.read_text(encoding="utf-8"))
        parts = urlsplit(about["url"])
        body = next(file.parent.glob("page.[ht]*")).read_bytes()
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        pages[target] = ServedPage(body, about["content_type"], about["shows"])
    return pages


def front_page(pages: dict[str, ServedPage]) -> ServedPage:
    """A list of all pages, for people who look at the site in a browser."""
    rows = [f'<li><a href="{escape(path)}">{escape(page.shows)}</a>' for path, page in pages.items()]
    head = "<!doctype html><meta charset=utf-8><title>Example site</title><h1>Example site</h1>"
    html = "\n".join([head, "<ul>", *rows, "</ul>", ""])
    return ServedPage(html.encode(), "text/html; charset=utf-8", "all pages")


@contextlib.contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer on a free port of 127.0.0.1; gives the address, ``http://127.0.0.1:PORT``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def serving(pages: dict[str, ServedPage]) -> Iterator[str]:
    """Serve the pages on a free port of 127.0.0.1; gives the address, ``http://127.0.0.1:PORT``."""
    answers = {"/": front_page(pages), "/robots.txt": ServedPage(ROBOTS, "text/plain", ""), **pages}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = answers.get(unquote(self.path))
            self.send_response(HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", page.content_type if page else "text/plain")
            self.send_header("Content-Length", str(len(page.body) if page else 0))
            self.end_headers()
            self.wfile.write(page.body if page else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
            """Say nothing: the progress bar is on this terminal."""

    with listening(Handler) as address:
        yield address


Report = Callable[[newsharvest.CrawlProgress], None]


def count(done: newsharvest.CrawlProgress) -> None:
    """The plain counter: one line that is written over."""
    print(f"\r{done.articles} read, {done.queued} to go  ", end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def progress_bar() -> Iterator[Report]:
    """What to call after each page: a bar with rich, else a plain counter; silent where no one watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        from rich.console import Console  # noqa: PLC0415 - rich is optional
        from rich.progress import Progress  # noqa: PLC0415
    except ImportError:
        yield count
        print(file=sys.stderr)
        return
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading", total=None)

        def report(done: newsharvest.CrawlProgress) -> None:
            read = done.articles + done.failed
            bar.update(task, completed=read, total=read + done.queued)

        yield report


def crawl_site(start: str, out: Path, delay: float) -> tuple[list[newsharvest.Article], list[str]]:
    """Crawl from ``start``, write each article to ``out`` as it comes; the articles, and what went wrong."""
    articles: list[newsharvest.Article] = []
    errors: list[str] = []

    def read() -> Iterator[newsharvest.Article]:
        with progress_bar() as report:
            for result in newsharvest.crawl(start, delay=delay, allow=("127.0.0.0/8",), on_progress=report):
                if result.article is None:
                    errors.append(f"{result.url}: {result.error}")
                else:
                    articles.append(result.article)
                    yield result.article

    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)  # write_jsonl adds to a file that is there.
    newsharvest.write_jsonl(read(), out)
    return articles, errors


def shortened(text: str, width: int = 80) -> str:
    """The beginning of a long text, for the summary; the JSON lines have all of it."""
    return text if len(text) <= width else text[: width - 1] + "…"


def summary(article: newsharvest.Article) -> str:
    """An article in a few lines: title, when, who, pictures, neighbours."""
    charset = article.decoding.encoding if article.decoding else None
    paper = article.source or article.publisher
    facts = (article.published, paper, article.byline, article.language, charset)
    lines = [article.title or "(no title)", "  " + " · ".join(fact for fact in facts if fact)]
    for block in article.blocks:
        if block.kind == "caption":
            credit = f" [{block.credit}]" if block.credit else ""
            lines.append(f"  ▣ {shortened(block.text)}{credit}")
    for sign, link in (("←", article.previous), ("→", article.next)):
        if link:
            lines.append(f"  {sign} {link.title or link.url}")
    lines.extend(f"  ! {shortened(warning)}" for warning in article.warnings)
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code is 0 if every page could be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    add = parser.add_argument
    add("--out", type=Path, default=Path("out/articles.jsonl"), metavar="FILE", help="default: %(default)s")
    add("--start", default=START, metavar="PATH", help="where the walk begins; default: %(default)s")
    add("--delay", type=float, default=0.05, metavar="SECONDS", help="between requests; default: %(default)s")
    add("--serve", action="store_true", help="only serve the site, to look at it in a browser")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # A terminal that lacks a character must not end the crawl.
            stream.reconfigure(errors="replace")
    pages = load_site()
    with serving(pages) as address:
        if options.serve:
            print(f"{len(pages)} pages on {address}/ until Ctrl-C")
            with contextlib.suppress(KeyboardInterrupt):
                threading.Event().wait()
            return 0
        articles, errors = crawl_site(address + options.start, options.out, options.delay)
    print("\n\n".join(summary(article) for article in articles))
    captions = sum(len(article.captions) for article in articles)
    print(f"\n{options.out}: {len(articles)} articles with {captions} captions; {len(errors)} errors")
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors or not articles else 0


if __name__ == "__main__":
    sys.exit(main())
