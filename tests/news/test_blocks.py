"""Galleries, videos, files, statistics and corrections as readers get them."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.i18n import languages
from news.models import (
    Article,
    EventBlock,
    FileBlock,
    GalleryBlock,
    QuoteBlock,
    SeeAlsoLink,
    StatisticBlock,
    StatisticRow,
    TextBlock,
)
from photos.models import Photo
from tests.support.builders import (
    add_correction,
    add_event_block,
    add_file,
    add_gallery,
    add_quote,
    add_see_also_link,
    add_statistic,
    add_text,
    add_video,
    make_article,
    make_network,
    make_photo,
    make_photographer,
    make_topic,
    yesterday,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r"js/site/([a-z]+)\.js")
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def article():
    make_network()
    return make_article(slug="release")


def read(client, language: str = "en") -> str:
    response = client.get(f"/{language}/news/release/")
    assert response.status_code == 200
    return response.text


def data_of(html: str) -> dict:
    return json.loads(DATA.search(html)[1])


def columns(item) -> dict:
    return {name: getattr(item, name) for name in languages.stored_field_names(type(item))}


def prefetched_objects(article: Article) -> list:
    return [
        *article.all_blocks,
        *article.prefetched_topics(),
        *article.prefetched_corrections(),
        *article.prefetched_objects(SeeAlsoLink),
    ]


def test_what_one_statement_loads_is_what_queries_of_each_model_load(article):
    add_quote(article, ordering=20)
    add_statistic(article, 2_000, ordering=30)
    add_file(article, ordering=10)
    add_event_block(article, ordering=5)
    add_text(article, ordering=40, body_ko="<p>“말” \\ 😀</p>", body_en=None)
    add_correction(article)
    add_see_also_link(article)
    article.topics.add(make_topic(slug="peace"), make_topic(slug="care"))
    gallery = add_gallery(article, [make_photo(), make_photo()], ordering=50)
    joint = Article.objects.get()
    assert [type(block) for block in joint.all_blocks] == [
        EventBlock,
        FileBlock,
        QuoteBlock,
        StatisticBlock,
        TextBlock,
        GalleryBlock,
    ]
    loaded = prefetched_objects(joint)
    stored = [type(item).objects.get(pk=item.pk) for item in loaded]
    assert [columns(item) for item in loaded] == [columns(item) for item in stored]
    entries = next(b for b in joint.all_blocks if b == gallery).prefetched_gallery_photos
    assert [columns(entry) for entry in entries] == [
        columns(entry) for entry in gallery.gallery_photos.all()
    ]
    assert all(block.parent is joint for block in joint.all_blocks)


def test_a_gallery_shows_its_photos_in_order_each_with_its_credit(client, article):
    names = ("Park Chan Young", "Jaeyeon Jung")
    photos = [
        make_photo(photographer=make_photographer(name_en=name), caption_en=f"By {name}")
        for name in names
    ]
    add_gallery(article, reversed(photos))
    html = read(client)
    gallery = html.partition('class="gallery-block"')[2].partition("</section>")[0]
    assert "In photos</h2>" in gallery
    assert re.findall("Photo by ([\\w ]+)</span>", gallery) == ["Jaeyeon Jung", "Park Chan Young"]
    assert gallery.count("<img") == gallery.count("photo-credit") == 2
    assert [image["caption"] for image in data_of(html)["image"]] == [
        "By Jaeyeon Jung",
        "By Park Chan Young",
    ]


def test_a_gallery_leaves_out_what_may_not_be_shown_and_vanishes_when_nothing_is_left(
    client, article
):
    shown, hidden = make_photo(), make_photo(consent=Photo.Consent.NOT_ASSESSED)
    add_gallery(article, [shown, hidden], title_en="The launch in photos")
    html = read(client)
    assert "The launch in photos</h2>" in html
    assert hidden.folder_token not in html
    Photo.objects.update(consent=Photo.Consent.WITHDRAWN)
    assert "gallery" not in read(client)


def test_scripts_are_loaded_only_where_they_are_needed(client, article):
    add_text(article)
    assert SCRIPT.findall(read(client)) == ["buttons"]
    add_gallery(article, [make_photo()])
    add_gallery(article, [make_photo()])
    add_video(article, title_en="")
    assert SCRIPT.findall(read(client)) == ["buttons", "gallery"]
    assert SCRIPT.findall(read(client, "ko")) == ["buttons", "gallery", "video"]


def test_a_video_names_its_provider_and_loads_nothing_of_it(client, article):
    add_video(article, poster=make_photo())
    html = read(client)
    assert 'href="https://www.youtube.com/watch?v=EXAMPLE0001"' in html
    assert "Watch on YouTube" in html
    assert "Hello." in html
    assert "<iframe" not in html
    assert "preconnect" not in html
    video = data_of(html)["video"][0]
    assert video["name"] == "Example video"
    assert video["transcript"] == "Hello."
    assert video["embedUrl"].startswith("https://www.youtube-nocookie.com/embed/EXAMPLE0001")


def test_only_a_page_with_a_video_may_frame_a_player(client, article):
    add_text(article)
    plain = client.get("/en/news/release/")
    assert "frame-src" not in plain["Content-Security-Policy"]
    add_video(article, title_ko="")
    policy = client.get("/en/news/release/")["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com https://player.vimeo.com" in policy
    assert "frame-src" not in client.get("/ko/news/release/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://youtu.be/EXAMPLE0001", "https://www.youtube-nocookie.com/embed/EXAMPLE0001"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
    ],
)
def test_players_are_asked_without_a_cookie(article, url, player):
    assert add_video(article, url=url).player_url().startswith(player)


@pytest.mark.parametrize(
    "url",
    ["https://example.org/watch?v=EXAMPLE0001", "http://youtu.be/EXAMPLE0001", "https://youtu.be/"],
)
def test_other_addresses_are_refused_with_a_sentence(article, url):
    with override("en"), pytest.raises(ValidationError, match="YouTube or Vimeo"):
        add_video(article, url=url).full_clean()


def test_a_file_says_what_it_is_and_comes_as_a_download(client, article):
    file = add_file(article)
    html = tight(read(client))
    link = re.search(r'<p class="file-block">(.*?)</p>', html)[1]
    words = re.sub(r"<[^>]+>|\s", " ", link)
    assert " ".join(words.split()) == "The guide PDF, 2.0 KB, Korean"
    assert 'hreflang="ko"' in link
    response = client.get(f"/en/news/files/{file.pk}/")
    assert response["Content-Disposition"] == 'attachment; filename="the-guide.pdf"'
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_the_file_of_a_draft_or_without_a_title_in_this_language_is_not_there(client, article):
    untitled = add_file(article, title_en="")
    assert client.get(f"/en/news/files/{untitled.pk}/").status_code == 404
    draft = add_file(make_article(slug="draft", published_at_ko=None, published_at_en=None))
    for language in ("ko", "en"):
        assert client.get(f"/{language}/news/files/{draft.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("exactness", "number", "english"),
    [("exact", 32, "32"), ("about", 200, "around 200"), ("over", 2000, "over 2,000")],
)
def test_statistics_are_said_as_newsrooms_say_them(article, exactness, number, english):
    statistic = add_statistic(article, number, exactness=exactness)
    with override("en"):
        assert statistic.formatted_number() == english


def test_a_unit_stands_beside_its_number(article):
    with override("en"):
        assert add_statistic(article, 85, unit_en="%").formatted_number() == "85%"


def test_neighbouring_statistics_stand_in_one_row_and_others_apart(article):
    add_statistic(article, 2000, 10)
    add_statistic(article, 32, 20)
    add_text(article, 30)
    add_statistic(article, 8, 40)
    with override("en"):
        pieces = list(article.layout())
        assert [type(piece).__name__ for piece in pieces] == [
            "StatisticRow",
            "TextBlock",
            "StatisticRow",
        ]
        assert [statistic.number for statistic in pieces[0].statistics] == [2000, 32]


def test_what_a_row_has_in_common_is_said_once(client, article):
    add_statistic(article, 2000, 10)
    add_statistic(article, 32, 20)
    html = read(client)
    assert html.count("Source: UN Women") == html.count("As of 30 Nov 2023") == 1
    StatisticBlock.objects.filter(number=32).update(source_en="K-MEN")
    html = read(client)
    assert html.count("Source: UN Women") == html.count("Source: K-MEN") == 1


def test_statistics_of_different_sources_have_none_in_common(article):
    statistics = [add_statistic(article, 1), add_statistic(article, 2, as_of=date(2024, 1, 1))]
    with override("en"):
        assert StatisticRow(statistics).shared_attribution() is None
        assert StatisticRow(statistics[:1]).shared_attribution() == statistics[0]


def test_corrections_stand_on_the_page_newest_first_and_in_their_language(client, article):
    assert "orrect" not in read(client)
    add_correction(article, corrected_on=date(2024, 3, 1), text_en="First.")
    add_correction(article, corrected_on=date(2024, 5, 1), text_en="Second.")
    add_correction(article, corrected_on=date(2024, 6, 1), text_en="")
    html = read(client)
    box = html.partition('id="corrections"')[2].partition("</section>")[0]
    assert re.findall(r"<p>(.*?)</p>", box) == ["Second.", "First."]
    assert re.findall(r'datetime="(.*?)"', box) == ["2024-05-01", "2024-03-01"]
    assert html.index('href="#corrections"') < html.index("<p>Second.")
    assert [said["text"] for said in data_of(html)["correction"]] == ["Second.", "First."]


def test_a_korean_text_says_where_english_begins_and_has_its_dateline_in_brackets(client):
    article = make_article(dateline_ko="서울", published_at_ko=yesterday(), slug="book")
    add_text(article, body_ko="<p>『Boys and Men』을 옮겼다.</p>")
    html = client.get("/ko/news/book/").text
    assert '<span class="dateline">(서울)</span> 『<span lang="en">Boys and Men</span>' in html


def test_a_release_can_be_copied_as_plain_text(client, article):
    article.kind = article.Kind.PRESS_RELEASE
    article.dateline_en, article.byline_en = "Seoul", "Kim Bogi"
    article.save()
    add_text(article, 10, body_en="<p>One <strong>day</strong>.</p><p>A & B</p>")
    add_quote(article, 20, quote_en="First.\n\nSecond.")
    add_statistic(article, 2000, 30, exactness="over")
    with override("en"):
        assert article.clipboard_text() == (
            "Example network launches\n\nA first sentence.\n\nSeoul — One day.\n\nA & B\n\n"
            "“First.\n\nSecond.”\n— Kim Bogi, Director\n\nover 2,000 participants\n\nKim Bogi"
        )
    assert "A &amp; B\n\n“First." in read(client)


@pytest.mark.parametrize(
    "typed", ["“돌봄입니다.”", '“돌봄입니다."', '"돌봄입니다."', "돌봄입니다."]
)
def test_a_quote_is_printed_in_one_pair_of_marks(typed):
    block = add_quote(make_article(), quote_ko=typed, unnamed_speaker_ko="참가자")
    assert block.paragraphs() == ["돌봄입니다."]
    assert block.clipboard_text().startswith("“돌봄입니다.”")
