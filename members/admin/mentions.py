from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from cms.admin.permissions import can_view
from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from members.models import Person
from members.names import hiding, mentions
from members.names.mentions import Mention
from photos.models import Photo


@dataclass(frozen=True)
class MentioningPage:
    """A page in one language, with every place in it that names the person."""

    page: models.Model
    language: str
    status: Status
    mentions: list[Mention]
    may_read: bool
    may_change: bool

    @property
    def key(self) -> str:
        return f"{self.page._meta.label_lower}-{self.page.pk}-{self.language}"

    @property
    def can_be_unpublished(self) -> bool:
        has_date = self.status in (Status.PUBLIC, Status.SCHEDULED)
        return self.may_change and has_date and isinstance(self.page, Publishable)

    def kind(self) -> str:
        return capfirst(str(self.page._meta.verbose_name))

    def language_name(self) -> str:
        return languages.language_name(self.language)

    def change_url(self) -> str:
        """Returns an empty string if the page has no form in the admin."""
        opts = self.page._meta
        try:
            return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.page.pk])
        except NoReverseMatch:
            return ""


def pages_mentioning(person: Person, request: HttpRequest) -> list[MentioningPage]:
    """Photos are left out, because they are on hold already."""
    mentions_by_page: dict[tuple, list[Mention]] = {}
    for mention in mentions.find_mentions(person):
        if not _is_photo_on_hold(mention.page):
            key = (mention.page._meta.label, mention.page.pk, mention.language)
            mentions_by_page.setdefault(key, []).append(mention)
    return [_mentioning_page(page_mentions, request) for page_mentions in mentions_by_page.values()]


@dataclass(frozen=True)
class NamingHistory:
    """An item of which `count` older versions, pending changes or notes name a person, and the
    page that lists them."""

    item: models.Model
    count: int
    url: str


def histories_naming(person: Person, request: HttpRequest) -> list[NamingHistory]:
    found = [*hiding.versions_naming(person), *hiding.pending_changes_naming(person)]
    return _by_item(found, "versions", request)


def notes_naming(person: Person, request: HttpRequest) -> list[NamingHistory]:
    return _by_item(hiding.notes_naming(person), "notes", request)


def _by_item(found: list[Any], page: str, request: HttpRequest) -> list[NamingHistory]:
    """`page` is the page of an item that lists what was found."""
    counts = Counter((one.content_type_id, one.object_id) for one in found)
    return [
        history
        for (content_type_id, key), count in counts.items()
        if (history := _history(content_type_id, key, count, page, request))
    ]


def _history(
    content_type_id: int, key: int, count: int, page: str, request: HttpRequest
) -> NamingHistory | None:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    item = model._base_manager.filter(pk=key).first() if model else None
    if item is None or not can_view(request.user, type(item)):
        return None
    opts = item._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[key])
    return NamingHistory(item, count, url)


def _is_photo_on_hold(page: models.Model) -> bool:
    return isinstance(page, Photo) and page.on_hold


def _mentioning_page(page_mentions: list[Mention], request: HttpRequest) -> MentioningPage:
    page, opts = page_mentions[0].page, page_mentions[0].page._meta
    permissions = {
        verb: request.user.has_perm(f"{opts.app_label}.{verb}_{opts.model_name}")
        for verb in ("view", "change")
    }
    return MentioningPage(
        page=page,
        language=page_mentions[0].language,
        status=page_mentions[0].status(),
        mentions=page_mentions,
        may_read=permissions["view"] or permissions["change"],
        may_change=permissions["change"],
    )
