"""Credits at the two ends of a paragraph: behind its dateline, in brackets, behind its last sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsharvest.lines.credit_lines import MAIL, MAX_SEGMENT, read_any, read_tokens, read_whole
from newsharvest.lines.credit_words import HANGUL, Found, is_east, without_numbers
from newsharvest.lines.korean import read_korean
from newsharvest.lines.names import is_han_name, is_western_name

if TYPE_CHECKING:
    from newsharvest.lines.credit_words import CreditWords

MAX_HEAD = 120
MAX_GROUPS = 4
MAX_CLOSING = 30
"""Characters of the names that end a line which its dateline begins."""
MAX_KOREAN = 60
_GROUP = re.compile(r"\s{0,4}([(\[][^()\[\]]{2,120}[)\]])")
_LAST_GROUP = re.compile(r"([(\[][^()\[\]]{2,160}[)\]])[\s。.]{0,3}$")
_SENTENCE_END = re.compile(r"[。!?”](?=[^。!?”]{0,160}$)")
_AGENCY_PICTURE = re.compile(r"\(c\)\s{0,2}[A-Z][\w. ]{1,24}/\s?([^()\[\]/]{4,80})$")
_LIST = re.compile("[、,·]")
_STOP = re.compile(r"[。,:!?]")


def shifted(found: list[Found], by: int) -> list[Found]:
    """The same credits in a text that has ``by`` more characters in front."""
    return [Found(kind, a + by, b + by, c + by, d + by) for kind, a, b, c, d in found] if by else found


def _groups_at(line: str, position: int, words: CreditWords, *, bare: bool) -> tuple[list[Found], int]:
    """The credits in brackets that follow at this position, and where they end."""
    found: list[Found] = []
    for _ in range(MAX_GROUPS):
        group = _GROUP.match(line, position)
        named = read_any(group[1], words) if group else None
        if group is None or not named or not (bare or any(one.kind for one in named)):
            break
        found.extend(shifted(named, group.start(1)))
        position = group.end()
    return found, position


def read_lead(line: str, words: CreditWords, dateline_end: int) -> list[Found]:
    """The credits at the beginning of a paragraph, after its dateline if it has one."""
    head = line[: dateline_end + MAX_HEAD]
    found, end = _groups_at(head, dateline_end, words, bare=dateline_end > 0)
    if found:
        return found
    if HANGUL.search(head):
        return list(read_korean(head[: dateline_end + MAX_KOREAN], words))
    stop = _STOP.search(head, end)
    phrase = head[end : stop.start() + 1 if stop else end + MAX_SEGMENT]
    if not words.hint.search(phrase) or not is_east(phrase):
        return []
    best: list[Found] = []
    cuts = [cut.start() for cut in words.asides.finditer(phrase)]
    if dateline_end and end + len(phrase) == len(line) <= dateline_end + MAX_CLOSING:
        cuts.append(len(phrase))
    for cut in cuts:
        named = read_tokens(without_numbers(phrase), (0, cut), words) or []
        if named and all(one.kind in ("reporter", "correspondent") for one in named):
            best = named
    return shifted(best, end)


def _korean_end(rest: str, words: CreditWords) -> list[Found]:
    """The credits that nothing but an address follows."""
    found = list(read_korean(rest, words))
    after = MAIL.sub("", rest[found[-1].printed_end :]) if found else ""
    return found[-1:] if len(HANGUL.findall(after)) <= 2 else []


def read_tail(line: str, words: CreditWords) -> list[Found]:
    """The credits at the end of a paragraph: in brackets, or behind its last sentence."""
    found: list[Found] = []
    rest = line.rstrip()
    for _ in range(MAX_GROUPS):
        group = _LAST_GROUP.search(rest)
        named = read_any(group[1], words) if group else None
        if group is None or not named:
            break
        if group[1].startswith(words.according, 1):  # (据新华社、河川网) credits nobody.
            named = [one for one in named if one.kind]
        found.extend(shifted(named, group.start(1)))
        rest = rest[: group.start()].rstrip()
    if found:
        return found
    if HANGUL.search(rest):
        return shifted(_korean_end(rest[-MAX_KOREAN:], words), max(0, len(rest) - MAX_KOREAN))
    if picture := _AGENCY_PICTURE.search(rest):
        parts = re.finditer(r"[^,、/]{3,40}", picture[1])
        spans = [(picture.start(1) + part.start(), picture.start(1) + part.end()) for part in parts]
        if all(is_western_name(rest[start:end].strip(), words) for start, end in spans):
            return [Found("author", start, end, start, end) for start, end in spans]
    sentence = _SENTENCE_END.search(rest)
    if sentence is None or sentence.end() == len(rest):
        return []
    behind = [one for one in read_whole(rest[sentence.end() :], words) or () if one.kind]
    return shifted(behind, sentence.end())


def read_inside(line: str, stop: int, words: CreditWords) -> list[Found]:
    """The reporter that stands inside the dateline before ``stop`` (中央社記者X台北21日電, 【ワシントン＝X】)."""
    inner = line[:stop]
    if HANGUL.search(inner):
        return list(read_korean(inner, words))
    _, equals, filed = inner.strip(" []()").partition("=")
    names = _LIST.split(filed) if equals else []
    if names and all(is_han_name(name, words) for name in names):
        spans = [(line.index(name), line.index(name) + len(name)) for name in names]
        return [Found("reporter", start, end, start, end) for start, end in spans]
    if not words.hint.search(inner):
        return []
    named = read_tokens(without_numbers(inner), (0, len(inner)), words) or []
    return [one for one in named if one.kind]
