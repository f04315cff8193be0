"""From an explanation to one HTML page for people.

The page is whole in itself: no script, no font, no picture, nothing is fetched. Everything that comes from the
page that was read is escaped, a content security policy stands behind that, and only http and https are linked.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from newsharvest.explanation import Explanation
from newsharvest.inspection.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.explanation import Considered, ExplainedBlock

_LEFT_OUT: Final = frozenset({"boilerplate", "navigation"})
_SHOWN_ABOVE: Final = frozenset({"blocks"})
"""Fields whose value is the page itself, which the other column shows."""
_MOST_OF_A_TEXT: Final = 400
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report(explanation: Explanation) -> str:
    """One HTML page, to be written as UTF-8, that shows what was read and why.

    Every block of the page with its label and the rule that gave it, beside every field with its value, the words as
    printed, where they stand, and the candidates that lost.

    >>> from newsharvest import explain, report
    >>> page = b"<h1>Bridge reopens</h1><p>The bridge over the Lo reopened on Monday, two years after the flood.</p>"
    >>> report(explain(page)).startswith("<!doctype html>")
    True
    """
    if not isinstance(explanation, Explanation):
        raise TypeError(
            f"report shows what explain gives, as in report(explain(page)), not {type(explanation).__name__}"
        )
    article = explanation.article
    title = escape(article.title or "No title")
    warnings = "".join(f"<li>{escape(warning)}" for warning in article.warnings)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}: how it was read</title>'
        f"<style>{STYLE}</style>"
        f"<header><h1>{title}</h1><p>{_link(article.url)}{_decoded(explanation)}</p>"
        f"{f'<ul class=warnings>{warnings}</ul>' if warnings else ''}</header>"
        f"<main><section><h2>The page, block by block</h2>{_key(explanation.blocks)}{_blocks(explanation.blocks)}"
        f"</section><section><h2>The fields</h2>{_fields(explanation)}</section></main></html>\n"
    )


def _decoded(explanation: Explanation) -> str:
    decoding = explanation.article.decoding
    if decoding is None:
        return ""
    lost = f", {decoding.replaced} characters lost" if decoding.replaced else ""
    return f" <span class=quiet>{escape(decoding.encoding)}, by {escape(decoding.source)}{lost}</span>"


def _key(blocks: Iterable[ExplainedBlock]) -> str:
    """The labels that this page has, in the order of their first block."""
    labels = dict.fromkeys(block.label for block in blocks)
    return "<p class=key>" + " ".join(f'<b class="{label}">{label}</b>' for label in labels) + "</p>"


def _blocks(blocks: Iterable[ExplainedBlock]) -> str:
    """The blocks in reading order; a run of those that were left out is folded to one line."""
    shown = []
    for left_out, group in groupby(blocks, key=lambda block: block.label in _LEFT_OUT):
        run = list(group)
        lines = "".join(map(_block, run))
        first = escape(_shortened(run[0].text, 60))
        shown.append(
            f"<details><summary>{len(run)} left out: {first}</summary>{lines}</details>" if left_out else lines
        )
    return "".join(shown)


def _block(block: ExplainedBlock) -> str:
    why = " · ".join(filter(None, (block.reason, f"score {block.score:.2f}")))
    return (
        f'<div class="block {block.label}"><p dir=auto>{escape(_shortened(block.text, _MOST_OF_A_TEXT))}</p>'
        f"<p class=quiet><b>{block.label}</b> {escape(why)} <code>{escape(block.found)}</code></p></div>"
    )


def _fields(explanation: Explanation) -> str:
    """The fields that have a value, then the names of those that have none."""
    found = {name: offered for name, offered in explanation.fields.items() if offered and name not in _SHOWN_ABOVE}
    absent = [name for name, offered in explanation.fields.items() if not offered]
    cards = "".join(_field(name, offered) for name, offered in found.items())
    return f"{cards}<p class=quiet>Nothing found for {escape(', '.join(absent))}.</p>" if absent else cards


def _field(name: str, offered: tuple[Considered, ...]) -> str:
    winner, *losers = offered
    others = "".join(f"<li>{_value(loser.value)}{_evidence(loser)}" for loser in losers)
    lost = f"<details><summary>{len(losers)} more</summary><ul>{others}</ul></details>" if losers else ""
    return f"<article><h3>{escape(name)}</h3>{_value(winner.value)}{_evidence(winner)}{lost}</article>"


def _evidence(candidate: Considered) -> str:
    printed = f" from “{escape(_shortened(candidate.printed, 120))}”" if candidate.printed else ""
    return (
        f"<p class=quiet>{escape(candidate.rule)}, {candidate.confidence:.2f}{printed}"
        f" <code>{escape(candidate.found)}</code><br>{escape(candidate.why)}</p>"
    )


def _value(value: Any) -> str:
    """A value in plain JSON types: lists as lists, objects as a line of their parts, web addresses as links."""
    if isinstance(value, (list, tuple)):
        return "<ul>" + "".join(f"<li>{_value(item)}" for item in value) + "</ul>"
    if isinstance(value, dict):
        parts = ((key, part) for key, part in value.items() if part not in (None, ""))
        return "; ".join(f"<i>{escape(key)}</i> {_value(part)}" for key, part in parts)
    if isinstance(value, str):
        text = _shortened(value, _MOST_OF_A_TEXT)
        return _link(value) if value.startswith(("http://", "https://")) else f"<span dir=auto>{escape(text)}</span>"
    return escape(str(value))


def _link(url: str | None) -> str:
    if not url:
        return ""
    shown = escape(_shortened(url, 100))
    if not url.startswith(("http://", "https://")):
        return shown
    return f'<a rel="noopener noreferrer nofollow" href="{escape(url)}">{shown}</a>'


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
