from cms.declarations.roles import COORDINATORS

PERMISSIONS = {COORDINATORS: ("mail.view_email", "mail.change_email")}
