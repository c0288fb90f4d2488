"""What a coordinator sees of the photos: the library, and what each photo still lacks."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from network import languages
from network.admin import TranslatedAdmin, module
from photos import darkroom, gaps
from photos.models import Photo, Photographer, originals
from photos.picker import in_picker, small_address

PHOTOS_A_PAGE = 24

# What, when it changes, makes other files; and what changes only what they say or where they lie.
OTHER_PICTURE = {"original", "focus_x", "focus_y"}
OTHER_THANKS = {
    "consent",
    "licence",
    "photographer",
    *languages.columns("credit_organisation"),
    *languages.columns("credit_override"),
}


@admin.register(Photographer)
class PhotographerAdmin(TranslatedAdmin):
    adds_many = True
    list_display = ["__str__", "website"]
    search_fields = languages.columns("name")
    fieldsets = [(None, {"fields": ["name", "website"]})]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            for photo in obj.photos.all():
                darkroom.refresh(photo)


class GapFilter(admin.SimpleListFilter):
    title = _("still lacking")
    parameter_name = "lacking"

    def lookups(self, request, model_admin):
        alt = _("alternative text ({language})")
        yield "credit", _("credit")
        for code in languages.codes():
            yield f"alt-{code}", alt.format(language=languages.name(code))
        yield "consent", _("assessment of consent")

    def queryset(self, request, queryset):
        queries = {"credit": gaps.without_credit, "consent": gaps.without_consent} | {
            f"alt-{code}": partial(gaps.without_alt, language=code) for code in languages.codes()
        }
        query = queries.get(self.value())
        return query(queryset) if query else queryset


@admin.register(Photo)
class PhotoAdmin(TranslatedAdmin):
    adds_many = True
    list_display = ["picture", "__str__", "credit", "consent", "lacking"]
    list_display_links = ["picture", "__str__"]
    list_filter = [GapFilter, "consent", "press_use", "licence"]
    list_select_related = ["photographer"]
    list_per_page = 50
    search_fields = [
        *languages.columns("caption"),
        *languages.columns("alt"),
        *languages.columns("place"),
        *languages.columns("credit_organisation"),
        *languages.columns("credit_override"),
        *languages.columns("photographer__name"),
        "file_name",
    ]
    autocomplete_fields = ["photographer"]
    readonly_fields = ["preview", "used_in"]
    fieldsets = [
        (None, {"fields": ["original", "preview", ("focus_x", "focus_y")]}),
        (_("In words"), {"fields": ["alt", "decorative", "caption"]}),
        (
            _("Whom to thank"),
            {"fields": ["photographer", "credit_organisation", "credit_override"]},
        ),
        (_("May it be shown?"), {"fields": ["consent", ("licence", "press_use")]}),
        (_("When and where"), {"fields": ["taken_on", "place", "used_in"]}),
    ]

    class Media:
        js = [module("desk-focal-point")]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("pick/", view(self.pick), name="photos_photo_pick"),
            path("<int:pk>/small/", view(self.small, cacheable=True), name="photos_photo_small"),
            *super().get_urls(),
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "original":
            # Django's own widget links to the file; originals have no address.
            kwargs["widget"] = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
        if db_field.name in ("focus_x", "focus_y"):
            kwargs["widget"] = forms.NumberInput(attrs={"step": "0.01", "min": 0, "max": 1})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("picture"))
    def picture(self, photo: Photo) -> str:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy">', small_address(photo), photo
        )

    @admin.display(description=_("credit"))
    def credit(self, photo: Photo) -> str:
        return photo.credit_line()

    @admin.display(description=_("still lacking"))
    def lacking(self, photo: Photo) -> str:
        return format_html_join(
            " ", '<span class="gap">{}</span>', ([gap] for gap in gaps.of(photo))
        )

    @admin.display(description=_("most important point"))
    def preview(self, photo: Photo) -> str:
        if not photo.pk:
            return _("Appears when a picture is chosen.")
        return format_html('<img class="focal-picture" src="{}" alt="">', small_address(photo))

    @admin.display(description=_("used in"))
    def used_in(self, photo: Photo) -> str:
        return format_html_join(", ", "{}", ([link] for link in uses(photo))) or _("nothing yet")

    def save_model(self, request, obj, form, change):
        if "original" in form.changed_data:
            darkroom.receive(obj)
        super().save_model(request, obj, form, change)
        if not obj.developed or OTHER_PICTURE.intersection(form.changed_data):
            darkroom.develop(obj)
        elif OTHER_THANKS.intersection(form.changed_data):
            darkroom.refresh(obj)

    def get_deleted_objects(self, objs, request):
        """Blocks of an article mean nothing to a coordinator; the article does."""
        *found, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [link for photo in objs for link in uses(photo)]
        return (*found, protected)

    def delete_model(self, request, obj):
        key, files = obj.key, [obj.original.name, darkroom.desk_name(obj)]
        super().delete_model(request, obj)
        transaction.on_commit(partial(discard, key, files))

    def delete_queryset(self, request, queryset):
        for photo in queryset:
            self.delete_model(request, photo)

    def pick(self, request: HttpRequest) -> HttpResponse:
        """The photos that a word finds, newest first, as a piece of HTML for the picker."""
        photos = Photo.objects.select_related("photographer")
        found, _many = self.get_search_results(request, photos, request.GET.get("q", ""))
        page = Paginator(found, PHOTOS_A_PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "photos": [in_picker(photo) for photo in page]}
        return render(request, "admin/photos/photo/_pick.html", context)

    def small(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The small picture; private, as the photo may never be public."""
        name = darkroom.desk_name(get_object_or_404(Photo, pk=pk))
        try:
            file = originals().open(name)
        except FileNotFoundError as missing:
            raise Http404 from missing
        response = FileResponse(file, content_type="image/jpeg")
        response["Cache-Control"] = "private, max-age=86400"
        return response


def uses(photo: Photo) -> list[str]:
    """Links to what shows a photo. A piece of an article or event counts as the whole."""
    users = {}
    for relation in photo._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            for user in getattr(photo, relation.get_accessor_name()).all():
                whole = user.used_on()
                users[whole._meta.label, whole.pk] = whole
    return [form_link(user) for user in users.values()]


def form_link(item: models.Model) -> str:
    opts = item._meta
    try:
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[item.pk])
    except NoReverseMatch:
        return str(item)
    return format_html('<a href="{}">{}</a>', address, item)


def discard(key: str, files: list[str]) -> None:
    """Put away the files of a deleted photo."""
    darkroom.discard(key)
    for name in files:
        originals().delete(name)
