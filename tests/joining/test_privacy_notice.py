"""The privacy notice of the demonstration, the notices of the form and the product agree.

Whoever changes what is asked, how long it is kept or what is sent elsewhere changes the words, too.
Whoever adds a table names it below: where the page tells of it, or why it holds nothing of people.
"""

import re
import tomllib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils.translation import override

from accounts.limits_and_periods import DEVICE_RETENTION, SECURITY_EVENT_RETENTION
from cms.encryption.fields import EncryptedFieldMixin
from cms.text.rich_text import to_plain_text
from concerns.limits_and_periods import CONCERN_RETENTION
from demo import content_loader
from joining.form import questions
from joining.models import ApplicantType, Consent
from joining.privacy import consent_notices, retention
from mail.limits_and_periods import EMAIL_RETENTION, SENT_TEXT_RETENTION, TEXT_RETENTION
from members.limits_and_periods import UPLOAD_RETENTION
from network.models import Network
from page_views.limits_and_periods import PAGE_VIEW_RETENTION
from search.limits_and_periods import MISSED_QUERY_RETENTION
from spam import rate_limiting
from tests.support.applying import make_form_objects
from tests.support.builders import make_page
from versions.limits_and_periods import TRASH_RETENTION, WORKING_COPY_RETENTION

Purpose = Consent.Purpose
HOURS, DAYS, MONTHS, YEARS = "hours", "days", "months", "years"
WORDS = {
    "ko": {HOURS: "{}시간", DAYS: "{}일", MONTHS: "{}개월", YEARS: "{}년"},
    "en": {HOURS: "{} hours", DAYS: "{} days", MONTHS: "{} months", YEARS: "{} year"},
}
# As the form says small numbers.
IN_LETTERS = {"5 days": "five days", "6 months": "six months", "1 year": "one year"}

# What of the page tells of a table: a heading of its section 2, or the beginning of a line of
# section 3, in Korean and in English.
TOLD_AT = {
    ("단체가 가입을 신청할 때", "When an organisation applies to join"): """
        joining.AgreementEndorsement joining.Application joining.ApplicationDraft
        joining.ApplicationFile joining.ApplicationLogEntry joining.Consent joining.Note
        joining.Vote
    """,
    ("누가 신청서를 읽었는지 남긴 기록", "The log of who read applications"): """
        joining.ApplicationAccessLogEntry
    """,
    ("고충을 신고할 때", "When you report a concern"): """
        concerns.Concern concerns.ConcernAccessLogEntry
    """,
    ("추천인이 되셨을 때", "When you are a referee"): "joining.Referee",
    ("회원이 되신 뒤", "When you have become a member"): """
        joining.Signature members.AccuracyRequest members.HiddenPeriod members.Office
        members.Organisation members.Person members.Proposal members.ProposedChange
    """,
    ("메일을 보내 드릴 때", "When we send you an e-mail"): "mail.Email news.PreviewLink",
    ("글, 자료, 행사, 사진", "Articles, resources, events and photos"): """
        events.Event events.Message events.Participation events.Session members.Appearance
        members.Milestone network.Contact network.Page news.Article news.Correction
        news.GalleryBlock news.QuoteBlock news.TextBlock news.VideoBlock photos.Photo
        photos.Photographer resources.Contributor resources.Resource resources.ResourceFile
        search.Entry
    """,
    ("양식을 한꺼번에 보내는 프로그램", "To stop programs that send forms"): "spam.Counter",
    ("관리자로 일할 때", "When you work in the admin"): """
        accounts.AttemptCounter accounts.Device accounts.LoginSession accounts.Passkey
        accounts.RecoveryCode accounts.SecondFactor accounts.SecurityEvent admin.LogEntry
        auth.User members.DistinctPair notes.ItemNote notes.Mention notes.Review
        versions.OpenForm versions.PendingChanges versions.UnneededTranslation versions.Version
    """,
    ("관리자가 올린 회원 목록 파일", "Lists of members that staff uploaded"): """
        members.MemberListUpload
    """,
    ("관리자가 삭제한 글", "What staff deleted"): "versions.TrashedItem versions.WorkingCopy",
    ("글마다 하루 조회수", "how often each is opened"): "page_views.PageView",
    ("검색어와 하루 횟수", "When a search on this site finds nothing"): "search.MissedQuery",
}
HOLDS_NOTHING_OF_PEOPLE = {
    "words of the network about itself and its topics": """
        concerns.Guidance events.Campaign members.Agreement members.Region network.Network
        network.Topic joining.ConsentText search.Synonym
    """,
    "places of rows beside others": """
        events.EventOrganisation events.EventPhoto members.OrganisationPhoto news.EventBlock
        news.FileBlock news.GalleryPhoto news.PhotoBlock versions.TranslationPair
    """,
    "single words of public titles": "search.Word",
    "numbers": "joining.RetentionLogEntry news.StatisticBlock",
    "addresses and titles of pages": "members.LinkCheck network.Redirect news.SeeAlsoLink",
    "names of tables and rows, and times": """
        auth.Group auth.Permission contenttypes.ContentType erasure_log.UnwrittenErasureEntry
        members.UnpublishedText operations.ClockReading operations.RestoreRecord
        page_cache.ReplicaMark search.Change
    """,
}
# Rows of these are about one person.
PEOPLE = {
    "auth.User",
    "concerns.Concern",
    "joining.Application",
    "joining.Referee",
    "members.Person",
}


def page(language: str) -> str:
    with (content_loader.CONTENT / "network.toml").open("rb") as file:
        pages = tomllib.load(file)["pages"]
    [body] = [one[f"body_{language}"] for one in pages if one["slug"] == "privacy"]
    return body


def section(language: str, heading: str) -> str:
    """What stands below a heading, up to the next of any level."""
    return to_plain_text(re.split(r"<h[23]>", page(language).split(heading)[1])[0])


def in_words(period: timedelta, language: str) -> str:
    days = period.days
    if days < 5:
        number, unit = int(period.total_seconds()) // 3600, HOURS
    elif days % 365 == 0:
        number, unit = days // 365, YEARS
    elif days > 180:
        number, unit = round(days / 30.4), MONTHS
    else:
        number, unit = days, DAYS
    return WORDS[language][unit].format(number)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("applicant_type", "heading"),
    [
        (
            ApplicantType.ORGANISATION,
            {"ko": "단체가 가입을 신청할 때</h3>", "en": "an organisation applies to join</h3>"},
        ),
        (
            ApplicantType.INDIVIDUAL,
            {"ko": "개인이 가입을 신청할 때</h3>", "en": "a person applies to join</h3>"},
        ),
    ],
)
def test_the_page_names_every_answer_that_is_asked_for_and_no_other(
    language, applicant_type, heading
):
    with override(language):
        asked = questions.active_questions(applicant_type, Network(referees_needed=0))
        expected = {
            is_required: [_comparable(one.label) for one in asked if one.is_required == is_required]
            for is_required in (True, False)
        }
    required, optional, *_rest = section(language, heading[language]).strip().split("\n")
    assert {True: _items(required), False: _items(optional)} == expected


def _items(line: str) -> list[str]:
    """Without what stands in brackets and may hold a comma."""
    listed = line.split(":", 1)[1]
    return [_comparable(item) for item in re.sub(r"\([^)]*\)", "", listed).split(", ")]


def _comparable(words: str) -> str:
    bare = re.sub(r"\([^)]*\)", "", words).replace(",", "")
    return " ".join(bare.split()).casefold()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_gives_the_period_of_every_rule_of_erasure(language):
    told = section(language, {"ko": "3. 보유 기간", "en": "3. How long we keep it"}[language])
    for rule in retention.RULES:
        assert in_words(rule.period, language) in told, rule.name
    assert in_words(CONCERN_RETENTION, language) in told


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_form_gives_the_periods_that_are_kept_to(language):
    periods = {rule.name: in_words(rule.period, language) for rule in retention.RULES}
    with override(language):
        lines = dict(
            consent_notices.notice_for(
                Purpose.HANDLING, ApplicantType.ORGANISATION, Network()
            ).lines
        )
        told = lines[{"ko": "보유·이용 기간", "en": "How long we keep it"}[language]]
    for name in (
        "forms never sent",
        "addresses never confirmed",
        "applications withdrawn or closed",
        "applications declined",
        "applications of former members",
        "answers of referees",
        "files of applications",
    ):
        period = periods[name]
        assert period in told or IN_LETTERS[period] in told, name


@pytest.mark.django_db
def test_visitors_have_no_cookie_whatever_they_read_or_send(client):
    """As sections 1 and 8 say."""
    make_form_objects()
    make_page()
    for address in ("/ko/", "/ko/join/", "/ko/join/organisation/", "/ko/concern/"):
        client.get(address)
        client.post(address, {"x": "y"})
    assert not client.cookies
    assert "쿠키를 쓰지 않습니다" in section("ko", "8. 쿠키")
    assert "we set none" in section("en", "8. Cookies")


def test_who_is_shown_and_who_receives_is_what_the_consents_say():
    """Nobody is listed and nothing is passed on without a consent of its own."""
    assert Purpose.DIRECTORY not in Consent.REQUIRED
    assert not {Purpose.PARENT_NETWORK, Purpose.TRANSFER} & set(Consent.REQUIRED)
    assert "동의한 회원만" in section("ko", "4. 공개와 제3자 제공")
    assert "Only members who agree to it" in section("en", "4. What becomes public")


@pytest.mark.parametrize(
    ("language", "heading", "words"),
    [
        ("ko", "1. 글을 읽기만 할 때", "글마다 하루 조회수"),
        ("en", "1. When you only read", "we count how often each is opened on a day"),
    ],
)
def test_the_page_says_that_page_views_are_counted_and_for_how_long(language, heading, words):
    with (content_loader.CONTENT / "network.toml").open("rb") as file:
        assert tomllib.load(file)["network"]["counts_page_views"]
    assert not Network().counts_page_views
    told = section(language, heading)
    assert words in told
    assert in_words(PAGE_VIEW_RETENTION, language) in told


@pytest.mark.parametrize(
    ("language", "heading", "words"),
    [
        ("ko", "1. 글을 읽기만 할 때", "검색어와 하루 횟수"),
        ("en", "1. When you only read", "When a search on this site finds nothing"),
    ],
)
def test_the_page_says_that_searches_without_result_are_stored(language, heading, words):
    told = section(language, heading)
    assert words in told
    assert in_words(MISSED_QUERY_RETENTION, language) in told


def test_the_page_says_when_a_video_contacts_another_company():
    assert "재생을 누를 때만" in section("ko", "1. 글을 읽기만 할 때")
    assert "only when you choose to play it" in section("en", "1. When you only read")


@pytest.mark.parametrize(
    ("language", "absent"),
    [
        ("ko", ["취소", "거두", "보안 쿠키", "승인 뒤 명단"]),
        ("en", ["security cookie", "once they have been accepted", "references"]),
    ],
)
def test_the_words_that_contradicted_the_product_are_gone(language, absent):
    assert [words for words in absent if words in page(language)] == []


def test_children_need_the_consent_that_the_law_names():
    assert "법정대리인(보호자)" in section("ko", "10. 14세 미만")


def labels(tables: dict) -> list[str]:
    return [label for listed in tables.values() for label in listed.split()]


def personal_columns(model: type[models.Model]) -> list[str]:
    """The columns that are about people whatever they hold: they are encrypted, hold addresses, or
    say whose a row is."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (EncryptedFieldMixin, models.EmailField))
        or (field.is_relation and field.related_model._meta.label in PEOPLE)
    ]


def test_every_table_is_told_of_or_holds_nothing_of_people():
    named = labels(TOLD_AT) + labels(HOLDS_NOTHING_OF_PEOPLE)
    assert sorted(named) == sorted(model._meta.label for model in apps.get_models())


def test_no_table_that_is_said_to_hold_nothing_has_a_column_about_people():
    found = {
        label: columns
        for label in labels(HOLDS_NOTHING_OF_PEOPLE)
        if (columns := personal_columns(apps.get_model(label)))
    }
    assert found == {}
    assert personal_columns(apps.get_model("joining.Vote")) == ["application", "reviewer", "remark"]


@pytest.mark.parametrize(("place", "language"), [(0, "ko"), (1, "en")])
def test_the_page_tells_of_the_tables_where_it_is_said_to(place, language):
    text = page(language)
    assert [words[place] for words in TOLD_AT if text.count(words[place]) != 1] == []


@pytest.mark.parametrize(
    ("beginning", "periods"),
    [
        (
            {"ko": "보내 드린 메일", "en": "E-mails that we send"},
            [SENT_TEXT_RETENTION, TEXT_RETENTION, EMAIL_RETENTION],
        ),
        ({"ko": "양식을 보낸 횟수", "en": "How often forms"}, [2 * rate_limiting.HOUR]),
        (
            {"ko": "관리자의 로그인 기록", "en": "The record of logins"},
            [SECURITY_EVENT_RETENTION, DEVICE_RETENTION],
        ),
        ({"ko": "관리자가 올린", "en": "Lists of members"}, [UPLOAD_RETENTION]),
        ({"ko": "관리자가 삭제한", "en": "What staff deleted"}, [TRASH_RETENTION]),
        ({"ko": "관리자가 삭제한", "en": "What staff deleted"}, [WORKING_COPY_RETENTION]),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_gives_the_periods_of_what_is_kept_besides_applications(
    language, beginning, periods
):
    told = section(language, {"ko": "3. 보유 기간", "en": "3. How long we keep it"}[language])
    [line] = [one for one in told.split("\n") if one.startswith(beginning[language])]
    assert [one for one in periods if in_words(one, language) not in line] == []
