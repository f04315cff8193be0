"""The words around an article, as data: one TOML file per language in this folder, found by its name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from functools import lru_cache
from importlib import resources
from typing import Any

from newsharvest.errors import RuleError

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """What tells a text of this language from others."""

    script: str = "latin"
    """``latin``, ``han``, ``kana``, ``hangul``, ``cyrillic`` or ``arabic``."""
    stopwords: Words = ()
    """Frequent short words (for languages in a shared script), lower case."""


@dataclass(frozen=True, slots=True, eq=False)
class Credits:
    """The words of bylines and credit lines. Western words are in lower case."""

    author: Words = ()
    """Words that make the name beside them an author, with a colon (Text:) or without (文/)."""
    by: Words = ()
    """Words that need no colon before an author's name (By, Von, Par)."""
    reporter: Words = ()
    correspondent: Words = ()
    photographer: Words = ()
    editor: Words = ()
    translator: Words = ()
    agency: Words = ()
    """Words that mark an organisation's credit (供稿)."""
    others: Words = ()
    """Words before people who have no part in the text (校对, Illustration); those are not given."""
    affiliations: Words = ()
    """Words printed beside a role or name that belong to neither (本报, staff writer, 综合报道)."""
    suffixes: Words = ()
    """Role words of one character that end no name but may be glued to one (摄, 译)."""
    joiners: Words = ()
    """Words between two names (and, und, 和); punctuation needs no entry."""
    particles: Words = ()
    """Words inside a name that stand in lower case (von, de)."""
    organisations: Words = ()
    """Last words, or in Chinese, Japanese and Korean endings, that make a name an organisation (办公室, agency)."""
    never_ends: Words = ()
    """Endings that no person's name has in Chinese and Japanese (局, さん), among them those of organisations."""
    not_names: Words = ()
    """Words that are no name and stand in none; in Chinese and Korean one character stands in none, more are none."""
    surnames: Words = ()
    """Family names of one character, the most frequent first, any number of them run together in one entry."""
    double_surnames: Words = ()
    """Family names of several characters (欧阳, 長谷川)."""
    places: Words = ()
    """Places beside the names of reporters that would read as names (成都)."""
    counters: Words = ()
    """Words of an information line that are no field of the story: counts, buttons, days of the week."""


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """The words of dates."""

    months: Words = ()
    """Twelve entries from January on; variants of one month parted by ``|``, lower case."""
    published: Words = ()
    """Labels before the time of publication."""
    modified: Words = ()
    """Labels before the time of a change."""
    units: Words = ()
    """Seven entries for relative times: second minute hour day week month year; variants parted by ``|``."""
    ago: Words = ()
    """Words that make such a time a past one (ago, 前); one that ends in … stands before the number (vor …)."""
    one: Words = ()
    """Words for a single unit in such a time (an hour ago)."""
    yesterday: Words = ()
    today: Words = ()
    order: Words = ()
    """How 02/03/2020 is read: ``dmy``, ``mdy`` or ``ymd`` (which means 20/03/02). The first entry counts."""
    at: Words = ()
    """Words between a day and its time (um, à)."""
    am: Words = ()
    """Words beside a time before noon."""
    pm: Words = ()
    """Words beside a time after noon."""
    zones: Words = ()
    """Names of time zones with their offset: ``CET=+01:00``. Names that mean several offsets are left out."""
    eras: Words = ()
    """Names of eras with the year before their first: ``民國=1911``; the name of one that may go unnamed is empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The labels of links to the article before and after, and to further pages of the same story."""

    previous: Words = ()
    """Labels that can only mean the article before (上一篇, previous article). Case is ignored in all these lists."""
    next: Words = ()
    either_previous: Words = ()
    """Labels that mean an article or a page, as what stands around them says (Prev, 前へ)."""
    either_next: Words = ()
    page_previous: Words = ()
    """Labels of links that lead to no article: another page of this story, a list, a gallery (上一页, older posts)."""
    page_next: Words = ()
    page_number: Words = ()
    """How one page of a story is named; ``…`` stands for its number (第…页)."""
    none: Words = ()
    """What stands in place of a title when there is no neighbour (没有了); one that ends in ``…`` only begins so."""


@dataclass(frozen=True, slots=True, eq=False)
class Captions:
    """The words that make a line a caption, and those that begin or end a picture's credit."""

    starts: Words = ()
    contains: Words = ()
    credit_before: Words = ()
    """Words before the credited name (Photo:, 写真＝)."""
    credit_after: Words = ()
    """Words after the credited name (摄, 供图)."""
    credit_glued: Words = ()
    """Those of them that may be glued to the name: others are also the ends of words (地图, 出发)."""
    credit_around: Words = ()
    """Words around the credited name, which stands in place of the ``…`` (图片由…提供)."""
    houses: Words = ()
    """Agencies and archives of pictures, beside the news agencies, which credit a picture without such words."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The words that name whom a page credits for the story."""

    labels: Words = ()
    own: Words = ()
    """Words by which a paper means itself (本报, 本站); they name nobody."""
    openings: Words = ()
    """Those of the labels that need no colon (转载自)."""
    nobody: Words = ()
    """What stands in place of a source's name (网络, 未知)."""
    accounts: Words = ()
    """What platforms call the accounts of papers, printed beside the account's name (百家号)."""
    agencies: Words = ()
    """News agencies as datelines and sources print them."""
    press: Words = ()
    """Endings of the names of papers, stations and sites (报, 新闻网), which make the start of a line a dateline."""
    dateline_endings: Words = ()
    """What closes a dateline (讯, 电)."""
    dateline_parted: Words = ()
    """Those that also begin words (电力): without a date something must part them from the story."""
    dateline_openings: Words = ()
    """What may stand in front of a dateline's paper (据)."""
    report_endings: Words = ()
    """What closes one only behind a paper and beside a date (报道, 消息)."""


@dataclass(frozen=True, slots=True, eq=False)
class Furniture:
    """The words of what stands around a story and belongs to none of its fields."""

    keywords: Words = ()
    """Labels before keywords or tags, lower case, without their colon."""
    no_keywords: Words = ()
    """Links among keywords that are none, lower case (all topics, more)."""
    home: Words = ()
    """The first step of a breadcrumb, lower case."""
    body: Words = ()
    """The last step of a breadcrumb, meaning this page, lower case (正文)."""
    position: Words = ()
    """Labels before a breadcrumb (当前位置)."""
    deck: Words = ()
    """Labels before a deck, lower case, without their colon (摘要)."""
    untitled: Words = ()
    """What a page without a title is called, lower case (无标题文档)."""
    starts: Words = ()
    """How a line of boilerplate begins (copyright, share, read more …), lower case."""
    contains: Words = ()
    """What only a line of boilerplate contains, lower case."""


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """The words by which pages that are no article say so, lower case."""

    listing: Words = ()
    """How the title of a list begins or ends (search results, 标签)."""
    paywall: Words = ()
    """What stands below the beginning of a story and asks to pay or register for the rest."""
    missing: Words = ()
    """What a page says that is not there (page not found)."""
    challenge: Words = ()
    """What a page says that first wants to know whether a person reads it."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything one language file says. Two lexicons are equal only if they are the same object."""

    code: str
    """BCP 47 primary tag, also the file's name."""
    name: str
    """The language's English name."""
    detection: Detection = field(default_factory=Detection)
    credits: Credits = field(default_factory=Credits)
    dates: Dates = field(default_factory=Dates)
    neighbours: Neighbours = field(default_factory=Neighbours)
    captions: Captions = field(default_factory=Captions)
    source: Source = field(default_factory=Source)
    furniture: Furniture = field(default_factory=Furniture)
    pages: Pages = field(default_factory=Pages)


SECTIONS: dict[str, type] = {
    "detection": Detection,
    "credits": Credits,
    "dates": Dates,
    "neighbours": Neighbours,
    "captions": Captions,
    "source": Source,
    "furniture": Furniture,
    "pages": Pages,
}


_SAME = {"nb": "no", "nn": "no"}
"""Languages that are read with the words of another one."""


def _section(file: str, kind: type, table: object) -> Any:
    if not isinstance(table, dict):
        raise RuleError(f"{file}: [{kind.__name__.lower()}] is no table")
    known = {f.name: f for f in fields(kind)}
    for key, value in table.items():
        if key not in known:
            raise RuleError(f"{file}: [{kind.__name__.lower()}] has no key {key!r}")
        listed = isinstance(value, list) and all(isinstance(word, str) and word for word in value)
        if not (listed or (key == "script" and isinstance(value, str))):
            raise RuleError(f"{file}: {kind.__name__.lower()}.{key} must be a list of words")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})


def read_lexicon(file: str, text: str) -> Lexicon:
    """The lexicon that one TOML file holds; :class:`RuleError` names the file and the key that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(f"{file}: {problem}") from None
    code, name = table.pop("code", None), table.pop("name", None)
    if not isinstance(code, str) or not isinstance(name, str):
        raise RuleError(f"{file}: needs a code and a name")
    if unknown := table.keys() - SECTIONS.keys():
        raise RuleError(f"{file}: no section is called {min(unknown)!r}")
    return Lexicon(code, name, **{key: _section(file, SECTIONS[key], value) for key, value in table.items()})


@lru_cache(maxsize=1)
def lexicons() -> dict[str, Lexicon]:
    """Every language's own lexicon, by code, from the TOML files of this folder."""
    folder = resources.files(__package__)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    found = (read_lexicon(f.name, f.read_text(encoding="utf-8")) for f in files)
    return {lexicon.code: lexicon for lexicon in found}


def _joined(own: Any, shared: Any) -> Any:
    kind = type(own)
    merged = {}
    for f in fields(kind):
        mine, other = getattr(own, f.name), getattr(shared, f.name)
        # Lists whose position means something (months, units) are one language's or the other's, never both.
        if f.name in ("months", "units"):
            merged[f.name] = tuple(f"{a}|{b}" for a, b in zip(mine, other, strict=True)) if mine else other
        else:
            merged[f.name] = mine if isinstance(mine, str) else tuple(dict.fromkeys((*mine, *other)))
    return kind(**merged)


@lru_cache(maxsize=64)
def lexicon_for(language: str | None) -> Lexicon:
    """The words to read a page of this language with: its own and English, which every CMS prints somewhere.

    ``language`` is a BCP 47 tag (``zh-Hant``); an unknown one, or ``None``, gives English alone.
    """
    known = lexicons()
    english = known["en"]
    code = (language or "").split("-")[0].lower()
    own = known.get(_SAME.get(code, code), english)
    if own is english:
        return english
    return Lexicon(own.code, own.name, **{key: _joined(getattr(own, key), getattr(english, key)) for key in SECTIONS})
