"""A file that cannot be kept costs no typed word: the form names it and says what to do."""

import html
import json
import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from joining.models import Application, ApplicationDraft, ApplicationFile
from joining.privacy import access_links
from joining.review import staff_transitions, votes
from members.models import MemberListUpload, Organisation, Proposal
from members.upkeep import member_proposals
from news.models import Article, FileBlock
from photos.models import Photo
from tests.members.test_member_admin import organisation_form
from tests.news.test_article_admin import article_form, block
from tests.support import making_documents
from tests.support.applying import draft_token, make_form_objects, page_3_answers, send_page_1
from tests.support.builders import (
    make_application,
    make_colleague,
    make_logo,
    make_member,
    make_network,
    picture_bytes,
)
from tests.support.disks import files_at_most

pytestmark = pytest.mark.django_db

# Room for what a test runner writes, and for none of these uploads.
ROOM = 100_000
# Of chance, so that cleaning makes it no smaller.
PDF = making_documents.pdf(os.urandom(200_000).hex(), compress_streams=False)
SMALL_PDF = making_documents.pdf()

PHOTO = {
    "consent": Photo.Consent.CROWD,
    "licence": Photo._meta.get_field("licence").default,
    "focus_x": 0.5,
    "focus_y": 0.5,
    "appearances-TOTAL_FORMS": 0,
    "appearances-INITIAL_FORMS": 0,
}

SHARED = {"photographer": "김새나", "consent": "crowd", "licence": "cc0"}

LANGUAGES = {
    "ko": ("저장하지 못했습니다", "입력한 내용"),
    "en": ("could not be saved", "still here"),
}


def pdf(name: str = "정관.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def picture(name: str = "로고.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes((900, 600)))


def noise() -> SimpleUploadedFile:
    """A picture that no encoder makes small."""
    buffer = BytesIO()
    Image.frombytes("RGB", (400, 400), os.urandom(480_000)).save(buffer, "PNG")
    return SimpleUploadedFile("로고.png", buffer.getvalue())


def kept_words() -> list[str]:
    """What the draft holds as the reason for joining."""
    return json.loads(ApplicationDraft.objects.get().answers)["fields"]["motivation"]


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def no_folder(settings):
    """From now on the folders of files are nowhere: neither read nor written."""

    def broken() -> None:
        for name in ("ORIGINALS_ROOT", "MEDIA_ROOT"):
            link = Path(f"{getattr(settings, name)}-broken")
            link.symlink_to("/proc/nowhere")
            setattr(settings, name, link)

    return broken


@pytest.fixture
def staff(client):
    make_network(votes_needed=1)
    client.user = make_colleague("mina", "decide", "vote", is_superuser=True)
    client.force_login(client.user)
    return client


# The form to join


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "입력한 내용은 저장되었습니다"),
        ("en", "Your answers are saved: continue without it"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"go": "2"}])
def test_on_a_full_disk_an_applicant_goes_on_without_the_file(client, language, said, button):
    make_form_objects()
    token = draft_token(send_page_1(client, language=language))
    address = f"/{language}/join/{token}/3/"
    client.post(address, page_3_answers("organisation", document=pdf("first.pdf", SMALL_PDF)))
    answers = page_3_answers("organisation", motivation="우리는 함께 돌봅니다.")
    with files_at_most(ROOM):
        answer = client.post(
            address, answers | {"document": [pdf(), pdf("b.pdf", SMALL_PDF)]} | button
        )
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "“정관.pdf”" in shown
    assert said in shown
    assert "우리는 함께 돌봅니다." in shown
    assert kept_words() == ["우리는 함께 돌봅니다."]
    assert {file.name for file in ApplicationFile.objects.all()} == {"first.pdf", "b.pdf"}
    assert client.post(address, answers).status_code == 302


def test_a_new_logo_without_room_leaves_the_old_one(client, no_folder):
    make_form_objects()
    token = draft_token(send_page_1(client))
    address = f"/ko/join/{token}/3/"
    client.post(address, page_3_answers("organisation", logo=picture("old.png")))
    no_folder()
    shown = text_of(client.post(address, page_3_answers("organisation", logo=picture("new.png"))))
    assert "“new.png” 파일을 저장하지 못했습니다" in shown
    assert ApplicationFile.objects.get().name == "old.png"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", ["full", "no folder"])
def test_an_upload_that_finds_no_room_on_its_way_costs_no_word(client, settings, language, fault):
    """Large uploads wait in the folder for temporary files."""
    make_form_objects()
    token = draft_token(send_page_1(client, language=language))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    if fault == "no folder":
        settings.FILE_UPLOAD_TEMP_DIR = "/proc/nowhere"
    sent = page_3_answers("organisation", motivation="우리는 함께 돌봅니다.", document=pdf())
    with files_at_most(ROOM if fault == "full" else 10**9):
        answer = client.post(f"/{language}/join/{token}/3/", sent)
    assert LANGUAGES[language][0] in text_of(answer)
    assert "“정관.pdf”" in text_of(answer)
    assert kept_words() == ["우리는 함께 돌봅니다."]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "답변을 아직 보내지 않았습니다"), ("en", "your answer is not sent yet")],
)
def test_an_answer_to_the_staff_waits_for_its_file_or_goes_without(client, language, said):
    form_objects = make_form_objects()
    application = make_application(topics=[form_objects["topic"]], age="adult", language=language)
    mina = make_colleague("mina", "decide")
    staff_transitions.assign(application, mina)
    staff_transitions.ask_applicant(application, mina, "정관을 보내 주세요.", ["document"])
    token = access_links.token_for(application, access_links.STATUS)
    address = f"/{language}/join/status/{token}/"
    with files_at_most(ROOM):
        shown = text_of(client.post(address, {"remark": "여기 있습니다.", "document": pdf()}))
    assert "“정관.pdf”" in shown
    assert said in shown
    assert "여기 있습니다." in shown
    application.refresh_from_db()
    assert application.state == Application.State.NEEDS_INFO
    assert client.post(address, {"remark": "여기 있습니다."}).status_code == 302


# The admin


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_logo_that_cannot_be_kept_costs_no_word_at_the_staff(staff, no_folder, language):
    staff.cookies["django_language"] = language
    member = make_member(slug="circle")
    no_folder()
    address = f"/admin/members/organisation/{member.pk}/change/"
    sent = organisation_form(slug="circle", city_ko="여기에 쓴 말", logo=picture())
    answer = staff.post(address, sent)
    assert answer.status_code == 200
    shown = text_of(answer)
    assert all(words in shown for words in ("“로고.png”", "여기에 쓴 말", *LANGUAGES[language]))
    member.refresh_from_db()
    assert (member.city_ko, member.logo.name) == (None, "")
    del sent["logo"]
    assert staff.post(address, sent).status_code == 302


def test_a_document_that_cannot_be_kept_costs_no_word_of_an_article(staff):
    staff.cookies["django_language"] = "en"
    sent = article_form(
        block("news_textblock_set", body_ko="<p>본문의 말</p>"),
        block("news_fileblock_set", ordering=20, file=pdf(), title_en="Guide", language="ko"),
        title_ko="제목의 말",
    )
    with files_at_most(ROOM):
        answer = staff.post("/admin/news/article/add/", sent)
    shown = text_of(answer)
    assert answer.status_code == 200
    assert all(words in shown for words in ("“정관.pdf”", "본문의 말", "제목의 말", "Guide"))
    assert not Article.objects.exists()
    assert not FileBlock.objects.exists()


def test_a_large_upload_to_the_staff_that_finds_no_room_costs_no_word(staff, settings):
    staff.cookies["django_language"] = "en"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.FILE_UPLOAD_TEMP_DIR = "/proc/nowhere"
    sent = article_form(
        block("news_fileblock_set", file=pdf(), title_en="Guide", language="ko"),
        title_ko="제목의 말",
    )
    shown = text_of(staff.post("/admin/news/article/add/", sent))
    assert all(words in shown for words in ("“정관.pdf”", "제목의 말", "Guide"))
    assert not Article.objects.exists()
    answer = staff.post(
        "/admin/members/organisation/import/", {"file": pdf("list.csv")}, follow=True
    )
    assert "“list.csv”" in text_of(answer)
    assert not MemberListUpload.objects.exists()


def test_photos_that_cannot_be_kept_are_named(staff, no_folder):
    staff.cookies["django_language"] = "en"
    no_folder()
    answer = staff.post("/admin/photos/photo/upload/", SHARED | {"file": picture("hall.png")})
    assert answer.status_code == 422
    assert "“hall.png” could not be saved" in answer.json()["error"]
    several = {"file": [picture("a.png"), picture("b.png")]}
    answer = staff.post("/admin/photos/photo/bulk-upload/", SHARED | several)
    assert all(f"“{name}” could not be saved" in text_of(answer) for name in ("a.png", "b.png"))
    answer = staff.post(
        "/admin/photos/photo/add/",
        PHOTO | {"original": picture("hall.png"), "alt_en": "Words of the photo"},
    )
    assert answer.status_code == 200
    assert "Words of the photo" in text_of(answer)
    assert not Photo.objects.exists()


def test_a_proposal_stays_open_while_its_logo_cannot_be_kept(staff, no_folder):
    staff.cookies["django_language"] = "en"
    member = make_member(slug="circle")
    logo = b64encode(make_logo().read()).decode()
    seen = {
        column: member_proposals.field_value_as_text(member, column)
        for column in member_proposals.PROPOSABLE_FIELDS
    }
    proposal = member_proposals.save_proposal(member, seen, {"logo": logo, "city_ko": "마포"}, "")
    no_folder()
    changes = {change.field_name: change for change in proposal.changes.all()}
    sent = {f"change-{change.pk}": "accept" for change in changes.values()}
    sent |= {
        f"fingerprint-{c.pk}": member_proposals.value_fingerprint(c.current_value)
        for c in changes.values()
    }
    answer = staff.post(f"/admin/members/proposal/{proposal.pk}/change/", sent)
    assert "could not be written on the server" in text_of(answer)
    assert Proposal.objects.get().state == Proposal.State.OPEN
    member.refresh_from_db()
    assert not member.city_ko


def test_nobody_becomes_a_member_without_the_logo_that_came_along(staff, no_folder, settings):
    staff.cookies["django_language"] = "en"
    application = make_application(state=Application.State.VOTING)
    votes.cast_vote(application, make_colleague("voter", "vote"), "for")
    file = ApplicationFile(application=application, kind="logo", name="로고.png")
    file.file.save("logo.png", noise())
    with files_at_most(ROOM):
        answer = staff.post(
            f"/admin/joining/application/{application.pk}/accept/", {"note": "Words of a reason"}
        )
    assert "The logo could not be saved" in text_of(answer)
    assert "Words of a reason" in text_of(answer)
    assert not Organisation.objects.exists()
    application.refresh_from_db()
    assert application.state == Application.State.VOTING


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_is_not_saved_twice_when_a_file_finds_no_place(client, no_folder, settings):
    """The move to the public folder follows the commit: nothing can undo it any more."""
    make_network()
    client.force_login(make_colleague("mina", "decide", is_superuser=True))
    client.cookies["django_language"] = "en"
    sent = {
        "original": picture("hall.png"),
        "alt_ko": "강당",
        "alt_en": "A hall",
        "credit_organisation_ko": "예시넷",
        "credit_organisation_en": "EXNET",
    }
    settings.MEDIA_ROOT = Path(f"{settings.MEDIA_ROOT}-broken")
    settings.MEDIA_ROOT.symlink_to("/proc/nowhere")
    answer = client.post("/admin/photos/photo/add/", PHOTO | sent, follow=True)
    assert "It is saved, but a file could not be put in its place" in text_of(answer)
    assert Photo.objects.filter(alt_en="A hall").count() == 1
