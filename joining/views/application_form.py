"""The pages of the application form. Once the first page is sent, they have the secret URL of a
draft, which stores what is typed."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.files.uploads import unsaved_uploads
from joining.form import attachments, drafts, questions
from joining.form.consent_forms import SpamCheckedStartForm, StartForm, SubmitForm
from joining.form.drafts import DraftAnswers, fill_form, typed_answers
from joining.form.question_forms import QuestionsForm
from joining.form.questions import FormPage
from joining.form.submission import SubmittedForm, submit_application
from joining.limits_and_periods import DRAFT_RETENTION, UNCONFIRMED_HOURS
from joining.models import ApplicantType, ApplicationDraft, Consent
from joining.views.decorators import draft_page, post_data, secret_url_page
from members.models import Agreement
from network.models import Network, PublicFeature
from page_cache.decorators import cacheable_page
from spam.form_checks import SpamCheck
from spam.forms import spam_checked

FILE_NOT_SAVED = gettext_lazy(
    "“{name}” could not be saved. Your answers are saved: continue without it, or choose it later."
)

QUESTION_PAGES = (FormPage.APPLICANT, FormPage.REASONS)


@require_safe
@cacheable_page()
def how_to_join(request: HttpRequest) -> HttpResponse:
    network = Network.objects.current()
    asked = [
        (applicant_type, questions.questions_asked(applicant_type, network))
        for applicant_type in ApplicantType
    ]
    context = {"agreements": Agreement.objects.in_force(), "asked": asked}
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
            form.consent_decisions(),
            typed_answers(form, request.POST),
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
    answers = DraftAnswers(draft)
    if number != FormPage.START and not answers.has_age_and_required_consents:
        return redirect("joining:form-page", token, FormPage.START)
    return views[FormPage(number)](request, answers, token, FormPage(number))


def draft_context(answers: DraftAnswers, token: str, page: FormPage) -> dict:
    applicant_type = ApplicantType(answers.draft.applicant_type)
    return {
        "applicant_type": applicant_type,
        "token": token,
        "draft_days": DRAFT_RETENTION.days,
    } | form_progress(page)


def start_page(
    request: HttpRequest, answers: DraftAnswers, token: str, page: FormPage
) -> HttpResponse:
    """Page 1 again: consents can be withdrawn as easily as they were given."""
    network = Network.objects.current()
    form = StartForm(answers.draft.applicant_type, post_data(request), network=network)
    fill_form(form, answers.fields)
    if form.is_valid():
        answers.save_consents(form.consent_decisions(), typed_answers(form, request.POST))
        return redirect("joining:form-page", token, next_page(request, page))
    context = draft_context(answers, token, page) | {"form": form}
    return render(request, "joining/form/start.html", context)


def questions_page(
    request: HttpRequest, answers: DraftAnswers, token: str, page: FormPage
) -> HttpResponse:
    form = questions_form(answers, page, request)
    if request.method == "POST":
        answers.save_typed(typed_answers(form, request.POST))
        unsaved = attachments.save_attachments(answers.draft, form.attachments())
        unsaved = [*unsaved_uploads(request), *unsaved]
        form.add_unsaved_files(unsaved, FILE_NOT_SAVED)
        if not unsaved and ("go_to_page" in request.POST or form.is_valid()):
            return redirect("joining:form-page", token, next_page(request, page))
        form.stored_files = list(answers.draft.files.all())
    context = draft_context(answers, token, page) | {"form": form, "answers": answers}
    return render(request, "joining/form/questions.html", context)


def questions_form(
    answers: DraftAnswers, page: FormPage, request: HttpRequest | None = None
) -> QuestionsForm:
    """With what was sent, otherwise with what is stored; `?check` shows the errors in that."""
    data: MultiValueDict[str, str] | None = post_data(request) if request else None
    if data is None and (request is None or "check" in request.GET):
        data = MultiValueDict(answers.fields)
    form = QuestionsForm(
        answers.questions_on(page),
        data,
        request.FILES if request and request.method == "POST" else None,
        network=Network.objects.current(),
        stored_files=answers.draft.files.all(),
    )
    fill_form(form, answers.fields)
    return form


def next_page(request: HttpRequest, page: FormPage) -> int:
    requested = request.POST.get("go_to_page", "")
    return int(requested) if requested in map(str, FormPage.values) else page + 1


def submit_page(
    request: HttpRequest, answers: DraftAnswers, token: str, page: FormPage
) -> HttpResponse:
    """Page 4: all answers to read through, the agreements, and the button that sends."""
    filled = {earlier: questions_form(answers, earlier) for earlier in QUESTION_PAGES}
    if incomplete_url := first_incomplete_url(answers, token, filled):
        return redirect(incomplete_url)
    spam_check = SpamCheck(request, "join-send", PublicFeature.JOINING)
    form = SubmitForm(
        answers.draft.applicant_type,
        answers.age,
        post_data(request),
        spam_check=spam_check,
        network=Network.objects.current(),
    )
    fill_form(form, answers.fields)
    if request.method == "POST":
        answers.save_typed(typed_answers(form, request.POST))
        if "go_to_page" in request.POST:
            return redirect("joining:form-page", token, next_page(request, page))
        if form.is_valid():
            answers.save_consents(form.consent_decisions())
            submitted = submitted_form(answers, filled.values(), form)
            submit_application(
                answers.draft, submitted, sent_during_flood=spam_check.sent_during_flood
            )
            return redirect("joining:sent")
    context = draft_context(answers, token, page) | {"form": form, "filled": filled.items()}
    return render(request, "joining/form/submit.html", context, status=spam_check.status)


def first_incomplete_url(
    answers: DraftAnswers, token: str, filled: dict[FormPage, QuestionsForm]
) -> str:
    """The URL of the first page with missing or invalid answers; it shows the errors unless nothing
    was typed there yet."""
    for page, form in filled.items():
        if not form.is_valid():
            url = reverse("joining:form-page", args=[token, page])
            return f"{url}?check" if form.has_field_of(answers.fields) else url
    return ""


def submitted_form(
    answers: DraftAnswers, filled: Iterable[QuestionsForm], form: SubmitForm
) -> SubmittedForm:
    values = {name: value for page in filled for name, value in page.values().items()}
    referees, topics = values.pop("referees", []), values.pop("topics", [])
    agrees_to_listing = answers.has_consent(Consent.Purpose.DIRECTORY)
    return SubmittedForm(
        values | {"age": answers.age, "agrees_to_listing": agrees_to_listing},
        topics=topics,
        referees=referees,
        consents=answers.consent_decisions(),
        endorsements=form.agreements,
    )


@draft_page
def discard_draft(request: HttpRequest, draft: ApplicationDraft, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "joining/form/discard.html", {"token": token})
    drafts.discard_draft(draft)
    return render(request, "joining/form/discarded.html")


@secret_url_page
@require_safe
def application_sent(request: HttpRequest) -> HttpResponse:
    """The same page whether or not the address is known."""
    return render(request, "joining/form/sent.html", {"hours": UNCONFIRMED_HOURS})
