from typing import TypeVar

from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def noindex(response: Response) -> Response:
    """Keep a page or a file out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response
