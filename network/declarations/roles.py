from cms.declarations.roles import COORDINATORS, EDITORS

CONTENT = ("network.*_page", "network.*_topic", "network.*_contact")

PERMISSIONS = {
    EDITORS: (*CONTENT, "network.view_network"),
    COORDINATORS: (*CONTENT, "network.*_network", "network.*_redirect", "network.close_forms"),
}
