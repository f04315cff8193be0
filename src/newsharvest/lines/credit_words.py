"""The words of credits as the tables that reading a line needs, built once for each lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsharvest.text.folding import folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.languages import Lexicon

Kind = Literal[
    "author",
    "reporter",
    "correspondent",
    "photographer",
    "editor",
    "translator",
    "source-agency",
    "others",
    "source",
    "info",
]
"""What a word announces: one of the roles, people without a part in the text, a source, or anything else."""

MAX_LABEL = 14
"""Characters of the longest label that is looked for in front of a colon in Chinese, Japanese and Korean."""

# One character for one, so that places in the folded line are places in the printed one.
folded = folder(
    {
        **dict.fromkeys("（﹙", "("),
        **dict.fromkeys("）﹚", ")"),
        **dict.fromkeys("［〔【「『", "["),
        **dict.fromkeys("］〕】」』", "]"),
        **dict.fromkeys("：︰﹕", ":"),
        **dict.fromkeys("／∕", "/"),
        **dict.fromkeys("，﹐", ","),
        **dict.fromkeys("；﹔", ";"),
        **dict.fromkeys("｜┃│丨", "|"),
        **dict.fromkeys("＝﹦", "="),
        **dict.fromkeys("·・•‧∙･●⋅", "·"),
        **dict.fromkeys("－—–―─‐‑−", "-"),
        **dict.fromkeys("\u3000\xa0\t\n\r\u2009\u2002\u2003\u202f", " "),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)},
        **{chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)},
        # What fonts of a site's own show there is no text.
        **{chr(code): " " for code in range(0xE000, 0xF900)},
        "．": ".",
        "＠": "@",
        "’": "'",
    }
)
"""The line with full-width punctuation, letters and digits made half-width, each in its place."""
EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
HANGUL = re.compile("[\uac00-\ud7af]")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"(?<![A-Za-z_\d])\d[\d\s年月日号號时時点點分秒년월일시초:./\-]{0,40}")


class Found(NamedTuple):
    """A name in a line and the words around it that say its part."""

    kind: Kind | None
    """``None`` for a bare name."""
    start: int
    end: int
    printed_start: int
    printed_end: int


def is_east(text: str) -> bool:
    """Whether the text holds a character of Chinese, Japanese or Korean."""
    return not text.isascii() and EAST.search(text) is not None


def has_digit(text: str) -> bool:
    """Whether the text holds a digit of any script."""
    return _DIGIT.search(text) is not None


def without_numbers(line: str) -> str:
    """The line with each run of digits and what dates are made of replaced by bars of the same length."""
    return _DIGITS.sub(lambda found: "|" * len(found[0]), line)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of the words; words with one first character are tried together."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(word[1:])
    groups = (f"{re.escape(first)}(?:{'|'.join(map(re.escape, rests))})" for first, rests in sorted(by_first.items()))
    return re.compile("|".join(groups) or r"(?!)")


@dataclass(frozen=True, slots=True, eq=False)
class CreditWords:
    """The tables of one lexicon. Keys are folded and in lower case."""

    lexicon: Lexicon
    language: str
    kinds: dict[str, Kind]
    """What each label announces."""
    roles: dict[str, Kind]
    """Of these, the words of roles and of others."""
    hint: re.Pattern[str]
    """Finds what every Chinese, Japanese or Korean credit holds."""
    firsts: frozenset[str]
    """First words of all western labels."""
    role_ends: frozenset[str]
    """Last words of western roles."""
    by: frozenset[str]
    by_inside: tuple[str, ...]
    """The same between blanks, for lines that tell a date first."""
    openings: tuple[str, ...]
    """What a western credit begins with, for ``str.startswith``."""
    affiliations: frozenset[str]
    asides: re.Pattern[str]
    """Finds an affiliation of several characters, or a blank or colon: where the names of a lead-in may end."""
    suffixes: frozenset[str]
    joiners: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    agencies: frozenset[str]
    endings: tuple[str, ...]
    """The organisations of Chinese, Japanese and Korean, for ``str.endswith``."""
    long_endings: tuple[str, ...]
    """Those of several characters."""
    never_ends: tuple[str, ...]
    not_names: frozenset[str]
    not_in_names: frozenset[str]
    """Single characters."""
    surnames: dict[str, int]
    """Family names of one character, each with its rank: the most frequent stand first."""
    double_surnames: tuple[str, ...]
    places: frozenset[str]
    counters: frozenset[str]
    according: tuple[str, ...]
    """What stands before the papers that a story was put together from (据, 综合)."""
    ago: frozenset[str]
    months: frozenset[str]
    """Western ones; some are first names too (April, August)."""
    parts: re.Pattern[str]
    """What stands between two western names."""


def _lowered(words: Iterable[str]) -> list[str]:
    return [folded(word).lower() for word in words]


def _words_of_dates(lexicon: Lexicon) -> list[str]:
    """The western words that stand in dates, single words only."""
    dates = lexicon.dates
    named = (*dates.months, *dates.units, *dates.ago, *dates.one, *dates.at, *dates.am, *dates.pm)
    days = (*dates.today, *dates.yesterday, *(zone.partition("=")[0] for zone in dates.zones))
    found = (word for entry in (*named, *days) for word in entry.replace("…", " ").replace("|", " ").split())
    return [word for word in _lowered(found) if not EAST.search(word)]


def _roles(lexicon: Lexicon) -> dict[str, Kind]:
    """What each word of a role announces; of a word with two roles the one that is listed last here."""
    c = lexicon.credits
    roles: dict[str, Kind] = {}
    of_kind: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("others", c.others), ("source-agency", c.agency), ("translator", c.translator), ("editor", c.editor),
        ("photographer", c.photographer), ("correspondent", c.correspondent), ("reporter", c.reporter),
        ("author", c.author), ("author", c.by),
    )  # fmt: skip
    for kind, words in of_kind:
        roles.update(dict.fromkeys(_lowered(words), kind))
    return roles


def _kinds(lexicon: Lexicon, roles: dict[str, Kind]) -> dict[str, Kind]:
    """What every label announces, roles included; two characters may be set with a blank between them (作 者)."""
    dates = (*lexicon.dates.published, *lexicon.dates.modified)
    kinds: dict[str, Kind] = dict.fromkeys(
        _lowered((*dates, *lexicon.credits.counters, *lexicon.furniture.keywords)), "info"
    )
    kinds.update(dict.fromkeys(_lowered(lexicon.source.labels), "source"))
    kinds.update(roles)
    for word in [word for word in kinds if len(word) == 2 and EAST.fullmatch(word[0]) and EAST.fullmatch(word[1])]:
        kinds.setdefault(" ".join(word), kinds[word])
    return kinds


@lru_cache(maxsize=64)
def credit_words(lexicon: Lexicon) -> CreditWords:
    """The tables of this lexicon."""
    c, roles = lexicon.credits, _roles(lexicon)
    kinds = _kinds(lexicon, roles)
    joiners = frozenset(_lowered(c.joiners))
    between = "|".join(re.escape(word) for word in sorted(joiners) if not EAST.search(word))
    asides = [word for word in _lowered(c.affiliations) if len(word) > 1 and EAST.search(word)]
    organisations = frozenset(_lowered((*c.organisations, *lexicon.source.agencies)))
    return CreditWords(
        lexicon=lexicon,
        language=lexicon.code,
        kinds=kinds,
        roles=roles,
        hint=any_of(word for word, kind in kinds.items() if kind != "info" and EAST.search(word)),
        firsts=frozenset(word.split()[0] for word in kinds if not EAST.search(word)),
        role_ends=frozenset(word.split()[-1] for word in roles if not EAST.search(word)),
        by=frozenset(_lowered(c.by)),
        by_inside=tuple(f" {word} " for word in _lowered(c.by) if " " not in word),
        openings=tuple(sorted({word.split()[0] for word in roles if not EAST.search(word)})),
        affiliations=frozenset(_lowered(c.affiliations)),
        asides=re.compile(rf"{any_of(word for word in asides).pattern}|[\s:]"),
        suffixes=frozenset(_lowered(c.suffixes)),
        joiners=joiners,
        particles=frozenset(_lowered(c.particles)),
        organisations=organisations,
        agencies=frozenset(_lowered(lexicon.source.agencies)),
        endings=tuple(sorted(word for word in _lowered(c.organisations) if EAST.search(word))),
        long_endings=tuple(word for word in _lowered(c.organisations) if EAST.search(word) and len(word) > 1),
        never_ends=c.never_ends,
        not_names=frozenset(_lowered(c.not_names)),
        not_in_names=frozenset(word for word in c.not_names if len(word) == 1 and EAST.search(word)),
        surnames={name: rank for rank, name in enumerate(dict.fromkeys("".join(c.surnames)))},
        double_surnames=c.double_surnames,
        places=frozenset(_lowered(c.places)),
        counters=frozenset((*_lowered(c.counters), *_words_of_dates(lexicon))),
        according=lexicon.source.dateline_openings,
        ago=frozenset(word.strip("… ") for word in lexicon.dates.ago),
        months=frozenset(_lowered(month for entry in lexicon.dates.months for month in entry.split("|"))),
        parts=re.compile(rf"\s{{0,3}}[,;/&]\s{{0,3}}(?:(?:{between})\s)?|\s(?:{between})\s", re.IGNORECASE),
    )
