from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.i18n import languages
from members.models import Office

HEADINGS = {
    Office.Body.COORDINATION: _("Coordination"),
    Office.Body.STEERING_COMMITTEE: _("Steering committee"),
    Office.Body.WORKING_GROUP: _("Working groups"),
    Office.Body.SECRETARIAT: _("Secretariat"),
}


@dataclass
class OfficeBody:
    """A body of the network with its groups and their offices; only the body of working groups has
    several."""

    heading: str
    key: str
    groups: list[tuple[SafeString, list[Office]]]


@dataclass
class Offices:
    bodies: list[OfficeBody]
    former: list[Office]

    @classmethod
    def current(cls) -> "Offices":
        offices = list(Office.objects.public())
        current = [office for office in offices if office.has_started and not office.is_former]
        current.sort(key=lambda office: (office.started_on, office.pk))
        bodies = [
            _office_body(body, [office for office in current if office.body == body])
            for body in HEADINGS
        ]
        former = [office for office in offices if office.is_former]
        former.sort(key=lambda office: office.ended_on or date.max, reverse=True)
        return cls([body for body in bodies if body.groups], former)


def _office_body(body: Office.Body, offices: list[Office]) -> OfficeBody:
    groups: dict[SafeString, list[Office]] = {}
    for office in offices:
        groups.setdefault(languages.translated_html(office, "group"), []).append(office)
    return OfficeBody(str(HEADINGS[body]), body.value, list(groups.items()))
