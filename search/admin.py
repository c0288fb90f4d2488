from django.contrib import admin
from django.http import HttpRequest

from cms.admin import ReadOnlyAdmin, SiteModelAdmin
from search.models import MissedQuery, Synonym


@admin.register(Synonym)
class SynonymAdmin(SiteModelAdmin):
    show_save_and_add_another = True
    list_display = ["terms"]
    search_fields = ["terms"]


@admin.register(MissedQuery)
class MissedQueryAdmin(ReadOnlyAdmin):
    list_display = ["query", "language", "day", "count"]
    list_filter = ["language"]
    search_fields = ["query"]

    def get_queryset(self, request: HttpRequest):
        return MissedQuery.objects.frequent()
