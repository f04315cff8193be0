"""Telling text from what is none: by magic numbers and control bytes, but UTF-16 may be full of NUL bytes."""

from __future__ import annotations

import re

_MAGIC = (
    b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF", b"II*\0", b"MM\0*", b"\0\0\1\0",
    b"PK\3\4", b"PK\5\6", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!\x1a",
    b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2", b"OTTO\0", b"\0\1\0\0\0", b"OggS", b"fLaC", b"ID3\2", b"ID3\3",
    b"ID3\4", b"\x7fELF", b"MZ\x90\0", b"\0asm", b"SQLite format 3\0", b"\xca\xfe\xba\xbe", b"FWS", b"CWS",
    b"{\\rtf", b"PAR1",
)  # fmt: skip
_BEFORE_TEXT = b"\t\n\x0c\r\x1b"
_CONTROLS = bytes(code for code in range(32) if code not in _BEFORE_TEXT)
_HEAD = 8192
_GLANCE = 1024
_STRAY = 2

_UTF16_TEXT = re.compile(
    r"[\t\n\r -~\u00a0-\u024f\u0370-\u06ff\u0900-\u0eff\u2010-\u2027\u3000-\u30ff"
    r"\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)


def looks_binary(data: bytes) -> bool:
    """Whether ``data`` is a picture, a PDF, an archive or the like; UTF-16 and pages with a few NULs are not.

    >>> looks_binary(b"%PDF-1.7 ..."), looks_binary("<p>新聞</p>".encode("utf-16"))
    (True, False)
    """
    if data.startswith(_MAGIC) or data[4:8] == b"ftyp":
        return True
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    head = data[:_HEAD]
    # Compressed data shows within a glance; text is let go without reading on.
    controls = _controls(head) if _controls(head[:_GLANCE]) else 0
    # Compressed data has a control byte in ten. Damaged pages have single ones.
    return controls > _STRAY and controls * 20 > len(head) and utf16_codec(head) is None


def _controls(data: bytes) -> int:
    """How many control bytes that no text has; a translation is many times as fast as a search."""
    return len(data) - len(data.translate(None, _CONTROLS))


def utf16_codec(data: bytes) -> str | None:
    """The decoder of UTF-16 without a byte order mark, ``None`` for anything else.

    Its ASCII characters all have their NUL on the same side (a few others, 一 among them, have it on the
    other one), and decoded it looks like text.
    """
    head = data[: min(len(data), _HEAD) & ~1]
    high, low = head[0::2].count(0), head[1::2].count(0)
    if min(high, low) * 2 > max(high, low) or max(high, low) * 64 < len(head) or not head:
        return None
    codec = "utf-16-le" if low > high else "utf-16-be"
    text = head.decode(codec, "replace")
    return codec if len(_UTF16_TEXT.findall(text)) * 20 >= len(text) * 19 else None
