"""Replaces what a request has sent."""

from django.http import HttpRequest, QueryDict


def replace_data(request: HttpRequest, method: str, data: QueryDict) -> None:
    """Replaces `request.GET` or `request.POST`."""
    setattr(request, method, data)
