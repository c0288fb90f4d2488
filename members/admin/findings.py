"""Texts that name somebody who is hidden, as a coordinator goes through them."""

from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from members import mentions
from members.mentions import Mention
from members.models import Person
from network import languages
from network.publishing import Publishable, Status


@dataclass(frozen=True)
class NamingPage:
    """What readers open in one language, and every place in it that names the person."""

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
    def may_be_taken_back(self) -> bool:
        is_or_will_be = self.status in (Status.PUBLIC, Status.SCHEDULED)
        return self.may_change and is_or_will_be and isinstance(self.page, Publishable)

    def kind(self) -> str:
        return capfirst(self.page._meta.verbose_name)

    def language_name(self) -> str:
        return languages.name(self.language)

    def form(self) -> str:
        """Where it is edited; empty for what has no form of its own."""
        opts = self.page._meta
        try:
            return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.page.pk])
        except NoReverseMatch:
            return ""


def pages_naming(person: Person, request: HttpRequest) -> list[NamingPage]:
    """Every page that names a person, a page once a language. Photos are held already."""
    found: dict[tuple, list[Mention]] = {}
    for mention in mentions.of(person):
        if not _is_held(mention.page):
            key = (mention.page._meta.label, mention.page.pk, mention.language)
            found.setdefault(key, []).append(mention)
    return [_naming_page(places, request) for places in found.values()]


def _is_held(page: models.Model) -> bool:
    return getattr(page, "held", False)


def _naming_page(places: list[Mention], request: HttpRequest) -> NamingPage:
    page, opts = places[0].page, places[0].page._meta
    may = {
        verb: request.user.has_perm(f"{opts.app_label}.{verb}_{opts.model_name}")
        for verb in ("view", "change")
    }
    return NamingPage(
        page=page,
        language=places[0].language,
        status=places[0].status(),
        mentions=places,
        may_read=may["view"] or may["change"],
        may_change=may["change"],
    )
