"""Which images are pictures that a story may show, and where the file of each is.

A page holds many more images than pictures: logos, icons, counters, codes to scan, portraits of authors, banners,
thumbnails of other stories. They are told by their address, size, names and links.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsharvest.page.frames import frame_of
from newsharvest.page.names import names_of

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageImage

SMALLEST = 60
"""An image declared narrower or lower than so many pixels is an icon."""
LONGEST_STRIP = 5
"""One whose declared sides differ more than so many times is a banner or a rule."""
LAZY = frozenset({
    "data-original", "data-lazy", "data-lazyload", "data-echo", "data-url", "data-img", "data-image", "data-large-file",
    "data-ks-lazyload", "original", "file", "zoomfile", "real_src", "_src", "lazysrc",
})  # fmt: skip
"""Where lazy loaders keep the real address, beside attributes like data-src."""
SOURCE_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
MAX_SRCSET = 8_000
MAX_FILE_NAME = 200
NAME_DEPTH = 3
MOST_SOURCES = 8
FIGURE_DEPTH = 6
MIN_FILE_NAME = 12
"""Shorter names (1.jpg) are given to many pictures."""
_SIZE = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|[wh]\d{2,4}|scaled|thumb|small|large|medium)(?=\.|$)", re.IGNORECASE)
_NUMBER = re.compile(r"\s{0,3}(\d{1,5})(?![\d.]{0,5}%)")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:$|[?!@#])", re.IGNORECASE)
ICON_WORDS = frozenset(
    "logo logos icon icons favicon sprite sprites avatar avatars gravatar qrcode erweima ewm emoji smiley smilies "
    "captcha".split()
)
"""Words of file names and folders that hold icons."""
ICON_FOLDERS = ICON_WORDS | frozenset("skin skins theme themes template templates tpl newsletter newsletters".split())
ICON_FILES = ICON_WORDS | frozenset(
    "blank spacer pixel placeholder loading lazyload lazy weixin wechat weibo share arrow button btn ad ads banner "
    "tracker nopic noimage leer empty dummy dot clear default transparent grey gray print close search play wx qr "
    "code qzone sina facebook twitter pinterest linkedin whatsapp instagram youtube rss telegram".split()
)
"""Words of which an icon's name is made; in longer names they say nothing (a-close-call.jpg)."""
MAX_ICON_NAME = 3
"""A name of more words than this is a slug, and may speak of a logo."""
_NAME_PARTS = re.compile(r"[-_.@ ]|(?<=[a-z])(?=[A-Z\d])")
_NOT_PICTURE = re.compile(
    r"(?:^|[-_ ])(?:avatar|author|writer|byline|profile|user(?:pic|photo|img)?|logo|qr-?code|ewm|weixin|wechat|share|"
    r"social|emoji|smiley|icon|advert(?:isement)?|ads?|banner|newsletter|promo|related|recommend(?:ed|ation)?s?|badge|modal|"
    r"teaser|subscribe|subscription|sign-?up|podcast|sponsor(?:ed)?|cta|footer|bg|commentary?|comments?|cmmts?|attribution)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
"""Class words of images, and of what stands close around them, that are no pictures of the story."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ALBUM = re.compile(
    r"(?:galler|galer|photo|foto|album|bilder|slideshow|diaporama|attachment|picture|images?)[\w-]{0,20}(?:[/?=.]|$)",
    re.IGNORECASE,
)
"""Links to the same picture on a page of its own."""


def _largest(value: str) -> str | None:
    """The largest picture of a ``srcset``: the address before the greatest width or density."""
    best, size = None, -1.0
    # A comma inside an address has no blank behind it.
    for part in value[:MAX_SRCSET].replace(",\n", ", ").split(", "):
        address, _, number = part.strip(" ,\n\t").partition(" ")
        try:
            width = float(number.strip(" wxh") or 1)
        except ValueError:
            continue
        if address and width > size and not address.startswith("data:"):
            best, size = address, width
    return best


def _is_address(value: str) -> bool:
    """Whether the value of a loader's attribute is the address of a file, and no template for one."""
    if " " in value or "{" in value or value.startswith("data:"):
        return False
    return bool(_PICTURE_FILE.search(value)) or value.startswith(("http", "/"))


def _is_placeholder(source: str) -> bool:
    return not source or source.startswith("data:") or is_icon_address(source)


def is_icon_address(address: str) -> bool:
    """Whether an address says that its file is no picture: a logo, an icon, a placeholder."""
    *folders, name = address.partition("?")[0].split("/")
    if not ICON_FOLDERS.isdisjoint(map(str.lower, folders)):
        return True
    stem, _, kind = name[:MAX_FILE_NAME].rpartition(".")
    if kind.lower() == "svg":
        return True
    words = [word.lower() for word in _NAME_PARTS.split(stem or kind) if word and not word[0].isdigit()]
    if not words:
        return stem == "1x1"
    return len(words) <= MAX_ICON_NAME and (
        not ICON_WORDS.isdisjoint(words) or all(word in ICON_FILES for word in words)
    )


def _lazy_address(attributes: dict[str, str]) -> str | None:
    for name, printed in attributes.items():
        lazy = name in LAZY or (name.endswith("src") and name.startswith("data-"))
        if lazy and _is_address(value := printed.strip()):
            return value
    return None


def _set_address(element: Any, attributes: dict[str, str]) -> str | None:
    """The largest of a set of sources: the image's own, or one of the ``picture`` around it.

    The parser takes a ``source`` that is not closed for open: then the image stands inside the sources before it.
    """
    sets = [attributes.get(name) for name in SOURCE_SETS]
    node = element.getparent()
    for _ in range(MOST_SOURCES):
        if node is None or node.tag not in ("source", "picture"):
            break
        for source in (node,) if node.tag == "source" else node.iterchildren("source"):
            sets += source.get("srcset"), source.get("data-srcset")
        node = node.getparent()
    return next((largest for value in sets if value and (largest := _largest(value))), None)


def _other_address(attributes: dict[str, str]) -> str | None:
    """The name of a picture's file in an attribute that only the page's own loader knows."""
    for name, printed in attributes.items():
        if (
            name not in ("src", "alt", "title")
            and " " not in (value := printed.strip())
            and _PICTURE_FILE.search(value)
        ):
            return value
    return None


def image_address(element: Any) -> str | None:
    """The address of the picture itself: what a lazy loader keeps aside counts more than its placeholder.

    ``None`` for an image without one, and where it names an icon.
    """
    attributes: dict[str, str] = dict(element.items())
    address = _lazy_address(attributes)
    if address is None:
        source = attributes.get("src", "").strip()
        if not _is_placeholder(source):
            return source
        address = _set_address(element, attributes) or _other_address(attributes)
    return None if address is None or is_icon_address(address) else address


def _sides(element: Any) -> tuple[int | None, int | None]:
    """Width and height as declared in pixels."""
    found = [_NUMBER.match(element.get(name) or "") for name in ("width", "height")]
    width, height = (int(match[1]) if match else None for match in found)
    return width, height


def _misshapen(element: Any) -> bool:
    """Whether an image is declared too small, or too long and narrow, for a picture."""
    width, height = _sides(element)
    if (width is not None and width < SMALLEST) or (height is not None and height < SMALLEST):
        return True
    return bool(width and height) and max(width, height) > LONGEST_STRIP * min(width, height)  # type: ignore[type-var,operator]


@lru_cache(maxsize=4096)
def named_otherwise(names: str) -> bool:
    """Whether class words say that an image, or what holds it, is no picture of the story."""
    return bool(names) and _NOT_PICTURE.search(_CAMEL.sub("-", names)) is not None


def _stands_otherwise(element: Any) -> bool:
    """Whether class words of the image or of what stands close around it say that it is no picture."""
    node = element
    for _ in range(NAME_DEPTH):
        if node is None or node.tag in ("body", "article", "main"):
            return False
        if named_otherwise(names_of(node)):
            return True
        node = node.getparent()
    return False


def figure_of(element: Any) -> Any:
    """The ``figure`` around an element, ``None`` without one."""
    for _ in range(FIGURE_DEPTH):
        if element is None or element.tag == "figure":
            return element
        element = element.getparent()
    return None


def _leads_elsewhere(page: Page, image: PageImage) -> bool:
    """Whether the image is the thumbnail of another page: linked, and not to a larger copy of itself."""
    link = image.link
    if link is None or not link.href or link.href.startswith(("#", "javascript:")):
        return False
    if _PICTURE_FILE.search(link.href) or _ALBUM.search(link.href):
        return False
    target = page.absolute(link.href)
    if target is None or page.url is None:
        return target is not None
    return not target.startswith(page.url.removesuffix(".html"))  # The story itself, or a page below it.


def _has_own_words(page: Page, image: PageImage) -> bool:
    """Whether a figcaption without a link explains the image: a teaser's words are a link too."""
    figure = figure_of(image.element)
    if figure is None or image.block >= len(page.blocks):
        return False
    block = page.blocks[image.block]
    return block.link_chars * 2 < len(block.text) and any(
        node is block.element or block.element in node.iterdescendants() for node in figure.iter("figcaption")
    )


def _is_teaser(page: Page, image: PageImage) -> bool:
    """Whether the only words in the frame of an image are links: those of another story."""
    frame = frame_of(page, image)
    return frame is not None and all(
        block.link_chars * 10 > 9 * len(block.text) and (image.link is None or image.link not in block.links)
        for block in page.blocks[frame.first : frame.last + 1]
    )


def picture_address(page: Page, image: PageImage) -> str:
    """The address of an image that may be a picture of the story, as printed; empty for every other image.

    Judged once, for captions and images both ask.
    """
    if image.picture is None:
        element = image.element
        fits = (
            (not _leads_elsewhere(page, image) or _has_own_words(page, image))
            and (address := image_address(element))
            and not _misshapen(element)
            and not _stands_otherwise(element)
            and not _is_teaser(page, image)
        )
        image.picture = address if fits and address else ""
    return image.picture


def picture_key(address: str) -> str:
    """What stays the same when a page shows the file of a picture in several sizes."""
    path = _SIZE.sub("", address.partition("?")[0])
    name = path[path.rfind("/") + 1 :]
    return name if len(name) > MIN_FILE_NAME else path
