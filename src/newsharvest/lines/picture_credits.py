"""The forms of picture credits in each language's words: 张三 摄, Photo: Jane Roe/Agency, 写真＝, 图片由…提供."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_words import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.languages import Lexicon

_HAN_NAME = r"(?:[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])"


def is_eastern(word: str) -> bool:
    """Whether a word is Chinese, Japanese or Korean."""
    return "\u3040" <= word[0] <= "\u9fff" or "\uac00" <= word[0] <= "\ud7a3"


def any_word_of(words: Iterator[str] | tuple[str, ...]) -> str:
    """A pattern for one of the words."""
    # The longest word first, so that 資料圖片 is not read as 資料圖 and a rest.
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@dataclass(frozen=True, slots=True)
class CreditForms:
    """The patterns and the words of one lexicon."""

    patterns: tuple[re.Pattern[str], ...]
    """A credit in brackets at the end, one behind a label at the end, and a bare one at the end."""
    hint: re.Pattern[str]
    """Finds what every such credit holds, in lower case: without it none of the patterns matches."""
    houses: frozenset[str]
    """Agencies and archives of pictures, in lower case."""
    particles: frozenset[str]
    """Words that stand in names in lower case."""
    nobody: frozenset[str]
    """What stands in such brackets and credits nobody (资料图)."""
    sources: tuple[str, ...]
    """Words before a credit that may as well begin the story's own (来源)."""


def _around(words: tuple[str, ...], named: str) -> str:
    parts = (word.partition("…") for word in words)
    return "|".join(rf"{re.escape(before)}{named}{{1,40}}{re.escape(after)}" for before, _, after in parts) or r"(?!)"


def _hangul(after: tuple[str, ...]) -> str:
    """A Korean credit: 한강뉴스 제공, 홍길동 기자 name@paper."""
    korean = any_word_of(word for word in after if "\uac00" <= word[0] <= "\ud7a3")
    return (
        rf"(?:^|(?<=[\s./|=]))([가-힣A-Za-z0-9·]{{2,20}}(?:\s[가-힣]{{1,6}})?\s?(?:{korean})"
        rf"(?:\s[\w.+-]{{1,40}}@[\w.-]{{1,40}})?)"
    )


@lru_cache(maxsize=64)
def credit_forms(lexicon: Lexicon) -> CreditForms:
    """The forms of this lexicon."""
    words, people_words = lexicon.captions, lexicon.credits
    named, apart, rights = r"[^()（）\[\]【】。！？!?;；]", r"\s?[:：＝=|｜]\s?", r"©|ⓒ|\([cC]\)|（[cC]）|copyright\s"
    # 图/张三 and 写真・張三: East Asian labels are parted from names by more, and the longer ones by nothing.
    eastern = any_word_of(word for word in words.credit_before if is_eastern(word))
    glued = any_word_of(word for word in words.credit_before if is_eastern(word) and len(word) > 1)
    western = any_word_of(word for word in words.credit_before if not is_eastern(word))
    phrases = any_word_of(
        word for word in words.credit_before if (" " in word or word.endswith(".")) and not is_eastern(word)
    )
    after = any_word_of(words.credit_after)
    people = any_word_of(
        word
        for word in (*people_words.reporter, *people_words.correspondent, *people_words.photographer)
        if is_eastern(word)
    )
    lenses = any_word_of(word for word in people_words.photographer if is_eastern(word) and len(word) > 1)
    # Between 摄影 and nothing but names a blank is enough.
    bare = rf"(?:{lenses})\s(?={_HAN_NAME}(?:[、,，\s]\s?{_HAN_NAME}){{0,3}}$)"
    label = rf"(?:{western}){apart}|(?:{phrases})\s|(?:{eastern})\s?[:：/／＝=・|｜]\s?|{bare}|(?:{rights})\s?"
    around = _around(words.credit_around, named)
    # 新华社发（张三 摄）
    given = r"(?:^|(?<=[\s。！？]))([\u4e00-\u9fff]{2,6}[发發]\s?[（(][^()（）]{1,40}[)）])"
    bracketed = (
        rf"[(（\[【〔［]\s?((?:{label}|(?:{western})\s|(?:{glued})){named}{{1,80}}"
        rf"|{named}{{1,40}}(?:{after}))\s?[)）\]】〕］]"
    )
    labelled = rf"(?:^|(?<=[\s.。!?！？…”\"'’）)\]/|,，;；=＝–—-]))((?:{label})[^。！？!?]{{1,100}})"
    lone = rf"(?:^|(?<=[.!?])\s?)((?:{western})\s(?-i:[A-ZÀ-ÞА-ЯΑ-Ω@])[^.。！？!?:：]{{1,60}})"
    # Without brackets or a label only what looks like a name counts: "…，第二天就画出了草图" credits nobody.
    names = rf"(?:[\u4e00-\u9fff]{{0,10}}(?:{people})\s?)?{_HAN_NAME}(?:[、,，\s/]\s?{_HAN_NAME}){{0,3}}"
    glued_east = any_word_of(words.credit_glued)
    trailing = (
        rf"(?:^|(?<=[\s。！？!?；;，,”）)＝=]))((?:{names}(?:(?<!拍)(?:{glued_east})|\s?[/／\s]\s?(?:{after}))"
        rf"|[\u4e00-\u9fff·]{{2,14}}\s(?:{after}))"
        r"(?:\s?(?:\d{2,4}年)?\d{1,2}月\d{1,2}[日號号])?)"
    )
    closing = [word.rpartition("…")[2] for word in words.credit_around]
    return CreditForms(
        (
            re.compile(rf"{given}\s?$"),
            re.compile(rf"(?:^|(?<=[\s。！？!?；;，,”）)]))({around})\s?[.。]?$"),
            re.compile(rf"{bracketed}\s?[.。]?\s?$", re.IGNORECASE),
            re.compile(rf"{labelled}$", re.IGNORECASE),
            re.compile(rf"{lone}$", re.IGNORECASE),
            re.compile(rf"{trailing}\s?[.。]?$"),
            re.compile(rf"{_hangul(words.credit_after)}$"),
        ),
        any_of(("©", "ⓒ", "(c)", "（c）", *map(str.casefold, (*words.credit_before, *words.credit_after, *closing)))),
        frozenset(word.casefold() for word in (*words.houses, *lexicon.source.agencies)),
        frozenset((*people_words.particles, *people_words.joiners)),
        frozenset(word.casefold().strip("()") for word in (*words.contains, *words.starts)),
        tuple(word.casefold() for word in lexicon.source.labels),
    )
