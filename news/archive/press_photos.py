"""The photos that newsrooms may print, each with a page of its own."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import override

from cms.i18n import languages
from cms.publishing.structured_data import strip_markup
from photos.files import rendition_storage
from photos.models import Photo, PhotoQuerySet

MAX_NAME_LENGTH = 70


def press_photos_with_page() -> PhotoQuerySet:
    """Those that a page may show in any language."""
    is_described = Q(decorative=True)
    for alt in languages.field_names("alt"):
        is_described |= Q(**{f"{alt}__gt": ""})
    rendered = Photo.objects.press_photos().exclude(rendition_widths={})
    return rendered.with_publishable_files().filter(is_described)


@dataclass(frozen=True)
class PressPhoto:
    """A press photo as an item with a page: `_meta.html` and `_language_switch.html` read its
    `published_languages` and `url_in`."""

    photo: Photo

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if self.photo.is_displayable(code)]

    def title_in(self, language: str | None = None) -> str:
        with override(language or languages.active()):
            caption = strip_markup(languages.translated_html(self.photo, "caption"))
            return Truncator(caption or self.photo.alt_in()).chars(MAX_NAME_LENGTH)

    def url_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return reverse("news:press-photo", args=[self.photo.pk])

    def file_url(self) -> str:
        return reverse("news:press-photo-file", args=[self.photo.pk])

    def pixels(self) -> tuple[int, int]:
        return rendition_storage.press_dimensions(self.photo)
