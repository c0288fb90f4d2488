"""Who holds which office, as the page about the network sets it out."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from members.models import Office
from network import languages

HEADINGS = {
    Office.Body.COORDINATION: _("Coordination"),
    Office.Body.STEERING_COMMITTEE: _("Steering committee"),
    Office.Body.WORKING_GROUP: _("Working groups"),
    Office.Body.SECRETARIAT: _("Secretariat"),
}


@dataclass
class Body:
    """The people of a body, or of one of several groups that are bodies of a kind."""

    heading: str
    key: str
    groups: list[tuple[SafeString, list[Office]]]


@dataclass
class Offices:
    """Who holds an office, by body, and who once did."""

    bodies: list[Body]
    former: list[Office]

    @classmethod
    def of_today(cls) -> "Offices":
        offices = list(Office.objects.shown())
        present = [office for office in offices if office.has_begun and not office.is_former]
        present.sort(key=lambda office: (office.started_on, office.pk))
        bodies = [_body(body, [one for one in present if one.body == body]) for body in HEADINGS]
        former = [office for office in offices if office.is_former]
        former.sort(key=lambda office: office.ended_on, reverse=True)
        return cls([body for body in bodies if body.groups], former)


def _body(body: Office.Body, offices: list[Office]) -> Body:
    groups: dict[SafeString, list[Office]] = {}
    for office in offices:
        groups.setdefault(languages.words(office, "group"), []).append(office)
    return Body(str(HEADINGS[body]), body.value, list(groups.items()))
