from django.utils.translation import gettext_lazy as _

from cms.declarations.roles import COORDINATORS, Role

REVIEWERS = Role(_("Reviewers"))

# Those who decide or vote also read, and nobody else: `joining/privacy/permissions.py`. The
# permission `view_application`, which Django makes, is not used.
PERMISSIONS = {
    REVIEWERS: ("joining.vote_application",),
    COORDINATORS: (
        "joining.decide_application",
        "joining.vote_application",
        "joining.export_application",
        "joining.view_applicationaccesslogentry",
    ),
}
