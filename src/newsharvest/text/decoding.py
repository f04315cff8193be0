"""From a page's bytes to its text: which charset it is in, checked by decoding, and what was lost."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from newsharvest.article import Decoding
from newsharvest.text.binary import utf16_codec
from newsharvest.text.charsets import FREQUENT, MULTIBYTE, SCATTERED, SECOND_TABLE, codec_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\s\"';,]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<\s{0,9}meta\s", re.IGNORECASE)
_FOREIGN_BYTE = re.compile(rb"[\x80-\xff]")
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]{1,9999}")
_LONG_ASCII = re.compile(rb"([\x00-\x7f]{4})[\x00-\x7f]{4,9999}")
_ASCII = bytes(range(128))

_DECLARED_WITHIN = 16_384  # Browsers look at 1,024 bytes; pages with long scripts in front declare it later.
_TAG_LENGTH = 512
_TAGS = 64
_LOOKED_AT = 131_072
_SAMPLE = 8_192
_GLANCE = 4_096

# Shares of frequent characters, measured: text in its own charset has 0.2 to 0.9, and always twice what
# another table of the same bytes has (0.2 at most, mostly below 0.05).
_CERTAIN = 0.3
_CONVINCING = 0.15
# Ahead by a letter or two, a rarer charset of the Latin script is not yet likelier than windows-1252.
_USUAL = 1.03
_FEW_BYTES = 8  # With fewer foreign bytes than this a share says nothing.
_FEW_FOR_DETECTOR = 64
_MANY_BAD = 32  # With fewer bad bytes than this in front, the rest of the page may still be good UTF-8.


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and how it was come by."""

    text: str
    """The characters of the page, without the byte order mark; U+FFFD for each that could not be decoded."""
    decoding: Decoding
    """The decoder, what decided for it, and how many characters were replaced."""
    utf8: bytes
    """The text as UTF-8: what the parser reads. The page's own bytes where they are UTF-8 already."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one decoder makes of the bytes."""

    text: str
    codec: str
    source: str
    bad: int
    foreign: int

    @property
    def tolerable(self) -> bool:
        """Whether the bad bytes are so few that they are damage, not a wrong decoder."""
        return self.bad <= max(2, self.foreign // 20)

    def decoded(self) -> Decoded:
        decoding = Decoding(encoding=self.codec, source=self.source, replaced=self.bad)
        return Decoded(self.text, decoding, self.text.encode("utf-8", "replace"))


def decode(data: bytes, *, content_type: str | None = None) -> Decoded:
    """The text of ``data``; ``content_type`` is the HTTP header's value, if there was one. Never raises.

    Asked in this order: the byte order mark, whether it is valid UTF-8, the header, ``<meta>`` or the XML
    declaration, a detector; at last windows-1252 with replacement. Every answer is checked by decoding
    with it: one that the bytes contradict is passed over. A few bad bytes do not contradict;
    ``decoding.replaced`` counts them.
    """
    if data.startswith(codecs.BOM_UTF16_LE):
        return _read(data[2:], "utf-16-le", "bom").decoded()
    if data.startswith(codecs.BOM_UTF16_BE):
        return _read(data[2:], "utf-16-be", "bom").decoded()
    marked = data.startswith(codecs.BOM_UTF8)
    if marked:
        data = data[3:]
    source = "bom" if marked else "utf-8"
    if b"\0" in data and (wide := _utf16(data, content_type)):
        return wide.decoded()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_or_legacy(data, content_type, source).decoded()
    # One byte is looked for first: that search is several times as fast.
    if b"\x1b" in data and b"\x1b$" in data and (japanese := _iso2022(data, content_type)):
        return japanese.decoded()
    return Decoded(text, Decoding(encoding="utf-8", source=source), data)


def _damaged_or_legacy(data: bytes, content_type: str | None, source: str) -> _Reading:
    glance = _glance(data)
    # Text in another charset gives at least as many bad places as characters.
    first = _read(glance, "utf-8", source)
    if first.bad < max(first.foreign, _MANY_BAD):
        damaged = _read(data, "utf-8", source)
        if damaged.bad * 3 <= damaged.foreign:
            return damaged
    declared = [(codec, origin) for codec, origin in _declared(data, content_type) if not codec.startswith("utf-")]
    readings = [_read(data, codec, origin) for codec, origin in declared]
    for reading in readings:
        certain = _CERTAIN if reading.codec in MULTIBYTE else 2 * _CERTAIN
        if reading.tolerable and reading.codec in FREQUENT and _share(glance, reading.codec) >= certain:
            return reading
    return _chosen(data, readings)


def _chosen(data: bytes, readings: list[_Reading]) -> _Reading:
    """The reading where no declared charset gives text that is plainly natural."""
    sample = _sample(data)
    tolerable = [reading for reading in readings if reading.tolerable]
    declared = tolerable[0] if tolerable else None
    if guessed := _guessed(sample, declared.codec if declared else None):
        guess = _read(data, guessed, "detector")
        if guess.tolerable:
            return next((reading for reading in tolerable if reading.codec == guessed), guess)
    if declared:
        return declared
    detected = _detected(sample)
    candidates = [*readings, _read(data, detected or "cp1252", "detector" if detected else "default")]
    return min(candidates, key=lambda reading: reading.bad)


def _guessed(sample: bytes, declared: str | None) -> str | None:
    """The decoder whose text looks most natural; ``None`` unless it is far ahead of the declared one."""
    if len(sample.translate(None, _ASCII)) < _FEW_BYTES:
        return None
    shares = {codec: _share(sample, codec) for codec in FREQUENT}
    best = max(shares, key=lambda codec: shares[codec])
    if declared and (declared not in FREQUENT or shares[best] < 2 * shares[declared]):
        # Charsets of which nothing is known cannot be outdone, unless they cannot be meant.
        return best if declared not in FREQUENT and best in MULTIBYTE and shares[best] >= _CERTAIN else None
    return best if shares[best] >= _CONVINCING else None


def _read(data: bytes, codec: str, source: str) -> _Reading:
    text, bad = _replacing(data, codec)
    if bad and codec in SECOND_TABLE:
        text, bad = min((text, bad), _replacing(data, SECOND_TABLE[codec]), key=lambda pair: pair[1])
    foreign = len(text) - bad - len(text.encode("ascii", "ignore"))
    return _Reading(text, codec, source, bad, foreign)


def _replacing(data: bytes, codec: str) -> tuple[str, int]:
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd")
    # Marks of an earlier loss, which the page itself holds, are not ours.
    if bad and (mark := "\ufffd".encode(codec, "ignore")):
        bad = max(0, bad - data.count(mark))
    return text, bad


def _declared(data: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """Decoder and source of each declaration that names a known charset, the header's first."""
    if codec := _in_header(content_type):
        yield codec, "header"
    within = map(codec_for, _labels_in(data[:_DECLARED_WITHIN]))
    yield from ((found, "meta") for found in dict.fromkeys(within) if found)


def _in_header(content_type: str | None) -> str | None:
    named = _HEADER_CHARSET.search(content_type[:512]) if content_type else None
    return codec_for(named[1]) if named else None


def _labels_in(head: bytes) -> Iterator[str]:
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - 190 ms, for old pages only

    # Its expressions are quadratic and worse on hostile bytes: they get one short tag at a time.
    start = head.lstrip()[:_TAG_LENGTH]
    pieces = [start[: start.find(b"?>") + 2]] if start.startswith(b"<?") else []
    tags = (head[match.start() : match.start() + _TAG_LENGTH] for match in islice(_META.finditer(head), _TAGS))
    pieces += [tag[: tag.find(b">") + 1] for tag in tags if b">" in tag]
    for piece in pieces:
        if label := EncodingDetector.find_declared_encoding(piece, is_html=True, search_entire_document=True):
            yield label


def _glance(data: bytes) -> bytes:
    """A few kilobytes from the first foreign byte on, where no character is cut: before it all is ASCII."""
    first = _FOREIGN_BYTE.search(data)
    start = first.start() if first else 0
    return data[start : start + _GLANCE]


def _sample(data: bytes) -> bytes:
    """Foreign bytes from the front of the page, long stretches of mark-up between them left out.

    An ASCII byte or two after a foreign one may be part of its character, so these stay.
    """
    first = _FOREIGN_BYTE.search(data)
    start = first.start() if first else 0
    return _LONG_ASCII.sub(rb"\1 ", data[start : start + _LOOKED_AT])[:_SAMPLE]


def _share(sample: bytes, codec: str) -> float:
    """Which part of the foreign characters is frequent in text that is really in this charset, 0.0 to 1.0."""
    text = sample.decode(codec, "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if not foreign:
        return 0.0
    share = max(0.0, (sum(map(FREQUENT[codec].__contains__, text)) - text.count("\ufffd")) / foreign)
    if codec in MULTIBYTE:
        return share
    single = len(_FOREIGN_RUN.findall(sample)) / foreign
    if codec not in SCATTERED:
        return share * (1 - single)
    return share * single * (_USUAL if codec == "cp1252" else 1)


def _detected(sample: bytes) -> str | None:
    """What charset-normalizer makes of the rest; ``None`` where there is too little to go by."""
    if len(sample.translate(None, _ASCII)) < _FEW_FOR_DETECTOR:
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only pages that declare nothing true need it

    best = from_bytes(sample[:_GLANCE], preemptive_behaviour=False).best()
    return codec_for(best.encoding) if best else None


def _utf16(data: bytes, content_type: str | None) -> _Reading | None:
    codec = utf16_codec(data)
    if codec is None:
        return None
    return _read(data, codec, "header" if _in_header(content_type) == codec else "detector")


def _iso2022(data: bytes, content_type: str | None) -> _Reading | None:
    """ISO-2022-JP is ASCII with escapes, so it is valid UTF-8 as well."""
    reading = _read(data, "iso2022_jp", "detector")
    if not data.isascii() or reading.bad * 3 > reading.foreign:
        return None
    sources = [source for codec, source in _declared(data, content_type) if codec == "iso2022_jp"]
    return _Reading(reading.text, reading.codec, sources[0], reading.bad, reading.foreign) if sources else reading
