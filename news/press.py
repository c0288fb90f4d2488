"""A press photo as its page presents it: the file a newsroom gets, and in which languages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import override

from network import languages, structured_data
from photos import darkroom
from photos.models import Photo

NAME_LENGTH = 70


@dataclass
class PressPhoto:
    """Answers what `_meta.html` and `_language_switch.html` ask of an item. `size` in bytes."""

    photo: Photo
    size: int

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if self.photo.is_showable(code)]

    def address_in(self, language: str) -> str:
        with override(language):
            return reverse("news:press-photo", args=[self.photo.pk])

    def name(self) -> str:
        """What the page is called where it is linked."""
        caption = structured_data.plain(languages.words(self.photo, "caption"))
        return Truncator(caption or self.photo.alt_in()).chars(NAME_LENGTH)

    def file_address(self) -> str:
        return reverse("news:press-photo-file", args=[self.photo.pk])

    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        return darkroom.press_size(self.photo)
