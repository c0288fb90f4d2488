"""Public files, where no proxy serves them: on a developer's machine, and in an object store."""

import posixpath
from mimetypes import guess_type

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from cms.files.downloads import store_unavailable
from cms.files.storage import uses_object_store
from members.models.logo_storage import FOLDER as LOGOS
from members.upkeep.logo_files import public_logo
from page_cache.limits_and_periods import PROXY_SECONDS
from photos.files.rendition_storage import public_rendition_name

A_YEAR = 365 * 24 * 3600

# The proxy may keep a file for as long as a page. nginx reads this header and does not pass it on.
PROXY_HEADERS = {"X-Accel-Expires": str(PROXY_SECONDS)}

# Files that staff see in the admin before readers do. Shape: folder -> permission, storage.
FOR_STAFF = {
    LOGOS: ("members.view_organisation", "logos"),
    "files": ("news.view_article", "default"),
    "resources": ("resources.view_resource", "default"),
}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    if uses_object_store():
        return stored_file(request, path)
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:
        # A name that no file can have.
        raise Http404 from error
    return as_public(response)


def as_public(response: HttpResponseBase) -> HttpResponseBase:
    # The names of files change with their content.
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    # Feed readers and other sites may show public pictures; nginx allows it as well.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file in the object store, if readers may see it at this moment, or the staff who asks."""
    if "\0" in path or posixpath.normpath(path) != path:
        # It would lead from a public folder into another one.
        raise Http404
    public = find_public(path)
    file = open_or_404(*(public or find_for_staff(request, path)))
    if file is None:
        return store_unavailable()
    kind = guess_type(path)[0] or "application/octet-stream"
    sent = FileResponse(file, content_type=kind)
    if public is None:
        sent["Cache-Control"] = "private, no-store"
        return sent
    for name, value in PROXY_HEADERS.items():
        sent[name] = value
    return as_public(sent)


def find_public(path: str) -> tuple[str, str] | None:
    """The alias of a storage and the name of the file there."""
    folder, _slash, name = path.partition("/")
    if folder == "photos":
        token, _slash, name = name.partition("/")
        rendition = public_rendition_name(token, name)
        return ("private", rendition) if rendition else None
    if folder == LOGOS:
        logo = public_logo(name)
        return ("logos", logo) if logo else None
    return ("default", path) if folder == "network" else None


def find_for_staff(request: HttpRequest, path: str) -> tuple[str, str]:
    """Raises Http404."""
    permission, alias = FOR_STAFF.get(path.partition("/")[0], ("", ""))
    if not permission or not request.user.has_perm(permission):
        raise Http404
    return alias, path


def open_or_404(alias: str, name: str) -> File | None:
    """None if the store does not answer."""
    try:
        return storages[alias].open(name)
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    except OSError:
        return None
