"""What a coordinator sees of the photos: the library, and what each photo still lacks."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network import languages, lint
from network.admin import TranslatedAdmin, module
from photos import duplicates, gaps, library, views
from photos.models import Photo, Photographer
from photos.picker import in_picker, small_address

PHOTOS_A_PAGE = 24


@admin.register(Photographer)
class PhotographerAdmin(TranslatedAdmin):
    """Names are corrected in the list; every photo then thanks by the new name."""

    adds_many = True
    list_display = ["__str__", *languages.columns("name"), "website"]
    list_editable = languages.columns("name")
    search_fields = languages.columns("name")
    fieldsets = [(None, {"fields": ["name", "website"]})]

    def get_changelist_formset(self, request, **kwargs):
        """Fields in the list have no label in sight."""
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
            field.help_text = ""
        return formset

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            library.sign_anew(obj)


class GapFilter(admin.SimpleListFilter):
    title = _("still lacking")
    parameter_name = "lacking"

    def lookups(self, request, model_admin):
        alt = _("alternative text ({language})")
        yield "credit", _("credit")
        for code in languages.codes():
            yield f"alt-{code}", alt.format(language=languages.name(code))
        yield "words", _("alternative text in any language")
        yield "consent", _("assessment of consent")

    def queryset(self, request, queryset):
        queries = {
            "credit": gaps.without_credit,
            "consent": gaps.without_consent,
            "words": gaps.without_words,
        } | {f"alt-{code}": partial(gaps.without_alt, language=code) for code in languages.codes()}
        query = queries.get(self.value())
        return query(queryset) if query else queryset


class YesNoFilter(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return self.chosen(queryset)
            case "no":
                return queryset.exclude(pk__in=self.chosen(Photo.objects.all()).values("pk"))
        return queryset


class UseFilter(YesNoFilter):
    title = _("used")
    parameter_name = "used"

    def chosen(self, photos):
        return photos.filter(library.used())


class WithdrawnFilter(YesNoFilter):
    title = _("withdrawn")
    parameter_name = "withdrawn"

    def chosen(self, photos):
        return photos.withdrawn()


class PhotoForm(forms.ModelForm):
    """Asks what only an eye sees; nothing of it has to be ticked."""

    looked_at = forms.MultipleChoiceField(
        label=_("Looked at"),
        choices=Photo.Look,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what you have looked at. It is asked, not checked: you decide."),
    )
    keep_twice = forms.BooleanField(
        label=_("Keep the picture twice if it is in the library already"), required=False
    )

    def clean(self):
        """A new photo is of a picture that the library does not hold, or it is wished."""
        cleaned = super().clean()
        upload = cleaned.get("original")
        if self.instance._state.adding and upload and not cleaned.get("keep_twice"):
            try:
                duplicates.refuse(library.identified(upload))
            except duplicates.SamePhotoError as refusal:
                self.add_error("original", refusal)
        return cleaned


@admin.register(Photo)
class PhotoAdmin(TranslatedAdmin):
    form = PhotoForm
    adds_many = True
    list_display = ["picture", "__str__", "credit", "consent", "lacking", "use"]
    list_display_links = ["picture", "__str__"]
    list_filter = [GapFilter, UseFilter, WithdrawnFilter, "press_use", "consent", "licence"]
    list_select_related = ["photographer"]
    list_per_page = 48
    search_fields = [
        *languages.columns("caption"),
        *languages.columns("alt"),
        *languages.columns("place"),
        *languages.columns("credit_organisation"),
        *languages.columns("credit_override"),
        *languages.columns("photographer__name"),
        "file_name",
    ]
    actions = ["withdraw", "restore"]
    autocomplete_fields = ["photographer"]
    readonly_fields = ["preview", "used_in"]
    fieldsets = [
        (None, {"fields": ["preview", ("focus_x", "focus_y"), "original", "used_in"]}),
        (_("In words"), {"fields": ["alt", "decorative", "caption"]}),
        (
            _("Whom to thank"),
            {"fields": ["photographer", "credit_organisation", "credit_override"]},
        ),
        (
            _("May it be shown?"),
            {"fields": ["consent", "looked_at", ("licence", "press_use", "is_portrait")]},
        ),
        (_("When and where"), {"fields": ["taken_on", "place"]}),
    ]

    class Media:
        js = [module("desk-focal-point")]

    def get_urls(self):
        guard = self.admin_site.admin_view
        pages = {
            "pick/": guard(views.may_view(self.pick)),
            "many/": guard(views.many),
            "take-in/": guard(views.take_in),
            "shared/": guard(views.shared),
            "words/": guard(views.words),
            "pieces/": guard(views.pieces),
            "<int:pk>/tell/": guard(views.tell),
            "<int:pk>/withdraw/": guard(views.withdraw),
            "<int:pk>/restore/": guard(views.restore),
            "<int:pk>/small/": guard(views.small, cacheable=True),
        }
        named = [
            path(route, view, name=f"photos_photo_{route.strip('/').rpartition('/')[2]}")
            for route, view in pages.items()
        ]
        return [*named, *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        """A new photo may be of a picture that is there already, and is used nowhere."""
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj is None:
            *fields, _used_in = options["fields"]
            options = options | {"fields": [*fields, "keep_twice"]}
        return [(name, options), *others]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(is_used=library.used())

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "original":
            # Django's own widget links to the file; originals have no address.
            kwargs["widget"] = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
        if db_field.name in ("focus_x", "focus_y"):
            kwargs["widget"] = forms.NumberInput(attrs={"step": "0.01", "min": 0, "max": 1})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, **kwargs):
        if photo := context.get("original"):
            context["withdrawn"] = photo.withdrawn_at is not None
            context["held"] = photo.held
            context["may_withdraw"] = self.has_change_permission(request, photo)
            if field := context["adminform"].form.fields.get("original"):
                field.label = _("Another file for this photo")
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description=_("picture"))
    def picture(self, photo: Photo) -> str:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy">', small_address(photo), photo
        )

    @admin.display(description=_("credit"))
    def credit(self, photo: Photo) -> str:
        return photo.credit_line()

    @admin.display(description=_("still lacking"), empty_value="")
    def lacking(self, photo: Photo) -> str:
        return format_html_join(
            " ", '<span class="gap">{}</span>', ([gap] for gap in gaps.of(photo))
        )

    @admin.display(description=_("used"))
    def use(self, photo: Photo) -> str:
        if photo.withdrawn_at:
            address = reverse("admin:photos_photo_restore", args=[photo.pk])
            button = '<button formaction="{}" class="plain">{}</button>'
            return format_html(button, address, _("Show it again"))
        if photo.held:
            return _("kept back")
        return _("used") if photo.is_used else _("unused")

    @admin.display(description=_("most important point"))
    def preview(self, photo: Photo) -> str:
        if not photo.pk:
            return _("Appears when a picture is chosen.")
        return format_html('<img class="focal-picture" src="{}" alt="">', small_address(photo))

    @admin.display(description=_("used in"))
    def used_in(self, photo: Photo) -> str:
        return format_html_join(", ", "{}", ([link] for link in links(photo))) or _("nothing yet")

    @admin.action(description=_("Withdraw from every page"), permissions=["change"])
    def withdraw(self, request, photos):
        for photo in photos:
            library.withdraw(photo)
        said = ngettext("{n} photo withdrawn.", "{n} photos withdrawn.", len(photos))
        self.message_user(request, said.format(n=len(photos)), messages.SUCCESS)

    @admin.action(description=_("Show again wherever they stood"), permissions=["change"])
    def restore(self, request, photos):
        for photo in photos:
            library.restore(photo)
        free = [photo for photo in photos if not photo.held]
        said = ngettext("{n} photo shown again.", "{n} photos shown again.", len(free))
        self.message_user(request, said.format(n=len(free)), messages.SUCCESS)
        if len(free) < len(photos):
            self.message_user(request, views.STILL_HELD, messages.WARNING)

    def save_model(self, request, obj, form, change):
        """The words first: what a file is developed with stands in them."""
        if "original" in form.changed_data:
            upload = form.cleaned_data["original"]
            if change:
                library.replace(obj, upload)
            else:
                twice = form.cleaned_data["keep_twice"]
                library.take_in_once(upload, obj, keep_twice=twice)
        else:
            library.describe(obj, form.changed_data)

    def slips(self, item: Photo):
        yield from super().slips(item)
        for code in languages.codes():
            caption = getattr(item, languages.column("caption", code)) or ""
            for sentence in lint.alt_findings(item.alt_in(code), caption):
                yield languages.name(code), sentence

    def get_deleted_objects(self, objs, request):
        """Blocks of an article mean nothing to a coordinator; the article does."""
        *found, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [link for photo in objs for link in links(photo)]
        return (*found, protected)

    def delete_model(self, request, obj):
        library.remove(obj)

    def delete_queryset(self, request, queryset):
        for photo in queryset:
            library.remove(photo)

    def pick(self, request: HttpRequest) -> HttpResponse:
        """The photos that a word finds, newest first, as a piece of HTML for the picker."""
        photos = Photo.objects.select_related("photographer")
        found, _many = self.get_search_results(request, photos, request.GET.get("q", ""))
        page = Paginator(found, PHOTOS_A_PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "photos": [in_picker(photo) for photo in page]}
        return render(request, "admin/photos/photo/_pick.html", context)


def links(photo: Photo) -> list[str]:
    """Links to the forms of what shows a photo."""
    return [form_link(item) for item in library.uses(photo)]


def form_link(item: models.Model) -> str:
    opts = item._meta
    try:
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[item.pk])
    except NoReverseMatch:
        return str(item)
    return format_html('<a href="{}">{}</a>', address, item)
