"""What the first page of the desk shows: what is begun, missing, to come and out; see `chores`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from events import wording
from events.models import Event
from joining import inbox, readers
from members.models import Organisation
from network import chores, clock_jumps, languages, status
from network.models import Network, Page, PublicPart
from network.publishing import Publishable, PublishableQuerySet, Status
from network.roles import may_view
from news.models import Article
from photos.models import Photo

# What coordinators write.
WRITTEN = (Article, Event, Organisation, Page)
LINES = 6


@dataclass(frozen=True)
class Line:
    """An item on the desk: where to open it, and what is to be said of it."""

    title: str
    address: str
    note: str = ""
    looks: tuple[SafeString, ...] = ()


@dataclass(frozen=True)
class Tray:
    """Items with something in common, the latest first; `more` leads to all of them."""

    title: str
    lines: list[Line]
    more: list[tuple[str, str]]


def overview(request: HttpRequest) -> dict:
    """What the first page shows. Asks the database the same questions however much there is."""
    user = request.user
    return written(user) | {
        "write": list(beginnings(user)),
        "applications": applications(user) if readers.may_read(user) else None,
        "coming": coming() if may_view(user, Event) else None,
        "photo_gaps": list(chores.photo_gaps()) if may_view(user, Photo) else None,
        "upkeep": list(chores.upkeep()) if chores.may_look_after(user) else None,
        "notices": list(chores.notices(user)),
        "forms": forms_switch(user),
        "clock": clock_jumps.pending() if clock_jumps.may_accept(user) else None,
    }


def written(user) -> dict:
    """How far it is with what is written. Who may see none of it is told nothing about it: "no
    drafts" would not be true."""
    models = [model for model in WRITTEN if may_view(user, model)]
    if not models:
        return {}
    return {
        "missing": [missing(models, code) for code in languages.codes()],
        "drafts": drafts(models),
        "scheduled": scheduled(models),
        "latest": latest(models),
    }


def applications(user) -> Tray:
    """What waits in the inbox: how many, and the longest for how long. Names stay inside."""
    address = reverse("admin:joining_application_changelist")
    lines = [
        Line(capfirst(pile.label), f"{address}?pile={pile.name}", note)
        for pile, note in inbox.overview(user)
    ]
    return Tray(_("Applications"), lines, [(_("To the inbox"), address)])


def beginnings(user) -> Iterator[tuple[str, str]]:
    """What one click begins. Shape: words, address."""
    if user.has_perm("news.add_article"):
        address = reverse("admin:news_article_add")
        for kind in Article.Kind:
            yield kind.label, f"{address}?kind={kind}"
    if user.has_perm("events.add_event"):
        yield _("Event"), reverse("admin:events_event_add")
    if user.has_perm("photos.add_photo"):
        yield _("Photo"), reverse("admin:photos_photo_add")
        yield _("Many photos"), reverse("admin:photos_photo_many")


def forms_switch(user) -> dict | None:
    """For who may close the public forms: which are closed, and since when."""
    network = Network.objects.first()
    if network is None or not user.has_perm("network.close_forms"):
        return None
    parts = [{"part": part, "closed_at": network.closed_at(part)} for part in PublicPart]
    closed = [one for one in parts if one["closed_at"]]
    return {
        "parts": parts,
        "is_any_closed": bool(closed),
        "is_any_open": len(closed) < len(parts),
    }


def missing(models: list, language: str) -> Tray:
    """What exists in another language only."""
    found = newest(models, partial(status.having, status=Status.MISSING, language=language))
    lines = [Line(item.any_title(), status.form_address(item, language)) for item in found]
    title = _("Missing in {language}").format(language=languages.name(language))
    return Tray(title, lines[:LINES], more(models, Status.MISSING, [language], lines))


def drafts(models: list) -> Tray:
    """What is begun in a language and not public in it."""
    found = newest(models, partial(in_any_language, state=Status.DRAFT))
    lines = [
        Line(
            item.any_title(),
            status.form_address(item),
            ", ".join(languages.name(code) for code in drafted_languages(item)),
            tuple(status.look(item, code) for code in drafted_languages(item)),
        )
        for item in found
    ]
    return Tray(_("Drafts"), lines[:LINES], more(models, Status.DRAFT, languages.codes(), lines))


def drafted_languages(item: Publishable) -> list[str]:
    return [code for code in languages.codes() if item.status_in(code) == Status.DRAFT]


def scheduled(models: list) -> Tray:
    """What will be public, the next first; one line a language."""
    found = [
        (item.public_from(code), code, item)
        for code in languages.codes()
        for model in models
        for item in model.objects.scheduled(code).order_by(languages.column("published_at", code))[
            : LINES + 1
        ]
    ]
    found.sort(key=lambda entry: entry[0])
    lines = [
        Line(item.any_title(), status.form_address(item), when(moment, code))
        for moment, code, item in found
    ]
    title = _("Scheduled")
    return Tray(title, lines[:LINES], more(models, Status.SCHEDULED, languages.codes(), lines))


def when(moment: datetime, language: str) -> str:
    """ "Korean: 21 November 2026, 9:30 p.m. (in 2 hours)"."""
    return _("{language}: {moment} (in {span})").format(
        language=languages.name(language),
        moment=formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT"),
        span=timeuntil(moment, depth=1),
    )


def coming() -> Tray:
    """The events that are not over, nearest first, with what is to be known of them."""
    found = list(Event.objects.upcoming()[: LINES + 1])
    lines = [
        Line(event.any_title(), status.form_address(event), strip_tags(" · ".join(notes(event))))
        for event in found
    ]
    address = reverse("admin:events_event_changelist")
    return Tray(
        _("Coming events"), lines[:LINES], [(_("All events"), address)] * (len(found) > LINES)
    )


def notes(event: Event) -> Iterator[str]:
    """When an event is, and whether it is."""
    yield wording.when(event)
    if event.status != Event.Status.SCHEDULED:
        yield str(event.get_status_display())


def latest(models: list) -> Tray:
    """What became public last, in whichever language."""
    moments = languages.columns("published_at")
    last = Greatest(*moments, moments[0]).desc(nulls_last=True)
    found = [
        item
        for model in models
        for item in in_any_language(model.objects.all(), Status.PUBLIC).order_by(last)[:LINES]
    ]
    found.sort(key=last_published, reverse=True)
    lines = [
        Line(
            item.any_title(),
            status.form_address(item),
            status.day(last_published(item)),
            tuple(status.look(item, code) for code in item.published_languages),
        )
        for item in found
    ]
    return Tray(_("Last published"), lines[:LINES], [])


def last_published(item: Publishable) -> datetime:
    return max(item.public_from(code) for code in item.published_languages)


def in_any_language(items: PublishableQuerySet, state: Status) -> QuerySet:
    """The items that have a status in one language or more."""
    condition = Q()
    for code in languages.codes():
        condition |= Q(pk__in=status.having(items, state, code).values("pk"))
    return items.filter(condition)


def newest(models: list, chosen) -> list[Publishable]:
    """The items of all kinds that `chosen` lets through, last changed first, one more than fit."""
    found = [
        item
        for model in models
        for item in chosen(model.objects.all()).order_by("-updated_at")[: LINES + 1]
    ]
    return sorted(found, key=lambda item: item.updated_at, reverse=True)


def more(models: list, state: Status, codes: list[str], lines: list) -> list[tuple[str, str]]:
    """Links to the whole lists, where there is more than fits. Shape: words, address."""
    if len(lines) <= LINES:
        return []
    return [
        (
            _("All {kind}: {language}").format(
                kind=model._meta.verbose_name_plural, language=languages.name(code)
            ),
            status.list_address(model, state, code),
        )
        for model in models
        for code in codes
    ]
