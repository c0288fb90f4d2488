"""What an application asks: of whom, at which step, and under which consent the answer is kept.

One list for all who need it: the form, the notices above its boxes, the review page, the status
page, the desk and its export. What is not in it is not asked and not kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from joining.models import Applicant, Application, ApplicationFile, Consent
from joining.models.applications import MOTIVATION_LENGTH
from network import languages
from network.models import Network

Purpose = Consent.Purpose

ORGANISATION, INDIVIDUAL = (Applicant.ORGANISATION,), (Applicant.INDIVIDUAL,)
BOTH = (Applicant.ORGANISATION, Applicant.INDIVIDUAL)

LINE, TEXT = 160, 1000


class Step(models.IntegerChoices):
    """The pages of the form."""

    BEGINNING = 1, _("Before you begin")
    APPLICANT = 2, _("Who you are")
    REASONS = 3, _("Why you want to join")
    SENDING = 4, _("Check and send")


@dataclass(frozen=True)
class Question:
    """One question. `name` is the field of Application that keeps the answer, or what belongs to
    an application: its files, its references."""

    name: str
    step: Step
    applicants: tuple[Applicant, ...] = BOTH
    is_required: bool = False

    # Under which notice the answer stands, and what else it is used for with a consent of its own.
    consent: Purpose = Purpose.HANDLING
    also_for: tuple[Purpose, ...] = ()
    # Columns filled from the same answer.
    stores: tuple[str, ...] = ()

    wording: str = ""
    help: str = ""
    lines: int = 1
    max_length: int = LINE
    autocomplete: str = ""
    inputmode: str = ""

    @property
    def label(self) -> str:
        """As it stands above the field, in the reader's language."""
        return capfirst(str(self.wording or _field(self.name).verbose_name))

    @property
    def is_translated(self) -> bool:
        return hasattr(Application, languages.columns(self.name)[0])

    def answers(self, application: Application) -> list[SafeString | str]:
        """What was answered, ready to print; several where several were asked for."""
        return list(filter(None, self._answers(application)))

    def _answers(self, application: Application) -> Iterator[SafeString | str]:
        if self.name == "references":
            for reference in application.references.all():
                yield " · ".join(
                    filter(None, [reference.name, reference.organisation, reference.email])
                )
        elif self.name in ApplicationFile.Kind.values:
            yield from (file.name for file in application.files.all() if file.kind == self.name)
        elif self.is_translated:
            columns = languages.columns(self.name)
            yield from dict.fromkeys(getattr(application, column) for column in columns)
        else:
            yield from self._plain_answers(application)

    def _plain_answers(self, application: Application) -> Iterator[str]:
        field = _field(self.name)
        if field.many_to_many:
            yield from map(str, getattr(application, self.name).all())
        elif field.choices:
            yield capfirst(getattr(application, f"get_{self.name}_display")())
        else:
            value = getattr(application, self.name)
            yield "" if value is None else str(value)


def _field(name: str) -> models.Field:
    return Application._meta.get_field(name)


QUESTIONS = (
    # A date of birth is never asked.
    Question("age", Step.BEGINNING, is_required=True),
    # Who you are.
    Question(
        "name",
        Step.APPLICANT,
        ORGANISATION,
        is_required=True,
        also_for=(Purpose.DIRECTORY, Purpose.ALLIANCE),
        stores=("name_hash",),
        wording=_("name of the organisation"),
        autocomplete="organization",
    ),
    Question(
        "name",
        Step.APPLICANT,
        INDIVIDUAL,
        is_required=True,
        also_for=(Purpose.DIRECTORY, Purpose.ALLIANCE),
        stores=("name_hash",),
        wording=_("your name"),
        autocomplete="name",
    ),
    Question(
        "public_name",
        Step.APPLICANT,
        INDIVIDUAL,
        consent=Purpose.OPTIONAL,
        also_for=(Purpose.DIRECTORY,),
        help=_("If you want to appear under another name than your own."),
        autocomplete="nickname",
    ),
    Question("abbreviation", Step.APPLICANT, ORGANISATION, max_length=40),
    Question("legal_form", Step.APPLICANT, ORGANISATION, is_required=True),
    Question("registration_number", Step.APPLICANT, ORGANISATION, max_length=40),
    Question("founded_year", Step.APPLICANT, ORGANISATION, inputmode="numeric"),
    Question(
        "region",
        Step.APPLICANT,
        is_required=True,
        also_for=(Purpose.DIRECTORY, Purpose.ALLIANCE),
        help=_("Never a street address."),
    ),
    Question(
        "summary",
        Step.APPLICANT,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY,),
        wording=_("what you do, in one sentence"),
        max_length=240,
    ),
    Question(
        "website",
        Step.APPLICANT,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY, Purpose.ALLIANCE),
        autocomplete="url",
        inputmode="url",
    ),
    Question(
        "social_links",
        Step.APPLICANT,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY,),
        help=_("One address a line."),
        lines=2,
        max_length=TEXT,
    ),
    Question("size", Step.APPLICANT, ORGANISATION),
    Question("head_name", Step.APPLICANT, ORGANISATION, is_required=True),
    Question("head_role", Step.APPLICANT, ORGANISATION, is_required=True),
    Question(
        "contact_name",
        Step.APPLICANT,
        ORGANISATION,
        is_required=True,
        also_for=(Purpose.ALLIANCE,),
        help=_("Whom we write to about this application."),
        autocomplete="name",
    ),
    Question(
        "contact_role",
        Step.APPLICANT,
        ORGANISATION,
        is_required=True,
        autocomplete="organization-title",
    ),
    Question(
        "email",
        Step.APPLICANT,
        is_required=True,
        also_for=(Purpose.ALLIANCE, Purpose.NEWSLETTER),
        stores=("email_hash",),
        help=_("We send a link to this address; only then can anybody here read the application."),
        max_length=254,
        autocomplete="email",
        inputmode="email",
    ),
    Question(
        "phone",
        Step.APPLICANT,
        ORGANISATION,
        consent=Purpose.OPTIONAL,
        max_length=40,
        autocomplete="tel",
        inputmode="tel",
    ),
    Question("occupation", Step.APPLICANT, INDIVIDUAL, is_required=True),
    Question(
        "affiliation",
        Step.APPLICANT,
        INDIVIDUAL,
        consent=Purpose.OPTIONAL,
        autocomplete="organization",
    ),
    Question("spoken_languages", Step.APPLICANT, INDIVIDUAL, consent=Purpose.OPTIONAL),
    Question(
        "language",
        Step.APPLICANT,
        is_required=True,
        wording=_("language of our letters to you"),
    ),
    # Why you want to join.
    Question(
        "motivation",
        Step.REASONS,
        is_required=True,
        consent=Purpose.SENSITIVE,
        lines=8,
        max_length=MOTIVATION_LENGTH,
    ),
    Question(
        "topics",
        Step.REASONS,
        ORGANISATION,
        is_required=True,
        consent=Purpose.SENSITIVE,
        also_for=(Purpose.DIRECTORY,),
    ),
    Question(
        "topics",
        Step.REASONS,
        INDIVIDUAL,
        consent=Purpose.OPTIONAL,
        wording=_("fields you are interested in"),
    ),
    Question("works_with", Step.REASONS, ORGANISATION, lines=3, max_length=TEXT),
    Question(
        "rights_work",
        Step.REASONS,
        ORGANISATION,
        is_required=True,
        consent=Purpose.SENSITIVE,
        help=_("With whom you work, and how you answer to them for what you do with men and boys."),
        lines=5,
        max_length=MOTIVATION_LENGTH,
    ),
    Question(
        "policies",
        Step.REASONS,
        ORGANISATION,
        help=_("For example on safeguarding children or against sexual harassment."),
        lines=3,
        max_length=TEXT,
    ),
    Question(
        "contribution",
        Step.REASONS,
        consent=Purpose.OPTIONAL,
        lines=4,
        max_length=MOTIVATION_LENGTH,
    ),
    Question("working_groups", Step.REASONS, INDIVIDUAL, consent=Purpose.OPTIONAL),
    Question("heard_through", Step.REASONS, consent=Purpose.OPTIONAL),
    Question(
        "references",
        Step.REASONS,
        is_required=True,
        wording=_("people who know you"),
        help=_("Ask them first: we will write to them."),
    ),
    Question(
        "logo",
        Step.REASONS,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY,),
        wording=_("logo"),
        help=_("JPEG, PNG or WebP, up to {logo_megabytes} MB and {logo_megapixels} megapixels."),
    ),
    Question(
        "document",
        Step.REASONS,
        ORGANISATION,
        wording=_("documents"),
        help=_("For example statutes or an annual report: PDF, up to {megabytes} MB each."),
    ),
)

# Never changed by an answer to the desk: the address was proved by a letter, and what somebody
# was asked to consent to hangs on their age.
FIXED = {"age", "email"}


def changeable(application: Application) -> list[Question]:
    """What the desk may let an applicant change; what is not required only of who agreed to it."""
    agreed = application.agrees_to(Purpose.OPTIONAL)
    return [
        question
        for question in of(application.applicant)
        if question.name not in FIXED and (agreed or question.consent != Purpose.OPTIONAL)
    ]


def of(applicant: str, step: Step | None = None) -> list[Question]:
    """The questions for an applicant, in the order in which they are asked."""
    return [
        question
        for question in QUESTIONS
        if applicant in question.applicants and step in (None, question.step)
    ]


def asked_of(applicant: str, network: Network) -> list[Question]:
    """Those that this network really asks."""
    return [
        question
        for question in of(applicant)
        if question.name != "references" or network.references_needed
    ]


def answered(application: Application) -> list[dict]:
    """An application to read, in the order of the form. Shape: step, answers (question, words).

    What was not answered is left out.
    """
    steps = [
        {"step": step, "answers": list(_told(application, of(application.applicant, step)))}
        for step in Step
    ]
    return [group for group in steps if group["answers"]]


def _told(application: Application, asked: list[Question]) -> Iterator[dict]:
    for question in asked:
        if words := question.answers(application):
            yield {"question": question, "words": words}
