"""Credits as Chinese and Japanese pages print them, read piece by piece: （记者A、B）, 摄影/A 编辑/B, 文＝A."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.lines.eastern_pieces import Reader
from newsharvest.lines.names import is_organisation, is_western_name

if TYPE_CHECKING:
    from newsharvest.lines.credit_roles import Token
    from newsharvest.lines.credit_words import CreditWords, Kind


def _merged(tokens: list[Token]) -> list[Token] | None:
    """The tokens with 王 伟 made one name; ``None`` where a single character is left over."""
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if token.what == "single" and last and last.what == "single" and token.gap.isspace():
            last.what, last.end = "name", token.end
        else:
            merged.append(token)
    return None if any(token.what == "single" for token in merged) else merged


def read_items(
    line: str, span: tuple[int, int], words: CreditWords, label: tuple[int, int, Kind] | None = None
) -> list[Token] | None:
    """The tokens of a part of a folded line without numbers; ``None`` where it holds anything but a credit.

    ``label`` is a role word that stands before that part, up to its colon.
    """
    reader = Reader(line, words)
    if label:
        reader.add("role", label[0], label[1]).kind = label[2]
    if not reader.read(*span):
        return None
    tokens = _merged(reader.tokens)
    if tokens is None:
        return None
    announced = any(token.what == "role" for token in tokens)
    for token in tokens:
        if token.what == "latin":
            name = line[token.start : token.end]
            if is_organisation(name, words):
                token.what = "organisation"
            elif name.lower() in words.not_names or not (announced or " " in name):
                token.what = "noise"
            elif not is_western_name(name, words, single=not token.sure) and (token.sure or " " in name):
                return None
            else:
                token.what = "name"
    return tokens
