from cms.declarations.roles import COORDINATORS, EDITORS

CONTENT = (
    "members.*_organisation",
    "members.*_organisationphoto",
    "members.*_person",
    "members.*_appearance",
    "members.*_office",
    "members.*_milestone",
)

PERMISSIONS = {
    EDITORS: (*CONTENT, "members.view_agreement", "members.view_region"),
    COORDINATORS: (*CONTENT, "members.*_agreement", "members.*_region"),
}
