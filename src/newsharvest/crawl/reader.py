"""A process that reads pages: takes one on standard input, says on standard output what it reads, and so on.

It ends with its input, so that no crash of the crawl leaves it behind. Started by
:mod:`newsharvest.crawl.readers`.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from typing import TYPE_CHECKING, Final

from newsharvest.crawl.reading import Received, read

if TYPE_CHECKING:
    from typing import BinaryIO

SIZES: Final = struct.Struct(">II")
"""In front of a page: the bytes of what is known of it, and those of its body. In front of a reading: its bytes, 0."""


def packed(received: Received) -> bytes:
    """A page for the other process."""
    known = {
        "url": received.url,
        "headers": received.headers,
        "fetched_at": received.fetched_at,
        "relation": received.relation,
        "follow": received.follow,
        "most_links": received.most_links,
    }
    about = json.dumps(known).encode()
    return SIZES.pack(len(about), len(received.body)) + about + received.body


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Read page after page until there is no more."""
    while len(sizes := source.read(SIZES.size)) == SIZES.size:
        about_size, body_size = SIZES.unpack(sizes)
        known, body = json.loads(source.read(about_size)), source.read(body_size)
        if len(body) < body_size:
            return
        known["headers"] = tuple([(name, value) for name, value in known["headers"]])
        known["follow"] = tuple(known["follow"])
        answer = read(Received(body=body, **known)).to_json().encode()
        sink.write(SIZES.pack(len(answer), 0) + answer)
        sink.flush()


def main() -> None:
    """Serve the process that started this one."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints something does not print it into the answers.
    serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
