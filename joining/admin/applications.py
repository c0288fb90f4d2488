"""The inbox of applications in the admin.

No form adds, edits or deletes an application: the functions of `joining.review` change it.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst

from cms.admin import ReadOnlyAdmin
from cms.admin.permissions import authenticated_user
from cms.i18n.account_names import account_name
from joining.admin import application_page, export, transitions
from joining.admin.page_rendering import (
    applicant_name,
    page_url,
    render_page,
    time_in_state,
)
from joining.limits_and_periods import APPLICATIONS_PER_PAGE, MAX_SEARCHED_NAMES
from joining.models import Application, Vote
from joining.privacy import permissions
from joining.review import inbox
from joining.review.votes import DECIDING_CHOICES


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list[URLPattern]:
        pages = {
            "": ("changelist", self.changelist_view),
            "export/": ("export", export.export_applications),
            "<int:pk>/": ("change", application_page.view_application),
            "<int:pk>/vote/": ("vote", application_page.cast_vote),
            "<int:pk>/note/": ("note", application_page.add_note),
            "<int:pk>/link/": ("link", application_page.send_link),
            "<int:pk>/referees/": ("referees", application_page.ask_referees),
            "<int:pk>/files/<int:file>/": ("file", application_page.download_file),
            "<int:pk>/<slug:name>/": ("transition", transitions.change_state),
        }
        admin_view = self.admin_site.admin_view
        return [
            path(route, admin_view(view), name=f"joining_application_{name}")
            for route, (name, view) in pages.items()
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_read_applications(request.user)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        user = authenticated_user(request)
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "quarantine": inbox.QUARANTINED.name,
            "max_scanned": MAX_SEARCHED_NAMES,
            "may_export": permissions.may_export_applications(user),
            "may_decide": permissions.may_decide_on_applications(user),
        }
        return render_page(request, "inbox", context | list_context(request, user))


def list_context(request: HttpRequest, user: User) -> dict[str, Any]:
    """The categories, and a page of the applications in one of them or found by a search."""
    categories, counts = inbox.categories_for(user), inbox.count_by_category(user)
    requested, query = request.GET.get("category"), request.GET.get("q", "").strip()
    category = next((one for one in categories if one.name == requested), categories[0])
    search = inbox.search_applications(user, category, query) if query else None
    applications = with_list_relations(
        search.applications if search else category.applications(user)
    )
    page = Paginator(applications, APPLICATIONS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "categories": [(one, counts[one.name]) for one in categories],
        "category": category,
        "query": query,
        "is_partial": search and search.is_partial,
        "page": page,
        "rows": [list_row(application) for application in page],
    }


def with_list_relations(applications: QuerySet) -> QuerySet:
    """Only the fields that the list shows: the others stay encrypted. Votes are counted by a
    subquery for the rows of one page; a join would count those of all applications first."""
    votes = Vote.objects.filter(application=OuterRef("pk"), choice__in=DECIDING_CHOICES).order_by()
    cast = votes.values("application").annotate(number=Count("pk")).values("number")
    rows = applications.select_related("assignee").only(*inbox.LIST_FIELDS)
    return rows.annotate(votes_cast=Coalesce(Subquery(cast), 0))


def list_row(application: Application) -> dict:
    return {
        "application": application,
        "name": applicant_name(application),
        "url": page_url("change", application.pk),
        "assignee": account_name(application.assignee) if application.assignee else "",
        "time_in_state": time_in_state(application),
        "is_voted_on": application.state == Application.State.VOTING,
    }
