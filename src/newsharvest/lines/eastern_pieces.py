"""What each piece of a Chinese or Japanese credit is: a role, a name, an organisation, or a paper's word for itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsharvest.lines.credit_roles import POINTING, TIGHT, Token
from newsharvest.lines.credit_words import EAST, is_east
from newsharvest.lines.names import (
    MAX_ORGANISATION,
    han_names,
    is_han_name,
    is_organisation,
    is_pen_name,
)

if TYPE_CHECKING:
    from newsharvest.lines.credit_roles import What
    from newsharvest.lines.credit_words import CreditWords

MAX_PIECE = 32
MAX_ROLE = 6
MAX_HEAD = 14
"""Characters of a paper's name in front of its reporter."""
MAX_TOKENS = 60
MAX_UNKNOWN = 5
"""Characters of a name with a family name that no list knows."""
_PIECE = re.compile(r"[^\s、,;|:/=()\[\]{}<>\-■□◆◇▲△◎★☆#~+。]{1,80}")
_CODE = re.compile(r"[A-Z]{1,3}\d{1,9}")
"""The number of an editor (PK155)."""
_GLUED_CODE = re.compile(r"_[A-Z]{1,3}\d{1,9}$")
_DOMAIN = re.compile(r"[A-Za-z\d\-]{1,30}(?:\.[A-Za-z\d\-]{1,30}){1,4}")


def _role_at(run: str, at: int, words: CreditWords) -> int:
    """Where the longest role word that begins here ends; ``at`` itself where none does."""
    for length in range(min(MAX_ROLE, len(run) - at), 1, -1):
        if run[at : at + length].lower() in words.roles:
            return at + length
    return at


def _noise_at(run: str, words: CreditWords) -> int:
    """How many of the first characters are a paper's name for itself, a report's form or the like."""
    for length in range(min(8, len(run)), 0, -1):
        if run[:length].lower() in words.affiliations and (length > 1 or length == len(run)):
            return length
    return 0


class Reader:
    """Makes tokens of one line; gives up at the first piece that no credit holds."""

    def __init__(self, line: str, words: CreditWords) -> None:
        self.line = line
        self.words = words
        self.tokens: list[Token] = []
        self.end = 0

    def add(self, what: What, start: int, end: int) -> Token:
        """Put a token behind the others."""
        # What a paper's name parts from a name is not glued to that: 何秋月 河川网编辑 林涛.
        if self.tokens:
            self.tokens[-1].opens = not POINTING.isdisjoint(self.line[self.end : start])
        glued = self.tokens and not (what == "role" and self.tokens[-1].what == "noise" and self.end == start)
        token = Token(what, start, end, self.line[self.end : start] if glued else " ")
        self.end = end
        self.tokens.append(token)
        return token

    def read(self, start: int, stop: int) -> bool:
        """Make tokens of a part of the line; whether all of it could stand in a credit."""
        self.end = self.end if self.tokens else start
        for match in _PIECE.finditer(self.line, start, stop):
            if len(self.tokens) > MAX_TOKENS or not self._piece(match[0], match.start()):
                return False
        return True

    def _piece(self, run: str, at: int) -> bool:
        run = _GLUED_CODE.sub("", run.rstrip("·"))
        if len(run) > MAX_PIECE:
            return False
        if not is_east(run):
            return self._latin(run, at)
        while run:
            if run[0] == "·" and self.tokens:
                run, at = run[1:], at + 1
                continue
            lowered = run.lower()
            if self._given_name(run, at):
                self.add("single", at, at + 1)
                return True
            if lowered in self.words.roles:
                self.add("role", at, at + len(run)).kind = self.words.roles[lowered]
                return True
            if self._stroke_role(run, at) or self._dotted_role(run, at):
                run, at = run[1:], at + 1
                continue
            known = (self.words.kinds, self.words.counters, self.words.joiners, self.words.places)
            if any(lowered in words for words in known):
                self.add("noise", at, at + len(run))
                return True
            taken = self._prefix(run, at)
            if not taken:
                return self._rest(run, at)
            run, at = run[taken:], at + taken
        return True

    def _prefix(self, run: str, at: int) -> int:
        """Take a role or an affiliation off the front; how many characters that were."""
        end, noise = _role_at(run, 0, self.words), _noise_at(run, self.words)
        if end > noise:
            self.add("role", at, at + end).kind = self.words.roles[run[:end].lower()]
            return end
        if noise:
            self.add("noise", at, at + noise)
            return noise
        if run[0] == "《" and "》" in run[:20]:
            end = run.index("》") + 1
            self.add("noise", at, at + end)
            return end
        return 0

    def _rest(self, run: str, at: int) -> bool:
        """A piece that begins with none of the words: a name, one with a word after it, or a paper's reporter."""
        if self._before_stroke(run, at):
            return True
        if run.endswith(self.words.long_endings) and 3 < len(run) <= MAX_ORGANISATION and self._name(run, at):
            return True
        for inside in range(1, len(run) - 1):
            end = _role_at(run, inside, self.words)
            if end > inside:
                if not self._head(run[:inside], at, run[inside:end]):
                    return False
                self.add("role", at + inside, at + end).kind = self.words.roles[run[inside:end].lower()]
                return end == len(run) or self._piece(run[end:], at + end)
        if run[-1] in self.words.suffixes and self._with_suffix(run, at):
            return True
        return (self._listed(at) and self._placed(run, at)) or self._name(run, at) or self._with_suffix(run, at)

    def _before_stroke(self, run: str, at: int) -> bool:
        """林涛文/图: a name and the first of two roles."""
        after = self.line[at + len(run) : at + len(run) + 2]
        if after[:1] != "/" or after[1:] not in self.words.roles or run[-1] not in self.words.roles:
            return False
        if not is_han_name(run[:-1], self.words):
            return False
        self.add("name", at, at + len(run) - 1)
        self.add("role", at + len(run) - 1, at + len(run)).kind = self.words.roles[run[-1]]
        return True

    def _head(self, head: str, at: int, role: str) -> bool:
        """What stands glued before a role: whoever has it, or the paper of the reporter."""
        if self._name(head, at) or self._japanese_reporter(head, at, role):
            return True
        # Papers have any name; only in front of a role may one stand that no list knows.
        kind = self.words.roles[role.lower()]
        if kind == "others" or not 2 <= len(head) <= MAX_HEAD or not self.words.not_in_names.isdisjoint(head):
            return False
        self.add("organisation" if kind == "source-agency" else "noise", at, at + len(head))
        return True

    def _japanese_reporter(self, head: str, at: int, role: str) -> bool:
        """A reporter whose family name no list knows, alone before 記者."""
        alone = not self.tokens and not self.line[at + len(head) + len(role) :].strip(" )]。")
        if self.words.language != "ja" or not (alone and 3 <= len(head) <= 5 and is_pen_name(head, self.words)):
            return False
        if is_organisation(head, self.words):
            return False
        self.add("name", at, at + len(head))
        return True

    def _given_name(self, run: str, at: int) -> bool:
        """王 文: a character that is also a role word, behind a family name and a blank."""
        last = self.tokens[-1] if self.tokens else None
        if len(run) > 1 or last is None or last.what != "single" or not self.line[last.end : at].isspace():
            return False
        after = self.line[at + 1 : at + 2]
        return run in self.words.roles and (not after or after not in TIGHT)

    def _stroke_role(self, run: str, at: int) -> bool:
        """张三/文受访者供图: one character behind a name and a stroke is a role, unless it begins a name."""
        last = self.tokens[-1] if self.tokens else None
        if last is None or last.what != "name" or self.line[last.end : at] != "/" or run[0] not in self.words.roles:
            return False
        if is_han_name(run, self.words):
            return False
        self.add("role", at, at + 1).kind = self.words.roles[run[0]]
        return True

    def _dotted_role(self, run: str, at: int) -> bool:
        """文・山田太郎: one character and a dot in front of a name."""
        if run[1:2] != "·" or run[0] not in self.words.roles or not is_han_name(run[2:], self.words):
            return False
        self.add("role", at, at + 1).kind = self.words.roles[run[0]]
        return True

    def _with_suffix(self, run: str, at: int) -> bool:
        """A name with one character for its part behind it (王伟摄), or a place and a report's form (上海报道)."""
        if len(run) > 2 and run[-1] in self.words.suffixes and self._name(run[:-1], at):
            self.add("role", at + len(run) - 1, at + len(run)).kind = self.words.roles[run[-1]]
            return True
        for length in (4, 3, 2, 1):
            if len(run) > length and run[-length:] in self.words.affiliations:
                head = run[:-length]
                glued = self.tokens and self.tokens[-1].what in ("role", "name") and "/" not in self.line[self.end : at]
                if glued and self._reporter(head, at):
                    pass
                elif len(head) <= 8 and (length > 1 or head in self.words.places):
                    self.add("noise", at, at + len(head))
                else:
                    continue
                self.add("noise", at + len(head), at + len(run))
                return True
        return False

    def _listed(self, at: int) -> bool:
        """Whether a name can stand here: glued behind a role, or as one more of a list."""
        if not self.tokens:
            return False
        last = self.tokens[-1].what
        return (last == "role" and self.end == at) or (last == "name" and self.line[self.end : at] in ("、", ","))

    def _reporter(self, run: str, at: int) -> bool:
        return self._placed(run, at) or self._name(run, at)

    def _placed(self, run: str, at: int) -> bool:
        """A reporter's name with a place glued to it (王小明台北, 王小明发自北京)."""
        cut = max((len(run) - len(place) for place in self.words.places if run.endswith(place)), default=0)
        asides = (i for i in range(2, len(run) - 1) if run[i : i + 2] in self.words.affiliations)
        cut = next(asides, cut)
        if not cut:
            return False
        head = run[:cut]
        place = max((place for place in self.words.places if head.endswith(place)), key=len, default="")
        for end in dict.fromkeys((cut - len(place), cut)):
            if end > 1 and self._name(run[:end], at):
                self.add("noise", at + end, at + len(run))
                return True
        return False

    def _name(self, run: str, at: int) -> bool:
        if spans := han_names(run, self.words):
            for start, end in spans:
                self.add("name", at + start, at + end)
            return True
        if self._japanese_part(run, at):
            return True
        if len(run) == 1 and run not in self.words.not_in_names and EAST.match(run):
            self.add("single", at, at + 1)
            return True
        if len(run) <= MAX_ORGANISATION and is_organisation(run, self.words):
            said = run.startswith(self.words.lexicon.source.dateline_openings or (" ",))  # 据河川日报 credits nobody.
            self.add("noise" if said else "organisation", at, at + len(run))
            return True
        if is_pen_name(run, self.words) and self._labelled(at) and (len(run) <= 3 or self._certain(run, at)):
            self.add("name", at, at + len(run)).sure = False
            return True
        return False

    def _japanese_part(self, run: str, at: int) -> bool:
        """A Japanese family name, or the given name that a blank parts from it."""
        if self.words.language != "ja" or len(run) > 3:
            return False
        last = self.tokens[-1] if self.tokens else None
        given = last is not None and last.what == "single" and self.line[last.end : at] == " "
        if not given and run not in self.words.double_surnames:
            return False
        self.add("single", at, at + len(run))
        return True

    def _labelled(self, at: int) -> bool:
        """Whether a name is announced here: by a role and a colon or stroke, or as one more of a reporter's list."""
        if not self.tokens:
            return False
        last, before = self.tokens[-1], self.line[self.end : at].strip()
        if last.what == "role":
            reports = last.kind in ("reporter", "correspondent")
            return not before if reports else before[-1:] in TIGHT and bool(before)
        return last.what == "name" and before in ("、", ",")

    def _certain(self, run: str, at: int) -> bool:
        """Whether a longer name is announced: by a colon, or alone behind a role in brackets (记者 格桑卓玛)."""
        if self.tokens[-1].what != "role":
            return False
        before, after = self.line[self.end : at], self.line[at + len(run) : at + len(run) + 1]
        return before.strip() in TIGHT or (before == " " and after in (")", "]") and len(run) <= MAX_UNKNOWN)

    def _latin(self, run: str, at: int) -> bool:
        if not run.strip("|.·*_\"'“”…!?%&") or _CODE.fullmatch(run) or (_DOMAIN.fullmatch(run) and "." in run[2:-2]):
            self.add("noise", at, at + len(run))
            return True
        if run.lower() in self.words.by and EAST.match(self.line[at + len(run) :].lstrip()):
            self.add("role", at, at + len(run)).kind = "author"
            return True
        last = self.tokens[-1] if self.tokens else None
        if not run.replace(".", "").replace("'", "").replace("-", "").isalpha() or last is None:
            return run.lower() in self.words.counters and bool(self.add("noise", at, at + len(run)))
        if last.what == "latin" and self.line[last.end : at] in (" ", "-"):
            last.end = self.end = at + len(run)
            return True
        if last.what == "role" or (
            last.what in ("latin", "name") and self.line[last.end : at].strip() in ("、", ",", "/")
        ):
            self.add("latin", at, at + len(run)).sure = not self._labelled(at)
            return True
        return False
