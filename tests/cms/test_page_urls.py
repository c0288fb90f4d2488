import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from cms.i18n import languages
from cms.publishing.page_urls import item_url, page_url
from cms.publishing.site_url import absolute_url


def test_urls_are_in_the_language_of_the_reader():
    for code in languages.codes():
        with override(code):
            assert item_url("news:article", "a-b_C-1") == f"/{code}/news/a-b_C-1/"
            assert page_url("news:feed", "atom") == reverse("news:feed", args=["atom"])


@pytest.mark.parametrize("slug", ["", "a b", "a/b"])
def test_what_is_no_slug_has_no_url(slug):
    with pytest.raises(NoReverseMatch):
        item_url("news:article", slug)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/ko/news/?kind=news", "https://www.example.org/ko/news/?kind=news"),
        ("/ko/../en/", "https://www.example.org/en/"),
        ("https://other.example/", "https://other.example/"),
    ],
)
def test_urls_are_made_absolute(path, url, settings):
    settings.SITE_URL = "https://www.example.org"
    assert absolute_url(path) == url
