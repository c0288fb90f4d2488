from django.utils.translation import gettext_lazy as _

from cms.declarations.roles import COORDINATORS, Role

REVIEWERS = Role(_("Reviewers"))

# Who may decide or vote may read, nobody else: `joining/privacy/permissions.py`.
PERMISSIONS = {
    REVIEWERS: ("joining.view_application", "joining.vote_application"),
    COORDINATORS: (
        "joining.view_application",
        "joining.decide_application",
        "joining.vote_application",
        "joining.export_application",
        "joining.view_applicationaccesslogentry",
    ),
}
