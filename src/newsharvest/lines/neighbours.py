"""What a short text says as the label of a neighbour: ``上一篇：…``, ``Next story →``, ``第2页``, ``没有了``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.languages import Lexicon

Direction = Literal["previous", "next"]
Kind = Literal["article", "either", "page"]

LONGEST_LINE = 300
"""A longer text is prose, not a label with a headline."""
_HEAD = 48
"""So many characters are looked at for a label; the longest one has fewer."""
_LONGEST_NONE = 24
_KEY = 3
"""Labels are filed by so many characters at their beginning and at their end."""
_AFTER_SHORT = ("", " ", ":", "：", ">", "»", "→", "]", "】", ")", "）")
_EAST_ASIAN = "\u2e80"
_ARROWS = "←→‹›◀▶◄►◂▸≪≫⟨⟩⇐⇒⇦⇨↩↪➔➜➝➤❮❯⟵⟶＜＞<>"
_QUOTE_ARROWS = "«»"
_DECORATION = frozenset(_ARROWS + _QUOTE_ARROWS + " \xa0\u3000▲▼△▽◎●○•·■□◆◇★☆※|｜[【〔(（『「:：-–—=*#~/／")
_DECORATION_STRIP = "".join(_DECORATION) + "]】〕)）』」"
_PARTING = frozenset(_ARROWS + _QUOTE_ARROWS + ":：︰|｜]】〕)）』」/／·•~-–—=…,，([（【〔『「《“\"'")
_WORD_JOINERS = frozenset("-–—/·…,")
"""Parting only before a blank: a next-gen phone is nobody's neighbour."""
_EDGE = " \xa0\u3000:：︰|｜-–—=~·•" + _ARROWS
_NONE_EDGE = _EDGE + _QUOTE_ARROWS + "!！。.…,，[]【】()（）〔〕《》"
_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, slots=True)
class NeighbourLabel:
    """A label, and the words beside it."""

    direction: Direction
    kind: Kind
    """``article`` for a neighbour's label, ``page`` for one that leads to no article, ``either`` for a bare Next."""
    rest: str
    """The line's other words as printed, mostly the neighbour's headline; empty for a label alone."""
    parted: bool
    """Whether more than nothing or a blank parts label and rest. True for a label alone."""
    none: bool
    """Whether the rest says that there is no neighbour (没有了)."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    direction: Direction
    kind: Kind
    east_asian: bool
    phrase: bool
    """Of several words, so that it is no accident even where it is glued to a headline."""


@dataclass(frozen=True, slots=True, eq=False)
class _Vocabulary:
    heads: dict[str, tuple[_Word, ...]]
    """By first three characters (a shorter word by all it has), longest first."""
    head_texts: dict[str, tuple[str, ...]]
    """The texts of those words."""
    tails: dict[str, tuple[_Word, ...]]
    """By last three characters (a shorter word by all it has), longest first."""
    starts: frozenset[str]
    """The first three characters of a label, as they may be printed, and the signs that may stand before it."""
    ends: frozenset[str]
    """The last three characters of a label; a shorter label has to be all of the text (上篇)."""
    article_ends: frozenset[str]
    """Those of labels that can only mean an article."""
    none: frozenset[str]
    none_starts: tuple[str, ...]
    number: re.Pattern[str]
    labelled: re.Pattern[str]


def _filed(words: list[_Word], part: slice) -> dict[str, tuple[_Word, ...]]:
    filed: dict[str, list[_Word]] = {}
    for word in sorted(words, key=lambda word: -len(word.text)):
        filed.setdefault(word.text[part], []).append(word)
    return {characters: tuple(group) for characters, group in filed.items()}


def _forms(parts: Iterable[str]) -> frozenset[str]:
    """Three characters of each label in every case that they are printed in; a shorter word with what may follow."""
    whole = [part + sign for part in parts for sign in (_AFTER_SHORT if len(part) < _KEY else ("",))]
    return frozenset(form[:_KEY] for part in whole for form in (part, part.upper(), part.capitalize()))


def _number_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    number = r"\s{0,2}(?:(\d{1,3})|([一二三四五六七八九十]))\s{0,2}"
    forms = {re.escape(p.strip()).replace("…", number).replace(r"\ ", "") for p in patterns}
    # Every alternative has its own two groups; which of them matched is asked of the match's last group.
    alternatives = "|".join([rf"[\[(（【<]?{number}[\])）】>]?(?=$)", *sorted(forms, key=len, reverse=True)])
    return re.compile(rf"(?:{alternatives})(?=$|[^\w])", re.IGNORECASE)


@lru_cache(maxsize=64)
def _vocabulary(lexicon: Lexicon) -> _Vocabulary:
    own = lexicon.neighbours
    lists: list[tuple[tuple[str, ...], Direction, Kind]] = [
        (own.previous, "previous", "article"), (own.next, "next", "article"),
        (own.page_previous, "previous", "page"), (own.page_next, "next", "page"),
        (own.either_previous, "previous", "either"), (own.either_next, "next", "either"),
    ]  # fmt: skip
    words = [
        _Word(text := word.lower(), direction, kind, text[0] >= _EAST_ASIAN, " " in text)
        for entries, direction, kind in lists
        for word in entries
    ]
    heads, tails = _filed(words, slice(_KEY)), _filed(words, slice(-_KEY, None))
    articles = sorted((re.escape(w.text) for w in words if w.kind == "article"), key=len, reverse=True)
    none = [word.lower() for word in own.none]
    return _Vocabulary(
        heads,
        {key: tuple(word.text for word in group) for key, group in heads.items()},
        tails,
        _forms(heads) | _DECORATION,
        _forms(tail for tail in tails if len(tail) == _KEY) | {tail for tail in tails if len(tail) < _KEY},
        _forms(word.text[-_KEY:] for word in words if word.kind == "article" and len(word.text) >= _KEY),
        frozenset(word for word in none if not word.endswith("…")),
        tuple(word[:-1] for word in none if word.endswith("…")),
        _number_pattern(own.page_number),
        re.compile(rf"(?<=[\s|｜\]】;；,，。!！?？])(?:{'|'.join(articles) or '(?!)'})\s{{0,2}}[:：]", re.IGNORECASE),
    )


def may_begin(text: str, lexicon: Lexicon) -> bool:
    """Whether it is worth asking :func:`read_label`: two look-ups that rule nearly every text out."""
    starts = _vocabulary(lexicon).starts
    return text[:_KEY] in starts or text[:1] in starts


def may_end(text: str, lexicon: Lexicon) -> bool:
    """Whether it is worth asking :func:`read_label_end` of a text without colon or arrow at its end."""
    return text[-_KEY:] in _vocabulary(lexicon).ends


def label_starts(lexicon: Lexicon) -> frozenset[str]:
    """What :func:`may_begin` looks up, for loops: the first three characters of a text, and the first one."""
    return _vocabulary(lexicon).starts


def label_ends(lexicon: Lexicon, *, articles: bool = False) -> frozenset[str]:
    """What :func:`may_end` looks up, for loops: the last three characters of a text.

    ``articles`` leaves out the labels that may lead to anything but an article.
    """
    words = _vocabulary(lexicon)
    return words.article_ends if articles else words.ends


def _headline(text: str) -> str:
    """The rest of a line as a headline: without colons and arrows at its edges, its own quotes kept."""
    text = text.lstrip("]】〕)）』」/／,，…" + _EDGE).rstrip("[【〔(（『「/／" + _EDGE)
    opening, closing = text.count("«"), text.count("»")
    if opening != closing:  # French and German quotes come in pairs; a single one is an arrow.
        text = text.removeprefix("»").removeprefix("«").removesuffix("»").removesuffix("«").strip(_EDGE)
    return text


def means_none(text: str, lexicon: Lexicon) -> bool:
    """Whether these words, in place of a headline, say that there is no neighbour (没有了, 返回列表, None)."""
    words = _vocabulary(lexicon)
    text = text.strip(_NONE_EDGE).lower()
    return text in words.none or (0 < len(text) <= _LONGEST_NONE and text.startswith(words.none_starts))


def _parting_after(text: str, end: int, word: _Word) -> bool | None:
    """Whether the rest is parted from the label that ends here; ``None`` where it is a longer word's beginning."""
    after = text[end:].lstrip()
    if not after:
        return True
    blank = len(after) < len(text) - end
    first = after[0]
    if first in _PARTING:
        joined = first in _WORD_JOINERS and not blank and not word.east_asian and after[1:2].isalnum()
        return None if joined else True
    if blank:
        return word.east_asian
    if word.east_asian:
        return False
    return False if word.phrase and not first.islower() else None


def _label(word: _Word, rest: str, lexicon: Lexicon, *, parted: bool) -> NeighbourLabel:
    rest = _headline(rest)
    return NeighbourLabel(word.direction, word.kind, rest, parted or not rest, means_none(rest, lexicon))


def read_label(text: str, lexicon: Lexicon, *, loose: bool = False) -> NeighbourLabel | None:
    """The label that a text begins with or is; ``None`` without one. White space should be folded.

    ``loose`` is for texts that something else marks as a link to a neighbour: then a headline may follow without
    anything between, or a word like Next. Else "Next steps" and "下一条红线" are what they are, prose.

    >>> from newsharvest.languages import lexicon_for
    >>> read_label("上一篇：春耕开始了", lexicon_for("zh"))
    NeighbourLabel(direction='previous', kind='article', rest='春耕开始了', parted=True, none=False)
    """
    if not text or len(text) > LONGEST_LINE:
        return None
    words = _vocabulary(lexicon)
    start = 0
    while start < len(text) and text[start] in _DECORATION:
        start += 1
    low = text[start : start + _HEAD].lower()
    for key in (low[:_KEY], low[:2], low[:1]):
        # Many a text begins with "The" and few go on as a label does: one test for all labels of a key.
        if not low.startswith(words.head_texts.get(key, ())):
            continue
        for word in words.heads[key]:
            if not low.startswith(word.text):
                continue
            end = start + len(word.text)
            parted = _parting_after(text, end, word)
            if parted is not None:
                label = _label(word, text[end:], lexicon, parted=parted)
                if loose or not label.rest or (word.kind != "either" and (parted or _is_glued(text, end, word))):
                    return label
    return None


def _is_glued(text: str, end: int, word: _Word) -> bool:
    """Whether a headline follows at once, where white space between two elements was lost (Previous articleFloods)."""
    return word.phrase and text[end].isupper()


def read_label_end(text: str, lexicon: Lexicon) -> NeighbourLabel | None:
    """The label that a text ends with, as before a link or glued to a headline; ``None`` without one."""
    text = text[-LONGEST_LINE:].rstrip(_DECORATION_STRIP)
    low = text[-_HEAD:].lower()
    tails = _vocabulary(lexicon).tails
    for word in (*tails.get(low[-_KEY:], ()), *tails.get(low[-2:], ()), *tails.get(low[-1:], ())):
        if not low.endswith(word.text):
            continue
        before = text[: len(text) - len(word.text)]
        last = before[-1:]
        if not last or last in _PARTING or last in _DECORATION or not last.isalnum():
            return _label(word, before, lexicon, parted=not last or not last.isspace())
        if word.east_asian or (word.phrase and text[len(before)].isupper()):
            return _label(word, before, lexicon, parted=False)
    return None


def read_labels(line: str, lexicon: Lexicon) -> tuple[NeighbourLabel, ...]:
    """Every label of a line of plain text, each with its own headline: ``上一篇：… 下一篇：…`` gives two."""
    first = read_label(line, lexicon)
    if first is None or not first.rest:
        return (first,) if first is not None else ()
    cuts = [match.start() for match in _vocabulary(lexicon).labelled.finditer(line)]
    if not cuts:
        return (first,)
    parts = (line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True))
    return tuple(label for part in parts if (label := read_label(part, lexicon)))


def read_page_number(text: str, lexicon: Lexicon) -> int | None:
    """The number of the page that a text names (2, [2], 第2页, Page 2: …); ``None`` where it names none."""
    text = text[:LONGEST_LINE].strip()
    match = _vocabulary(lexicon).number.match(text)
    if match is None or match.lastindex is None:
        return None
    digits = match[match.lastindex]
    return _HAN_DIGITS.get(digits) or int(digits) or None
