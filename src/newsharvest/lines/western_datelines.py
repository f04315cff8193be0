"""Datelines of western papers: LONDON (Reuters), Madrid, 4 may (EFE), ROMA –, Berlin. , МОСКВА, 4 мая. /ТАСС/."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsharvest.lines.credit_words import CreditWords, credit_words, folded, has_digit

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

MAX_LOOK = 60
MOST_PLACE_WORDS = 7
MAX_INITIALS, MAX_SHOWN, MAX_PAPER = 5, 8, 25
"""Characters of a reporter's initials, of an agency in capitals, of any paper in brackets."""
_LETTER = r"[^\W\d_]"
_UPPER = r"[^\W\d_a-zß-ÿ]"
"""A capital, or a letter of a script without small ones; ``str.isupper`` has the last word."""
_AGENCY = re.compile(r"([^()]{0,60})\(([^()]{2,40})\)(\s{0,2}[-:.]{1,3}(?:\s|(?=\S)))?")
_SLASHED = re.compile(r"([^/()]{2,60}?)[\s,]{0,2}/([^/()\d]{2,25})/[\s.\-]{0,5}")
_CAPITALS = re.compile(
    rf"({_UPPER}(?:{_UPPER}|[.,'/ \-]){{2,34}}?)"
    rf"(?:, {_UPPER}[\w.]{{1,19}}\.?(?: {_UPPER}\w{{1,14}})?(?: \d{{1,2}})?)?"
    r"(?:\s?(?:[—–]|--)\s?|\s-\s|\.[-–—]\s?|-\s)(?![a-zß-ÿ\s])"
)
_PLACE_IN_BRACKETS = re.compile(rf"\({_UPPER}(?:{_UPPER}|[.,' ]){{3,30}}\)(?=\s?[—–-])")
_MARK = re.compile(r"[(\-/]|[.:] ")
_ANSA = re.compile(rf"\(([A-Z]{{2,12}})\)(?: -)? [^\W\d_a-zß-ÿ][\w' ]{{2,30}}, \d{{1,2}} {_LETTER}{{3,4}}\.?(?= -)")
_DATED = re.compile(
    rf"({_UPPER}[\w.'\-]{{1,20}}(?:[ /\-][^\W\d_][\w.'\-]{{0,20}}){{0,3}}), (?:den |le |el |il |dia )?"
    rf"(?:\d{{1,2}}\.?(?: de| di)? {_LETTER}{{3,12}}\.?|{_LETTER}{{3,9}}\.? \d{{1,2}},?)(?: (?:de )?\d{{4}})?"
    rf"\s?(?:[—–]|--?)\s?(?:(?P<agency>{_UPPER}[\w ]{{1,20}})\.\s)?(?={_UPPER}|[\"“«])"
)
_SITE = re.compile(
    rf"(?:(?P<before>{_UPPER}[\w \-]{{2,24}}), )?"
    rf"(?P<site>{_LETTER}[\w\-]{{1,20}}(?:\.(?i:com|net|org|id|vn|tv|co|ru|ua|info)){{1,2}})"
    rf"(?P<after>, {_UPPER}[\w \-]{{2,24}})?\s?(?:[—–]|--?)\s(?={_UPPER}|[\"“])",
)
_NAMED_PLACE = re.compile(
    rf"({_UPPER}[\w'\-]{{2,20}}(?: {_UPPER}[\w'\-]{{1,20}}){{0,2}})(?:\.-?|\s?[—–:]|\s-)\s(?={_UPPER}|[\"“„«])"
)
_DOT_DASH = re.compile(rf"({_UPPER}[\w'\-]{{2,20}}(?: [^\W\d_][\w'\-]{{1,20}}){{0,3}})\.[-–—]\s?(?={_UPPER}|[\"“«¿¡])")
_PLACE_WORD = re.compile(
    rf"(?:{_UPPER}|\d)[\w.'/\-]{{0,20}},?|am|an|der|den|de|del|la|le|du|of|the|do|da|di|el|los|ene|{_LETTER}{{3,10}}\.?,?"
)


class Found(NamedTuple):
    """A dateline at the beginning of a line."""

    agency: str | None
    end: int


@lru_cache(maxsize=64)
def _agencies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(folded(name).lower() for name in lexicon.source.agencies)


@lru_cache(maxsize=64)
def _openings(lexicon: Lexicon) -> re.Pattern[str]:
    names = sorted(map(folded, lexicon.source.agencies), key=len, reverse=True)
    return re.compile(rf"\(?({'|'.join(map(re.escape, names)) or '(?!)'})\)?\s?(?:[—–]|--?)\s(?={_UPPER}|[\"“„«])")


def is_known(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is an agency's, or several (dpa/AFP)."""
    known = _agencies(lexicon)
    lowered = name.lower()
    return lowered in known or any(part.strip() in known for part in re.split(r"[/,]", lowered))


def _is_place(text: str, *, strict: bool) -> bool:
    found = text.split()
    if not found or len(found) > MOST_PLACE_WORDS or found[0][0].islower() or not found[0][0].isalpha():
        return False
    if strict and (len(found) > 4 or not text.replace(",", " ").split()[0].isupper()):
        return len(found) <= 3 and all(not word[0].islower() and word[0].isalpha() for word in found)
    return all(_PLACE_WORD.fullmatch(word) for word in found)


def _bracketed(head: str, lexicon: Lexicon) -> Found | None:
    """An agency or paper in brackets behind a place."""
    match = _AGENCY.match(head) if "(" in head else None
    if match is None:
        return None
    place, inside, dash = match[1].strip(), match[2].strip(), match[3] or ""
    known, dated = is_known(inside, lexicon), has_digit(place)
    capitals = place.split(",")[0].isupper()
    # Between a place in capitals or a day and a dash, whatever stands in brackets is a paper; else an abbreviation.
    paper = "-" in dash and len(inside) <= MAX_PAPER and inside[0].isupper() and (capitals or dated)
    # German agencies and reporters have short names in lower case; behind a day an agency's may be in capitals.
    initials = inside.islower() and inside.isalpha() and len(inside) <= MAX_INITIALS and " " not in place
    paper = paper or (initials and ("-" in dash or capitals or (dash.strip() == "." and len(inside) < MAX_INITIALS)))
    paper = paper or (dated and "," in place and inside.isupper() and len(inside) <= MAX_SHOWN)
    fits = (known and not place) or _is_place(place, strict=not ((known or dated) and (dash or dated)))
    if not fits or not (known or paper):
        return None
    # WASHINGTON (January 24) — names a day.
    return Found(None if has_digit(inside) and " " in inside else inside, match.end(2) + 1)


def _no_place(text: str, words: CreditWords) -> bool:
    found = [word.strip(".,").lower() for word in text.split()]
    told = [word for word in found if word not in words.particles and word not in words.by]
    return len(found) > 4 or not told or any(word in words.not_names or word in words.kinds for word in told)


def _capitals(head: str, words: CreditWords) -> Found | None:
    """A place in capitals and a dash (WASHINGTON —), the rest of the line in ordinary letters."""
    match = _CAPITALS.match(head)
    if match is None:
        place = _PLACE_IN_BRACKETS.match(head)
        return Found(None, place.end()) if place else None
    if not match[1].isupper() or head[match.end() : match.end() + 60].isupper() or _no_place(match[1], words):
        return None
    return Found(None, len(match[0].rstrip(" —–-.")))


def _place_alone(head: str, words: CreditWords) -> Found | None:
    """A place in ordinary letters that a full stop or a dash parts from the story, where the lexicon knows it."""
    match = _NAMED_PLACE.match(head)
    if match is not None and match[1].lower() in words.places:
        return Found(None, match.end(1))
    dotted = _DOT_DASH.match(head)
    if dotted is not None and not _no_place(dotted[1], words) and dotted[1].lower() not in words.counters:
        return Found(None, dotted.end(1))
    return None


def _dated(head: str, lexicon: Lexicon, words: CreditWords) -> Found | None:
    """A place and a day before a dash (Zürich, 3. Mai 2020 –); an agency may follow (— РИА Новости.)."""
    match = _DATED.match(head)
    if match is None or _no_place(match[1], words) or match[1].lower() in words.counters:  # Montag, 3. Mai –
        return None
    months = {word.strip(".,").lower() for word in match[0][match.end(1) :].split()} & words.months
    if not months:
        return None
    agency = match["agency"]
    if agency and is_known(agency, lexicon):
        return Found(agency, match.end("agency"))
    return Found(None, len(match[0][: match.start("agency") if agency else None].rstrip(" —–-")))


def may_begin(head: str) -> bool:
    """A cheap look: whether a line may begin with a dateline: brackets, a dash, a stroke, a full stop or a colon."""
    return _MARK.search(head, 0, MAX_LOOK) is not None


def find_western(head: str, text: str, lexicon: Lexicon) -> Found | None:
    """The dateline that the head of a western line begins with; ``head`` is ``text`` with its punctuation folded."""
    words = credit_words(lexicon)
    if special := _ANSA.match(head):
        return Found(special[1], special.end())
    if found := _bracketed(head, lexicon):
        return found
    slashed = _SLASHED.match(head) if "/" in head else None
    if slashed and is_known(slashed[2].strip(), lexicon) and _is_place(slashed[1].rstrip(",."), strict=False):
        return Found(slashed[2].strip(), slashed.end(2) + 1)
    site = _SITE.match(head) if "." in head[:MAX_LOOK] else None
    if site and (site["before"] or site["after"] or site["site"].partition(".")[0].isupper()):
        return Found(site["site"], len(site[0].rstrip(" —–-")))
    if found := _capitals(text, words) or _dated(text, lexicon, words):
        return found
    if opening := _openings(lexicon).match(head):
        return Found(opening[1], opening.end(1) + (head[opening.end(1)] == ")"))
    return _place_alone(text, words)
