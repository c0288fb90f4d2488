"""The photo desk: many photos at once, each in a request of its own, and words for the new ones."""

import secrets

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network import uploads
from photos import darkroom, duplicates, gaps, library
from photos.duplicates import SamePhotoError
from photos.forms import SharedForm, TellingForm, WordsForm
from photos.models import Photo, Photographer, originals
from photos.picker import in_picker

# As many as a page of words can hold; the rest follows on the next.
PHOTOS_A_PAGE = 40

STILL_HELD = gettext_lazy(
    "Not shown yet: somebody in the photo is hidden or does not agree to be shown. It returns by "
    "itself when that changes."
)

may_add = permission_required("photos.add_photo", raise_exception=True)
may_change = permission_required("photos.change_photo", raise_exception=True)
may_view = permission_required("photos.view_photo", raise_exception=True)


@may_add
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Many photos that have photographer, licence and consent in common.

    With scripts every file is sent to `take_in` by itself; without, all come here together.
    """
    form = SharedForm(request.POST or None)
    key = request.POST.get("key") or new_upload_key()
    if request.method == "POST" and form.is_valid():
        photos = _take_in_all(request, request.FILES.getlist("file"))
        if photos:
            return redirect(f"{reverse('admin:photos_photo_words')}?{_query(photos)}")
    context = {"form": form, "title": _("Add many photos"), "photographers": names(), "key": key}
    return _page(request, "many", context)


def _take_in_all(request: HttpRequest, files: list[UploadedFile]) -> list[Photo]:
    """Take in what can be used; what cannot is named with the reason."""
    taken = []
    for number, upload in enumerate(files, start=1):
        try:
            taken.append(_take_in(request.POST, upload, number))
        except ValidationError as refusal:
            # Not joined: what one of them says may hold a link.
            for sentence in refusal.messages:
                messages.error(request, format_html("{}: {}", upload.name, sentence))
    lost = [name for _field, name in uploads.not_kept_of(request)]
    for name in lost:
        messages.error(request, " ".join(uploads.refusal(name).messages))
    if not files and not lost:
        messages.error(request, _("Choose at least one file."))
    return taken


def _take_in(sent: QueryDict, upload: UploadedFile, number: int = 1) -> Photo:
    """The photo of one of the files of a request, its `number`-th."""
    form = SharedForm(sent, instance=Photo())
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    photo = form.instance
    # Before the photo itself, so that nobody waits for this one to be developed.
    photo.photographer = library.photographer_called(form.cleaned_data.get("photographer", ""))
    key = f"{sent['key']}-{number}" if sent.get("key") else ""
    try:
        return library.take_in_once(upload, photo, key=key, keep_twice="twice" in sent)
    except OSError as error:
        raise uploads.refusal(upload.name) from error


@may_add
@require_POST
def take_in(request: HttpRequest) -> JsonResponse:
    """One file, and what its photo has in common with others."""
    upload = request.FILES.get("file")
    for _field, name in uploads.not_kept_of(request):
        return JsonResponse({"error": " ".join(uploads.refusal(name).messages)}, status=422)
    if upload is None:
        return JsonResponse({"error": _("No file arrived. Try again.")}, status=422)
    try:
        photo = _take_in(request.POST, upload)
    except SamePhotoError as refusal:
        return JsonResponse(_same(refusal.photo), status=422)
    except ValidationError as refusal:
        return JsonResponse(_refused(refusal), status=422)
    return JsonResponse(_answer(photo) | {"words": _words(request, photo)})


def _refused(refusal: ValidationError) -> dict:
    """What scripts learn of a refusal; `again` says that the same may be taken later."""
    is_busy = getattr(refusal, "code", "") == "busy"
    return {"error": " ".join(refusal.messages)} | ({"again": True} if is_busy else {})


def _same(photo: Photo) -> dict:
    """What scripts learn of a picture that is in the library already."""
    said = _("This picture is in the library already.")
    return {"error": said, "same": {"address": duplicates.address(photo), "title": str(photo)}}


@may_change
@require_POST
def tell(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what was said of one photo: any of its fields. What was not sent stays as it is."""
    photo = get_object_or_404(Photo.objects.select_related("photographer"), pk=pk)
    form = TellingForm(request.POST, instance=photo)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        return JsonResponse(_answer(form.tell()))
    except ValidationError as refusal:
        return JsonResponse(_refused(refusal), status=422)


@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The photos named in the address, or those that still lack words, and fields for these."""
    photos = _chosen(request)
    sent = request.POST if request.method == "POST" else None
    forms = [WordsForm(sent, instance=photo, prefix=f"photo-{photo.pk}") for photo in photos]
    # Every form is asked, so that all mistakes are told at once.
    if sent is not None and not [form for form in forms if not form.is_valid()]:
        for form in forms:
            form.tell()
        said = ngettext("{n} photo saved.", "{n} photos saved.", len(forms)).format(n=len(forms))
        messages.success(request, said)
        return redirect("admin:photos_photo_changelist")
    context = {"title": _("Words for new photos"), "photographers": names()}
    return _page(request, "words", context | {"cards": list(map(_card, forms))})


@may_change
@require_GET
def pieces(request: HttpRequest) -> HttpResponse:
    """The fields of the photos named in the address, as pieces of HTML for an article's form."""
    photos = Photo.objects.select_related("photographer").filter(pk__in=_numbers(request.GET))
    return HttpResponse("".join(_words(request, photo) for photo in photos))


@may_add
@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """What new photos have in common, as a piece of HTML for the picker."""
    context = {"form": SharedForm(auto_id="shared-%s"), "photographers": names()}
    return render(request, "admin/photos/photo/_shared.html", context)


@may_change
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(Photo.objects.select_related("photographer"), pk=pk)
    library.withdraw(photo)
    messages.success(request, _("Withdrawn from every page: {name}").format(name=photo))
    return redirect("admin:photos_photo_change", pk)


@may_change
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(Photo.objects.select_related("photographer"), pk=pk)
    library.restore(photo)
    if photo.held:
        messages.warning(request, STILL_HELD)
    else:
        messages.success(request, _("Shown again wherever it stood: {name}").format(name=photo))
    return redirect("admin:photos_photo_change", pk)


@may_view
@require_GET
def small(_request: HttpRequest, pk: int) -> HttpResponse:
    """The small picture; private, as the photo may never be public."""
    name = darkroom.desk_name(get_object_or_404(Photo, pk=pk))
    try:
        file = originals().open(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def new_upload_key() -> str:
    """What tells a request that is repeated from one that brings the picture anew."""
    return secrets.token_hex(16)


def names() -> list[str]:
    """All photographers, for fields that complete what is typed."""
    return [str(photographer) for photographer in Photographer.objects.order_by("-pk")]


def _chosen(request: HttpRequest) -> list[Photo]:
    photos = Photo.objects.select_related("photographer").order_by("pk")
    if numbers := _numbers(request.POST or request.GET):
        return list(photos.filter(pk__in=numbers))
    return list(gaps.without_words(photos)[:PHOTOS_A_PAGE])


def _numbers(sent) -> list[int]:
    """The photos named by what was sent; nonsense names none."""
    return [int(pk) for pk in sent.getlist("photo") if pk.isdecimal() and len(pk) < 19]


def _query(photos: list[Photo]) -> str:
    return "&".join(f"photo={photo.pk}" for photo in photos)


def _answer(photo: Photo) -> dict:
    """What scripts learn of a photo."""
    photographer = str(photo.photographer) if photo.photographer else ""
    return in_picker(photo) | {"photographer": photographer}


def _card(form: WordsForm) -> dict:
    return {"form": form, "photo": form.instance, "print": in_picker(form.instance)}


def _words(request: HttpRequest, photo: Photo) -> str:
    form = WordsForm(instance=photo, prefix=f"photo-{photo.pk}")
    return render_to_string("admin/photos/photo/_words.html", {"card": _card(form)}, request)


def _page(request: HttpRequest, name: str, context: dict) -> HttpResponse:
    context = admin.site.each_context(request) | {"opts": Photo._meta} | context
    return render(request, f"admin/photos/photo/{name}.html", context)
