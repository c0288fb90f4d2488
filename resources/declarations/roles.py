from cms.declarations.roles import COORDINATORS, EDITORS

PERMISSIONS = dict.fromkeys((EDITORS, COORDINATORS), ("resources.*",))
