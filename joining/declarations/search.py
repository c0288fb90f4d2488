from django.http import HttpRequest
from django.urls import reverse

from cms.admin.permissions import authenticated_user
from cms.declarations.search import AdminFinder, AdminResult
from cms.i18n import languages
from joining.models import Application
from joining.privacy import permissions
from joining.review import inbox


def find_applications(request: HttpRequest, query: str, limit: int) -> list[AdminResult]:
    """Searches the inbox without the quarantine."""
    user = authenticated_user(request)
    if not permissions.may_read_applications(user):
        return []
    found = inbox.search_applications(user, inbox.categories_for(user)[0], query).applications
    return [
        AdminResult(
            title=languages.translated_text(application, "name") or application.reference,
            url=reverse("admin:joining_application_change", args=[application.pk]),
            status=application.get_state_display(),
        )
        for application in found.only(*inbox.LIST_FIELDS)[:limit]
    ]


ADMIN_FINDERS = [AdminFinder(Application, find_applications)]
