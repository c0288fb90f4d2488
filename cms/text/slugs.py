"""Slugs made from titles."""

import re
from itertools import count

from anyascii import anyascii
from django.utils.text import slugify

from cms.text.plain_text import clean_line, unify_hyphens
from cms.text.writing_systems import is_latin

SLUG_LENGTH = 80


def propose_slug(*titles: str | None) -> str:
    """An ASCII slug from the first title that gives one; empty if none does.

    Titles in Latin letters come first, others are romanised letter by letter: `남성과 함께` gives
    `namseonggwa-hamkke`.
    """
    for title in sorted(titles, key=lambda title: not is_latin(title or "")):
        slug = slugify(anyascii(unify_hyphens(clean_line(title or ""))))
        if re.search("[a-z]", slug):
            return shorten_slug(slug)
    return ""


def shorten_slug(slug: str, length: int = SLUG_LENGTH) -> str:
    """Cut between words where possible."""
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]


def free_slug(wanted: str, taken: set[str]) -> str:
    """The slug, with a number appended if it is taken."""
    if wanted not in taken:
        return wanted
    stem = shorten_slug(wanted, SLUG_LENGTH - 5)
    return next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in taken)
