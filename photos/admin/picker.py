"""Form fields that select photos: with a picker or, without JavaScript, from the newest."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field, QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.admin.forms import ContentForm
from cms.admin.inlines import SortableInline
from cms.fields import is_primary_key
from photos import completeness
from photos.limits_and_periods import MAX_SELECT_OPTIONS
from photos.models import Photo


class NewestPhotos:
    """Those that each select of a page offers without JavaScript, loaded once."""

    @cached_property
    def photos(self) -> list[Photo]:
        return list(Photo.objects.select_related("photographer")[:MAX_SELECT_OPTIONS])

    @cached_property
    def options(self) -> list[dict[str, Any]]:
        """What the template of a select prints of each. Django would make them anew for each."""
        return [_option(photo.pk, str(photo)) for photo in self.photos]

    @classmethod
    def of_request(cls, request: HttpRequest) -> "NewestPhotos":
        newest: NewestPhotos = vars(request).setdefault("newest_photos", cls())
        return newest


class PreloadedPhotos:
    """The photos of a form, loaded once for all fields that select from them."""

    def __init__(self, photos: Iterable[Photo] = (), newest: NewestPhotos | None = None) -> None:
        self._photos = photos
        self.newest = newest or NewestPhotos()

    @cached_property
    def _by_pk(self) -> dict[int, Photo | None]:
        return {photo.pk: photo for photo in self._photos}

    def get(self, value: object) -> Photo | None:
        if not is_primary_key(str(value or "")):
            return None
        pk = int(str(value))
        if pk not in self._by_pk:
            newest = (photo for photo in self.newest.photos if photo.pk == pk)
            photos = Photo.objects.select_related("photographer")
            self._by_pk[pk] = next(newest, None) or photos.filter(pk=pk).first()
        return self._by_pk[pk]


class PhotoSelect(forms.Select):
    """A select that JavaScript turns into the selected photo and a button for the picker."""

    template_name = "admin/widgets/photo_select.html"

    class Media:
        js = [Script("js/admin/photos/photo_select.js", type="module")]

    def __init__(self, photos: PreloadedPhotos, attrs=None):
        self.photos = photos
        super().__init__(attrs)

    def photo_summaries(self, photos: Iterable[Photo]) -> list[dict]:
        """Of the photos that a version of an item had."""
        return [photo_summary(photo) for photo in photos]

    def use_required_attribute(self, initial):
        # Django would fetch all photos to check whether the first option is empty.
        return False

    def optgroups(self, name, value, attrs=None):
        selected = self.photos.get(value[0] if value else None)
        options = [_option("", "---------")]
        if selected:
            options.append(_option(selected.pk, str(selected), selected=True))
        options += [
            option
            for option in self.photos.newest.options
            if not (selected and option["value"] == selected.pk)
        ]
        return [(None, options, 0)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        selected = self.photos.get(value)
        return context | {
            "picker_url": reverse("admin:photos_photo_picker"),
            "selected": photo_summary(selected) if selected else None,
        }


def _option(value: int | str, label: str, **attrs: bool) -> dict[str, Any]:
    return {"value": value, "label": label, "attrs": attrs}


class PhotoListInput(forms.TextInput):
    """Ordered primary keys of photos; JavaScript shows the photos and updates the list."""

    template_name = "admin/widgets/photo_list.html"

    class Media:
        js = [Script("js/admin/photos/photo_list.js", type="module")]

    photos = PreloadedPhotos()

    def photo_summaries(self, photos: Iterable[Photo]) -> list[dict]:
        """Of the photos that a version of an item had."""
        return [photo_summary(photo) for photo in photos]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        photos = map(self.photos.get, (value or "").split(","))
        return context | {
            "picker_url": reverse("admin:photos_photo_picker"),
            "photos": [photo_summary(photo) for photo in photos if photo],
        }


class PhotoListField(forms.CharField):
    """Ordered photos, submitted as "7,12,3"; cleaned to a list of photos without duplicates."""

    widget = PhotoListInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return ",".join(map(str, value)) if isinstance(value, list) else value

    def chosen_items(self, input_value: str) -> list[Photo]:
        """The photos that a version of an item had and that still exist, in their order."""
        pks = [int(pk) for pk in str(input_value or "").split(",") if is_primary_key(pk)]
        photos = Photo.objects.in_bulk(pks)
        return [photos[pk] for pk in pks if pk in photos]

    def clean(self, value) -> list[Photo]:
        submitted = super().clean(value).split(",")
        pks = [int(pk) for pk in dict.fromkeys(submitted) if is_primary_key(pk)]
        photos = Photo.objects.select_related("photographer").in_bulk(pks)
        if len(photos) < len([pk for pk in dict.fromkeys(submitted) if pk]):
            raise forms.ValidationError(_("One of these photos is no longer in the library."))
        return [photos[pk] for pk in pks]

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class ContentWithPhotoForm(ContentForm):
    """The form of an item whose page shows a photo. Refuses to publish the page while the photo
    lacks credit, alternative text or consent."""

    photo_field = "lead_photo"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        photo, codes = cleaned.get(self.photo_field), self.languages_to_publish()
        for sentence in completeness.publication_blockers_with_links(photo, codes):
            self.add_error(self.photo_field, sentence)
        return cleaned


class PhotoPickerMixin(BaseModelAdmin):
    """For admins and inlines: foreign keys to photos are selected with the picker."""

    # Lookup from Photo to the item of the form, by which the photos of the item are loaded at once.
    lookup_from_photo_to_item = ""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is not Photo:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        newest = NewestPhotos.of_request(request)
        photos = PreloadedPhotos(self.photos_of_item(request), newest)
        return db_field.formfield(widget=PhotoSelect(photos), empty_label=None)

    def photos_of_item(self, request: HttpRequest) -> QuerySet[Photo]:
        item = request.resolver_match and request.resolver_match.kwargs.get("object_id")
        if not (item and self.lookup_from_photo_to_item):
            return Photo.objects.none()
        photos = Photo.objects.select_related("photographer")
        return photos.filter(**{self.lookup_from_photo_to_item: item}).distinct()


class SortablePhotosInline(PhotoPickerMixin, SortableInline):
    add_label = _("Add photos")
    has_photo_picker = True
    fieldsets = [(None, {"fields": ["photo", "order"]})]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("photo")


def photo_summary(photo: Photo) -> dict:
    return {
        "pk": photo.pk,
        "title": str(photo),
        "thumbnail_url": thumbnail_url(photo),
        "missing": [*completeness.withheld_labels(photo), *completeness.missing_labels(photo)],
        "change_url": reverse("admin:photos_photo_change", args=[photo.pk]),
    }


def thumbnail_url(photo: Photo) -> str:
    """The query string changes with the file, so that no cache shows the old one."""
    return f"{reverse('admin:photos_photo_thumbnail', args=[photo.pk])}?{photo.folder_token[:6]}"
