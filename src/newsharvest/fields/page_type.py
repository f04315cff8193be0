"""What kind of page it is: an article, a listing, a gallery, a video, the stub before a paywall, an error.

Each kind collects signs, and a sign is worth points. The kind with the most points is the page's; where an article
has as many as another, it is an article, for dropping a story costs more than keeping a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field
from newsharvest.fields.type_lists import list_signs
from newsharvest.fields.type_signs import article_signs, states_article, story_of
from newsharvest.fields.type_stubs import error_signs, gallery_signs, paywall_signs, video_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsharvest.article import PageType
    from newsharvest.fields.type_signs import Sign, Story
    from newsharvest.page.model import Page

LEAST = 1.0
"""Fewer points say nothing: of such a page no kind is claimed."""
HALF = 4.0
"""So many points make a confidence of one half."""
_KINDS: tuple[tuple[PageType, Callable[[Page, Story], Iterator[Sign]], bool], ...] = (
    ("article", article_signs, True),
    ("paywall", paywall_signs, True),
    ("gallery", gallery_signs, True),
    ("video", video_signs, True),
    ("error", error_signs, False),
    ("listing", list_signs, False),
)
"""(kind, its signs, whether a page may be of it whose structured data says that it is an article)."""


def offer(page: Page) -> Iterator[Candidate]:
    """The kinds that signs speak for; the strongest sign says where, and the rule names all of them."""
    story = page.once(story_of)
    stated = states_article(page)
    for kind, find, always in _KINDS:
        if stated and not always:
            return
        signs = list(find(page, story))
        points = sum(sign.points for sign in signs)
        if points >= LEAST:
            strongest = max(signs, key=lambda sign: sign.points)
            rule = ", ".join(dict.fromkeys(sign.rule for sign in signs))
            yield Candidate(kind, strongest.printed, strongest.where, rule, points / (points + HALF))


FIELD = Field("page_type", offer)
