from content_editor.admin import ContentEditorInline
from django.http import HttpRequest
from modeltranslation.admin import TranslationInlineModelAdmin

from cms.admin import TranslatedFieldsMixin
from cms.admin.document_uploads import DocumentFormSet, DocumentInlineMixin
from cms.admin.inlines import AutocompleteInlineMixin, FieldsetsOnceMixin
from news.admin.forms import BlockForm, FileForm, GalleryForm, QuoteForm, VideoForm
from news.admin.formsets import (
    EventFormSet,
    GalleryFormSet,
    PhotosFormSet,
    TextFormSet,
    VideoFormSet,
)
from news.models import (
    EventBlock,
    FileBlock,
    GalleryBlock,
    PhotoBlock,
    QuoteBlock,
    StatisticBlock,
    TextBlock,
    VideoBlock,
)
from photos.admin.picker import PhotoPickerMixin


class TranslatedBlockInline(
    FieldsetsOnceMixin, TranslatedFieldsMixin, TranslationInlineModelAdmin, ContentEditorInline
):
    form = BlockForm


class TextBlockInline(TranslatedBlockInline):
    model = TextBlock
    formset = TextFormSet
    icon = "notes"


class PhotoBlockInline(FieldsetsOnceMixin, PhotoPickerMixin, ContentEditorInline):
    model = PhotoBlock
    form = BlockForm
    formset = PhotosFormSet
    icon = "photo"
    lookup_from_photo_to_item = "photo_blocks__parent"


class QuoteBlockInline(AutocompleteInlineMixin, TranslatedBlockInline):
    model = QuoteBlock
    form = QuoteForm
    icon = "format_quote"
    autocomplete_fields = ["person", "organisation"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "quote",
                    ("person", "organisation"),
                    "job_title",
                    "unnamed_speaker",
                    "region",
                    "ordering",
                ]
            },
        )
    ]


class GalleryBlockInline(TranslatedBlockInline):
    model = GalleryBlock
    form = GalleryForm
    formset = GalleryFormSet
    icon = "photo_library"
    fieldsets = [(None, {"fields": ["photos", "title", "default_credit", "region", "ordering"]})]

    def get_queryset(self, request: HttpRequest):
        galleries = super().get_queryset(request)
        return galleries.prefetch_related("gallery_photos__photo__photographer")


class VideoBlockInline(PhotoPickerMixin, TranslatedBlockInline):
    model = VideoBlock
    form = VideoForm
    formset = VideoFormSet
    icon = "movie"
    lookup_from_photo_to_item = "video_blocks__parent"


class FileBlockInline(DocumentInlineMixin, TranslatedBlockInline):
    model = FileBlock
    form = FileForm
    formset = DocumentFormSet
    icon = "attach_file"


class StatisticBlockInline(TranslatedBlockInline):
    model = StatisticBlock
    icon = "bar_chart"


class EventBlockInline(FieldsetsOnceMixin, ContentEditorInline):
    model = EventBlock
    formset = EventFormSet
    icon = "event"


# In the order in which the editor offers them; its bar shows the first three at once.
BLOCK_INLINES = [
    TextBlockInline,
    PhotoBlockInline,
    QuoteBlockInline,
    GalleryBlockInline,
    VideoBlockInline,
    FileBlockInline,
    StatisticBlockInline,
    EventBlockInline,
]
