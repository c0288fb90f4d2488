"""The form in four steps, kept on the way under the secret in its address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gate.forms import guarded
from gate.keeping import Gate
from joining import attachments, drafts, process, questions
from joining.drafts import Answers
from joining.forms.answers import AnswersForm
from joining.forms.boxes import BeginningForm, GuardedBeginningForm, SendingForm
from joining.forms.keeping import as_initial, kept
from joining.models import Applicant, Consent, Draft
from joining.questions import Step
from joining.views.opening import of_draft, private, sent_with
from members.models import Agreement
from network.models import Network, PublicPart
from network.uploads import not_kept_of

NO_ROOM = gettext_lazy(
    "“{name}” could not be kept. Your answers are saved: go on without it, or choose it later."
)


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """What joining means and what happens with the data, before any field."""
    network = Network.objects.current()
    asked = [(applicant, questions.asked_of(applicant, network)) for applicant in Applicant]
    context = {"agreements": Agreement.objects.in_force(), "asked": asked}
    return render(request, "joining/join.html", context)


@guarded("join", PublicPart.JOINING, may_come_again=True)
def begin(request: HttpRequest, gate: Gate, applicant: str) -> HttpResponse:
    """Step 1, before there is a draft: nothing is kept unless its handling is consented to."""
    network = Network.objects.current()
    form = GuardedBeginningForm(applicant, sent_with(request), gate=gate, network=network)
    if form.is_bound and form.is_of_a_child:
        return render(request, "joining/under_age.html")
    if form.is_valid():
        token = drafts.begin(applicant, gate.ticket, form.ticked(), kept(form))
        return redirect("joining:step", token, Step.APPLICANT)
    context = {"form": form, "applicant": applicant} | place(Step.BEGINNING)
    return render(request, "joining/beginning.html", context, status=gate.status)


def place(step: Step) -> dict:
    """For the page: where somebody is in the form, and the step before."""
    return {"step": step, "steps": Step.choices, "before": step - 1}


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
        return redirect("joining:step", token, Step.BEGINNING)
    return pages[Step(number)](request, answers, token, Step(number))


def beginning(request: HttpRequest, answers: Answers, token: str, step: Step) -> HttpResponse:
    """Step 1 once more: consents can be taken back as they were given."""
    applicant, network = Applicant(answers.draft.applicant), Network.objects.current()
    form = BeginningForm(applicant, sent_with(request), network=network)
    as_initial(form, answers.fields)
    if form.is_valid():
        answers.keep_consents(form.ticked(), kept(form))
        return redirect("joining:step", token, wanted_step(request, step))
    context = {"form": form, "applicant": applicant, "token": token} | place(step)
    return render(request, "joining/beginning.html", context)


def asking(request: HttpRequest, answers: Answers, token: str, step: Step) -> HttpResponse:
    """Steps 2 and 3: the questions."""
    form = asking_form(answers, step, request)
    if request.method == "POST":
        answers.keep(kept(form))
        lost = [*not_kept_of(request), *attachments.keep(answers.draft, form.brought())]
        form.refuse_files(lost, NO_ROOM)
        if not lost and ("go" in request.POST or form.is_valid()):
            return redirect("joining:step", token, wanted_step(request, step))
        form.there = list(answers.draft.files.all())
    context = {
        "form": form,
        "applicant": Applicant(answers.draft.applicant),
        "token": token,
    } | place(step)
    return render(request, "joining/asking.html", context | {"answers": answers})


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


def wanted_step(request: HttpRequest, step: Step) -> int:
    """The step that a button names, else the next."""
    wanted = request.POST.get("go", "")
    return int(wanted) if wanted in map(str, Step.values) else step + 1


def sending(request: HttpRequest, answers: Answers, token: str, step: Step) -> HttpResponse:
    """Step 4: all answers to read through, the documents, and the button that sends."""
    asked = [asking_form(answers, earlier) for earlier in (Step.APPLICANT, Step.REASONS)]
    for earlier, form in zip((Step.APPLICANT, Step.REASONS), asked, strict=True):
        if not form.is_valid():
            address = reverse("joining:step", args=[token, earlier])
            return redirect(f"{address}?check" if form.has_begun(answers.fields) else address)
    draft, gate = answers.draft, Gate(request, "join-send", PublicPart.JOINING)
    network = Network.objects.current()
    form = SendingForm(draft.applicant, answers.age, sent_with(request), gate=gate, network=network)
    as_initial(form, answers.fields)
    if request.method == "POST":
        answers.keep(kept(form))
        if "go" in request.POST:
            return redirect("joining:step", token, wanted_step(request, step))
        if form.is_valid():
            answers.keep_consents(form.ticked())
            answered = what_was_sent(answers, asked, form)
            process.submit(draft, answered, is_of_a_flood=gate.is_of_a_flood)
            return redirect("joining:sent")
    context = {"form": form, "applicant": Applicant(draft.applicant), "token": token} | place(step)
    context["asked"] = zip((Step.APPLICANT, Step.REASONS), asked, strict=True)
    return render(request, "joining/sending.html", context, status=gate.status)


def what_was_sent(answers: Answers, asked: list[AnswersForm], form: SendingForm) -> process.Answers:
    values = {name: value for page in asked for name, value in page.values().items()}
    references, topics = values.pop("references", []), values.pop("topics", [])
    listed = answers.has_consent(Consent.Purpose.DIRECTORY)
    return process.Answers(
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
        return render(request, "joining/discard.html", {"token": token})
    drafts.discard(draft)
    return render(request, "joining/discarded.html")


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same words whether or not an address is known."""
    return render(request, "joining/sent.html")
