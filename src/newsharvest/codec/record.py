"""The face of dataclasses-json with the strict codec behind it."""

from __future__ import annotations

import json
import math
from typing import Any, ClassVar, Self, TypeVar

from dataclasses_json import DataClassJsonMixin, Undefined, config

from newsharvest.codec.plan import changed, completed, plan_of
from newsharvest.codec.schema import schema_of
from newsharvest.codec.shapes import MismatchError, RepeatedKey
from newsharvest.errors import SchemaError

_LONGEST_INTEGER = 20
R = TypeVar("R", bound="Record")


class Record(DataClassJsonMixin):
    """A dataclasses-json class whose JSON is strict, and fast to read and write.

    ``to_json``, ``from_json``, ``to_dict`` and ``from_dict`` have the signatures of
    dataclasses-json; ``schema()`` is its marshmallow schema, untouched. The mixin does not call
    these methods for a record inside a dataclass of your own: name them there,
    ``metadata=config(encoder=Article.to_dict, decoder=Article.from_dict)``.

    A subclass may have a method ``flaw() -> tuple[str, str] | None``: a path below it and what is
    wrong there.
    """

    VIEWS: ClassVar[tuple[str, ...]] = ()
    """Properties that stand in the JSON too, after the attributes; read back, they have to agree."""

    # Only marshmallow and the mixin's own functions look at this: without it they would refuse the views.
    dataclass_json_config = config(undefined=Undefined.EXCLUDE)["dataclasses_json"]

    def to_dict(self, encode_json: bool = False) -> dict[str, Any]:  # noqa: ARG002
        """Plain data that ``json`` can write: dicts, lists, text, numbers, ``True``, ``False``, ``None``.

        Every attribute has its key, in the order of the class, ``None`` included; then come the views.
        ``encode_json`` is taken for the sake of dataclasses-json and changes nothing.

        Raises :class:`SchemaError` for values that could not be read back: of another type than the
        class says (a list in place of a tuple), beyond what the docstring of an attribute allows,
        or text that UTF-8 cannot say (half a surrogate pair) or databases refuse (U+0000). What
        newsharvest reads from a page has none.
        """
        try:
            return plan_of(type(self)).write(self)
        except MismatchError as error:
            raise SchemaError(f"${error.path}", error.problem) from None

    @classmethod
    def from_dict(cls, kvs: Any, *, infer_missing: bool = False) -> Self:
        """The record that ``to_dict`` wrote.

        Nothing is coerced: :class:`SchemaError` says at which JSON path a key is missing, unknown
        or twice there, or a value has another type or is out of bounds. With ``infer_missing`` an
        absent key has its default, and absent views are made.
        """
        return read_record(cls, kvs, infer_missing=infer_missing)

    def to_json(
        self,
        *,
        skipkeys: bool = False,
        ensure_ascii: bool = False,
        check_circular: bool = True,
        allow_nan: bool = False,
        indent: int | str | None = None,
        separators: tuple[str, str] | None = None,
        default: Any = None,
        sort_keys: bool = False,
        **kw: Any,
    ) -> str:
        """The JSON text, on one line; the arguments are those of ``json.dumps``, ``cls`` among them.

        Unlike there, characters stand as they are and not as escapes (``ensure_ascii=False``), so
        write the text as UTF-8; and NaN is refused. Keys stand in the order of the class. Raises
        what ``to_dict`` raises.
        """
        return json.dumps(
            self.to_dict(),
            skipkeys=skipkeys,
            ensure_ascii=ensure_ascii,
            check_circular=check_circular,
            allow_nan=allow_nan,
            indent=indent,
            separators=separators,
            default=default,
            sort_keys=sort_keys,
            **kw,
        )

    @classmethod
    def from_json(
        cls,
        s: str | bytes | bytearray,
        *,
        parse_float: Any = None,
        parse_int: Any = None,
        parse_constant: Any = None,
        infer_missing: bool = False,
        **kw: Any,
    ) -> Self:
        """The record that ``to_json`` wrote; bytes are UTF-8. The arguments are those of ``json.loads``.

        :class:`SchemaError` for all that ``from_dict`` refuses and for what is no JSON: broken or
        cut text, NaN and Infinity, nesting too deep to read, bytes that are not UTF-8.
        """
        if not isinstance(s, (str, bytes, bytearray)):
            raise SchemaError("$", f"JSON text is wanted, not a Python {type(s).__name__}")
        if "object_hook" not in kw:
            kw.setdefault("object_pairs_hook", _unrepeated)
        try:
            kvs = json.loads(
                s,
                parse_float=parse_float,
                parse_int=parse_int or _bounded,
                parse_constant=parse_constant,
                **kw,
            )
        except json.JSONDecodeError as error:
            raise SchemaError("$", f"no JSON: {error.msg}, line {error.lineno} column {error.colno}") from error
        except UnicodeDecodeError as error:
            raise SchemaError("$", f"no JSON: not {error.encoding}, byte {error.start}") from error
        except RecursionError:
            raise SchemaError("$", "nested too deeply") from None
        return cls.from_dict(kvs, infer_missing=infer_missing)

    def validate(self) -> None:
        """Raises the :class:`SchemaError` that ``to_dict`` would raise, if there is one."""
        self.to_dict()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of what ``to_json`` writes, made from the class and its docstrings.

        Ready for ``json.dumps``; the caller may change it. It cannot say everything: that views agree, that
        positions lie within the blocks, that a day exists.
        """
        return schema_of(plan_of(cls))


def read_record(cls: type[R], kvs: Any, *, infer_missing: bool) -> R:
    """What ``from_dict`` does, for a subclass that does more (``super()`` fails in a slotted dataclass)."""
    plan = plan_of(cls)
    if infer_missing:
        kvs = changed(plan, kvs, completed)
    try:
        record: R = plan.read(kvs, views_required=not infer_missing)
    except MismatchError as error:
        raise SchemaError(f"${error.path}", error.problem) from None
    return record


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) == len(pairs):
        return unique
    repeated = RepeatedKey(unique)
    for key, _ in pairs:
        if key not in unique:
            repeated.key = key
        unique.pop(key, None)
    return repeated


def _bounded(digits: str) -> int | float:
    # int() takes quadratic time for long numbers and refuses very long ones without saying where they stand.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else math.inf
