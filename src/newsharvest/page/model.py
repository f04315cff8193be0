"""What a page is made of once it has been read: blocks with one label each, links, images."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

from newsharvest.languages import lexicon_for
from newsharvest.page.names import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsharvest.article import Decoding
    from newsharvest.page.metadata import Metadata
    from newsharvest.sites import SiteRule

Label = Literal[
    "title",
    "deck",
    "byline",
    "dateline",
    "heading",
    "paragraph",
    "caption",
    "quote",
    "list_item",
    "table",
    "keywords",
    "navigation",
    "boilerplate",
]
STORY_LABELS: frozenset[Label] = frozenset({"heading", "paragraph", "caption", "quote", "list_item", "table"})
TEXT_LABELS = STORY_LABELS - {"caption"}

T = TypeVar("T")


ONE = [1]


class Group:
    """A container element, with sums over its blocks: a group of blocks is judged together.

    The walk that cuts blocks counts; :mod:`newsharvest.page.features` adds what is inherited.
    """

    # Slots set in one place, here and below: these objects are made by the hundred for each page.
    __slots__ = (
        "_names", "alike", "best_word", "blocks", "chars", "children", "commas", "context", "distance", "element",
        "first", "flags", "inside_chars", "inside_links", "inside_long", "judged", "last", "link_chars", "long_chars",
        "parent", "tag", "worst_word",
    )  # fmt: skip

    def __init__(self, element: Any, tag: str, parent: Group | None) -> None:
        self.element = element
        """``None`` in plain text."""
        self.tag = tag
        self.parent = parent
        self.blocks = self.children = 0
        """Blocks that stand directly in it, and groups with text directly below it."""
        self.chars = self.link_chars = self.long_chars = self.commas = 0
        """Sums over its own blocks; ``long_chars`` and ``commas`` only over running text."""
        self.inside_chars = self.inside_links = self.inside_long = 0
        """The same sums over everything inside it, its own blocks included."""
        self.first = self.last = -1
        """Index of its first and last own block."""
        self.flags = 0
        self.context = 0.0
        """The weight of its class words and, fading, of those around it."""
        self.worst_word = self.best_word = 0.0
        """The weights of the worst and the best class word on the way to it from what also holds the main text."""
        self.distance = -1
        """Steps in the tree to the group with the most running text."""
        self.judged = False
        self.alike = ONE
        """How many containers are marked up like it, in a list that they share."""
        self._names: str | None = None

    @property
    def names(self) -> str:
        """Its class and id, parted by a blank; asked of the element once, for everybody."""
        if self._names is None:
            self._names = names_of(self.element)
        return self._names


class PageLink:
    """An ``a``; its text may be empty (an image link)."""

    __slots__ = ("block", "element", "href", "rel", "text", "title")

    def __init__(self, element: Any, block: int) -> None:
        self.element = element
        # Asked here, while the element is at hand: to come back for attributes costs several times as much.
        get = element.get
        self.href: str = get("href") or ""
        """As printed; empty for an ``a`` without one."""
        self.rel: str | None = get("rel")
        self.title: str | None = get("title")
        self.block = block
        """Index of the (first) block it stands in; of the block that follows where its own text is empty."""
        self.text = ""


class Frame(NamedTuple):
    """The blocks that share a container with a picture and with nothing else."""

    first: int
    last: int
    """Index of the last of them."""
    holder: Any
    """The container."""


class PageImage:
    """An ``img`` of the page, logos and pixels included."""

    __slots__ = ("block", "element", "frame", "link", "picture")

    def __init__(self, element: Any, block: int, link: PageLink | None) -> None:
        self.element = element
        self.block = block
        """Index of the block that it stands before."""
        self.link = link
        """The link around it, if any."""
        self.picture: str | None = None
        """The address of a picture of the story, empty for other images; ``None`` until ``page.images`` has judged."""
        self.frame: Frame | Literal[False] | None = False
        """The blocks that stand alone with it; ``False`` until ``page.frames`` has looked."""


class PageBlock:
    """A run of text between two block boundaries (tags, ``br``, ``img``)."""

    __slots__ = (
        "bold_chars", "broken", "element", "group", "image_before", "index", "label", "link_chars", "links", "raw",
        "reason", "score", "tag", "text", "words",
    )  # fmt: skip

    def __init__(self, index: int, text: str, element: Any, tag: str, group: Group) -> None:
        self.index = index
        self.text = text
        self.element = element
        """The block element it stands directly in; ``None`` in plain text."""
        self.tag = tag
        self.group = group
        self.raw: str | None = None
        """The text before repair; ``None`` where nothing was repaired."""
        self.links: Sequence[PageLink] = ()
        self.words = self.link_chars = self.bold_chars = 0
        """About how many words (0 for links alone), and how many characters are links and bold."""
        self.broken = False
        """Whether it is only a part of its element, cut at ``br``, ``img`` or an inner block."""
        self.image_before = False
        """Whether an image stands between it and the block before."""
        self.label: Label = "boilerplate"
        self.score = 0.0
        """How sure the labeller is that the block belongs to the story, 0 to 1."""
        self.reason = ""
        """The name of the rule that gave the label."""


def _by_label(page: Page) -> dict[Label, list[PageBlock]]:
    found: dict[Label, list[PageBlock]] = defaultdict(list)
    for block in page.blocks:
        found[block.label].append(block)
    return found


def _story(page: Page) -> list[PageBlock]:
    labelled = chain.from_iterable(page.labelled(label) for label in STORY_LABELS)
    return sorted(labelled, key=lambda block: block.index)


class Page:
    """Everything later steps need to know of a page. The tree is never changed."""

    __slots__ = (
        "_memo",
        "base",
        "blocks",
        "decoding",
        "fetched_at",
        "headers",
        "images",
        "language",
        "lexicon",
        "links",
        "metadata",
        "root",
        "rule",
        "url",
        "warnings",
    )

    def __init__(self, *, url: str | None, root: Any, metadata: Metadata) -> None:
        self.url = url
        self.base: str | None = url
        """What relative links are resolved against (``<base href>`` or the page's own URL)."""
        self.root = root
        """The lxml root element; ``None`` for plain text."""
        self.metadata = metadata
        self.language: str | None = None
        """BCP 47, e.g. ``zh-Hant``."""
        self.lexicon = lexicon_for(None)
        self.rule: SiteRule | None = None
        """Where the page's site prints its fields, if a rule says so."""
        self.blocks: list[PageBlock] = []
        self.links: list[PageLink] = []
        self.images: list[PageImage] = []
        self.decoding: Decoding | None = None
        self.warnings: list[str] = []
        self.fetched_at: Any = None
        """An aware ``datetime`` or ``None``."""
        self.headers: dict[str, str] = {}
        """HTTP headers by lower-case name."""
        self._memo: dict[Any, Any] = {}

    def labelled(self, label: Label) -> Sequence[PageBlock]:
        """The blocks with this label, in reading order; to be asked once all labels are given, like ``story``."""
        return self.once(_by_label).get(label, ())

    @property
    def story(self) -> Sequence[PageBlock]:
        """The blocks of the story, captions included, in reading order; empty for a page without one."""
        return self.once(_story)

    def once(self, compute: Callable[[Page], T]) -> T:
        """``compute(page)``, computed once for this page however many fields ask."""
        if compute not in self._memo:
            self._memo[compute] = compute(self)
        return self._memo[compute]  # type: ignore[no-any-return]

    def absolute(self, href: str | None) -> str | None:
        """The absolute http(s) URL of a link; as printed where the page's own URL is unknown; ``None`` for others."""
        href = (href or "").strip()
        if href.startswith(("https://", "http://")):
            return href
        if not href or href.startswith(("#", "javascript:", "mailto:", "data:", "tel:")):
            return None
        try:
            url = urljoin(self.base, href) if self.base else href
            scheme = urlsplit(url).scheme
        except ValueError:
            return None
        return url if scheme in ("http", "https", "") else None

    def where(self, place: Any) -> str:
        """How evidence names a place: a string stays, an element or a block becomes its XPath."""
        if isinstance(place, str):
            return place
        if isinstance(place, PageBlock):
            if place.element is None:
                return f"line {place.index + 1}"
            place = place.element
        tree = place.getroottree()
        path = str(tree.getpath(place))
        return path if tree.getroot() is self.root else f"script: {path}"
