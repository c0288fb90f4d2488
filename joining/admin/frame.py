"""What all screens about applications have in common: how one is opened, named and headed."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from joining import inbox, readers
from joining.models import Application
from network import languages


def opened(request: HttpRequest, pk: int) -> Application:
    """An application that somebody reads; it is written down that they did."""
    found = readers.readable(request.user).select_related("handler", "organisation", "person")
    application = get_object_or_404(found, pk=pk)
    readers.note_reading(application, request.user)
    return application


def screen(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A page about applications, in the frame of the desk; no cache keeps it."""
    common = admin.site.each_context(request) | {"opts": Application._meta}
    response = TemplateResponse(
        request, f"admin/joining/application/{template}.html", common | context
    )
    response["Cache-Control"] = "no-store"
    return response


def standing(application: Application) -> dict:
    """What the head of a page about one application says."""
    made = application.organisation or application.person
    return {
        "title": name_of(application),
        "application": application,
        "handler": called(application.handler) if application.handler else "",
        "waiting": waiting(application),
        "became": form_address(made) if made else None,
    }


def address(page: str, *args) -> str:
    """Where a page about applications stands: "changelist", "change", "move" ..."""
    return reverse(f"admin:joining_application_{page}", args=args)


def form_address(member) -> str:
    """Where an organisation or person is edited."""
    return reverse(f"admin:members_{member._meta.model_name}_change", args=[member.pk])


def name_of(application: Application) -> str:
    """The applicant's name; once that is erased, the reference."""
    return languages.plain_words(application, "name") or application.reference


def called(user) -> str:
    """What colleagues call a user."""
    return user.get_full_name() or user.get_username()


def waiting(application: Application) -> str:
    """ "for 3 days"; empty where nobody waits any more."""
    if application.is_closed:
        return ""
    days = inbox.days_since(application.state_since)
    return (
        ngettext("for {n} day", "for {n} days", days).format(n=days) if days else _("since today")
    )
