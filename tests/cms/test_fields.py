import unicodedata

import pytest
from django.core.exceptions import FieldError

from joining.models import Application
from mail.models import Email
from network.models import Topic
from news.models import Article, TextBlock
from tests.support.builders import add_text, make_application, make_article, make_email, make_topic

pytestmark = pytest.mark.django_db

DECOMPOSED = unicodedata.normalize("NFD", "성평등")


@pytest.mark.parametrize("way", ["create", "bulk_create", "update"])
def test_text_is_composed_on_every_way_into_the_database(way):
    match way:
        case "create":
            make_topic(name_ko=DECOMPOSED)
        case "bulk_create":
            Topic.objects.bulk_create([Topic(slug="x", name_ko=DECOMPOSED)])
        case "update":
            make_topic()
            Topic.objects.update(name_ko=DECOMPOSED)
    assert Topic.objects.get().name_ko == "성평등"


def test_a_query_typed_on_a_mac_finds_the_composed_text():
    topic = make_topic(name_ko="성평등")
    assert Topic.objects.get(name_ko=DECOMPOSED) == topic


def test_rich_text_is_cleaned_without_any_form():
    block = add_text(make_article(), body_ko="<p>가<script>alert(1)</script></p>")
    assert TextBlock.objects.get().body_ko == "<p>가</p>"
    TextBlock.objects.filter(pk=block.pk).update(body_en='<p><a href="javascript:x">b</a></p>')
    assert TextBlock.objects.get().body_en == "<p><a>b</a></p>"


def test_nul_never_reaches_the_database():
    article = make_article(title_ko="가\x00나", standfirst_ko="다\x00라")
    article.refresh_from_db()
    assert (article.title_ko, article.standfirst_ko) == ("가나", "다라")
    assert not Article.objects.filter(title_ko="\x00").exists()


@pytest.mark.parametrize(
    "lookup", ["startswith", "gt", "contains", "regex", "range", "length", "iexact"]
)
def test_a_hash_is_asked_for_as_a_whole_or_not_at_all(lookup):
    make_email()
    application = make_application()
    for model, column in [
        (Email, "mailbox_hash"),
        (Application, "email_hash"),
        (Application, "name_hashes"),
    ]:
        with pytest.raises(FieldError):
            model.objects.filter(**{f"{column}__{lookup}": "a"}).exists()
    with pytest.raises(FieldError):
        Application.objects.filter(**{f"name_hashes__0__{lookup}": "a"}).exists()
    same = Application.objects.filter(email_hash=application.email_hash)
    assert same.filter(name_hashes__overlap=application.name_hashes[1:]).get() == application
    assert not same.filter(name_hashes=[]).exists()


@pytest.mark.parametrize("lookup", ["exact", "icontains", "gt", "in"])
def test_an_encrypted_column_is_not_searched(lookup):
    with pytest.raises(FieldError):
        Application.objects.filter(**{f"email__{lookup}": "a"}).exists()
