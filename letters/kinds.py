"""What the desk calls each letter, by the name of its template."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "confirm": _("Request to confirm an e-mail address"),
    "received": _("Receipt of an application"),
    "already_open": _("Note that an application is open already"),
    "question": _("Question about an application"),
    "reminder": _("Reminder of a question"),
    "lapsed": _("Note that an application was closed"),
    "withdrawn": _("Note that an application was withdrawn"),
    "accepted": _("Welcome of a new member"),
    "declined": _("Refusal of an application"),
    "new_link": _("New link to an application"),
    "reference": _("Question to a reference"),
    "reference_reminder": _("Reminder to a reference"),
    "reference_answered": _("To the desk: an answer from a reference"),
    "to_coordinators": _("To coordinators: new applications"),
    "to_reviewers": _("To reviewers: please vote"),
    "answered": _("To the desk: an answer from an applicant"),
    "sign_again": _("Request to sign"),
    "sign_link": _("New link for signing"),
    "sign_reminder": _("Reminder to sign"),
    "still_right": _("Question whether an entry is still right"),
    "changed": _("Note about the safety of an account"),
    "new_device": _("Note about a login on a new device"),
    "came_in": _("To the concerns group: new concerns"),
}
