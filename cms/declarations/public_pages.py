"""The items of an app that have pages: the list `PAGE_SECTIONS` in its `public_pages.py`.

Sitemaps list them (`website/views/sitemaps.py`), a page that is not there suggests them, static
copies hold them, they have short addresses and cards for shared links.
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
class SmallPhoto:
    """A photo that stands beside the title on a card, as it is too small to fill one.

    `name` is another one for another picture. `alt` and `credit` are in the active language. `read`
    returns a JPEG, and raises FileNotFoundError.
    """

    name: str
    alt: str
    credit: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class PageSection:
    """A model whose items have pages. `Any` stands for its instances.

    `name` stands in the URL of its sitemaps, and of its cards (`cms.publishing.share_cards`).
    `languages` returns the codes of the languages in which an item has a page, `title` what the
    page is called in one, `lastmod` when the page in a language last changed, if that is known,
    `path` and `image` the path of the page and its photo in the active language, `small_photo` the
    photo if it is too small for a card of its own. Items with a
    `slug_field`, which stands in their address, are suggested where there is none like it.
    Items with a `short_address_letter` have short addresses (`cms.publishing.short_addresses`).
    """

    name: str
    model: type[Model]
    items: Callable[[], QuerySet[Any]]
    languages: Callable[[Any], Sequence[str]]
    title: Callable[[Any, str], str]
    lastmod: Callable[[Any, str], datetime | None] = lambda _item, _code: None
    path: Callable[[Any], str] = lambda item: item.get_absolute_url()
    image: Callable[[Any], Image] = lambda _item: None
    small_photo: Callable[[Any], SmallPhoto | None] = lambda _item: None
    slug_field: str = ""
    short_address_letter: str = ""

    def with_keys(self, keys: Iterable[str]) -> QuerySet[Any]:
        """The items with these primary keys, as they stand in addresses that anybody can make
        up."""
        numbers = [int(key) for key in keys if KEY.fullmatch(key)]
        return self.items().filter(pk__in=numbers)


def publishable_section(
    name: str,
    model: type[Publishable],
    image: Callable[[Any], Image] = lambda _item: None,
    small_photo: Callable[[Any], SmallPhoto | None] = lambda _item: None,
    select_related: Sequence[str] = (),
    short_address_letter: str = "",
) -> PageSection:
    """`select_related`: the relations that `image` and `small_photo` need."""

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
        image=image,
        small_photo=small_photo,
        slug_field="slug",
        short_address_letter=short_address_letter,
    )


def sections() -> dict[str, PageSection]:
    modules = declarations.modules("public_pages")
    return {section.name: section for module in modules for section in module.PAGE_SECTIONS}
