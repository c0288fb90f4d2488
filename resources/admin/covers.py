"""The button "Make the cover from the first page" of a resource without a cover that has a PDF."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin import SiteModelAdmin
from cms.files import uploads
from photos import completeness
from photos.files import duplicates
from photos.models import Photo
from resources.admin import cover_photos
from resources.models import Resource


class CoverFromFileMixin(SiteModelAdmin):
    change_form_template = "resources/admin/resource/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.make_cover_view)
        url = path("<int:pk>/make-cover/", view, name="resources_resource_make_cover")
        return [url, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        resource = context.get("original")
        context["may_make_cover"] = (
            resource is not None
            and resource.cover_id is None
            and self._may_make_cover(request, resource)
            and cover_photos.pdf_files(resource).exists()
        )
        return super().render_change_form(request, context, *args, **options)

    @method_decorator(require_POST)
    def make_cover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        resource = self.get_object(request, str(pk))
        if not self._may_make_cover(request, resource):
            raise PermissionDenied
        if resource is None:
            raise Http404
        try:
            self._make_cover(request, resource)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        except OSError as error:
            uploads.add_failed_upload(request, error)
            messages.error(request, " ".join(uploads.not_saved_error().messages))
        return redirect(self.page_url("change", pk))

    def _may_make_cover(self, request: HttpRequest, resource: Resource | None) -> bool:
        may_add_photos: bool = request.user.has_perm("photos.add_photo")
        return may_add_photos and self.has_change_permission(request, resource)

    def _make_cover(self, request: HttpRequest, resource: Resource) -> None:
        """Raises ValidationError, OSError."""
        self._check_changeable(request, resource)
        source = cover_photos.pdf_files(resource).first()
        if source is None:
            raise ValidationError(_("This resource has no PDF of its own. Upload one first."))
        photo = cover_photos.add_photo_of_first_page(source)
        self._set_cover(request, resource, photo)
        message = _("The first page of “{file}” is the cover now: {photo}.")
        link = duplicates.change_link(photo)
        messages.success(request, format_html(message, file=source, photo=link))
        codes = cover_photos.languages_with_title(resource)
        for sentence in completeness.publication_blockers_with_links(photo, codes):
            messages.warning(request, sentence)

    @transaction.atomic
    def _set_cover(self, request: HttpRequest, resource: Resource, photo: Photo) -> None:
        """Somebody may have chosen another while the page was drawn."""
        locked = get_object_or_404(Resource.objects.select_for_update(), pk=resource.pk)
        self._check_changeable(request, locked)
        with self.recorded_as_version(request, locked):
            locked.cover = photo
            locked.save()
        self.log_change(request, locked, _("Made the cover from the first page of the PDF."))

    def _check_changeable(self, request: HttpRequest, resource: Resource) -> None:
        """Raises ValidationError if it has a cover, or another reader must see what changes."""
        if resource.cover_id is not None:
            raise ValidationError(_("This resource has a cover already. It stays as it is."))
        if obstacles := self.obstacles_to_changing(request, resource):
            raise ValidationError(obstacles)
