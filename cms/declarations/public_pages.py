"""The items of an app that have pages: the list `PAGE_SECTIONS` in its `public_pages.py`.

Sitemaps list them (`website/views/sitemaps.py`), a page that is not there suggests them, static
copies contain them, they have short URLs and share cards.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from cms import declarations
from cms.i18n import languages
from cms.publishing.publishable import Publishable

# Larger numbers are none that a database takes.
KEY = re.compile(r"[0-9]{1,9}")

Image = dict[str, Any] | None
"""A schema.org ImageObject; None where there is none to show."""


@dataclass(frozen=True)
class ShareCardPhoto:
    """A photo that stands beside the title on a share card, as it is too small to fill it.

    `name` is another one for another picture. `alt` and `credit` are in the active language. `read`
    returns a JPEG, and raises FileNotFoundError.
    """

    name: str
    alt: str
    credit: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class PageSection:
    """A model whose items have pages. `Any` stands for its instances."""

    # Stands in the URLs of its sitemaps and share cards.
    name: str
    model: type[Model]
    items: Callable[[], QuerySet[Any]]
    # The languages in which an item has a page.
    languages: Callable[[Any], Sequence[str]]
    # What the page is called in a language.
    title: Callable[[Any, str], str]
    # When the page in a language last changed, if that is known.
    lastmod: Callable[[Any, str], datetime | None] = lambda _item, _code: None
    # The path and the photo of the page in the active language.
    path: Callable[[Any], str] = lambda item: item.get_absolute_url()
    image_object: Callable[[Any], Image] = lambda _item: None
    # The photo beside the title on the share card, if it is too small to fill the card.
    small_share_card_photo: Callable[[Any], ShareCardPhoto | None] = lambda _item: None
    # Items with a slug are suggested where a URL has a similar slug.
    slug_field: str = ""
    # With a letter, items have short URLs (`cms.publishing.short_urls`).
    short_url_letter: str = ""

    def with_keys(self, keys: Iterable[str]) -> QuerySet[Any]:
        """The items with these primary keys, as they stand in URLs that anybody can make up."""
        numbers = [int(key) for key in keys if KEY.fullmatch(key)]
        return self.items().filter(pk__in=numbers)


def publishable_section(
    name: str,
    model: type[Publishable],
    image_object: Callable[[Any], Image] = lambda _item: None,
    small_share_card_photo: Callable[[Any], ShareCardPhoto | None] = lambda _item: None,
    select_related: Sequence[str] = (),
    short_url_letter: str = "",
) -> PageSection:
    """`select_related`: the relations that `image_object` and `small_share_card_photo` need."""

    def items() -> QuerySet[Publishable]:
        is_public = Q()
        for column in languages.field_names("published_at"):
            is_public |= Q(**{f"{column}__lte": timezone.now()})
        return model._default_manager.filter(is_public).select_related(*select_related)

    return PageSection(
        name,
        model,
        items,
        languages=lambda item: item.published_languages,
        title=lambda item, code: item.title_in(code),
        lastmod=lambda item, code: max(item.updated_at, item.published_at_in(code)),
        image_object=image_object,
        small_share_card_photo=small_share_card_photo,
        slug_field="slug",
        short_url_letter=short_url_letter,
    )


def sections() -> dict[str, PageSection]:
    modules = declarations.modules("public_pages")
    return {section.name: section for module in modules for section in module.PAGE_SECTIONS}
