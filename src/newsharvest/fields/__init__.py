"""The fields of an article: one file each, one line each. A new field is a file here and a line in FIELDS."""

from newsharvest.fields import (
    accessible_for_free,
    body,
    byline,
    canonical_url,
    contributors,
    dateline,
    description,
    images,
    keywords,
    language,
    modified,
    neighbours,
    page_type,
    pagination,
    published,
    publisher,
    section,
    source,
    subtitle,
    title,
)
from newsharvest.fields.candidate import Candidate, Field, candidates

FIELDS: tuple[Field, ...] = (
    page_type.FIELD,
    canonical_url.FIELD,
    title.FIELD,
    subtitle.FIELD,
    byline.FIELD,
    contributors.FIELD,
    dateline.FIELD,
    source.FIELD,
    publisher.FIELD,
    published.FIELD,
    modified.FIELD,
    language.FIELD,
    section.FIELD,
    keywords.FIELD,
    description.FIELD,
    body.FIELD,
    images.FIELD,
    neighbours.PREVIOUS,
    neighbours.NEXT,
    pagination.FIELD,
    accessible_for_free.FIELD,
)

__all__ = ["FIELDS", "Candidate", "Field", "candidates"]
