from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cms.admin import SiteModelAdmin
from cms.admin.changelist import YesNoFilter
from cms.admin.permissions import authenticated_user
from cms.i18n import languages
from cms.publishing.publishable import Status
from members.admin.mentions import histories_naming, notes_naming, pages_mentioning
from members.models import Person
from members.names import hiding
from photos.admin.picker import photo_summary


class HiddenFilter(YesNoFilter):
    title = _("hidden")
    parameter_name = "hidden"

    def apply(self, items: QuerySet) -> QuerySet:
        return items.exclude(hidden_at=None)


class HidingMixin(SiteModelAdmin):
    """Adds to the admin of people the buttons, actions and pages that hide and show a person."""

    actions = ["hide_selected", "show_selected"]

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "hide": self.hide,
            "show": self.show,
            "hidden": self.hidden,
            "take-back": self.unpublish,
        }
        wrap = self.admin_site.admin_view
        urls = [
            path(f"<int:pk>/{name}/", wrap(view), name=f"members_person_{name}")
            for name, view in pages.items()
        ]
        return [*urls, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting comes last, after hiding."""
        actions = super().get_actions(request)
        delete = actions.pop("delete_selected", None)
        return actions | ({"delete_selected": delete} if delete else {})

    @admin.display(description=_("on public pages"), ordering="hidden_at")
    def hide_button(self, person: Person) -> str:
        name, label = ("show", _("Show again")) if person.is_hidden else ("hide", _("Hide"))
        url = reverse(f"admin:members_person_{name}", args=[person.pk])
        button = '<button formaction="{}" class="plain" aria-label="{}: {}">{}</button>'
        state = str(_("hidden")) if person.is_hidden else ""
        return format_html("{} " + button, state, url, label, person, label)

    @admin.action(description=_("Hide from every public page"), permissions=["change"])
    def hide_selected(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        for person in people:
            self._hide(request, person)
            url = reverse("admin:members_person_hidden", args=[person.pk])
            text = _('{name}: <a href="{address}">what still needs checking</a>')
            message = format_html(str(text), name=str(person), address=url)
            self.message_user(request, message, messages.WARNING)

    @admin.action(description=_("Show on public pages again"), permissions=["change"])
    def show_selected(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        for person in people:
            self._show(request, person)

    @method_decorator(require_POST)
    def hide(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._hide(request, self._person(request, pk))
        return redirect("admin:members_person_hidden", pk)

    @method_decorator(require_POST)
    def show(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._show(request, self._person(request, pk))
        return redirect("admin:members_person_change", pk)

    @method_decorator(require_safe)
    def hidden(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(request, pk)
        if not person.is_hidden:
            return redirect("admin:members_person_change", pk)
        pages = pages_mentioning(person, request)
        photos = sorted(hiding.photos_depending_on(person), key=lambda photo: photo.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Hidden: {name}").format(name=person),
            "person": person,
            "public": [page for page in pages if page.status == Status.PUBLIC],
            "others": [page for page in pages if page.status != Status.PUBLIC],
            "histories": histories_naming(person, request),
            "notes": notes_naming(person, request),
            "photos": [photo_summary(photo) for photo in photos if photo.on_hold],
            "unpublished": person.hidden_periods.current().get().unpublished_texts.count(),
        }
        return render(request, "members/admin/person/hidden.html", context)

    @method_decorator(require_POST)
    def unpublish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Unpublishes the pages that name a hidden person: the submitted page, or all."""
        person = self._person(request, pk)
        hidden_period = get_object_or_404(person.hidden_periods.current())
        key = request.POST.get("page")
        pages = [
            page
            for page in pages_mentioning(person, request)
            if page.can_be_unpublished and key in (page.key, None)
        ]
        unpublished = hiding.unpublish_mentions(hidden_period, [page.mentions[0] for page in pages])
        for mention in unpublished:
            log_message = _("Taken back to draft in {language}: it names somebody who is hidden.")
            language = languages.language_name(mention.language)
            self.log_change(request, mention.page, log_message.format(language=language))
        message = ngettext(
            "{n} text is a draft now.", "{n} texts are drafts now.", len(unpublished)
        )
        self.message_user(request, message.format(n=len(unpublished)), messages.SUCCESS)
        return redirect("admin:members_person_hidden", pk)

    def _person(self, request: HttpRequest, pk: int) -> Person:
        person = get_object_or_404(Person, pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _hide(self, request: HttpRequest, person: Person) -> None:
        hiding.hide_person(person, authenticated_user(request))
        self.log_change(request, person, _("Hidden from every public page."))
        self.message_user(request, _("Hidden: {name}").format(name=person), messages.SUCCESS)

    def _show(self, request: HttpRequest, person: Person) -> None:
        if obstacles := self.obstacles_to_publishing(request, person):
            refusal = format_html(
                str(_("Still hidden: {name}. {reasons}")),
                name=person,
                reasons=format_html_join(" ", "{}", ([reason] for reason in obstacles)),
            )
            self.message_user(request, refusal, messages.ERROR)
            return
        still_drafts = hiding.show_person(person, authenticated_user(request))
        self.log_change(request, person, _("Shown on public pages again."))
        message = _("Shown again, with the photos and texts that were removed: {name}")
        self.message_user(request, message.format(name=person), messages.SUCCESS)
        if count := still_drafts.naming_others:
            text = ngettext(
                "{n} text stays a draft: it names somebody else who is hidden.",
                "{n} texts stay drafts: they name somebody else who is hidden.",
                count,
            )
            self.message_user(request, text.format(n=count), messages.WARNING)
        if count := still_drafts.unread:
            text = ngettext(
                "{n} text stays a draft: no second person has read it.",
                "{n} texts stay drafts: no second person has read them.",
                count,
            )
            self.message_user(request, text.format(n=count), messages.WARNING)
