"""JSON-LD as pages have it: often broken, sometimes hostile, never a reason to fail."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = dict[str, Any]

MAX_SCRIPT = 1_000_000
MAX_REPAIR = 200_000
MAX_NODES = 500
MAX_DOCUMENTS = 50
MAX_DIGITS = 18
MAX_TEXT = 2_000_000

_ARTICLE = (
    """newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle
    reviewnewsarticle askpublicnewsarticle""",
    "article liveblogposting blogposting advertisercontentarticle satiricalarticle",
    """techarticle scholarlyarticle medicalscholarlyarticle report
    socialmediaposting discussionforumposting posting""",
    "review recipe howto webpage itempage medicalwebpage",
    "videoobject audioobject podcastepisode imagegallery mediagallery",
)
ARTICLE_RANK = {kind: rank for rank, kinds in enumerate(_ARTICLE) for kind in kinds.split()}
WEAK_RANK = 3
"""From here on a node is the page's article only if its URL or name says so: pages embed videos."""

# One token at a time: an escape, a quote, a comment, a comma that closes nothing.
_TOKEN = re.compile(r'\\.|"|//|/\*|,(?=\s{0,400}[}\]])', re.DOTALL)
# A quote ends a string only where JSON can go on after it; elsewhere somebody forgot to escape it.
_CLOSES = re.compile(r'\s{0,80}(?:[:}\]]|$|,\s{0,80}(?:["{\[\-\d}\]/]|true|false|null))')
_OPENING = re.compile(r"[{\[]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def unescape_once(text: str) -> str:
    """Character references that end with a semicolon, replaced once (``&copy=`` in a URL stays)."""
    if "&" not in text or ";" not in text:
        return text
    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def fold(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= MAX_DIGITS else None


def _real(digits: str) -> float | None:
    number = float(digits)
    return number if abs(number) < 10.0**MAX_DIGITS else None


_DECODER = json.JSONDecoder(
    strict=False,
    parse_int=_integer,
    parse_float=_real,
    parse_constant=lambda _name: None,
)


def _repaired(text: str) -> str:
    """The same JSON without comments and trailing commas, with stray quotes and escapes made legal."""
    out: list[str] = []
    position, inside = 0, False
    while token := _TOKEN.search(text, position):
        start, end, found = token.start(), token.end(), token[0]
        out.append(text[position:start])
        if found == '"':
            stray = inside and not _CLOSES.match(text, end)
            out.append('\\"' if stray else '"')
            inside ^= not stray
        elif found[0] == "\\":
            out.append(found if found[1] in '"\\/bfnrtu' else found[1])
        elif inside:
            out.append(found)
        elif found[0] == "/":
            close = text.find("\n" if found == "//" else "*/", end)
            end = len(text) if close < 0 else close + len(found) - (found == "//")
        position = end
    out.append(text[position:])
    return "".join(out)


def _documents(text: str) -> list[Any]:
    """Every JSON value in the text, whatever stands between and around them."""
    found: list[Any] = []
    position = 0
    while len(found) < MAX_DOCUMENTS and (opening := _OPENING.search(text, position)):
        try:
            value, position = _DECODER.raw_decode(text, opening.start())
        except ValueError:
            break
        found.append(value)
    return found


def _loaded(text: str) -> tuple[list[Any], str | None]:
    if len(text) > MAX_SCRIPT:
        return [], "is larger than the limit"
    try:
        try:
            return [_DECODER.decode(text)], None
        except ValueError:
            pass
        if not text.strip():
            return [], None
        start = text.find("{")
        if start >= 0 and "CDATA[" in text[:start]:
            # The bracket of <![CDATA[ must not be taken for a list.
            text = text[text.find("[", text.find("CDATA")) + 1 :]
        if '"' not in text:
            text = unescape(text)
        plain = _documents(text)
        if len(text) > MAX_REPAIR:
            return plain, "is broken and too large to repair"
        repaired = _documents(_repaired(text)) if not plain else []
    except RecursionError:
        return [], "is nested too deep"
    return plain or repaired, None if plain or repaired else "is broken"


def _flattened(values: Iterable[Any]) -> Iterator[Node]:
    """The objects of a document, parents first: those in lists, in ``@graph`` and in the main entity."""
    stack = list(values)[::-1]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value[:MAX_NODES][::-1])
        elif isinstance(value, dict):
            if len(value) > 1 or "@graph" not in value:
                yield value
            for key in ("mainEntityOfPage", "mainEntity", "@graph"):
                inner = value.get(key)
                if isinstance(inner, (dict, list)):
                    stack.append(inner)


def read_scripts(scripts: Iterable[str]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The objects of JSON-LD scripts, flattened, and a warning for each script that could not be read."""
    nodes: list[Node] = []
    warnings: list[str] = []
    for script in scripts:
        values, problem = _loaded(script)
        if problem:
            warnings.append(f"json-ld: a script {problem} and was ignored")
        for node in _flattened(values):
            if len(nodes) >= MAX_NODES:
                warnings.append("json-ld: more objects than the limit; the rest was ignored")
                return tuple(nodes), tuple(warnings)
            nodes.append(node)
    return tuple(nodes), tuple(dict.fromkeys(warnings))


def kind_of(node: Node) -> str:
    """The object's type without its vocabulary (``NewsArticle``); of several, the one most like an article.

    Empty where there is none.
    """
    printed = node.get("@type")
    kinds = [
        str(kind).rpartition("/")[2].rpartition(":")[2]
        for kind in (printed[:10] if isinstance(printed, list) else [printed])
        if isinstance(kind, str)
    ]
    return min(kinds, key=lambda kind: ARTICLE_RANK.get(kind.lower(), 99), default="")


def place(node: Node, key: str) -> str:
    """How evidence names an attribute of an object: ``json-ld NewsArticle.headline``."""
    return f"json-ld {kind_of(node) or 'Thing'}.{key}"


def texts_of(value: Any, depth: int = 3) -> list[str]:
    """The strings of a JSON-LD value: of a string, number, list, or an object's ``@value`` or ``name``.

    Mark-up and character references inside them are resolved, white space is folded, empty ones are dropped.
    """
    if isinstance(value, str):
        text = unescape_once(value[:MAX_TEXT])
        text = fold(_TAG.sub("", text) if "<" in text else text)
        return [text] if text else []
    if depth and isinstance(value, list):
        return [text for item in value[:MAX_NODES] for text in texts_of(item, depth - 1)]
    if depth and isinstance(value, dict):
        named = value.get("@value")
        return texts_of(value.get("name") if named is None else named, depth - 1)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [str(value)]
    return []


def text_of(value: Any) -> str | None:
    """The first string of a JSON-LD value, as :func:`texts_of` reads it; ``None`` where there is none."""
    return next(iter(texts_of(value)), None)


def urls_of(node: Node) -> Iterator[str]:
    """The addresses an object gives for itself or for the page that it is the main entity of."""
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value:
            yield value
