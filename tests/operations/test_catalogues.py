"""New words reach the catalogues, translations reach the pages, nothing missing is overlooked."""

import gettext
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operations import catalogues

VIEWS = """
title = _("News")
count = ngettext("One photo", "{count} photos", n).format(count=n)
credit = pgettext_lazy("photo", "Credit")
"""
PAGE = """
  {# Translators: above the list #}
<h1>{% translate "Events" %}</h1>
    {% blocktranslate trimmed %}
      By {{ name }}, 100% ours
    {% endblocktranslate %}
{% blocktranslate count n=n trimmed %}One event{% plural %}{{ n }} events{% endblocktranslate %}
{{ _("Search")|capfirst }}
"""
WORDS = [
    "By %(name)s, 100%% ours",
    "Credit",
    "Events",
    "News",
    "One event",
    "One photo",
    "Search",
]


@pytest.fixture
def project(tmp_path, settings) -> Path:
    """A small program of its own, with words in code, a template and a script."""
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "network" / "locale"]
    settings.NETWORK_LANGUAGES = ["ko", "en"]
    write(tmp_path / "network" / "__init__.py", "")
    write(tmp_path / "network" / "views.py", VIEWS)
    write(tmp_path / "tests" / "__init__.py", "")
    write(tmp_path / "tests" / "test_views.py", '_("Not for people")')
    write(tmp_path / "templates" / "network" / "page.html", PAGE)
    write(tmp_path / "static" / "js" / "menu.js", 'menu.title = gettext("Menu");')
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def korean(project: Path, domain: str = "django") -> Path:
    return project / "network" / "locale" / "ko" / "LC_MESSAGES" / f"{domain}.po"


def translate(project: Path, **translations: str) -> None:
    """Translate every entry with its own words, or with those given for its first word."""
    for domain in ("django", "djangojs"):
        catalogue = catalogues.read_catalogue(korean(project, domain))
        for entry in catalogues.entries(catalogue):
            text = entry.id[-1] if entry.pluralizable else entry.id
            text = translations.get(text.split()[0], text)
            entry.string = (text,) if entry.pluralizable else text
        catalogues.write_catalogue(korean(project, domain), catalogue)


def ids(file: Path) -> list[str]:
    entries = catalogues.entries(catalogues.read_catalogue(file))
    return [entry.id[0] if entry.pluralizable else entry.id for entry in entries]


def complaints(**options) -> str:
    with pytest.raises(CommandError) as error:
        call_command("catalogues", check=True, **options)
    return str(error.value)


def test_words_of_code_templates_and_scripts_are_taken_in_sorted(project):
    call_command("catalogues", update=True, verbosity=0)
    assert ids(korean(project)) == WORDS
    assert ids(korean(project, "djangojs")) == ["Menu"]
    assert not (project / "network" / "locale" / "en").exists()


def test_updating_twice_changes_nothing(project):
    assert catalogues.update_all() == [korean(project), korean(project, "djangojs")]
    before = korean(project).read_bytes()
    assert catalogues.update_all() == []
    assert korean(project).read_bytes() == before
    assert b"Date" not in before
    assert b"views.py:" not in before


def test_a_complete_catalogue_passes_and_is_compiled(project, capsys):
    call_command("catalogues", update=True, verbosity=0)
    translate(project, News="소식", Credit="사진 제공")
    call_command("catalogues", check=True)
    with korean(project).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("News") == "소식"
    assert compiled.pgettext("photo", "Credit") == "사진 제공"
    assert compiled.ngettext("One photo", "{count} photos", 1) == "{count} photos"


def test_only_newer_catalogues_are_compiled(project):
    catalogues.update_all()
    assert catalogues.compile_all() == [korean(project), korean(project, "djangojs")]
    assert catalogues.compile_all() == []
    later = korean(project).with_suffix(".mo").stat().st_mtime + 10
    os.utime(korean(project), (later, later))
    assert catalogues.compile_all() == [korean(project)]


def test_untranslated_words_are_named(project):
    catalogues.update_all()
    said = complaints()
    assert "ko/LC_MESSAGES/django.po does not translate “News”." in said
    assert "ko/LC_MESSAGES/django.po does not translate “Credit” (photo)." in said
    assert "ko/LC_MESSAGES/djangojs.po does not translate “Menu”." in said


def test_words_that_are_not_in_the_catalogue_are_named(project):
    catalogues.update_all()
    translate(project)
    write(project / "network" / "models.py", '_("Place")')
    assert "ko/LC_MESSAGES/django.po lacks “Place”." in complaints()


def test_words_that_left_the_code_are_named_and_kept_until_they_come_back(project):
    catalogues.update_all()
    translate(project, News="소식")
    write(project / "network" / "views.py", "")
    assert "holds “News”, which is not in the code." in complaints()
    assert "still holds “News”, marked obsolete." in complaints(update=True, verbosity=0)

    write(project / "network" / "views.py", VIEWS)
    catalogues.update_all()
    assert list(catalogues.problems()) == []
    assert catalogues.read_catalogue(korean(project)).get("News").string == "소식"


def test_fuzzy_entries_are_named(project):
    catalogues.update_all()
    translate(project)
    catalogue = catalogues.read_catalogue(korean(project))
    catalogue.get("News").flags.add("fuzzy")
    catalogues.write_catalogue(korean(project), catalogue)
    assert "is not sure of “News”: it is marked fuzzy." in complaints()


@pytest.mark.parametrize(
    ("first_word", "translation", "named"),
    [
        ("By", "글: %(title)s", "By %(name)s, 100%% ours"),
        ("By", "글", "By %(name)s, 100%% ours"),
        ("{count}", "사진 {number}장", "One photo"),
        ("{count}", "사진 한 장", "One photo"),
    ],
)
def test_other_placeholders_are_named(project, first_word, translation, named):
    catalogues.update_all()
    translate(project, **{first_word: translation})
    assert f"has other placeholders in the translation of “{named}”." in complaints()


def test_words_of_libraries_are_translated_here_and_not_called_obsolete(project):
    write(project / "network" / "locale" / "borrowed.pot", 'msgid "Bold"\nmsgstr ""\n')
    catalogues.update_all()
    assert "Bold" in ids(korean(project))
    translate(project)
    assert list(catalogues.problems()) == []


def test_a_language_needs_no_catalogue_before_somebody_starts_one(project, settings):
    settings.NETWORK_LANGUAGES = ["en", "fr"]
    assert list(catalogues.problems()) == []
    catalogues.update_all()
    assert "fr/LC_MESSAGES/django.po does not translate “News”." in complaints()


def test_the_catalogues_of_this_program_are_complete():
    assert list(catalogues.problems()) == []
