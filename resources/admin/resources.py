from collections.abc import Iterator

from django.contrib import admin
from django.db.models import ForeignKey
from django.utils.translation import gettext_lazy as _

from cms.admin import ContentAdmin, module_script
from cms.admin.content_admin import DRAFTS_AND_NEWEST_FIRST
from cms.admin.document_uploads import DocumentInlineMixin
from cms.admin.edits.bulk_edits import BulkEditMixin, CampaignEdit, TopicsEdit
from cms.admin.inlines import TranslatedSortableInline
from cms.i18n import languages
from cms.text.proofreading_messages import Finding
from notes.admin.second_reader import RequiresSecondReaderMixin
from photos.admin import withheld_photos
from photos.admin.picker import PhotoPickerMixin
from resources.admin.covers import CoverFromFileMixin
from resources.admin.forms import (
    ContributorForm,
    ResourceFileForm,
    ResourceFileFormSet,
    ResourceForm,
)
from resources.models import Contributor, Resource, ResourceFile


class ContributorInline(TranslatedSortableInline):
    model = Contributor
    form = ContributorForm
    add_label = _("Add a contributor")
    autocomplete_fields = ["person", "organisation"]
    fieldsets = [(None, {"fields": [("role", "person", "organisation"), "name", "order"]})]

    def lookup_from_choice_to_item(self, db_field: ForeignKey) -> str:
        return "contributions__resource"


class FileInline(DocumentInlineMixin, TranslatedSortableInline):
    model = ResourceFile
    form = ResourceFileForm
    formset = ResourceFileFormSet
    add_label = _("Add a file or an address")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("language", "file", "url"),
                    ("pages", "keep_author_names"),
                    "title",
                    "order",
                ]
            },
        )
    ]


@admin.register(Resource)
class ResourceAdmin(
    CoverFromFileMixin, RequiresSecondReaderMixin, PhotoPickerMixin, BulkEditMixin, ContentAdmin
):
    form = ResourceForm
    list_display = ["__str__", "kind", "year"]
    ordering = DRAFTS_AND_NEWEST_FIRST
    list_filter = ["kind", "topics"]
    bulk_edits = (TopicsEdit, CampaignEdit)
    search_fields = [
        *languages.field_names("title"),
        *languages.field_names("subtitle"),
        *languages.field_names("summary"),
        "isbn",
        "doi",
        "slug",
    ]
    autocomplete_fields = ["publisher", "translation_of", "previous_edition", "events", "campaign"]
    lookup_from_photo_to_item = "cover_resources"
    fieldsets = [
        (None, {"fields": ["title", "subtitle", ("kind", "cover"), "summary", "description"]}),
        (
            _("The work"),
            {
                "fields": [
                    ("year", "publisher"),
                    "publisher_name",
                    "edition",
                    "work_languages",
                    ("translation_of", "previous_edition"),
                    ("isbn", "doi"),
                    ("licence", "external_url"),
                ]
            },
        ),
        (
            _("More about this resource"),
            {
                "fields": [
                    "audience",
                    "topics",
                    ("events", "campaign"),
                    ("slug", "original_language"),
                ],
                "classes": ["below-inlines"],
            },
        ),
    ]
    inlines = [ContributorInline, FileInline]

    class Media:
        js = [module_script("forms/sortable_inlines")]

    def find_problems(self, item: Resource) -> Iterator[Finding]:
        yield from super().find_problems(item)
        yield from withheld_photos.find_withheld_in_field(item, "cover")
