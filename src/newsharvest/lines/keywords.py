"""Lines of keywords: ``标签：苹果 香蕉``, ``Tags: harbour, ferries``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.languages import Lexicon

MAX_LINE = 600
MAX_TERM = 60
MAX_TERMS = 60

MARKS = (":", "：", "/", "／", "|", ">", "》", "»")
"""What may stand between a label and its keywords."""
_COLON = re.compile(r"[:：]\s{0,3}")
_SEPARATOR = re.compile(r"[,，;；、|｜\n\t]|\s[/／·•]\s|(?:^|\s)[#＃]")
_NOTHING = re.compile(r"\s{0,3}(?:$|[^\s:：]{2,12}[:：])")
_HASHTAGS = re.compile(r"(?:[#＃][^#＃\s,，、。;；:：]{1,30}(?:[#＃](?=[\s#＃,，、]|$))?[\s,，、]{0,3}){1,20}")
_EDGES = " #＃。:：,，\"'“”„‟«»‹›‘’[]【】-–•·|"
_COUNT = re.compile(r"\s?[(（]\d{1,6}(?:\s\w{1,12})?[)）]$")
"""How many stories a keyword has, which many lists print behind it."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@lru_cache(maxsize=64)
def _label(lexicon: Lexicon) -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern for the label at a line's beginning, and the two letters that such a label can begin with."""
    words = sorted(lexicon.furniture.keywords, key=len, reverse=True)
    if not words:
        return re.compile(r"(?!)"), frozenset()
    alternatives = "|".join(re.escape(word) for word in words)
    mark = rf"[{''.join(MARKS)}]{{1,2}}"
    pattern = re.compile(
        rf"(?:(?:{alternatives})\s{{0,3}}(?:(?P<mark>{mark})\s{{0,3}}|(?=\s)|$)"
        rf"|[【\[〔]\s?(?:{alternatives})\s?(?P<bracket>[】\]〕]\s?(?:{mark})?\s?))",
        re.IGNORECASE,
    )
    plain = (form for word in words for form in _cases(word[:2]))
    return pattern, frozenset((*plain, *(f"{each}{word[0]}" for word in words for each in "【[〔")))


def _cases(letters: str) -> Iterator[str]:
    """Two letters in every case they may be printed in, so that a look-up needs no folding."""
    for first in {letters[:1], letters[:1].upper()}:
        for second in {letters[1:], letters[1:].upper()}:
            yield first + second


def keyword_starts(lexicon: Lexicon) -> frozenset[str]:
    """The first two letters of keyword labels, in any case: a cheap test before :func:`keyword_label`."""
    return _label(lexicon)[1]


def keyword_label(text: str, lexicon: Lexicon, link_chars: int = 0) -> int | None:
    """Where the label of a keyword line ends (``3`` of ``标签：苹果``); ``None`` where it has none.

    A label without a colon or brackets counts if nothing follows it, or nothing but links (``link_chars`` of their
    text).
    """
    pattern, starts = _label(lexicon)
    if text[:2] not in starts or len(text) > MAX_LINE:
        return None
    match = pattern.match(text)
    if match is None:
        return None
    end = match.end()
    rest = len(text) - end
    return end if match["mark"] or match["bracket"] or not rest or link_chars * 10 >= 6 * rest else None


@lru_cache(maxsize=64)
def _inner(lexicon: Lexicon) -> tuple[str, ...]:
    """The labels behind what parts them from other words."""
    return tuple(f"{mark}{word.lower()}" for word in lexicon.furniture.keywords for mark in " |")


def inner_label(text: str, lexicon: Lexicon) -> int | None:
    """Where a keyword label ends that something else stands before (``分类：新闻 标签：苹果``)."""
    for colon in _COLON.finditer(text[:MAX_LINE]) if ":" in text or "：" in text else ():
        if text[: colon.start()].rstrip().lower().endswith(_inner(lexicon)):
            return colon.end()
    return None


def ends_empty(text: str, lexicon: Lexicon) -> bool:
    """Whether a line has a keyword label and nothing behind it, or another label (``标签： 分类：时政``)."""
    end = keyword_label(text, lexicon)
    end = inner_label(text, lexicon) if end is None else end
    return end is not None and text[:end].rstrip().endswith((":", "：")) and bool(_NOTHING.match(text, end))


def hashtags(text: str) -> tuple[str, ...]:
    """The keywords of a line that is nothing but tags (``#苹果 #香蕉``, ``#苹果#``); empty for any other line."""
    if text[:1] not in ("#", "＃") or len(text) > MAX_LINE or not _HASHTAGS.fullmatch(text):
        return ()
    found = unique_terms(re.split("[#＃]", text))
    return found if len(found) > 1 or text[-1] in "#＃" else ()


def split_terms(text: str) -> tuple[str, ...]:
    """The single keywords of a list, in order, each once; blanks part them only in East Asian text."""
    text = text[: MAX_LINE * 4]
    parts = _SEPARATOR.split(text)
    if len(parts) == 1 and _CJK.search(text):
        parts = text.split()
    return unique_terms(parts)


def unique_terms(terms: list[str]) -> tuple[str, ...]:
    """The terms without marks around them, each once (upper and lower case alike), none empty or overlong."""
    found: dict[str, str] = {}
    for term in terms:
        bare = _COUNT.sub("", " ".join(term.split())).strip(_EDGES)
        if bare and len(bare) <= MAX_TERM and len(found) < MAX_TERMS:
            found.setdefault(bare.casefold(), bare)
    return tuple(found.values())
