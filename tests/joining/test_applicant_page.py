"""What a link in an e-mail opens: confirming an address, the page of an application, signing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from joining.declarations import after_restore
from joining.membership import profiles
from joining.models import Application, ApplicationLogEntry, Consent, ConsentText, Signature
from joining.privacy import access_links, consent_changes
from joining.review import (
    applicant_transitions,
    staff_actions,
    staff_transitions,
    transitions,
    votes,
)
from joining.review.transition_forms import InfoRequestForm
from mail.models import Email
from members.models import Organisation
from members.upkeep import member_proposals
from network.models import Network, Topic
from tests.support import making_documents
from tests.support.applying import fill_in_draft, hidden_fields, make_form_objects, send_page_4
from tests.support.builders import (
    make_application,
    make_colleague,
    make_logo,
    make_organisation,
    make_topic,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

State = Application.State


@pytest.fixture
def form_objects(db):
    return make_form_objects(deciding_body_ko="운영위원회")


def address(subject, link_kind: str, language: str = "ko", rest: str = "") -> str:
    return f"/{language}/join/{link_kind}/{access_links.token_for(subject, link_kind)}/{rest}"


def redirects_to(response, subject, link_kind: str, language: str = "ko") -> bool:
    """Tokens signed in different seconds differ behind the first dot."""
    signature = re.compile(r"\.[^/]+")
    there = address(subject, link_kind, language)
    return signature.sub("", response.url) == signature.sub("", there)


def pdf(name: str = "정관.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, making_documents.pdf(), "application/pdf")


def status(client, application: Application, language: str = "ko") -> str:
    return client.get(address(application, "status", language)).content.decode()


@pytest.fixture
def application(form_objects) -> Application:
    return make_application(topics=[form_objects["topic"]], age="adult")


# Confirming


def test_a_link_that_a_scanner_follows_confirms_nothing(client, form_objects):
    send_page_4(client, fill_in_draft(client))
    application = Application.objects.get()
    link = re.search(r"/ko/join/confirm/\S+", Email.objects.get().text)[0]
    for _time in range(2):
        assert "<button" in client.get(link).content.decode()
        client.head(link)
    application.refresh_from_db()
    assert application.state == State.UNCONFIRMED


def test_the_button_confirms_and_leads_to_the_page_of_the_application(client, form_objects):
    send_page_4(client, fill_in_draft(client))
    application = Application.objects.get()
    response = client.post(address(application, "confirm"))
    shown = client.get(response.url).content.decode()
    assert "신청서를 받았습니다" in shown
    assert application.reference in shown
    assert "보내신 날부터 약 6주 안에 연락드립니다." in shown
    assert client.get(address(application, "confirm")).status_code == 302


def test_a_late_link_says_how_to_get_a_new_one(client, form_objects):
    send_page_4(client, fill_in_draft(client))
    link = address(Application.objects.get(), "confirm")
    Email.objects.update(state=Email.State.SENT, sent_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        response = client.post(link)
    assert response.status_code == 410
    assert "다시 신청해 주세요" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "too_old", "erased"),
    [
        ("ko", "이미 주소를 확인하셨다면", "신청서는 파기했으니"),
        ("en", "If you confirmed your address with it", "is erased"),
    ],
)
def test_an_old_link_for_confirming_says_nothing_of_an_application_that_may_be_open(
    client, application, language, too_old, erased
):
    link = address(application, "confirm", language)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        response = client.get(link)
    assert response.status_code == 410
    assert too_old in response.text
    assert erased not in response.text
    application.delete()
    response = client.get(link)
    assert response.status_code == 410
    assert too_old not in response.text
    assert erased in response.text


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "삭제되었습니다"), ("en", "has been deleted")]
)
def test_a_link_for_signing_says_that_the_member_is_deleted(client, form_objects, language, words):
    member = make_organisation(joined_on=timezone.localdate())
    link = address(member, "sign", language)
    member.delete()
    assert words in client.get(link).text


@pytest.mark.parametrize("link_kind", ["confirm", "status", "sign"])
def test_what_is_no_link_of_ours_opens_nothing(client, application, link_kind):
    other = "status" if link_kind != "status" else "confirm"
    for token in ("a" * 40, access_links.token_for(application, other), "aX.1.y"):
        response = client.get(f"/ko/join/{link_kind}/{token}/")
        assert response.status_code == 404
        assert application.name_ko not in response.content.decode()


def test_a_link_to_what_was_erased_says_so(client, application):
    link = address(application, "status")
    application.delete()
    response = client.get(link)
    assert response.status_code == 410
    assert "파기했거나" in response.content.decode()


@pytest.mark.parametrize("rest", ["", "withdraw/"])
def test_pages_behind_links_are_kept_and_found_nowhere(client, application, rest):
    response = client.get(address(application, "status", rest=rest))
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies
    assert "print-only" not in response.content.decode()


# The page of an application

HEADLINES = {
    State.UNCONFIRMED: "이메일 주소를 아직 확인하지 않았습니다",
    State.QUARANTINE: "신청서를 받았습니다",
    State.RECEIVED: "신청서를 받았습니다",
    State.SCREENING: "신청서를 검토하고 있습니다",
    State.NEEDS_INFO: "여쭤볼 내용이 있습니다",
    State.VOTING: "가입 여부를 심사하고 있습니다",
    State.ACCEPTED: "환영합니다. 가입이 승인되었습니다",
    State.DECLINED: "아쉽게도 이번에는 함께하지 못하게 되었습니다",
    State.WITHDRAWN: "신청을 철회하셨습니다",
    State.CLOSED_UNDECIDED: "종료된 신청입니다",
}


@pytest.mark.parametrize("state", State)
def test_every_state_is_told_in_words(client, application, state):
    Application.objects.update(state=state)
    shown = status(client, application)
    assert f"<h1>{HEADLINES[state]}</h1>" in shown
    assert ("withdraw/" in shown) == (state not in Application.CLOSED_STATES)


def test_an_applicant_reads_no_names_notes_or_votes_of_ours(client, application):
    mina = make_colleague("mina", "decide", "vote", first_name="Mina", last_name="Secretson")
    staff_transitions.assign(application, mina)
    staff_actions.add_note(application, mina, "They seem odd.")
    staff_transitions.start_voting(application, mina)
    votes.cast_vote(application, mina, "against", "I doubt it.")
    shown = status(client, application, "en")
    assert "We began to read it." in shown
    assert "We began to decide on it." in shown
    for secret in ("mina", "Secretson", "odd", "doubt", "against"):
        assert secret not in shown


def test_who_is_set_apart_reads_what_everybody_reads(client, application):
    ApplicationLogEntry.objects.create(
        application=application, actor="system", from_state="unconfirmed", to_state="quarantine"
    )
    Application.objects.update(state=State.QUARANTINE)
    page = address(application, "status")
    hidden_ = client.get(page).text
    Application.objects.update(state=State.RECEIVED)
    ApplicationLogEntry.objects.update(to_state="received")
    assert hidden_ == client.get(page).text


def referee(name: str) -> dict[str, str]:
    return {"name": name, "organisation": "", "email": f"{name}@example.org"}


def test_a_reply_keeps_referees_that_the_network_does_not_need_any_more(client, application):
    mina = make_colleague("mina", "decide")
    Network.objects.update(referees_needed=2)
    first, second = (application.referees.create(**referee(name)) for name in ("park", "choi"))
    application.referees.update(verdict="recommends")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "맞습니까?", ["referees"])
    Network.objects.update(referees_needed=1)
    assert 'value="choi@example.org"' in status(client, application)
    data = {"remark": "", "referees_agreed": "on"}
    for number, name in ((1, "kim"), (2, "choi")):
        data |= {f"referee_{number}_{field}": text for field, text in referee(name).items()}
    assert client.post(address(application, "status"), data).status_code == 302
    assert [one.name for one in application.referees.all()] == ["choi", "kim"]
    assert application.referees.get(pk=second.pk).verdict == "recommends"
    assert not application.referees.filter(pk=first.pk).exists()


def test_referees_that_are_not_asked_for_any_more_are_neither_requested_nor_deleted(
    client, application
):
    mina = make_colleague("mina", "decide")
    Network.objects.update(referees_needed=1)
    application.referees.create(**referee("park"))
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "맞습니까?", ["referees"])
    Network.objects.update(referees_needed=0)
    link = address(application, "status")
    assert client.post(link, {"remark": ""}).status_code == 200
    assert client.post(link, {"remark": "맞습니다."}).status_code == 302
    assert application.referees.get().name == "park"
    application.refresh_from_db()
    choices = InfoRequestForm(application).fields["requested_fields"].choices
    assert "referees" not in dict(choices)


def test_a_reply_is_not_empty_where_no_topic_can_be_chosen_any_more(client, application):
    mina = make_colleague("mina", "decide")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "어느 분야입니까?", ["topics"])
    Topic.objects.all().delete()
    assert client.post(address(application, "status"), {"remark": ""}).status_code == 200
    application.refresh_from_db()
    assert application.state == State.NEEDS_INFO


@pytest.mark.parametrize(
    ("language", "reopened", "reason", "other_reason"),
    [
        ("ko", "다시 열었습니다", "질문에 답변을 받지 못해", "먼저 보내신 신청"),
        ("en", "We opened it again.", "Our question was not answered.", "Another application"),
    ],
)
def test_a_reopened_duplicate_that_is_closed_again_is_told_why_this_time(
    client, application, language, reopened, reason, other_reason
):
    mina = make_colleague("mina", "decide")
    Application.objects.update(state=State.UNCONFIRMED)
    original = make_application()
    closed = applicant_transitions.close_duplicate(application, original)
    assert other_reason in status(client, closed, language)
    opened = staff_transitions.reopen(closed, mina)
    staff_transitions.assign(opened, mina)
    asked = staff_transitions.ask_applicant(opened, mina, "2019?", [])
    shown = status(client, applicant_transitions.close_unanswered(asked), language)
    assert reason in shown
    assert other_reason not in shown
    assert reopened in shown


def test_a_question_is_answered_and_nothing_else_can_be_changed(client, application):
    mina = make_colleague("mina", "decide")
    care = make_topic("schools", name_ko="학교")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(
        application, mina, "설립 연도와 분야를 알려 주세요.", ["founded_year", "topics"]
    )
    shown = status(client, application)
    assert "설립 연도와 분야를 알려 주세요." in shown
    assert 'name="email"' not in shown
    link = address(application, "status")
    wrong = client.post(link, {"founded_year": "옛날", "remark": "곧 알려 드릴게요."})
    assert "네 자리 연도로 입력해 주세요." in wrong.content.decode()
    assert "곧 알려 드릴게요." in wrong.content.decode()
    answers = {"founded_year": "2019", "topics": [care.pk], "email": "other@example.org"}
    assert client.post(link, answers).status_code == 302
    application.refresh_from_db()
    assert application.state == State.SCREENING
    assert (application.founded_year, application.email) == (2019, "office@example.org")
    assert list(application.topics.all()) == [care]
    assert "질문에 답변하셨습니다." in status(client, application)


def test_an_answer_to_another_question_is_none_to_the_one_that_is_asked_now(client, application):
    mina = make_colleague("mina", "decide")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "언제 설립했나요?", [])
    opened = hidden_fields(client.get(address(application, "status")))
    staff_transitions.continue_without_answer(application, mina)
    staff_transitions.ask_applicant(application, mina, "누가 대표인가요?", [])
    link = address(application, "status")
    refused = client.post(link, opened | {"remark": "2019년입니다."})
    assert "질문이 바뀌었습니다." in refused.text
    assert "누가 대표인가요?" in refused.text
    assert "2019년입니다." in refused.text
    application.refresh_from_db()
    assert application.state == State.NEEDS_INFO
    assert (
        client.post(link, hidden_fields(refused) | {"remark": "김대표입니다."}).status_code == 302
    )


def test_answers_say_which_language_they_were_written_in(client, form_objects):
    application = make_application(language="en", motivation="We read to children.", age="adult")
    page = tight(status(client, application))
    assert '<dd lang="en">Kind Fathers</dd>' in page
    assert '<dd lang="en">We read to children.</dd>' in page
    assert "<dd>다정한아빠모임</dd>" in page
    client.force_login(make_colleague("mina", "decide"))
    client.cookies["django_language"] = "ko"
    shown = tight(client.get(f"/admin/joining/application/{application.pk}/").text)
    assert '<dd lang="en">We read to children.</dd>' in shown


def test_withdrawing_is_asked_once_more_and_then_done(client, application):
    link = address(application, "status", rest="withdraw/")
    assert client.get(link).status_code == 200
    application.refresh_from_db()
    assert application.state == State.RECEIVED
    client.post(link)
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN


def test_withdrawing_after_the_decision_is_refused_in_words(client, application):
    Application.objects.update(state=State.ACCEPTED)
    shown = client.post(address(application, "status", rest="withdraw/")).content.decode()
    assert 'role="alert"' in shown
    application.refresh_from_db()
    assert application.state == State.ACCEPTED


def test_files_that_were_asked_for_come_with_the_answer_and_others_stay(client, application):
    mina = make_colleague("mina", "decide")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(
        application, mina, "정관을 보내 주세요.", ["document", "founded_year"]
    )
    logo = application.files.create(kind="logo", name="로고.png", file="applications/x.png")
    link = address(application, "status")
    assert 'enctype="multipart/form-data"' in status(client, application)
    unfinished = {"founded_year": "옛날", "document": [pdf("1.pdf"), pdf("2.pdf")]}
    shown = client.post(link, unfinished | {"remove": logo.pk, "logo": pdf("a.png")}).text
    assert "삭제: 1.pdf" in shown
    refused = client.post(link, {"document": [pdf("3.pdf"), pdf("4.pdf")]}).text
    assert "3개까지" in refused
    first = application.files.get(name__isnull=False, kind="document", pk=logo.pk + 1)
    answer = {"founded_year": "2019", "document": pdf("3.pdf"), "remove": first.pk}
    assert client.post(link, answer).status_code == 302
    assert [file.name for file in application.files.all()] == ["로고.png", "2.pdf", "3.pdf"]
    application.refresh_from_db()
    assert application.state == State.SCREENING


def test_neither_age_nor_address_is_changed_by_an_answer(client, application):
    mina = make_colleague("mina", "decide")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "?", ["email", "age", "founded_year"])
    assert not re.search(r'name="(email|age)"', status(client, application))
    with pytest.raises(transitions.RefusedError):
        applicant_transitions.answer_info_request(application, {"email": "victim@example.org"})
    client.post(address(application, "status"), {"email": "victim@example.org", "remark": "x"})
    application.refresh_from_db()
    assert (application.email, application.age) == ("office@example.org", "adult")


def test_a_second_press_finds_the_question_answered(client, application):
    mina = make_colleague("mina", "decide")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "정관을 보내 주세요.", ["document"])
    for _press in range(2):
        sent = {"document": pdf(), "remark": "보냅니다."}
        assert client.post(address(application, "status"), sent).status_code == 302
    assert application.files.count() == 1
    assert application.log.filter(to_state=State.SCREENING).count() == 2


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "신청서를 보내셨습니다."), ("en", "You sent the application.")]
)
def test_an_applicant_takes_a_copy_along(client, form_objects, language, said):
    send_page_4(client, fill_in_draft(client), consent_newsletter="on")
    application = applicant_transitions.confirm_email(Application.objects.get())
    staff_actions.add_note(application, make_colleague("mina", "decide"), "They seem odd.")
    make_application(name_ko="남의모임", email="b@example.org")
    response = client.get(address(application, "status", language, "copy/"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    for words in (application.reference, said, "이담당", "해마다 토론회를"):
        assert words in response.text
    assert not re.search(r"&#|odd|남의모임|<", response.text)


# A new link


def test_a_new_link_ends_those_before_it_and_the_page_says_so(client, application):
    old, confirming = (address(application, link_kind) for link_kind in ("status", "confirm"))
    application = staff_actions.send_new_link(application, make_colleague("mina", "decide"))
    for rest in ("", "withdraw/", "copy/"):
        response = client.get(f"{old}{rest}")
        assert response.status_code == 410
        assert "가장 최근 메일의 링크" in response.text
    assert client.post(f"{old}withdraw/").status_code == 410
    for response in (client.get(confirming), client.post(confirming)):
        assert response.status_code == 410
        assert "가장 최근 메일의 링크" in response.text
    new = re.search(r"/ko/join/status/\S+", Email.objects.get().text)[0]
    assert client.get(new).status_code == 200


def test_new_links_are_capped_and_logged_and_none_goes_to_who_hears_nothing(application):
    mina = make_colleague("mina", "decide")
    for _time in range(3):
        staff_actions.send_new_link(application, mina)
    with pytest.raises(transitions.RefusedError):
        staff_actions.send_new_link(application, mina)
    assert Email.objects.count() == application.log.filter(by=mina).count() == 3
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        staff_actions.send_new_link(application, mina)
    for state in (State.UNCONFIRMED, State.QUARANTINE):
        Application.objects.update(state=state, link_version=0)
        with pytest.raises(transitions.RefusedError):
            staff_actions.send_new_link(application, mina)
    assert Email.objects.count() == 4


def test_a_link_ends_with_what_it_opens(client, application):
    link = address(application, "status")
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert client.get(link).status_code == 410
    Application.objects.update(redacted_at=timezone.now())
    assert client.get(link).status_code == 410


# Consents


def post_consent_choice(client, application: Application, purpose: str, given: str):
    link = address(application, "status", rest=f"{purpose}/")
    return client.post(link, {"given": given})


def test_a_consent_is_taken_back_as_easily_as_it_was_given(client, form_objects):
    send_page_4(
        client, fill_in_draft(client, consent_optional_answers="on"), consent_newsletter="on"
    )
    application = Application.objects.get()
    post_consent_choice(client, application, "newsletter", "no")
    post_consent_choice(client, application, "newsletter", "no")
    rows = application.consents.filter(purpose="newsletter")
    assert [row.is_given for row in rows] == [True, False]
    post_consent_choice(client, application, "newsletter", "yes")
    assert [row.is_given for row in rows.all()] == [True, False, True]


def test_who_plays_with_the_switches_fills_no_table(client, application):
    for _time in range(15):
        for given in ("yes", "no"):
            response = post_consent_choice(client, application, "newsletter", given)
    assert response.status_code == 302
    refused = post_consent_choice(client, application, "newsletter", "yes")
    assert 'role="alert"' in refused.text
    assert application.consents.count() == application.log.count() == 20


def test_optional_answers_are_erased_with_their_consent(client, form_objects):
    send_page_4(client, fill_in_draft(client, consent_optional_answers="on"))
    Application.objects.update(phone="02-123-4567", contribution="장소")
    application = Application.objects.get()
    post_consent_choice(client, application, "optional_answers", "no")
    application.refresh_from_db()
    assert (application.phone, application.contribution) == ("", "")
    assert application.motivation
    assert post_consent_choice(client, application, "optional_answers", "no").status_code == 302
    assert post_consent_choice(client, application, "optional_answers", "yes").status_code == 404
    assert application.consents.filter(purpose="optional_answers").count() == 2


PARENT = {"parent_name_ko": "큰 네트워크", "parent_country_ko": "미국"}


@pytest.mark.parametrize("purpose", ["parent_network", "transfer"])
@pytest.mark.parametrize("emptied", PARENT)
def test_what_is_not_asked_for_any_more_can_still_be_withdrawn_and_not_given(
    client, application, purpose, emptied
):
    Network.objects.update(**PARENT)
    post_consent_choice(client, application, purpose, "yes")
    Network.objects.update(**{emptied: ""})
    assert f"/{purpose}/" in status(client, application)
    assert post_consent_choice(client, application, purpose, "no").status_code == 302
    given, withdrawn = application.consents.filter(purpose=purpose)
    assert (given.is_given, withdrawn.is_given, withdrawn.text) == (True, False, given.text)
    assert f"/{purpose}/" not in status(client, application)
    assert post_consent_choice(client, application, purpose, "yes").status_code == 404


def test_a_consent_can_be_withdrawn_by_who_was_declined_meanwhile(client, application):
    post_consent_choice(client, application, "newsletter", "yes")
    Application.objects.update(state=State.DECLINED)
    assert post_consent_choice(client, application, "newsletter", "no").status_code == 302
    assert not application.agrees_to("newsletter")


def test_all_consents_of_a_month_are_given_again_after_a_restore(application):
    """In one go: neither the limit of a day nor what is asked for now stops them."""
    for number in range(30):
        chosen = "withdrawn" if number % 2 else "given"
        after_restore.change_consent(application, f"newsletter:{chosen}")
    after_restore.change_consent(application, "transfer:given")
    after_restore.change_consent(application, "transfer:given")
    assert application.consents.filter(purpose="newsletter").count() == 30
    assert application.consents.get(purpose="transfer").is_given


def test_what_is_not_required_is_asked_only_of_who_agreed_to_it(client, form_objects):
    send_page_4(client, fill_in_draft(client, consent_optional_answers="on"))
    Application.objects.update(state=State.SCREENING)
    coordinator, application = make_colleague("desk", "decide"), Application.objects.get()
    question = InfoRequestForm(application)
    assert "phone" in dict(question.fields["requested_fields"].choices)
    staff_transitions.ask_applicant(
        application, coordinator, "전화번호가 무엇인가요?", ["phone", "size"]
    )
    assert 'name="phone"' in status(client, application)
    post_consent_choice(client, application, "optional_answers", "no")
    shown = status(client, application)
    assert 'name="phone"' not in shown
    assert 'name="size"' in shown
    with pytest.raises(transitions.RefusedError):
        applicant_transitions.answer_info_request(application, {"phone": "02-123-4567"})
    client.post(address(application, "status"), {"phone": "02-123-4567", "size": "1-4"})
    application.refresh_from_db()
    assert (application.state, application.phone, application.size) == ("screening", "", "1-4")
    question = InfoRequestForm(application)
    assert "phone" not in dict(question.fields["requested_fields"].choices)
    assert "선택 항목은 요청할 수 없습니다." in question.fields["requested_fields"].help_text


def test_who_no_longer_wants_to_be_listed_leaves_the_public_pages_at_once(
    client, form_objects, django_capture_on_commit_callbacks
):
    send_page_4(client, fill_in_draft(client), consent_directory="on")
    words = {"slug": "kind-fathers", "name_ko": "다정한아빠모임", "logo": make_logo()}
    organisation = make_organisation(**words)
    Application.objects.update(state=State.ACCEPTED, organisation=organisation)
    logo = organisation.logo.url
    shown = [client.get(address).status_code for address in ("/ko/members/kind-fathers/", logo)]
    assert shown == [200, 200]
    application = Application.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        post_consent_choice(client, application, "directory", "no")
    shown = [client.get(address).status_code for address in ("/ko/members/kind-fathers/", logo)]
    assert shown == [404, 404]
    application.refresh_from_db()
    assert not application.agrees_to_listing


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "검토한 뒤 공개합니다"), ("en", "becomes public")]
)
def test_who_withdraws_the_listing_is_promised_no_page_and_marked_for_the_staff(
    client, form_objects, admin_client, language, words
):
    Network.objects.update(votes_needed=0)
    organisation = make_accepted_member()
    application = organisation.application
    application.consents.create(
        purpose="directory",
        is_given=True,
        text=ConsentText.objects.create(purpose="directory", language=language, text="…"),
    )
    link = address(organisation, "sign", language)
    assert words in client.get(link).text
    post_consent_choice(client, application, "directory", "no")
    assert words not in client.get(link).text
    organisation.refresh_from_db()
    assert (organisation.is_delisted, organisation.is_delisted_by_member) == (True, True)
    change = reverse("admin:members_organisation_change", args=[organisation.pk])
    assert 'href="#id_is_delisted"' in admin_client.get(change).text


def test_a_reason_of_the_staff_stays_when_the_member_withdraws_the_listing(client, form_objects):
    Network.objects.update(votes_needed=0)
    organisation = make_accepted_member()
    Organisation.objects.update(is_delisted=True, delisting_reason="연락이 끊겼다.")
    consent_changes.save_consent(organisation.application, Consent.Purpose.DIRECTORY, is_given=True)
    post_consent_choice(client, organisation.application, "directory", "no")
    organisation.refresh_from_db()
    assert organisation.delisting_reason == "연락이 끊겼다."
    assert not organisation.is_delisted_by_member


@pytest.mark.parametrize("reason", ["wish", "staff"])
def test_who_agrees_to_be_listed_after_all_is_offered_to_the_staff(client, form_objects, reason):
    send_page_4(client, fill_in_draft(client))
    application = Application.objects.get()
    Network.objects.update(votes_needed=0)
    Application.objects.update(state=State.VOTING)
    with override("en"):
        made = staff_transitions.accept(application, make_colleague("mina", "decide"))
    if reason == "staff":
        Organisation.objects.update(is_delisted_by_member=False)
    assert not profiles.awaiting_publication(Organisation).exists()
    post_consent_choice(client, application, "directory", "yes")
    assert list(profiles.awaiting_publication(Organisation)) == ([made] if reason == "wish" else [])
    made.refresh_from_db()
    assert made.is_delisted == (reason == "staff")
    assert made.published_languages == []
    post_consent_choice(client, application, "directory", "no")
    assert not profiles.awaiting_publication(Organisation).exists()


@pytest.mark.parametrize("purpose", ["handling", "sensitive", "nothing"])
def test_the_required_consents_stand_and_fall_with_the_application(client, application, purpose):
    assert post_consent_choice(client, application, purpose, "no").status_code == 404
    assert not application.consents.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_few_and_many(
    client, application, number, django_assert_num_queries
):
    Network.objects.update(referees_needed=number)
    for n in range(number):
        application.referees.create(name=f"박추천{n}", email="park@example.org")
        application.topics.add(make_topic(f"topic-{n}"))
        application.log.create(actor="staff", from_state="received", to_state="screening")
    link = address(application, "status")
    client.get(link)
    with django_assert_num_queries(10):
        client.get(link)


# Signing


@pytest.fixture
def member(form_objects):
    return make_organisation(slug="kind-fathers", joined_on=timezone.localdate())


def test_a_member_signs_each_document_by_itself(client, member, form_objects):
    link = address(member, "sign")
    first, *others = form_objects["agreements"]
    boxes = {f"agreement_{agreement.pk}": "on" for agreement in form_objects["agreements"]}
    who = {"signatory": "김대표", "role": "대표"}
    partly = client.post(link, who | {f"agreement_{first.pk}": "on"})
    assert len(partly.context["form"].errors) == len(others)
    assert not Signature.objects.exists()
    assert client.post(link, boxes | who).status_code == 302
    rows = Signature.objects.all()
    assert {row.agreement for row in rows} == set(form_objects["agreements"])
    assert {(row.signatory, row.role, row.language) for row in rows} == {("김대표", "대표", "ko")}
    shown = client.get(link).content.decode()
    assert "서명을 마쳤습니다" in shown
    assert client.post(link, boxes | who).status_code == 200
    assert Signature.objects.count() == 3


def test_a_document_without_a_korean_text_is_read_in_the_language_it_has(
    client, member, form_objects
):
    type(form_objects["agreements"][0]).objects.update(text_ko="")
    shown = client.get(address(member, "sign")).content.decode()
    assert shown.count('lang="en"><p>The text.</p>') == 3


def test_who_is_no_member_any_more_is_told(client, member, form_objects):
    member.left_on = timezone.localdate()
    member.save()
    boxes = {f"agreement_{agreement.pk}": "on" for agreement in form_objects["agreements"]}
    shown = client.post(
        address(member, "sign"), boxes | {"signatory": "김대표", "role": "대표"}
    ).content.decode()
    assert "form-errors" in shown
    assert 'value="김대표"' in shown
    assert not Signature.objects.exists()


# The page of a new member


def make_accepted_member(**words):
    """Somebody new, made a member by the staff from an application."""
    application = make_application(state=State.VOTING, agrees_to_listing=True, **words)
    return staff_transitions.accept(application, make_colleague("desk", "decide"))


def test_an_organisation_completes_its_page_and_the_staff_takes_it(
    client, form_objects, admin_user
):
    Network.objects.update(votes_needed=0)
    organisation = make_accepted_member()
    assert (
        address(organisation, "sign", rest="profile/")
        in client.get(address(organisation, "sign")).text
    )
    shown = client.get(address(organisation, "sign", rest="profile/"))
    assert "더 알리고 싶은 내용을 추가해 주시면" in shown.text
    assert "noindex" in shown["X-Robots-Tag"]
    [signed] = re.findall(r'name="signed_values" value="([^"]*)"', shown.text)
    filled = {"signed_values": signed, "name_ko": "다정한아빠모임", "name_en": "Kind Fathers"}
    unchanged = client.post(address(organisation, "sign", rest="profile/"), filled)
    assert "내용을 수정하거나 이 페이지를 닫아 주세요." in unchanged.text
    told = client.post(
        address(organisation, "sign", rest="profile/"), filled | {"description_ko": "모입니다."}
    )
    assert told.url == "/ko/members/still-right/sent/"
    proposal = organisation.proposals.get()
    [change] = proposal.changes.all()
    took = {
        change.pk: member_proposals.ChangeDecision(
            True, member_proposals.value_fingerprint(change.current_value)
        )
    }
    assert (
        member_proposals.decide_proposal(proposal, took, admin_user).description_ko
        == "<p>모입니다.</p>"
    )


def test_somebody_who_wants_a_profile_writes_it_until_it_is_public(
    client, form_objects, admin_client
):
    Network.objects.update(votes_needed=0)
    person = make_accepted_member(
        applicant_type="individual", language="en", age="adult", contact_name=""
    )
    assert "공개할 프로필 1건" in admin_client.get("/admin/").text
    listed = admin_client.get("/admin/members/person/?awaiting=yes").text
    assert f"/admin/members/person/{person.pk}/change/" in listed
    form = admin_client.get(f"/admin/members/person/{person.pk}/change/").text
    assert "이름 공개에 동의한 분입니다." in form
    link = address(person, "sign", "en", rest="profile/")
    refused = client.post(link, {"biography_en": "900101-1234567"})
    assert "form-errors" in refused.text
    assert client.post(link, {"biography_en": "I teach."}).status_code == 302
    assert "I teach." in client.get(link).text
    person.refresh_from_db()
    assert (person.biography_en, person.has_public_profile) == ("I teach.", False)
    person.has_public_profile = True
    person.save()
    assert redirects_to(client.post(link, {"biography_en": "Else."}), person, "sign", "en")
    person.refresh_from_db()
    assert person.biography_en == "I teach."
    assert "공개할 프로필" not in admin_client.get("/admin/").text


@pytest.mark.parametrize("applicant_type", ["organisation", "individual"])
def test_who_does_not_want_to_be_public_is_offered_no_page(client, form_objects, applicant_type):
    Network.objects.update(votes_needed=0)
    application = make_application(state=State.VOTING, applicant_type=applicant_type, age="adult")
    member = staff_transitions.accept(application, make_colleague("desk", "decide"))
    assert address(member, "sign", rest="profile/") not in client.get(address(member, "sign")).text
    assert redirects_to(client.get(address(member, "sign", rest="profile/")), member, "sign")
