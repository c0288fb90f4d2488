"""What a coordinator does to hide a person, and sees of what is left to do."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from members import hiding
from members.admin.findings import pages_naming
from members.models import Person
from network import languages
from network.publishing import Status
from photos.picker import in_picker


class HiddenFilter(admin.SimpleListFilter):
    title = _("hidden")
    parameter_name = "hidden"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.exclude(hidden_at=None)
            case "no":
                return queryset.shown()
        return queryset


class Hides:
    """For the admin of people: a button, actions of the list and pages that hide and show them."""

    actions = ["hide_chosen", "show_chosen"]

    def get_urls(self):
        pages = {
            "hide": self.hide,
            "show": self.show,
            "hidden": self.hidden,
            "take-back": self.take_back,
        }
        named = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"members_person_{name}",
            )
            for name, view in pages.items()
        ]
        return [*named, *super().get_urls()]

    def get_actions(self, request):
        """To hide somebody is never to delete them, and comes first."""
        actions = super().get_actions(request)
        delete = actions.pop("delete_selected", None)
        return actions | ({"delete_selected": delete} if delete else {})

    @admin.display(description=_("on public pages"), ordering="hidden_at")
    def shown(self, person: Person) -> str:
        step, words = ("show", _("Show again")) if person.is_hidden else ("hide", _("Hide"))
        address = reverse(f"admin:members_person_{step}", args=[person.pk])
        button = '<button formaction="{}" class="plain" aria-label="{}: {}">{}</button>'
        state = _("hidden") if person.is_hidden else ""
        return format_html("{} " + button, state, address, words, person, words)

    @admin.action(description=_("Hide from every public page"), permissions=["change"])
    def hide_chosen(self, request, people):
        for person in people:
            self._hide(request, person)
            address = reverse("admin:members_person_hidden", args=[person.pk])
            words = _('{name}: <a href="{address}">what still needs a look</a>')
            said = format_html(words, name=str(person), address=address)
            self.message_user(request, said, messages.WARNING)

    @admin.action(description=_("Show on public pages again"), permissions=["change"])
    def show_chosen(self, request, people):
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
        """What hiding has done, and what it leaves for people to do."""
        person = self._person(request, pk)
        if not person.is_hidden:
            return redirect("admin:members_person_change", pk)
        pages = pages_naming(person, request)
        photos = sorted(hiding.photos_of(person), key=lambda photo: photo.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Hidden: {name}").format(name=person),
            "person": person,
            "public": [page for page in pages if page.status == Status.PUBLIC],
            "others": [page for page in pages if page.status != Status.PUBLIC],
            "photos": [in_picker(photo) for photo in photos if photo.held],
            "taken": person.hidings.filter(shown_at=None).get().taken_back.count(),
        }
        return render(request, "admin/members/person/hidden.html", context)

    @method_decorator(require_POST)
    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make drafts of the texts that name a hidden person: of one, or of all that are public."""
        person = self._person(request, pk)
        current = get_object_or_404(person.hidings, shown_at=None)
        asked = request.POST.get("page")
        chosen = [
            page
            for page in pages_naming(person, request)
            if page.may_be_taken_back and asked in (page.key, None)
        ]
        done = hiding.take_back(current, [page.mentions[0] for page in chosen])
        for mention in done:
            words = _("Taken back to draft in {language}: it names somebody who is hidden.")
            words = words.format(language=languages.name(mention.language))
            self.log_change(request, mention.page, words)
        said = ngettext("{n} text is a draft now.", "{n} texts are drafts now.", len(done))
        self.message_user(request, said.format(n=len(done)), messages.SUCCESS)
        return redirect("admin:members_person_hidden", pk)

    def _person(self, request: HttpRequest, pk: int) -> Person:
        person = get_object_or_404(Person, pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _hide(self, request: HttpRequest, person: Person) -> None:
        hiding.hide(person, request.user)
        self.log_change(request, person, _("Hidden from every public page."))
        self.message_user(request, _("Hidden: {name}").format(name=person), messages.SUCCESS)

    def _show(self, request: HttpRequest, person: Person) -> None:
        waiting = hiding.show(person, request.user)
        self.log_change(request, person, _("Shown on public pages again."))
        words = _("Shown again, with the photos and texts that were taken away: {name}")
        self.message_user(request, words.format(name=person), messages.SUCCESS)
        if waiting:
            words = ngettext(
                "{n} text stays a draft: it names somebody else who is hidden.",
                "{n} texts stay drafts: they name somebody else who is hidden.",
                waiting,
            )
            self.message_user(request, words.format(n=waiting), messages.WARNING)
