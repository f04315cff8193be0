"""What a line says as a caption: whether it reads like one, and who is credited for the picture.

Sources of the rules: measured Chinese pages (图为 at the start, ▲ and ◎ as pointers, （右二） for the second person
from the right, 摄 or 供图 after the photographer's name) and newsroom habits elsewhere (``Photo: Name/Agency``,
``写真＝``, ``사진=``, ``Foto: dpa``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

MAX_CAPTION = 600
"""A longer line is no caption."""
MAX_CREDIT = 120
POINTERS = "▲△▴◎●◆■►▼▽↑↓←→"
"""Signs that Chinese, Korean and Japanese pages set before a caption to point at its picture."""
_POSITION = re.compile(
    r"[(（【\[](?:前|后|後|中|上|下)?(?:排)?(?:左|右|中|前|后|後|上|下)[起边邊侧側排]?"
    r"(?:一|二|三|四|五|六|七|八|九|两|兩|\d)?(?:(?:、|，|,|至|和|及)(?:左|右)?[一二三四五六七八九\d]){0,3}(?:者|图|圖)?[)）】\]]"
)
_ENGLISH_POSITION = re.compile(
    r"\((?:(?:far |second from |third from )?(?:left|right)|centre|center|back|front|"
    r"l\.?|r\.?|li(?:nks)?\.?|re(?:chts)?\.?)\)"
)


@dataclass(frozen=True, slots=True)
class SplitCaption:
    """A caption and its credit."""

    text: str
    """The caption without the credit; empty where the line is a credit only."""
    credit: str | None
    """The credit as printed, without brackets around it; ``None`` where there is none."""


def _any_of(words: tuple[str, ...]) -> str:
    # The longest word first, so that 資料圖片 is not read as 資料圖 and a rest.
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@lru_cache(maxsize=64)
def _starts(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s{{0,3}}[{POINTERS}(（\[【]?\s?(?:{_any_of(lexicon.captions.starts)})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _CreditForms:
    patterns: tuple[re.Pattern[str], ...]
    """A credit in brackets at the end, one behind a label at the end, and a bare one at the end."""
    words: tuple[str, ...]
    """Without one of these, in lower case, none of the patterns matches."""
    nobody: frozenset[str]
    """What stands in such brackets and credits nobody (资料图)."""


@lru_cache(maxsize=64)
def _credit_forms(lexicon: Lexicon) -> _CreditForms:
    words = lexicon.captions
    before, after = _any_of(words.credit_before), _any_of(words.credit_after)
    after_han = _any_of(tuple(word for word in words.credit_after if "\u4e00" <= word[0] <= "\u9fff"))
    after_other = _any_of(tuple(word for word in words.credit_after if not "\u4e00" <= word[0] <= "\u9fff"))
    named, separator = r"[^()（）\[\]【】。！？!?;；]", r"\s?[:：/／＝=・|｜]"
    bracketed = (
        rf"[(（\[【〔［]\s?((?:{before}){separator}?\s?{named}{{1,60}}|{named}{{1,40}}(?:{after}))\s?[)）\]】〕］]"
    )
    labelled = (
        rf"(?:^|(?<=[\s.。!?！？”\"）)/|,，;；=＝–—-]))((?:{before}){separator}\s?[^。！？!?]{{1,100}}|©\s?.{{1,100}})"
    )
    # Without brackets or a label only what looks like a name counts: "…，第二天就画出了草图" credits nobody.
    han_name = r"[\u4e00-\u9fff·]{2,4}"
    trailing = (
        rf"(?:^|(?<=[\s。！？!?；;，,”]))((?:{han_name}(?:[、\s]{han_name}){{0,3}}\s?[/／]?\s?(?:{after_han})"
        rf"|[\u4e00-\u9fff·]{{2,14}}\s(?:{after_han}))"
        rf"|[^\s。！？!?；;，,、：:/]{{1,30}}(?:\s[^\s。！？!?；;，,、：:/]{{1,20}}){{0,2}}\s?(?:{after_other}))"
    )
    return _CreditForms(
        (
            re.compile(rf"{bracketed}\s?[.。]?\s?$", re.IGNORECASE),
            re.compile(rf"{labelled}$", re.IGNORECASE),
            re.compile(rf"{trailing}\s?[.。]?$"),
        ),
        ("©", *dict.fromkeys(word.casefold() for word in (*words.credit_before, *words.credit_after))),
        frozenset({*words.contains, *words.starts}),
    )


def split_credit(text: str, lexicon: Lexicon) -> SplitCaption:
    """A caption's words and the credit at its end.

    The credit keeps the words that make it one ("张三 摄", "Photo: Jane Doe/Agency").
    """
    if len(text) > MAX_CAPTION:
        return SplitCaption(text, None)
    forms = _credit_forms(lexicon)
    tail_start = max(0, len(text) - MAX_CREDIT)
    tail = text[tail_start:]
    lowered = tail.casefold()
    if not any(word in lowered for word in forms.words):
        return SplitCaption(text, None)
    for pattern in forms.patterns:
        found = pattern.search(tail)
        if found and found[1].strip() not in forms.nobody:
            before = text[: tail_start + found.start()].rstrip(" |/=＝–—-")
            return SplitCaption(before, found[1].strip())
    return SplitCaption(text, None)


def is_credit(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds a picture's credit and nothing else."""
    if len(text) > MAX_CREDIT:
        return False
    split = split_credit(text, lexicon)
    return split.credit is not None and not split.text


def caption_cues(text: str, lexicon: Lexicon) -> int:
    """How many signs say that a line is a caption: 0 none, 1 a weak one, 2 and more enough by themselves."""
    if not 2 <= len(text) <= MAX_CAPTION:
        return 0
    cues = 0
    if text[0] in "▲△▴◎▼▽↑↓":
        cues += 2
    if _starts(lexicon).match(text):
        cues += 2
    if ("（" in text or "(" in text or "【" in text) and (_POSITION.search(text) or _ENGLISH_POSITION.search(text)):
        cues += 2
    if any(word in text for word in lexicon.captions.contains):
        cues += 2 if text[-1] in ")）]】" else 1
    if split_credit(text, lexicon).credit:
        cues += 2
    return cues
