"""The notices beside the checkboxes of consents: purpose, items, period, right to refuse.

Korean law requires these four for each consent (PIPA art. 15(2), 17(2), 23, 28-8). The items are
made from `joining.form.questions`, so that no answer is stored that no notice mentions. With each
consent the text of its notice is stored: see `Notice.get_or_create_text`.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.i18n import languages
from joining.form import questions
from joining.form.questions import FormPage
from joining.limits_and_periods import (
    CLOSED_RETENTION,
    DECLINED_RETENTION,
    DRAFT_RETENTION,
    FILE_RETENTION,
    FORMER_MEMBER_RETENTION,
    REFEREE_RETENTION,
    UNCONFIRMED_RETENTION,
)
from joining.models import ApplicantType, Application, Consent, ConsentText
from joining.privacy.period_texts import period_text
from network.models import Network

Purpose = Consent.Purpose

PURPOSES_ON_PAGE = {
    FormPage.START: (Purpose.HANDLING, Purpose.SENSITIVE, Purpose.OPTIONAL_ANSWERS),
    FormPage.SUBMIT: (
        Purpose.DIRECTORY,
        Purpose.PARENT_NETWORK,
        Purpose.TRANSFER,
        Purpose.NEWSLETTER,
    ),
}


@dataclass(frozen=True)
class Notice:
    """The notice of one consent in the reader's language. `lines` are pairs of label and text,
    `checkbox_label` is the text beside the checkbox."""

    purpose: Purpose
    title: str
    lines: list[tuple[str, str]]
    checkbox_label: str

    @property
    def is_required(self) -> bool:
        return self.purpose in Consent.REQUIRED

    @property
    def text(self) -> str:
        lines = [f"{label}: {text}" for label, text in self.lines]
        return "\n".join([self.title, *lines, self.checkbox_label])

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def get_or_create_text(self) -> ConsentText:
        return ConsentText.objects.get_or_create(
            purpose=self.purpose,
            language=languages.active(),
            digest=self.digest,
            defaults={"text": self.text},
        )[0]


def notices_on_page(
    page: FormPage, applicant_type: str, age: str, network: Network
) -> list[Notice]:
    return [
        notice_for(purpose, applicant_type, network)
        for purpose in PURPOSES_ON_PAGE.get(page, ())
        if is_asked_for(purpose, age, network)
    ]


def is_asked_for(purpose: Purpose, age: str, network: Network) -> bool:
    """Only adults are asked for a public entry. Consents about the parent network are asked for
    only if its name and country are known, which the notices must state."""
    if purpose == Purpose.DIRECTORY:
        return age == Application.Age.ADULT
    if purpose in (Purpose.PARENT_NETWORK, Purpose.TRANSFER):
        return bool(
            languages.translated_text(network, "parent_name")
            and languages.translated_text(network, "parent_country")
        )
    return True


def notice_for(purpose: Purpose, applicant_type: str, network: Network) -> Notice:
    return NOTICE_BUILDERS[purpose](applicant_type, network)


def item_labels(
    applicant_type: str, network: Network, purpose: Purpose, *, is_required: bool | None = None
) -> str:
    labels = [
        question.label
        for question in questions.active_questions(applicant_type, network)
        if purpose in (question.consent, *question.also_for)
        and is_required in (None, question.is_required)
    ]
    # No-break space: a line must not begin with the dot.
    return "\u00a0· ".join(dict.fromkeys(labels))


def _handling_notice(applicant_type: str, network: Network) -> Notice:
    lines = [
        (_("Purpose"), _("To receive and check your application, decide on it and answer you.")),
        (
            _("Required items"),
            item_labels(applicant_type, network, Purpose.HANDLING, is_required=True),
        ),
    ]
    if applicant_type == ApplicantType.ORGANISATION:
        voluntary = item_labels(applicant_type, network, Purpose.HANDLING, is_required=False)
        lines.append((_("Details of your organisation, if you give them"), voluntary))
    lines += [
        (_("Also stored"), _("When you consented, agreed and wrote, and what was decided")),
        (_("How long we keep it"), _retention_text()),
        (
            _("Your right to refuse"),
            _("You may refuse. Without this consent we cannot accept an application."),
        ),
    ]
    return Notice(
        Purpose.HANDLING,
        _("Collection and use of personal data"),
        lines,
        _("I agree to the collection and use of personal data."),
    )


def _sensitive_notice(applicant_type: str, network: Network) -> Notice:
    revealed = _("the fact that you apply, which can reveal what you believe in")
    return Notice(
        Purpose.SENSITIVE,
        _("Handling of sensitive data"),
        [
            (_("Purpose"), _("To judge whether you share the aims of the network.")),
            (
                _("Required items"),
                f"{item_labels(applicant_type, network, Purpose.SENSITIVE)} · {revealed}",
            ),
            (_("How long we keep it"), _retention_text()),
            (
                _("Your right to refuse"),
                _("You may refuse. Without this consent we cannot accept an application."),
            ),
        ],
        _("I agree to the handling of sensitive data."),
    )


def _optional_answers_notice(applicant_type: str, network: Network) -> Notice:
    return Notice(
        Purpose.OPTIONAL_ANSWERS,
        _("Other answers"),
        [
            (_("Purpose"), _("To know you better and to reach you sooner.")),
            (_("Optional items"), item_labels(applicant_type, network, Purpose.OPTIONAL_ANSWERS)),
            (_("How long we keep it"), _retention_text()),
            (
                _("Your right to refuse"),
                _(
                    "You may refuse, or withdraw the consent later, without any disadvantage: we "
                    "then do not ask these questions, or erase the answers."
                ),
            ),
        ],
        _("I agree to the collection and use of optional items."),
    )


def _directory_notice(applicant_type: str, network: Network) -> Notice:
    return Notice(
        Purpose.DIRECTORY,
        _("The public list of members"),
        [
            (
                pgettext("the public list", "Purpose"),
                _("To show on this site who belongs to the network."),
            ),
            (_("What becomes public"), item_labels(applicant_type, network, Purpose.DIRECTORY)),
            (
                pgettext("the public list", "How long it is public"),
                _("From your acceptance until you leave or object"),
            ),
            (
                _("If you do not want to be public"),
                _(
                    "You can be a member without agreeing, and withdraw the consent at any time "
                    "on the page of your application."
                ),
            ),
        ],
        _("I agree to be in the public list of members."),
    )


def _parent_network_notice(applicant_type: str, network: Network) -> Notice:
    # The law calls whoever receives the data a third party.
    return Notice(
        Purpose.PARENT_NETWORK,
        _("Passing on to a third party"),
        [
            (_("Recipient"), languages.translated_text(network, "parent_name")),
            (_("Its purpose"), _("To know the members of its national networks.")),
            (
                pgettext("a third party", "Items"),
                item_labels(applicant_type, network, Purpose.PARENT_NETWORK),
            ),
            (_("How long it keeps them"), _("As long as you are a member")),
            (
                _("Your right to refuse"),
                _("You may refuse, or withdraw the consent later, and still be a member."),
            ),
        ],
        _("I agree to the passing on of personal data to a third party."),
    )


def _transfer_notice(applicant_type: str, network: Network) -> Notice:
    # A transfer abroad needs a consent of its own (PIPA art. 28-8). It is about the items that the
    # notice of PARENT_NETWORK names, because only the parent network receives data abroad.
    recipient = languages.translated_text(network, "parent_name")
    return Notice(
        Purpose.TRANSFER,
        _("Transfer of personal data abroad"),
        [
            (
                pgettext("abroad", "Recipient"),
                ", ".join(filter(None, [recipient, network.parent_url])),
            ),
            (_("Country"), languages.translated_text(network, "parent_country")),
            (_("When and how"), _("After your acceptance, by an encrypted connection")),
            (
                pgettext("abroad", "Items"),
                item_labels(applicant_type, network, Purpose.PARENT_NETWORK),
            ),
            (pgettext("abroad", "Its purpose"), _("To know the members of its national networks.")),
            (pgettext("abroad", "How long it keeps them"), _("As long as you are a member")),
            (
                pgettext("abroad", "Your right to refuse"),
                _(
                    "Do not agree, or withdraw the consent later on the page of your application. "
                    "Nothing is then sent, and you can be a member all the same."
                ),
            ),
        ],
        _("I agree to the transfer of personal data abroad."),
    )


def _newsletter_notice(applicant_type: str, network: Network) -> Notice:
    return Notice(
        Purpose.NEWSLETTER,
        _("Newsletter"),
        [
            (_("Purpose"), _("To send you news and invitations of the network.")),
            (_("Items"), item_labels(applicant_type, network, Purpose.NEWSLETTER)),
            (_("How long we keep it"), _("Until you cancel it; we ask you again every two years")),
            (
                _("Your right to refuse"),
                _("You may refuse, or withdraw the consent later, and still be a member."),
            ),
        ],
        _("I agree to receive the newsletter."),
    )


def _retention_text() -> str:
    text = _(
        "Accepted: as long as you are a member and {former_member} after; what referees say is "
        "erased {referee} after the decision, documents {file} after it. Declined: {declined} "
        "after the decision. Withdrawn: {closed} after. Not confirmed by e-mail: {unconfirmed}. "
        "Not finished: {draft}."
    )
    return text.format(
        former_member=period_text(FORMER_MEMBER_RETENTION),
        referee=period_text(REFEREE_RETENTION),
        file=period_text(FILE_RETENTION),
        declined=period_text(DECLINED_RETENTION),
        closed=period_text(CLOSED_RETENTION),
        unconfirmed=period_text(UNCONFIRMED_RETENTION),
        draft=period_text(DRAFT_RETENTION),
    )


NOTICE_BUILDERS = {
    Purpose.HANDLING: _handling_notice,
    Purpose.SENSITIVE: _sensitive_notice,
    Purpose.OPTIONAL_ANSWERS: _optional_answers_notice,
    Purpose.DIRECTORY: _directory_notice,
    Purpose.PARENT_NETWORK: _parent_network_notice,
    Purpose.TRANSFER: _transfer_notice,
    Purpose.NEWSLETTER: _newsletter_notice,
}
