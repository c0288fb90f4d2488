"""Panels of the admin's first page: what is begun, scheduled and public."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache, reduce
from operator import or_

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from cms.admin.permissions import can_view
from cms.declarations.dashboard import MAX_ITEMS, Link, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from cms.i18n import languages
from cms.publishing import publication_status
from cms.publishing.publishable import (
    Publishable,
    Status,
    last_publication,
)
from cms.queries.compiled_query import compiled_list

Models = Sequence[type[Publishable]]


def panels(user: User) -> Iterator[Panel]:
    """Nothing for a user who may see no publishable item: "No drafts" would not be true."""
    models = [model for model in publishable_models() if can_view(user, model)]
    if models:
        yield drafts(models)
        yield scheduled(models)
        yield latest(models)


def publishable_models() -> list[type[Publishable]]:
    """The models of the highest app first."""
    return [model for model in reversed(list(apps.get_models())) if issubclass(model, Publishable)]


def drafts(models: Models) -> Panel:
    """Items that are drafts in any language."""
    found = sorted(
        (item for model in models for item in newest_drafts(model)()),
        key=lambda item: item.updated_at,
        reverse=True,
    )
    items = [
        PanelLine(
            item.any_title(),
            publication_status.change_url(item),
            ", ".join(languages.language_name(code) for code in drafted_languages(item)),
            kind_name(item),
            tuple(publication_status.view_link(item, code) for code in drafted_languages(item)),
        )
        for item in found
    ]
    return Panel(
        "drafts",
        PanelPosition.WRITING,
        _("Drafts"),
        items[:MAX_ITEMS],
        _("No drafts."),
        more(models, Status.DRAFT, languages.codes(), items),
    )


def kind_name(item: Publishable) -> str:
    return capfirst(str(item._meta.verbose_name))


def drafted_languages(item: Publishable) -> list[str]:
    return [code for code in languages.codes() if item.status_in(code) == Status.DRAFT]


def scheduled(models: Models) -> Panel:
    """Items that will become public, the next first; one line per language."""
    found = [
        (moment, code, item)
        for code in languages.codes()
        for model in models
        for item in next_scheduled(model, code)()
        if (moment := item.published_at_in(code))
    ]
    found.sort(key=lambda entry: entry[0])
    items = [
        PanelLine(
            item.any_title(),
            publication_status.change_url(item),
            when(moment, code),
            kind_name(item),
        )
        for moment, code, item in found
    ]
    return Panel(
        "scheduled",
        PanelPosition.WRITING,
        _("Scheduled"),
        items[:MAX_ITEMS],
        _("Nothing is scheduled."),
        more(models, Status.SCHEDULED, languages.codes(), items),
    )


def when(moment: datetime, language: str) -> str:
    """ "Korean: 21 November 2026, 9:30 p.m. (in 2 hours)"."""
    return _("{language}: {moment} (in {span})").format(
        language=languages.language_name(language),
        moment=formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT"),
        span=timeuntil(moment, depth=1),
    )


def latest(models: Models) -> Panel:
    """Items that became public last, in any language."""
    found = sorted(
        (item for model in models for item in last_published_items(model)()),
        key=last_published,
        reverse=True,
    )
    items = [
        PanelLine(
            item.any_title(),
            publication_status.change_url(item),
            publication_status.short_date(last_published(item)),
            kind_name(item),
            tuple(publication_status.view_link(item, code) for code in item.published_languages),
        )
        for item in found
    ]
    return Panel(
        "latest",
        PanelPosition.PUBLISHED,
        _("Last published"),
        items[:MAX_ITEMS],
        _("Nothing has been published yet."),
    )


def last_published(item: Publishable) -> datetime:
    return max(filter(None, map(item.published_at_in, item.published_languages)))


# Twenty querysets, which took half of the time of the dashboard to compile. Of each there is one
# more than the panel shows.
@cache
def newest_drafts(model: type[Publishable]) -> Callable[[], list[Publishable]]:
    return compiled_list(
        lambda: in_any_language(model, Status.DRAFT).order_by("-updated_at")[: MAX_ITEMS + 1]
    )


@cache
def next_scheduled(model: type[Publishable], code: str) -> Callable[[], list[Publishable]]:
    moment = languages.field_name("published_at", code)
    return compiled_list(lambda: model.objects.scheduled(code).order_by(moment)[: MAX_ITEMS + 1])


@cache
def last_published_items(model: type[Publishable]) -> Callable[[], list[Publishable]]:
    return compiled_list(
        lambda: in_any_language(model, Status.PUBLIC).order_by(last_publication().desc())[
            : MAX_ITEMS + 1
        ]
    )


def in_any_language(model: type[Publishable], state: Status) -> QuerySet[Publishable]:
    """The items that have a status in one language or more."""
    items = model.objects.all()
    return reduce(
        or_, (publication_status.with_status(items, state, code) for code in languages.codes())
    )


def more(models: Models, state: Status, codes: list[str], items: list[PanelLine]) -> list[Link]:
    """Links to the whole lists, where there is more than fits."""
    if len(items) <= MAX_ITEMS:
        return []
    return [
        Link(
            _("All {kind}: {language}").format(
                kind=model._meta.verbose_name_plural, language=languages.language_name(code)
            ),
            publication_status.changelist_url(model, state, code),
        )
        for model in models
        for code in codes
    ]
