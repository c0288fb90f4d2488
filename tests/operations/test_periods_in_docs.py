"""The handbook and the guide for operators give the periods that the program keeps to."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from joining.limits_and_periods import (
    ACCESS_LOG_RETENTION,
    CLOSED_RETENTION,
    DECLINED_RETENTION,
    DRAFT_RETENTION,
    FILE_RETENTION,
    INFO_REMINDER_DAYS,
    QUARANTINE_RETENTION,
    REFEREE_RETENTION,
    UNCONFIRMED_HOURS,
)
from mail.limits_and_periods import TEXT_RETENTION
from news.limits_and_periods import PREVIEW_LINK_LIFETIMES
from operations.limits_and_periods import BACKUP_RETENTION
from photos.limits_and_periods import LICENCE_WARNING
from versions.limits_and_periods import TRASH_RETENTION, WORKING_COPY_RETENTION

DOCS = settings.BASE_DIR / "docs"
LOGGED_OUT_AFTER = settings.SESSION_COOKIE_AGE // 60
IN_LETTERS = {1: "one", 3: "three", 7: "seven"}
LINK_DAYS = [lifetime.days for lifetime in PREVIEW_LINK_LIFETIMES.values()]


def months(period: timedelta) -> int:
    return round(period.days / 30.4)


# What a file of `docs/` says, in the order of its lines.
HANDBOOK = {
    "applications.md": {
        "en": [
            "after {} and {} days".format(*INFO_REMINDER_DAYS),
            f"The rest is erased after {QUARANTINE_RETENTION.days} days",
            f"Never confirmed: after {UNCONFIRMED_HOURS} hours",
            f"Quarantined: after {QUARANTINE_RETENTION.days} days",
            f"closed without an answer: after {CLOSED_RETENTION.days} days",
        ],
        "ko": [
            "{}일과 {}일 뒤".format(*INFO_REMINDER_DAYS),
            f"나머지는 {QUARANTINE_RETENTION.days}일 뒤",
            f"확인하지 않은 신청: {UNCONFIRMED_HOURS}시간 뒤",
            f"보류한 신청: {QUARANTINE_RETENTION.days}일 뒤",
            f"종료된 신청: {CLOSED_RETENTION.days}일 뒤",
            f"거절한 신청: 내용은 {months(DECLINED_RETENTION)}개월 뒤",
        ],
    },
    "first-day.md": {
        "en": [
            f"logged out after {LOGGED_OUT_AFTER} minutes",
            f"what was deleted for {TRASH_RETENTION.days} days",
        ],
        "ko": [
            f"{LOGGED_OUT_AFTER}분 동안 아무것도",
            f"{TRASH_RETENTION.days}일 동안 휴지통",
        ],
    },
    "first-release.md": {
        "en": [],
        "ko": [f"길게는 {max(LINK_DAYS)}일 동안"],
    },
    "glossary.md": {
        "en": [
            f"stay for {TRASH_RETENTION.days} days",
            f"erased after {QUARANTINE_RETENTION.days} days",
            f"kept for {WORKING_COPY_RETENTION.days} days",
        ],
        "ko": [
            "{}일, {}일, {}일 가운데".format(*LINK_DAYS),
            f"{QUARANTINE_RETENTION.days}일 뒤에 파기",
            f"{WORKING_COPY_RETENTION.days}일 동안 보관",
            f"{TRASH_RETENTION.days}일 동안 보관",
        ],
    },
    "photos.md": {
        "en": [f"reminds you {LICENCE_WARNING.days} days before"],
        "ko": [f"{LICENCE_WARNING.days}일 전에 첫 화면"],
    },
    "translations.md": {
        "en": [f"the bin keeps it for {TRASH_RETENTION.days} days"],
        "ko": [f"{TRASH_RETENTION.days}일 동안 휴지통"],
    },
}
# Not kept to by the program: how long work takes, and what people may agree on.
OTHER_NUMBERS = {
    "attacks.md": {"en": [], "ko": ["처음 10분", "30분이 지나면"]},
    "first-day.md": {"en": [], "ko": ["30분이면 충분"]},
    "first-release.md": {"en": [], "ko": ["10분 만에"]},
}
PERIOD = {
    "en": re.compile(r"\b\d+(?: and \d+)? (?:minutes|hours|days|weeks|months|years)\b"),
    "ko": re.compile(r"\d+(?:분|시간|일|주|개월)(?!\d)"),
}


def known(table: dict, file: str, language: str) -> list[str]:
    return table.get(file, {}).get(language, [])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_handbook_gives_the_periods_that_are_kept_to(language):
    """A number that is new in the handbook is named above, with its constant."""
    for path in sorted((DOCS / "handbook" / language).glob("*.md")):
        text = path.read_text()
        phrases = known(HANDBOOK, path.name, language)
        assert [phrase for phrase in phrases if phrase not in text] == [], path.name
        for phrase in (*phrases, *known(OTHER_NUMBERS, path.name, language)):
            text = text.replace(phrase, "", 1)
        assert PERIOD[language].findall(text) == [], path.name


def test_the_english_handbook_gives_the_periods_in_letters():
    handbook = DOCS / "handbook" / "en"
    assert months(DECLINED_RETENTION) == 6
    assert "Declined: the text after six months" in (handbook / "applications.md").read_text()
    first, second, third = (IN_LETTERS[days] for days in LINK_DAYS)
    assert f"after {first}, {second} or {third} days" in (handbook / "glossary.md").read_text()
    assert f"for up to {IN_LETTERS[max(LINK_DAYS)]} days" in (
        (handbook / "first-release.md").read_text()
    )


def test_the_guide_for_operators_gives_the_periods_that_are_kept_to():
    told = " ".join((DOCS / "operations.md").read_text().split())
    phrases = [
        f"deletes those that are older than {BACKUP_RETENTION.days} days",
        f"and {TEXT_RETENTION.days} days after the last",
        f"never sent | {DRAFT_RETENTION.days} days after",
        f"nobody confirmed | {UNCONFIRMED_HOURS} hours after",
        f"in quarantine | {QUARANTINE_RETENTION.days} days;",
        f"withdrawn | {CLOSED_RETENTION.days} days",
        f"without an answer | {CLOSED_RETENTION.days} days after",
        f"half a year ({DECLINED_RETENTION.days} days)",
        f"came along | {FILE_RETENTION.days} days after the decision",
        f"dropped applications | {ACCESS_LOG_RETENTION.days // 365} years",
    ]
    assert [phrase for phrase in phrases if phrase not in told] == []
    assert REFEREE_RETENTION == FILE_RETENTION
