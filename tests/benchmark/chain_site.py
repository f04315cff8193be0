"""A modelled site on many loopback addresses: on each a chain of stories that name each other; a log of requests."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

STORY = """<!doctype html><html><head><meta charset="utf-8"><title>{title} - 海角晚報</title></head>
<body><div class="article"><h1>{title}</h1>
<div class="info">2020-02-03 16:20　來源：海角晚報</div>
<div class="content">
<p>海角晚報訊（記者 方小荷）這是第{host}條街的第{number}則消息：街市裡的商戶說，天涼以後，買菜的人多了{number}成。</p>
<p>魚檔的老闆說，每天四時便要到碼頭取貨，趕在六時前把魚擺好，等第一批客人到來。{filler}</p>
<p>街市管理處說，下個月會翻新地面和燈光，工程期間各檔口照常營業，歡迎市民前來。</p>
</div><div class="pages"><p>上一篇：{previous}</p><p>下一篇：{following}</p></div></div></body></html>"""
ROBOTS = b"User-agent: *\nAllow: /\n"
TOLERANCE = 0.002
"""Seconds: two clocks are read, one when a request is sent and one when it was received."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    host: str
    path: str
    at: float


class ChainSite:
    """Serves ``hosts`` chains of ``pages`` stories, on 127.0.1.1, 127.0.2.1 and so on, all on one free port."""

    def __init__(self, hosts: int, pages: int, latency: float = 0.0, filler: int = 0) -> None:
        self.hosts = [f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(hosts)]
        self.pages = pages
        self.log: list[Asked] = []
        self.port = 0
        self._latency = latency
        self._filler = filler
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *exception: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def seeds(self) -> list[str]:
        """The first story of each chain."""
        return [self.url(host, 1) for host in self.hosts]

    @property
    def urls(self) -> set[str]:
        """Every story."""
        return {self.url(host, number) for host in self.hosts for number in range(1, self.pages + 1)}

    def url(self, host: str, number: int) -> str:
        """The address of a story."""
        return f"http://{host}:{self.port}/news/{number}.html"

    def stories_asked_for(self) -> int:
        """How many requests were for stories."""
        return sum(asked.path != "/robots.txt" for asked in self.log)

    def violations(self, gap: float) -> list[tuple[str, float]]:
        """(host, seconds) wherever a host was asked again before ``gap`` seconds had passed."""
        by_host: dict[str, list[float]] = defaultdict(list)
        for asked in self.log:
            by_host[asked.host].append(asked.at)
        return [
            (host, later - earlier)
            for host, times in by_host.items()
            for earlier, later in pairwise(sorted(times))
            if later - earlier < gap - TOLERANCE
        ]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._answer, "0.0.0.0", 0, backlog=512)  # noqa: S104 - all of 127/8
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            host = writer.get_extra_info("sockname")[0]
            self.log.append(Asked(host, path, time.monotonic()))
            if self._latency:
                await asyncio.sleep(self._latency)
            body = self._body(host, path)
            status = b"200 OK" if body else b"404 Not Found"
            kind = b"text/plain" if path == "/robots.txt" else b"text/html; charset=utf-8"
            writer.write(
                b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b"
                % (status, kind, len(body), body)
            )
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # Who asked was killed.
        finally:
            writer.close()

    def _body(self, host: str, path: str) -> bytes:
        if path == "/robots.txt":
            return ROBOTS
        name = path.removeprefix("/news/").removesuffix(".html")
        if not (name.isdecimal() and 1 <= int(name) <= self.pages and host in self.hosts):
            return b""
        number = int(name)
        return STORY.format(
            title=f"第{host.replace('.', '號')}街第{number}則消息",
            host=host,
            number=number,
            filler="海" * (number * 37 % 100 * self._filler // 100),  # Long and short ones in turn.
            previous=f'<a href="{number - 1}.html">前一則消息</a>' if number > 1 else "没有了",
            following=f'<a href="{number + 1}.html">後一則消息</a>' if number < self.pages else "没有了",
        ).encode()
