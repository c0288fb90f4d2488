"""What the admin calls the e-mails of this app, by the names of their templates."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "confirm_email": _("Request to confirm an e-mail address"),
    "received": _("Acknowledgement of an application"),
    "reopened": _("Notice that an application was reopened"),
    "already_open": _("Notice that an application is open already"),
    "info_request": _("Question about an application"),
    "info_request_reminder": _("Reminder of a question"),
    "closed_unanswered": _("Notice that an application was closed"),
    "withdrawn": _("Notice that an application was withdrawn"),
    "accepted": _("Welcome of a new member"),
    "declined": _("Notice that an application was declined"),
    "new_link": _("New link to an application"),
    "referee_request": _("Question to a referee"),
    "referee_reminder": _("Reminder to a referee"),
    "referee_answered": _("To staff: an answer from a referee"),
    "new_applications": _("To coordinators: new applications"),
    "vote_request": _("To reviewers: please vote"),
    "info_request_answered": _("To staff: an answer from an applicant"),
    "signing_request": _("Request to sign"),
    "new_signing_link": _("New link for signing"),
    "signing_reminder": _("Reminder to sign"),
}
