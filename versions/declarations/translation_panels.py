"""Panels of the dashboard: which translations are outdated or missing in each language."""

from collections.abc import Iterator
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.declarations.dashboard import MAX_ITEMS, Link, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from cms.i18n import languages
from cms.publishing import publication_status
from versions.admin.translations.changelist import word_count_label
from versions.admin.translations.translation_tasks_page import (
    task_query_for,
    task_url,
    translation_tasks_url,
)
from versions.translations.translation_tasks import TaskGroup, TranslationStatus, TranslationTask


def translation_panels(user: User) -> Iterator[Panel]:
    """For each language what is missing, and what is outdated if anything is."""
    query = task_query_for(user)
    if query is None:
        return
    query = replace(query, statuses=tuple(TranslationStatus))
    groups = {
        (group.status, group.language): group
        for group in query.newest_by_status_and_language(MAX_ITEMS)
    }
    for code in languages.codes():
        if group := groups.get((TranslationStatus.OUTDATED, code)):
            yield _panel(group, _("Outdated in {language}: {n}"), is_urgent=True)
    for code in languages.codes():
        group = groups.get((TranslationStatus.MISSING, code)) or TaskGroup(
            TranslationStatus.MISSING, code, 0, []
        )
        not_needed = groups.get((TranslationStatus.NOT_NEEDED, code))
        yield _panel(group, _("Missing in {language}: {n}"), not_needed)


def _panel(
    group: TaskGroup, title: str, not_needed: TaskGroup | None = None, *, is_urgent: bool = False
) -> Panel:
    links = [Link(_("All translations"), translation_tasks_url(into=group.language))]
    if not_needed:
        url = translation_tasks_url(into=group.language, status=TranslationStatus.NOT_NEEDED)
        links.append(Link(_("Not needed: {n}").format(n=not_needed.total), url))
    return Panel(
        f"{group.status}-{group.language}",
        PanelPosition.TRANSLATING,
        title.format(language=languages.language_name(group.language), n=group.total),
        [_line(task) for task in group.tasks],
        _("Nothing is missing."),
        links,
        is_urgent=is_urgent,
    )


def _line(task: TranslationTask) -> PanelLine:
    kind = capfirst(str(task.item._meta.verbose_name))
    return PanelLine(task.title, task_url(task), _note(task), kind)


def _note(task: TranslationTask) -> str:
    since = publication_status.short_date(task.since) if task.since else ""
    return " · ".join(filter(None, [since, word_count_label(task.words)]))
