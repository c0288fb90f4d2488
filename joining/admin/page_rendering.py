from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.admin.permissions import authenticated_user
from cms.i18n import languages
from cms.i18n.account_names import account_name
from joining.models import Application
from joining.privacy import access_log, permissions
from joining.review import inbox
from members.models import Organisation, Person


def get_application(request: HttpRequest, pk: int) -> Application:
    """An application that the user may read. That it was read is logged."""
    user = authenticated_user(request)
    found = permissions.readable_applications(user).select_related(
        "assignee", "organisation", "person"
    )
    application = get_object_or_404(found, pk=pk)
    access_log.log_reading(application, user)
    return application


def render_page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A page of the admin that no cache stores."""
    common = admin.site.each_context(request) | {"opts": Application._meta}
    response = TemplateResponse(request, f"joining/admin/{template}.html", common | context)
    response["Cache-Control"] = "no-store"
    return response


def header_context(application: Application) -> dict:
    member = application.organisation or application.person
    return {
        "title": applicant_name(application),
        "application": application,
        "assignee": account_name(application.assignee) if application.assignee else "",
        "time_in_state": time_in_state(application),
        "member_url": member_url(member) if member else None,
    }


def page_url(page: str, *args: int | str) -> str:
    """`page` is the end of a name of `ApplicationAdmin.get_urls`: "changelist", "change" ..."""
    return reverse(f"admin:joining_application_{page}", args=args)


def member_url(member: Organisation | Person) -> str:
    return reverse(f"admin:members_{member._meta.model_name}_change", args=[member.pk])


def applicant_name(application: Application) -> str:
    """The reference where the name has been erased."""
    return languages.translated_text(application, "name") or application.reference


def time_in_state(application: Application) -> str:
    """ "for 3 days": how long it has been in its state. Empty where it is closed."""
    if application.is_closed:
        return ""
    days = inbox.days_since(application.state_since)
    return (
        ngettext("for {n} day", "for {n} days", days).format(n=days) if days else _("since today")
    )
