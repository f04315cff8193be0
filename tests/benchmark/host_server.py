"""Five hundred hosts in one process: answers at once on every loopback address, and keeps a log of arrivals.

    python -m tests.benchmark.host_server PORT LOG

Prints a line when it listens. On SIGTERM it writes ``LOG``: one line for each request, its time on the monotonic clock
of the machine, the address that was asked, the path.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path

PARAGRAPH = b"<p>The river rose again on this day, and the town carried its sandbags to the old bridge.</p>\n"
PAGE = b"<html><head><title>The flood</title></head><body>\n" + PARAGRAPH * 220 + b"</body></html>\n"
"""Twenty kilobytes, as a page of news may have."""


class Host(asyncio.Protocol):
    """One connection; kept if the client wants that."""

    log: list[tuple[float, str, str]]

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._address = ""
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._address = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        assert self._transport
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, self._read = self._read.split(b"\r\n\r\n", 1)
            path = head.split(b" ", 2)[1].decode("ascii")
            self.log.append((time.monotonic(), self._address, path))
            close = b"connection: close" in head.lower()
            self._transport.write(answer(path, close=close))
            if close:
                self._transport.close()


def answer(path: str, *, close: bool) -> bytes:
    """What the hosts say: they have no robots.txt and the same page everywhere."""
    status, body = (b"404 Not Found", b"") if path == "/robots.txt" else (b"200 OK", PAGE)
    connection = b"close" if close else b"keep-alive"
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n"
    return head % (status, len(body), connection) + body


async def serve(port: int, log: Path) -> None:
    """Listen until SIGTERM comes."""
    Host.log = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Host, "0.0.0.0", port, backlog=4096)  # noqa: S104 - all of 127/8
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    print(server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()
    server.close()
    log.write_text("".join([f"{at} {address} {path}\n" for at, address, path in Host.log]), encoding="ascii")


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
