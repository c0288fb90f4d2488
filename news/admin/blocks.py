"""The blocks of an article as they are edited within it."""

from content_editor.admin import ContentEditorInline
from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from network import languages
from network.admin import SideBySide
from network.rows import FoundByTyping
from news.forms import BlockForm, FileForm, GalleryForm, QuoteForm
from news.models import (
    EventBlock,
    FigureBlock,
    FileBlock,
    GalleryBlock,
    PhotoBlock,
    QuoteBlock,
    TextBlock,
    VideoBlock,
)
from photos import gaps
from photos.models import Photo
from photos.picker import PicksPhotos


class PhotosFormSet(BaseInlineFormSet):
    """Blocks with photos: what is to be public shows none that may not be shown."""

    photo_field = "photo"

    def clean(self):
        super().clean()
        codes = [code for code in languages.codes() if self.instance.public_from(code)]
        for form in self.forms:
            if self._should_delete_form(form):
                continue
            for photo in self.photos_of(form):
                for sentence in gaps.sentences(photo, codes):
                    form.add_error(self.photo_field, sentence)

    def photos_of(self, form) -> list[Photo | None]:
        return [form.cleaned_data.get(self.photo_field)]


class GalleryFormSet(PhotosFormSet):
    photo_field = "photos"

    def photos_of(self, form):
        """As they will be once the gallery has lent its credit."""
        return form.credited_photos()


class VideoFormSet(PhotosFormSet):
    photo_field = "poster"


class TranslatedBlockInline(SideBySide, TranslationInlineModelAdmin, ContentEditorInline):
    form = BlockForm


class TextBlockInline(TranslatedBlockInline):
    model = TextBlock
    icon = "notes"

    def get_extra(self, request, obj=None, **kwargs):
        """A new article starts with one empty text."""
        return 0 if obj else 1


class PhotoBlockInline(PicksPhotos, ContentEditorInline):
    model = PhotoBlock
    form = BlockForm
    formset = PhotosFormSet
    icon = "photo"
    photos_by = "photo_blocks__parent"


class QuoteBlockInline(FoundByTyping, TranslatedBlockInline):
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
                    "role_text",
                    "speaker",
                    "region",
                    "ordering",
                ]
            },
        )
    ]

    def way_to_whole(self, db_field):
        return "quotes__parent"


class GalleryBlockInline(TranslatedBlockInline):
    model = GalleryBlock
    form = GalleryForm
    formset = GalleryFormSet
    icon = "photo_library"
    fieldsets = [(None, {"fields": ["photos", "title", "default_credit", "region", "ordering"]})]

    def get_queryset(self, request):
        galleries = super().get_queryset(request)
        return galleries.prefetch_related("places__photo__photographer")


class VideoBlockInline(PicksPhotos, TranslatedBlockInline):
    model = VideoBlock
    formset = VideoFormSet
    icon = "movie"
    photos_by = "video_blocks__parent"


class FileBlockInline(TranslatedBlockInline):
    model = FileBlock
    form = FileForm
    icon = "attach_file"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "file":
            # Files are handed out by the article's page; the widget's own link leads nowhere.
            kwargs["widget"] = forms.FileInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class FigureBlockInline(TranslatedBlockInline):
    model = FigureBlock
    icon = "bar_chart"


class EventFormSet(BaseInlineFormSet):
    """Shows the article's event, so there must be one."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        for form in kept if self.instance.event_id is None else []:
            form.add_error(
                "part", _("Choose the event of the article as well: this block shows it.")
            )


class EventBlockInline(ContentEditorInline):
    model = EventBlock
    formset = EventFormSet
    icon = "event"
