"""Pages for applicants with a link: confirming the address, and the status of the application."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cms.files.uploads import failed_uploads
from joining.form import questions
from joining.form.question_forms import ReplyForm
from joining.limits_and_periods import CLOSED_RETENTION, UNCONFIRMED_HOURS
from joining.models import Application
from joining.privacy import access_links, consent_changes
from joining.review import applicant_transitions
from joining.review.applicant_status import status_for
from joining.review.transitions import RefusedError, lock_application
from joining.views.decorators import access_link_page, link_expired
from mail.rendering import render_text
from network.models import Network

FILE_OF_REPLY_NOT_SAVED = gettext_lazy(
    "“{name}” could not be saved, so your answer is not sent yet. Send it without this file, or "
    "try again later."
)


@access_link_page(access_links.CONFIRM)
def confirm_email(request: HttpRequest, application: Application, _token: str) -> HttpResponse:
    """A button confirms, not the link: programs that check e-mails follow links."""
    if request.method == "POST" or application.state != Application.State.UNCONFIRMED:
        try:
            application = applicant_transitions.confirm_email(application)
        except RefusedError:
            return link_expired(request, access_links.CONFIRM, is_erased=True)
        token = access_links.token_for(application, access_links.STATUS)
        return redirect("joining:status", token)
    context = {"application": application, "hours": UNCONFIRMED_HOURS}
    return render(request, "joining/application/confirm.html", context)


@access_link_page(access_links.STATUS)
def application_status(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    network = Network.objects.current()
    if request.method == "POST":
        return answer_info_request(request, application, token, network)
    needs_info = application.state == Application.State.NEEDS_INFO
    form = ReplyForm(application, network=network) if needs_info else None
    return status_page(request, application, token, network, form)


@transaction.atomic
def answer_info_request(
    request: HttpRequest, application: Application, token: str, network: Network
) -> HttpResponse:
    """A second press of the button waits for the first and finds the question answered. The files
    of an incomplete answer are stored: a browser forgets them."""
    application = lock_application(application)
    if application.state != Application.State.NEEDS_INFO:
        return redirect("joining:status", token)
    form = ReplyForm(application, request.POST, request.FILES, network=network)
    failed = applicant_transitions.attach_files(application, form.attachments())
    form.add_failed_files([*failed_uploads(request), *failed], FILE_OF_REPLY_NOT_SAVED)
    if form.is_valid():
        remark = form.cleaned_data["remark"]
        applicant_transitions.answer_info_request(application, form.values(), remark)
        return redirect("joining:status", token)
    form.stored_files = list(application.files.all())
    return status_page(request, application, token, network, form)


def status_page(
    request: HttpRequest,
    application: Application,
    token: str,
    network: Network,
    form: ReplyForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "status": status_for(application, network),
        "application": application,
        "answered": questions.answered_pages(application),
        "consent_settings": consent_changes.consent_settings(application, network),
        "form": form,
        "refusal": refusal,
        "token": token,
    }
    return render(request, "joining/application/status.html", context)


@access_link_page(access_links.STATUS)
def download_copy(request: HttpRequest, application: Application, _token: str) -> HttpResponse:
    network = Network.objects.current()
    context = {
        "status": status_for(application, network),
        "network": network,
        "application": application,
        "answered": questions.answered_pages(application),
        "consents": application.consents.select_related("text"),
        "endorsements": application.endorsements.select_related("agreement"),
    }
    response = HttpResponse(
        render_text("joining/application/copy.txt", context),
        content_type="text/plain; charset=utf-8",
    )
    name = f"application-{application.reference}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@access_link_page(access_links.STATUS)
def withdraw_application(
    request: HttpRequest, application: Application, token: str
) -> HttpResponse:
    context = {"application": application, "token": token, "days": CLOSED_RETENTION.days}
    refusal = ""
    if request.method == "POST":
        try:
            applicant_transitions.withdraw(application)
            return redirect("joining:status", token)
        except RefusedError as error:
            refusal = str(error)
    return render(request, "joining/application/withdraw.html", context | {"refusal": refusal})


@access_link_page(access_links.STATUS)
@require_POST
def change_consent(
    request: HttpRequest, application: Application, token: str, purpose: str
) -> HttpResponse:
    try:
        consent_changes.set_consent(
            application, purpose, is_given=request.POST.get("given") == "yes"
        )
    except RefusedError as error:
        network = Network.objects.current()
        return status_page(request, application, token, network, refusal=str(error))
    return redirect(f"{reverse('joining:status', args=[token])}#consents")
