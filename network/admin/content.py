"""What the forms and lists of all that is published have in common."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from network import erasures, languages, status
from network.admin.desk import DeskAdmin, SideBySide
from network.forms import ContentForm, PublicationField, whole_minute
from network.publishing import Status

language_name = lazy(languages.name, str)


def status_filter(language: str) -> type[admin.SimpleListFilter]:
    """A filter of lists: what an item is in one language."""

    class StatusFilter(admin.SimpleListFilter):
        title = language_name(language)
        parameter_name = f"in_{language}"

        def lookups(self, request, model_admin):
            words = {
                Status.MISSING: _("missing in {language}"),
                Status.DRAFT: _("draft in {language}"),
                Status.SCHEDULED: _("scheduled in {language}"),
                Status.PUBLIC: _("public in {language}"),
            }
            name = languages.name(language)
            return [(state, sentence.format(language=name)) for state, sentence in words.items()]

        def queryset(self, request, queryset):
            if self.value() not in Status.values:
                return queryset
            return status.having(queryset, Status(self.value()), language)

    return StatusFilter


def status_column(language: str):
    """A column of lists: what an item is in one language, in words."""

    @admin.display(
        description=language_name(language),
        ordering=languages.column("published_at", language),
    )
    def column(item) -> str:
        words = status.in_words(item, language)
        return format_html('<span class="status {}">{}</span>', item.status_in(language), words)

    column.__name__ = f"status_{language}"
    return column


class ContentAdmin(SideBySide, DeskAdmin, TranslationAdmin):
    """For models that inherit Publishable: both languages on one screen, from typing to public."""

    form = ContentForm
    change_form_template = "admin/content_form.html"
    view_on_site = False

    def get_list_display(self, request):
        return [*self.list_display, *map(status_column, languages.codes())]

    def get_list_filter(self, request):
        return [*map(status_filter, languages.codes()), *self.list_filter]

    def get_fieldsets(self, request, obj=None):
        publication = {"fields": languages.columns("published_at"), "classes": ["publication"]}
        return [*super().get_fieldsets(request, obj), (_("Publication"), publication)]

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_change_permission(request):
            delete = actions.pop("delete_selected", None)
            actions |= {name: (act, name, words) for name, act, words in publishing_actions()}
            actions |= {"delete_selected": delete} if delete else {}
        return actions

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in languages.columns("published_at"):
            name = languages.name(db_field.language)
            return PublicationField(db_field.language, label=capfirst(name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """A link may fill in words, and never says when they become public."""
        given = super().get_changeform_initial_data(request)
        moments = ["published_at", *languages.columns("published_at")]
        return {name: value for name, value in given.items() if name not in moments}

    def render_change_form(self, request, context, **kwargs):
        if item := context.get("original"):
            if context["errors"]:
                # What was typed and refused is not so yet.
                item = context["original"] = self.model._base_manager.get(pk=item.pk)
            context["versions"] = [
                {"status": item.status_in(code), "look": status.look(item, code)}
                for code in languages.codes()
            ]
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        before = self.model._base_manager.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        erasures.note_closed(obj, before)

    def after_saving(self, item):
        return status.after_saving(item)


def publishing_actions():
    """The actions of lists, one pair a language. Shape: name, action, words."""
    for code in languages.codes():
        name = languages.name(code)
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
    """The chosen items as they are when it is our turn; nobody else changes them meanwhile."""
    model = items.model
    return model.objects.select_for_update().filter(pk__in=items.values("pk"))


@transaction.atomic
def publish(desk: ContentAdmin, request: HttpRequest, items, language: str) -> None:
    """Make items public now, except those that still lack something in that language."""
    published, name = 0, languages.name(language)
    for item in locked(items):
        if obstacles := item.obstacles(language):
            words = _("Not public in {language}: “{title}”. {obstacles}")
            refusal = words.format(language=name, title=item, obstacles=" ".join(obstacles))
            desk.message_user(request, refusal, messages.ERROR)
        elif item.status_in(language) != Status.PUBLIC:
            setattr(item, languages.column("published_at", language), whole_minute(timezone.now()))
            item.save()
            desk.log_change(request, item, _("Published in {language}.").format(language=name))
            published += 1
    words = ngettext("{n} now public in {language}.", "{n} now public in {language}.", published)
    desk.message_user(request, words.format(n=published, language=name), messages.SUCCESS)


@transaction.atomic
def unpublish(desk: ContentAdmin, request: HttpRequest, items, language: str) -> None:
    """Make items drafts again in a language; nothing of them is lost."""
    items, name = locked(items), languages.name(language)
    for item in items:
        item.close(language)
        item.save()
        erasures.note("close", item, detail=language)
        done = _("Taken back to draft in {language}.").format(language=name)
        desk.log_change(request, item, done)
    words = ngettext("{n} now a draft in {language}.", "{n} now drafts in {language}.", len(items))
    desk.message_user(request, words.format(n=len(items), language=name), messages.SUCCESS)
