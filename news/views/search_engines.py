from typing import TypeVar

from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def hide_from_search(response: Response) -> Response:
    response["X-Robots-Tag"] = "noindex"
    return response
