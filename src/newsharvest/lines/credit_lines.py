"""Lines that are nothing but credits: （记者 A、B）, 来源：X 作者：Y, By Jane Doe and Max Roe, 홍길동 기자."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_roles import assigned, stronger
from newsharvest.lines.credit_words import EAST, HANGUL, MAX_LABEL, Found, has_digit, is_east, without_numbers
from newsharvest.lines.dates import dates_of
from newsharvest.lines.eastern import read_items
from newsharvest.lines.korean import read_korean
from newsharvest.lines.names import is_organisation
from newsharvest.lines.western import read_dated_names, read_title_line, read_western

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon
    from newsharvest.lines.credit_words import CreditWords, Kind

Label = tuple[int, int, "Kind"]
"""(start, colon, what it announces)."""

MAX_LINE = 200
"""Characters of a line that can be a credit as a whole."""
MAX_SEGMENT = 60
MAX_PARTS, MAX_PART = 3, 6
"""Of a label that names several parts in the story: how many are put together, and characters of one of them."""
PARTING = ("/", "·", "、", "&")
MAX_KOREAN_REST = 9
"""Syllables of a Korean credit line beside the credits."""
MAX_PEN_NAME, MAX_WESTERN_PEN_NAME = 10, 24
MAIL = re.compile(r"[\w.+\-]{1,40}@[\w.\-]{3,60}")
SENTENCE = re.compile(r"[。!?！？]")
_GROUP = re.compile(r"\s{0,4}[(\[]([^()\[\]]{2,120})[)\]]")
_MARKED = re.compile(r"\s{0,3}[□■◇◆◎○]\s{0,3}")
_NO_NAMES = re.compile(r"[。!?！？\"=]")
_OFFICE = re.compile(r"(?<=\S)[:(]|(?<=\S),(?=[系为為现現])")
"""What parts a name behind a label from its owner's office: 作者: 王伟：某某大学."""
_COLON = re.compile(r"[:|]")


def label_before(line: str, colon: int, words: CreditWords) -> tuple[int, Kind] | None:
    """Where the label that ends at this colon begins, and what it announces; ``None`` where no label stands there."""
    end = len(line[:colon].rstrip())
    for start in range(max(0, end - MAX_LABEL), end):
        kind = words.kinds.get(line[start:end].lower())
        if kind is None:
            continue
        # A western label must be a whole word; a Chinese one may be glued to what stands before it.
        if EAST.match(line[start]):
            return _compound(line, start, kind, words)
        if not line[:start][-1:].isalpha():
            return start, kind
    return None


def _compound(line: str, start: int, kind: Kind, words: CreditWords) -> tuple[int, Kind]:
    """A label of several parts (取材・文・撮影, 策划/撰文): where it begins, and the part that says most."""
    for _ in range(MAX_PARTS):
        if line[start - 1 : start] not in PARTING or kind not in words.roles.values():
            break
        first = next(
            (at for at in range(max(0, start - MAX_PART), start - 1) if line[at : start - 1] in words.roles), -1
        )
        if first < 0:
            break
        start, kind = first, stronger(words.roles[line[first : start - 1]], kind)
    return start, kind


def without_dates(line: str, lexicon: Lexicon) -> str:
    """The line with its dates and other numbers replaced by bars of the same length."""
    if not has_digit(line):
        return line
    for date in dates_of(line, lexicon):
        line = line[: date.start] + "|" * (date.end - date.start) + line[date.end :]
    return without_numbers(line)


def labels_of(line: str, words: CreditWords) -> list[Label]:
    """(start, colon, kind) of every label of the line that a colon follows."""
    found: list[Label] = []
    for match in _COLON.finditer(line):
        colon = match.start()
        label = label_before(line, colon, words)
        if label is None or (found and label[0] <= found[-1][1]):
            continue
        # A bar parts many things; it is a colon only behind a role or source that stands by itself (来源 | 人民网).
        before = line[: label[0]]
        alone = not (before.strip(" ") if label[1] == "source" else before)[-1:].isalnum()
        if line[colon] == ":" or (label[1] != "info" and alone):
            found.append((label[0], colon, label[1]))
    return found


def read_tokens(line: str, span: tuple[int, int], words: CreditWords, label: Label | None = None) -> list[Found] | None:
    """The credits that a part of a line consists of, bare names included; ``None`` where it holds anything else."""
    tokens = read_items(line, span, words, label)
    if tokens is None:
        return None
    found = []
    for token, role, kind in assigned(tokens):
        first, last = (
            min(token.start, role.start if role else token.start),
            max(token.end, role.end if role else 0),
        )
        if token.what == "organisation":
            if kind == "photographer":  # A picture agency.
                continue
            kind = "source-agency" if kind not in (None, "others") else kind  # noqa: PLW2901
        elif kind == "source-agency" and not line[token.start : token.end].endswith(words.endings):
            kind = "author"  # noqa: PLW2901 - a person who sent the text in has written it
        found.append(Found(kind, token.start, token.end, first, last))
    return found


def _pen_name(line: str, label: Label, stop: int) -> list[Found]:
    """What a label for the author announces although it looks like no name of a person: a pen name."""
    start, colon, kind = label
    segment = line[colon + 1 : stop]
    at = colon + 1 + len(segment) - len(segment.lstrip())
    name = segment.strip().split("  ")[0]
    plain = name.replace("&", "").replace("_", "").replace(" ", "")
    longest = MAX_PEN_NAME if is_east(name) else MAX_WESTERN_PEN_NAME
    if kind != "author" or not plain.isalpha() or not 2 <= len(name) <= longest:
        return []
    return [Found(kind, at, at + len(name), start, at + len(name))]


def _behind_label(line: str, label: Label, stop: int, words: CreditWords) -> list[Found] | None:
    """The names behind a label, up to their owner's office, up to the paper that is glued to the next label."""
    begin = label[1] + 1
    if office := _OFFICE.search(line, begin, stop):
        stop = office.start()
    named = read_tokens(line, (begin, stop), words, label)
    if named is None and label[2] == "author" and (comma := line.find(",", begin, stop)) > begin:
        named = read_tokens(line, (begin, comma), words, label)  # 作者:林涛,某某大学教授
    if named is None and stop < len(line) and (blank := line.rfind(" ", begin, stop)) > begin:
        named = read_tokens(line, (begin, blank), words, label)
    return named


def _labelled(line: str, labels: list[Label], words: CreditWords) -> list[Found]:
    """The credits of a line of labels: 来源：X 作者：Y 编辑：Z."""
    found = read_tokens(line, (0, labels[0][0]), words) or []
    # A bare name in front of the labels is one where it stands in brackets: [ 张三 ] 来源：….
    found = [one for one in found if one.kind is not None or line[: one.start].rstrip().endswith(("(", "["))]
    for place, label in enumerate(labels):
        stop = labels[place + 1][0] if place + 1 < len(labels) else len(line)
        if label[2] == "source":
            found.extend(_behind_source(line, label[1] + 1, stop, words))
        if label[2] in ("source", "info", "others") or _NO_NAMES.search(line, label[1], stop):
            continue
        named = _behind_label(line, label, stop, words)
        if named is None and not _is_banned(line[label[1] + 1 : stop], words):
            named = _pen_name(line, label, stop)
        found.extend(named or [])
    return found


def _behind_source(line: str, start: int, stop: int, words: CreditWords) -> list[Found]:
    """The credits that follow a source's name without a colon of their own: 来源：清溪日报 通讯员 罗文彬."""
    start += len(line[start:stop]) - len(line[start:stop].lstrip())
    blank = line.find(" ", start, stop)
    named = read_tokens(line, (blank, stop), words) if blank >= 0 else None
    return [one for one in named or [] if one.kind is not None]


def _is_banned(segment: str, words: CreditWords) -> bool:
    segment = segment.strip().lower()
    return segment in words.not_names or segment in words.counters or segment in words.kinds


def read_any(line: str, words: CreditWords) -> list[Found] | None:
    """The credits of a folded line that holds nothing else, bare names included; ``None`` where it holds more."""
    if not is_east(line):
        return _western(line, words)
    if HANGUL.search(line):
        return _korean(line, words)
    if len(line) > MAX_SEGMENT and not words.hint.search(line):
        return None
    plain = without_dates(line, words.lexicon)
    if not is_east(plain):
        return _western(line, words)
    labels = labels_of(line, words)
    if labels:
        return _labelled(plain, labels, words)
    found = read_tokens(plain, (0, len(plain)), words)
    if found and _reports(plain[found[-1].end :], words) and not any(_is_office(plain, one, words) for one in found):
        return [one._replace(kind="reporter") for one in found]
    return found


def _is_office(line: str, one: Found, words: CreditWords) -> bool:
    return one.kind is not None or is_organisation(line[one.start : one.end], words)


def _reports(behind: str, words: CreditWords) -> bool:
    """Whether a place and 報導 stand behind the names and a stroke: 林涛/台北報導."""
    return behind.startswith("/") and behind.rstrip(" )]").endswith(words.lexicon.source.report_endings or (" ",))


def _korean(line: str, words: CreditWords) -> list[Found] | None:
    if len(line) > MAX_LINE or not (found := list(read_korean(line, words))):
        return None
    rest = list(MAIL.sub(lambda mail: " " * len(mail[0]), line))
    for one in found:
        rest[one.printed_start : one.printed_end] = " " * (one.printed_end - one.printed_start)
    # Beside its credits a credit line has room for a place, a paper, a desk.
    return found if len(HANGUL.findall("".join(rest))) <= MAX_KOREAN_REST else None


def _western(line: str, words: CreditWords) -> list[Found] | None:
    """The credits of a western line; cheap for lines that hold no label and no date."""
    if may_credit(line, words):
        plain = without_dates(line, words.lexicon)
        if "@" in plain:
            plain = MAIL.sub(lambda mail: "|" * len(mail[0]), plain)
        found = read_western(plain, words)
        if found is not None:
            return found
    if len(line) > MAX_SEGMENT:
        return None
    if has_digit(line):
        dated = dates_of(line, words.lexicon) or not words.ago.isdisjoint(line.lower().split())
        return read_dated_names(without_dates(line, words.lexicon), words) or None if dated else None
    return read_title_line(line, words) or None if ", " in line else None


def may_credit(line: str, words: CreditWords) -> bool:
    """Whether a western line begins with a label, or holds a colon or a By."""
    if ":" in line:
        return True
    lowered = line.lower()
    opens = lowered.lstrip(" |-*>([·").startswith(words.openings)
    return opens or any(map(lowered.__contains__, words.by_inside))


@lru_cache(maxsize=1024)
def read_whole(line: str, words: CreditWords) -> tuple[Found, ...] | None:
    """The credits of a line that is nothing but a credit line; ``None`` for any other.

    Kept for a while: the labels of the page's blocks ask first, the fields again.
    """
    found = _read_whole(line, words)
    return None if found is None else tuple(found)


def _read_whole(line: str, words: CreditWords) -> list[Found] | None:
    if not is_east(line):
        return _western(line, words) or None
    set_apart = _GROUP.fullmatch(line) or _MARKED.match(line)
    told = "/" in line and _reports(line[line.index("/") :], words)
    if not (told or set_apart or HANGUL.search(line) or words.hint.search(line) or may_credit(line, words)):
        return None
    found = read_any(line, words) or []
    if not set_apart and not labels_of(line, words):
        found = [one for one in found if one.kind is not None]
    return found or None
