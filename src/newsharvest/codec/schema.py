"""The JSON Schema of a dataclass, and the docstrings below its attributes."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsharvest.codec.plan import Plan
    from newsharvest.codec.shapes import Parts


def schema_of(plan: Plan) -> dict[str, Any]:
    """A whole schema document; nested dataclasses stand under ``$defs``."""
    parts: Parts = {}
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_object(plan, parts)}
    described: dict[str, Any] = {}
    while waiting := sorted(parts.keys() - described.keys()):
        for name in waiting:
            described[name] = _object(parts[name], parts)
    if described:
        document["$defs"] = dict(sorted(described.items()))
    return document


def _object(plan: Plan, parts: Parts) -> dict[str, Any]:
    docs = attribute_docs(plan.cls)
    properties: dict[str, Any] = {}
    for each in (*plan.attributes, *plan.views):
        described = each.shape.describe(parts)
        if each.name in docs:
            described["description"] = docs[each.name]
        properties[each.name] = described
    return {
        "title": plan.cls.__name__,
        "description": _one_line((plan.cls.__doc__ or "").partition("\n\n")[0]),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def attribute_docs(cls: type[object]) -> dict[str, str]:
    """The docstring of every attribute and property of a class, each on one line.

    The ones below attributes exist in the source only. Where that is not at hand (a frozen
    application), they are absent and nothing else changes.
    """
    docs = {
        name: _one_line(member.__doc__)
        for name, member in vars(cls).items()
        if isinstance(member, property) and member.__doc__
    }
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return docs
    body = getattr(tree, "body", [])
    for statement, following in itertools.pairwise(body):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            docs[statement.target.id] = _one_line(str(following.value.value))
    return docs


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")
