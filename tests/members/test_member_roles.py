"""What editors and coordinators, who are no superusers, do for the list of members and people."""

import pytest
from django.contrib.auth import get_user_model

from cms.declarations.roles import COORDINATORS, EDITORS
from members.models import LinkCheck, Proposal
from operations import group_permissions
from tests.support.builders import (
    add_appearance,
    add_office,
    add_organisation_photo,
    make_agreement,
    make_member,
    make_milestone,
    make_network,
    make_person,
    make_photo,
    make_region,
)

pytestmark = pytest.mark.django_db

BOTH, DECIDING = {"editor", "coordinator"}, {"coordinator"}
ROLES = {"editor": EDITORS, "coordinator": COORDINATORS}

# Address, what is there for who may work there, and who that is.
WORK = [
    ("organisation/", "import/", BOTH),
    ("organisation/add/", 'name="organisation_photos-TOTAL_FORMS"', BOTH),
    ("organisation/{member}/change/", 'name="organisation_photos-0-photo"', BOTH),
    ("organisation/{member}/change/", 'name="people-0-role_en"', BOTH),
    ("organisation/import/", 'type="file"', BOTH),
    ("organisation/duplicates/", "merge/", BOTH),
    ("organisation/merge/{member}/{double}/", "<form", BOTH),
    ("person/{person}/change/", 'name="offices-0-title_en"', BOTH),
    ("person/{person}/change/", 'name="appearances-0-consent"', BOTH),
    ("person/{person}/change/", 'action="/admin/members/person/{person}/hide/"', BOTH),
    ("proposal/{proposal}/change/", "<form", BOTH),
    ("linkcheck/", "https://circle.example", BOTH),
    ("milestone/{milestone}/change/", 'name="_save"', BOTH),
    ("agreement/add/", 'name="_save"', DECIDING),
    ("agreement/{agreement}/change/", 'name="_save"', DECIDING),
    ("region/{region}/change/", 'name="_save"', DECIDING),
]


@pytest.fixture
def items() -> dict[str, int]:
    make_network()
    region = make_region()
    member = make_member(website="https://circle.example", region=region)
    photo = make_photo(size=(240, 160))
    add_organisation_photo(member, photo)
    person = make_person(organisation=member)
    add_office(person)
    add_appearance(photo, person)
    LinkCheck.objects.create(organisation=member, url=member.website)
    made = {
        "member": member,
        "double": make_member(slug="double"),
        "person": person,
        "proposal": Proposal.objects.create(organisation=member),
        "milestone": make_milestone(),
        "agreement": make_agreement(),
        "region": region,
    }
    return {name: item.pk for name, item in made.items()}


@pytest.mark.parametrize("who", ROLES)
def test_who_works_on_what(client, items, who):
    group_permissions.apply_roles()
    user = get_user_model().objects.create_user(who, is_staff=True)
    user.groups.set(ROLES[who].groups())
    client.force_login(user)
    for address, there, allowed in WORK:
        html = client.get(f"/admin/members/{address.format(**items)}").text
        assert (there.format(**items) in html) == (who in allowed), (address, there)
    client.post(f"/admin/members/person/{items['person']}/hide/")
    assert client.get(f"/admin/members/person/{items['person']}/hidden/").status_code == 200
