from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import override
from modeltranslation.utils import fallbacks

from cms.publishing.publishable import (
    NotInLanguageError,
    Status,
    UrlChangedError,
    get_published_or_404,
)
from news.models import Article
from tests.support.builders import make_article, tomorrow, yesterday

pytestmark = pytest.mark.django_db


def test_lists_hold_what_is_public_in_the_readers_language():
    both = make_article()
    korean = make_article(title_en=None, published_at_en=None)
    make_article(published_at_ko=tomorrow(), published_at_en=None)
    with override("ko"):
        assert set(Article.objects.published()) == {both, korean}
    with override("en"):
        assert set(Article.objects.published()) == {both}


def test_python_and_the_query_agree_even_where_attributes_fall_back():
    article = make_article(published_at_en=None)
    with override("en"), fallbacks(True):
        assert article.is_published is False
        assert not Article.objects.published().exists()
    with override("ko"):
        assert article.is_published is True


@pytest.mark.time_machine("2026-01-01T11:59:00Z")
def test_an_item_becomes_public_when_its_moment_comes(time_machine):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    article = make_article(published_at_ko=noon, published_at_en=None)
    with override("ko"):
        assert article.status_in() == Status.SCHEDULED
        assert article.published_languages == []
        time_machine.move_to(noon)
        assert article.status_in() == Status.PUBLIC
        assert list(Article.objects.published()) == [article]
        assert article.published_languages == ["ko"]


def test_every_status_is_told_from_the_columns_of_its_language():
    article = make_article(title_en="", published_at_ko=None, published_at_en=None)
    assert [article.status_in("ko"), article.status_in("en")] == [Status.DRAFT, Status.MISSING]


@pytest.mark.parametrize("title", ["", None])
def test_nothing_untitled_is_public_in_the_database(title):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(title_en=title)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.bulk_create(
            [Article(slug="x", title_ko="제목", published_at_en=yesterday())]
        )


@pytest.mark.parametrize("title", ["", None])
def test_an_untitled_item_is_refused_with_a_sentence(title):
    article = Article(title_ko="제목", title_en=title, slug="x", published_at_en=yesterday())
    with override("en"), pytest.raises(ValidationError, match="needs a name or title"):
        article.full_clean()


def test_the_slug_comes_from_the_latin_title_else_from_the_romanised_one_else_from_the_number():
    assert make_article(title_ko="출범", title_en="K‑MEN launch").slug == "k-men-launch"
    assert make_article(title_ko="출범", title_en=None, published_at_en=None).slug == "chulbeom"
    nameless = make_article(title_ko="!!!", title_en=None, published_at_en=None)
    assert nameless.slug == f"n-{nameless.pk}"


def test_two_items_of_one_title_get_two_slugs():
    slugs = [make_article(title_en="Launch").slug for _ in range(3)]
    assert slugs == ["launch", "launch-2", "launch-3"]


def test_a_former_address_leads_to_the_new_one_for_ever():
    make_article(slug="first")
    for slug in ("second", "third"):
        article = Article.objects.get()
        article.slug = slug
        article.save()
    with override("en"):
        for former in ("first", "second"):
            with pytest.raises(UrlChangedError) as moved:
                get_published_or_404(former, make_queryset=Article.objects.all)
            assert moved.value.url == "/en/news/third/"


def test_a_slug_taken_back_is_no_former_one():
    article = make_article(slug="first")
    for slug in ("second", "first"):
        article.slug = slug
        article.save()
    assert article.former_slugs == ["second"]


def test_the_former_address_of_a_draft_tells_nothing():
    article = make_article(slug="first", published_at_ko=None, published_at_en=None)
    article.slug = "second"
    article.save()
    with pytest.raises(Http404):
        get_published_or_404("first", make_queryset=Article.objects.all)


def test_who_asks_in_the_other_language_is_told_and_a_draft_is_not_there():
    article = make_article(slug="korean-only", published_at_en=None)
    make_article(slug="draft", published_at_ko=None, published_at_en=None)
    make_article(slug="scheduled", published_at_ko=tomorrow(), published_at_en=None)
    with override("ko"):
        assert get_published_or_404("korean-only", make_queryset=Article.objects.all) == article
    with override("en"), pytest.raises(NotInLanguageError):
        get_published_or_404("korean-only", make_queryset=Article.objects.all)
    for slug in ("draft", "scheduled", "nothing"):
        with override("en"), pytest.raises(Http404) as nothing:
            get_published_or_404(slug, make_queryset=Article.objects.all)
        assert type(nothing.value) is Http404


def test_the_language_of_the_original_is_recorded():
    assert make_article().original_language == "ko"
    english = make_article(title_ko=None, published_at_ko=None)
    assert english.original_language == "en"
