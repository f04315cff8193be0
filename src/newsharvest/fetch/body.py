"""Undoing a content encoding in bounded memory, and telling a whole body from a truncated one."""

from __future__ import annotations

import zlib
from typing import Final, Protocol

ACCEPTED: Final = "gzip, deflate"
"""What is asked for. Of brotli and zstd a few hundred bytes can become a gigabyte in one step."""

_GZIP: Final = 16 + zlib.MAX_WBITS
_STEP: Final = 65_536  # What one call may give at most, so that no piece of input becomes a heap of output.
_MEMBERS: Final = 64  # Each one costs a copy of what is left: ten thousand empty ones would take minutes.


class OversizeError(Exception):
    """More bytes than the cap."""


class UndecodableError(Exception):
    """Not what the content encoding says, or only a part of it."""


class StopsEarlyError(UndecodableError):
    """Only a part of it."""


class UnaskedEncodingError(UndecodableError):
    """An encoding that is not in :data:`ACCEPTED`: asking again will not help."""


class Decoder(Protocol):
    """Takes a body piece by piece and fills a sink."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire; raises as soon as they are too many or not decodable."""

    def finish(self) -> None:
        """There is no more; :class:`StopsEarlyError` if there should have been."""


class Sink:
    """Holds at most ``cap`` decoded bytes. It is also the decoder of a body without an encoding."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._bytes = bytearray()

    def __bytes__(self) -> bytes:
        return bytes(self._bytes)

    def feed(self, data: bytes) -> None:
        """Keep what fits; :class:`OversizeError` if that is not all."""
        room = self._cap - len(self._bytes)
        self._bytes += data[:room]
        if len(data) > room:
            raise OversizeError(f"more than {self._cap} bytes")

    def finish(self) -> None:
        """Whether a plain body is whole is for HTTP to say."""


class Deflated:
    """A body in gzip (several members too) or deflate (with and without the zlib header)."""

    def __init__(self, sink: Sink, *, gzip: bool) -> None:
        self._sink = sink
        self._gzip = gzip
        self._members = 0
        self._inflate: zlib._Decompress | None = None
        self._held = b""
        self._whole = False
        self._over = False

    def feed(self, data: bytes) -> None:
        """Inflate the next bytes, in steps."""
        data, self._held = self._held + data, b""
        try:
            while data and not self._over:
                if self._inflate is not None:
                    data = self._run(self._inflate, data)
                elif len(data) > 1:
                    self._inflate = self._next_member(data)
                else:  # Two bytes tell what comes.
                    data, self._held = b"", data
        except zlib.error as error:
            raise UndecodableError(f"the body is not what its content encoding says ({error})") from error

    def finish(self) -> None:
        """Give out what is left; :class:`StopsEarlyError` if the end is missing."""
        if self._inflate is not None:
            self._run(self._inflate, b"")
        if not self._whole and (self._members or self._held):
            raise StopsEarlyError("the compressed body stops before its end")

    def _run(self, inflate: zlib._Decompress, data: bytes) -> bytes:
        """Inflate one step; gives what is left of ``data``."""
        self._sink.feed(inflate.decompress(data, _STEP))
        if not inflate.eof:
            return inflate.unconsumed_tail
        self._inflate, self._whole = None, True
        return inflate.unused_data

    def _next_member(self, data: bytes) -> zlib._Decompress | None:
        if self._whole and not (self._gzip and data.startswith(b"\x1f\x8b")):
            self._over = True  # Rubbish after the end, which browsers overlook too.
            return None
        self._members += 1
        if self._members > _MEMBERS:
            raise UndecodableError(f"a compressed body of more than {_MEMBERS} parts")
        self._whole = False
        if self._gzip:
            return zlib.decompressobj(_GZIP)
        zlib_header = data[0] & 0x0F == zlib.DEFLATED and (data[0] * 256 + data[1]) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)


def decoder_for(content_encoding: str, sink: Sink) -> Decoder:
    """What fills ``sink`` from a body with this ``Content-Encoding``, which is empty where none was sent.

    :class:`UnaskedEncodingError` for one that was not asked for.
    """
    name = content_encoding.strip().lower()
    if name in {"", "identity"}:
        return sink
    if name in {"gzip", "x-gzip", "deflate"}:
        return Deflated(sink, gzip=name != "deflate")
    raise UnaskedEncodingError(f"content encoding {name[:40]!r} was not asked for")
