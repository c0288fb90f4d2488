"""Applying without a browser: what an applicant's browser would send, page by page."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

from joining.models import ApplicantType
from members.models import Region
from network.models import Topic
from spam import form_tokens
from tests.support.builders import make_agreements, make_contact, make_network, make_topic

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
AGREEMENT_FIELD = re.compile(r'name="(agreement_\d+)"')

ORGANISATION = {
    "name_ko": "다정한아빠모임",
    "name_en": "Kind Fathers",
    "legal_form": "unregistered",
    "head_name": "김대표",
    "head_role": "대표",
    "contact_name": "이담당",
    "contact_role": "간사",
    "email": "office@example.org",
    "language": "ko",
}
INDIVIDUAL = {
    "name_en": "Lee Han-gyeol",
    "email": "han@example.org",
    "occupation": "teacher",
    "language": "en",
}
REASONS = {
    "motivation": "함께 돌보는 사회를 만들고 싶습니다.",
    "rights_groups_relation": "해마다 토론회를 함께 엽니다.",
}


def make_ground(**words) -> dict:
    """What the form needs to know: the network, a region, a topic, three documents."""
    network = make_network(contact=make_contact(), **words)
    region = Region.objects.create(slug="seoul", name_ko="서울", name_en="Seoul")
    return {
        "network": network,
        "region": region,
        "topic": make_topic(),
        "agreements": make_agreements(),
    }


def hidden(response, form: str = "") -> dict[str, str]:
    """What a page gives along, with a token of a page that was opened ten seconds ago."""
    fields = dict(HIDDEN.findall(response.content.decode()))
    if form:
        with time_machine.travel(timezone.now() - timedelta(seconds=10)):
            fields["form_token"] = form_tokens.new_form_token(form)
    return fields


def begin(client, applicant_type: str = "organisation", language: str = "ko", **boxes):
    """Send step 1; the answer to it."""
    address = f"/{language}/join/{applicant_type}/"
    ticked = {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"} | boxes
    data = hidden(client.get(address), "join") | ticked
    return client.post(address, {name: value for name, value in data.items() if value})


def token_of(response) -> str:
    """The secret of the draft that a page leads to."""
    return response.url.split("/")[3]


def step_2(applicant_type: str, **answers) -> dict:
    fields = ORGANISATION if applicant_type == ApplicantType.ORGANISATION else INDIVIDUAL
    return fields | {"region": Region.objects.first().pk} | answers


def step_3(applicant_type: str, **answers) -> dict:
    if applicant_type == ApplicantType.INDIVIDUAL:
        return {"motivation": REASONS["motivation"]} | answers
    return REASONS | {"topics": [Topic.objects.first().pk]} | answers


def fill(client, applicant_type: str = "organisation", language: str = "ko", **boxes) -> str:
    """A draft filled in as far as its last page; the secret of its address."""
    token = token_of(begin(client, applicant_type, language, **boxes))
    for number, answers in ((2, step_2(applicant_type)), (3, step_3(applicant_type))):
        response = client.post(f"/{language}/join/{token}/{number}/", answers)
        assert response.status_code == 302, response.context["form"].errors
    return token


def send(client, token: str, language: str = "ko", **boxes):
    """Press the last button; the answer to it."""
    address = f"/{language}/join/{token}/4/"
    page = client.get(address)
    endorsements = dict.fromkeys(AGREEMENT_FIELD.findall(page.content.decode()), "on")
    data = hidden(page, "join-send") | endorsements | boxes
    return client.post(address, {name: value for name, value in data.items() if value})
