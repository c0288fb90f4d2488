import logging
import secrets
from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
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

from cms.files import uploads
from photos import actions, completeness
from photos.admin import photographer_names
from photos.admin.forms import DescribePhotoForm, PartialPhotoForm, SharedFieldsForm
from photos.admin.picker import photo_summary
from photos.files import duplicates, rendition_storage
from photos.files.photo_uploads import get_or_add_photo
from photos.limits_and_periods import FORMS_PER_PAGE, PICKER_PHOTOS_PER_PAGE
from photos.models import Photo, Photographer, private_storage

log = logging.getLogger(__name__)

LICENCE_ENDED = gettext_lazy(
    "Not shown: the licence of this photo has ended. Enter a later last day of the licence first."
)
STILL_ON_HOLD = gettext_lazy(
    "Not shown yet: somebody in the photo is hidden or does not agree to be shown. It is shown "
    "again automatically when that changes."
)

requires_add = permission_required("photos.add_photo", raise_exception=True)
requires_change = permission_required("photos.change_photo", raise_exception=True)
requires_view = permission_required("photos.view_photo", raise_exception=True)


@requires_view
def picker(request: HttpRequest) -> HttpResponse:
    """List photos to select, with the search of their list in the admin."""
    photos = Photo.objects.select_related("photographer")
    photo_admin = admin.site.get_model_admin(Photo)
    results, _may_have_duplicates = photo_admin.get_search_results(
        request, photos, request.GET.get("q", "")
    )
    page = Paginator(results, PICKER_PHOTOS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "photos": [photo_summary(photo) for photo in page]}
    return render(request, "photos/admin/photo/_picker_results.html", context)


@requires_add
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_upload(request: HttpRequest) -> HttpResponse:
    """Upload photos that have photographer, licence and consent in common.

    With JavaScript each file is posted to `upload`; without it, all files are posted here.
    """
    form = SharedFieldsForm(request.POST or None)
    key = request.POST.get("idempotency_key") or secrets.token_hex(16)
    if request.method == "POST" and form.is_valid():
        photos = _add_photos(request, request.FILES.getlist("file"))
        if photos:
            return redirect(f"{reverse('admin:photos_photo_describe')}?{_photo_query(photos)}")
    context = {"form": form, "title": _("Add many photos"), "idempotency_key": key}
    return _render_page(request, "bulk_upload", context | {"photographers": _photographer_names()})


def _add_photos(request: HttpRequest, files: list[UploadedFile]) -> list[Photo]:
    photos = []
    for number, file in enumerate(files, start=1):
        try:
            photos.append(_add_photo(request.POST, file, number))
        except ValidationError as error:
            # Not joined: a sentence may contain a link.
            for sentence in error.messages:
                messages.error(request, format_html("{}: {}", file.name, sentence))
    failed = [name for _field, name in uploads.failed_uploads(request)]
    for name in failed:
        messages.error(request, " ".join(uploads.not_saved_error(name).messages))
    if not files and not failed:
        messages.error(request, _("Choose at least one file."))
    return photos


def _add_photo(data: QueryDict, file: UploadedFile, number: int = 1) -> Photo:
    form = SharedFieldsForm(data, instance=Photo())
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    photo = form.instance
    # In a transaction of its own, so that no other upload waits until this one is rendered.
    photo.photographer = photographer_names.get_or_create(form.cleaned_data.get("photographer", ""))
    key = data.get("idempotency_key")
    key = f"{key}-{number}" if key else ""
    try:
        return get_or_add_photo(
            photo, file, idempotency_key=key, allow_duplicate="allow_duplicate" in data
        )
    except OSError as error:
        raise uploads.not_saved_error(file.name or "") from error


@requires_add
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Add one photo of a bulk upload. Answers with the form to describe it, as HTML."""
    file = request.FILES.get("file")
    for _field, name in uploads.failed_uploads(request):
        return JsonResponse({"error": " ".join(uploads.not_saved_error(name).messages)}, status=422)
    if file is None:
        return JsonResponse({"error": _("No file arrived. Try again.")}, status=422)
    try:
        photo = _add_photo(request.POST, file)
    except duplicates.DuplicatePhotoError as error:
        return JsonResponse(_duplicate_json(error.photo), status=422)
    except ValidationError as error:
        return JsonResponse(_error_json(error), status=422)
    return JsonResponse(_photo_json(photo) | {"form_html": _form_html(request, photo)})


def _error_json(error: ValidationError) -> dict:
    """`retry`: the same request may succeed later."""
    is_busy = getattr(error, "code", "") == "busy"
    return {"error": " ".join(error.messages)} | ({"retry": True} if is_busy else {})


def _duplicate_json(photo: Photo) -> dict:
    message = _("This picture is in the library already.")
    duplicate = {"url": duplicates.change_url(photo), "title": str(photo)}
    return {"error": message, "duplicate": duplicate}


@requires_change
@require_POST
def update(request: HttpRequest, pk: int) -> JsonResponse:
    """Change the fields of a photo that the request contains."""
    photo = _photo_or_404(pk)
    form = PartialPhotoForm(request.POST, instance=photo)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        return JsonResponse(_photo_json(form.update_photo()))
    except ValidationError as error:
        return JsonResponse(_error_json(error), status=422)
    except OSError:
        log.exception("The files of a photo could not be written.")
        return JsonResponse(_error_json(uploads.not_saved_error()), status=422)


@requires_change
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest) -> HttpResponse:
    """Show forms for the photos of the query string, else for photos without alternative text."""
    data = request.POST if request.method == "POST" else None
    forms = [
        DescribePhotoForm(data, instance=photo, prefix=f"photo-{photo.pk}")
        for photo in _photos_to_describe(request)
    ]
    # Not with `all`, which stops at the first error.
    is_valid = data is not None and not [form for form in forms if not form.is_valid()]
    if is_valid and _update_photos(request, forms):
        saved = ngettext("{n} photo saved.", "{n} photos saved.", len(forms)).format(n=len(forms))
        messages.success(request, saved)
        return redirect("admin:photos_photo_changelist")
    context = {"title": _("Describe new photos"), "form_cards": list(map(_form_context, forms))}
    return _render_page(request, "describe", context | {"photographers": _photographer_names()})


def _update_photos(request: HttpRequest, forms: list[DescribePhotoForm]) -> bool:
    """Returns whether the files of all photos could be written."""
    try:
        for form in forms:
            form.update_photo()
    except OSError:
        log.exception("The files of a photo could not be written.")
        messages.error(request, " ".join(uploads.not_saved_error().messages))
        return False
    return True


@requires_change
@require_GET
def photo_forms(request: HttpRequest) -> HttpResponse:
    """Return the forms of `describe` for the photos of the query string, as HTML for scripts."""
    photos = Photo.objects.select_related("photographer").filter(pk__in=_photo_pks(request.GET))
    return HttpResponse("".join(_form_html(request, photo) for photo in photos))


@requires_add
@require_GET
def shared_fields(request: HttpRequest) -> HttpResponse:
    """Return the form for what all uploads have in common, as HTML for scripts of other pages."""
    form = SharedFieldsForm(auto_id="shared-%s")
    context = {"form": form, "photographers": _photographer_names()}
    return render(request, "photos/admin/photo/_shared_fields.html", context)


@requires_change
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo_or_404(pk)
    if apply_to_photos(actions.take_down, [photo]):
        messages.error(request, files_still_public_message([photo]))
    else:
        messages.success(request, _("Taken down from every page: {name}").format(name=photo))
    return redirect("admin:photos_photo_change", pk)


@requires_change
@require_POST
def show_again(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo_or_404(pk)
    if photo.has_licence_ended():
        messages.warning(request, LICENCE_ENDED)
    elif apply_to_photos(actions.show_again, [photo]):
        messages.error(request, not_shown_again_message([photo]))
    elif photo.on_hold:
        messages.warning(request, STILL_ON_HOLD)
    else:
        messages.success(request, _("Shown again where it was: {name}").format(name=photo))
    return redirect("admin:photos_photo_change", pk)


@requires_view
@require_GET
def thumbnail(_request: HttpRequest, pk: int) -> FileResponse:
    """Private, as the photo may not be public."""
    try:
        file = private_storage().open(rendition_storage.thumbnail_name(_photo_or_404(pk)))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def apply_to_photos(action: Callable[[Photo], None], photos: Iterable[Photo]) -> list[Photo]:
    """Returns the photos whose files could not be moved or written."""
    failed = []
    for photo in photos:
        try:
            action(photo)
        except (OSError, ValidationError):
            log.exception("The files of photo %s could not be moved.", photo.pk)
            failed.append(photo)
    return failed


def files_still_public_message(photos: list[Photo]) -> str:
    message = _(
        "Taken down, no page shows it any more: {name}. But its files could not be moved out of "
        "the public folder, so anyone who knows the address of one can still open it. The disk of "
        "the server may be full or locked: tell the administrator of the server. The site tries "
        "again every minute."
    )
    return message.format(name=", ".join(map(str, photos)))


def not_shown_again_message(photos: list[Photo]) -> str:
    message = _(
        "Not shown again, because its files could not be written: {name}. The disk of the server "
        "may be full or locked: tell the administrator of the server, and try again later."
    )
    return message.format(name=", ".join(map(str, photos)))


def _photographer_names() -> list[str]:
    """Suggestions of text fields, newest first."""
    return [str(photographer) for photographer in Photographer.objects.order_by("-pk")]


def _photo_or_404(pk: int) -> Photo:
    return get_object_or_404(Photo.objects.select_related("photographer"), pk=pk)


def _photos_to_describe(request: HttpRequest) -> list[Photo]:
    photos = Photo.objects.select_related("photographer").order_by("pk")
    if pks := _photo_pks(request.POST or request.GET):
        return list(photos.filter(pk__in=pks))
    return list(photos.filter(completeness.lacks_some_alt())[:FORMS_PER_PAGE])


def _photo_pks(data: QueryDict) -> list[int]:
    return [int(pk) for pk in data.getlist("photo") if pk.isdecimal() and len(pk) < 19]


def _photo_query(photos: list[Photo]) -> str:
    return "&".join(f"photo={photo.pk}" for photo in photos)


def _photo_json(photo: Photo) -> dict:
    photographer = str(photo.photographer) if photo.photographer else ""
    return photo_summary(photo) | {"photographer": photographer}


def _form_context(form: DescribePhotoForm) -> dict:
    return {"form": form, "photo": form.instance, "preview": photo_summary(form.instance)}


def _form_html(request: HttpRequest, photo: Photo) -> str:
    form = DescribePhotoForm(instance=photo, prefix=f"photo-{photo.pk}")
    return render_to_string(
        "photos/admin/photo/_photo_form_card.html", {"form_card": _form_context(form)}, request
    )


def _render_page(request: HttpRequest, name: str, context: dict) -> HttpResponse:
    context = admin.site.each_context(request) | {"opts": Photo._meta} | context
    return render(request, f"photos/admin/photo/{name}.html", context)
