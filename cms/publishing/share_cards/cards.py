"""Which cards there are: of each item with a page that sitemaps list, of each list, and of the
site.

Nobody can have other words drawn: the address of a card names an item and a language, and the words
come from the database. The digest in it changes with the words, so that no cache shows an old
title.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from cms.declarations.public_pages import PageSection, ShareCardPhoto, sections
from cms.i18n import languages
from cms.publishing.breadcrumbs import rules
from cms.publishing.share_cards.card_colours import card_colours
from cms.publishing.site_url import absolute_url, host_name

# To be raised when cards are drawn in another way.
DESIGN = 2

LISTS = "lists"
# The card of the home page, and of pages that have none of their own.
SITE = "site"


@dataclass(frozen=True)
class ShareCard:
    """`kind`: a section of the sitemaps, or "lists". `key`: the item's, or the list's name.
    `publisher`: the name of the network."""

    kind: str
    key: str
    language: str
    title: str
    publisher: str
    photo: ShareCardPhoto | None = None

    @property
    def alternative_text(self) -> str:
        """The words on it, and what its photo shows."""
        words = [self.title, self.publisher, self.photo.alt if self.photo else ""]
        return " – ".join(dict.fromkeys(filter(None, words)))

    @property
    def digest(self) -> str:
        photo = (self.photo.name, self.photo.credit) if self.photo else None
        words = [self.kind, self.key, self.language, self.title, self.publisher]
        drawn = [DESIGN, *words, photo, host_name(), sorted(card_colours().items())]
        return sha256(repr(drawn).encode()).hexdigest()[:12]

    @property
    def extension(self) -> str:
        return "jpg" if self.photo else "png"

    @property
    def url(self) -> str:
        address = [self.kind, self.key, self.language, self.digest, self.extension]
        return absolute_url(reverse("share-card", args=address))


def card_for_page(item: Any, view_name: str, publisher: str) -> ShareCard:
    """The card that a page in the reader's language names."""
    language = languages.active()
    section = _sections_by_model().get(type(item))
    if section is not None and language in section.languages(item):
        return _item_card(section, item, language, publisher)
    name = view_name if view_name in titled_lists() else SITE
    return _list_card(name, language, publisher)


def find_card(kind: str, key: str, language: str, publisher: str) -> ShareCard | None:
    """None for an item that has no public page in the language."""
    found = find_cards(kind, [key], language, publisher)
    return found[0] if found else None


def find_cards(kind: str, keys: list[str], language: str, publisher: str) -> list[ShareCard]:
    """The cards of those of a kind that have a public page in the language."""
    if language not in languages.codes():
        return []
    if kind == LISTS:
        names = filter(None, map(_list_name, keys))
        return [_list_card(name, language, publisher) for name in names]
    section = sections().get(kind)
    if section is None:
        return []
    return [
        _item_card(section, item, language, publisher)
        for item in section.with_keys(keys)
        if language in section.languages(item)
    ]


@cache
def _sections_by_model() -> dict[type, PageSection]:
    return {section.model: section for section in sections().values()}


@cache
def titled_lists() -> frozenset[str]:
    """The names of pages that always have the same title."""
    return frozenset(name for name, rule in rules().items() if not callable(rule.label))


def _item_card(section: PageSection, item: Any, language: str, publisher: str) -> ShareCard:
    with override(language):
        photo = section.small_share_card_photo(item)
    title = section.title(item, language)
    return ShareCard(section.name, str(item.pk), language, title, publisher, photo)


def _list_card(name: str, language: str, publisher: str) -> ShareCard:
    with override(language):
        title = publisher if name == SITE else str(rules()[name].label)
    return ShareCard(LISTS, _list_key(name), language, title, publisher)


def _list_key(name: str) -> str:
    """The name of a view without a colon, which file names may not have everywhere."""
    return name.replace(":", ".")


def _list_name(key: str) -> str | None:
    return next((name for name in (SITE, *titled_lists()) if _list_key(name) == key), None)
