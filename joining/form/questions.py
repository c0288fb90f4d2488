"""The questions of the application form: for whom, on which page, under which consent.

The form, the privacy notices, the applicant's page, the admin and the export are all made from
`QUESTIONS`. An answer without a question here is neither asked for nor stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.fields import get_model_field
from cms.i18n import languages
from joining.limits_and_periods import LINE_LENGTH, LONG_TEXT_LENGTH, TEXT_LENGTH
from joining.models import ApplicantType, Application, ApplicationFile, Consent
from network.models import Network

Purpose = Consent.Purpose

ORGANISATION, INDIVIDUAL = (ApplicantType.ORGANISATION,), (ApplicantType.INDIVIDUAL,)
BOTH = (ApplicantType.ORGANISATION, ApplicantType.INDIVIDUAL)


class FormPage(models.IntegerChoices):
    START = 1, _("Before you begin")
    APPLICANT = 2, _("Who you are")
    REASONS = 3, _("Why you want to join")
    SUBMIT = 4, _("Check and send")


@dataclass(frozen=True)
class Answer:
    """A text to print. `language` is the one the applicant wrote in; empty for texts of the site,
    such as the label of a choice."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def foreign_language(self) -> str:
        """For the attribute `lang`, where the text is not in the language of the page."""
        return "" if self.language == languages.active() else self.language


@dataclass(frozen=True)
class Question:
    """`name` is the field of Application that stores the answer, or its "referees", "logo" or
    "document"."""

    name: str
    page: FormPage
    applicant_types: tuple[ApplicantType, ...] = BOTH
    is_required: bool = False

    # The consent under which the answer is stored, and others that allow further uses of it.
    consent: Purpose = Purpose.HANDLING
    also_for: tuple[Purpose, ...] = ()

    # In place of the label of the field.
    wording: Promise | str = ""
    help: Promise | str = ""
    lines: int = 1
    max_length: int = LINE_LENGTH
    autocomplete: str = ""
    inputmode: str = ""

    @property
    def label(self) -> str:
        return capfirst(str(self.wording or _field(self.name).verbose_name))

    @property
    def is_translated(self) -> bool:
        return hasattr(Application, languages.field_names(self.name)[0])

    @property
    def is_in_a_language(self) -> bool:
        """Whether the answer is text that the applicant wrote: no number, no address, and no item
        of a list of the site."""
        return not self.inputmode and not _field(self.name).is_relation

    def answers(self, application: Application) -> list[Answer]:
        """Several where several were asked for; none where the question was not answered."""
        return [answer for answer in self._answers(application) if answer.text]

    def _answers(self, application: Application) -> Iterator[Answer]:
        if self.is_translated:
            yield from self._translated_answers(application)
        elif self.name == "referees":
            for one in application.referees.all():
                parts = filter(None, [one.name, one.organisation, one.email])
                yield Answer(" · ".join(parts), application.language)
        elif self.name in ApplicationFile.Kind.values:
            for file in application.files.all():
                if file.kind == self.name:
                    yield Answer(file.name, application.language)
        else:
            yield from self._plain_answers(application)

    def _translated_answers(self, application: Application) -> Iterator[Answer]:
        """A text that is the same in two languages is given once."""
        given = set()
        for code in languages.codes():
            text = getattr(application, languages.field_name(self.name, code))
            if text not in given:
                given.add(text)
                yield Answer(text, code)

    def _plain_answers(self, application: Application) -> Iterator[Answer]:
        field = _field(self.name)
        if field.many_to_many:
            yield from (Answer(str(one)) for one in getattr(application, self.name).all())
        elif field.choices:
            yield Answer(capfirst(getattr(application, f"get_{self.name}_display")()))
        elif (value := getattr(application, self.name)) is not None:
            yield Answer(str(value), application.language if self.is_in_a_language else "")


def _field(name: str) -> models.Field:
    return get_model_field(Application, name)


QUESTIONS = (
    # Never a date of birth.
    Question(
        "age",
        FormPage.START,
        ORGANISATION,
        is_required=True,
        wording=_("age of the person applying (18 or older)"),
    ),
    Question("age", FormPage.START, INDIVIDUAL, is_required=True),
    # Who you are.
    Question(
        "name",
        FormPage.APPLICANT,
        ORGANISATION,
        is_required=True,
        also_for=(Purpose.DIRECTORY, Purpose.PARENT_NETWORK),
        wording=_("name of the organisation"),
        autocomplete="organization",
    ),
    Question(
        "name",
        FormPage.APPLICANT,
        INDIVIDUAL,
        is_required=True,
        also_for=(Purpose.DIRECTORY, Purpose.PARENT_NETWORK),
        wording=_("your name"),
        autocomplete="name",
    ),
    Question(
        "public_name",
        FormPage.APPLICANT,
        INDIVIDUAL,
        consent=Purpose.OPTIONAL_ANSWERS,
        also_for=(Purpose.DIRECTORY,),
        help=_("If you want to appear under another name than your own."),
        autocomplete="nickname",
    ),
    Question("abbreviation", FormPage.APPLICANT, ORGANISATION, max_length=40),
    Question("legal_form", FormPage.APPLICANT, ORGANISATION, is_required=True),
    Question("registration_number", FormPage.APPLICANT, ORGANISATION, max_length=40),
    Question("founded_year", FormPage.APPLICANT, ORGANISATION, inputmode="numeric"),
    Question(
        "region",
        FormPage.APPLICANT,
        is_required=True,
        also_for=(Purpose.DIRECTORY, Purpose.PARENT_NETWORK),
        help=_("Never a street address."),
    ),
    Question(
        "summary",
        FormPage.APPLICANT,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY,),
        wording=_("what you do, in one sentence"),
        max_length=240,
    ),
    Question(
        "website",
        FormPage.APPLICANT,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY, Purpose.PARENT_NETWORK),
        autocomplete="url",
        inputmode="url",
    ),
    Question(
        "social_links",
        FormPage.APPLICANT,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY,),
        help=_("One address per line."),
        lines=2,
        max_length=TEXT_LENGTH,
    ),
    Question("size", FormPage.APPLICANT, ORGANISATION),
    Question("head_name", FormPage.APPLICANT, ORGANISATION, is_required=True),
    Question("head_role", FormPage.APPLICANT, ORGANISATION, is_required=True),
    Question(
        "contact_name",
        FormPage.APPLICANT,
        ORGANISATION,
        is_required=True,
        also_for=(Purpose.PARENT_NETWORK,),
        help=_("The person we write to about this application."),
        autocomplete="name",
    ),
    Question(
        "contact_role",
        FormPage.APPLICANT,
        ORGANISATION,
        is_required=True,
        autocomplete="organization-title",
    ),
    Question(
        "email",
        FormPage.APPLICANT,
        is_required=True,
        also_for=(Purpose.PARENT_NETWORK, Purpose.NEWSLETTER),
        help=_("We send a link to this address; only then can anybody here read the application."),
        max_length=254,
        autocomplete="email",
        inputmode="email",
    ),
    Question(
        "phone",
        FormPage.APPLICANT,
        ORGANISATION,
        consent=Purpose.OPTIONAL_ANSWERS,
        max_length=40,
        autocomplete="tel",
        inputmode="tel",
    ),
    Question("occupation", FormPage.APPLICANT, INDIVIDUAL, is_required=True),
    Question(
        "affiliation",
        FormPage.APPLICANT,
        INDIVIDUAL,
        consent=Purpose.OPTIONAL_ANSWERS,
        autocomplete="organization",
    ),
    Question("spoken_languages", FormPage.APPLICANT, INDIVIDUAL, consent=Purpose.OPTIONAL_ANSWERS),
    Question(
        "language",
        FormPage.APPLICANT,
        is_required=True,
        wording=_("language of our e-mails to you"),
    ),
    # Why you want to join.
    Question(
        "motivation",
        FormPage.REASONS,
        is_required=True,
        consent=Purpose.SENSITIVE,
        lines=8,
        max_length=LONG_TEXT_LENGTH,
    ),
    Question(
        "topics",
        FormPage.REASONS,
        ORGANISATION,
        is_required=True,
        consent=Purpose.SENSITIVE,
        also_for=(Purpose.DIRECTORY,),
    ),
    Question(
        "topics",
        FormPage.REASONS,
        INDIVIDUAL,
        consent=Purpose.OPTIONAL_ANSWERS,
        wording=_("areas of interest"),
    ),
    Question("target_groups", FormPage.REASONS, ORGANISATION, lines=3, max_length=TEXT_LENGTH),
    Question(
        "rights_groups_relation",
        FormPage.REASONS,
        ORGANISATION,
        is_required=True,
        consent=Purpose.SENSITIVE,
        help=_("With whom you work, and how you answer to them for what you do with men and boys."),
        lines=5,
        max_length=LONG_TEXT_LENGTH,
    ),
    Question(
        "policies",
        FormPage.REASONS,
        ORGANISATION,
        help=_("For example on safeguarding children or against sexual harassment."),
        lines=3,
        max_length=TEXT_LENGTH,
    ),
    Question(
        "contribution",
        FormPage.REASONS,
        consent=Purpose.OPTIONAL_ANSWERS,
        lines=4,
        max_length=LONG_TEXT_LENGTH,
    ),
    Question("working_groups", FormPage.REASONS, INDIVIDUAL, consent=Purpose.OPTIONAL_ANSWERS),
    Question("referral_source", FormPage.REASONS, consent=Purpose.OPTIONAL_ANSWERS),
    Question(
        "referees",
        FormPage.REASONS,
        is_required=True,
        wording=_("people who know you"),
        help=_("Ask them first: we will write to them."),
    ),
    Question(
        "logo",
        FormPage.REASONS,
        ORGANISATION,
        also_for=(Purpose.DIRECTORY,),
        wording=_("logo"),
        help=_("JPEG, PNG or WebP, up to {logo_megabytes} MB and {logo_pixels}."),
    ),
    Question(
        "document",
        FormPage.REASONS,
        ORGANISATION,
        wording=_("supporting documents"),
        help=_("For example statutes or an annual report: PDF, up to {megabytes} MB each."),
    ),
)

# Not changed later: the address was proved by an e-mail, and consents depend on the age.
UNCHANGEABLE_ANSWERS = {"age", "email"}


@dataclass(frozen=True)
class AnsweredQuestion:
    question: Question
    answers: list[Answer]


@dataclass(frozen=True)
class AnsweredPage:
    page: FormPage
    questions: list[AnsweredQuestion]


def questions_for(applicant_type: str, page: FormPage | None = None) -> list[Question]:
    return [
        question
        for question in QUESTIONS
        if applicant_type in question.applicant_types and page in (None, question.page)
    ]


def active_questions(applicant_type: str, network: Network) -> list[Question]:
    """All questions that the form asks now: referees only where the network needs some."""
    return [
        question
        for question in questions_for(applicant_type)
        if question.name != "referees" or network.referees_needed
    ]


def changeable_questions(application: Application, network: Network) -> list[Question]:
    """Returns the questions whose answers the staff can let the applicant change: those that the
    form asks now, those with optional answers only if the applicant has agreed to them."""
    agreed = application.agrees_to(Purpose.OPTIONAL_ANSWERS)
    return [
        question
        for question in active_questions(application.applicant_type, network)
        if question.name not in UNCHANGEABLE_ANSWERS
        and (agreed or question.consent != Purpose.OPTIONAL_ANSWERS)
    ]


def answered_pages(application: Application) -> list[AnsweredPage]:
    """An application to read, in the order of the form, without what was not answered."""
    pages = [
        AnsweredPage(
            page, answered_questions(application, questions_for(application.applicant_type, page))
        )
        for page in FormPage
    ]
    return [page for page in pages if page.questions]


def answered_questions(
    application: Application, questions: list[Question]
) -> list[AnsweredQuestion]:
    answered = [AnsweredQuestion(one, one.answers(application)) for one in questions]
    return [one for one in answered if one.answers]
