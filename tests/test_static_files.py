"""Style sheets: where colours stand, and that visitors fetch one file of many."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from PIL import ImageColor

from cms.files.static_files import IMPORT, with_imports

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
LONGEST_SHEET = 400
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEXT = re.compile(r'"[^"]*"')
VALUE = re.compile(r"[\w-]+\s*:\s*([^;{}]+);")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\("
    rf"|(?<![\w-])(?:{'|'.join(ImageColor.colormap)})(?![\w-])",
    re.IGNORECASE,
)


def colours(sheet: str) -> list[str]:
    values = VALUE.findall(TEXT.sub("", COMMENT.sub("", sheet)))
    return [colour for value in values for colour in COLOUR.findall(value)]


def test_colours_stand_in_one_sheet():
    found = {str(sheet.relative_to(STATIC)): colours(sheet.read_text()) for sheet in SHEETS}
    assert len(found.pop("css/tokens.css")) > 50
    assert {name: named for name, named in found.items() if named} == {}


def test_the_dark_scheme_stands_beside_the_light_one():
    assert [sheet for sheet in SHEETS if "prefers-color-scheme" in sheet.read_text()] == []


def test_sheets_are_short_enough_to_read():
    lengths = {sheet.name: sheet.read_text().count("\n") for sheet in SHEETS}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_SHEET} == {}


@pytest.mark.parametrize("area", ["site", "admin"])
def test_every_sheet_is_imported_once(area):
    imported = [
        name
        for entry in (STATIC / "css").glob("*.css")
        for name in IMPORT.findall(entry.read_text())
    ]
    sheets = (STATIC / "css" / area).rglob("*.css")
    names = sorted(str(sheet.relative_to(STATIC / "css")) for sheet in sheets)
    assert len(names) > 10
    assert sorted(name for name in imported if name.startswith(f"{area}/")) == names


def test_visitors_fetch_one_file(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    # Our own and the icons of the admin; those of other apps would take long.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [STATIC, Path(admin.__file__).parent / "static"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "cms.files.static_files.HashedFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    fetched = Path(staticfiles_storage.path(staticfiles_storage.stored_name("css/site.css")))
    text = fetched.read_text()
    assert "@import" not in text
    assert text == with_imports("css/site.css", lambda name: (STATIC / name).read_text())
    assert text.endswith((STATIC / "css/site/members/about.css").read_text())


def test_imports_are_found_from_the_folder_of_their_sheet():
    files = {
        "css/site.css": '/* All. */\n\n@import "tokens.css";\n@import "site/page.css";\n',
        "css/tokens.css": ":root { --text: black; }\n",
        "css/site/page.css": '@import "page/title.css";\n',
        "css/site/page/title.css": "h1 { margin: 0; }\n",
    }
    expected = "/* All. */\n\n:root { --text: black; }\nh1 { margin: 0; }\n"
    assert with_imports("css/site.css", files.__getitem__) == expected


def test_files_are_named_from_the_folder_of_the_joined_sheet():
    files = {
        "css/site.css": '@import "site/page.css";\n',
        "css/site/page.css": '@import "page/title.css";\n',
        "css/site/page/title.css": 'h1 { mask: url("../../../img/star.svg"); }\n',
    }
    expected = 'h1 { mask: url("../img/star.svg"); }\n'
    assert with_imports("css/site.css", files.__getitem__) == expected
