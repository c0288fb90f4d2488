"""The applicant's way: the form in four steps, the mailbox, the page of an application, signing.

No page of it asks for a password or sets a cookie. A draft and an application are opened by the
secret in their address, which also stands in for a CSRF token.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.core.signing import BadSignature, SignatureExpired
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gate.addresses import comes_from_here
from gate.forms import guarded
from gate.keeping import Gate
from members import (
    consenting,
    drafts,
    joining,
    proposing,
    questions,
    signed_links,
    signing,
    standing,
)
from members.application_forms import (
    AnswersForm,
    BeginningForm,
    GuardedBeginningForm,
    ReplyForm,
    SendingForm,
    SigningForm,
    as_initial,
    kept,
)
from members.drafts import Answers
from members.forms import BiographyForm
from members.models import (
    Agreement,
    Applicant,
    Application,
    Consent,
    Draft,
    Organisation,
    Person,
)
from members.questions import Step
from members.views import show_proposal_form
from network import languages
from network.models import Network

# Three documents and a logo of 10 MB each, and the words.
SIZE_WITH_FILES = 45 * 1024 * 1024


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """What joining means and what happens with the data, before any field."""
    network = Network.objects.current()
    asked = [(applicant, questions.asked_of(applicant, network)) for applicant in Applicant]
    context = {"agreements": Agreement.objects.in_force(), "asked": asked}
    return render(request, "members/join.html", context)


@guarded("join", may_come_again=True)
def begin(request: HttpRequest, gate: Gate, applicant: str) -> HttpResponse:
    """Step 1, before there is a draft: nothing is kept unless its handling is consented to."""
    network = Network.objects.current()
    form = GuardedBeginningForm(applicant, sent_with(request), gate=gate, network=network)
    if form.is_bound and form.is_of_a_child:
        return render(request, "members/join_under_age.html")
    if form.is_valid():
        token = drafts.begin(applicant, gate.ticket, form.ticked(), kept(form))
        return redirect("members:join-step", token, Step.APPLICANT)
    context = {"form": form, "applicant": applicant} | place(Step.BEGINNING)
    return render(request, "members/join_beginning.html", context, status=gate.status)


def place(step: Step) -> dict:
    """For the page: where somebody is in the form, and the step before."""
    return {"step": step, "steps": Step.choices, "before": step - 1}


def sent_with(request: HttpRequest) -> QueryDict | None:
    """What a form was filled with; None before it was sent."""
    return request.POST if request.method == "POST" else None


def private(view: Callable) -> Callable:
    """For pages that a secret in the address opens: kept by no cache, found by no search."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.is_opened_by_secret = True
        if int(request.META.get("CONTENT_LENGTH") or 0) > SIZE_WITH_FILES:
            raise RequestDataTooBig
        if request.method == "POST" and not comes_from_here(request):
            response = render(request, "members/join_elsewhere.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        add_never_cache_headers(response)
        return response

    return opened


def of_draft(view: Callable) -> Callable:
    """For the pages of a draft. One that is gone answers 404, whether or not it ever was."""

    @private
    @transaction.atomic
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs) -> HttpResponse:
        # A second press of a button waits for the first.
        draft = drafts.find(token, to_change=request.method == "POST")
        if draft is None and drafts.is_sent(token):
            return redirect("members:join-sent")
        if draft is None:
            return render(request, "members/join_gone.html", status=404)
        return view(request, draft, token, **kwargs)

    return opened


@of_draft
def step(request: HttpRequest, draft: Draft, token: str, number: int) -> HttpResponse:
    """One page of a draft. Whichever button leaves it, what was typed is kept."""
    pages = {
        Step.BEGINNING: beginning,
        Step.APPLICANT: asking,
        Step.REASONS: asking,
        Step.SENDING: sending,
    }
    if number not in pages:
        raise Http404
    answers = Answers(draft)
    if number != Step.BEGINNING and not answers.is_begun:
        return redirect("members:join-step", token, Step.BEGINNING)
    return pages[Step(number)](request, answers, token, Step(number))


def beginning(request: HttpRequest, answers: Answers, token: str, step: Step) -> HttpResponse:
    """Step 1 once more: consents can be taken back as they were given."""
    applicant, network = Applicant(answers.draft.applicant), Network.objects.current()
    form = BeginningForm(applicant, sent_with(request), network=network)
    as_initial(form, answers.fields)
    if form.is_valid():
        answers.keep_consents(form.ticked(), kept(form))
        return redirect("members:join-step", token, wanted_step(request, step))
    context = {"form": form, "applicant": applicant, "token": token} | place(step)
    return render(request, "members/join_beginning.html", context)


def asking(request: HttpRequest, answers: Answers, token: str, step: Step) -> HttpResponse:
    """Steps 2 and 3: the questions."""
    form = asking_form(answers, step, request)
    if request.method == "POST":
        answers.keep(kept(form))
        keep_files(answers.draft, form)
        if "go" in request.POST or form.is_valid():
            return redirect("members:join-step", token, wanted_step(request, step))
        form = asking_form(answers, step, request)
    context = {
        "form": form,
        "applicant": Applicant(answers.draft.applicant),
        "token": token,
    } | place(step)
    return render(request, "members/join_asking.html", context | {"answers": answers})


def asking_form(answers: Answers, step: Step, request: HttpRequest | None = None) -> AnswersForm:
    """The questions of a step: as sent now, else as kept, which a look back may check."""
    data = sent_with(request) if request else None
    if data is None and (request is None or "check" in request.GET):
        data = MultiValueDict(answers.fields)
    form = AnswersForm(
        answers.asked(step),
        data,
        request.FILES if request and request.method == "POST" else None,
        network=Network.objects.current(),
        there=answers.draft.files.all(),
    )
    as_initial(form, answers.fields)
    return form


def keep_files(draft: Draft, form: AnswersForm) -> None:
    """Files that are right are kept even where something else on the page is not."""
    form.full_clean()
    sound = form.cleaned_data
    drafts.keep_files(draft, sound.get("logo"), sound.get("document", []), form.removed)


def wanted_step(request: HttpRequest, step: Step) -> int:
    """The step that a button names, else the next."""
    wanted = request.POST.get("go", "")
    return int(wanted) if wanted in map(str, Step.values) else step + 1


def sending(request: HttpRequest, answers: Answers, token: str, step: Step) -> HttpResponse:
    """Step 4: all answers to read through, the documents, and the button that sends."""
    asked = [asking_form(answers, earlier) for earlier in (Step.APPLICANT, Step.REASONS)]
    for earlier, form in zip((Step.APPLICANT, Step.REASONS), asked, strict=True):
        if not form.is_valid():
            address = reverse("members:join-step", args=[token, earlier])
            return redirect(f"{address}?check" if form.has_begun(answers.fields) else address)
    draft, gate = answers.draft, Gate(request, "join-send")
    network = Network.objects.current()
    form = SendingForm(draft.applicant, answers.age, sent_with(request), gate=gate, network=network)
    as_initial(form, answers.fields)
    if request.method == "POST":
        answers.keep(kept(form))
        if "go" in request.POST:
            return redirect("members:join-step", token, wanted_step(request, step))
        if form.is_valid():
            answers.keep_consents(form.ticked())
            joining.submit(draft, what_was_sent(answers, asked, form))
            return redirect("members:join-sent")
    context = {"form": form, "applicant": Applicant(draft.applicant), "token": token} | place(step)
    context["asked"] = zip((Step.APPLICANT, Step.REASONS), asked, strict=True)
    return render(request, "members/join_sending.html", context, status=gate.status)


def what_was_sent(answers: Answers, asked: list[AnswersForm], form: SendingForm) -> joining.Answers:
    values = {name: value for page in asked for name, value in page.values().items()}
    references, topics = values.pop("references", []), values.pop("topics", [])
    listed = answers.has_consent(Consent.Purpose.DIRECTORY)
    return joining.Answers(
        values | {"age": answers.age, "wants_listing": listed},
        topics=topics,
        references=references,
        consents=answers.given(),
        supports=form.agreements,
    )


@of_draft
def discard(request: HttpRequest, draft: Draft, token: str) -> HttpResponse:
    """Erase a draft, asked once more first."""
    if request.method != "POST":
        return render(request, "members/join_discard.html", {"token": token})
    drafts.discard(draft)
    return render(request, "members/join_discarded.html")


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same words whether or not an address is known."""
    return render(request, "members/join_sent.html")


def by_link(purpose: str) -> Callable:
    """For pages that a signed link from a letter opens: `view(request, subject, token)`."""

    def decorate(view: Callable) -> Callable:
        @private
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs) -> HttpResponse:
            try:
                subject = signed_links.read(token, purpose)
            except SignatureExpired:
                return link_ended(request, purpose)
            except BadSignature:
                return render(request, "members/join_link_unknown.html", status=404)
            return view(request, subject, token, **kwargs)

        return opened

    return decorate


def link_ended(request: HttpRequest, purpose: str) -> HttpResponse:
    return render(request, "members/join_link_ended.html", {"purpose": purpose}, status=410)


@by_link(signed_links.CONFIRM)
def confirm(request: HttpRequest, application: Application, _token: str) -> HttpResponse:
    """Programs that look into mails follow links, but press no buttons."""
    if request.method == "POST" or application.state != Application.State.UNVERIFIED:
        try:
            application = joining.confirm(application)
        except joining.Refused:
            return link_ended(request, signed_links.CONFIRM)
        token = signed_links.token_for(application, signed_links.STATUS)
        return redirect("members:status", token)
    return render(request, "members/join_confirm.html", {"application": application})


@by_link(signed_links.STATUS)
def status(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Where an application stands, and what its applicant can do about it."""
    network = Network.objects.current()
    is_asked = application.state == Application.State.NEEDS_INFO
    form = ReplyForm(application, sent_with(request), network=network) if is_asked else None
    if form and form.is_valid():
        try:
            joining.answer(application, form.values(), remark=form.cleaned_data["remark"])
            return redirect("members:status", token)
        except joining.Refused as error:
            form.add_error(None, str(error))
    context = standing.of(application, network) | {
        "application": application,
        "answered": questions.answered(application),
        "consents": consenting.choices(application, network),
        "form": form,
        "token": token,
    }
    return render(request, "members/join_status.html", context)


@by_link(signed_links.STATUS)
def withdraw(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Withdraw an application, asked once more first."""
    context, refusal = {"application": application, "token": token}, ""
    if request.method == "POST":
        try:
            joining.withdraw(application)
            return redirect("members:status", token)
        except joining.Refused as error:
            refusal = str(error)
    return render(request, "members/join_withdraw.html", context | {"refusal": refusal})


@by_link(signed_links.STATUS)
@require_POST
def consent(
    request: HttpRequest, application: Application, token: str, purpose: str
) -> HttpResponse:
    """Take back a consent, or give one after all, with one press."""
    consenting.choose(application, purpose, is_given=request.POST.get("given") == "yes")
    return redirect(f"{reverse('members:status', args=[token])}#consents")


@by_link(signed_links.SIGN)
def sign(request: HttpRequest, member: Organisation | Person, token: str) -> HttpResponse:
    """A member signs the documents in force, each by itself."""
    unsigned = signing.unsigned(member)
    is_organisation = isinstance(member, Organisation)
    form = SigningForm(unsigned, sent_with(request), has_role=is_organisation)
    if unsigned and form.is_valid():
        name, role = form.cleaned_data["signatory"], form.cleaned_data.get("role", "")
        try:
            signing.sign(member, unsigned, name, role, languages.active())
            return redirect(request.path)
        except joining.Refused as error:
            form.add_error(None, str(error))
    signatures = member.signatures.select_related("agreement").order_by("at", "pk")
    context = {"form": form, "member": member, "unsigned": unsigned, "signatures": signatures}
    if proposing.may_complete(member):
        context["profile"] = reverse("members:profile", args=[token])
    return render(request, "members/join_sign.html", context)


@by_link(signed_links.SIGN)
def profile(request: HttpRequest, member: Organisation | Person, token: str) -> HttpResponse:
    """A new member completes what its page will say; a coordinator makes it public."""
    if not proposing.may_complete(member):
        return redirect("members:sign", token)
    if isinstance(member, Organisation):
        return show_proposal_form(request, member, {})
    form = BiographyForm(member, sent_with(request))
    if form.is_valid() and proposing.introduce(member, form.cleaned_data):
        return redirect("members:proposal-sent")
    return render(request, "members/join_profile.html", {"form": form, "person": member})
