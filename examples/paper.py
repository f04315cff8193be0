"""An invented paper that the examples crawl: front page, sections, feed, sitemap, served on this machine alone.

    python examples/paper.py        serves it, to look at it in a browser

It publishes and corrects stories while it is being served, and says by ``ETag`` what has not changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import date
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from crawl import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "蘆灣晚報"
SECTIONS = {"yaowen": "要聞", "minsheng": "民生", "wenhua": "文化"}
LATEST = 5
"""Stories on the front page and in the feed."""

STORIES = (
    ("yaowen", "蘆灣大橋今晨恢復雙向通車", "經過四個月的維修，蘆灣大橋今晨六時恢復雙向通車。"),
    ("minsheng", "西坊街市攤檔租金減半三個月", "西坊街市管理處昨日宣布，全部攤檔的租金減半三個月。"),
    ("wenhua", "老戲院修復後首映老電影", "空置二十年的老戲院修復完工，昨晚放映了三齣老電影。"),
    ("yaowen", "新渡輪碼頭下月初動工", "新渡輪碼頭的工程下月初動工，預計明年秋天完成。"),
    ("minsheng", "三條巴士路線改經醫院", "由星期一起，三條巴士路線改經醫院，方便病人覆診。"),
    ("wenhua", "漁歌比賽吸引百人參加", "第八屆漁歌比賽在海邊舉行，百多名歌手依次登台。"),
    ("yaowen", "颱風過後全市清理積水", "颱風過後，清潔工人連夜清理全市各處的積水。"),
    ("minsheng", "社區飯堂每天送出兩百份飯", "社區飯堂的義工每天中午送出兩百份熱飯給長者。"),
    ("wenhua", "百年書店搬到舊稅關大樓", "開業百年的書店搬到舊稅關大樓，昨日重新營業。"),
    ("yaowen", "北岸綠道全線開放", "北岸綠道最後一段完工，市民可以一直步行到燈塔。"),
    ("minsheng", "街坊合力把空地變菜園", "街坊用了一個夏天，把荒廢的空地變成了菜園。"),
    ("wenhua", "燈塔博物館展出百年航海日誌", "燈塔博物館由今天起展出一百年前的航海日誌。"),
)
"""Section, headline, first sentence; the oldest first, one a day."""


@dataclass(frozen=True)
class Story:
    """One story of the paper."""

    number: int
    section: str
    title: str
    lead: str

    @property
    def path(self) -> str:
        """Its address on the paper's host."""
        return f"/{self.section}/{self.day:%Y%m}/{self.number}.html"

    @property
    def day(self) -> date:
        """When it came out."""
        return date(2020, 3, self.number)


class Paper:
    """The paper: a first part of its stories is out; :meth:`publish` brings the next, :meth:`correct` changes one."""

    def __init__(self, published: int = len(STORIES)) -> None:
        everything = [Story(number, *about) for number, about in enumerate(STORIES, start=1)]
        self._out, self._to_come = everything[:published], everything[published:]
        self.asked: list[tuple[str, int]] = []
        """What was asked for, and with which status it was answered."""

    def publish(self) -> Story:
        """Bring out the next story."""
        self._out.append(self._to_come.pop(0))
        return self._out[-1]

    def correct(self, number: int, lead: str) -> Story:
        """Change the first sentence of a story."""
        index = next(index for index, story in enumerate(self._out) if story.number == number)
        self._out[index] = replace(self._out[index], lead=lead)
        return self._out[index]

    @property
    def newest(self) -> Story:
        """The story that came out last."""
        return self._out[-1]

    def answer(self, path: str, address: str) -> tuple[str, str] | None:
        """What is at a path, and its type; ``None`` if nothing is."""
        newest = self._out[::-1]
        named = path.strip("/")
        if path == "/":
            return self._list(newest[:LATEST]), "text/html; charset=utf-8"
        if path == "/feed.xml":
            return self._feed(newest[:LATEST], address), "application/rss+xml"
        if path == "/sitemap.xml":
            return self._sitemap(address), "application/xml"
        if path == "/robots.txt":
            return f"User-agent: *\nDisallow: /search\nSitemap: {address}/sitemap.xml\n", "text/plain"
        if named in SECTIONS:
            return self._list([story for story in newest if story.section == named]), "text/html; charset=utf-8"
        found = next((index for index, story in enumerate(self._out) if story.path == path), None)
        return None if found is None else (self._page(found), "text/html; charset=utf-8")

    def _page(self, index: int) -> str:
        story = self._out[index]
        older = self._out[index - 1] if index else None
        newer = self._out[index + 1] if index + 1 < len(self._out) else None
        return (
            f"{self._head(story.title)}<div class=article><h1>{story.title}</h1>"
            f"<div class=info>{story.day} 08:30　來源：{NAME}</div><div class=content>"
            f"<p>{NAME}訊（記者 方小荷）{story.lead}</p>"
            f"<p>記者昨日到現場看見，不少市民專程前來，有人帶着相機，有人帶着孩子，氣氛十分熱鬧。</p>"
            f"<p>住在附近的羅太說，等這一天等了很久；她又說，希望往後的日子也一樣順利。</p></div>"
            f"<p>上一篇：{self._link(older)}</p><p>下一篇：{self._link(newer)}</p></div></body></html>"
        )

    def _link(self, story: Story | None) -> str:
        return f"<a href={story.path}>{story.title}</a>" if story else "沒有了"

    def _list(self, stories: list[Story]) -> str:
        items = "".join(f"<li>{self._link(story)} <span>{story.day}</span></li>" for story in stories)
        return f"{self._head('首頁')}<ul class=list>{items}</ul></body></html>"

    def _head(self, title: str) -> str:
        sections = " ".join(f"<a href=/{path}/>{name}</a>" for path, name in SECTIONS.items())
        feed = "<link rel=alternate type=application/rss+xml href=/feed.xml>"
        head = f"<!doctype html><html><head><meta charset=utf-8><title>{title} - {NAME}</title>{feed}</head>"
        return f"{head}<body><div class=nav><a href=/>首頁</a> {sections}</div>"

    def _feed(self, stories: list[Story], address: str) -> str:
        items = "".join(
            f"<item><title>{story.title}</title><link>{address}{story.path}</link>"
            f"<pubDate>{formatdate(1583020800 + 86_400 * story.number)}</pubDate></item>"
            for story in stories
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{NAME}</title>{items}</channel></rss>'

    def _sitemap(self, address: str) -> str:
        places = "".join(f"<url><loc>{address}{story.path}</loc></url>" for story in self._out)
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'


@contextlib.contextmanager
def serving(paper: Paper) -> Iterator[str]:
    """Serve the paper on a free port of 127.0.0.1; gives the address, ``http://127.0.0.1:PORT``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = paper.answer(self.path, f"http://{self.headers['Host']}")
            body = found[0].encode() if found else b""
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            status = HTTPStatus.NOT_FOUND if found is None else HTTPStatus.OK
            if found and self.headers.get("If-None-Match") == tag:
                status, body = HTTPStatus.NOT_MODIFIED, b""
            paper.asked.append((self.path, int(status)))
            self.send_response(status)
            self.send_header("Content-Type", found[1] if found else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
            """Say nothing: the crawl is on this terminal."""

    with listening(Handler) as address:
        yield address


if __name__ == "__main__":
    with serving(Paper()) as place, contextlib.suppress(KeyboardInterrupt):
        print(f"{NAME} on {place}/ until Ctrl-C")
        threading.Event().wait()
