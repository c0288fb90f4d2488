"""Lists and forms of publishable items."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from modeltranslation.admin import TranslationAdmin

from cms.admin.changelist import language_name, status_filter
from cms.admin.edits.error_summary import find_input_id
from cms.admin.forms import ContentForm
from cms.admin.publication_field import PublicationField, whole_minute
from cms.admin.short_url import ShortUrlMixin
from cms.admin.translated_admin import TranslatedFieldsMixin
from cms.i18n import languages
from cms.publishing import publication_status
from cms.publishing.publishable import Status, last_publication
from cms.text import proofreading_messages
from cms.text.proofreading_messages import Finding
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction

# The code of the error, and the name of the button beside it.
PROOFREADING = "proofreading"
PUBLISH_AS_IT_IS = "_publish_as_it_is"


# The order of lists: by the dates that their columns show.
DRAFTS_AND_NEWEST_FIRST = (last_publication().desc(), "-pk")


def status_column(language: str) -> Any:
    """A column of changelists: the status of an item in one language."""

    @admin.display(
        description=language_name(language),
        ordering=languages.field_name("published_at", language),
    )
    def column(item: Any) -> str:
        state: str = item.status_in(language)
        text = publication_status.status_text(item, language)
        if state == Status.MISSING and language in item.unneeded_languages:
            state, text = "not-needed", pgettext("of a translation", "not needed")
        return format_html('<span class="status {}">{}</span>', state, text)

    column.__name__ = f"status_{language}"
    return column


class ContentAdmin(TranslatedFieldsMixin, ShortUrlMixin, TranslationAdmin):
    """For models that inherit Publishable: both languages on one screen, from typing to public."""

    form = ContentForm
    change_form_template = "admin/form/content_form.html"
    view_on_site = False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*self.list_display, *map(status_column, languages.codes())]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*map(status_filter, languages.codes()), *self.list_filter]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        publication = {"fields": languages.field_names("published_at"), "classes": ["publication"]}
        return [*super().get_fieldsets(request, obj), (_("Publication"), publication)]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_change_permission(request):
            delete = actions.pop("delete_selected", None)
            actions |= {name: (act, name, label) for name, act, label in publishing_actions()}
            actions |= {"delete_selected": delete} if delete else {}
        return actions

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        for code in languages.codes():
            if (name := languages.field_name("published_at", code)) in form.base_fields:
                label = capfirst(languages.language_name(code))
                form.base_fields[name] = PublicationField(code, label=label)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A link may fill in texts, but not the moments of publication."""
        initial = super().get_changeform_initial_data(request)
        moments = ["published_at", *languages.field_names("published_at")]
        return {name: value for name, value in initial.items() if name not in moments}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        errors = context["adminform"].form.non_field_errors().as_data()
        context["asks_before_publication"] = any(error.code == PROOFREADING for error in errors)
        if item := context.get("original"):
            if context["adminform"].form.is_bound:
                # What was typed and is shown again is not so yet.
                item = context["original"] = self.model._base_manager.get(pk=item.pk)
            context["language_links"] = [
                {
                    "status": item.status_in(code),
                    # The form stays as it is.
                    "link": publication_status.view_link(item, code, opens_beside=True),
                }
                for code in languages.codes()
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def missing_in(self, items: Any, language: str) -> QuerySet:
        """Those that the filter by status calls missing."""
        found: QuerySet = items.missing_in(language)
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.model._base_manager.filter(pk=obj.pk).first()
        form.published_before = _languages_with_moment(before) if before else set()
        super().save_model(request, obj, form, change)
        erasures.record_unpublishing_for_replay(obj, before)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._ask_before_publication(request, form, formsets)

    def _ask_before_publication(self, request: HttpRequest, form: Any, formsets: Any) -> None:
        """What becomes public, now or at its moment, is proofread first. Raises ValidationError,
        which undoes the saving, unless the author has seen what there is to check."""
        is_new = _languages_with_moment(form.instance) - form.published_before
        if not is_new or PUBLISH_AS_IT_IS in request.POST:
            return
        if problems := list(self.find_problems(form.instance)):
            question = proofreading_messages.question_before_publication(
                problems, partial(find_input_id, form, formsets)
            )
            raise ValidationError(question, code=PROOFREADING)

    def problems_to_report(self, request: HttpRequest, item: Any) -> list[Finding]:
        """None to somebody who has just seen them and published it all the same."""
        return [] if PUBLISH_AS_IT_IS in request.POST else super().problems_to_report(request, item)

    def search_status(self, item: Any) -> str:
        """For example "Korean: public since 9 Jul 2025 · English: draft"."""
        return " · ".join(
            f"{capfirst(languages.language_name(code))}: "
            f"{publication_status.status_text(item, code)}"
            for code in languages.codes()
        )

    def saved_message(self, item: Any) -> str:
        return publication_status.saved_message(item)


def _languages_with_moment(item: Any) -> set[str]:
    """In which the item is public or scheduled."""
    return {code for code in languages.codes() if item.published_at_in(code)}


def publishing_actions() -> Iterator[tuple[str, Callable[..., Any], str]]:
    """The actions of changelists, a pair per language. Shape: name, action, label."""
    for code in languages.codes():
        name = languages.language_name(code)
        yield (
            f"publish_{code}",
            partial(publish, language=code),
            _("Publish in {language}").format(language=name),
        )
        yield (
            f"unpublish_{code}",
            partial(unpublish, language=code),
            _("Take back to draft in {language}").format(language=name),
        )


def locked(items: QuerySet) -> QuerySet:
    """Locks the chosen items until the end of the transaction."""
    model = items.model
    return model.objects.select_for_update().filter(pk__in=items.values("pk"))


@transaction.atomic
def publish(
    model_admin: ContentAdmin, request: HttpRequest, items: QuerySet[Any], language: str
) -> None:
    """Make items public now, except those that still lack something in that language."""
    published, name = 0, languages.language_name(language)
    for item in locked(items):
        is_public = item.status_in(language) == Status.PUBLIC
        blockers = item.publication_blockers(language)
        if not is_public:
            blockers += model_admin.obstacles_to_publishing(request, item)
        if blockers:
            refusal = format_html(
                str(_("Not public in {language}: “{title}”. {blockers}")),
                language=name,
                title=item,
                blockers=format_html_join(" ", "{}", ([blocker] for blocker in blockers)),
            )
            model_admin.message_user(request, refusal, messages.ERROR)
        elif not is_public:
            moment = whole_minute(timezone.now())
            with model_admin.recorded_as_version(request, item):
                setattr(item, languages.field_name("published_at", language), moment)
                item.save()
            model_admin.log_change(
                request, item, _("Published in {language}.").format(language=name)
            )
            published += 1
    message = ngettext("{n} now public in {language}.", "{n} now public in {language}.", published)
    model_admin.message_user(request, message.format(n=published, language=name), messages.SUCCESS)


@transaction.atomic
def unpublish(
    model_admin: ContentAdmin, request: HttpRequest, items: QuerySet[Any], language: str
) -> None:
    """Make items drafts again in a language; nothing of them is lost."""
    items, name = locked(items), languages.language_name(language)
    for item in items:
        with model_admin.recorded_as_version(request, item):
            item.unpublish(language)
            item.save()
        erasures.record_for_replay(ReplayedAction.UNPUBLISH, item, detail=language)
        done = _("Taken back to draft in {language}.").format(language=name)
        model_admin.log_change(request, item, done)
    message = ngettext(
        "{n} now a draft in {language}.", "{n} now drafts in {language}.", len(items)
    )
    model_admin.message_user(request, message.format(n=len(items), language=name), messages.SUCCESS)
