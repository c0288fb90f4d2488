from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from cms.declarations.search import AdminFinder, AdminResult
from mail.models import Email


def find_emails(request: HttpRequest, typed: str, limit: int) -> list[AdminResult]:
    """By a whole e-mail address or the number of an application, like the list of e-mails."""
    model_admin: Any = admin.site.get_model_admin(Email)
    if not model_admin.has_view_permission(request):
        return []
    emails = model_admin.get_queryset(request).order_by("-queued_at", "-pk")
    found, _has_duplicates = model_admin.get_search_results(request, emails, typed)
    return [
        AdminResult(
            title=model_admin.title(email),
            url=reverse("admin:mail_email_change", args=[email.pk]),
            status=email.get_state_display(),
        )
        for email in found[:limit]
    ]


ADMIN_FINDERS = [AdminFinder(Email, find_emails)]
