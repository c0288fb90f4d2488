from django.utils.translation import gettext_lazy as _

from cms.declarations.roles import COORDINATORS, Role

CONCERNS = Role(_("Concerns group"))

PERMISSIONS = {
    COORDINATORS: ("concerns.*_guidance",),
    CONCERNS: ("concerns.*_concern", "concerns.view_concernaccesslogentry"),
}
