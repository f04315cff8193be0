"""What a line says as a caption: whether it reads like one, and who is credited for the picture.

Sources of the rules: measured Chinese pages (图为 at the start, ▲ and ◎ as pointers, （右二） for the second person
from the right, 摄 or 供图 after the photographer's name) and newsroom habits elsewhere (``Photo: Name/Agency``,
``写真＝``, ``사진=``, ``Foto: dpa``, ``AP Photo/Name``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_lines import read_any
from newsharvest.lines.credit_words import any_of, credit_words, folded
from newsharvest.lines.picture_credits import CreditForms, any_word_of, credit_forms, is_eastern

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

MAX_CAPTION = 600
"""A longer line is no caption."""
MAX_CREDIT = 120
LONGEST_CUE = 240
"""A credit at the end of a longer line is rather that of a story."""
POINTERS = "▲△▴◎●◆■►▼▽↑↓←→"
"""Signs that Chinese, Korean and Japanese pages set before a caption to point at its picture."""
SURE_POINTERS = frozenset("▲△▴▼▽↑↓◎")
LONGEST_EASTERN_CREDIT = 24
MOST_CREDIT_WORDS = 12
"""A longer line without anything before its credit is a caption."""
MAX_PART = 40
MAX_PART_WORDS = 5
SENTENCE_ENDS = frozenset('.!?…”"')
_POSITION = re.compile(
    r"[(（【\[](?:前|后|後|中|上|下)?(?:排)?(?:左|右|中|前|后|後|上|下)[起边邊侧側排]?"
    r"(?:一|二|三|四|五|六|七|八|九|两|兩|\d)?(?:(?:、|，|,|至|和|及)(?:左|右)?[一二三四五六七八九\d]){0,3}(?:者|图|圖)?[)）】\]]"
)
_WESTERN_POSITION = re.compile(
    r"\((?:(?:far |second from |third from |from |top |bottom |above |below |top-)?(?:left|right)|cent(?:re|er)|"
    r"back|front|l\.?|r\.?|li(?:nks)?\.?|re(?:chts)?\.?|m(?:itte)?\.?|à (?:gauche|droite)|au centre|"
    r"(?:a la )?(?:izquierda|derecha)|i(?:zda|zq|zqda)?\.?|d(?:cha|er)?\.?)\)",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?…。！？”“\"»’)）\]|｜•·=＝/／]\s?|\s[-–—]\s?|(?<=\w)\s?[-–—]\s")
"""Where a credit without a label may begin."""
_PARTS = re.compile(r"\s?[/／|｜,，·、—–]\s?|\s-\s|\s?-\s|\svia\s")
_TAKEN = re.compile(r"(?:.{0,12}[,，、])?(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}[日号號]\s?拍?[摄攝]")
"""When a picture was taken, in brackets: the words of a credit that names nobody."""
_CLOSED = re.compile(r"[(（\[【〔［]([^()（）\[\]【】〔〕［］]{2,100})[)）\]】〕］]\s?[.。]?\s?$")


@dataclass(frozen=True, slots=True)
class SplitCaption:
    """A caption and its credit."""

    text: str
    """The caption without the credit; empty where the line is a credit only."""
    credit: str | None
    """The credit as printed, without brackets around it; ``None`` where there is none."""


@lru_cache(maxsize=64)
def _starts(lexicon: Lexicon) -> re.Pattern[str]:
    words = lexicon.captions.starts
    # A western word must end where it ends: "Image:" and "file photo", and not "photo byline".
    western = any_word_of(word for word in words if not is_eastern(word))
    eastern = any_word_of(word for word in words if is_eastern(word))
    return re.compile(rf"\s{{0,3}}[{POINTERS}(（\[【]?\s?(?:(?:{western})(?!\w)|{eastern})", re.IGNORECASE)


@lru_cache(maxsize=64)
def _contained(lexicon: Lexicon) -> re.Pattern[str]:
    return any_of(lexicon.captions.contains)


def _found(text: str, lexicon: Lexicon) -> SplitCaption | None:
    """A credit that words say to be one."""
    forms = credit_forms(lexicon)
    tail_start = max(0, len(text) - MAX_CREDIT)
    tail = text[tail_start:]
    lowered = tail.casefold()
    if not forms.hint.search(lowered):
        return None
    for pattern in forms.patterns:
        found = pattern.search(tail)
        credit = found[1].strip(" .") if found else ""
        if found and credit and credit.casefold() not in forms.nobody and not _TAKEN.fullmatch(credit):
            if credit.count("(") > credit.count(")"):
                credit += ")"
            return SplitCaption(_without_end(text[: tail_start + found.start()]), credit)
    return None


def _without_end(text: str) -> str:
    return text.rstrip(" |｜/=＝–—-•")


def _is_name(part: str, forms: CreditForms) -> bool:
    """Whether a few words may be a name: in capitals, or one word as users of archives call themselves."""
    words = part.split()
    return (
        0 < len(words) <= MAX_PART_WORDS
        and len(part) <= MAX_PART
        and not part[0].isdigit()
        and (len(words) == 1 or all(not word[0].islower() or word in forms.particles for word in words))
    )


def _is_house_line(line: str, forms: CreditForms) -> bool:
    """Whether a few words are an agency or archive, and at most the names of people and agencies beside it."""
    known = False
    for part in _PARTS.split(line):
        folded = part.casefold()
        while folded not in forms.houses and folded.endswith(
            (" photo", " images", " file", " pool", " photos", " via")
        ):
            folded = folded[: folded.rindex(" ")]
        if folded in forms.houses:
            known = True
        elif not _is_name(part, forms):
            return False
    return known


def _is_pair(before: str, line: str, forms: CreditForms) -> bool:
    """Whether a person and a house that nobody knows stand behind a sentence: Jane Doe/Gazette."""
    person, slash, house = line.partition("/")
    return (
        bool(slash)
        and before in SENTENCE_ENDS
        and " " in person.strip()
        and _is_name(person.strip(), forms)
        and _is_name(house.strip(), forms)
        and line[0].isupper()
    )


def _house(text: str, lexicon: Lexicon) -> SplitCaption | None:
    """A credit without a label: the name of an agency or archive, alone or with a photographer's."""
    forms = credit_forms(lexicon)
    if closed := _CLOSED.search(text[-MAX_CREDIT:]):
        inner, before = closed[1].strip(), text[: len(text) - len(closed[0])].rstrip()
        unknown = before[-1:] in SENTENCE_ENDS and _is_name(inner, forms) and inner.casefold() not in forms.nobody
        if unknown or _is_house_line(inner, forms):
            return SplitCaption(_without_end(before), inner)
        return None
    left, bar, right = text.rpartition(" | ")
    if bar and _is_house_line(right, forms) and not _is_house_line(left, forms):
        return SplitCaption(left, right)
    if _is_house_line(text, forms):
        return SplitCaption("", text)
    start = max(0, len(text) - MAX_CREDIT)
    for boundary in _BOUNDARY.finditer(text, start):
        line = text[boundary.end() :].strip(" .")
        if len(line) > 1 and (_is_house_line(line, forms) or _is_pair(text[boundary.start()], line, forms)):
            kept = text[: boundary.end()].rstrip()
            return SplitCaption(_without_end(kept), line)
    return None


def _credits_somebody(line: str) -> bool:
    """Whether a line that a label makes a credit is short enough for names: 写真：… may begin a caption too."""
    if any(map(is_eastern, line)):
        return len(line) <= LONGEST_EASTERN_CREDIT
    words = line.split()
    return len(words) <= MOST_CREDIT_WORDS and 2 * sum(not word[0].islower() for word in words) >= len(words)


def split_credit(text: str, lexicon: Lexicon) -> SplitCaption:
    """A caption's words and the credit at its end.

    The credit keeps the words that make it one ("张三 摄", "Photo: Jane Doe/Agency").
    """
    if not 1 < len(text) <= MAX_CAPTION:
        return SplitCaption(text, None)
    split = _found(text, lexicon)
    if split is not None and not split.text and not _credits_somebody(text):
        return SplitCaption(text, None)
    split = split or _house(text, lexicon)
    if split is None:
        return SplitCaption(text, None)
    if split.text.endswith(")") and (inner := _house(split.text, lexicon)):  # (AP Photo/Jane Doe) - Copyright AP
        return SplitCaption(inner.text, f"{inner.credit} {split.credit}")
    return split


def is_credit(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds a picture's credit and nothing else."""
    if len(text) > MAX_CREDIT:
        return False
    split = split_credit(text, lexicon)
    return split.credit is not None and not split.text


def _speaks_of_picture(credit: str, lexicon: Lexicon) -> int:
    """How surely a credit is a picture's and not the story's: 2, 1 for a mere source, 0 where it names writers."""
    if not any(map(is_eastern, credit)):
        return 1 if credit.casefold().startswith(credit_forms(lexicon).sources) else 2
    people = read_any(folded(credit), credit_words(lexicon)) or ()
    if any(one.kind not in (None, "photographer", "source-agency", "others") for one in people):
        return 0
    return 1 if credit.startswith(credit_forms(lexicon).sources) else 2


def caption_cues(text: str, lexicon: Lexicon) -> int:
    """How many signs say that a line is a caption: 0 none, 1 a weak one, 2 and more enough by themselves."""
    if not 2 <= len(text) <= MAX_CAPTION:
        return 0
    cues = 0
    if text[0] in POINTERS:
        cues += 2 if text[0] in SURE_POINTERS else 1
    if _starts(lexicon).match(text):
        cues += 2
    if ("（" in text or "(" in text or "【" in text) and (_POSITION.search(text) or _WESTERN_POSITION.search(text)):
        cues += 2
    if len(text) > LONGEST_CUE:
        return cues
    if _contained(lexicon).search(text):
        cues += 2 if text.rstrip("。.")[-1:] in (")", "）", "]", "】") else 1
    if found := _found(text, lexicon):
        cues += _speaks_of_picture(found.credit or "", lexicon)
    elif "/" in text and (house := _house(text, lexicon)) and "/" in (house.credit or ""):
        cues += 2
    return cues


@lru_cache(maxsize=64)
def _first_and_last(lexicon: Lexicon) -> tuple[frozenset[str], tuple[str, ...]]:
    words = lexicon.captions
    return (
        frozenset(POINTERS) | {word[0] for word in words.starts if is_eastern(word)},
        (")", "）", "】", "]", *(word for word in words.credit_after if is_eastern(word))),
    )


def may_be_caption(text: str, lexicon: Lexicon) -> bool:
    """A cheap look: whether a line begins or ends as captions of East Asian papers do."""
    first, last = _first_and_last(lexicon)
    return text[0] in first or text.endswith(last)
