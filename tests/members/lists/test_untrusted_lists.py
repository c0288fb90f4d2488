"""Lists of members as people send them: titles, covers, merged cells, odd dates, hostile files."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from cms.decoding import sandbox
from cms.decoding.errors import ChildDiedError
from cms.decoding.tasks.workbooks import number_formats
from cms.i18n import date_parsing
from members.lists import importing, spreadsheets
from members.lists.headings import recognise_headings
from members.models import Organisation
from tests.support.builders import make_region

CASES = Path(__file__).parent / "sheets"
HEADINGS = ["단체명", "영문 이름", "누리집", "가입일", "지역"]
FIRST = ["새길 남성학교", "New Path School", "https://saegil.example", "2024-03-01", "서울"]
SECOND = ["평등한아빠들", "Equal Dads", "equaldads.example", "2023.7.9", "부산"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_RELATION = (
    b'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'sharedStrings" Target="sharedStrings.xml" Id="rId9"/></Relationships>'
)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def read_case(name: str) -> spreadsheets.ListContent:
    return read((CASES / name).read_bytes())


def read(content: bytes | str, encoding: str = "utf-8") -> spreadsheets.ListContent:
    content = content.encode(encoding) if isinstance(content, str) else content
    return spreadsheets.read_spreadsheet(SimpleUploadedFile("list", content))


def read_book(book: Workbook) -> spreadsheets.ListContent:
    return read(saved(book))


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(*rows) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def with_parts(content: bytes, **parts: str) -> bytes:
    """A workbook with the parts of these names replaced, as `sheet1` or `styles`, and with texts
    that cells share, if there are any."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            part = parts.get(Path(name).stem, old.read(name))
            if name.endswith("workbook.xml.rels") and "sharedStrings" in parts:
                part = part.replace(b"</Relationships>", STRINGS_RELATION)
                new.writestr("xl/sharedStrings.xml", parts["sharedStrings"])
            new.writestr(name, part)
    return buffer.getvalue()


def sheet_of(inside: str) -> str:
    return f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def cells_of(*cells: str) -> list[str]:
    """The first row below a heading, of cells written as XML."""
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    inside = f"<sheetData>{heading}<row r='2'>{''.join(cells)}</row></sheetData>"
    return read(with_parts(saved(book_of(["name"])), sheet1=sheet_of(inside))).rows[0][1]


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        read(content)
    return error.value.messages[0]


# Where the list stands.


@pytest.mark.parametrize(
    ("name", "first_row"),
    [("06_sep_line.csv", 2), ("08_title_rows.csv", 4), ("16_title_merged.xlsx", 4)],
)
def test_titles_and_separator_lines_above_the_headings_are_passed_over(name, first_row):
    sheet = read_case(name)
    assert sheet.headings == HEADINGS
    assert sheet.rows == [(first_row, FIRST), (first_row + 1, SECOND)]
    assert sheet.notes == []


def test_the_sheet_with_the_list_is_read_and_a_word_said_about_the_others():
    hidden, cover = read_case("18_hidden_first.xlsx"), read_case("19_cover_first.xlsx")
    assert hidden.rows == cover.rows == [(2, FIRST), (3, SECOND)]
    assert hidden.notes == [
        "The list was read from the sheet “명단”.",
        "Sheets that were not read: 설정 (hidden).",
    ]
    assert cover.notes == [
        "The list was read from the sheet “명단”.",
        "Sheets that were not read: 안내.",
    ]


def test_a_merged_region_belongs_to_every_row_it_spans():
    assert [cells[4] for _row, cells in read_case("15_merged.xlsx").rows] == ["서울"] * 3


def test_merged_cells_speak_for_all_their_rows_and_columns_and_dividers_are_no_members():
    rows = [["명단", "", ""], ["이름", "지역", "도시"], ["서울 모임들", None, None]]
    book = book_of(*rows, ["가", "서울", None], ["나", None, None])
    for place in ("A1:C1", "A3:C3", "B4:C5"):
        book.active.merge_cells(place)
    sheet = read_book(book)
    assert sheet.rows == [(4, ["가", "서울", "서울"]), (5, ["나", "서울", "서울"])]
    assert sheet.notes == ["Not read as organisations, as one cell fills each of these rows: 3."]


def test_a_list_of_names_that_each_span_several_columns_is_a_list():
    book = book_of(["이름"], ["가"], ["나"])
    for place in ("A1:C1", "A2:C2", "A3:C3"):
        book.active.merge_cells(place)
    assert [cells[0] for _row, cells in read_book(book).rows] == ["가", "나"]


def test_headings_in_two_rows_are_read_together():
    book = book_of(
        ["2026 명단"],
        [],
        ["이름", None, "지역", "담당자"],
        ["국문", "영문", None, "이메일"],
        ["가", "A", "서울", "a@b.org"],
    )
    for place in ("A3:B3", "C3:C4"):
        book.active.merge_cells(place)
    sheet = read_book(book)
    assert sheet.headings[2] == "지역"
    assert recognise_headings(sheet.headings) == ["name_ko", "name_en", "region", "contact_email"]
    assert sheet.rows == [(5, ["가", "A", "서울", "a@b.org"])]


def test_a_note_far_beside_a_list_is_no_reason_to_refuse_it():
    book = book_of(["이름", "지역"], ["가", "서울"])
    book.active["ZZ2"] = "memo"
    assert read_book(book).rows == [(2, ["가", "서울", "memo"])]


def test_a_list_begins_in_any_column_and_blank_ones_are_dropped():
    book = book_of(
        [None, None, "회원", None],
        [None, None, "단체명", None, "지역"],
        [None, None, "가", None, "서울"],
    )
    assert read_book(book).rows == [(3, ["가", "서울"])]
    assert read(",,,\n,단체명,,지역\n,가,,서울\n").rows == [(3, ["가", "서울"])]


def test_what_its_author_does_not_see_is_left_out_and_told():
    book = book_of(
        ["이름", "비밀", "지역"], ["가", "x", "서울"], ["나", "y", "부산"], ["다", "z", "대구"]
    )
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    sheet = read_book(book)
    assert (sheet.headings, sheet.rows) == (
        ["이름", "지역"],
        [(2, ["가", "서울"]), (4, ["다", "대구"])],
    )
    assert [note.split(" not read")[0] for note in sheet.notes] == [
        "1 hidden row was",
        "1 hidden column was",
    ]


def test_a_list_on_a_hidden_sheet_alone_is_read_with_a_word():
    book = book_of(["안내"])
    hidden = book.create_sheet("숨은 명단")
    hidden.append(["단체명", "지역"])
    hidden.append(["가", "서울"])
    hidden.sheet_state = "veryHidden"
    sheet = read_book(book)
    assert sheet.rows == [(2, ["가", "서울"])]
    assert sheet.notes[0] == "The list was read from the sheet “숨은 명단”, which is hidden."


def test_of_two_lists_the_longer_is_read_and_the_other_named():
    book = book_of(["단체명", "지역"], ["보기", "서울"])
    other = book.create_sheet("전체")
    for row in (["단체명", "지역"], ["가", "서울"], ["나", "부산"]):
        other.append(row)
    book.active.title = "작성 예시"
    sheet = read_book(book)
    assert [cells[0] for _row, cells in sheet.rows] == ["가", "나"]
    assert "look like lists, too, and were not read: 작성 예시." in sheet.notes[1]


def test_headings_that_nobody_knows_stay_to_be_said_by_hand():
    sheet = read("Our members\n\nWho,When\nExample,2025\n")
    assert (sheet.headings, sheet.rows) == (["Who", "When"], [(4, ["Example", "2025"])])


@pytest.mark.parametrize(
    "heading",
    [
        *("단체명", "단체명 *", "(필수) 단체명", "단체명(필수)", "\u200b단체\u00a0명"),
        *("1. 단체명", "① 단체명", "회원단체명"),
    ],
)
def test_headings_are_known_however_they_are_adorned(heading):
    assert recognise_headings([heading]) == ["name_ko"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("가입일자", "joined_on"), ("가입년월일", "joined_on"), ("Date joined", "joined_on"),
        ("설립년도", "founded_on"), ("Year founded", "founded_on"), ("홈페이지 주소", "website"),
        ("이메일 주소", "contact_email"), ("활동 지역", "region"), ("Organization name", "name_en"),
    ],
)  # fmt: skip
def test_headings_are_known_by_the_words_that_lists_use(heading, field):
    assert recognise_headings([heading]) == [field]


# What stands around a list.


@pytest.mark.parametrize(
    "remark",
    [
        ["합계", "", "12"], ["", "합   계", "12"], ["총계", "12개 단체", ""], ["1", "소계", ""],
        ["서울", "소 계", "3"], ["서울 소계", "", "3"], ["소계(서울)", "", ""], ["계", "", "12"],
        ["Total", "12", ""], ["TOTAL: 12 organisations", "", ""], ["", "Grand total", "9"],
        ["총 12개 단체", "", ""], ["", "이상 12곳", ""], ["이상 끝.", "", ""], ["Sum", "", "12"],
        ["※ 2026년 3월 기준", "", ""], ["", "※ 문의: kim@example.org", ""], ["비고: 잠정", "", ""],
        ["* 가입 예정 단체 제외", "", ""], ["주) 탈퇴 단체 제외", "", ""], ["출처: 사무국", "", ""],
        ["Note: provisional", "", ""], ["Source: secretariat", "", ""], ["As of 2026", "", ""],
    ],
)  # fmt: skip
def test_totals_and_remarks_below_a_list_are_no_organisations(remark):
    book = book_of(["지역", "단체명", "누리집"], ["서울", "가나", "a.example"], remark)
    sheet = read_book(book)
    assert sheet.rows == [(2, ["서울", "가나", "a.example"])]
    assert sheet.notes == ["Not read as organisations, as they are totals or remarks: 3."]


@pytest.mark.parametrize(
    "cells",
    [
        ["전체", "전국 남성 연대", "a.example"], ["서울", "남성의 세계", ""],
        ["서울", "이상", "b.org/@x"], ["", "Total Equality Network", ""], ["", "참고서적연대", ""],
        ["서울", "*평등*", "a.example"],
        ["", "합계동 사람들", ""], ["서울", "Source of Change", ""], ["", "계룡 아빠들", ""],
        ["총 3곳", "평등 아빠", ""], ["", "12", "a.example"], ["서울", "주권 연대", ""],
    ],
)  # fmt: skip
def test_organisations_with_such_words_are_kept(cells):
    sheet = read_book(book_of(["지역", "단체명", "누리집"], ["부산", "가나", "x.example"], cells))
    assert sheet.rows[1:] == [(3, cells)]
    assert sheet.notes == []


def test_a_name_alone_in_a_narrow_list_may_begin_with_a_sign():
    sheet = read("단체명,지역\n*평등*,\n• 새길,\n비고,\n")
    assert [cells[0] for _number, cells in sheet.rows] == ["*평등*", "• 새길", "비고"]


@pytest.mark.parametrize("ditto", ["〃", '"', "상동", "ditto", "위와 같음", "〃〃"])
def test_a_cell_that_repeats_the_one_above_is_read_so(ditto):
    sheet = read_book(
        book_of(["단체명", "지역"], ["가", "서울"], ["나", ditto], ["다", ditto], ["라", "부산"])
    )
    assert [cells[1] for _number, cells in sheet.rows] == ["서울", "서울", "서울", "부산"]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("lines", [41, 120, 290])
def test_headings_below_a_long_introduction_are_found(delimiter, lines):
    introduction = [f"우리 네트워크를 소개합니다 {number}" for number in range(lines)]
    table = [delimiter.join(row) for row in (HEADINGS, FIRST, SECOND)]
    for content in ("\n".join([*introduction, *table]), introduction_book(introduction)):
        sheet = read(content)
        assert sheet.headings == HEADINGS
        assert sheet.rows == [(lines + 2, FIRST), (lines + 3, SECOND)]


def introduction_book(lines: list[str]) -> bytes:
    return saved(book_of(*([line] for line in lines), HEADINGS, FIRST, SECOND))


# CSV however it was saved.


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-32"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_of_any_encoding_and_delimiter(encoding, delimiter):
    lines = [["회원, 명단; 전체"], [], HEADINGS, FIRST]
    words = "\r\n".join(
        delimiter.join(f'"{cell}"' if "," in cell else cell for cell in line) for line in lines
    )
    sheet = read(words, encoding)
    assert (sheet.headings, sheet.rows) == (HEADINGS, [(4, FIRST)])


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;", "sep=;;;;;"])
def test_the_line_that_tells_excel_the_delimiter(line):
    assert read(f"{line}\r\n단체명;영문 이름\r\n가;A, B\r\n").rows == [(2, ["가", "A, B"])]


def test_letters_of_western_europe_and_decomposed_hangul_are_read():
    assert read("name;city\nCafé;Köln\n", "cp1252").rows == [(2, ["Café", "Köln"])]
    decomposed = "\u1103\u1161\u11ab\u110e\u1166\u1106\u1167\u11bc"
    assert recognise_headings(read(f"{decomposed}\n가\n").headings) == ["name_ko"]


@pytest.mark.parametrize(
    "words", ["Åsa Årstad,Ålborg", "Ärzte,Ängelholm", "Ação,Coração", "Señor Ñandú,Île d’Yeu"]
)
def test_western_letters_that_could_be_hangul_are_read(words):
    assert read(f"name,city\n{words}\n", "cp1252").rows == [(2, words.split(","))]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize(
    "words",
    [
        "Égalité Masculine,Genève", "Hommes pour l’égalité,Besançon", "Männerbüro Köln,Zürich",
        "Hombres por la Igualdad España,Málaga", "Organizações,São Paulo", "Mænd for lighed,Århus",
        "Karlmenn gegn ofbeldi,Ísafjörður", "Straße der Väter,Düsseldorf", "Però così,Forlì",
        "Igualtat d’homes col·lectiu,València", "work–life – père–fils,Orléans",
        "Men “for” change™ (© 2026),Dublin", "Œuvre «paternité»,Curaçao", "¿Hombres? ¡Sí!,Cádiz",
    ],
)  # fmt: skip
def test_names_of_western_europe_are_read(words, encoding):
    assert read(f"name;city\n{words.replace(',', ';')}\n", encoding).rows == [(2, words.split(","))]


@pytest.mark.parametrize(
    ("words", "encodings"),
    [
        ("団体名,平等の会", "shift_jis euc_jp iso2022_jp"),
        ("Мужчины,Киев", "cp1251 koi8-r cp866"),
        ("平等,北京", "gb18030 gbk big5"),
        ("北京男性反暴力协会,上海", "gb18030"),
        ("Männerbüro,Köln", "mac_roman cp850 cp437"),
        ("Égalité Masculine,Genève", "mac_roman cp850"),
        ("Hombres por la Igualdad España,Málaga", "mac_roman cp850"),
        ("Łódzka Grupa Mężczyzn,Łódź", "cp1250 iso8859-2 mac_latin2 cp852"),
        ("Liga otevřených mužů,Ústí nad Labem", "cp1250 iso8859-2 mac_latin2 cp852"),
        ("Férfiak az erőszak ellen,Győr", "cp1250 iso8859-2 cp852"),
        ("Erkekler Eşitlik İçin,İstanbul", "cp1254"),
        ("Άνδρες για την ισότητα,Αθήνα", "cp1253"),
        ("평등한아빠들,부산", "johab iso2022_kr"),
    ],
)
def test_letters_that_nobody_can_be_certain_of_are_refused(words, encodings):
    for encoding in encodings.split():
        content = f"name,city\n{words}\n".encode(encoding)
        assert refused(content).startswith("It cannot be told in which encoding"), encoding


@pytest.mark.parametrize("words", ["가나,서울", "새길 남성학교,부산", "꿈꾸는 뜰,제주"])
def test_a_few_korean_letters_are_recognised(words):
    assert read(f"name,region\n{words}\n", "cp949").rows == [(2, words.split(","))]


def test_the_mark_at_the_end_of_an_old_file_is_passed_over():
    assert read("name,city\nA,Seoul\n\x1a").rows == [(2, ["A", "Seoul"])]


def test_a_quotation_mark_that_takes_the_rest_of_the_file_is_told():
    content = b'name,city\nA,Seoul\n"B,Busan\nC,Daegu\n'
    assert refused(content).startswith("Row 3: a quotation mark is opened and not closed")
    assert read('name,city\n"A\nB",Seoul\n').rows == [(2, ["A\nB", "Seoul"])]


# Each cell as its author sees it.


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (1012345678, "000-0000-0000", "010-1234-5678"),
        (212345678, "[<=9999999]###-####;(0##) ###-####", "(021) 234-5678"),
        (123, "00000", "00123"),
        (0.25, "0%", "25%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5, "#,##0;[Red](#,##0)", "(5)"),
        (5, '"제"0"호"', "제5호"),
        (12000, '[$₩-412]#,##0', "₩12,000"),
        (5, ";;;", ""),
        (1234567890123, "General", "1234567890123"),
        (0.1 + 0.2, "General", "0.3"),
        (45296, "yyyy", "2024"),
        (45296, 'yyyy"년" m"월"', "2024-01"),
        (45296, "[$-412]yyyy\\.mm\\.dd\\.\\(aaa\\)", "2024-01-05"),
        (45296.5625, "h:mm", "13:30"),
        (45296.999999, "yyyy-mm-dd hh:mm", "2024-01-05"),
        (45295.9999999999, "yyyy-mm-dd", "2024-01-05"),
        (45296, "aaa", "2024-01-05"),
        (1.5, "[h]:mm", "36:00"),
        (45296, "General", "45296"),
        (1e300, "0.00E+00", "1e+300"),
    ],
)  # fmt: skip
def test_numbers_are_shown_as_their_format_says(number, number_format, shown):
    assert number_formats.format_number(float(number), number_format) == shown


def test_dates_of_workbooks_from_the_macintosh_count_from_1904():
    book = book_of(["이름", "가입"], ["가", date(2024, 1, 5)])
    content = saved(book)
    sheet = read(content)
    assert sheet.rows == [(2, ["가", "2024-01-05"])]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    moved = re.sub("<workbookPr ?/>", '<workbookPr date1904="1"/>', workbook)
    assert read(with_parts(content, workbook=moved)).rows == [(2, ["가", "2028-01-06"])]


def test_cells_of_every_type():
    assert cells_of(
        '<c t="b"><v>1</v></c>',
        '<c t="e"><v>#N/A</v></c>',
        '<c t="inlineStr"><is><r><t>굵</t></r><rPh><t>x</t></rPh><r><t>게_x000D_</t></r></is></c>',
        '<c t="str"><f>A1</f><v>셈</v></c>',
        '<c t="d"><v>2024-01-05T00:00:00</v></c>',
        "<c><f>1+1</f><v>2</v></c>",
        "<c r='J2'><v>7</v></c>",
    ) == ["TRUE", "#N/A", "굵게", "셈", "2024-01-05", "2", "7"]


def test_rich_text_and_formulas_without_results():
    book = book_of(["이름", "소개"])
    book.active.append([CellRichText("굵은 ", TextBlock(InlineFont(b=True), "글")), "=A1&B1"])
    sheet = read_book(book)
    assert sheet.rows == [(2, ["굵은 글", "=A1&B1"])]
    assert sheet.notes[0].startswith("The file does not contain the results of these formulas: B2.")


# Dates.


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *((typed, "2024-01-05") for typed in (
            "20240105", "2024-01-05 00:00:00", "2024-01-05T00:00:00", "2024.01.05.(금)", "24.1.5",
            "'24.1.5", "２０２４．１．５", "2024-1-5(금)", "2024년1월5일 금요일", "24년 1월 5일",
            "2024年1月5日", "2024–01–05", "\u200b2024. 1. 5.\u00a0", "2024-01-05 오전 12:00:00",
            "2024-01-05T00:00:00+09:00", "Jan 5, 2024", "5 January 2024", "5-Jan-24",
            "Friday, 5 Jan. 2024", "24.01.05.(금)",
            "2024 01 05", "2024·1·5", "2024,1,5", "(2024.1.5)",
            "“2024.1.5”", "2024_01_05", "2024。1。5", "2024年1月5日(金)", "2024년 1월 5일 오후 3시",
            "2024-01-05 15시 30분", "2024-01-05 15:30 KST", "20240105153000", "20240105.0",
        )),
        ("13/04/2024", "2024-04-13"), ("04/04/2024", "2024-04-04"), ("99.12.31", "1999-12-31"),
    ],
)  # fmt: skip
def test_dates_are_read_where_one_day_can_be_meant(typed, day):
    assert date_parsing.parse_date(typed) == (date.fromisoformat(day), "day")


@pytest.mark.parametrize("typed", ["03/04/2024", "05/01/2024", "1/5/24", "01-02-03", "24.01.05"])
def test_dates_that_can_mean_several_days_are_refused(typed):
    with pytest.raises(date_parsing.AmbiguousDateError):
        date_parsing.parse_date(typed)


@pytest.mark.parametrize(
    "typed",
    ["2024.01.05.(월)", "45296", "2024~", "미정", "2024-02-30", "2024-13-01", "2024.1.5 ~ 2.1",
     "2024-01-05 25:00", "2024-01-04T15:00:00Z", "2024-01-05 15:30 UTC", "20240105250000",
     "Jan-24", "240105", "1" * 9_999],
)  # fmt: skip
def test_what_is_no_certain_date_is_refused(typed):
    with pytest.raises(ValueError):
        date_parsing.parse_date(typed)


@pytest.mark.django_db
def test_the_dates_of_a_real_list_are_read_or_refused_with_a_sentence(admin_user):
    file = SimpleUploadedFile("12_dates.csv", (CASES / "12_dates.csv").read_bytes())
    members = importing.store_upload(file, admin_user)
    planned = importing.plan_import(members)
    assert [row.number - 2 for row in planned.faulty] == [4, 5, 7, 14, 15, 20, 21]
    assert planned.faulty[0].errors == [
        "Row 6, Joined the network: “05/01/2024” can mean several days. Enter the one that is "
        "meant: 2024-01-05, 2024-05-01."
    ]
    importing.save_import(members, planned.fingerprint, admin_user)
    days = Organisation.objects.filter(joined_precision="day").values_list("joined_on", flat=True)
    assert set(days) == {date(2024, 1, 5)}
    assert len(days) == 12


@pytest.mark.django_db
def test_the_admin_reads_what_was_left_out_and_errors_of_formulas_are_refused(admin_client):
    admin_client.cookies["django_language"] = "en"
    make_region("seoul", name_ko="서울", name_en="Seoul")
    book = book_of(["안내"])
    book.create_sheet("명단")
    for row in (["단체명", "지역"], ["가 모임", "서울"], ["#N/A", "서울"]):
        book.worksheets[1].append(row)
    file = SimpleUploadedFile("list.xlsx", saved(book))
    html = admin_client.post(
        "/admin/members/organisation/import/", {"file": file}, follow=True
    ).text
    assert "Sheets that were not read: Sheet." in html
    assert "“#N/A” is an error of the spreadsheet. Enter what is meant." in html
    assert "Save 1 organisation" in html


# Hostile files.


def test_a_monstrous_number_format_costs_nothing():
    book = book_of(["이름", "가입"], ["가", date(2024, 1, 5)])
    book.active["B2"].number_format = "yyyy" + "[" * 40_000
    assert read_book(book).rows == [(2, ["가", "2024"])]
    assert number_formats.parse_format.cache_info().currsize < 600


def test_a_sheet_of_enormous_size_holds_what_it_holds():
    content = saved(book_of(["이름"], ["가"]))
    inside = (
        '<dimension ref="A1:XFD1048576"/><cols><col min="2" max="16384" hidden="1"/></cols>'
        "<sheetData>"
        '<row r="1"><c r="A1" t="inlineStr"><is><t>이름</t></is></c><c r="XFD1"/></row>'
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>가</t></is></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048575"/></mergeCells>'
    )
    sheet = read(with_parts(content, sheet1=sheet_of(inside)))
    assert sheet.rows == [(1048576, ["가"])]


def test_many_merged_cells_over_everything_end_soon():
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 2_500
    rows = "".join(f"<row><c t='inlineStr'><is><t>{n}</t></is></c></row>" for n in range(3_000))
    inside = f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>"
    content = with_parts(saved(book_of(["이름"])), sheet1=sheet_of(inside))
    assert len(read(content).rows) == 2_999


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (f"<sheetData><row>{'<c><v>1</v></c>' * 62}</row></sheetData>", "rows and 60 columns"),
        (f"<sheetData>{'<row><c><v>1</v></c></row>' * 5_200}</sheetData>", "Up to 5000 rows"),
        (f"<sheetData><row><c t='str'><v>{'x' * 20_001}</v></c></row></sheetData>", "Row 1 has a"),
    ],
)
def test_sheets_that_are_too_large_are_refused(inside, words):
    content = with_parts(saved(book_of(["이름"])), sheet1=sheet_of(inside))
    assert words in refused(content)


def test_cells_share_texts():
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>이름</t></si><si><r><t>새</t></r><r><t>길 </t>'
        "</r><rPh><t>saegil</t></rPh></si></sst>"
    )
    rows = "".join(f'<row><c t="s"><v>{n}</v></c></row>' for n in (0, 1, 9))
    sheet1 = sheet_of(f"<sheetData>{rows}</sheetData>")
    content = with_parts(saved(book_of(["x"])), sheet1=sheet1, sharedStrings=strings)
    assert read(content).rows == [(2, ["새길"])]


@pytest.mark.parametrize(
    "strings",
    [
        f'<sst xmlns="{MAIN}"><si><t>{"x" * 19_000}</t></si></sst>',
        f'<sst xmlns="{MAIN}">{"<si/>" * 300_001}</sst>',
        '<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">]>' + f'<sst xmlns="{MAIN}"><si>&a;</si></sst>',
    ],
    ids=["one a thousand times", "a great many", "entities"],
)
def test_texts_that_unfold_are_refused(strings):
    rows = "<row><c t='s'><v>0</v></c></row>" * 900
    sheet1 = sheet_of(f"<sheetData>{rows}</sheetData>")
    bomb = with_parts(saved(book_of(["x"])), sheet1=sheet1, sharedStrings=strings)
    assert "unpacks to far more" in refused(bomb)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of an older kind"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        (b"<html><table><tr><td>name</td></tr></table>", "of an older kind"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Worksheet\r\n\r\n<html>", "of an older kind"),
        (b"%PDF-1.7\nname\n", "of an older kind"),
        (b"{\\rtf1 name\n}", "of an older kind"),
    ],
)
def test_other_kinds_of_files_are_told(content, words):
    assert words in refused(content)


def test_packed_files_that_are_no_workbook_are_told():
    for name, words in (("mimetype", "of an older kind"), ("a.txt", "cannot be read")):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, "x")
        assert words in refused(buffer.getvalue())
    damaged = saved(book_of(["이름"], ["가"]))
    assert "cannot be read" in refused(damaged[: len(damaged) // 2])


def test_a_child_that_dies_is_a_sentence(monkeypatch):
    def dies(*_arguments, **_limits):
        raise ChildDiedError

    monkeypatch.setattr(sandbox, "run_task", dies)
    assert "unpacks to far more" in refused(saved(book_of(["이름"], ["가"])))
