"""Fills in the application form without a browser: what it would send, page by page."""

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


def make_form_objects(**words) -> dict:
    """The objects that the form shows: the network, a region, a topic, three agreements."""
    network = make_network(contact=make_contact(), **words)
    region = Region.objects.create(slug="seoul", name_ko="서울", name_en="Seoul")
    return {
        "network": network,
        "region": region,
        "topic": make_topic(),
        "agreements": make_agreements(),
    }


def hidden_fields(response, form: str = "") -> dict[str, str]:
    """The hidden fields of a page, with the form token of a page opened ten seconds ago."""
    fields = dict(HIDDEN.findall(response.content.decode()))
    if form:
        with time_machine.travel(timezone.now() - timedelta(seconds=10)):
            fields["form_token"] = form_tokens.new_form_token(form)
    return fields


def send_page_1(client, applicant_type: str = "organisation", language: str = "ko", **boxes):
    """Returns the response. `boxes` are other fields of the page."""
    address = f"/{language}/join/{applicant_type}/"
    ticked = {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"} | boxes
    data = hidden_fields(client.get(address), "join") | ticked
    return client.post(address, {name: value for name, value in data.items() if value})


def draft_token(response) -> str:
    """The token of the draft to which a response redirects."""
    return response.url.split("/")[3]


def page_2_answers(applicant_type: str, **answers) -> dict:
    fields = ORGANISATION if applicant_type == ApplicantType.ORGANISATION else INDIVIDUAL
    return fields | {"region": Region.objects.first().pk} | answers


def page_3_answers(applicant_type: str, **answers) -> dict:
    if applicant_type == ApplicantType.INDIVIDUAL:
        return {"motivation": REASONS["motivation"]} | answers
    return REASONS | {"topics": [Topic.objects.first().pk]} | answers


def fill_in_draft(
    client, applicant_type: str = "organisation", language: str = "ko", **boxes
) -> str:
    """Sends pages 1 to 3; returns the token of the draft."""
    token = draft_token(send_page_1(client, applicant_type, language, **boxes))
    for number, answers in (
        (2, page_2_answers(applicant_type)),
        (3, page_3_answers(applicant_type)),
    ):
        response = client.post(f"/{language}/join/{token}/{number}/", answers)
        assert response.status_code == 302, response.context["form"].errors
    return token


def send_page_4(client, token: str, language: str = "ko", **boxes):
    """Submits the application; returns the response."""
    address = f"/{language}/join/{token}/4/"
    page = client.get(address)
    endorsements = dict.fromkeys(AGREEMENT_FIELD.findall(page.content.decode()), "on")
    data = hidden_fields(page, "join-send") | endorsements | boxes
    return client.post(address, {name: value for name, value in data.items() if value})
