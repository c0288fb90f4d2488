"""Panels of the dashboard: what each language lacks, and what of it is outdated."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from cms.declarations.dashboard import MAX_ITEMS, Item, Link, Panel, Position
from cms.i18n import languages
from cms.publishing import status
from versions.admin.translation_lists import words_text
from versions.admin.work_list import task_url, wanted_by, work_list_url
from versions.translations.work_list import State, Task, TaskGroup


def translation_panels(user: User) -> Iterator[Panel]:
    """What is outdated stands there only if anything is."""
    wanted = wanted_by(user)
    if wanted is None:
        return
    groups = {(one.state, one.language): one for one in wanted.newest_of_each(MAX_ITEMS)}
    for code in languages.codes():
        if group := groups.get((State.OUTDATED, code)):
            yield _panel(group, _("Outdated in {language}: {n}"), is_urgent=True)
    for code in languages.codes():
        group = groups.get((State.MISSING, code)) or TaskGroup(State.MISSING, code, 0, [])
        yield _panel(group, _("Missing in {language}: {n}"))


def _panel(group: TaskGroup, title: str, *, is_urgent: bool = False) -> Panel:
    return Panel(
        f"{group.state}-{group.language}",
        Position.TRANSLATING,
        title.format(language=languages.language_name(group.language), n=group.total),
        [Item(task.title, task_url(task), _note(task)) for task in group.tasks],
        _("Nothing is missing."),
        [Link(_("All translations"), work_list_url(into=group.language))],
        is_urgent=is_urgent,
    )


def _note(task: Task) -> str:
    since = status.short_date(task.since) if task.since else ""
    return " · ".join(filter(None, [since, words_text(task.words)]))
