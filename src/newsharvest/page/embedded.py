"""The story of a page that shows no text: its scripts hold it, as mark-up in a string of JSON or as articleBody."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from newsharvest.page.tree import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SCRIPTS = 400
MAX_SCRIPT = 2_000_000
FEWEST_PARAGRAPHS = 3
LEAST_CHARS = 400
"""A string with less mark-up than this is a label or a teaser."""
LEAST_BODY = 150
"""A shorter ``articleBody`` is the description once more."""
DEPTH = 2
"""Data for a script stand as JSON in a string of JSON, but no deeper."""
_PARAGRAPH = re.compile(r"(?:\\u003[cC]|<)p[\s>\\]")
_ESCAPE_OR_QUOTE = re.compile(r'\\.|"', re.DOTALL)


def _opening(text: str, start: int, at: int) -> int:
    """Where the string around a place begins: behind the last quote before it that is not escaped; -1 for none."""
    while (quote := text.rfind('"', start, at)) >= 0:
        before = text[max(start, quote - 8) : quote]
        if (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            return quote + 1
        at = quote
    return -1


def _strings(text: str, depth: int = DEPTH) -> Iterator[str]:
    """The strings of a script that hold paragraphs, decoded."""
    at = 0
    while found := _PARAGRAPH.search(text, at):
        opening = _opening(text, at, found.start())
        closing = next((m.start() for m in _ESCAPE_OR_QUOTE.finditer(text, found.end() - 1) if m[0] == '"'), -1)
        if closing < 0:
            return
        at = closing + 1
        if opening < 0:
            continue
        try:
            string = json.loads(f'"{text[opening:closing]}"', strict=False)
        except ValueError:
            continue
        if string.count("<p") >= FEWEST_PARAGRAPHS:
            yield string
        elif depth > 1:
            yield from _strings(string, depth - 1)


def _paragraphs(body: str) -> str:
    """The mark-up of a text whose lines are paragraphs; what holds mark-up already is given back as it is."""
    if _PARAGRAPH.search(body):
        return body
    return "".join(f"<p>{escape(line)}</p>" for line in body.splitlines() if line.strip())


def embedded_story(root: Any, body: Any = None) -> Any | None:
    """The root of a tree of its own for the longest such string of a page's scripts; ``None`` where there is none.

    ``body`` is what JSON-LD states as the ``articleBody``, for pages whose scripts hold no mark-up.
    """
    best = ""
    for script in islice(root.iter("script"), MAX_SCRIPTS):
        text = script.text or ""
        if len(text) <= MAX_SCRIPT:
            best = max(best, *_strings(text), "", key=len)
    if len(best) < LEAST_CHARS:
        if not isinstance(body, str) or len(body) < LEAST_BODY:
            return None
        best = _paragraphs(body)
    data = f"<html><body><article>{best}</article></body></html>".encode("utf-8", "replace")
    return etree.fromstring(data, etree.HTMLParser(**OPTIONS))
