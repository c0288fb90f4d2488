"""An article on one screen, in all languages."""

from collections.abc import Iterator

from content_editor.admin import ContentEditor
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationInlineModelAdmin

from events.models import Event
from network import languages, proofreading
from network.admin import ContentAdmin, SideBySide, module
from network.forms import HTML_MOMENT, ContentForm
from network.rows import Rows
from news import documents, galleries, reporting, sharing
from news.admin.blocks import (
    EventBlockInline,
    FigureBlockInline,
    FileBlockInline,
    GalleryBlockInline,
    PhotoBlockInline,
    QuoteBlockInline,
    TextBlockInline,
    VideoBlockInline,
)
from news.forms import FileForm
from news.models import Article, Correction, FileBlock, GalleryBlock
from photos import gaps
from photos.picker import PicksPhotos


class ArticleForm(ContentForm):
    """What is to be public shows no photo that may not be shown."""

    def clean(self):
        cleaned = super().clean()
        for sentence in gaps.sentences(cleaned.get("lead_photo"), self.to_be_public()):
            self.add_error("lead_photo", sentence)
        return cleaned


class CorrectionInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    model = Correction
    adds = _("Add a correction")
    ordered = False
    fieldsets = [(None, {"fields": ["corrected_on", "text"]})]


@admin.register(Article)
class ArticleAdmin(PicksPhotos, ContentAdmin, ContentEditor):
    form = ArticleForm
    change_form_template = "admin/news/article/change_form.html"
    list_display = ["__str__", "kind"]
    list_filter = ["kind", "campaign", "topics"]
    search_fields = [
        *languages.columns("title"),
        *languages.columns("standfirst"),
        *languages.columns("byline"),
        "slug",
    ]
    autocomplete_fields = ["see_also", "event", "campaign", "published_by"]
    fieldsets = [
        (None, {"fields": ["title", "standfirst", ("kind", "lead_photo")]}),
        (
            _("More about this article"),
            {
                "fields": [
                    ("event", "campaign"),
                    "dateline",
                    "byline",
                    "published_by",
                    "topics",
                    "embargo_until",
                    ("press_contact", "show_about"),
                    ("source_url", "see_also"),
                    ("slug", "original_language", "reading_minutes_override"),
                ],
                "classes": ["closing"],
            },
        ),
    ]
    # In the order in which the editor offers them; the first three stand in sight.
    inlines = [
        TextBlockInline,
        PhotoBlockInline,
        QuoteBlockInline,
        GalleryBlockInline,
        VideoBlockInline,
        FileBlockInline,
        FigureBlockInline,
        EventBlockInline,
        CorrectionInline,
    ]

    class Media:
        js = [
            module("desk-block-bar"),
            module("desk-rows"),
            module("desk-slash-menu"),
            module("desk-preview-links"),
        ]

    def get_urls(self):
        guard = self.admin_site.admin_view
        links, name = "<int:pk>/preview-links/", "news_article_preview_links"
        return [
            path("about/<int:pk>/", guard(self.write_about), name="news_article_write_about"),
            path(links, guard(sharing.make), name=name),
            path(f"{links}<int:link>/revoke/", guard(sharing.revoke), name=f"{name}_revoke"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def write_about(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A draft about an event with all that is known of it, opened."""
        events = self.admin_site.get_model_admin(Event)
        if not (self.has_add_permission(request) and events.has_view_permission(request)):
            raise PermissionDenied
        try:
            article, is_new = reporting.begin(pk)
        except Event.DoesNotExist as error:
            raise Http404 from error
        if is_new:
            self.log_addition(request, article, _("Drafted from the event."))
            words = _("This is a draft: what is known of the event is in it. Nobody reads it yet.")
        else:
            words = _("The draft about this event was there already. You can go on with it here.")
        self.message_user(request, words, messages.SUCCESS)
        return redirect(self._address("change", article.pk))

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

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "embargo_until":
            moment = forms.DateTimeInput({"type": "datetime-local"}, format=HTML_MOMENT)
            return db_field.formfield(widget=moment)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def heading(self, request, item):
        kind = request.GET.get("kind")
        if item is None and kind in Article.Kind.values:
            return _("New: {kind}").format(kind=Article.Kind(kind).label)
        return super().heading(request, item)

    def render_change_form(self, request, context, **kwargs):
        if (article := context.get("original")) and self.has_change_permission(request, article):
            context["sharing"] = sharing.links(article)
        return super().render_change_form(request, context, **kwargs)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is GalleryBlock:
            for gallery in formset.forms:
                if gallery.has_changed() and gallery not in formset.deleted_forms:
                    galleries.hang(gallery.instance, gallery.cleaned_data["photos"])

        if formset.model is FileBlock:
            for file in formset.forms:
                self.tell_of(file, request)

    def tell_of(self, file: FileForm, request: HttpRequest) -> None:
        """What is wrong with a document that was uploaded nevertheless."""
        upload = file.upload() if file.is_valid() else None
        if upload and (remark := documents.remark(upload)):
            self.message_user(request, remark, messages.WARNING)

    def slips(self, item: Article) -> Iterator[tuple[str, str]]:
        """Of the article and its blocks; a date without a year is of the year it came out."""
        saved = Article.objects.get(pk=item.pk)
        moments = filter(None, map(saved.public_from, languages.codes()))
        year = min(moments, default=timezone.now()).year
        for part in [saved, *saved.all_blocks, *saved.corrections.all()]:
            yield from proofreading.slips(part, year)
