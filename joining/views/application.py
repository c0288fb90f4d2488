"""The mailbox that is confirmed, and the page of an application."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from joining import consenting, process, questions, signed_links, standing
from joining.forms.answers import ReplyForm
from joining.models import Application
from joining.moves import lock
from joining.views.opening import by_link, link_ended
from letters.writing import plain
from network.models import Network
from network.uploads import not_kept_of


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


NO_ROOM = gettext_lazy(
    "“{name}” could not be kept, so your answer is not sent yet. Send it without this file, or try "
    "again later."
)


@by_link(signed_links.STATUS)
def status(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Where an application stands, and what its applicant can do about it."""
    network = Network.objects.current()
    if request.method == "POST":
        return reply(request, application, token, network)
    is_asked = application.state == Application.State.NEEDS_INFO
    form = ReplyForm(application, network=network) if is_asked else None
    return show(request, application, token, network, form)


@transaction.atomic
def reply(
    request: HttpRequest, application: Application, token: str, network: Network
) -> HttpResponse:
    """The answer to a question. A second press of the button waits for the first, and finds that
    it is answered. Of an answer that is not finished the files are kept: a browser forgets them."""
    application = lock(application)
    if application.state != Application.State.NEEDS_INFO:
        return redirect("joining:status", token)
    form = ReplyForm(application, request.POST, request.FILES, network=network)
    lost = [*not_kept_of(request), *process.attach(application, form.brought())]
    form.refuse_files(lost, NO_ROOM)
    if form.is_valid():
        process.answer(application, form.values(), remark=form.cleaned_data["remark"])
        return redirect("joining:status", token)
    form.there = list(application.files.all())
    return show(request, application, token, network, form)


def show(
    request: HttpRequest,
    application: Application,
    token: str,
    network: Network,
    form: ReplyForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = standing.of(application, network) | {
        "application": application,
        "answered": questions.answered(application),
        "consents": consenting.choices(application, network),
        "form": form,
        "refusal": refusal,
        "token": token,
    }
    return render(request, "joining/status.html", context)


@by_link(signed_links.STATUS)
def copy(request: HttpRequest, application: Application, _token: str) -> HttpResponse:
    """All that an applicant is told of their application, as a file to keep."""
    network = Network.objects.current()
    context = standing.of(application, network) | {
        "network": network,
        "application": application,
        "answered": questions.answered(application),
        "consents": application.consents.select_related("text"),
        "supports": application.supports.select_related("agreement"),
    }
    response = HttpResponse(
        plain("joining/copy.txt", context), content_type="text/plain; charset=utf-8"
    )
    name = f"application-{application.reference}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
    try:
        consenting.choose(application, purpose, is_given=request.POST.get("given") == "yes")
    except process.Refused as error:
        return show(request, application, token, Network.objects.current(), refusal=str(error))
    return redirect(f"{reverse('joining:status', args=[token])}#consents")
