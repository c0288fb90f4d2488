"""Choosing photos by looking at them; a plain list of the newest where scripts do not run."""

from functools import cached_property

from django import forms
from django.contrib import admin
from django.forms import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.admin import is_key
from network.rows import Rows
from photos import gaps
from photos.models import Photo

# What the plain list offers; the dialog finds all.
NEWEST = 100


class Prints:
    """The photos a form shows: loaded once, however many fields choose from them."""

    def __init__(self, shown=()):
        self._shown = shown

    @cached_property
    def _chosen(self) -> dict[int, Photo | None]:
        return {photo.pk: photo for photo in self._shown}

    @cached_property
    def newest(self) -> list[Photo]:
        return list(Photo.objects.select_related("photographer")[:NEWEST])

    def get(self, value) -> Photo | None:
        """The photo a field holds; None for nothing and for nonsense."""
        if not is_key(str(value or "")):
            return None
        pk = int(value)
        if pk not in self._chosen:
            found = (photo for photo in self.newest if photo.pk == pk)
            photos = Photo.objects.select_related("photographer")
            self._chosen[pk] = next(found, None) or photos.filter(pk=pk).first()
        return self._chosen[pk]


class PhotoSelect(forms.Select):
    """A select that scripts turn into the picked photo with a button to pick another."""

    template_name = "admin/widgets/photo.html"

    class Media:
        js = [Script("js/desk-photo-select.js", type="module")]

    def __init__(self, prints: Prints, attrs=None):
        self.prints = prints
        super().__init__(attrs)

    def use_required_attribute(self, initial):
        # Django would fetch all photos to look at the first.
        return False

    def optgroups(self, name, value, attrs=None):
        chosen = self.prints.get(value[0] if value else None)
        photos = self.prints.newest
        if chosen and chosen not in photos:
            photos = [chosen, *photos]
        self.choices = [("", "---------"), *((photo.pk, str(photo)) for photo in photos)]
        return super().optgroups(name, value, attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = self.prints.get(value)
        return context | {
            "picker": reverse("admin:photos_photo_pick"),
            "chosen": in_picker(chosen) if chosen else None,
        }


class PhotoList(forms.TextInput):
    """The numbers of photos in their order; scripts show the photos and keep the numbers."""

    template_name = "admin/widgets/photos.html"

    class Media:
        js = [Script("js/desk-photo-list.js", type="module")]

    prints = Prints()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        photos = map(self.prints.get, (value or "").split(","))
        return context | {
            "picker": reverse("admin:photos_photo_pick"),
            "photos": [in_picker(photo) for photo in photos if photo],
        }


class PhotoListField(forms.CharField):
    """Photos in an order, sent as "7,12,3"; cleaned to a list of photos, each once."""

    widget = PhotoList

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return ",".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value) -> list[Photo]:
        sent = super().clean(value).split(",")
        numbers = [int(pk) for pk in dict.fromkeys(sent) if pk.isdecimal() and len(pk) < 19]
        found = Photo.objects.select_related("photographer").in_bulk(numbers)
        if len(found) < len([pk for pk in dict.fromkeys(sent) if pk]):
            raise forms.ValidationError(_("One of these photos is no longer in the library."))
        return [found[pk] for pk in numbers]

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class PicksPhotos:
    """For admins and inlines: foreign keys to photos are chosen with the picker."""

    # How a query gets from a photo to the item of the form; its photos are then loaded in one.
    photos_by = ""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.related_model is not Photo:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        prints = Prints(self.photos_of_form(request))
        return db_field.formfield(widget=PhotoSelect(prints), empty_label=None)

    def photos_of_form(self, request):
        """The photos the form is sure to show."""
        item = request.resolver_match.kwargs.get("object_id")
        if not (item and self.photos_by):
            return Photo.objects.none()
        photos = Photo.objects.select_related("photographer")
        return photos.filter(**{self.photos_by: item}).distinct()


class PhotoRows(PicksPhotos, Rows, admin.StackedInline):
    """The photos of an item, in their order."""

    adds = _("Add photos")
    picks_photos = True
    fieldsets = [(None, {"fields": ["photo", "order"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo")


def in_picker(photo: Photo) -> dict:
    """A photo as the picker shows it."""
    return {
        "pk": photo.pk,
        "title": str(photo),
        "image": small_address(photo),
        "gaps": gaps.of(photo),
        "form": reverse("admin:photos_photo_change", args=[photo.pk]),
    }


def small_address(photo: Photo) -> str:
    """The small picture for coordinators. The mark behind it changes with the picture."""
    return f"{reverse('admin:photos_photo_small', args=[photo.pk])}?{photo.key[:6]}"
