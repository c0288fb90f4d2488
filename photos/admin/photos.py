from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.admin import TranslatedAdmin, module_script
from cms.admin.edits.bulk_edits import BulkEditMixin
from cms.i18n import languages
from cms.text import proofreading
from cms.text.proofreading_messages import Finding
from notes.admin import NotesMixin
from photos import actions as photo_actions
from photos import completeness, usage
from photos.admin import views
from photos.admin.bulk_credits import CreditEdit
from photos.admin.filters import LicenceEndsFilter, MissingFilter, UsedFilter, WithheldFilter
from photos.admin.forms import PhotoForm
from photos.admin.picker import thumbnail_url
from photos.files import photo_uploads
from photos.models import Photo


@admin.register(Photo)
class PhotoAdmin(NotesMixin, BulkEditMixin, TranslatedAdmin):
    form = PhotoForm
    show_save_and_add_another = True
    list_display = ["thumbnail", "__str__", "credit", "consent", "missing", "use"]
    list_display_links = ["thumbnail", "__str__"]
    list_filter = [
        MissingFilter,
        UsedFilter,
        WithheldFilter,
        LicenceEndsFilter,
        "press_use",
        "consent",
        "licence",
    ]
    list_select_related = ["photographer"]
    list_per_page = 48
    search_fields = [
        *languages.field_names("caption"),
        *languages.field_names("alt"),
        *languages.field_names("place"),
        *languages.field_names("credit_organisation"),
        *languages.field_names("credit_override"),
        *languages.field_names("photographer__name"),
        "file_name",
    ]
    actions = ["take_down", "show_again"]
    bulk_edits = (CreditEdit,)
    autocomplete_fields = ["photographer"]
    readonly_fields = ["preview", "used_in"]
    fieldsets = [
        (None, {"fields": ["preview", ("focus_x", "focus_y"), "original", "used_in"]}),
        (_("Alternative text and caption"), {"fields": ["alt", "decorative", "caption"]}),
        (
            _("Credits"),
            {"fields": ["photographer", "credit_organisation", "credit_override"]},
        ),
        (
            _("May it be shown?"),
            {
                "fields": [
                    "consent",
                    "completed_checks",
                    ("licence", "licence_ends_on"),
                    ("press_use", "is_person_portrait"),
                ]
            },
        ),
        (_("When and where"), {"fields": ["taken_on", "place"]}),
    ]
    change_form_template = "photos/admin/photo/change_form.html"
    change_list_template = "photos/admin/photo/change_list.html"
    delete_confirmation_template = "photos/admin/photo/delete_confirmation.html"

    class Media:
        js = [module_script("photos/focal_point")]

    def get_urls(self):
        admin_view = self.admin_site.admin_view
        thumbnail = admin_view(views.thumbnail, cacheable=True)
        return [
            path("picker/", admin_view(views.picker), name="photos_photo_picker"),
            path("bulk-upload/", admin_view(views.bulk_upload), name="photos_photo_bulk_upload"),
            path("upload/", admin_view(views.upload), name="photos_photo_upload"),
            path(
                "shared-fields/", admin_view(views.shared_fields), name="photos_photo_shared_fields"
            ),
            path("describe/", admin_view(views.describe), name="photos_photo_describe"),
            path("forms/", admin_view(views.photo_forms), name="photos_photo_forms"),
            path("<int:pk>/update/", admin_view(views.update), name="photos_photo_update"),
            path("<int:pk>/take-down/", admin_view(views.take_down), name="photos_photo_take_down"),
            path(
                "<int:pk>/show-again/", admin_view(views.show_again), name="photos_photo_show_again"
            ),
            path("<int:pk>/thumbnail/", thumbnail, name="photos_photo_thumbnail"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj=None):
        """The form of a new photo has `allow_duplicate` in place of `used_in`."""
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj is None:
            *fields, _used_in = options["fields"]
            options = options | {"fields": [*fields, "allow_duplicate"]}
        return [(name, options), *others]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(is_used=usage.is_used())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if photo := context.get("original"):
            context["is_taken_down"] = photo.taken_down_at is not None
            context["has_licence_ended"] = photo.has_licence_ended()
            context["on_hold"] = photo.on_hold
            context["may_take_down"] = self.has_change_permission(request, photo)
            if field := context["adminform"].form.fields.get("original"):
                field.label = _("Another file for this photo")
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("picture"))
    def thumbnail(self, photo: Photo) -> str:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy">', thumbnail_url(photo), photo
        )

    @admin.display(description=_("credit"))
    def credit(self, photo: Photo) -> str:
        return photo.credit_line()

    @admin.display(description=pgettext_lazy("photos", "missing"), empty_value="")
    def missing(self, photo: Photo) -> str:
        return format_html_join(
            " ",
            '<span class="missing-label">{}</span>',
            ([label] for label in completeness.missing_labels(photo)),
        )

    @admin.display(description=_("used"))
    def use(self, photo: Photo) -> str:
        if photo.taken_down_at:
            url = reverse("admin:photos_photo_show_again", args=[photo.pk])
            button = '<button formaction="{}" class="plain">{}</button>'
            return format_html(button, url, _("Show it again"))
        if photo.on_hold:
            return " ".join(completeness.withheld_labels(photo))
        # Annotated by `get_queryset`.
        return gettext("used") if getattr(photo, "is_used", False) else gettext("unused")

    def search_status(self, item: Photo) -> str:
        return ", ".join(completeness.withheld_labels(item))

    @admin.display(description=_("focus"))
    def preview(self, photo: Photo) -> str:
        if not photo.pk:
            return gettext("Appears when a picture is chosen.")
        return format_html('<img class="focal-image" src="{}" alt="">', thumbnail_url(photo))

    @admin.display(description=_("used in"))
    def used_in(self, photo: Photo) -> str:
        links = format_html_join(", ", "{}", ([link] for link in links_to_items_using(photo)))
        return links or gettext("nothing yet")

    @admin.action(description=_("Take down from every page"), permissions=["change"])
    def take_down(self, request: HttpRequest, photos):
        failed = views.apply_to_photos(photo_actions.take_down, photos)
        if failed:
            self.message_user(request, views.files_still_public_message(failed), messages.ERROR)
        if count := len(photos) - len(failed):
            message = ngettext("{n} photo taken down.", "{n} photos taken down.", count)
            self.message_user(request, message.format(n=count), messages.SUCCESS)

    @admin.action(description=_("Show again where they were"), permissions=["change"])
    def show_again(self, request: HttpRequest, photos):
        licensed = [photo for photo in photos if not photo.has_licence_ended()]
        failed = views.apply_to_photos(photo_actions.show_again, licensed)
        shown_again = [photo for photo in licensed if not photo.on_hold and photo not in failed]
        if failed:
            self.message_user(request, views.not_shown_again_message(failed), messages.ERROR)
        if shown_again:
            message = ngettext(
                "{n} photo shown again.", "{n} photos shown again.", len(shown_again)
            )
            self.message_user(request, message.format(n=len(shown_again)), messages.SUCCESS)
        if len(licensed) < len(photos):
            self.message_user(request, views.LICENCE_ENDED, messages.WARNING)
        if len(shown_again) + len(failed) < len(licensed):
            self.message_user(request, views.STILL_ON_HOLD, messages.WARNING)

    def save_model(self, request: HttpRequest, obj, form, change):
        if not form.rendered_upload:
            photo_actions.update(obj, form.changed_data)
        elif change:
            photo_uploads.replace_file(obj, form.rendered_upload)
        else:
            photo_uploads.add_photo(obj, form.rendered_upload)

    def find_problems(self, item: Photo):
        yield from super().find_problems(item)
        for code in languages.codes():
            caption = getattr(item, languages.field_name("caption", code)) or ""
            for sentence in proofreading.alt_text_problems(item.alt_in(code), caption):
                name = languages.field_name("alt", code)
                yield Finding(item, name, languages.language_name(code), sentence)

    def get_deleted_objects(self, objs, request: HttpRequest):
        *others, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [link for photo in objs for link in links_to_items_using(photo)]
        return (*others, protected)

    def delete_model(self, request: HttpRequest, obj):
        photo_actions.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset):
        for photo in queryset:
            photo_actions.delete(photo)


def links_to_items_using(photo: Photo) -> list[str]:
    return [link_to_form(item) for item in usage.items_using(photo)]


def link_to_form(item: models.Model) -> str:
    opts = item._meta
    try:
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[item.pk])
    except NoReverseMatch:
        return str(item)
    return format_html('<a href="{}">{}</a>', url, item)
