"""What visitors read of those who make up the network and of those it works with, and what these
themselves say of it."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import proposing
from members.forms import ProposalForm
from members.models import Organisation
from network.publishing import get_published_or_explain


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    public = Organisation.objects.prefetch_related("topics")
    return show_organisation(request, get_published_or_explain(public, slug))


def show_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The page of an organisation; whether the reader may see it is the caller's to know."""
    return render(request, "members/organisation.html", {"organisation": organisation})


def by_link(view):
    """For pages that open by a member's own link. The secret in it stands in for a login and for
    a CSRF token, which would cost a cookie; what is found there is kept and indexed nowhere."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        question = proposing.question_of(token)
        response = view(request, question, token) if question else link_ended(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened


def link_ended(request: HttpRequest) -> HttpResponse:
    return render(request, "members/link_ended.html", status=410)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, question, token: str) -> HttpResponse:
    """A member reads what is said of it and proposes what it should say."""
    pending = question.organisation.proposals.open().prefetch_related("changes").first()
    form = ProposalForm(question.organisation, request.POST or None, pending=pending)
    if form.is_valid():
        remark = form.cleaned_data["remark"]
        if proposing.propose(question, form.seen, form.wanted(), remark):
            return redirect("members:proposal-sent")
        form.nothing_changed()
    context = {"form": form, "organisation": question.organisation}
    context |= {"pending": pending, "token": token, "until": question.expires_at}
    return render(request, "members/still_right.html", context)


@by_link
@require_POST
def all_right(_request: HttpRequest, question, _token: str) -> HttpResponse:
    """A member says that all of it is right."""
    proposing.confirm(question)
    return redirect("members:confirmed")


@require_safe
def thanks(request: HttpRequest, said: str) -> HttpResponse:
    response = render(request, "members/still_right_thanks.html", {"said": said})
    response["X-Robots-Tag"] = "noindex"
    return response
