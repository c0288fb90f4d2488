from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import override

from cms.i18n import languages
from cms.publishing import structured_data
from photos.files import rendition_files
from photos.models import Photo

NAME_LENGTH = 70


@dataclass
class PressPhoto:
    """A press photo and the size of its file in bytes.

    Its `published_languages` and `url_in` are read by `_meta.html` and `_language_switch.html`.
    """

    photo: Photo
    size: int

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if self.photo.can_be_displayed(code)]

    def url_in(self, language: str) -> str:
        with override(language):
            return reverse("news:press-photo", args=[self.photo.pk])

    def name(self) -> str:
        caption = structured_data.strip_markup(languages.translated_html(self.photo, "caption"))
        return Truncator(caption or self.photo.alt_in()).chars(NAME_LENGTH)

    def file_url(self) -> str:
        return reverse("news:press-photo-file", args=[self.photo.pk])

    def pixels(self) -> tuple[int, int]:
        return rendition_files.press_dimensions(self.photo)
