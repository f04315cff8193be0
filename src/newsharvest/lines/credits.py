"""Who is credited in one line of text, and for what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.captions import is_credit
from newsharvest.lines.credit_ends import read_inside, read_lead, read_tail, shifted
from newsharvest.lines.credit_lines import (
    MAIL,
    MAX_LINE,
    MAX_SEGMENT,
    SENTENCE,
    labels_of,
    may_credit,
    read_tokens,
    read_whole,
)
from newsharvest.lines.credit_words import credit_words, folded, has_digit, is_east, without_numbers
from newsharvest.lines.datelines import read_dateline
from newsharvest.lines.dates import dates_of
from newsharvest.lines.info import read_info
from newsharvest.lines.names import MAX_NAME, is_agency, is_han_name, is_organisation, western_names
from newsharvest.lines.sources import read_source
from newsharvest.lines.western import marks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.article import Role
    from newsharvest.languages import Lexicon
    from newsharvest.lines.credit_words import CreditWords, Found, Kind

MAX_HEAD, MAX_TAIL = 260, 160
"""Characters of a longer text that are read at its beginning and at its end."""
_APART = str.maketrans("|,:()[]", "       ")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./-]{1,80}")
MAX_SIGNATURE = 60
_SIGNED = re.compile("[\u3400-\u9fff·]{2,8}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone a line credits."""

    name: str
    """As printed, white space folded."""
    role: Role | None
    """``None`` for a bare name, printed without a word for what they did."""
    printed: str
    """The name and the word that gives its role ("通訊員 廖鶴松"), as printed."""
    start: int
    """Where ``printed`` begins in the line."""
    end: int

    @property
    def bare(self) -> bool:
        """Whether the line says nothing but the name."""
        return self.printed == self.name


def _fold_space(text: str) -> str:
    return " ".join(text.split())


_ROLES: dict[Kind, Role] = {
    role: role
    for role in ("author", "reporter", "correspondent", "photographer", "editor", "translator", "source-agency")
}


def _credits(text: str, found: Iterable[Found], words: CreditWords) -> list[Credit]:
    """One credit for each name; people without a part in the text are dropped."""
    named: dict[str, Credit] = {}
    for kind, start, end, printed_start, printed_end in sorted(found, key=lambda one: one.start):
        if kind is not None and kind not in _ROLES:
            continue
        name = _fold_space(text[start:end])
        role = _ROLES[kind] if kind else None
        if kind is None and (is_organisation(name, words) if is_east(name) else is_agency(name, words)):
            role = "source-agency"
        if name not in named and len(name) <= MAX_NAME:
            printed = _fold_space(text[printed_start:printed_end])
            named[name] = Credit(name, role, printed, printed_start, printed_end)
    return list(named.values())


def read_credits(text: str, lexicon: Lexicon) -> list[Credit]:
    """Everyone a line credits, in reading order: a credit line, or the two ends of a paragraph.

    Empty where nobody is named for sure. A bare name in brackets at the end of a paragraph is given with the role
    ``None``; whether it is the story's author only the paragraph's place can tell.
    """
    words = credit_words(lexicon)
    short = len(text) <= MAX_LINE
    head = folded(text if short else text[:MAX_HEAD])
    east = is_east(head)
    dateline = read_dateline(text, lexicon) if east else None
    if short and dateline is None:
        whole = read_whole(head, words)
        if whole is not None:
            return _credits(text, whole, words)
    if not east:
        # A western paragraph credits people in brackets alone.
        found = read_lead(head, words, 0) if head[:1] in ("(", "[") else []
    elif dateline:
        found = [*read_inside(head, dateline.stop, words), *read_lead(head, words, dateline.stop)]
    else:
        found = read_lead(head, words, 0)
    begin = max(0, len(text) - MAX_TAIL)
    tail = folded(text[begin:])
    if east or tail.rstrip(" .")[-1:] in (")", "]"):
        behind = max((one.end for one in found), default=dateline.stop if dateline else 0)
        found.extend(one for one in shifted(read_tail(tail, words), begin) if one.start >= behind)
    return _credits(text, found, words) if found else []


def _covered(line: str, words: CreditWords) -> bool:
    """Whether a line of labels holds nothing beside them but short values."""
    labels = labels_of(line, words)
    if SENTENCE.search(line):
        return False
    if not labels:
        source = read_source(line, words.lexicon) if len(line) <= MAX_SEGMENT else None
        return source is not None and not line[: source.start].strip("([ ") and not line[source.end :].strip(")] ")
    head = line[: labels[0][0]]
    if is_east(head) and read_tokens(without_numbers(head), (0, len(head)), words) is None:
        return False
    stops = [*(label[0] for label in labels[1:]), len(line)]
    return all(stop - colon <= MAX_SEGMENT for (_, colon, _), stop in zip(labels, stops, strict=True))


def _only_date(line: str, words: CreditWords) -> bool:
    """Whether a line tells a date or a time of day, and beside it only labels, counts, buttons and the site's name."""
    found = dates_of(line, words.lexicon)
    if not found and not _CLOCK.search(line):
        label, colon, count = line.partition(":")  # Visite: 233
        return bool(colon) and label.strip().lower() in words.counters and count.strip(" .").isdigit()
    for date in reversed(found):
        line = line[: date.start] + " " + line[date.end :]
    plain = without_numbers(_ADDRESS.sub(" ", line)).lower().translate(_APART)
    left = (word.strip("./-·") for word in plain.split())
    return all(
        word in words.counters
        or words.kinds.get(word) == "info"
        or not any(map(str.isalpha, word))
        or word.endswith(words.lexicon.source.press)
        for word in left
    )


def _surely_named(line: str, found: Found, words: CreditWords) -> bool:
    """Whether a western credit is more than By and one word (By Audience), which may be a heading."""
    name = line[found.start : found.end]
    return " " in name or ":" in line or has_digit(line) or is_organisation(name, words)


def signed_names(text: str, lexicon: Lexicon) -> list[Credit]:
    """The names that a line consists of which signs a story; empty for any other line."""
    if not 2 < len(text) <= MAX_SIGNATURE or has_digit(text):
        return []
    words, line = credit_words(lexicon), folded(text)
    if is_east(line):
        spans = [match.span() for match in _SIGNED.finditer(line)]
        known = spans and all(is_han_name(line[start:end], words) for start, end in spans)
        found = spans if known and not _SIGNED.sub("", line).strip(" 、,") else []
    else:
        names, end = western_names(line, words)
        cased = all(line[start].isupper() for start, _ in names)
        found = names if cased and not line[end:].strip() else []
    return [Credit(text[start:end], None, text[start:end], start, end) for start, end in found]


@lru_cache(maxsize=64)
def _surrounding(lexicon: Lexicon) -> tuple[str, ...]:
    """How lines begin that say who gave the pictures (图片由…提供)."""
    words = (word.partition("…")[0] for word in lexicon.captions.credit_around)
    return tuple(opening for word in words for opening in (word, f"({word}"))


def is_credit_line(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds nothing but credits, dates, sources and their labels, empty labels included."""
    if not 0 < len(text) <= MAX_LINE:
        return False
    words = credit_words(lexicon)
    line = folded(text).strip()
    if "@" in line and MAIL.fullmatch(line):
        return True
    has_number = has_digit(line)
    east = is_east(line)
    if not (has_number or ":" in line or (words.hint.search(line) if east else may_credit(line, words))):
        return False
    whole = read_whole(line, words)
    if whole and any(one.kind and (east or _surely_named(line, one, words)) for one in whole):
        return not (east and SENTENCE.search(line))
    if _covered(line, words) if east else _source_line(line, words):
        return True
    if east and len(line) <= MAX_SEGMENT and line.startswith(_surrounding(lexicon)) and is_credit(line, lexicon):
        return True
    if has_number and (_only_date(line, words) or (east and _names_paper(line, lexicon))):
        return True
    dateline = read_dateline(text, lexicon) if east and len(line) <= MAX_SEGMENT else None
    return dateline is not None and dateline.alone


def _names_paper(line: str, lexicon: Lexicon) -> bool:
    """Whether a short line holds a paper's name beside a date and nothing else."""
    info = read_info((line,), lexicon) if len(line) <= MAX_SEGMENT and dates_of(line, lexicon) else None
    return info is not None and info.paper is not None


def _source_line(line: str, words: CreditWords) -> bool:
    if ":" not in line or len(line) > MAX_SEGMENT:
        return False
    mark = next(marks(line, words), None)
    return mark is not None and mark.kind == "source" and mark.start == 0
