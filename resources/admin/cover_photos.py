"""Makes the cover of a resource from the first page of its PDF, as a photo of the library."""

from typing import cast

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.files import first_pages
from cms.i18n import languages
from photos.files import photo_uploads
from photos.files.duplicates import DuplicatePhotoError
from photos.models import Photo
from resources.models import Resource, ResourceFile

MAX_CREDIT_LENGTH = cast(int, Photo._meta.get_field("credit_organisation").max_length)


def pdf_files(resource: Resource) -> QuerySet[ResourceFile]:
    return resource.files.filter(file__iendswith=".pdf")


def add_photo_of_first_page(source: ResourceFile) -> Photo:
    """A new photo, or the one in the library that shows this very picture.

    No page shows a new one yet, as nobody has assessed its consent. Call it outside a transaction:
    a decoder process runs meanwhile. Raises ValidationError, OSError.
    """
    picture = first_pages.draw_first_page(source.file, str(source))
    try:
        return photo_uploads.get_or_add_photo(_described_photo(source.resource), picture)
    except DuplicatePhotoError as error:
        return error.photo


def languages_with_title(resource: Resource) -> list[str]:
    return [code for code in languages.codes() if resource.title_in(code)]


def _described_photo(resource: Resource) -> Photo:
    photo = Photo()
    for code in languages_with_title(resource):
        with override(code):
            alt = _("Cover of “{title}”").format(title=resource.title_in(code))
        setattr(photo, languages.field_name("alt", code), alt)
    publisher = resource.publisher
    for code in languages.codes():
        name = (
            getattr(publisher, languages.field_name("name", code))
            if publisher
            else getattr(resource, languages.field_name("publisher_name", code))
        )
        credit = Truncator(name or "").chars(MAX_CREDIT_LENGTH)
        setattr(photo, languages.field_name("credit_organisation", code), credit)
    return photo
