"""One label for each block, so that two fields never quarrel over the same words.

Order decides: the learned labeller says what belongs to the story; then the headline, lines of credits, keywords,
links to neighbours, captions and the deck take what is theirs by rules of their own; the rest of the story is
paragraph, heading, quote, list item or table by its mark-up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newsharvest.lines.credit_words import any_of, credit_words
from newsharvest.lines.credits import is_credit_line, signed_names
from newsharvest.lines.keywords import hashtags, keyword_label
from newsharvest.lines.neighbours import read_label
from newsharvest.page.caption_signs import is_centred
from newsharvest.page.captions import label_captions
from newsharvest.page.features import IN_QUOTE
from newsharvest.page.headline import TRAIL_END, headline_offers, printed_headlines
from newsharvest.page.labeller import choose_story
from newsharvest.page.model import STORY_LABELS, Label, Page, PageBlock
from newsharvest.page.phrases import MAX_TITLE, squash

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

EDGE = 8
"""How many blocks before the first and after the last of the story may be its credits or captions."""
INNER_EDGE = 3
"""How many blocks at each end of the story are looked at as closely as those around it."""
OPENINGS = "（([【〔<《*※★●■◆▲ "
"""What may stand before the first word of a notice: （原标题：…）, 【免责声明】."""
MAX_INNER_LINE = 60
MOST_INNER_LINES = 60
"""A text of more short lines is a poem, a list, a transcript: they are its own."""
MAX_NEIGHBOUR = 120
MAX_CREDIT_LINE = 160
MAX_LINE = 200
"""A credit, keyword or neighbour line is no longer than this."""
MAX_CELL = 300
MOST_COLUMNS = 3
"""A longer text in a row of so few cells is prose that a table only lays out."""
MAX_HEADING = 100
MAX_CJK_HEADING = 36
FEWEST_SET_APART = 8
"""Of so many lines set apart, where most follow each other, none is a heading: the story is all set like that."""
SENTENCE_ENDS = frozenset('.。!！?？:：;；,，…”"')
DECK_LABELS = frozenset({"boilerplate", "paragraph", "heading", "list_item", "quote"})
MIN_DECK, MAX_DECK = 12, 700
MAX_DECK_LABEL = 12
DECK_REACH = 30
"""How many blocks the headline may stand above the story for all between to be looked at."""
SAFE_REASONS = frozenset({"deck mark-up", "deck label", "equals the description"})
"""Those that hold far above the story, too, where share buttons and pictures stand between."""
SURE = 0.6
"""A block of the story that scores less may be the deck for a weaker reason, too."""
MAX_KICKER = 40
DECK_LABEL_END = re.compile(r"[:：]|[】\]]")
CLOSING_QUOTES = "”’」』\"'"
NO_HEADING_ENDS = frozenset(".。，,;；:：…")
"""A bold line may ask or exclaim and be a heading, but not state or introduce."""
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LIST_TAGS = frozenset({"li", "dt", "dd"})
NO_CREDIT_TAGS = LIST_TAGS | HEADING_TAGS | frozenset({"td", "th"})
TABLE_TAGS = frozenset({"td", "th", "caption"})
_DECK_NAMES = re.compile(
    r"(?:^|[-_ ])(?:deck|dek|standfirst|sub-?title|sub-?head(?:line|ing)?|chapo|vorspann|entradilla|bajada|sapo|"
    r"ingress|zhaiyao|daodu)(?:$|[-_ ])",
    re.IGNORECASE,
)
_DASHES = ("——", "──", "――")
"""What stands before the second headline of a Chinese story."""
MAX_DASHED = 60
_LEAD_NAMES = re.compile(
    r"(?:^|[-_ ])(?:teaser|summary|intro|lead|abstract|excerpt|description)(?:$|[-_ ])", re.IGNORECASE
)
"""Names that some sites give to the deck and others to the first paragraph."""
SET_APART = "short line set apart"
SIGNATURE = "name at the right edge"
"""The reason of the label of a line that signs the story."""
_RIGHT = re.compile(r"text-align:\s?(?:right|end)", re.IGNORECASE)
_OFFER_NAMES = re.compile(r"paywall|regwall|subscri|newsletter|abo-?box|login", re.IGNORECASE)
"""Names of what asks to subscribe; those of its parts (description, teaser) are the names of a deck's, too."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=64)
def _furniture(lexicon: Lexicon) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """What boilerplate begins with, and what it holds, in lower case."""
    words = lexicon.furniture
    return tuple(word.casefold() for word in words.starts), any_of(word.casefold() for word in words.contains)


def story_kind(block: PageBlock) -> tuple[Label, str]:
    """What a block of the story is by its mark-up, and the rule that says so."""
    text, tag = block.text, block.tag
    if tag in HEADING_TAGS:
        return ("heading", "heading tag") if len(text) <= 2 * MAX_HEADING else ("paragraph", "too long for a heading")
    if tag in LIST_TAGS:
        return "list_item", "list tag"
    if tag in TABLE_TAGS and block.group.tag == "tr" and not block.group.children:
        laid_out = len(text) > MAX_CELL and block.group.blocks <= MOST_COLUMNS
        return ("paragraph", "text laid out by a table") if laid_out else ("table", "table cell")
    if _in_quote(block):
        return "quote", "blockquote"
    if _looks_like_heading(block):
        return "heading", SET_APART
    return "paragraph", "text of the story"


def _in_quote(block: PageBlock) -> bool:
    return block.tag == "blockquote" or bool(block.group.flags & IN_QUOTE)


def _looks_like_heading(block: PageBlock) -> bool:
    """A short line that is bold throughout and no full sentence, or a centred one in Chinese."""
    text = block.text
    if len(text) > MAX_HEADING or block.link_chars:
        return False
    if block.bold_chars >= len(text) * 0.9:
        return text.rstrip(CLOSING_QUOTES)[-1:] not in NO_HEADING_ENDS
    if text[-1] in SENTENCE_ENDS:
        return False
    return len(text) <= MAX_CJK_HEADING and not text.isascii() and is_centred(block)


def line_label(page: Page, block: PageBlock) -> tuple[Label, str] | None:
    """The label of a line that is a neighbour link, keywords, or credits and nothing else."""
    text, lexicon = block.text, page.lexicon
    if len(text) > MAX_LINE:
        return None
    if keyword_label(text, lexicon, block.link_chars) is not None:
        return "keywords", "keyword label"
    if text[0] in "#＃" and hashtags(text):
        return "keywords", "hashtags"
    if len(text) < MAX_NEIGHBOUR and read_label(text, lexicon):
        return "navigation", "neighbour label"
    starts, contains = _furniture(lexicon)
    lowered = text.casefold()
    begin = lowered if block.image_before else lowered.lstrip(OPENINGS)  # "(© Name)" after an image is its credit.
    if begin.startswith(starts) or contains.search(lowered):
        return "boilerplate", "boilerplate words"
    if len(text) <= MAX_CREDIT_LINE and is_credit_line(text, lexicon):
        return "byline", "credits alone"
    if block.tag == "dt" and lowered in credit_words(lexicon).counters:
        return "byline", "heading of the credits"
    return None


def _is_right(block: PageBlock) -> bool:
    """Whether mark-up sets the block at the right edge."""
    element = block.element
    return element is not None and (
        (element.get("align") or "").lower() == "right" or _RIGHT.search(element.get("style") or "") is not None
    )


def _label_lines(page: Page, first: int, last: int) -> None:
    """Lines that hold one thing only, around the story and inside it.

    Deep inside the story a line is looked at only if it is short and no sentence, which saves most of the time.
    """
    looked_at = 0
    for block in page.blocks[max(0, first - EDGE) : last + EDGE + 1]:
        if block.label == "title" or block.tag == "figcaption" or not block.words:  # Links alone are labelled.
            continue
        text = block.text
        deep = first + INNER_EDGE < block.index < last - INNER_EDGE
        if deep and (
            block.label == "boilerplate"
            or len(text) > MAX_INNER_LINE
            or text[-1] in SENTENCE_ENDS
            or block.tag in NO_CREDIT_TAGS
        ):
            continue
        looked_at += deep
        if deep and looked_at > MOST_INNER_LINES:
            continue
        if found := line_label(page, block):
            block.label, block.reason = found
        elif last - 1 <= block.index <= last + 1 and _is_right(block) and signed_names(text, page.lexicon):
            block.label, block.reason = "byline", SIGNATURE


def _names_around(block: PageBlock) -> str:
    """The class words of a block and of a container that holds little else, parted by blanks."""
    names = block.element.get("class") or "" if block.element is not None else ""
    if block.group.inside_chars < 3 * len(block.text):
        names = f"{names} {block.group.names}"
    return _CAMEL.sub("-", names)


def _set_apart(page: Page, block: PageBlock) -> bool:
    """Whether a container of its own parts the block from the story below it."""
    following = (other for other in page.blocks[block.index + 1 :] if other.label in STORY_LABELS)
    return all(other.group is not block.group for other, _ in zip(following, range(3), strict=False))


def _deck_reason(page: Page, block: PageBlock, *, chosen: bool) -> str | None:
    """Why a block above the story is its deck; ``None`` if it is none.

    A block that the labeller surely counts to the story needs more than its place: a class that means nothing but a
    deck.
    """
    names = _names_around(block)
    if names and _OFFER_NAMES.search(names):
        return None
    if names and _DECK_NAMES.search(names):
        return "deck mark-up"
    if DECK_LABEL_END.search(block.text[:MAX_DECK_LABEL]) and block.text.startswith(page.lexicon.furniture.deck):
        return "deck label"
    text = block.text
    if text.startswith(_DASHES) and len(text) <= MAX_DASHED and not chosen:
        return "dash before it"
    description = page.metadata.first("description", "og:description") or ""
    named = bool(names) and _LEAD_NAMES.search(names) is not None
    described = len(text) > 30 and (text == description or description.startswith(text[:60]))
    if chosen:
        if described and block.tag in HEADING_TAGS:
            return "heading that is the description"
        return "lead mark-up, description" if named and described and _set_apart(page, block) else None
    if named:
        return "lead mark-up"
    if described:
        return "equals the description"
    return "heading under the headline" if block.tag in ("h2", "h3", "h4") and len(text) > 25 else None


def _label_deck(page: Page, title: int, first: int) -> None:
    """The deck: what stands between headline and story. Far above the story, the mark-up has to say so."""
    for block in page.blocks[title + 1 : first + 2]:
        if block.label not in DECK_LABELS or block.link_chars * 3 > len(block.text):
            continue
        chosen = block.label != "boilerplate" and block.score >= SURE
        fits = MIN_DECK <= len(block.text) <= MAX_DECK
        reason = _deck_reason(page, block, chosen=chosen) if fits else None
        if reason and (block.index >= first - EDGE or reason in SAFE_REASONS):
            block.label, block.reason = "deck", reason
        elif block.label == "paragraph":
            return


def _keep_plain(story: list[PageBlock]) -> None:
    """Take the lines of a story that is bold or centred all through for what they are: its paragraphs."""
    apart = [block for block in story if block.reason == SET_APART]
    if len(apart) >= FEWEST_SET_APART:
        in_a_row = sum(one.reason == other.reason == SET_APART for one, other in pairwise(story))
        if in_a_row * 5 > len(apart) * 3:  # A number above each heading makes half of them follow another.
            for block in apart:
                block.label, block.reason = "paragraph", "a line as those around it"


def give_labels(page: Page) -> None:
    """Give every block of the page its label; scores must have been given."""
    blocks = page.blocks
    story = choose_story(blocks)
    for block in blocks:
        if block.link_chars * 10 > 9 * len(block.text):
            block.label, block.reason = "navigation", "links alone"
    if not story:
        _label_title(page, 0, len(blocks))
        return
    for block in story:
        block.label, block.reason = story_kind(block)
    _keep_plain(story)
    first, last = story[0].index, story[-1].index
    title = _label_title(page, first, last)
    _label_lines(page, title + 1 if first <= title <= first + INNER_EDGE else first, last)
    label_captions(page, first, last)
    first = next((block.index for block in story if block.label in STORY_LABELS and block.label != "caption"), first)
    if -1 <= title < first + 2:
        _label_deck(page, title if first - title <= DECK_REACH else first - EDGE, first)


def _repeats(text: str, printed: str, headline: str) -> bool:
    """Whether a heading prints the headline once more, behind its kicker."""
    more = len(text) - len(printed)
    return 0 < more <= MAX_KICKER and len(headline) > MIN_DECK and squash(text).endswith(headline)


def _label_title(page: Page, first: int, last: int) -> int:
    """Label the blocks that print the headline; the index of the one above the story, -1 where there is none at all.

    Of several the last one that stands no deeper than the story's second block; else the last one of all.
    """
    above, found = -1, -1
    for offer in printed_headlines(page):
        headline, place, initial = squash(offer.text), offer.place, offer.text[:1]
        for block in page.blocks[: last + 1]:
            text = block.text
            printed = text[:1] == initial and len(text) <= MAX_TITLE and squash(text) == headline
            if block.tag in HEADING_TAGS and block.index < first + 2:
                printed = printed or _repeats(text, offer.text, headline)
            if printed or block is place or (place is not None and block.element is place):
                block.label, block.reason = "title", "headline"
                found = max(found, block.index)
                if block.index < first + 2:
                    above = max(above, block.index)
    for offer in page.once(headline_offers):
        if offer.rule == TRAIL_END:
            for block in page.blocks[: last + 1]:
                if block.label != "title" and (block is offer.place or block.element is offer.place):
                    block.label, block.reason = "navigation", TRAIL_END
    return above if above >= 0 else found
