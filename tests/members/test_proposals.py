"""Whether a member's page is still right: asked by e-mail, answered by link, decided by staff."""

import re
from base64 import b64decode

import pytest
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.encryption.hashing import hash_random_secret
from mail.models import Email
from members.models import AccuracyRequest, Organisation, Proposal, ProposedChange, Region
from members.upkeep import accuracy_requests, member_proposals
from tests.support.builders import (
    make_logo,
    make_network,
    make_organisation,
    make_region,
    make_topic,
)
from versions.models import TranslationPair

pytestmark = pytest.mark.django_db

RICH_TEXT = '<h2>하는 일</h2><p>모임을 <a href="https://a.org">엽니다</a>.</p><p>학교에 갑니다.</p>'


def make_member(**words) -> Organisation:
    words = {"contact_email": "office@example.org", "contact_language": "ko"} | words
    return make_organisation(**words)


def link_in(email: Email) -> str:
    """The path of the link in an e-mail."""
    return re.search(r"https?://[^/]+(/\S+)", email.text)[1]


def send_link(organisation: Organisation, by) -> str:
    """Ask a member whether its entry is right. Returns the link in the e-mail."""
    accuracy_requests.send_request(organisation, by)
    return link_in(Email.objects.latest("pk"))


def form_values(html: str) -> dict:
    """What a browser submits when nothing in the form was changed."""
    form = html.split('<form method="post" enctype')[1]
    inputs = dict(
        re.findall(r'<input type="(?:text|url|hidden)" name="([^"]+)" value="([^"]*)"', form)
    )
    textareas = dict(
        re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    )
    selects = dict(
        re.findall(r'<select name="([^"]+)".*?<option value="(\w*)" selected', form, re.S)
    )
    checkboxes = {"topics": re.findall(r'name="topics" value="([^"]+)"[^>]* checked', form)}
    return inputs | textareas | selects | checkboxes


def send_proposal(link: str, **changes) -> Proposal:
    """Submit the form of a link with changes, as a browser does."""
    client = Client()
    response = client.post(link, form_values(client.get(link).text) | changes)
    assert (response.status_code, response["Location"]) == (302, "/ko/members/still-right/sent/")
    return Proposal.objects.latest("pk")


# The e-mail.


def test_an_email_goes_to_the_contact_in_their_language(admin_user):
    make_network(name_en="Example Network", short_name_en="EXNET")
    organisation = make_member(contact_name="Kim Bogi", contact_language="en")
    link = send_link(organisation, admin_user)
    email = Email.objects.get()
    assert (email.recipient, email.language) == ("office@example.org", "en")
    assert email.subject == "Is this still right? Example Institute at EXNET"
    assert email.text.startswith("Dear Kim Bogi,\n")
    assert link.startswith("/en/members/still-right/")


def test_many_are_asked_from_the_list_and_those_without_an_address_named(staff):
    for name in ("First", "Second"):
        make_member(name_en=name)
    make_organisation(name_en="Third", slug="third")
    pks = list(Organisation.objects.values_list("pk", flat=True))
    form = {"action": "send_accuracy_requests", "_selected_action": pks}
    said = staff.post("/admin/members/organisation/", form, follow=True).text
    assert "2 e-mails are on their way." in said
    assert "there is no e-mail address for the contact: Third." in said
    assert Email.objects.count() == 2


def test_the_secret_is_kept_as_a_hash_only(admin_user):
    link = send_link(make_member(), admin_user)
    _pk, secret = signing.Signer(salt=accuracy_requests.SALT).unsign_object(link.split("/")[4])
    kept = AccuracyRequest.objects.get().secret_hash
    assert secret not in kept
    assert kept == hash_random_secret(secret)


# The link.


def test_the_page_is_private_and_says_what_is_there(client, admin_user):
    organisation = make_member(description_ko=RICH_TEXT)
    response = client.get(send_link(organisation, admin_user))
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies
    assert (
        form_values(response.text)["description_ko"]
        == "하는 일\n\n모임을 엽니다.\n\n학교에 갑니다."
    )
    assert "office@example.org" not in response.text
    # The foot of a page that is printed names its address; this one must stay secret.
    assert "print-only" not in response.text


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_a_link_that_was_changed_expired_or_followed_by_another_has_ended(
    client, admin_user, time_machine
):
    organisation = make_member()
    first = send_link(organisation, admin_user)
    second = send_link(organisation, admin_user)
    assert client.get(second).status_code == 200
    token = second.split("/")[4]
    for bad in (first, second.replace(token, token[:-1] + "x"), "/ko/members/still-right/1:x/"):
        response = client.get(bad)
        assert response.status_code == 410
        assert "새 링크를 보내 드립니다" in response.text
    time_machine.move_to("2026-04-02T09:00:00+09:00")
    assert client.get(second).status_code == 410
    assert client.post(second, {"name_ko": "x"}).status_code == 410


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_one_click_says_that_all_is_right(client, admin_user):
    organisation = make_member()
    link = send_link(organisation, admin_user)
    assert client.get(f"{link}yes/").status_code == 405
    organisation.refresh_from_db()
    assert organisation.confirmed_on is None
    response = client.post(f"{link}yes/", follow=True)
    organisation.refresh_from_db()
    assert "감사합니다" in response.text
    assert str(organisation.confirmed_on) == "2026-03-02"
    assert client.get(link).status_code == 410


# The proposal.


def test_only_what_was_changed_is_proposed_and_nothing_is_public_yet(client, admin_user):
    organisation = make_member(description_ko=RICH_TEXT, summary_ko="한 줄")
    link = send_link(organisation, admin_user)
    words = "하는 일\r\n\r\n모임을 엽니다.\r\n\r\n학교와 군대에 갑니다. <script>"
    proposal = send_proposal(link, description_ko=words, remark="새 로고가 있습니다.")
    [change] = proposal.changes.all()
    assert change.field_name == "description_ko"
    assert change.old_value == RICH_TEXT
    assert change.proposed_value == RICH_TEXT.replace(
        "학교에 갑니다.", "학교와 군대에 갑니다. &lt;script&gt;"
    )
    assert proposal.remark == "새 로고가 있습니다."
    assert "군대" not in client.get(f"/ko/members/{organisation.slug}/").text


def test_region_topics_and_logo_are_chosen_and_nothing_of_it_is_public_before_it_is_taken(
    staff, admin_user
):
    seoul, busan = make_region(), make_region("busan", name_ko="부산광역시", name_en="Busan")
    care, youth = make_topic(), make_topic("youth", name_ko="청소년", name_en="Youth")
    organisation = make_member(region=seoul)
    organisation.topics.add(care)
    link = send_link(organisation, admin_user)
    values = form_values(staff.get(link).text)
    assert (values["region"], values["topics"]) == ("seoul", ["care"])
    chosen = {"region": "busan", "topics": ["care", "youth"]}
    proposal = send_proposal(
        link, logo=SimpleUploadedFile("우리.png", make_logo().read()), **chosen
    )
    organisation.refresh_from_db()
    assert (organisation.region, organisation.logo.name) == (seoul, "")
    assert not list(settings.MEDIA_ROOT.rglob("*.png"))
    html = staff.get(f"/admin/members/proposal/{proposal.pk}/change/").text
    assert "<del>Seoul</del><ins>Busan</ins>" in html
    assert "Care<ins>, Youth</ins>" in html
    picture = re.search(r'src="data:image/png;base64,([^"]+)"', html)[1]
    decide(staff, proposal, region="accept", topics="accept", logo="accept")
    organisation.refresh_from_db()
    assert organisation.region == busan
    assert set(organisation.topics.all()) == {care, youth}
    assert organisation.logo.read() == b64decode(picture)


def test_a_logo_is_decoded_first_and_stays_with_what_is_sent_after_it(client, admin_user):
    link = send_link(make_member(), admin_user)
    values = form_values(client.get(link).text)
    fake = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    assert "쓸 수 없는" in client.post(link, values | {"logo": fake}).text
    good = SimpleUploadedFile("logo.png", make_logo().read())
    response = client.post(link, values | {"logo": good, "website": "ht tp"})
    assert "파일을 다시 선택해 주세요" in response.text
    assert not Proposal.objects.exists()
    good.seek(0)
    first = send_proposal(link, logo=good)
    second = send_proposal(link, summary_ko="한 줄")
    assert set(second.changes.values_list("field_name", "proposed_value")) == {
        ("logo", first.changes.get().proposed_value),
        ("summary_ko", "한 줄"),
    }


def test_a_region_that_is_gone_meanwhile_is_not_taken(staff, admin_user):
    make_region("busan")
    organisation = make_member()
    proposal = send_proposal(
        send_link(organisation, admin_user), region="busan", website="https://b.org"
    )
    Region.objects.all().delete()
    response = decide(staff, proposal, region="accept", website="accept")
    organisation.refresh_from_db()
    assert "Somebody changed something meanwhile." in response.text
    assert organisation.website == ""


def test_a_second_proposal_replaces_the_first_and_begins_where_it_ended(client, admin_user):
    link = send_link(make_member(), admin_user)
    first = send_proposal(link, summary_ko="첫째")
    html = client.get(link).text
    assert form_values(html)["summary_ko"] == "첫째"
    second = send_proposal(link, website="https://b.org")
    first.refresh_from_db()
    assert first.state == "replaced"
    assert set(second.changes.values_list("field_name", "proposed_value")) == {
        ("summary_ko", "첫째"),
        ("website", "https://b.org"),
    }


def test_nothing_changed_is_told_and_kept_nowhere(client, admin_user):
    link = send_link(make_member(), admin_user)
    response = client.post(link, form_values(client.get(link).text))
    assert "바꾼 내용이 없습니다" in response.text
    assert not Proposal.objects.exists()


def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(client, admin_user):
    link = send_link(make_member(), admin_user)
    bad = {
        "name_ko": "",
        "name_en": " ",
        "website": "ht tp",
        "social_links": "나의 페이스북",
        "summary_ko": "가" * 241,
        "description_ko": "900101-1234567",
        "city_ko": "\x00",
    }
    response = client.post(link, form_values(client.get(link).text) | bad)
    assert response.status_code == 200
    assert len(re.findall(r'<ul class="errorlist"', response.text)) == len(bad) - 1
    assert "나의 페이스북" in response.text
    assert "가" * 241 in response.text
    assert not Proposal.objects.exists()


def test_what_a_member_saw_cannot_be_made_up(client, admin_user):
    organisation = make_member(summary_ko="지금")
    link = send_link(organisation, admin_user)
    forged = form_values(client.get(link).text) | {"signed_values": "x:y", "summary_ko": "나중"}
    client.post(link, forged)
    assert ProposedChange.objects.get().old_value == "지금"


# The decision.


def decide(staff, proposal: Proposal, **decisions):
    """Accept or reject changes by the name of their field, on the page in the admin."""
    address = f"/admin/members/proposal/{proposal.pk}/change/"
    html = staff.get(address).text
    form = dict(re.findall(r'name="(fingerprint-\d+)" value="(\w+)"', html))
    for change in proposal.changes.all():
        form[f"change-{change.pk}"] = decisions.get(change.field_name, "")
    return staff.post(address, form, follow=True)


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_changes_are_taken_and_left_one_by_one(staff, admin_user):
    organisation = make_member(website="https://a.org", summary_en="Old words here")
    link = send_link(organisation, admin_user)
    proposal = send_proposal(link, website="https://b.org", summary_en="New words here")
    html = staff.get(f"/admin/members/proposal/{proposal.pk}/change/").text
    assert "<del>Old</del><ins>New</ins> words here" in html
    decide(staff, proposal, summary_en="accept")
    proposal.refresh_from_db()
    assert proposal.state == "open"
    decide(staff, proposal, website="reject")
    organisation.refresh_from_db()
    proposal.refresh_from_db()
    assert (organisation.summary_en, organisation.website) == ("New words here", "https://a.org")
    assert (proposal.state, proposal.decided_by) == ("decided", admin_user)
    assert str(organisation.confirmed_on) == "2026-03-02"
    assert staff.get(link).status_code == 410


def test_a_text_that_a_member_corrects_makes_the_other_language_outdated(staff, admin_user):
    organisation = make_member(summary_ko="회원 12명", summary_en="12 members")
    proposal = send_proposal(send_link(organisation, admin_user), summary_en="22 members")
    decide(staff, proposal, summary_en="accept")
    [pair] = TranslationPair.objects.for_item(organisation).outdated()
    assert (pair.target, pair.source, pair.changed_words) == ("ko", "en", 1)


def test_what_the_staff_changed_meanwhile_is_shown_beside(staff, admin_user):
    organisation = make_member(summary_en="Seen words")
    proposal = send_proposal(send_link(organisation, admin_user), summary_en="Proposed words")
    organisation.refresh_from_db()
    organisation.summary_en = "Desk words"
    organisation.save()
    html = staff.get(f"/admin/members/proposal/{proposal.pk}/change/").text
    assert "<del>Seen</del><ins>Desk</ins> words" in html
    assert "<del>Desk</del><ins>Proposed</ins> words" in html


def test_what_changes_between_looking_and_taking_is_not_overwritten(staff, admin_user):
    organisation = make_member(summary_en="Seen")
    proposal = send_proposal(send_link(organisation, admin_user), summary_en="Proposed")
    change = proposal.changes.get()
    form = {
        f"change-{change.pk}": "accept",
        f"fingerprint-{change.pk}": member_proposals.value_fingerprint("Seen"),
    }
    Organisation.objects.update(summary_en="Newer")
    response = staff.post(f"/admin/members/proposal/{proposal.pk}/change/", form, follow=True)
    organisation.refresh_from_db()
    assert "Somebody changed something meanwhile." in response.text
    assert organisation.summary_en == "Newer"


def test_what_cannot_stand_is_told_and_nothing_is_taken(staff, admin_user):
    organisation = make_member()
    proposal = send_proposal(
        send_link(organisation, admin_user), name_en="", website="https://b.org"
    )
    response = decide(staff, proposal, name_en="accept", website="accept")
    organisation.refresh_from_db()
    assert "It needs a name or title in each language in which it is public." in response.text
    assert (organisation.name_en, organisation.website) == ("Example Institute", "")


def test_a_remark_alone_is_read(staff, admin_user):
    proposal = send_proposal(send_link(make_member(), admin_user), remark="We moved.")
    address = f"/admin/members/proposal/{proposal.pk}/change/"
    assert "We moved." in staff.get(address).text
    staff.post(address)
    proposal.refresh_from_db()
    assert proposal.state == "decided"
    assert staff.post(address).status_code == 302


def test_hostile_words_stay_words_on_the_staff(staff, admin_user):
    words = "<script>alert(1)</script> https://evil.example"
    proposal = send_proposal(send_link(make_member(), admin_user), summary_en=words, remark=words)
    html = staff.get(f"/admin/members/proposal/{proposal.pk}/change/").text
    assert "<script>alert" not in html
    assert 'href="https://evil.example' not in html


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_questions_however_long_they_are(staff, admin_user, number):
    for n in range(number):
        organisation = make_member(name_ko=f"단체 {n}", name_en=f"Group {n}")
        Proposal.objects.create(organisation=organisation, decided_by=admin_user)
    for address, questions in (
        ("/admin/members/proposal/", 6),
        ("/admin/members/organisation/", 9),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address).status_code == 200
        assert len(queries) == questions


def test_the_admin_says_where_somebody_is_needed(staff, admin_user):
    assert "No proposals, broken links or duplicates." in staff.get("/admin/").text
    organisation = make_member()
    make_organisation(slug="again")
    send_proposal(send_link(organisation, admin_user), remark="Look.")
    html = staff.get("/admin/").text
    assert '<a href="/admin/members/proposal/?state__exact=open">1 proposal to review</a>' in html
    assert "1 possible duplicate" in html


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_whose_word_is_old_can_be_listed(staff):
    make_organisation(name_en="Fresh", confirmed_on="2026-01-01", slug="fresh")
    make_organisation(name_en="Stale", confirmed_on="2024-01-01", slug="stale")
    make_organisation(name_en="Unasked", slug="unasked")
    for choice, name in (("year", "Fresh"), ("older", "Stale"), ("never", "Unasked")):
        rows = staff.get(f"/admin/members/organisation/?confirmed={choice}").text
        table = rows.split('id="result_list"')[1].split("</table>")[0]
        assert [n for n in ("Fresh", "Stale", "Unasked") if n in table] == [name]


def test_who_may_not_change_organisations_sees_no_proposal(client, admin_user, django_user_model):
    proposal = send_proposal(send_link(make_member(), admin_user), remark="Secret.")
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    for address in ("", f"{proposal.pk}/change/"):
        response = client.get(f"/admin/members/proposal/{address}", follow=True)
        assert "Secret." not in response.text
    asked_again = client.post(f"/admin/members/organisation/{proposal.organisation_id}/ask/")
    assert asked_again.status_code == 403
