"""Which runs of characters are names of people or of organisations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsharvest.lines.credit_words import CreditWords

Span = tuple[int, int]

MAX_NAME = 45
MAX_WORDS = 5
MAX_TITLED = 3
"""Words up to which a part that ends like an organisation is taken for one (The Associated Press)."""
MAX_HAN = 4
"""Characters of the longest Chinese name without a dot; pen names behind a label may be longer."""
MAX_PEN_NAME = 7
MAX_DOTTED = 14
MAX_ORGANISATION = 24
_WAYS = {
    4: ((2, 2),),
    5: ((2, 3), (3, 2)),
    6: ((3, 3), (2, 2, 2)),
    7: ((2, 2, 3), (2, 3, 2), (3, 2, 2)),
    8: ((2, 3, 3), (3, 2, 3), (3, 3, 2)),
    9: ((3, 3, 3),),
}
"""How long the names are that a run of so many characters may consist of."""
_HAN = re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff]+")
_HAN_KANA = re.compile("[\u3005\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['.\-](?!\s|$)|\.){0,24}")


def _surname(run: str, at: int, words: CreditWords) -> bool:
    return run[at] in words.surnames


def is_organisation(name: str, words: CreditWords) -> bool:
    """Whether the last word (in Chinese, Japanese and Korean the ending) is one that organisations have."""
    lowered = name.lower()
    if lowered in words.organisations:
        return True
    if name.endswith(words.endings):
        # 罗科 and 李文科 are people, 安监局 is not: a short run that begins with a family name may keep the doubt.
        if len(name) == 3:
            return name.endswith(words.never_ends) or not _surname(name, 0, words)
        return len(name) > 3
    last = lowered.split()
    return len(last) > 1 and (last[-1] in words.organisations or " ".join(last[-2:]) in words.organisations)


def is_agency(name: str, words: CreditWords) -> bool:
    """Whether the name is a news agency's, or several of them (dpa/AFP)."""
    lowered = name.lower()
    if lowered in words.agencies or all(part.strip() in words.agencies for part in re.split(r"[/,&]", lowered)):
        return True
    # Reuters Staff, Agencia EFE.
    left = [word for word in lowered.split() if word not in words.organisations or word in words.agencies]
    return len(left) == 1 and left[0] in words.agencies


def _no_name(run: str, words: CreditWords) -> bool:
    return run in words.not_names or not words.not_in_names.isdisjoint(run) or run in words.places


def is_han_name(run: str, words: CreditWords) -> bool:
    """Whether the run is surely one name: a known family name and one or two characters, or parts with a dot."""
    if "·" in run:
        parts = run.split("·")
        if any(part.endswith(words.endings) or part in words.not_names for part in parts):
            return False
        return len(run) <= MAX_DOTTED and all(_HAN.fullmatch(part) or _HAN_KANA.fullmatch(part) for part in parts)
    script = _HAN_KANA if words.language == "ja" else _HAN
    if not 2 <= len(run) <= MAX_HAN + 2 or not script.fullmatch(run) or _no_name(run, words):
        return False
    if len(run) > 2 and run.endswith(words.never_ends):
        return False
    if run.startswith(words.double_surnames) and 3 <= len(run) <= MAX_HAN + (words.language == "ja"):
        return True
    return len(run) <= 3 and _surname(run, 0, words) and not is_organisation(run, words)


def han_names(run: str, words: CreditWords) -> list[Span]:
    """The names that a run without spaces or commas consists of; empty where that is not sure.

    Two or three names printed without a space between them are parted before family names.
    """
    if is_han_name(run, words):
        return [(0, len(run))]
    if len(run) not in _WAYS or "·" in run or (run.endswith(words.endings) and run[:2] not in words.double_surnames):
        return []
    found: list[list[Span]] = []
    for way in _WAYS[len(run)]:
        spans, at = [], 0
        for length in way:
            spans.append((at, at + length))
            at += length
        if all(is_han_name(run[start:end], words) for start, end in spans):
            found.append(spans)
    # 林涛何秋月 could be 林涛何 and 秋月; the more frequent family names are the likelier.
    return min(found, key=lambda spans: sum(words.surnames.get(run[at], 0) for at, _ in spans), default=[])


def is_pen_name(run: str, words: CreditWords) -> bool:
    """Whether the run can be a name where a label with a colon says that one follows."""
    fits = 2 <= len(run) <= MAX_PEN_NAME and bool(_HAN_KANA.fullmatch(run)) and not _no_name(run, words)
    return fits and not run.endswith(words.never_ends)


def _word_fits(word: str, place: int, last: int, words: CreditWords) -> bool:
    lowered = word.lower()
    if lowered in words.particles:
        return place < last and (place > 0 or word[0].isupper())
    # An initial and a word in capitals begin as names do; a lower-case word stands in no name. Arabic has no case.
    return word[0].isalpha() and not word[0].islower() and (word.endswith(".") or lowered not in words.not_names)


def is_western_name(part: str, words: CreditWords, *, single: bool = False) -> bool:
    """Whether the words are one person's name: capitals, initials, particles. ``single``: one word is enough."""
    if len(part) > MAX_NAME or part.lower() in words.places:
        return False
    found = part.split()
    if not (1 if single else 2) <= len(found) <= MAX_WORDS or not all(_WORD.fullmatch(word) for word in found):
        return False
    if len(found) == 1 and (len(part) < 3 or part.lower() in words.affiliations):
        return False
    last = len(found) - 1
    if found[last].endswith("'s"):  # Jane Doe's latest stories
        return False
    if found[0].lower() in words.months and last and found[0] != found[0].lower():
        # April Roe is a person, April alone is none.
        return is_western_name(part[len(found[0]) :].lstrip(), words, single=True)
    if found[last].endswith(".") and len(found[last]) > 2 and found[last].lower() not in ("jr.", "sr."):
        return False
    return all(_word_fits(word, place, last, words) for place, word in enumerate(found))


def _ends_name(word: str, words: CreditWords, *, titles_only: bool) -> bool:
    lowered = word.lower().rstrip(".,:")
    if lowered in words.affiliations or (word.isupper() and lowered in words.agencies):
        return True
    return not titles_only and (lowered in words.not_names or lowered in words.counters)


def _shortened(part: str, words: CreditWords, *, first: bool) -> str:
    """The part without the title, paper, date or place that follows a name.

    Only the first name of a line may be cut before an ordinary word; behind it such words are an office (Jane Roe,
    Special Envoy to the Court).
    """
    found = part.split()
    for place in range(1, len(found)):
        rest = [word.lower().rstrip(".,") for word in found[place:]]
        titled = any(" ".join(rest[:count]) in words.affiliations for count in (3, 2))
        ends = _ends_name(found[place], words, titles_only=not first) and found[place].lower() not in words.particles
        # Behind one word a word in capitals is the family name (Tom May), behind two it is a title or a month.
        if titled or (ends and (place > 1 or found[place][0].islower())):
            found = found[:place]
            break
        head = " ".join(found[:place])
        paper = " ".join(found[place:]) if place > 1 and first and len(rest) <= MAX_TITLED else ""
        if paper and is_organisation(paper, words) and is_western_name(head, words):
            found = found[:place]
            break
    while len(found) > 1 and found[-1].lower() in words.particles and found[-1].islower():
        found.pop()
    shortened = " ".join(found)
    return shortened if part.startswith(shortened) else part


def western_names(text: str, words: CreditWords, *, single: bool = False) -> tuple[list[Span], int]:
    """The names that the text begins with, and where they end; none where it begins with anything else.

    ``single`` takes one word for a name if nothing but one name stands there.
    """
    names: list[Span] = []
    start = end = len(text) - len(text.lstrip())
    closed = joined = False
    while start < len(text):
        gap = words.parts.search(text, start)
        stop = gap.start() if gap else len(text)
        part = text[start:stop].partition(" @")[0].rstrip(" .(")
        if not (is_organisation(part, words) and len(part.split()) <= MAX_TITLED):
            part = _shortened(part, words, first=not names)
        if not part or not _names_someone(part, words, single=single and not names and not gap):
            break
        if names and (is_title(part, words) or (not joined and _employs(part, text[:start], words))):
            break
        names.append((start, start + len(part)))
        end = start + len(part)
        joined = gap is not None and gap[0].strip(" ,").lower() in words.joiners
        # After "A and B" a comma begins something else: a place, a paper, a title.
        if (
            gap is None
            or (closed and not joined)
            or (text[end:stop].strip(" .") and not (joined and _place(text, end, stop, words)))
        ):
            break
        closed = joined
        start = gap.end()
    return names, end


def _employs(part: str, before: str, words: CreditWords) -> bool:
    """Whether what stands behind a comma is whom the person works for: an organisation, or ARD-Studio Berlin."""
    first = re.split(r"[\s\-]", part, maxsplit=1)[0]
    acronym = len(first) > 2 and first.isupper() and not before.isupper()
    return "/" not in before and (acronym or is_organisation(part, words))


def _place(text: str, start: int, stop: int, words: CreditWords) -> bool:
    """Whether a short "in Berlin" stands between two names."""
    found = text[start:stop].split()
    return len(found) in (2, 3) and found[0].islower() and found[0] in words.affiliations


def _names_someone(part: str, words: CreditWords, *, single: bool) -> bool:
    if is_western_name(part, words, single=single):
        return True
    return part[0].isalpha() and len(part.split()) <= MAX_WORDS and is_organisation(part, words)


def is_title(part: str, words: CreditWords) -> bool:
    """Whether the words name an office or a paper instead of a person (Staff Writer)."""
    found = part.lower().split()
    return any(word.strip(".,") in words.affiliations for word in found) or part.lower() in words.affiliations
