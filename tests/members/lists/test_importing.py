"""Lists of members from spreadsheets: looked at first, written when confirmed, never twice."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cms.i18n import date_parsing
from members.lists import csv_files, importing, spreadsheets
from members.lists.headings import importable_fields, recognise_headings, template_csv
from members.models import MemberListUpload, Organisation, Region
from tests.support.builders import make_organisation, make_region
from versions.models import TranslationPair

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/members/organisation/import/"


@pytest.fixture
def english():
    with override("en"):
        yield


def csv_of(*lines, delimiter=",", encoding="utf-8") -> SimpleUploadedFile:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(lines)
    return SimpleUploadedFile("members.csv", buffer.getvalue().encode(encoding))


def xlsx_of(*lines) -> SimpleUploadedFile:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("members.xlsx", buffer.getvalue())


def taken_in(file, by) -> MemberListUpload:
    return importing.store_upload(file, by)


def plan_of(file, by) -> importing.ImportPlan:
    return importing.plan_import(taken_in(file, by))


def errors_of(file, by) -> list[str]:
    return [error for row in plan_of(file, by).faulty for error in row.errors]


def write_all(file, by) -> importing.ImportPlan:
    members = taken_in(file, by)
    return importing.save_import(members, importing.plan_import(members).fingerprint, by)


# What is read.


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp949", ","), ("cp949", "\t"), ("utf-16", "\t")],
)
def test_csv_is_read_however_it_was_saved(encoding, delimiter):
    lines = [["단체명", "영문명"], ["보기, 연구소", "Example; Institute"]]
    sheet = spreadsheets.read_spreadsheet(csv_of(*lines, delimiter=delimiter, encoding=encoding))
    assert sheet.headings == ["단체명", "영문명"]
    assert sheet.rows == [(2, ["보기, 연구소", "Example; Institute"])]


def test_xlsx_is_read_as_its_author_sees_it():
    book = Workbook()
    book.active.append(["이름", "가입", "창립", "설명"])
    book.active.append(["보기", date(2025, 7, 1), date(2019, 1, 1), "=1+1"])
    book.active["B2"].number_format = 'yyyy"년" m"월"'
    book.active["C2"].number_format = "yyyy"
    book.active.append([2025, 2025.0, date(2025, 7, 9), True])
    buffer = io.BytesIO()
    book.save(buffer)
    sheet = spreadsheets.read_spreadsheet(SimpleUploadedFile("a.xlsx", buffer.getvalue()))
    assert sheet.rows == [
        (2, ["보기", "2025-07", "2019", "=1+1"]),
        (3, ["2025", "2025", "2025-07-09", "TRUE"]),
    ]


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2025", date(2025, 1, 1), "year"),
        ("2025-07", date(2025, 7, 1), "month"),
        ("2025년 7월", date(2025, 7, 1), "month"),
        ("2025. 7. 9.", date(2025, 7, 9), "day"),
        ("2025년 7월 9일", date(2025, 7, 9), "day"),
        ("2025/7/9", date(2025, 7, 9), "day"),
    ],
)
def test_dates_are_as_precise_as_they_are_typed(typed, day, precision):
    assert date_parsing.parse_date(typed) == (day, precision)


@pytest.mark.parametrize(
    "typed", ["2025-13-40", "25-13-9", "summer 2025", "1492", "45296", "2024~", ""]
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):
        date_parsing.parse_date(typed)


def test_headings_are_known_in_either_language_and_with_either_named():
    headings = [
        "단체명",
        "영문명",
        "Website",
        "한 줄 소개(한국어)",
        "In one sentence (English)",
        "X",
    ]
    assert recognise_headings(headings) == [
        "name_ko",
        "name_en",
        "website",
        "summary_ko",
        "summary_en",
        "",
    ]


def test_the_empty_list_has_headings_that_are_all_known(admin_user):
    for language in ("ko", "en"):
        with override(language):
            headings = template_csv().decode("utf-8-sig").strip().split(",")
            assert recognise_headings(headings) == importable_fields()


# What is written.


def test_a_list_makes_drafts_with_dates_as_precise_as_they_were_typed(admin_user):
    Region.objects.create(name_ko="서울", name_en="Seoul", slug="seoul")
    row = [
        "보기연구소",
        "Example Institute",
        "2025년 7월",
        "Seoul",
        "educational organisation",
        "o",
    ]
    file = csv_of(["단체명", "영문명", "가입일", "지역", "유형", "창립 회원"], row)
    write_all(file, admin_user)
    organisation = Organisation.objects.get()
    assert organisation.name_en == "Example Institute"
    assert (organisation.joined_on, organisation.joined_precision) == (date(2025, 7, 1), "month")
    assert (organisation.region.slug, organisation.kind) == ("seoul", "education")
    assert organisation.is_founding_member
    assert organisation.published_languages == []
    assert organisation.slug == "example-institute"


def test_a_region_may_be_called_by_its_long_or_its_short_name(admin_user):
    jeju = make_region("jeju", name_ko="제주특별자치도", short_name_ko="제주")
    rows = [["첫째 모임", "제주"], ["둘째 모임", "제주특별자치도"]]
    write_all(csv_of(["단체명", "지역"], *rows), admin_user)
    assert [one.region for one in Organisation.objects.all()] == [jeju, jeju]


def test_a_list_changes_only_what_it_says(admin_user):
    there = make_organisation(name_ko="(사)보기 연구소", website="https://old.example.org")
    file = csv_of(["단체명", "누리집", "약칭"], ["보기연구소", "new.example.org", ""])
    planned = write_all(file, admin_user)
    there.refresh_from_db()
    assert [row.number for row in planned.changed] == [2]
    assert there.website == "https://new.example.org"
    assert there.name_ko == "보기연구소"
    assert there.name_en == "Example Institute"


def test_a_list_that_changes_a_text_makes_the_other_language_outdated(admin_user):
    there = make_organisation(summary_ko="회원 12명", summary_en="12 members")
    file = csv_of(["단체명", "한 줄 소개"], ["보기연구소", "회원 22명"])
    write_all(file, admin_user)
    [pair] = TranslationPair.objects.for_item(there).outdated()
    assert (pair.target, pair.source, pair.changed_words) == ("en", "ko", 1)


def test_taking_in_a_list_again_changes_nothing(admin_user):
    lines = [
        ["name (Korean)", "description (Korean)", "joined", "links"],
        ["보기", "첫 문단\n\n둘째 <문단> & 끝", "2025-07", "x"],
        ["다른 곳", "  ", "2025", ""],
    ]
    write_all(csv_of(*lines), admin_user)
    before = list(Organisation.objects.order_by("pk").values())
    again = plan_of(csv_of(*lines), admin_user)
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, 2)
    write_all(csv_of(*lines), admin_user)
    assert list(Organisation.objects.order_by("pk").values()) == before


def test_formatting_stays_where_words_stay(admin_user):
    there = make_organisation(description_ko='<h2>일</h2><p>첫 <a href="https://a.org">글</a></p>')
    file = csv_of(["단체명", "소개 글"], ["보기연구소", "일\n\n첫 글\n\n새 문단"])
    write_all(file, admin_user)
    there.refresh_from_db()
    kept = '<h2>일</h2><p>첫 <a href="https://a.org">글</a></p>'
    assert there.description_ko == f"{kept}<p>새 문단</p>"


# What is wrong is told in words.


def test_a_date_that_is_none_is_told_with_what_to_write(admin_user, english):
    file = csv_of(["name", "joined"], ["Example", "2025-13-40"])
    assert errors_of(file, admin_user) == [
        "Row 2, Joined the network: “2025-13-40” is not a date. Write it as 2025-07-09, 2025-07 or "
        "2025."
    ]


def test_wrong_cells_are_told_one_by_one(admin_user, english):
    headings = ["name", "e-mail", "region", "left the network", "kind", "founding member", "url"]
    row = ["900101-1234567", "x@", "Atlantis", "2025", "club", "perhaps", "ht tp"]
    said = errors_of(csv_of(headings, row), admin_user)
    assert [words.split(":")[0] for words in said] == [
        "Row 2, Name (English)",
        "Row 2, E-mail address of the contact",
        "Row 2, Region",
        "Row 2, Left the network",
        "Row 2, Kind",
        "Row 2, Founding member",
        "Row 2, Website",
    ]


@pytest.mark.parametrize(
    "nothing", ["-", "–", "...", "없음", "해당 없음", "미정", "N/A", "none", "?"]
)
def test_a_cell_that_stands_for_nothing_changes_nothing(admin_user, english, nothing):
    make_organisation(name_ko="새길", city_ko="서울")
    headings = [
        "단체명",
        "누리집",
        "도시",
        "담당자",
        "이메일",
        "약칭",
        "창립 회원",
        "지역",
        "가입일",
    ]
    # Words for a date are refused: somebody has to look for it.
    cells = [*[nothing] * 7, "" if nothing[-1].isalpha() else nothing]
    file = csv_of(headings, ["새길", *cells], [nothing, *cells])
    plan = plan_of(file, admin_user)
    assert [row.name for row in plan.same] == ["새길"]
    assert [row.errors for row in plan.faulty] == [["Row 3: the name is missing."]]


@pytest.mark.parametrize(
    ("cell", "is_founding"),
    [("○", True), ("✔\ufe0f", True), ("V", True), ("×", False), ("❌", False)],
)
def test_signs_say_yes_and_no(admin_user, cell, is_founding):
    organisation = make_organisation(name_ko="새길", is_founding_member=not is_founding)
    write_all(csv_of(["단체명", "창립 회원"], ["새길", cell]), admin_user)
    organisation.refresh_from_db()
    assert organisation.is_founding_member == is_founding


def test_rows_about_the_same_organisation_or_nobody_are_told(admin_user, english):
    make_organisation(name_ko="", published_at_ko=None, name_en="Twice")
    make_organisation(name_ko="", published_at_ko=None, name_en="TWICE")
    lines = [["name", "joined", "left the network"]]
    lines += [["Example", "", ""], ["EXAMPLE", "", ""], ["", "2025", ""], ["Twice", "", ""]]
    lines += [["Gone", "2025-07-09", "2024-01-01"]]
    said = errors_of(csv_of(*lines), admin_user)
    assert said == [
        "Row 3: row 2 names the same organisation. Keep one of them.",
        "Row 4: the name is missing.",
        "Row 5: several organisations have this name. Merge them first: Twice, TWICE.",
        "Row 6: An organisation cannot leave before it joins.",
    ]


def test_the_name_of_a_list_is_kept_without_a_national_id_number(staff):
    staff.post(UPLOAD, {"file": SimpleUploadedFile("900101-1234567.csv", b"name\nA\n")})
    assert MemberListUpload.objects.get().file_name == "xxxxxx-xxxxxxx.csv"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"name\n", "This file is empty."),
        (b"PK\x03\x04 no archive", "This file cannot be read as a spreadsheet."),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "This file cannot be read as a spreadsheet."),
        (b"name\n" + b"x" * 20_001, "Row 2 has a cell of more than 20000 characters."),
        (b"name\n" + b"x\n" * 5_001, "Up to 5000 rows and 60 columns can be imported."),
        (b"a,".join([b"a"] * 70) + b"\nx\n", "Up to 5000 rows and 60 columns can be imported."),
    ],
)
def test_files_that_are_no_lists_are_refused_with_a_sentence(staff, content, words):
    answer = staff.post(UPLOAD, {"file": SimpleUploadedFile("x", content)}, follow=True)
    assert words in answer.text
    assert not MemberListUpload.objects.exists()


def test_a_small_file_that_unfolds_to_gigabytes_is_refused(staff):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    answer = staff.post(UPLOAD, {"file": SimpleUploadedFile("bomb.xlsx", buffer.getvalue())})
    assert "unpacks to far more than a list of members" in answer.text


def test_a_file_over_the_limit_is_refused(staff):
    file = SimpleUploadedFile("large.csv", b"name\n" + b"x" * (10 * 1024 * 1024))
    assert "larger than 10 MB" in staff.post(UPLOAD, {"file": file}).text


# On the staff.


def look(staff, file) -> str:
    """The address of the page that shows what a file would do."""
    answer = staff.post(UPLOAD, {"file": file})
    assert answer.status_code == 302
    return answer["Location"]


def fingerprint(html: str) -> str:
    return html.split('name="fingerprint" value="')[1].split('"')[0]


def big_list(delay: int = 0) -> list[list[str]]:
    """1,200 rows of which every fortieth is wrong."""
    rows = [
        [f"단체 {n}", f"Group {n}", "2025-13-40" if n % 40 == 0 else f"20{n % 20 + 10}-07"]
        for n in range(1_200)
    ]
    return [["단체명", "영문명", "가입일"], *rows]


def test_1200_rows_with_30_faulty_ones_are_looked_at_and_taken_in(staff):
    for n in range(200):
        make_organisation(name_ko=f"단체 {n}", name_en=f"Group {n}", slug=f"known-{n}")
    place = look(staff, csv_of(*big_list(), encoding="cp949"))
    with CaptureQueriesContext(connection) as queries:
        html = staff.get(place).text
    # Who asks (two), the list, what is there (two), whether a second person has to read it, and the
    # name of the network.
    assert len(queries) == 7
    assert Organisation.objects.count() == 200
    assert "Save 1170 organisations" in html
    with CaptureQueriesContext(connection) as queries:
        confirmed = {"confirm": "yes", "fingerprint": fingerprint(html)}
        answer = staff.post(place, confirmed, follow=True)
    # Three a row: a savepoint round what `save()` does, and nothing asked. Of those that change,
    # the versions before and after are recorded.
    assert len(queries) < 1_170 * 3 + 195 * 14 + 30
    assert "Saved: 975 new, 195 changed." in answer.text
    assert Organisation.objects.count() == 1_175
    made = LogEntry.objects.filter(action_flag=ADDITION).count()
    assert (made, LogEntry.objects.count()) == (975, 1_170)
    faulty = staff.get(f"{place}faulty/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(faulty)))
    assert rows[0] == ["단체명", "영문명", "가입일", "What to correct"]
    assert len(rows) == 31
    assert rows[1][:3] == ["단체 0", "Group 0", "2025-13-40"]
    assert rows[1][3].startswith("Row 2, Joined the network: “2025-13-40” is not a date.")


def test_wrong_cells_are_put_right_on_the_page_before_and_after_the_others_are_written(staff):
    make_region()
    row = ["멋진 모임", "서울시청", "작년", "p@example"]
    place = look(staff, csv_of(["단체명", "지역", "가입일", "담당자 이메일"], row, ["다른 모임"]))
    html = staff.get(place).text
    assert set(re.findall(r'name="(cell-[^"]+)"', html)) == {"cell-2-1", "cell-2-2", "cell-2-3"}
    asked = {"correct": "yes", "cell-2-1": "서울", "cell-2-2": "2025-07", "cell-2-3": "p@example"}
    html = staff.post(place, asked, follow=True).text
    assert re.findall(r'name="(cell-[^"]+)"', html) == ["cell-2-3"]
    confirmed = {"confirm": "yes", "fingerprint": fingerprint(html)}
    html = staff.post(place, confirmed, follow=True).text
    assert [str(one) for one in Organisation.objects.all()] == ["다른 모임"]
    assert not re.search(r"Write \d", html)
    asked = {"correct": "yes", "cell-2-3": "p@example.org", "cell-9-9": "x"}
    html = staff.post(place, asked, follow=True).text
    assert Organisation.objects.count() == 1
    staff.post(place, {"confirm": "yes", "fingerprint": fingerprint(html)})
    made = Organisation.objects.latest("pk")
    assert (made.region.slug, made.contact_email) == ("seoul", "p@example.org")
    assert not staff.post(place, confirmed, follow=True).context["plan"].rows
    assert Organisation.objects.count() == 2


def test_columns_nobody_knows_are_said_by_hand(staff):
    place = look(staff, csv_of(["Who", "When"], ["Example", "2025"]))
    assert "There is nothing to save." in staff.get(place).text
    staff.post(place, {"column-0": "name_en", "column-1": "name_en"})
    assert MemberListUpload.objects.get().field_names == ["name_en", ""]
    html = staff.post(place, {"column-0": "name_en", "column-1": "joined_on"}, follow=True).text
    staff.post(place, {"confirm": "yes", "fingerprint": fingerprint(html)})
    assert Organisation.objects.get().joined_precision == "year"


def test_what_was_not_looked_at_is_not_written(staff):
    place = look(staff, csv_of(["name"], ["Example"]))
    html = staff.get(place).text
    make_organisation(name_ko="", published_at_ko=None, name_en="Example")
    confirmed = {"confirm": "yes", "fingerprint": fingerprint(html)}
    answer = staff.post(place, confirmed, follow=True)
    assert "Nothing was saved; please check it again." in answer.text
    assert Organisation.objects.count() == 1


def test_a_list_is_seen_by_who_uploaded_it_alone(staff, django_user_model, client):
    place = look(staff, csv_of(["name"], ["Example"]))
    other = django_user_model.objects.create_superuser("other")
    client.force_login(other)
    assert client.get(place).status_code == 404
    assert client.get(f"{place}faulty/").status_code == 404


def test_editors_without_the_right_to_add_take_in_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert client.get(UPLOAD).status_code == 403


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_uploaded_lists_are_forgotten_after_a_week(admin_user, time_machine):
    taken_in(csv_of(["name", "e-mail"], ["Example", "a@example.org"]), admin_user)
    assert importing.count_expired() == importing.delete_expired() == 0
    time_machine.move_to("2026-03-10T09:00:00+09:00")
    assert importing.count_expired() == importing.delete_expired() == 1
    assert not MemberListUpload.objects.exists()
    assert timezone.now().day == 10


def test_cells_that_would_run_as_formulas_are_guarded_and_come_back_as_they_went():
    content = csv_files.as_csv([["=1+1", "-5", "plain"]])
    assert content == "\ufeff'=1+1,'-5,plain\r\n".encode()
    again = SimpleUploadedFile("a.csv", b"a,b,c\n" + content.removeprefix(b"\xef\xbb\xbf"))
    assert spreadsheets.read_spreadsheet(again).rows == [(2, ["=1+1", "-5", "plain"])]


CELLS = st.text(max_size=12) | st.sampled_from(["2025-07", "=1+1", "900101-1234567", "예", "\x00"])
HEADINGS = st.sampled_from(["name", "단체명", "joined", "kind", "website", "e-mail", "region", "?"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200)
    | st.tuples(
        st.lists(HEADINGS, min_size=1, max_size=6),
        st.lists(st.lists(CELLS, max_size=7), max_size=5),
    )
)
def test_no_file_breaks_the_staff(staff, given):
    content = given if isinstance(given, bytes) else as_bytes(*given)
    answer = staff.post(UPLOAD, {"file": SimpleUploadedFile("x.csv", content)})
    if answer.status_code == 302:
        answer = staff.get(answer["Location"])
    assert answer.status_code == 200


def as_bytes(headings, rows) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headings, *rows])
    return buffer.getvalue().encode("utf-8", "replace")
