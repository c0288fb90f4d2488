from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

A_YEAR = 365 * 24 * 3600


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Public files, where no proxy serves them."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:
        # A name that no file can have.
        raise Http404 from error
    # The names of files change with their content.
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    # Feed readers and other sites may show public pictures; nginx allows it as well.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
