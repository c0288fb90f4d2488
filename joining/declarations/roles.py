from django.utils.translation import gettext_lazy as _

from cms.declarations.roles import COORDINATORS, Role

REVIEWERS = Role(_("Reviewers"))

# Those who decide or vote also read, and nobody else: `joining/privacy/permissions.py`. Those who
# decide read the logs: `DecidersOnlyAdmin`. The permissions to view, which Django makes, are not
# used.
PERMISSIONS = {
    REVIEWERS: ("joining.vote_application",),
    COORDINATORS: (
        "joining.decide_application",
        "joining.vote_application",
        "joining.export_application",
    ),
}
