from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import ReindexTrigger, Searchable, SearchEntry
from cms.text.rich_text import to_plain_text
from photos.models import Photo, Photographer


def photos() -> QuerySet[Photo]:
    return Photo.objects.select_related("photographer")


def photo_entry(photo: Photo) -> SearchEntry:
    """In every language: a photo without words is found by its credit and its file."""
    names = photo.photographer.names() if photo.photographer else []
    words = [photo.caption, photo.alt, photo.place, to_plain_text(str(photo.credit_line()))]
    return SearchEntry(
        title=str(photo),
        text="\n".join(filter(None, words)),
        url="",
        published_at=None,
        names=tuple(names),
        other_names=(photo.file_name,),
    )


def by_photographers(keys: Iterable[int]) -> QuerySet[Photo]:
    return Photo.objects.filter(photographer__in=keys)


SEARCHABLE = [
    Searchable(
        kind="photos",
        label=_("Photos"),
        items=photos,
        make_entry=photo_entry,
        triggers=(
            ReindexTrigger(Photo),
            ReindexTrigger(Photographer, "id", by_photographers),
        ),
        only_in_admin=True,
    )
]
