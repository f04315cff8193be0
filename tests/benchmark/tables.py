"""Figures as tables, for a terminal or for the documentation."""

from __future__ import annotations

from operator import call
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .scoring import Result

Column = tuple[str, str, str]
"""Heading, field, key of the scorer's summary."""

TEXT_COLUMNS: Sequence[Column] = (
    ("body F1", "body", "shingle_f1"),
    ("95 %", "body", "shingle_f1_95"),
    ("precision", "body", "shingle_precision"),
    ("recall", "body", "shingle_recall"),
    ("words F1", "body", "words_f1"),
    ("identical", "body", "accuracy"),
    ("snippets F1", "snippets", "f1"),
    ("title", "title", "exact"),
    ("authors F1", "authors", "f1"),
    ("published", "published", "same_day_accuracy"),
)
NEWS_COLUMNS: Sequence[Column] = (
    ("captions F1", "captions", "f1"),
    ("names F1", "byline", "f1"),
    ("roles", "byline", "role_accuracy"),
    ("dateline", "dateline", "accuracy"),
    ("source", "source", "accuracy"),
    ("keywords F1", "keywords", "f1"),
    ("previous F1", "prev", "f1"),
    ("next F1", "next", "f1"),
    ("previous title", "prev_title", "exact"),
    ("next title", "next_title", "exact"),
    ("pagination F1", "pagination", "f1"),
)


def quality_tables(results: Sequence[tuple[Result, Result | None]], *, markdown: bool = False) -> str:
    """A table of text and metadata, one of the fields that only news has, and what was counted."""
    named = []
    for shipped, crossed in results:
        named.append((shipped.corpus, shipped))
        if crossed:
            named.append((f"{shipped.corpus}, cross-validated", crossed))
    parts = [_summaries(named, columns, markdown=markdown) for columns in (TEXT_COLUMNS, NEWS_COLUMNS)]
    parts += [
        f"{result.corpus}: a neighbour claimed on {len(result.claimed)} of {result.pages} pages, where none has one"
        for result, _ in results
        if result.negative
    ]
    pages = sum(result.pages for result, _ in results)
    parts.append(f"{pages} pages read; {sum(len(result.raised) for result, _ in results)} raised an error")
    return "\n\n".join(part for part in parts if part)


def _summaries(named: Sequence[tuple[str, Result]], columns: Sequence[Column], *, markdown: bool) -> str:
    headings = ["corpus", "pages", *(heading for heading, _, _ in columns)]
    rows = []
    for name, result in named:
        cells = []
        for _, field, key in columns:
            hidden = result.negative and field in ("prev", "next")
            cells.append("" if hidden else shown(result.summary.get(field, {}).get(key)))
        if any(cells):
            rows.append([name, str(result.pages), *cells])
    return table(headings, rows, markdown=markdown) if rows else ""


def shown(value: Any) -> str:
    """A figure, or an interval of two; empty for none."""
    if value is None:
        return ""
    return "–".join(f"{end:.3f}" for end in value) if isinstance(value, list) else f"{value:.3f}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool = False) -> str:
    """Rows under headings, without columns that are empty; the first column is text, the rest are figures."""
    used = [column for column in range(len(headings)) if any(row[column] for row in rows)]
    lines = [[line[column] for column in used] for line in (headings, *rows)]
    if markdown:
        rule = ["---"] + ["--:"] * (len(used) - 1)
        return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))
    widths = [max(len(line[column]) for line in lines) for column in range(len(used))]
    pad = [str.ljust] + [str.rjust] * (len(used) - 1)
    return "\n".join("  ".join(map(call, pad, line, widths)).rstrip() for line in lines)
