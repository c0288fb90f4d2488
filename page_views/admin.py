from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.admin import ReadOnlyAdmin
from cms.i18n import languages
from network.models import Network
from page_views import reports
from page_views.limits_and_periods import DAYS_OF_ITEM, REPORT_DAYS
from page_views.models import PageView
from page_views.storing import counted_kinds
from search.triggers import searchables


def item_url(kind: str, item_id: int) -> str:
    return reverse("admin:page_views_pageview_item", args=[kind, item_id])


def kind_labels() -> dict[str, str]:
    return {one.kind: str(one.label) for one in searchables()}


@admin.register(PageView)
class PageViewAdmin(ReadOnlyAdmin):
    """Two pages instead of a list of rows."""

    def get_urls(self) -> list[URLPattern]:
        item = path(
            "<slug:kind>/<int:item_id>/",
            self.admin_site.admin_view(self.item_view),
            name="page_views_pageview_item",
        )
        return [item, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._require_permission(request)
        days = (
            REPORT_DAYS[-1] if request.GET.get("days") == str(REPORT_DAYS[-1]) else REPORT_DAYS[0]
        )
        views = reports.views_of_last(days)
        labels = kind_labels()
        context = {
            "title": capfirst(str(PageView._meta.verbose_name_plural)),
            "periods": [(number, number == days) for number in REPORT_DAYS],
            "total": reports.total(views),
            "sources": reports.sources(views),
            "items": [
                (one, labels[one.kind], item_url(one.kind, one.item_id))
                for one in reports.most_read(days)
            ],
        }
        return self._page(request, "admin/dashboard/page_views/page_views.html", context)

    def item_view(self, request: HttpRequest, kind: str, item_id: int) -> HttpResponse:
        self._require_permission(request)
        titles = reports.titles_of([(kind, item_id)])
        if kind not in counted_kinds() or not titles:
            raise Http404
        views = reports.views_of_last(DAYS_OF_ITEM).filter(kind=kind, item_id=item_id)
        context = {
            "title": _("Page views: {title}").format(title=titles[kind, item_id]),
            "total": reports.total(views),
            "all_time": reports.total(PageView.objects.filter(kind=kind, item_id=item_id)),
            "sources": reports.sources(views),
            "number_of_days": DAYS_OF_ITEM,
            "days": reports.by_day(views, DAYS_OF_ITEM),
        }
        return self._page(request, "admin/dashboard/page_views/item.html", context)

    def _require_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "is_counted": Network.objects.current().counts_page_views,
            "languages": [languages.language_name(code) for code in languages.codes()],
        }
        return TemplateResponse(request, template, shared | context)
