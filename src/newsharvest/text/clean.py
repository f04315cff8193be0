"""Characters that say nothing, and characters that outputs cannot hold. Both cheap where there are none."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_INVISIBLE = "\u200b\u00ad\ufeff\u2060\u180e\u200c\u200d"
_JOINERS = "\u200c\u200d"
_JOINED = re.compile("[\u0600-\u1aff\u2600-\u27bf\U0001f000-\U0001faff]")
"""Arabic letters (Persian, Urdu), Indic scripts and emoji: what joiners and non-joiners are part of."""

_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    r"""``text`` without soft hyphens, zero-width spaces, and joiners where nothing is spelt with them.

    >>> visible("co\u00adop \u200cand"), visible("می\u200cخواهم")
    ('coop and', 'می\u200cخواهم')
    """
    if not text.isascii():
        for character in _INVISIBLE:  # A search each in C; str.translate looks up every character.
            if character in text and not (character in _JOINERS and _JOINED.search(text)):
                text = text.replace(character, "")
    return text


def fold_space(text: str) -> str:
    r"""The words of ``text`` with one blank between them; without soft hyphens and zero-width spaces.

    Every kind of white space counts: line breaks, no-break spaces, the ideographic space that indents Chinese
    paragraphs and parts the two characters of a short name.

    >>> fold_space(" \u3000\u3000記者\u00a0 張\u3000三 \n")
    '記者 張 三'
    """
    return " ".join(visible(text).split())


def scalar(text: str) -> str:
    r"""``text`` without what strict JSON, databases or a terminal choke on; line feeds and tabs stay.

    NUL, control characters and DEL are dropped, lone surrogates become U+FFFD, carriage returns line
    feeds. The code points U+0080 to U+009F are windows-1252 that was taken for Unicode, and are read as
    that.

    >>> scalar("a\x00b\r\nit\x92s")
    'ab\nit’s'
    """
    if text.isprintable() or _UNHOLDABLE.search(text) is None:
        return text
    return _UNHOLDABLE.sub(_replaced, text.replace("\r\n", "\n"))


def scalars(value: T) -> T:
    """The same value with every text in it made :func:`scalar`: in tuples, and in the attributes of dataclasses.

    A value in which nothing has to go is given back as it is.
    """
    texts: list[str] = []
    _gather(value, texts)
    # One search for all that are in doubt: hardly ever is there something to clean.
    if _UNHOLDABLE.search("".join([text for text in texts if not text.isprintable()])) is None:
        return value
    return _cleaned(value)  # type: ignore[no-any-return]


def _gather(value: Any, texts: list[str]) -> None:
    kind: Any = type(value)
    if kind is str:
        texts.append(value)
        return
    for part in value if kind is tuple else _attributes(kind)(value):
        if part.__class__ is str:
            texts.append(part)
        elif part is not None:
            _gather(part, texts)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, tuple):
        return tuple([_cleaned(item) for item in value])
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value


@cache
def _attributes(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """What gives all attributes of a dataclass; none of anything else."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple([getattr(value, name) for name in names])


def _replaced(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\r":
        return "\n"
    if character >= "\ud800":
        return "\ufffd"
    return "" if character.isascii() else character.encode("latin-1").decode("cp1252", "ignore")
