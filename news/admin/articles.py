from content_editor.admin import ContentEditor
from django.contrib import admin
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cms.admin import ContentAdmin, module_script
from cms.admin.content_admin import DRAFTS_AND_NEWEST_FIRST
from cms.admin.edits.bulk_edits import BulkEditMixin, CampaignEdit, TopicsEdit
from cms.admin.inlines import TranslatedSortableInline
from cms.i18n import languages
from news.admin import event_draft_views, preview_link_views
from news.admin.blocks import BLOCK_INLINES
from news.admin.forms import ArticleForm
from news.admin.proofreading import proofread_article
from news.models import Article, Correction, SeeAlsoLink
from notes.admin.second_reader import RequiresSecondReaderMixin
from photos.admin.picker import PhotoPickerMixin


class CorrectionInline(TranslatedSortableInline):
    model = Correction
    add_label = _("Add a correction")
    sortable = False
    offers_row_without_script = True
    fieldsets = [(None, {"fields": ["corrected_on", "text"]})]


class SeeAlsoLinkInline(TranslatedSortableInline):
    model = SeeAlsoLink
    add_label = _("Add a link to another site")
    offers_row_without_script = True
    fieldsets = [(None, {"fields": ["url", "title", "publisher_name", "order"]})]


@admin.register(Article)
class ArticleAdmin(
    RequiresSecondReaderMixin, PhotoPickerMixin, BulkEditMixin, ContentAdmin, ContentEditor
):
    """Fields, then blocks. `ContentAdmin` adds both languages and the publication, `ContentEditor`
    arranges the blocks, and the mixins add notes of staff, versions, the second reader, the photo
    picker and changes of many articles at once.
    """

    form = ArticleForm
    change_form_template = "news/admin/article/change_form.html"
    list_display = ["__str__", "kind"]
    ordering = DRAFTS_AND_NEWEST_FIRST
    bulk_edits = (TopicsEdit, CampaignEdit)
    list_filter = ["kind", "campaign", "topics"]
    search_fields = [
        *languages.field_names("title"),
        *languages.field_names("standfirst"),
        *languages.field_names("byline"),
        "slug",
    ]
    autocomplete_fields = ["see_also", "event", "campaign", "publisher", "resources"]
    fieldsets = [
        (None, {"fields": ["title", "standfirst", ("kind", "lead_photo")]}),
        (
            _("More about this article"),
            {
                "fields": [
                    ("event", "campaign"),
                    "dateline",
                    "byline",
                    "publisher",
                    "topics",
                    "embargo_until",
                    ("press_contact", "show_about_network"),
                    ("source_url", "see_also"),
                    "resources",
                    ("slug", "original_language", "reading_minutes_override"),
                ],
                "classes": ["below-inlines"],
            },
        ),
    ]
    inlines = [*BLOCK_INLINES, CorrectionInline, SeeAlsoLinkInline]

    class Media:
        js = [
            module_script("blocks/block_bar"),
            module_script("forms/sortable_inlines"),
            module_script("blocks/slash_menu"),
            module_script("forms/preview_links"),
        ]

    def get_urls(self):
        admin_view = self.admin_site.admin_view
        return [
            path(
                "about/<int:pk>/",
                admin_view(event_draft_views.get_or_create),
                name="news_article_draft_about_event",
            ),
            path(
                "<int:pk>/preview-links/",
                admin_view(preview_link_views.create),
                name="news_article_preview_links",
            ),
            path(
                "<int:pk>/preview-links/<int:link_pk>/revoke/",
                admin_view(preview_link_views.revoke),
                name="news_article_preview_links_revoke",
            ),
            *super().get_urls(),
        ]

    def form_title(self, request: HttpRequest, item):
        """Links such as "Add a press release" name the kind of a new article."""
        kind = request.GET.get("kind")
        if item is None and kind in Article.Kind.values:
            return _("New: {kind}").format(kind=Article.Kind(kind).label)
        return super().form_title(request, item)

    def find_problems(self, item: Article):
        return proofread_article(item)
