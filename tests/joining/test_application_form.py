"""The form to join, page by page: nothing is kept before consent, nothing typed is lost."""

import logging
import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cms.fields import PlainTextField
from cms.logs import RedactSecretsFilter
from joining.form import submission
from joining.form.drafts import DraftContent
from joining.form.field_builders import fields_for
from joining.form.question_forms import QuestionsForm
from joining.form.questions import QUESTIONS, FormPage
from joining.limits_and_periods import DRAFT_RETENTION
from joining.models import (
    ApplicantType,
    Application,
    ApplicationDraft,
    ApplicationFile,
    Consent,
    ConsentText,
)
from joining.privacy.consent_notices import Notice
from mail.models import Email
from network.models import Network
from tests.support import making_documents
from tests.support.applying import (
    REASONS,
    draft_token,
    fill_in_draft,
    hidden_fields,
    make_form_objects,
    page_2_answers,
    page_3_answers,
    send_page_1,
    send_page_4,
)
from tests.support.builders import make_answers, make_draft, make_organisation

pytestmark = pytest.mark.django_db

RESIDENT_NUMBER = "900101-1234567"


@pytest.fixture(autouse=True)
def form_objects(db):
    return make_form_objects()


def page(client, token: str, number: int, language: str = "ko") -> str:
    return client.get(f"/{language}/join/{token}/{number}/").content.decode()


def logged(record: logging.LogRecord) -> str:
    """A record as the console of the settings writes it."""
    RedactSecretsFilter().filter(record)
    return logging.Formatter().format(record)


def is_text_field(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField | forms.IntegerField)


def form_data(names: list[str], typed: list[str]) -> MultiValueDict:
    return MultiValueDict({name: [words] for name, words in zip(names, typed, strict=False)})


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (80, 60), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def pdf(name: str = "정관.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, making_documents.pdf(), "application/pdf")


# The whole way


def test_an_organisation_applies(client, form_objects):
    token = fill_in_draft(client, consent_optional_answers="on")
    client.post(f"/ko/join/{token}/2/", page_2_answers("organisation", phone="02-123-4567"))
    response = send_page_4(client, token, consent_directory="on")
    assert response.url == "/ko/join/sent/"
    assert "메일함을 확인해 주세요" in client.get(response.url).content.decode()

    application = Application.objects.get()
    assert application.state == Application.State.UNCONFIRMED
    assert (application.applicant_type, application.language) == ("organisation", "ko")
    assert (application.name_ko, application.name_en) == ("다정한아빠모임", "Kind Fathers")
    assert application.email == "office@example.org"
    assert application.phone == "02-123-4567"
    assert application.age == "adult"
    assert application.motivation == REASONS["motivation"]
    assert application.region == form_objects["region"]
    assert list(application.topics.all()) == [form_objects["topic"]]
    assert application.agrees_to_listing
    assert [row.agreement for row in application.endorsements.all()] == form_objects["agreements"]
    assert not ApplicationDraft.objects.exists()
    assert Email.objects.get().recipient == "office@example.org"


def test_an_individual_applies_in_english_without_optional_answers(client):
    token = fill_in_draft(client, "individual", "en")
    shown = page(client, token, 2, "en") + page(client, token, 3, "en")
    for optional in ("public_name", "affiliation", "topics", "contribution"):
        assert f'name="{optional}"' not in shown
    send_page_4(client, token, "en")
    application = Application.objects.get()
    assert (application.name_en, application.language) == ("Lee Han-gyeol", "en")
    assert not application.agrees_to_listing


def test_each_consent_is_kept_with_its_words_language_and_time(client):
    with time_machine.travel(timezone.now() - timedelta(hours=3), tick=False):
        token = fill_in_draft(client, consent_optional_answers="on")
        begun = timezone.now()
    send_page_4(client, token)
    consents = {row.purpose: row for row in Application.objects.get().consents.all()}
    given_ = {purpose for purpose, row in consents.items() if row.is_given}
    assert given_ == {"handling", "sensitive", "optional_answers"}
    assert set(consents) == {*given_, "directory", "newsletter"}
    handling = consents["handling"]
    assert abs(handling.at - begun) < timedelta(minutes=1)
    assert handling.text.language == "ko"
    assert "개인정보의 수집·이용에 동의합니다." in handling.text.text
    assert "보유·이용 기간" in handling.text.text


# Before anything is kept


def test_without_consent_nothing_is_kept_and_the_page_says_so(client):
    response = send_page_1(client, consent_handling="", consent_sensitive="")
    assert response.status_code == 200
    shown = response.content.decode()
    assert shown.count("동의하지 않으면 가입 신청을 받을 수 없습니다. 계속하려면") == 4
    assert "동의합니다</a>: 동의하지 않으면" in shown
    assert 'href="#id_consent_handling"' in shown
    assert not ApplicationDraft.objects.exists()
    assert not ConsentText.objects.exists()


def test_no_box_is_ticked_beforehand(client):
    begin_page = client.get("/ko/join/organisation/").content.decode()
    sending = page(client, fill_in_draft(client), 4)
    assert begin_page.count('type="checkbox"') == 3
    assert sending.count('type="checkbox"') == 5
    assert "checked" not in begin_page + sending


def test_a_child_is_sent_to_the_contact_and_nothing_is_kept(client):
    response = send_page_1(client, "individual", age="child")
    assert "보호자와 함께 연락해 주세요" in response.content.decode()
    assert not ApplicationDraft.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "입력한 내용은 삭제했습니다."), ("en", "What you had entered has been deleted.")],
)
def test_a_child_that_says_so_later_is_told_the_same_and_its_draft_is_deleted(
    client, language, words
):
    token = fill_in_draft(client, "individual", language)
    address = f"/{language}/join/{token}/1/"
    data = hidden_fields(client.get(address))
    data |= {"age": "child", "consent_handling": "on", "consent_sensitive": "on"}
    assert words in client.post(address, data).content.decode()
    assert not ApplicationDraft.objects.exists()
    assert client.get(f"/{language}/join/{token}/4/").status_code == 404


@pytest.mark.parametrize(
    ("applicant_type", "age"),
    [("individual", "child"), ("individual", ""), ("organisation", "youth")],
)
def test_a_draft_of_somebody_who_may_not_apply_leads_to_page_1(client, applicant_type, age):
    token = fill_in_draft(client, applicant_type)
    DraftContent(ApplicationDraft.objects.get()).save_typed({"age": [age]})
    for number in (2, 3, 4):
        assert client.get(f"/ko/join/{token}/{number}/").url == f"/ko/join/{token}/1/"
        assert client.post(f"/ko/join/{token}/{number}/").url == f"/ko/join/{token}/1/"


@pytest.mark.parametrize("age", ["child", "", "unknown"])
def test_no_application_is_made_for_a_child_or_without_a_known_age(age):
    with pytest.raises(ValueError, match="age"):
        submission.submit_application(make_draft("individual"), make_answers(age=age))
    assert not Application.objects.exists()


def test_a_minor_applies_as_an_individual_only_and_is_never_listed(client):
    refused = send_page_1(client, "organisation", age="youth").content.decode()
    assert "단체 가입은 성인이 신청해 주세요" in refused
    token = fill_in_draft(client, "individual", age="youth")
    assert "청소년 회원의 정보는 공개하지 않습니다" in page(client, token, 2)
    assert "consent_directory" not in page(client, token, 4)
    send_page_4(client, token, consent_directory="on")
    application = Application.objects.get()
    assert (application.age, application.agrees_to_listing) == ("youth", False)


def test_new_words_must_be_read_before_they_are_agreed_to(client):
    data = hidden_fields(client.get("/ko/join/organisation/"), "join")
    data |= {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"}
    Network.objects.update(referees_needed=1)
    response = client.post("/ko/join/organisation/", data)
    assert "그사이 위 내용이 바뀌었습니다" in response.content.decode()
    assert not ApplicationDraft.objects.exists()
    again = client.post("/ko/join/organisation/", data | hidden_fields(response, "join"))
    assert again.status_code == 302


# Nothing typed is lost


def test_what_is_wrong_is_said_above_and_at_the_field_and_the_rest_is_kept(client):
    token = draft_token(send_page_1(client))
    answers = page_2_answers(
        "organisation", email="nobody", name_ko="", name_en="", founded_year="20x5"
    )
    shown = client.post(f"/ko/join/{token}/2/", answers).content.decode()
    assert 'href="#id_email"' in shown
    assert shown.count("name@example.org처럼 입력해 주세요.") == 2
    assert shown.count("한 언어로라도 입력해 주세요.") == 2
    assert "네 자리 연도로 입력해 주세요." in shown
    assert re.search(r'name="email"[^>]*value="nobody"[^>]*aria-invalid="true"', shown)
    again = page(client, token, 2)
    assert 'value="nobody"' in again
    assert 'value="김대표"' in again


def test_back_keeps_what_was_typed_right_or_wrong(client):
    token = draft_token(send_page_1(client))
    response = client.post(f"/ko/join/{token}/3/", {"motivation": "가" * 2100, "go_to_page": "2"})
    assert response.url == f"/ko/join/{token}/2/"
    assert "가" * 2100 in page(client, token, 3)


def test_the_other_language_shows_the_same_draft(client):
    token = fill_in_draft(client)
    shown = page(client, token, 2, "en")
    assert 'value="다정한아빠모임"' in shown
    assert "Who you are" in shown
    send_page_4(client, token, "en")
    assert Application.objects.get().language == "ko"


def test_what_is_missing_brings_the_reader_to_its_page(client):
    token = draft_token(send_page_1(client))
    assert client.get(f"/ko/join/{token}/4/").url == f"/ko/join/{token}/2/"
    client.post(f"/ko/join/{token}/2/", page_2_answers("organisation", email="nobody"))
    address = client.get(f"/ko/join/{token}/4/").url
    assert address == f"/ko/join/{token}/2/?check"
    assert "name@example.org처럼 입력해 주세요." in client.get(address).content.decode()


def test_an_expired_page_comes_back_with_everything_ticked(client):
    token = fill_in_draft(client)
    shown = send_page_4(client, token, form_token="too-old", consent_newsletter="on")
    assert shown.status_code == 422
    words = shown.content.decode()
    assert len(re.findall(r'name="agreement_\d+"[^>]*checked', words)) == 3
    assert re.search(r'name="consent_newsletter"[^>]*checked', words)
    assert send_page_4(client, token).url == "/ko/join/sent/"


def test_no_cookie_is_asked_for_and_none_is_set(client):
    token = fill_in_draft(client)
    send_page_4(client, token)
    assert not client.cookies


def test_a_form_from_another_site_changes_nothing(client):
    token = fill_in_draft(client)
    before = ApplicationDraft.objects.get().answers
    response = client.post(
        f"/ko/join/{token}/2/", {"name_ko": "남"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert response.status_code == 403
    assert ApplicationDraft.objects.get().answers == before


def test_a_second_press_on_the_first_page_leads_to_the_same_draft(client):
    boxes = {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"}
    data = hidden_fields(client.get("/ko/join/organisation/"), "join") | boxes
    first = client.post("/ko/join/organisation/", data)
    client.post(first.url, page_2_answers("organisation"))
    again = client.post("/ko/join/organisation/", data | {"consent_optional_answers": "on"})
    assert first.url == again.url
    answers = DraftContent(ApplicationDraft.objects.get())
    assert answers.fields["name_ko"] == ["다정한아빠모임"]
    assert answers.has_consent(Consent.Purpose.OPTIONAL_ANSWERS)
    of_other_form = hidden_fields(client.get("/ko/join/individual/")) | boxes
    other = client.post("/ko/join/individual/", of_other_form | {"form_token": data["form_token"]})
    assert draft_token(other) != draft_token(first)
    client.post(f"/ko/join/{draft_token(first)}/3/", page_3_answers("organisation"))
    send_page_4(client, draft_token(first))
    late = client.post("/ko/join/organisation/", data)
    assert client.get(late.url).url == "/ko/join/sent/"
    assert [draft.applicant_type for draft in ApplicationDraft.objects.all()] == ["individual"]


def test_a_second_press_leads_to_the_same_application(client):
    token = fill_in_draft(client)
    first = send_page_4(client, token)
    second = client.post(f"/ko/join/{token}/4/", {})
    assert first.url == second.url == client.get(f"/ko/join/{token}/2/").url == "/ko/join/sent/"
    assert Application.objects.count() == Email.objects.count() == 1


def test_optional_answers_go_with_the_consent_to_them(client):
    token = fill_in_draft(client, consent_optional_answers="on")
    client.post(f"/ko/join/{token}/2/", page_2_answers("organisation", phone="02-123-4567"))
    data = hidden_fields(client.get(f"/ko/join/{token}/1/"))
    data |= {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"}
    client.post(f"/ko/join/{token}/1/", data)
    assert "02-123-4567" not in ApplicationDraft.objects.get().answers
    assert 'name="phone"' not in page(client, token, 2)


# Drafts


def test_a_draft_is_encrypted_and_its_secret_is_not_stored(client):
    token = fill_in_draft(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_hash, answers FROM joining_applicationdraft")
        row = str(cursor.fetchall())
    assert token not in row
    assert "다정한" not in row
    assert "office@example.org" not in row


def test_a_draft_ends_two_weeks_after_its_last_change(client):
    token = fill_in_draft(client)
    with time_machine.travel(timezone.now() + DRAFT_RETENTION - timedelta(hours=1)):
        assert client.get(f"/ko/join/{token}/2/").status_code == 200
    with time_machine.travel(timezone.now() + DRAFT_RETENTION + timedelta(hours=1)):
        response = client.get(f"/ko/join/{token}/2/")
    assert response.status_code == 404
    assert "신청서를 찾을 수 없습니다" in response.content.decode()


def test_a_draft_is_deleted_at_the_applicants_wish(client, django_capture_on_commit_callbacks):
    token = draft_token(send_page_1(client))
    client.post(f"/ko/join/{token}/3/", page_3_answers("organisation", document=pdf()))
    file = ApplicationFile.objects.get().file
    assert client.get(f"/ko/join/{token}/delete/").status_code == 200
    assert ApplicationDraft.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/ko/join/{token}/delete/")
    assert not ApplicationDraft.objects.exists()
    assert not file.storage.exists(file.name)


def test_who_guesses_an_address_learns_nothing(client):
    for address in ("guess", "A" * 32, "../../etc", "%00"):
        assert client.get(f"/ko/join/{address}/2/").status_code == 404
    assert client.get(f"/ko/join/{fill_in_draft(client)}/5/").status_code == 404


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_pages_of_a_draft_are_kept_and_found_nowhere(client, number):
    response = client.get(f"/ko/join/{fill_in_draft(client)}/{number}/")
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert 'content="noindex"' in response.content.decode()


def test_no_secret_reaches_the_logs(client, capsys, caplog):
    from_here = client.get("/ko/join/" + "Ab3" * 11 + "/2/")
    assert from_here.status_code == 404
    token = fill_in_draft(client)
    send_page_4(client, token, form_token="too-old")
    assert "too-old" not in caplog.text
    assert caplog.records
    for record in caplog.records:
        assert logged(record).count("Ab3") == 0
        assert token not in logged(record)


# Files


@pytest.mark.parametrize(
    ("field", "file", "said"),
    [
        ("logo", SimpleUploadedFile("a.png", b"<svg onload=alert(1)>"), "쓸 수 없는 파일"),
        ("document", SimpleUploadedFile("a.pdf", b"MZ\x90 program"), "PDF가 아니거나"),
        ("document", SimpleUploadedFile("a.exe", b"%PDF-1.7"), "PDF가 아니거나"),
        ("document", SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 10_485_760), "10MB보다"),
    ],
)
def test_files_are_told_by_their_content(client, field, file, said):
    token = draft_token(send_page_1(client))
    response = client.post(f"/ko/join/{token}/3/", page_3_answers("organisation") | {field: file})
    assert response.status_code == 200
    errors = str(response.context["form"].errors[field])
    assert said in errors
    assert not ApplicationFile.objects.exists()


def test_a_good_file_is_kept_although_something_else_is_wrong(client):
    token = draft_token(send_page_1(client))
    files = {"logo": SimpleUploadedFile("로고.png", picture()), "document": pdf()}
    shown = client.post(f"/ko/join/{token}/3/", files).content.decode()
    assert "삭제: 로고.png" in shown
    assert "삭제: 정관.pdf" in shown
    names = ApplicationFile.objects.values_list("file", flat=True)
    assert all(re.fullmatch(r"applications/[0-9a-f]{32}\.(png|pdf)", name) for name in names)


def test_one_bad_file_takes_no_good_one_with_it(client):
    token = draft_token(send_page_1(client))
    bad = SimpleUploadedFile("bad.pdf", b"MZ\x90 program")
    address, files = f"/ko/join/{token}/3/", {"document": [pdf("1.pdf"), bad, pdf("2.pdf")]}
    refused = client.post(address, page_3_answers("organisation") | files)
    assert refused.context["form"].errors == {
        "document": ["PDF가 아니거나 손상된 파일입니다: bad.pdf. 잘 열리는 PDF를 선택해 주세요."]
    }
    for name in ("1.pdf", "2.pdf"):
        assert f"삭제: {name}" in refused.text
    assert {file.name for file in ApplicationFile.objects.all()} == {"1.pdf", "2.pdf"}


def test_a_national_id_number_in_the_name_of_a_file_is_never_kept(client):
    token = draft_token(send_page_1(client))
    logo = SimpleUploadedFile(f"로고 {RESIDENT_NUMBER}.png", picture())
    files = {"logo": logo, "document": [pdf(f"{RESIDENT_NUMBER}.pdf"), pdf()]}
    shown = client.post(f"/ko/join/{token}/3/", page_3_answers("organisation") | files)
    assert "주민등록번호" in str(shown.context["form"].errors["document"])
    assert RESIDENT_NUMBER not in shown.text
    names = {file.name for file in ApplicationFile.objects.all()}
    assert names == {"로고 xxxxxx-xxxxxxx.png", "정관.pdf"}


def test_files_that_arrived_are_not_counted_twice(client):
    token = draft_token(send_page_1(client))
    files = {"document": [pdf("1.pdf"), pdf("2.pdf")]}
    refused = client.post(
        f"/ko/join/{token}/3/", page_3_answers("organisation", motivation="") | files
    )
    assert set(refused.context["form"].errors) == {"motivation"}
    assert refused.text.count("삭제:") == 2


def test_files_are_replaced_removed_and_counted(client):
    token = draft_token(send_page_1(client))
    address = f"/ko/join/{token}/3/"
    for name in ("first.png", "second.png"):
        client.post(address, {"logo": SimpleUploadedFile(name, picture())})
    assert [file.name for file in ApplicationFile.objects.all()] == ["second.png"]
    client.post(address, {"document": [pdf("1.pdf"), pdf("2.pdf"), pdf("3.pdf")]})
    refused = client.post(address, {"document": pdf("4.pdf")})
    assert "3개까지" in str(refused.context["form"].errors["document"])
    doomed = [file for file in ApplicationFile.objects.all() if file.name == "1.pdf"]
    client.post(address, {"document": pdf("4.pdf"), "remove": doomed[0].pk})
    assert {file.name for file in ApplicationFile.objects.all()} == {
        "second.png", "2.pdf", "3.pdf", "4.pdf",
    }  # fmt: skip


def test_files_of_strangers_do_not_fill_the_disk(client, monkeypatch):
    monkeypatch.setattr("joining.form.question_forms.MAX_UNCONFIRMED_FILES", 1)
    token = fill_in_draft(client)
    address, answers = f"/ko/join/{token}/3/", page_3_answers("organisation")
    assert client.post(address, answers | {"document": pdf()}).status_code == 302
    for files in ({"document": pdf()}, {"logo": SimpleUploadedFile("a.png", picture())}):
        refused = client.post(address, answers | files)
        assert "파일 없이 계속해 주세요" in refused.content.decode()
    assert client.post(address, answers).status_code == 302
    assert ApplicationFile.objects.count() == 1


def test_files_come_along_with_the_application(client):
    token = fill_in_draft(client)
    client.post(f"/ko/join/{token}/3/", page_3_answers("organisation", document=pdf()))
    assert "정관.pdf" in page(client, token, 4)
    send_page_4(client, token)
    assert [file.name for file in Application.objects.get().files.all()] == ["정관.pdf"]


# Under attack, and what a network may ask


def test_closed_forms_say_how_else_to_reach_us_and_lose_nothing(client):
    token = fill_in_draft(client)
    Network.objects.update(joining_closed_at=timezone.now())
    landing = client.get("/ko/join/").content.decode()
    assert "지금은 온라인으로 신청을 받지 않습니다" in landing
    assert "/ko/join/organisation/" not in landing
    assert client.get("/ko/join/organisation/").status_code == 503
    assert send_page_4(client, token).status_code == 503
    assert not Application.objects.exists()
    Network.objects.update(joining_closed_at=None)
    assert send_page_4(client, token).url == "/ko/join/sent/"


def test_references_are_asked_for_where_the_network_wants_them(client):
    Network.objects.update(referees_needed=1)
    token = draft_token(send_page_1(client, "individual"))
    client.post(f"/ko/join/{token}/2/", page_2_answers("individual"))
    refused = client.post(f"/ko/join/{token}/3/", page_3_answers("individual"))
    assert {"referee_1_name", "referee_1_email", "referees_agreed"} == set(
        refused.context["form"].errors
    )
    referee = {"referee_1_name": "박추천", "referee_1_email": "park@example.org"}
    agreed = {"referees_agreed": "on"}
    assert "먼저 동의를 구해 주세요" in refused.text
    client.post(f"/ko/join/{token}/3/", page_3_answers("individual") | referee | agreed)
    assert "박추천 · park@example.org" in page(client, token, 4)
    send_page_4(client, token)
    row = Application.objects.get().referees.get()
    assert (row.name, row.organisation, row.email) == ("박추천", "", "park@example.org")


def test_a_public_member_is_named_without_its_address(client):
    Network.objects.update(referees_needed=2)
    joined = {"joined_on": timezone.localdate()}
    make_organisation(slug="side", name_ko="(사)나란히", contact_email="side@example.org", **joined)
    english = {"name_ko": "", "published_at_ko": None, "name_en": "Aside"}
    make_organisation(slug="aside", published_at_en=timezone.now(), **english, **joined)
    make_organisation(
        slug="hidden", name_ko="숨은모임", is_delisted=True, delisting_reason="…", **joined
    )
    never = {"published_at_ko": None, "published_at_en": None}
    make_organisation(slug="draft", name_ko="준비모임", **never, **joined)
    make_organisation(slug="ministry", name_ko="부처")
    token = draft_token(send_page_1(client))
    client.post(f"/ko/join/{token}/2/", page_2_answers("organisation"))
    shown = page(client, token, 3)
    assert re.findall(r'<option value="([^"]+)"></option>', shown) == ["(사)나란히"]
    assert "side@example.org" not in shown
    answers = page_3_answers("organisation", referees_agreed="on", referee_1_name="박추천")
    answers |= {"referee_2_name": "최지인", "referee_2_organisation": "aside"}
    for typed in ("", "숨은모임", "준비모임", "부처"):
        refused = client.post(f"/ko/join/{token}/3/", answers | {"referee_1_organisation": typed})
        assert set(refused.context["form"].errors) == {"referee_1_email"}, typed
    client.post(f"/ko/join/{token}/3/", answers | {"referee_1_organisation": "나란히"})
    send_page_4(client, token)
    named = Application.objects.get().referees.values_list("organisation", "email")
    assert list(named) == [("나란히", ""), ("aside", "")]


def test_a_list_of_members_that_outweighs_its_page_is_left_out(client, monkeypatch):
    Network.objects.update(referees_needed=1)
    for number in range(2):
        make_organisation(slug=f"m{number}", joined_on=timezone.localdate())
    token = draft_token(send_page_1(client))
    assert page(client, token, 3).count("</option>") >= 2
    monkeypatch.setattr("joining.review.referee_matching.MAX_SUGGESTED_MEMBERS", 1)
    assert "<datalist" not in page(client, token, 3)


def test_landing_tells_what_is_asked_and_never_asked_before_any_field(client):
    Network.objects.update(
        fee_ko="회비는 없습니다.", deciding_body_ko="운영위원회", expected_weeks=4
    )
    response = client.get("/ko/join/")
    shown = response.content.decode()
    for words in (
        "운영위원회",
        "약 4주 안에",
        "회비는 없습니다.",
        "주민등록번호",
        "핵심 원칙",
        "가입 동기",
    ):
        assert words in shown
    assert "X-Robots-Tag" not in response
    assert "<input" not in shown[shown.index("<main") :]


# Whatever is typed

TEXTS = st.text(
    st.sampled_from("가힣ㄱ각 a Z0-🙂👩‍👩‍👧\x00\x1f\u202e\u200b<>&\"'\n\t{}%"), max_size=60
) | st.sampled_from(["가" * 30_000, "<script>alert(1)</script>", RESIDENT_NUMBER, "각"])


@settings(max_examples=20, deadline=None)
@given(typed=st.lists(TEXTS, min_size=40, max_size=40))
def test_whatever_is_typed_is_refused_in_words_or_stored_clean(typed):
    for applicant_type in ApplicantType:
        asked = [q for q in QUESTIONS if applicant_type in q.applicant_types and q.page in (2, 3)]
        blank = QuestionsForm(asked, network=Network.objects.current())
        names = list(blank.fields)
        form = QuestionsForm(asked, form_data(names, typed), network=Network.objects.current())
        form.is_valid()
        for value in form.cleaned_data.values():
            if isinstance(value, str):
                assert "\x00" not in value
                assert RESIDENT_NUMBER not in value
                assert PlainTextField().get_prep_value(value) == value
        for errors in form.errors.values():
            assert all(re.search("[가-힣]", error) for error in errors)


@pytest.mark.parametrize("applicant_type", ApplicantType)
def test_national_id_numbers_are_refused_in_every_text_and_never_kept(client, applicant_type):
    token = draft_token(send_page_1(client, applicant_type, consent_optional_answers="on"))
    draft = ApplicationDraft.objects.get()
    for number in (FormPage.APPLICANT, FormPage.REASONS):
        asked = DraftContent(draft).questions_on(number)
        names = [n for q in asked for n, f in fields_for(q, []).items() if is_text_field(f)]
        response = client.post(
            f"/ko/join/{token}/{number}/", dict.fromkeys(names, f"번호 {RESIDENT_NUMBER}")
        )
        errors = response.context["form"].errors
        assert names
        for name in names:
            assert name in errors
            if name not in ("email", "website", "social_links", "founded_year"):
                assert "주민등록번호로 보입니다" in str(errors[name])
    draft.refresh_from_db()
    assert RESIDENT_NUMBER not in draft.answers


def test_nonsense_in_a_form_is_no_error_and_no_burden(client):
    token = draft_token(send_page_1(client))
    many = {
        "topics": ["x" * 4_000] * 40,
        "remove": ["9" * 30, "9" * 5_000, "\x00"],
        "go_to_page": "9" * 9,
    }
    assert client.post(f"/ko/join/{token}/3/", many).status_code == 302
    assert len(ApplicationDraft.objects.get().answers) < 20_000


def test_an_address_that_looks_like_another_is_refused(client):
    """Django lets the long s pass as s; without regard to case it is another's mailbox."""
    token = draft_token(send_page_1(client))
    answers = page_2_answers("organisation", email="\u017fam@example.org")
    shown = client.post(f"/ko/join/{token}/2/", answers)
    assert "email" in shown.context["form"].errors


def test_too_much_text_is_answered_in_words(client):
    token = draft_token(send_page_1(client))
    long = client.post(f"/ko/join/{token}/3/", {"motivation": "가" * 500_000})
    assert "최대 2000자까지 쓸 수 있습니다(현재 500000자)." in long.content.decode()
    assert len(ApplicationDraft.objects.get().answers) < 20_000
    huge = client.post(f"/ko/join/{token}/3/", {"motivation": "a" * 11_000_000})
    assert huge.status_code in (400, 413)
    assert "<html lang" in huge.content.decode()


@pytest.fixture
def change_texts(monkeypatch):
    """Changes the text beside each box, as a new version of the program does."""

    def change():
        monkeypatch.setattr(Notice, "text", property(lambda notice: f"New: {notice.title}"))

    return change


BOXES = {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"}
CHANGED = "그사이 위 내용이 바뀌었습니다. 다시 읽고 체크해 주세요."


def test_a_box_whose_text_has_changed_is_not_ticked_any_more(client, change_texts):
    address = "/ko/join/organisation/"
    data = hidden_fields(client.get(address), "join") | BOXES
    change_texts()
    shown = client.post(address, data).content.decode()
    assert CHANGED in shown
    assert 'name="consent_handling"' in shown
    assert not ticked_boxes(shown)
    assert not ApplicationDraft.objects.exists()


def test_a_stored_tick_is_none_for_a_text_that_has_changed_since(client, change_texts):
    token = fill_in_draft(client)
    address = f"/ko/join/{token}/1/"
    assert ticked_boxes(page(client, token, 1)) == {"consent_handling", "consent_sensitive"}
    change_texts()
    refused = client.post(address, hidden_fields(client.get(address)) | BOXES)
    assert CHANGED in refused.content.decode()
    assert not ticked_boxes(refused.content.decode())
    assert client.post(address, hidden_fields(refused) | BOXES).status_code == 302


def test_a_stored_tick_is_one_in_the_other_language_too(client):
    token = fill_in_draft(client)
    address = f"/en/join/{token}/1/"
    assert ticked_boxes(page(client, token, 1, "en")) == {"consent_handling", "consent_sensitive"}
    assert client.post(address, hidden_fields(client.get(address)) | BOXES).status_code == 302


def ticked_boxes(shown: str) -> set[str]:
    boxes = re.findall(r"<input type=\"checkbox\"[^>]*>", shown)
    return {re.search(r'name="(\w+)"', box)[1] for box in boxes if " checked" in box}
