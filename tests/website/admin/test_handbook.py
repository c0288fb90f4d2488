"""The handbook: the same chapters in both languages, nothing missing, and readable in the admin."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from cms.declarations.help import Chapter
from cms.i18n import languages
from tests.website.test_terms import ENGLISH, KOREAN
from website.admin import handbook

CODES = handbook.languages()
CHAPTERS = [(code, chapter) for code in CODES for chapter in Chapter]
LINK = re.compile(r"(?P<picture>!)?\[(?P<text>[^\]]*)\]\((?P<target>[^)]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
# Of all pictures: the repository is cloned to a laptop, the handbook read on a phone.
MAX_PICTURE_BYTES = 1_000_000


def source(code: str, chapter: str) -> str:
    return handbook.source(code, chapter).read_text()


def levels(code: str, chapter: str) -> list[str]:
    return [marks for marks, _text in HEADING.findall(source(code, chapter))]


def test_every_language_of_the_site_has_a_handbook():
    assert set(languages.codes()) <= set(CODES)


@pytest.mark.parametrize("chapter", Chapter)
def test_a_chapter_has_the_same_headings_and_pictures_in_each_language(chapter):
    assert len({tuple(levels(code, chapter)) for code in CODES}) == 1
    pictures = {
        tuple(m["target"] for m in LINK.finditer(source(code, chapter)) if m["picture"])
        for code in CODES
    }
    assert len(pictures) == 1


def test_no_file_is_left_out_of_the_chapters_and_of_the_list():
    names = sorted(f"{chapter}.md" for chapter in Chapter)
    overview = (handbook.FOLDER / "README.md").read_text()
    for code in CODES:
        assert sorted(path.name for path in (handbook.FOLDER / code).glob("*.md")) == names
        for chapter in Chapter:
            assert f"[{handbook.title(code, chapter)}]({code}/{chapter}.md)" in overview


@pytest.mark.parametrize(("code", "chapter"), CHAPTERS)
def test_links_and_pictures_are_there(code, chapter):
    for match in LINK.finditer(source(code, chapter)):
        name, _hash, anchor = match["target"].partition("#")
        assert (handbook.FOLDER / code / name).is_file(), match["target"]
        if match["picture"]:
            assert len(match["text"]) > 40, "a picture of a screen needs its contents in words"
        if anchor:
            assert f'id="{anchor}"' in handbook.render(code, name.removesuffix(".md"))


def test_each_picture_is_used_and_all_are_small():
    total = 0
    for code in CODES:
        text = "".join(source(code, chapter) for chapter in Chapter)
        for name in handbook.picture_names(code):
            path = handbook.FOLDER / code / "pictures" / name
            total += path.stat().st_size
            assert f"(pictures/{name})" in text
            assert Image.open(path).width <= 1200
    assert 0 < total < MAX_PICTURE_BYTES


def test_the_glossary_has_the_same_words_in_each_language():
    words = [set(handbook.glossary(code)) for code in CODES]
    assert words[0] == words[1]
    for code in CODES:
        for word in handbook.glossary(code).values():
            assert len(word.definition) > 20
            assert "<p>" not in word.definition


@pytest.mark.parametrize(("code", "chapter"), CHAPTERS)
def test_the_handbook_keeps_to_the_terms(code, chapter):
    text = source(code, chapter)
    for pattern, instead in (KOREAN if code == "ko" else ENGLISH).items():
        assert not re.search(pattern, text), f"{pattern}: {instead}"


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "chapter"), CHAPTERS)
def test_the_admin_shows_each_chapter_in_the_language_of_the_reader(admin_client, code, chapter):
    with override(code):
        page = admin_client.get(
            reverse("admin:handbook-chapter", args=[chapter]),
            headers={"accept-language": code},
        ).text
    assert f'<h1 lang="{code}">{handbook.title(code, chapter)}</h1>' in page
    assert page.count('aria-current="page"') == 1
    for address in re.findall(r'<img src="([^"]+)"', page):
        picture = admin_client.get(address)
        assert picture["Content-Type"] == "image/webp"
        assert len(b"".join(picture)) > 1000


@pytest.mark.django_db
def test_only_staff_read_it(client):
    for address in (
        reverse("admin:handbook"),
        reverse("admin:handbook-chapter", args=["first-day"]),
        reverse("admin:handbook-picture", args=["en", "first-page.webp"]),
    ):
        assert client.get(address).status_code == 302
        client.force_login(get_user_model().objects.get_or_create(username="nobody")[0])
        assert client.get(address).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["nothing/", "README/", "pictures/en/none.webp", "pictures/xx/first-page.webp"],
)
def test_what_is_not_in_the_handbook_is_not_found(admin_client, address):
    assert admin_client.get(f"{reverse('admin:handbook')}{address}").status_code == 404


@pytest.mark.django_db
def test_readers_of_a_language_without_handbook_get_one_that_says_its_language(admin_client):
    assert "fr" not in CODES
    with override("fr"):
        assert handbook.language() == CODES[0]


def test_the_image_for_servers_has_the_handbook():
    ignored = (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
    assert "docs" not in ignored
    assert "!docs/handbook" in ignored
