"""The inbox: applications as coordinators and reviewers find them.

No form adds, edits or deletes one: an application is changed by the verbs of `joining.process`.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst

from joining import inbox, readers
from joining.admin import exporting, frame, moving, reading
from joining.ballots import DECIDING
from joining.models import Application, Vote
from network.admin import DeskAdmin, ReadOnly

APPLICATIONS_A_PAGE = 50


@admin.register(Application)
class ApplicationAdmin(ReadOnly, DeskAdmin):
    def get_urls(self):
        pages = {
            "": ("changelist", self.changelist_view),
            "export/": ("export", exporting.export),
            "<int:pk>/": ("change", reading.page),
            "<int:pk>/vote/": ("vote", reading.vote),
            "<int:pk>/note/": ("note", reading.note),
            "<int:pk>/link/": ("link", reading.send_link),
            "<int:pk>/references/": ("references", reading.ask_references),
            "<int:pk>/files/<int:file>/": ("file", reading.file),
            "<int:pk>/<slug:name>/": ("move", moving.move),
        }
        guard = self.admin_site.admin_view
        return [
            path(route, guard(view), name=f"joining_application_{name}")
            for route, (name, view) in pages.items()
        ]

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return readers.may_read(request.user)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """The inbox: one pile at a time, or what a search finds."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        piles = inbox.piles(request.user)
        asked, words = request.GET.get("pile"), request.GET.get("q", "").strip()
        pile = next((one for one in piles if one.name == asked), piles[0])
        search = inbox.search(request.user, pile, words) if words else None
        found = search.applications if search else pile.of(request.user)
        page = Paginator(listed(found), APPLICATIONS_A_PAGE).get_page(request.GET.get("page"))
        numbers = inbox.counts(request.user)
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "piles": [(one, numbers[one.name]) for one in piles],
            "pile": pile,
            "apart": inbox.APART.name,
            "words": words,
            "is_searched_in_part": search and search.is_partial,
            "most_scanned": inbox.MOST_SCANNED,
            "page": page,
            "lines": [line(application) for application in page],
            "may_export": readers.may(request.user, "export"),
            "may_decide": readers.may(request.user, "decide"),
        }
        return frame.screen(request, "inbox", context)


def listed(found: QuerySet) -> QuerySet:
    """With as much as a list shows: the texts of applications stay closed. Votes are counted for
    the lines of a page only; a join would count them for all first."""
    votes = Vote.objects.filter(application=OuterRef("pk"), choice__in=DECIDING).order_by()
    cast = votes.values("application").annotate(number=Count("pk")).values("number")
    lines = found.select_related("handler").only(*inbox.LISTED)
    return lines.annotate(votes_cast=Coalesce(Subquery(cast), 0))


def line(application: Application) -> dict:
    """An application in the list."""
    return {
        "application": application,
        "name": frame.name_of(application),
        "address": frame.address("change", application.pk),
        "handler": frame.called(application.handler) if application.handler else "",
        "waiting": frame.waiting(application),
        "is_voted_on": application.state == Application.State.REVIEW,
    }
