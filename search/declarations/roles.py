from cms.declarations.roles import COORDINATORS, EDITORS

PERMISSIONS = {
    EDITORS: ("search.view_missedquery",),
    COORDINATORS: ("search.view_missedquery", "search.*_synonym"),
}
