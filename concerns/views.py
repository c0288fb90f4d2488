from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from cms.publishing.noindex import noindex
from concerns import actions
from concerns.concern_readers import concern_readers
from concerns.forms import ConcernCodeForm, ReportForm
from concerns.models import Concern, Guidance
from network.models import PublicFeature
from spam.client_ip import client_ip
from spam.form_checks import SpamCheck
from spam.forms import spam_checked
from spam.limits_and_periods import WRONG_CODES_PER_CLIENT
from spam.models import Counter
from spam.rate_limiting import HOUR


def show_closed_page(request: HttpRequest) -> HttpResponse:
    """The page still shows immediate help."""
    context = {"guidance": Guidance.objects.first()}
    return render(request, "concerns/closed.html", context, status=503)


@spam_checked("concern", PublicFeature.CONCERNS, closed_page=show_closed_page)
def report(request: HttpRequest, spam_check: SpamCheck) -> HttpResponse:
    form = ReportForm(request.POST or None, spam_check=spam_check)
    if form.is_valid():
        concern = form.save(commit=False)
        concern.sent_during_flood = spam_check.sent_during_flood
        code = actions.receive_concern(concern)
        return redirect("concerns:concern", code)
    context = {
        "form": form,
        "guidance": Guidance.objects.first(),
        "has_readers": concern_readers().exists(),
    }
    return render(request, "concerns/report.html", context, status=spam_check.status)


@spam_checked("concern-code", PublicFeature.CONCERNS, closed_page=show_closed_page)
def find_by_code(request: HttpRequest, spam_check: SpamCheck) -> HttpResponse:
    """For reporters who kept the code, but not the URL."""
    form = ConcernCodeForm(request.POST or None, spam_check=spam_check)
    if form.is_valid():
        return redirect("concerns:concern", actions.display_code(form.cleaned_data["code"]))
    return render(request, "concerns/find.html", {"form": form}, status=spam_check.status)


@require_safe
def show_concern(request: HttpRequest, code: str) -> HttpResponse:
    concern = None if has_tried_too_often(request) else actions.find_concern(code)
    if concern is None:
        Counter.objects.increment("concern.wrong-code", client_ip(request), HOUR)
        response = render(request, "concerns/no_such_concern.html", status=404)
    else:
        context = {"concern": concern, "code": actions.display_code(code), "states": Concern.State}
        response = render(request, "concerns/sent_concern.html", context)
    noindex(response)
    add_never_cache_headers(response)
    return response


def has_tried_too_often(request: HttpRequest) -> bool:
    count = Counter.objects.recent("concern.wrong-code", client_ip(request), HOUR)
    return count >= WRONG_CODES_PER_CLIENT
