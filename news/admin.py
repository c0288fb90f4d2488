"""What a coordinator sees of the news: an article on one screen, in all languages."""

from content_editor.admin import ContentEditor, ContentEditorInline
from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from network import languages
from network.admin import ContentAdmin, SideBySide, module
from network.forms import ContentForm
from news.models import Article, PhotoBlock, QuoteBlock, TextBlock
from photos.models import Photo
from photos.picker import PicksPhotos


def obstacles(photo: Photo | None, codes: list[str]) -> list[SafeString]:
    """What keeps a photo from being shown in these languages, each with the way to its form."""
    if photo is None:
        return []
    address = reverse("admin:photos_photo_change", args=[photo.pk])
    sentences = (sentence for code in codes for sentence in photo.obstacles(code))
    link = '<a href="{}" target="_blank">{}</a>: {}'
    return [format_html(link, address, photo, sentence) for sentence in dict.fromkeys(sentences)]


class ArticleForm(ContentForm):
    """What is to be public shows no photo that may not be shown."""

    def clean(self):
        cleaned = super().clean()
        for sentence in obstacles(cleaned.get("lead_photo"), self.to_be_public()):
            self.add_error("lead_photo", sentence)
        return cleaned


class BlockForm(forms.ModelForm):
    """A block that was added and left empty is not kept."""

    def has_changed(self) -> bool:
        place = {"region", "ordering"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - place)


class PhotoBlockFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        codes = [code for code in languages.codes() if self.instance.public_from(code)]
        for form in self.forms:
            if not self._should_delete_form(form):
                for sentence in obstacles(form.cleaned_data.get("photo"), codes):
                    form.add_error("photo", sentence)


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
    formset = PhotoBlockFormSet
    icon = "photo"

    def photos_of_form(self, request):
        article = request.resolver_match.kwargs.get("object_id")
        used = Photo.objects.select_related("photographer").distinct()
        return used.filter(photo_blocks__parent=article) if article else []


class QuoteBlockInline(TranslatedBlockInline):
    model = QuoteBlock
    icon = "format_quote"


@admin.register(Article)
class ArticleAdmin(PicksPhotos, ContentAdmin, ContentEditor):
    form = ArticleForm
    list_display = ["__str__", "kind"]
    list_filter = ["kind", "topics"]
    search_fields = [
        *languages.columns("title"),
        *languages.columns("standfirst"),
        *languages.columns("byline"),
        "slug",
    ]
    autocomplete_fields = ["see_also"]
    fieldsets = [
        (None, {"fields": ["title", "standfirst", ("kind", "lead_photo")]}),
        (
            _("More about this article"),
            {
                "fields": [
                    "dateline",
                    "byline",
                    "publisher",
                    "topics",
                    ("press_contact", "show_about"),
                    ("source_url", "see_also"),
                    ("slug", "original_language", "reading_minutes_override"),
                ],
                "classes": ["closing"],
            },
        ),
    ]
    inlines = [TextBlockInline, PhotoBlockInline, QuoteBlockInline]

    class Media:
        js = [module("desk-block-bar"), module("desk-slash-menu")]

    def get_changeform_initial_data(self, request):
        """A press release closes with the text about the network."""
        release = request.GET.get("kind") == Article.Kind.PRESS_RELEASE
        return {"show_about": release} | super().get_changeform_initial_data(request)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, TextBlockInline) and obj.pk is None:
            kwargs["initial"] = [{"region": Article.regions[0].key, "ordering": 10}]
        return kwargs

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "topics":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def heading(self, request, item):
        kind = request.GET.get("kind")
        if item is None and kind in Article.Kind.values:
            return _("New: {kind}").format(kind=Article.Kind(kind).label)
        return super().heading(request, item)
