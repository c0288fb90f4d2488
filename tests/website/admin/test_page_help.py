"""Each page of the admin says what it is for, in the reader's language."""

import html
import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils.translation import override

from cms.i18n import languages
from concerns.declarations.roles import CONCERNS
from events.models import Event
from members.models import Organisation, Person
from news.models import Article
from operations import group_permissions
from photos.models import Photo
from tests.support.builders import fill_with_small_pictures
from website.admin import handbook, page_help

PASSWORD = "known-to-this-test"
LINK = re.compile(r'href="([^"#]+)')
SENTENCE_END = re.compile(r"[.?!](?=\s|$|”)")
# Each of these may lead to as many pages as there are items.
MOST_PAGES_OF_A_NAME = 2


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def admin_pages(client) -> dict[str, str]:
    """Address -> body of the pages that links lead to from the first page of the admin, a few of
    each kind, and of the form for a new item of each model."""
    waiting = deque([reverse("admin:index"), *forms_for_new_items()])
    read: dict[str, str] = {}
    counts: dict[str, int] = {}
    while waiting:
        address = waiting.popleft()
        name = resolve(urlsplit(address).path).view_name
        if address in read or counts.get(name, 0) >= MOST_PAGES_OF_A_NAME:
            continue
        response = client.get(address)
        counts[name] = counts.get(name, 0) + 1
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        read[address] = response.text
        waiting.extend(links(response.text, address))
    return read


def forms_for_new_items() -> list[str]:
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        for model in admin.site._registry
        if model._meta.label != "joining.Application"
    ]


def links(body: str, address: str) -> list[str]:
    found = [html.unescape(link) for link in LINK.findall(body)]
    base = urlsplit(address).path
    absolute = [base + link if link.startswith("?") else link for link in found]
    return [one for one in absolute if one.startswith("/admin/")]


@pytest.fixture(scope="module")
def filled(shared_ground):
    fill_with_small_pictures()
    return shared_ground


@pytest.fixture
def coordinator(client, filled, settings):
    for name, folder in filled.items():
        setattr(settings, name, folder)
    group_permissions.apply_roles()
    user = get_user_model().objects.create_superuser("all", password=PASSWORD)
    user.groups.add(*CONCERNS.groups())
    client.post(reverse("admin:login"), {"username": "all", "password": PASSWORD})
    return client


@pytest.mark.django_db
def test_every_page_of_the_admin_has_help(coordinator):
    read = admin_pages(coordinator)
    of_the_admin = {address: body for address, body in read.items() if 'id="content-start"' in body}
    in_the_handbook = reverse("admin:handbook")
    without = [
        address
        for address, body in of_the_admin.items()
        if body.count('class="page-help"') != 1 and not address.startswith(in_the_handbook)
    ]
    assert without == []
    assert len(of_the_admin) > 100
    names = {resolve(urlsplit(address).path).url_name for address in of_the_admin}
    assert {"index", "search", "news_article_versions", "photos_photo_bulk_upload"} < names


def test_every_model_of_the_admin_has_help():
    for model in admin.site._registry:
        for page in ("changelist", "change", "history", "delete"):
            name = f"{model._meta.app_label}_{model._meta.model_name}_{page}"
            assert name in page_help.pages(), name


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Photo, ["alt", "caption", "licence", "consent", "credit_override", "press_use"]),
        (Article, ["standfirst", "dateline", "embargo_until", "show_about_network", "lead_photo"]),
        (Event, ["precision", "address_for", "attendance_exactness", "lead_photo"]),
        (Person, ["is_minor", "has_public_profile", "noindex"]),
        (Organisation, ["is_delisted", "original_language", "slug"]),
    ],
)
def test_fields_named_by_a_special_word_explain_it(model, names):
    for name in names:
        assert model._meta.get_field(name).help_text, name


@pytest.mark.parametrize("code", languages.codes())
def test_help_has_a_few_sentences_in_each_language(code):
    pages = page_help.pages().values()
    with override("en"):
        english = [str(one.text) for one in pages]
    with override(code):
        for text, original in zip((str(one.text) for one in pages), english, strict=True):
            assert 1 <= len(SENTENCE_END.findall(text)) <= 5, text
            assert len(text) < 420, text
            assert code == "en" or text != original


@pytest.mark.parametrize("code", handbook.languages())
def test_the_glossary_has_the_words_that_help_explains(code):
    words = {word for one in page_help.pages().values() for word in one.glossary_terms}
    assert words <= set(handbook.glossary(code))


@pytest.mark.django_db
@pytest.mark.parametrize("code", languages.codes())
def test_help_explains_the_words_of_the_page_in_the_language_of_the_reader(admin_client, code):
    with override(code):
        page = admin_client.get(
            reverse("admin:news_article_add"), headers={"accept-language": code}
        ).text
    panel = page[page.index('class="page-help"') : page.index("</details>")]
    embargo = handbook.glossary(code)["embargo"]
    assert f"<dfn>{embargo.name}</dfn>" in panel
    assert text_of(embargo.definition) in text_of(panel)
    assert handbook.title(code, "first-release") in panel


@pytest.mark.django_db
def test_help_costs_no_query(rf):
    request = rf.get(reverse("admin:news_article_changelist"))
    request.resolver_match = resolve(request.path)
    with CaptureQueriesContext(connection) as queries:
        assert page_help.help_of_page(request)
    assert len(queries) == 0


@pytest.mark.django_db
def test_before_the_login_help_leads_nowhere(client):
    page = client.get(reverse("admin:login")).text
    assert 'class="page-help"' in page
    assert reverse("admin:handbook") not in page
