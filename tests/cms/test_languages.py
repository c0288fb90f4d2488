import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import dateformat, formats
from django.utils.timezone import datetime
from django.utils.translation import override

from cms.i18n import languages
from tests.support.builders import make_topic

LAUNCH = datetime(2025, 7, 9, 19, 0)


@pytest.mark.parametrize(
    ("language", "kind", "printed"),
    [
        ("ko", "DATE_FORMAT", "2025년 7월 9일(수)"),
        ("ko", "SHORT_DATE_FORMAT", "2025. 7. 9."),
        ("ko", "DATETIME_FORMAT", "2025년 7월 9일(수) 오후 7:00"),
        ("ko", "TIME_FORMAT", "오후 7:00"),
        ("ko", "YEAR_MONTH_FORMAT", "2025년 7월"),
        ("en", "DATE_FORMAT", "9 July 2025"),
        ("en", "SHORT_DATE_FORMAT", "9 Jul 2025"),
        ("en", "DATETIME_FORMAT", "9 July 2025, 7:00 p.m."),
        ("en", "YEAR_MONTH_FORMAT", "July 2025"),
    ],
)
def test_dates_are_printed_as_newsrooms_of_the_language_print_them(language, kind, printed):
    with override(language):
        assert dateformat.format(LAUNCH, formats.get_format(kind)) == printed


@pytest.mark.django_db
def test_a_borrowed_name_is_marked_with_its_language():
    topic = make_topic(name_ko="돌봄 <b>", name_en="")
    with override("ko"):
        assert languages.translated_html(topic, "name") == "돌봄 &lt;b&gt;"
    with override("en"):
        assert languages.translated_html(topic, "name") == '<span lang="ko">돌봄 &lt;b&gt;</span>'


@pytest.mark.parametrize("codes", ["en,fr,pt-br", "ja"])
def test_the_shipped_migrations_fit_a_network_of_other_languages(codes):
    command = [sys.executable, "-W", "ignore", "manage.py", "makemigrations", "--check"]
    environment = os.environ | {"NETWORK_LANGUAGES": codes}
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr


def test_each_language_sorts_its_own_script_first():
    names = ["zebra", "나", "30", "Apple", "가나", "각", "Élan"]

    def in_order(code: str) -> list[str]:
        return sorted(names, key=lambda name: languages.sort_key(name, code))

    assert in_order("ko") == ["30", "가나", "각", "나", "Apple", "Élan", "zebra"]
    assert in_order("en") == ["30", "Apple", "Élan", "zebra", "가나", "각", "나"]
