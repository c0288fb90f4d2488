"""What an applicant is told before ticking a box: purpose, items, period, right to refuse.

Korean law names these four for each consent (PIPA art. 15(2), 17(2), 23, 28-8). The items come
from `joining.questions`, so that no answer is kept of which no notice speaks. Somebody's words
are recorded as they stood on the page: see `Notice.record`.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from joining import questions
from joining.models import Applicant, Application, Consent, ConsentText
from joining.questions import Step
from network import languages
from network.models import Network

Purpose = Consent.Purpose

# What is asked before the first answer is kept, and what when the application is read through.
AT_STEP = {
    Step.BEGINNING: (Purpose.HANDLING, Purpose.SENSITIVE, Purpose.OPTIONAL),
    Step.SENDING: (Purpose.DIRECTORY, Purpose.ALLIANCE, Purpose.TRANSFER, Purpose.NEWSLETTER),
}


@dataclass(frozen=True)
class Notice:
    """One consent in the reader's language: what it is about, and the words beside its box."""

    purpose: Purpose
    title: str
    lines: list[tuple[str, str]]
    box: str

    @property
    def is_required(self) -> bool:
        return self.purpose in Consent.REQUIRED

    @property
    def text(self) -> str:
        """All that is said, as it is kept with the consent."""
        lines = [f"{label}: {words}" for label, words in self.lines]
        return "\n".join([self.title, *lines, self.box])

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def record(self) -> ConsentText:
        """The row that holds these very words."""
        return ConsentText.objects.get_or_create(
            purpose=self.purpose,
            language=languages.active(),
            digest=self.digest,
            defaults={"text": self.text},
        )[0]


def at_step(step: Step, applicant: str, age: str, network: Network) -> list[Notice]:
    """The notices of a page of the form, without those that do not concern the applicant."""
    return [
        notice(purpose, applicant, network)
        for purpose in AT_STEP.get(step, ())
        if concerns(purpose, age, network)
    ]


def concerns(purpose: Purpose, age: str, network: Network) -> bool:
    """Minors are not shown in public, and nothing goes to a larger network that is not named."""
    if purpose == Purpose.DIRECTORY:
        return age != Application.Age.YOUTH
    if purpose in (Purpose.ALLIANCE, Purpose.TRANSFER):
        return bool(
            languages.plain_words(network, "parent_name")
            and languages.plain_words(network, "parent_place")
        )
    return True


def notice(purpose: Purpose, applicant: str, network: Network) -> Notice:
    return WRITERS[purpose](applicant, network)


def items(
    applicant: str, network: Network, purpose: Purpose, *, is_required: bool | None = None
) -> str:
    """The answers that stand under a purpose, by their labels, in the order of the form."""
    asked = [
        question.label
        for question in questions.asked_of(applicant, network)
        if purpose in (question.consent, *question.also_for)
        and is_required in (None, question.is_required)
    ]
    # A line does not begin with the dot.
    return "\u00a0· ".join(dict.fromkeys(asked))


def _handling(applicant: str, network: Network) -> Notice:
    lines = [
        (_("Purpose"), _("To receive and check your application, decide on it and answer you.")),
        (_("Required items"), items(applicant, network, Purpose.HANDLING, is_required=True)),
    ]
    if applicant == Applicant.ORGANISATION:
        voluntary = items(applicant, network, Purpose.HANDLING, is_required=False)
        lines.append((_("Items of your organisation, if you give them"), voluntary))
    lines += [
        (_("Kept beside them"), _("When you consented, agreed and wrote, and what was decided")),
        (_("How long"), _period()),
        (
            _("Your right to refuse"),
            _("You may refuse. Without this consent we cannot take an application."),
        ),
    ]
    return Notice(
        Purpose.HANDLING,
        _("Collection and use of personal data"),
        lines,
        _("I agree to the collection and use of personal data."),
    )


def _sensitive(applicant: str, network: Network) -> Notice:
    revealed = _("the fact that you apply, which can reveal what you believe in")
    return Notice(
        Purpose.SENSITIVE,
        _("Handling of sensitive data"),
        [
            (_("Purpose"), _("To judge whether you share the aims of the network.")),
            (
                _("Required items"),
                f"{items(applicant, network, Purpose.SENSITIVE)} · {revealed}",
            ),
            (_("How long"), _period()),
            (
                _("Your right to refuse"),
                _("You may refuse. Without this consent we cannot take an application."),
            ),
        ],
        _("I agree to the handling of sensitive data."),
    )


def _optional(applicant: str, network: Network) -> Notice:
    return Notice(
        Purpose.OPTIONAL,
        _("Answers that are not required"),
        [
            (_("Purpose"), _("To know you better and to reach you sooner.")),
            (_("Optional items"), items(applicant, network, Purpose.OPTIONAL)),
            (_("How long"), _period()),
            (
                _("Your right to refuse"),
                _("You may refuse and still apply: we then do not ask these questions."),
            ),
        ],
        _("I agree to the collection and use of optional items."),
    )


def _directory(applicant: str, network: Network) -> Notice:
    return Notice(
        Purpose.DIRECTORY,
        _("The public list of members"),
        [
            (
                pgettext("the public list", "Purpose"),
                _("To show on this site who belongs to the network."),
            ),
            (_("What becomes public"), items(applicant, network, Purpose.DIRECTORY)),
            (
                pgettext("the public list", "How long"),
                _("From your acceptance until you leave or object"),
            ),
            (
                _("If you do not want to be public"),
                _("Leave the box empty: you can be a member all the same."),
            ),
        ],
        _("I agree to be in the public list of members."),
    )


def _alliance(applicant: str, network: Network) -> Notice:
    return Notice(
        Purpose.ALLIANCE,
        _("Passing on to a third party"),
        [
            (_("Recipient"), languages.plain_words(network, "parent_name")),
            (_("Its purpose"), _("To know the members of its national networks.")),
            (pgettext("a third party", "Items"), items(applicant, network, Purpose.ALLIANCE)),
            (_("How long it keeps them"), _("As long as you are a member")),
            (_("Your right to refuse"), _("You may refuse and still apply.")),
        ],
        _("I agree to the passing on of personal data to a third party."),
    )


def _transfer(applicant: str, network: Network) -> Notice:
    recipient = languages.plain_words(network, "parent_name")
    return Notice(
        Purpose.TRANSFER,
        _("Transfer of personal data abroad"),
        [
            (
                pgettext("abroad", "Recipient"),
                ", ".join(filter(None, [recipient, network.parent_url])),
            ),
            (_("Country"), languages.plain_words(network, "parent_place")),
            (_("When and how"), _("After your acceptance, by an encrypted connection")),
            (pgettext("abroad", "Items"), items(applicant, network, Purpose.ALLIANCE)),
            (pgettext("abroad", "Its purpose"), _("To know the members of its national networks.")),
            (pgettext("abroad", "How long it keeps them"), _("As long as you are a member")),
            (
                pgettext("abroad", "Your right to refuse"),
                _("Leave the box empty: you can be a member all the same, and nothing is sent."),
            ),
        ],
        _("I agree to the transfer of personal data abroad."),
    )


def _newsletter(applicant: str, network: Network) -> Notice:
    return Notice(
        Purpose.NEWSLETTER,
        _("Newsletter"),
        [
            (_("Purpose"), _("To send you news and invitations of the network.")),
            (_("Items"), items(applicant, network, Purpose.NEWSLETTER)),
            (_("How long"), _("Until you cancel it; we ask you again every two years")),
            (_("Your right to refuse"), _("You may refuse and still apply.")),
        ],
        _("I agree to receive the newsletter."),
    )


def _period() -> str:
    return _(
        "Accepted: as long as you are a member and one year after; references and documents are "
        "erased 30 days after the decision. Declined: six months after the decision. Withdrawn: "
        "five days after. Not confirmed by e-mail: 48 hours. Not finished: 14 days."
    )


WRITERS = {
    Purpose.HANDLING: _handling,
    Purpose.SENSITIVE: _sensitive,
    Purpose.OPTIONAL: _optional,
    Purpose.DIRECTORY: _directory,
    Purpose.ALLIANCE: _alliance,
    Purpose.TRANSFER: _transfer,
    Purpose.NEWSLETTER: _newsletter,
}
