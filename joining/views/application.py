"""The mailbox that is confirmed, and the page of an application."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from joining import consenting, process, questions, signed_links, standing
from joining.forms.answers import ReplyForm
from joining.models import Application
from joining.views.opening import by_link, link_ended, sent_with
from network.models import Network


@by_link(signed_links.CONFIRM)
def confirm(request: HttpRequest, application: Application, _token: str) -> HttpResponse:
    """Programs that look into mails follow links, but press no buttons."""
    if request.method == "POST" or application.state != Application.State.UNVERIFIED:
        try:
            application = process.confirm(application)
        except process.Refused:
            return link_ended(request, signed_links.CONFIRM)
        token = signed_links.token_for(application, signed_links.STATUS)
        return redirect("joining:status", token)
    return render(request, "joining/confirm.html", {"application": application})


@by_link(signed_links.STATUS)
def status(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Where an application stands, and what its applicant can do about it."""
    network = Network.objects.current()
    is_asked = application.state == Application.State.NEEDS_INFO
    form = ReplyForm(application, sent_with(request), network=network) if is_asked else None
    if form and form.is_valid():
        try:
            process.answer(application, form.values(), remark=form.cleaned_data["remark"])
            return redirect("joining:status", token)
        except process.Refused as error:
            form.add_error(None, str(error))
    context = standing.of(application, network) | {
        "application": application,
        "answered": questions.answered(application),
        "consents": consenting.choices(application, network),
        "form": form,
        "token": token,
    }
    return render(request, "joining/status.html", context)


@by_link(signed_links.STATUS)
def withdraw(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Withdraw an application, asked once more first."""
    context, refusal = {"application": application, "token": token}, ""
    if request.method == "POST":
        try:
            process.withdraw(application)
            return redirect("joining:status", token)
        except process.Refused as error:
            refusal = str(error)
    return render(request, "joining/withdraw.html", context | {"refusal": refusal})


@by_link(signed_links.STATUS)
@require_POST
def consent(
    request: HttpRequest, application: Application, token: str, purpose: str
) -> HttpResponse:
    """Take back a consent, or give one after all, with one press."""
    consenting.choose(application, purpose, is_given=request.POST.get("given") == "yes")
    return redirect(f"{reverse('joining:status', args=[token])}#consents")
