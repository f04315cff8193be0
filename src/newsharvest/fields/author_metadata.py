"""The authors that structured data names: JSON-LD, meta elements, microdata; and all that a page names so, by kind."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsharvest.fields import author_marks
from newsharvest.fields.author_names import Named, named
from newsharvest.lines.credit_words import credit_words, folded, is_east
from newsharvest.lines.names import is_han_name
from newsharvest.page.jsonld import kind_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsharvest.page.model import Page

MAX_AUTHORS = 20
MAX_STEPS = 4
"""Elements around a property in which the same story's other authors stand; those of comments and teasers do not."""
_METAS = (
    "byl", "author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "citation_author", "citation_authors", "cxenseparse:author", "article:author", "og:article:author",
    "shareaholic:article_author_name",
)  # fmt: skip


def _from_json(page: Page) -> Iterator[Named]:
    article = page.metadata.article or {}
    for key in ("author", "creator"):
        authors = page.metadata.resolved(article.get(key))
        found: list[Named] = []
        for author in authors[:MAX_AUTHORS] if isinstance(authors, list) else [authors]:
            kind = kind_of(author) if isinstance(author, dict) else ""
            person = None if not kind else not kind.endswith("Organization")
            for text in texts_of(author)[:MAX_AUTHORS]:
                found.extend(named(text, page.metadata.place(key), "json-ld", page, person=person))
        if found:
            yield from found
            return


def _from_meta(page: Page) -> Iterator[Named]:
    meta = page.metadata.meta
    words = credit_words(page.lexicon)
    for name in filter(meta.__contains__, _METAS):
        found = [one for content in meta[name][:MAX_AUTHORS] for one in named(content, f"meta {name}", "meta", page)]
        # In the head of a Chinese page the author is mostly the site; only what is surely a person's name counts.
        if words.language == "zh":
            found = [one for one in found if not is_east(one.name) or is_han_name(one.name, words)]
        if found:
            yield from found
            return
    for number in ("1", "2"):
        label, value = meta.get(f"twitter:label{number}"), meta.get(f"twitter:data{number}")
        if label and value and words.kinds.get(folded(label[0]).lower().strip(": ")) == "author":
            yield from named(value[0], f"meta twitter:data{number}", "meta", page)


def _around(element: Any) -> list[Any]:
    return [element, *islice(element.iterancestors(), MAX_STEPS)]


def _from_microdata(page: Page) -> Iterator[Named]:
    microdata = page.metadata.microdata
    for name in ("author.name", "author", "creator"):
        found: list[Named] = []
        home: list[Any] = []
        for element, text in microdata.get(name, ())[:MAX_AUTHORS]:
            if not home or any(each in home for each in _around(element)):
                found.extend(named(text, element, "microdata", page))
                home = home or (_around(element) if found else [])
        if found:
            yield from found
            return


def structured_authors(page: Page) -> dict[str, list[Named]]:
    """The authors by who names them (``json-ld``, ``meta``, ``microdata``, ``marked``); only those that name any."""
    if page.root is None:
        return {}
    families: dict[str, Iterable[Named]] = {
        "json-ld": _from_json(page),
        "meta": _from_meta(page),
        "microdata": _from_microdata(page),
        "marked": author_marks.marked(page),
    }
    found = {family: list(people) for family, people in families.items()}
    if all(one.organisation for people in found.values() for one in people):
        found["bare"] = author_marks.bare(page)
    if not any(found.values()):
        found["below"] = author_marks.below(page)
    return {family: people for family, people in found.items() if people}
