"""Files that readers download, from a folder or from an object store."""

from django.core.exceptions import SuspiciousFileOperation
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

RETRY_AFTER_SECONDS = 30


def download(file: FieldFile, name: str) -> HttpResponseBase:
    """Always saved under `name`, never shown. Raises Http404 if the file is gone."""
    try:
        return FileResponse(file.open(), as_attachment=True, filename=name)
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    except OSError:
        return store_unavailable()


def store_unavailable() -> HttpResponse:
    response = HttpResponse("Try again in a moment.\n", "text/plain", status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
