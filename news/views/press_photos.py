from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.publishing.noindex import noindex
from news.archive.press_photos import PressPhoto
from page_cache.decorators import cacheable_page
from photos.files import rendition_storage
from photos.models import Photo, private_storage


@require_safe
@cacheable_page()
def press_photo(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(Photo.objects.press_photos().displayable(), pk=pk)
    with open_or_404(rendition_storage.press_file_name(photo)) as file:
        size = file.size
    shown = PressPhoto(photo)
    context = {"press_photo": shown, "name": shown.title_in(), "size": size}
    return render(request, "news/press_room/press_photo.html", context)


@require_safe
def press_photo_file(request: HttpRequest, pk: int) -> FileResponse:
    """No cache keeps the file, as the photo can be taken down at any time."""
    photo = get_object_or_404(Photo.objects.press_photos().displayable(), pk=pk)
    file = open_or_404(rendition_storage.press_file_name(photo))
    response = FileResponse(file, as_attachment=True, filename=f"press-photo-{photo.pk}.jpg")
    response["Cache-Control"] = "no-store"
    return noindex(response)


def open_or_404(name: str) -> File:
    try:
        return private_storage().open(name)
    except FileNotFoundError as error:
        raise Http404 from error
