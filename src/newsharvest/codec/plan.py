"""How one dataclass is read, written and described: made once from its annotations, when first needed."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from newsharvest.codec.rules import RULE
from newsharvest.codec.shapes import (
    Choice,
    Many,
    Maybe,
    MismatchError,
    Number,
    Parts,
    RepeatedKey,
    Rule,
    Ruled,
    Shape,
    Text,
    Truth,
    Whole,
    step_of,
    wanted,
)

_MISSING: Any = object()
_NEVER: Any = object()
_PAIR = 2
_LEAVES: dict[Any, Shape] = {str: Text(), int: Whole(), float: Number(), bool: Truth()}

Change = Callable[["Plan", dict[str, Any], str], dict[str, Any]]
"""Gives another JSON object for the one of this plan, at this path."""


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    """One key of the JSON object."""

    name: str
    shape: Shape
    default: Any = _MISSING
    """In plain data, for ``infer_missing``; ``_MISSING`` where the key has to be there."""

    @property
    def usual(self) -> Any:
        """What needs no check when a value is this very object: most values are the default.

        A list is made anew each time, so it is never usual.
        """
        return _NEVER if self.default is _MISSING or isinstance(self.default, list) else self.default


class Plan(Shape):
    """A dataclass as a shape: a JSON object with a key for every attribute and every view, and no other."""

    __slots__ = ("_flaw", "_readers", "_writers", "attributes", "cls", "names", "views")

    def __init__(self, cls: type[Any]) -> None:
        self.cls = cls
        self.attributes = tuple(_attributes(cls))
        self.views = tuple(_views(cls))
        self.names = frozenset(each.name for each in (*self.attributes, *self.views))
        self._flaw: Callable[[Any], tuple[str, str] | None] | None = getattr(cls, "flaw", None)
        self._readers = tuple((each.name, each.usual, each.shape.read) for each in self.attributes)
        self._writers = tuple((each.name, each.usual, each.shape.write) for each in self.attributes)

    def write(self, value: Any) -> dict[str, Any]:
        """A dict in the order of the attributes, then the views."""
        if type(value) is not self.cls:
            raise wanted(f"a {self.cls.__name__}", value)
        plain: dict[str, Any] = {}
        name = ""
        try:
            for name, usual, write in self._writers:
                content = getattr(value, name)
                plain[name] = content if content is usual else write(content)
        except MismatchError as error:
            error.under(step_of(name))
            raise
        self._check(value)
        for view in self.views:
            content = getattr(value, view.name)
            plain[view.name] = list(content) if isinstance(content, tuple) else content
        return plain

    def read(self, value: Any, *, views_required: bool = True) -> Any:
        """An instance, from a dict that has every key."""
        if type(value) is not dict:
            value = _object(value)
        values: dict[str, Any] = {}
        name = ""
        try:
            for name, usual, read in self._readers:
                content = value.get(name, _MISSING)
                values[name] = content if content is usual else read(content)
        except MismatchError as error:
            if name not in value:
                raise MismatchError("missing", step_of(name)) from None
            error.under(step_of(name))
            raise
        record = self.cls(**values)
        self._check(record)
        self._check_keys(value, record, views_required)
        return record

    def describe(self, parts: Parts) -> dict[str, Any]:
        """A reference to the description among ``parts``."""
        parts[self.cls.__name__] = self
        return {"$ref": f"#/$defs/{self.cls.__name__}"}

    def _check(self, record: Any) -> None:
        if self._flaw and (flaw := self._flaw(record)):
            path, problem = flaw
            raise MismatchError(problem, path)

    def _check_keys(self, value: dict[str, Any], record: Any, views_required: bool) -> None:
        if len(value) == len(self.attributes) and not self.views:
            return
        for key in value:
            if key not in self.names:
                raise MismatchError("no such key in this schema version", step_of(key))
        for view in self.views:
            step = step_of(view.name)
            if view.name not in value:
                if views_required:
                    raise MismatchError("missing", step)
                continue
            try:
                said = view.shape.read(value[view.name])
            except MismatchError as error:
                error.under(step)
                raise
            if said != getattr(record, view.name):
                raise MismatchError("does not agree with what it is made from", step)


@functools.cache
def plan_of(cls: type[Any]) -> Plan:
    """The plan of a dataclass; made once."""
    return Plan(cls)


def changed(shape: Shape, value: Any, change: Change, path: str = "$") -> Any:
    """The same plain data with every JSON object changed that belongs to a dataclass, outermost first.

    What has not the shape is left as it is, for the reader to refuse.
    """
    if isinstance(shape, Maybe):
        shape = shape.inner
    if isinstance(shape, Many) and isinstance(value, (list, tuple)):
        return [changed(shape.item, item, change, f"{path}[]") for item in value]
    if not isinstance(shape, Plan) or not isinstance(value, dict) or isinstance(value, RepeatedKey):
        return value
    value = change(shape, value, path)
    for each in shape.attributes:
        if each.name in value:
            value[each.name] = changed(each.shape, value[each.name], change, path + step_of(each.name))
    return value


def completed(plan: Plan, value: dict[str, Any], _path: str) -> dict[str, Any]:
    """The object with the defaults of the attributes that it lacks (a :data:`Change`)."""
    defaults = {each.name: each.default for each in plan.attributes if each.default is not _MISSING}
    return {**defaults, **value}


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, RepeatedKey):
        raise MismatchError("the key stands twice", step_of(value.key))
    if not isinstance(value, dict):
        raise wanted("an object", value)
    return value


def _attributes(cls: type[Any]) -> Iterator[Attribute]:
    hints = get_type_hints(cls)
    for each in dataclasses.fields(cls):
        shape = shape_of(hints[each.name], each.metadata.get(RULE))
        default = each.default
        if default is dataclasses.MISSING:
            default = None if isinstance(shape, Maybe) else _MISSING
        yield Attribute(each.name, shape, list(default) if isinstance(default, tuple) else default)


def _views(cls: type[Any]) -> Iterator[Attribute]:
    for name in cls.VIEWS:
        yield Attribute(name, shape_of(get_type_hints(getattr(cls, name).fget)["return"]))


def shape_of(kind: Any, rule: Rule | None = None) -> Shape:
    """The shape that a type annotation says; ``TypeError`` for one that JSON could not give back.

    A rule is for the value that stands where ``None`` may stand as well.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType) and len(arguments) == _PAIR and NoneType in arguments:
        return Maybe(shape_of(next(each for each in arguments if each is not NoneType), rule))
    shape: Shape
    if kind in _LEAVES:
        shape = _LEAVES[kind]
    elif origin is Literal:
        shape = Choice(arguments)
    elif origin is tuple and len(arguments) == _PAIR and arguments[1] is Ellipsis:
        shape = Many(shape_of(arguments[0]))
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type):
        shape = plan_of(kind)
    else:
        raise TypeError(f"{kind} has no strict JSON form here")
    return Ruled(shape, rule) if rule else shape
