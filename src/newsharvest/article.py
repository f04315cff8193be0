"""What an article is: frozen dataclasses, and JSON that says the same.

The annotations are types and not text (no ``from __future__ import annotations``): dataclasses-json makes its
marshmallow schema from them and cannot resolve text.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from newsharvest.codec import Record, at_least, between, choice, exactly, moment, read_moment
from newsharvest.codec.versions import Step, current_form, read_form

SCHEMA_VERSION: Final = "1.1"
"""Of the JSON. Adding an attribute raises the second number; see :mod:`newsharvest.codec.versions`."""

UPGRADES: Mapping[str, Step] = MappingProxyType({})
"""How JSON of an older version becomes readable: the step that starts from a version, by that version."""

BlockKind = Literal["heading", "paragraph", "caption", "quote", "list_item", "table"]
PageType = Literal["article", "listing", "gallery", "video", "paywall", "error"]
Role = Literal["author", "reporter", "correspondent", "photographer", "editor", "translator", "source-agency"]

_WRITERS = frozenset({"author", "reporter", "correspondent", "source-agency", None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Record):
    """One piece of the story, in reading order."""

    kind: BlockKind = field(metadata=choice(BlockKind))
    """``heading``, ``paragraph``, ``caption``, ``quote``, ``list_item`` or ``table``; never two of them."""
    text: str
    """The words as printed, white space folded. Table cells are parted by a tab, rows by a line feed."""
    level: int | None = field(default=None, metadata=between(1, 6))
    """1 to 6 for a heading that the mark-up ranks; ``None`` for all else."""
    credit: str | None = None
    """Of a caption: who is credited for the picture, as printed ("张三 摄"); ``None`` where nobody is."""
    raw: str | None = None
    """The text before repair (pinyin residue); ``None`` where nothing was repaired."""
    page: int = field(default=1, metadata=at_least(1))
    """Which page of a story of several pages this block stands on, counted from 1."""

    def flaw(self) -> tuple[str, str] | None:
        """The first attribute that another one forbids, and why; ``None`` if all is well."""
        if self.level is not None and self.kind != "heading":
            return ".level", "only a heading has a level"
        if self.credit is not None and self.kind != "caption":
            return ".credit", "only a caption has a credit"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Record):
    """A picture of the story."""

    url: str
    """Where the picture itself is: the real one of a lazy image; absolute where the page's URL is known."""
    caption: str | None = None
    """The words of the caption block that belongs to it; ``None`` without one."""
    credit: str | None = None
    """Who is credited, as printed; ``None`` where nobody is."""
    alt: str | None = None
    """The alternative text; ``None`` where it is missing or empty."""
    position: int = field(default=0, metadata=at_least(0))
    """Index into ``blocks`` of the block it stands before; ``len(blocks)`` for one after the last block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor(Record):
    """Someone who is credited for the story."""

    name: str
    """The name as printed, without the words around it."""
    role: Role | None = field(default=None, metadata=choice(Role, optional=True))
    """What the page calls them; ``None`` where it prints a bare name."""
    printed: str
    """The words that said so, as printed ("通訊員 廖鶴松")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """The article before or after this one, as the page's own label says."""

    url: str | None = None
    """Absolute where the page's own URL is known, else as printed; ``None`` where only a title was kept."""
    title: str | None = None
    """The neighbour's headline as printed; ``None`` where the link is only a label or an arrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Record):
    """Where a field stands inside a block's text."""

    field: str
    """The attribute of the article, e.g. ``dateline``."""
    block: int = dataclasses.field(metadata=at_least(0))
    """Index into ``blocks``."""
    start: int = dataclasses.field(metadata=at_least(0))
    """First character, counted from 0 in ``text``."""
    end: int = dataclasses.field(metadata=at_least(1))
    """One past the last character; a span is never empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding(Record):
    """How the bytes became text."""

    encoding: str
    """The name of the decoder, e.g. ``gb18030``."""
    source: str
    """What decided: ``bom``, ``utf-8``, ``header``, ``meta``, ``detector`` or ``default``."""
    replaced: int = field(default=0, metadata=at_least(0))
    """How many characters could not be decoded and became U+FFFD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """Why a field says what it says."""

    field: str
    """The attribute of the article."""
    printed: str
    """The words as the page has them."""
    found: str
    """Where: a JSON-LD path, the name of a meta element, or the XPath of an element."""
    rule: str
    """The name of the rule that read it."""
    confidence: float = dataclasses.field(metadata=between(0, 1))
    """From 0 to 1, comparable between the candidates of one field only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Record):
    """What a news page says about one story. Nothing is a guess: absent is ``None`` or empty.

    Two articles are equal when all they say is equal; an article can be hashed, pickled and, with
    ``dataclasses.replace``, changed into another. ``Article.from_json(article.to_json()) ==
    article`` holds for every article that can be written.

    The JSON has a key for every attribute, in this order, and then the views ``body``, ``captions``
    and ``authors``, for readers that want words and no structure; read back, they have to agree
    with the blocks and the contributors. ``schema_version`` says by which rules it was written: see
    :meth:`from_dict`.
    """

    VIEWS = ("body", "captions", "authors")

    url: str | None = None
    """Where the page was read from, as given by the caller or the fetch; ``None`` where nobody said."""
    canonical_url: str | None = None
    """The address that the page calls its own (``rel=canonical``, ``og:url``), absolute where a base is
    known; ``None`` where it names none."""
    page_type: PageType | None = field(default=None, metadata=choice(PageType, optional=True))
    """``article``; ``listing`` (a section front, a tag, a search, a forum, the first page of a site); ``gallery`` and
    ``video`` where these are what the page is there for; ``paywall`` for the beginning of a story that has to be paid
    for or registered for; ``error`` for what is missing, refused or asks whether a person reads it; ``None`` where the
    page shows too little to say."""
    title: str | None = None
    """The headline as printed, without the site's name; ``None`` where the page prints none."""
    subtitle: str | None = None
    """The deck: the line or lines between headline and story; ``None`` without one. It is no block."""
    byline: str | None = None
    """The line that names the people, as printed ("通訊員 廖鶴松"); ``None`` where the page prints none."""
    contributors: tuple[Contributor, ...] = ()
    """The people and agencies credited, in the order of the page; empty where nobody is."""
    dateline: str | None = None
    """Place, agency and day that open the story, as printed ("新华社北京4月24日电"); ``None`` without one."""
    source: str | None = None
    """Whom the page credits for the story: after 来源 or 转载自, else whom the dateline names; ``None`` where
    it credits nobody. Words that mean the site itself (本报, 本站) name nobody."""
    publisher: str | None = None
    """Who runs the site, as the page names it; ``None`` where it does not."""
    published: str | None = field(default=None, metadata=moment())
    """When the story came out, in ISO 8601 with as much as the page says and its own offset: ``2020-02-03``,
    ``2020-02-03T16:20``, ``2020-02-03T16:20:00+08:00``; ``None`` where it says no full date."""
    published_raw: str | None = None
    """The same as the page prints it ("2020年02月03日 16:20"); ``None`` where it prints nothing."""
    modified: str | None = field(default=None, metadata=moment())
    """When the story was last changed, in the form of ``published``; ``None`` where the page does not say."""
    modified_raw: str | None = None
    """The same as the page prints it; ``None`` where it prints nothing."""
    language: str | None = None
    """The language of the story as a BCP 47 tag, for Chinese with the script: ``en``, ``zh-Hant``; ``None``
    where the text is too short to say."""
    section: str | None = None
    """The part of the site the story stands in, as printed ("要闻"); ``None`` where the page names none."""
    keywords: tuple[str, ...] = ()
    """The page's keywords or tags, in its order, each once; empty without any."""
    description: str | None = None
    """The summary that the page gives to search engines and readers; ``None`` without one."""
    blocks: tuple[Block, ...] = ()
    """The story, piece by piece, captions included; empty where the page tells none."""
    images: tuple[Image, ...] = ()
    """The pictures of the story, in reading order; empty without any."""
    previous: Link | None = None
    """The article that the page calls the previous one (上一篇); ``None`` where it names none."""
    next: Link | None = None
    """The article that the page calls the next one (下一篇); ``None`` where it names none."""
    pagination: tuple[str, ...] = ()
    """The URLs of the further pages of this story, in order, this page not among them; empty for a story on
    one page."""
    accessible_for_free: bool | None = None
    """Whether the page says that all may read it; ``None`` where it says nothing."""
    spans: tuple[Span, ...] = ()
    """Where fields stand that share a block with the story (a dateline in a paragraph); empty without any."""
    decoding: Decoding | None = None
    """How the bytes became text; ``None`` where text was given."""
    evidence: tuple[Evidence, ...] = ()
    """Why the fields say what they say; empty unless it was asked for."""
    warnings: tuple[str, ...] = ()
    """What a reader should know: a page cut by a limit, residue removed, characters replaced; often empty."""
    schema_version: str = field(default=SCHEMA_VERSION, metadata=exactly(SCHEMA_VERSION))
    """The version of the JSON's rules; always that of this library, whichever version wrote what was read."""

    @property
    def text(self) -> str:
        """The body as people would copy it, a line feed between two blocks; empty where there is none.

        Headings, paragraphs, quotes, list items and tables in order; captions are not part of it.
        """
        return self.to_text()

    @property
    def body(self) -> str:
        """The same as ``text``, under the name it has in the JSON; empty where there is none."""
        return self.to_text()

    @property
    def captions(self) -> tuple[str, ...]:
        """The words of the captions without their credits, in reading order; empty without any."""
        return tuple([block.text for block in self.blocks if block.kind == "caption"])

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of those who wrote or reported, in the page's order, each once; empty without any.

        Roles author, reporter and correspondent, names that the page prints without a role, and agencies and
        offices that it credits like a person (role source-agency).
        """
        return tuple(dict.fromkeys(each.name for each in self.contributors if each.role in _WRITERS))

    @property
    def published_at(self) -> datetime | None:
        """``published`` as a datetime: a mere date is its midnight, and without an offset it is naive."""
        return read_moment(self.published) if self.published else None

    @property
    def modified_at(self) -> datetime | None:
        """``modified`` as a datetime, by the rule of ``published_at``."""
        return read_moment(self.modified) if self.modified else None

    def to_text(self, *, deck: bool = False, captions: bool = False) -> str:
        """The body, a line feed between blocks; with the subtitle in front, and captions where they stand."""
        lines = [block.text for block in self.blocks if captions or block.kind != "caption"]
        if deck and self.subtitle:
            lines.insert(0, self.subtitle)
        return "\n".join(lines)

    @classmethod
    def from_dict(cls, kvs: Any, *, infer_missing: bool = False) -> Self:
        """The article that ``to_dict`` wrote, in this schema version or another one that can be read.

        Nothing is coerced: :class:`SchemaError` says at which JSON path a key is missing, unknown
        or twice there, or a value has another type or breaks what its docstring promises. With
        ``infer_missing`` an absent key has its default, and absent views are made.

        JSON of a newer minor version (1.3 for 1.0) is read without the keys that are not known
        here, and ``warnings`` says which. In JSON of an older minor version, absent keys have their
        defaults. Older major versions are brought up to date; a newer one is refused, at
        ``$.schema_version``.
        """
        form = current_form(kvs, SCHEMA_VERSION, UPGRADES)
        article, note = read_form(cls, form, infer_missing=infer_missing)
        return dataclasses.replace(article, warnings=(*article.warnings, note)) if note else article

    def flaw(self) -> tuple[str, str] | None:
        """The first image or span that points outside the blocks, and how; ``None`` if all is well."""
        count = len(self.blocks)
        for index, image in enumerate(self.images):
            if image.position > count:
                return f".images[{index}].position", f"past the end of {count} blocks"
        for index, span in enumerate(self.spans):
            if span.block >= count:
                return f".spans[{index}].block", f"past the last of {count} blocks"
            if not span.start < span.end <= len(self.blocks[span.block].text):
                return f".spans[{index}].end", "not between the start and the end of the block's text"
        return None
