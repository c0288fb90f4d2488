from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from concerns import handling
from concerns.forms import CodeForm, ReportForm
from concerns.models import Concern, Guidance
from gate.addresses import client_of
from gate.forms import guarded
from gate.keeping import Gate
from gate.models import Tally
from network.models import PublicPart

AN_HOUR = timedelta(hours=1)
# Slips happen; a code is not found by trying.
WRONG_CODES_AN_HOUR = 20


def closed(request: HttpRequest) -> HttpResponse:
    """Whoever needs help at once still reads where to find it."""
    context = {"guidance": Guidance.objects.first()}
    return render(request, "concerns/closed.html", context, status=503)


@guarded("concern", PublicPart.CONCERNS, closed=closed)
def report(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Beside the form stands who reads it. Without readers there is no form."""
    form = ReportForm(request.POST or None, gate=gate)
    if form.is_valid():
        concern = form.save(commit=False)
        concern.is_of_a_flood = gate.is_of_a_flood
        code = handling.receive(concern)
        return redirect("concerns:concern", code)
    context = {
        "form": form,
        "guidance": Guidance.objects.first(),
        "has_readers": handling.focal_points().exists(),
    }
    return render(request, "concerns/report.html", context, status=gate.status)


@guarded("concern-code", PublicPart.CONCERNS, closed=closed)
def find(request: HttpRequest, gate: Gate) -> HttpResponse:
    """For who kept the code and not the address."""
    form = CodeForm(request.POST or None, gate=gate)
    if form.is_valid():
        return redirect("concerns:concern", handling.typed(form.cleaned_data["code"]))
    return render(request, "concerns/find.html", {"form": form}, status=gate.status)


@require_safe
def concern(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt, and later the answer, for who has the code."""
    found = handling.find(code) if not tried_too_often(request) else None
    if found is None:
        Tally.objects.add_one("concern.wrong-code", client_of(request), AN_HOUR)
        response = render(request, "concerns/no_such_concern.html", status=404)
    else:
        context = {"concern": found, "code": handling.typed(code), "states": Concern.State}
        response = render(request, "concerns/concern.html", context)
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def tried_too_often(request: HttpRequest) -> bool:
    wrong = Tally.objects.recent("concern.wrong-code", client_of(request), AN_HOUR)
    return wrong >= WRONG_CODES_AN_HOUR
