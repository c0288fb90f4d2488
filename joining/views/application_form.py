"""The pages of the application form. Once the first page is sent, they have the secret URL of a
draft, which stores what is typed."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.files.uploads import failed_uploads
from joining.form import attachments, drafts, questions
from joining.form.consent_forms import SpamCheckedStartForm, StartForm, SubmitForm
from joining.form.drafts import DraftContent, fill_form, storable_values
from joining.form.question_forms import QuestionsForm
from joining.form.questions import FormPage
from joining.form.submission import Submission, submit_application
from joining.limits_and_periods import DRAFT_RETENTION, UNCONFIRMED_HOURS
from joining.models import ApplicantType, ApplicationDraft, Consent
from joining.views.decorators import draft_page, post_data, private_page
from members.models import Agreement
from network.models import Network, PublicFeature
from page_cache.decorators import cacheable_page
from spam.form_checks import SpamCheck
from spam.forms import spam_checked

FILE_OF_DRAFT_NOT_SAVED = gettext_lazy(
    "“{name}” could not be saved. Your answers are saved: continue without it, or choose it later."
)

QUESTION_PAGES = (FormPage.APPLICANT, FormPage.REASONS)


@require_safe
@cacheable_page()
def how_to_join(request: HttpRequest) -> HttpResponse:
    network = Network.objects.current()
    questions_by_type = [
        (applicant_type, questions.active_questions(applicant_type, network))
        for applicant_type in ApplicantType
    ]
    context = {"agreements": Agreement.objects.in_force(), "questions_by_type": questions_by_type}
    return render(request, "joining/how_to_join.html", context)


@spam_checked("join", PublicFeature.JOINING, allows_resubmission=True)
def start_application(
    request: HttpRequest, spam_check: SpamCheck, applicant_type: str
) -> HttpResponse:
    """Page 1 before there is a draft: nothing is stored without consent to it."""
    network = Network.objects.current()
    form = SpamCheckedStartForm(
        applicant_type, post_data(request), spam_check=spam_check, network=network
    )
    if form.is_bound and form.is_by_child:
        return render(request, "joining/form/under_age.html")
    if form.is_valid():
        token = drafts.start_draft(
            applicant_type,
            spam_check.form_token,
            form.consent_choices(),
            storable_values(form, request.POST),
        )
        return redirect("joining:form-page", token, FormPage.APPLICANT)
    context = {"form": form, "applicant_type": applicant_type} | form_progress(FormPage.START)
    return render(request, "joining/form/start.html", context, status=spam_check.status)


def form_progress(page: FormPage) -> dict:
    return {"page": page, "pages": FormPage.choices, "previous_page": page - 1}


@draft_page
def form_page(
    request: HttpRequest, draft: ApplicationDraft, token: str, number: int
) -> HttpResponse:
    views = {
        FormPage.START: start_page,
        FormPage.APPLICANT: questions_page,
        FormPage.REASONS: questions_page,
        FormPage.SUBMIT: submit_page,
    }
    if number not in views:
        raise Http404
    content = DraftContent(draft)
    if number != FormPage.START and not content.allows_applying:
        return redirect("joining:form-page", token, FormPage.START)
    return views[FormPage(number)](request, content, token, FormPage(number))


def draft_context(content: DraftContent, token: str, page: FormPage) -> dict:
    applicant_type = ApplicantType(content.draft.applicant_type)
    return {
        "applicant_type": applicant_type,
        "token": token,
        "draft_days": DRAFT_RETENTION.days,
    } | form_progress(page)


def start_page(
    request: HttpRequest, content: DraftContent, token: str, page: FormPage
) -> HttpResponse:
    """Page 1 of a draft. The optional consent can be withdrawn here; who does not want to give the
    required ones any more deletes the draft. That of a child is deleted at once."""
    network = Network.objects.current()
    form = StartForm(content.draft.applicant_type, post_data(request), network=network)
    if form.is_bound and form.is_by_child:
        drafts.delete_draft(content.draft)
        return render(request, "joining/form/under_age.html", {"is_draft_deleted": True})
    fill_form(form, content.fields)
    if form.is_valid():
        content.save_consent_choices(form.consent_choices(), storable_values(form, request.POST))
        return redirect("joining:form-page", token, next_page(request, page))
    context = draft_context(content, token, page) | {"form": form}
    return render(request, "joining/form/start.html", context)


def questions_page(
    request: HttpRequest, content: DraftContent, token: str, page: FormPage
) -> HttpResponse:
    form = questions_form(content, page, request)
    if request.method == "POST":
        content.save_typed(storable_values(form, request.POST))
        failed = attachments.save_attachments(content.draft, form.attachments())
        failed = [*failed_uploads(request), *failed]
        form.add_failed_files(failed, FILE_OF_DRAFT_NOT_SAVED)
        if not failed and ("go_to_page" in request.POST or form.is_valid()):
            return redirect("joining:form-page", token, next_page(request, page))
        form.stored_files = list(content.draft.files.all())
    context = draft_context(content, token, page) | {"form": form, "age": content.age}
    return render(request, "joining/form/questions.html", context)


def questions_form(
    content: DraftContent, page: FormPage, request: HttpRequest | None = None
) -> QuestionsForm:
    """The form with what was just sent, otherwise with what the draft has. `?check` in the URL
    shows the errors in the draft."""
    data: MultiValueDict[str, str] | None = post_data(request) if request else None
    if data is None and (request is None or "check" in request.GET):
        data = MultiValueDict(content.fields)
    form = QuestionsForm(
        content.questions_on(page),
        data,
        request.FILES if request and request.method == "POST" else None,
        network=Network.objects.current(),
        stored_files=content.draft.files.all(),
    )
    fill_form(form, content.fields)
    return form


def next_page(request: HttpRequest, page: FormPage) -> int:
    requested = request.POST.get("go_to_page", "")
    return int(requested) if requested in map(str, FormPage.values) else page + 1


def submit_page(
    request: HttpRequest, content: DraftContent, token: str, page: FormPage
) -> HttpResponse:
    """Page 4: all answers to read through, the agreements, and the button that sends."""
    questions_forms = {earlier: questions_form(content, earlier) for earlier in QUESTION_PAGES}
    if incomplete_url := first_incomplete_url(content, token, questions_forms):
        return redirect(incomplete_url)
    spam_check = SpamCheck(request, "join-send", PublicFeature.JOINING)
    form = submit_form(request, content, spam_check)
    if request.method == "POST":
        content.save_typed(storable_values(form, request.POST))
        if "go_to_page" in request.POST:
            return redirect("joining:form-page", token, next_page(request, page))
        if form.is_valid():
            content.save_consent_choices(form.consent_choices())
            submit_application(
                content.draft,
                submission_of(content, questions_forms.values(), form),
                sent_during_flood=spam_check.sent_during_flood,
            )
            return redirect("joining:sent")
    context = draft_context(content, token, page) | {
        "form": form,
        "questions_forms": questions_forms.items(),
    }
    return render(request, "joining/form/submit.html", context, status=spam_check.status)


def submit_form(request: HttpRequest, content: DraftContent, spam_check: SpamCheck) -> SubmitForm:
    form = SubmitForm(
        content.draft.applicant_type,
        content.age,
        post_data(request),
        spam_check=spam_check,
        network=Network.objects.current(),
    )
    fill_form(form, content.fields)
    return form


def first_incomplete_url(
    content: DraftContent, token: str, questions_forms: dict[FormPage, QuestionsForm]
) -> str:
    """The URL of the first page with missing or invalid answers; it shows the errors unless nothing
    was typed there yet."""
    for page, form in questions_forms.items():
        if not form.is_valid():
            url = reverse("joining:form-page", args=[token, page])
            return f"{url}?check" if form.is_partly_filled(content.fields) else url
    return ""


def submission_of(
    content: DraftContent, questions_forms: Iterable[QuestionsForm], form: SubmitForm
) -> Submission:
    values = {name: value for one in questions_forms for name, value in one.values().items()}
    referees, topics = values.pop("referees", []), values.pop("topics", [])
    agrees_to_listing = content.has_consent(Consent.Purpose.DIRECTORY)
    return Submission(
        values | {"age": content.age, "agrees_to_listing": agrees_to_listing},
        topics=topics,
        referees=referees,
        consent_choices=content.consent_choices(),
        endorsed_agreements=form.agreements,
    )


@draft_page
def delete_draft(request: HttpRequest, draft: ApplicationDraft, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "joining/form/delete.html", {"token": token})
    drafts.delete_draft(draft)
    return render(request, "joining/form/deleted.html")


@private_page
@require_safe
def application_sent(request: HttpRequest) -> HttpResponse:
    """The same page whether or not the address is known."""
    return render(request, "joining/form/sent.html", {"hours": UNCONFIRMED_HOURS})
