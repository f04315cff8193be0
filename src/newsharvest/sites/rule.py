"""A site rule says *where* a site prints a field; the field itself knows *how* to read it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree

from newsharvest.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True, eq=False)
class SiteRule:
    """The places of one domain."""

    domain: str
    """``example.com`` speaks for its subdomains too."""
    where: Mapping[str, tuple[etree.XPath, ...]]
    """Compiled XPaths by the name of the field; ``body`` for the story's container, ``ignore`` for what in it is
    no story. The first of a field's XPaths that finds something counts."""

    def find(self, name: str, root: Any) -> list[Any]:
        """The elements (or attribute strings) where the site prints this field; empty where it does not."""
        for xpath in self.where.get(name, ()):
            found = xpath(root)
            if isinstance(found, list) and found:
                return found
        return []


def read_rule(file: str, text: str) -> SiteRule:
    r"""The rule that a TOML text holds; :class:`RuleError` names the file and the key that is wrong.

    >>> read_rule("a.toml", "domain = 'news.example'\n[where]\ntitle = '//h2'").domain
    'news.example'
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(f"{file}: {problem}") from None
    domain, where = table.pop("domain", None), table.pop("where", None)
    if not isinstance(domain, str) or not domain or not isinstance(where, dict):
        raise RuleError(f"{file}: needs a domain and a table [where]")
    if table:
        raise RuleError(f"{file}: unknown key {min(table)!r}")
    return SiteRule(domain.lower(), {name: _compiled(file, name, value) for name, value in where.items()})


def _compiled(file: str, name: str, value: object) -> tuple[etree.XPath, ...]:
    paths = [path for path in (value if isinstance(value, list) else [value]) if isinstance(path, str)]
    if not paths or (isinstance(value, list) and len(paths) < len(value)):
        raise RuleError(f"{file}: where.{name} must be an XPath or a list of them")
    try:
        return tuple(etree.XPath(path) for path in paths)
    except etree.XPathSyntaxError as problem:
        raise RuleError(f"{file}: where.{name}: {problem}") from None


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[SiteRule, ...]:
    """The rules of this folder."""
    files = sorted(
        (f for f in resources.files(__package__).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name
    )
    return tuple(read_rule(f.name, f.read_text(encoding="utf-8")) for f in files)


def rule_for(url: str | None, rules: Iterable[SiteRule] | None = None) -> SiteRule | None:
    """The rule whose domain the URL belongs to, the most specific of several; shipped ones unless others are given."""
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    fitting = [
        rule
        for rule in (shipped_rules() if rules is None else rules)
        if host == rule.domain or host.endswith(f".{rule.domain}")
    ]
    return max(fitting, key=lambda rule: len(rule.domain), default=None)
