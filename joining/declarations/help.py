from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help, ModelHelp
from joining.models import Application, ApplicationAccessLogEntry, RetentionLogEntry

MODELS = {
    Application: ModelHelp(
        Chapter.APPLICATIONS,
        list=_(
            "Applications to join, longest waiting first. What looks like an attack is kept in "
            "quarantine. You see only applicants who have confirmed their "
            "e-mail address."
        ),
        form=_(
            "One application. The buttons say what each step does and who is told. Notes are for "
            "colleagues; applicants never see them. Opening an application is logged."
        ),
        glossary_terms=("quarantine", "referee", "voting", "conflict of interest"),
    ),
    ApplicationAccessLogEntry: ModelHelp(
        Chapter.APPLICATIONS,
        list=_("Who read, exported or erased which application and when. Nobody can change it."),
        form=_("One entry of the log of access. It cannot be changed."),
    ),
    RetentionLogEntry: ModelHelp(
        Chapter.APPLICATIONS,
        list=_(
            "What the program has erased at the end of its retention period, and how much of it. "
            "It shows that the promise in the privacy policy is kept; it contains no names."
        ),
        form=_("One entry of the retention log. It cannot be changed."),
    ),
}

PAGES = {
    "joining_application_transition": Help(
        _(
            "Read what this step does before you press the button. Applicants get e-mails in the "
            "language of their application; where there is an e-mail to edit, add a sentence of "
            "your own."
        ),
        Chapter.APPLICATIONS,
        ("quarantine", "voting"),
    ),
    "joining_application_export": Help(
        _(
            "A table of applications with names, addresses and all answers. Say what it is for: "
            "the reason is logged. Delete the file when the work is done, from the trash as well."
        ),
        Chapter.APPLICATIONS,
    ),
    "members_organisation_signing_link": Help(
        _(
            "The link with which this organisation signs the accountability documents. Send it to "
            "the contact only. Once you make a new link, the old one no longer works."
        ),
        Chapter.APPLICATIONS,
        ("signature",),
    ),
    "members_person_signing_link": Help(
        _(
            "The link with which this person signs the accountability documents. Send it to the "
            "person only; once you make a new link, the old one no longer works."
        ),
        Chapter.APPLICATIONS,
        ("signature",),
    ),
    "members_agreement_signatures": Help(
        _("Who has signed this version, and who has not yet. Each name leads to the member."),
        Chapter.MEMBERS,
        ("signature",),
    ),
    "members_agreement_ask_to_sign": Help(
        _(
            "Sends an e-mail with a link for signing to the members who have not signed what is in "
            "force. Each is asked once; the page says who has no address."
        ),
        Chapter.MEMBERS,
        ("signature",),
    ),
}
