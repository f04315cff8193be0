"""What one value may be: how it is read from plain data, written to it, and described in a JSON Schema."""

from __future__ import annotations

import abc
import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SAFE_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""

Parts = dict[str, Any]
"""The descriptions of nested objects by class name, filled while a shape describes itself."""

_SHOWN = 40
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")


class MismatchError(Exception):
    """A value is not of its shape. It becomes a ``SchemaError`` where the whole path is known."""

    def __init__(self, problem: str, path: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = path

    def under(self, step: str) -> None:
        """Say that the value stands below ``step``, e.g. ``.blocks`` or ``[3]``."""
        self.path = step + self.path


class RepeatedKey(dict[str, Any]):
    """A JSON object that has a key twice. The parser does not know its path, so the reader refuses it."""

    key: str


def step_of(key: object) -> str:
    """The path step of an object's key: ``.kind``, or ``["odd key"]``, printable and never long."""
    text = key if isinstance(key, str) else type(key).__name__
    if _PLAIN_KEY.fullmatch(text):
        return f".{text}"
    return f"[{json.dumps(text[:_SHOWN])}]"


def shown(value: object) -> str:
    """A value as an error message may print it: short, on one line, whatever it is."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return f"the text {json.dumps(value[:_SHOWN])}"
    if isinstance(value, int):
        return f"{value}" if abs(value) <= SAFE_INTEGER else "a huge number"
    if isinstance(value, float):
        return f"{value}"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else f"a Python {type(value).__name__}"


def wanted(what: str, value: object) -> MismatchError:
    """The error for a value of another type."""
    return MismatchError(f"{what} is wanted, not {shown(value)}")


class Shape(abc.ABC):
    """One kind of value. ``read`` and ``write`` raise :class:`MismatchError`, and nothing else."""

    __slots__ = ()

    @abc.abstractmethod
    def read(self, value: Any) -> Any:
        """The value of the attribute, from plain data."""

    @abc.abstractmethod
    def write(self, value: Any) -> Any:
        """Plain data, from the value of the attribute."""

    @abc.abstractmethod
    def describe(self, parts: Parts) -> dict[str, Any]:
        """The JSON Schema; nested objects are added to ``parts``."""


class Text(Shape):
    """A ``str`` of Unicode characters: UTF-8 can say it, and databases can hold it."""

    __slots__ = ()

    def write(self, value: Any) -> Any:
        """The same text as a plain ``str``; half a surrogate pair and NUL are refused."""
        if type(value) is not str:
            if not isinstance(value, str):
                raise wanted("text", value)
            value = str.__str__(value)  # lxml's smart strings keep a whole tree alive
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise MismatchError("holds half of a surrogate pair, which is no character") from None
        if "\0" in value:
            raise MismatchError("holds U+0000, which databases refuse")
        return value

    read = write

    def describe(self, parts: Parts) -> dict[str, Any]:  # noqa: ARG002
        """A string."""
        return {"type": "string"}


class Whole(Shape):
    """An ``int`` that every JSON reader keeps exactly; ``true`` and ``1.0`` are none."""

    __slots__ = ()

    def write(self, value: Any) -> Any:
        """The same number."""
        if type(value) is not int:
            raise wanted("a whole number", value)
        if not -SAFE_INTEGER <= value <= SAFE_INTEGER:
            raise MismatchError("a whole number below 2 to the power of 53 is wanted")
        return value

    read = write

    def describe(self, parts: Parts) -> dict[str, Any]:  # noqa: ARG002
        """An integer."""
        return {"type": "integer"}


class Number(Shape):
    """A finite ``float``. JSON does not tell 1 from 1.0, so a whole number is read as one."""

    __slots__ = ()

    def write(self, value: Any) -> Any:
        """The same number as ``float``."""
        if type(value) is not float:
            if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
                raise wanted("a number", value)
            try:
                value = float(value)
            except (OverflowError, ValueError):
                value = math.nan
        if not math.isfinite(value):
            raise MismatchError("a finite number is wanted")
        return value

    read = write

    def describe(self, parts: Parts) -> dict[str, Any]:  # noqa: ARG002
        """A number."""
        return {"type": "number"}


class Truth(Shape):
    """A ``bool``, and nothing that merely looks like one."""

    __slots__ = ()

    def write(self, value: Any) -> bool:
        """The same value."""
        if type(value) is not bool:
            raise wanted("true or false", value)
        return value

    read = write

    def describe(self, parts: Parts) -> dict[str, Any]:  # noqa: ARG002
        """A boolean."""
        return {"type": "boolean"}


class Choice(Shape):
    """One of a few words (a ``Literal``)."""

    __slots__ = ("_words",)

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word: word for word in words}

    def write(self, value: Any) -> str:
        """The same word."""
        if not isinstance(value, str) or value not in self._words:
            raise wanted(f"one of {', '.join(self._words)}", value)
        return self._words[value]  # a plain str, whatever was given

    read = write

    def describe(self, parts: Parts) -> dict[str, Any]:  # noqa: ARG002
        """The list of words."""
        return {"enum": list(self._words)}


class Maybe(Shape):
    """A value or ``None``."""

    __slots__ = ("inner",)

    def __init__(self, inner: Shape) -> None:
        self.inner = inner

    def read(self, value: Any) -> Any:
        """``None`` as it is."""
        return None if value is None else self.inner.read(value)

    def write(self, value: Any) -> Any:
        """``None`` as it is."""
        return None if value is None else self.inner.write(value)

    def describe(self, parts: Parts) -> dict[str, Any]:
        """The same, or null."""
        inner = self.inner.describe(parts)
        if "enum" in inner:
            return {**inner, "enum": [*inner["enum"], None]}
        if "type" in inner:
            return {**inner, "type": [inner["type"], "null"]}
        return {"anyOf": [inner, {"type": "null"}]}


class Many(Shape):
    """A tuple of values of one shape; a JSON list."""

    __slots__ = ("item",)

    def __init__(self, item: Shape) -> None:
        self.item = item

    def read(self, value: Any) -> tuple[Any, ...]:
        """A tuple, from a list or a tuple."""
        if not isinstance(value, (list, tuple)):
            raise wanted("a list", value)
        return tuple(_each(self.item.read, value))

    def write(self, value: Any) -> list[Any]:
        """A list, from a tuple: a record with a list in it could not be hashed, nor read back as equal."""
        if not isinstance(value, tuple):
            raise wanted("a tuple", value)
        return _each(self.item.write, value)

    def describe(self, parts: Parts) -> dict[str, Any]:
        """An array."""
        return {"type": "array", "items": self.item.describe(parts)}


def _each(convert: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
    done: list[Any] = []
    try:
        for value in values:
            done.append(convert(value))  # noqa: PERF401 - how many are done is the index of the one that fails
    except MismatchError as error:
        error.under(f"[{len(done)}]")
        raise
    return done


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value must hold beyond its type."""

    holds: Callable[[Any], bool]
    wanted: str
    """In words, for the error: "1 or more"."""
    keywords: Mapping[str, Any]
    """The same for a JSON Schema."""


class Ruled(Shape):
    """A value that a rule limits further."""

    __slots__ = ("_inner", "_rule")

    def __init__(self, inner: Shape, rule: Rule) -> None:
        self._inner = inner
        self._rule = rule

    def read(self, value: Any) -> Any:
        """As the inner shape reads it, and within the rule."""
        return self._checked(self._inner.read(value))

    def write(self, value: Any) -> Any:
        """As the inner shape writes it, and within the rule."""
        return self._checked(self._inner.write(value))

    def describe(self, parts: Parts) -> dict[str, Any]:
        """The inner shape with the rule's keywords."""
        return {**self._inner.describe(parts), **self._rule.keywords}

    def _checked(self, value: Any) -> Any:
        if not self._rule.holds(value):
            raise wanted(self._rule.wanted, value)
        return value
