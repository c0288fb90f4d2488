"""The pages of an app that sitemaps list: the list `SITEMAPS` in its `sitemaps.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.i18n import languages
from cms.publishing.publishable import Publishable

Image = dict[str, Any] | None
"""A schema.org ImageObject; None where there is none to show."""


@dataclass(frozen=True)
class SitemapSection:
    """A model whose items have pages. `Any` stands for its instances.

    `name` stands in the URL of its sitemaps. `languages` returns the codes of the languages in
    which an item has a page, `lastmod` when the page in a language last changed, if that is known.
    """

    name: str
    items: Callable[[], QuerySet[Any]]
    languages: Callable[[Any], Sequence[str]]
    lastmod: Callable[[Any, str], datetime | None] = lambda _item, _code: None
    image: Callable[[Any], Image] = lambda _item: None


def publishable_section(
    name: str,
    model: type[Publishable],
    image: Callable[[Any], Image] = lambda _item: None,
    select_related: Sequence[str] = (),
) -> SitemapSection:
    """`select_related`: the relations that `image` needs."""

    def items() -> QuerySet[Publishable]:
        is_public = Q()
        for column in languages.field_names("published_at"):
            is_public |= Q(**{f"{column}__lte": timezone.now()})
        return model._default_manager.filter(is_public).select_related(*select_related)

    return SitemapSection(
        name,
        items,
        languages=lambda item: item.published_languages,
        lastmod=lambda item, code: max(item.updated_at, item.published_at_in(code)),
        image=image,
    )
