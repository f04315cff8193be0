"""A site on loopback for tests: raw bytes by path, and a log of what was asked."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl

Send = Callable[[bytes], None]
Answer = bytes | Callable[[Send, threading.Event], None]
"""The whole response as it goes over the wire, or a function that sends it and may take its time."""


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    at: float
    headers: Mapping[str, str]


def answer(
    body: bytes | str = b"", *, status: str = "200 OK", content_type: str = "text/html", **headers: str
) -> bytes:
    """A response; header names are given with ``_`` for ``-``, and an empty value leaves the header out."""
    body = body.encode() if isinstance(body, str) else body
    named = {"Content-Type": content_type, "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status=status, Location=location)


def drip(head: bytes, piece: bytes, every: float = 0.02) -> Answer:
    """``head`` at once and then ``piece`` after ``piece`` until the client leaves or the site closes."""

    def send_slowly(send: Send, closing: threading.Event) -> None:
        send(head)
        while not closing.wait(every):
            send(piece)

    return send_slowly


def silence(send: Send, closing: threading.Event) -> None:  # noqa: ARG001
    """Takes the request and never answers."""
    closing.wait(30)


class Site:
    """Serves ``pages`` by path on a free port of 127.0.0.1, or of all loopback addresses; all else is ``default``."""

    def __init__(
        self, pages: Mapping[str, Answer] | None = None, *, everywhere: bool = False, tls: ssl.SSLContext | None = None
    ) -> None:
        self.pages: dict[str, Answer] = dict(pages or {})
        self.default: Answer = answer("nothing here", status="404 Not Found")
        self.asked: list[Asked] = []
        self.connections = 0
        self.abandoned = 0
        self.tls = tls
        self._closing = threading.Event()
        self._server = _Server(("0.0.0.0" if everywhere else "127.0.0.1", 0), self)  # noqa: S104 - all of 127/8
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def url(self, path: str = "/") -> str:
        return f"http{'s' if self.tls else ''}://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def handle(self, head: bytes, send: Send) -> None:
        """Answer one request."""
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
        self.asked.append(Asked(path, time.monotonic(), headers))
        page = self.pages.get(path, self.default)
        if isinstance(page, bytes):
            send(page)
        else:
            page(send, self._closing)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        self.site = site
        super().__init__(address, _Handler)


class _Handler(socketserver.StreamRequestHandler):
    server: _Server
    timeout = 10

    def handle(self) -> None:
        self.server.site.connections += 1
        try:
            if self.server.site.tls:
                self._secure(self.server.site.tls)
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline(65_536)
                if not line:
                    return
                head += line
            self.server.site.handle(head, self.connection.sendall)
        except TimeoutError:
            self.server.site.abandoned += 1
        except (OSError, ValueError):  # The client has left, which is what many tests are about.
            return

    def _secure(self, tls: ssl.SSLContext) -> None:
        super().finish()
        self.request = tls.wrap_socket(self.request, server_side=True)
        self.setup()

    def finish(self) -> None:
        super().finish()
        if self.server.site.tls:
            self.request.close()  # The server knows only the connection below.
