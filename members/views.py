"""What visitors read of those who make up the network and of those it works with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Organisation
from network.publishing import get_published_or_explain


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    public = Organisation.objects.prefetch_related("topics")
    return show_organisation(request, get_published_or_explain(public, slug))


def show_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The page of an organisation; whether the reader may see it is the caller's to know."""
    return render(request, "members/organisation.html", {"organisation": organisation})
