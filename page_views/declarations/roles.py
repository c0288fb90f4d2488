from cms.declarations.roles import COORDINATORS, EDITORS

PERMISSIONS = dict.fromkeys((EDITORS, COORDINATORS), ("page_views.view_pageview",))
