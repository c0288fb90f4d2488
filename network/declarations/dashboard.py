from collections.abc import Iterator

from django.contrib.auth.models import User

from cms.declarations.dashboard import Panel
from cms.declarations.dashboard_order import PanelPosition
from network.models import Network, PublicFeature


def panels(user: User) -> Iterator[Panel]:
    """The switches of the public forms. At the top while any is closed, else at the end."""
    network = Network.objects.first()
    if network is None or not user.has_perm("network.close_forms"):
        return
    features = [
        {
            "feature": feature,
            "closed_at": network.closed_at(feature),
            # Contact details are no form: they are hidden.
            "hides": feature == PublicFeature.CONTACTS,
        }
        for feature in PublicFeature
    ]
    closed = {one["feature"] for one in features if one["closed_at"]}
    content = {
        "features": features,
        "is_any_closed": bool(closed),
        "is_any_open": len(closed) < len(features),
        "is_unreachable": PublicFeature.CONTACTS in closed and len(closed) > 1,
        "leads_to_contact": bool(closed) and PublicFeature.CONTACTS not in closed,
    }
    position = PanelPosition.WARNING if closed else PanelPosition.SETTINGS
    yield Panel("forms", position, template="admin/dashboard/_forms_switch.html", content=content)
