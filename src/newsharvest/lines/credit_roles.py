"""Which role word of a Chinese or Japanese credit belongs to which name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.lines.credit_words import Kind

TIGHT = frozenset("/:=·")
"""Characters that bind a role word to the name on their other side."""

STRENGTH: tuple[Kind, ...] = ("translator", "photographer", "reporter", "correspondent", "author", "editor")
"""Of the roles that two words give one person, the one that says most stands first."""
POINTING = TIGHT | {"|"}

What = Literal["role", "name", "organisation", "single", "latin", "noise"]


@dataclass(slots=True)
class Token:
    """A piece of a credit and what it is."""

    what: What
    start: int
    end: int
    gap: str
    """What stands between it and the token before; empty where the two are glued."""
    kind: Kind = "info"
    sure: bool = True
    """Whether the name stands by itself, or only a label makes it one."""
    opens: bool = False
    """Whether a colon, a stroke or a bar behind it points to what follows."""


def assigned(tokens: list[Token]) -> Iterator[tuple[Token, Token | None, Kind | None]]:
    """(name, the word that gives its part, that part); the word is ``None`` for a bare name."""
    named = [token for token in tokens if token.what != "noise"]
    given: dict[int, Token] = {}
    behind = _stand_behind(named)
    before: Token | None = None
    for place, token in enumerate(named):
        if token.what != "role":
            if before is not None:
                given[place] = before
            continue
        previous = named[place - 1] if place else None
        following = named[place + 1] if place + 1 < len(named) else None
        if (
            previous is not None
            and previous.what != "role"
            and (
                behind
                or _two_end(named, place)
                or _looks_back(token, following, previous, glued=_role_behind(named, place + 2))
            )
        ):
            _give_back(token, named, place, given)
            before = None
        elif previous is not None and previous.what == "role" and before is previous:
            before = previous if stronger(previous.kind, token.kind) == previous.kind else token
        else:
            _drop_affiliation(named, place, following, given)
            before = token
    for place, token in enumerate(named):
        if token.what != "role" and token.kind != "others":
            role = given.get(place)
            yield token, role, role.kind if role else None


def _stand_behind(named: list[Token]) -> bool:
    """Whether every role stands behind its names: 林涛 文 何秋月 图."""
    if len(named) < 4 or named[0].what == "role" or named[-1].what != "role":
        return False
    return all(a.what != "role" or b.what != "role" for a, b in pairwise(named))


def _two_end(named: list[Token], place: int) -> bool:
    """Whether two roles that a stroke joins end the line: 林涛 文/图."""
    return place + 2 == len(named) and named[place + 1].what == "role" and named[place + 1].gap in TIGHT


def _looks_back(role: Token, following: Token | None, previous: Token, *, glued: bool) -> bool:
    """Whether a role belongs to the name before it: nothing follows, or it is closer to that name.

    ``glued`` says that the next name has a role of its own right behind it.
    """
    if following is None:
        return True
    if role.opens or set(following.gap) & TIGHT:
        return False
    if following.what == "role" or role.kind == "source-agency" or set(role.gap) & TIGHT:
        return True
    if previous.what == "organisation" and role.gap == "":
        # 河川新闻编辑 林涛: the paper whose editor is named next.
        return False
    return role.gap == "" and following.gap != "" and (role.kind not in ("reporter", "correspondent") or glued)


def _role_behind(named: list[Token], place: int) -> bool:
    return place < len(named) and named[place].what == "role" and named[place].gap == ""


def _give_back(role: Token, named: list[Token], place: int, given: dict[int, Token]) -> None:
    for index in range(place - 1, -1, -1):
        if named[index].what == "role":
            break
        # 新华社记者 张三 摄: who is named for a picture took it, whatever his office.
        if index not in given or (role.kind == "photographer" and given[index].kind != "author"):
            given[index] = role


def stronger(first: Kind, second: Kind) -> Kind:
    """Of two roles in a row the one that says more: 图/记者 X took the picture, 文/记者 X is a reporter."""
    kinds = {first, second}
    if kinds == {"author", "photographer"}:
        return "author"
    return next((kind for kind in STRENGTH if kind in kinds), first)


def _drop_affiliation(named: list[Token], place: int, following: Token | None, given: dict[int, Token]) -> None:
    """温州记者 王伟: what is glued before a role that has a name of its own behind it is a place or a paper.

    So is an organisation that a blank parts from its reporter (河川日报 记者 林涛).
    """
    role, last = named[place], named[place - 1] if place else None
    if last is None or following is None:
        return
    employs = last.what == "organisation" and role.kind in ("reporter", "correspondent") and not role.gap.strip()
    if employs or (role.gap == "" and (place - 1) not in given):
        last.kind = "others"
