"""An article on one screen: blocks, photos that may be shown, and when it is public."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.publishing.publishable import Status
from news.models import Article, PhotoBlock, TextBlock
from photos.actions import take_down
from photos.models import Photo
from tests.support import making_documents
from tests.support.builders import (
    add_correction,
    add_photo,
    add_quote,
    add_text,
    make_article,
    make_event,
    make_organisation,
    make_person,
    make_photo,
    make_topic,
)

pytestmark = pytest.mark.django_db

BLOCKS = (
    "news_textblock_set",
    "news_photoblock_set",
    "news_quoteblock_set",
    "news_galleryblock_set",
    "news_videoblock_set",
    "news_fileblock_set",
    "news_statisticblock_set",
    "news_eventblock_set",
    "corrections",
    "see_also_links",
)


def block(prefix: str, number: int = 0, ordering: int = 10, **words) -> dict:
    """The fields of one block as a browser sends them."""
    words = {"region": "body", "ordering": ordering} | words
    return {f"{prefix}-{number}-{name}": value for name, value in words.items()}


def article_form(*blocks: dict, initial: dict | None = None, **words) -> dict:
    """The whole form as a browser sends it; `initial` counts saved blocks by prefix."""
    form = {
        "title_ko": "출범 소식",
        "title_en": "News of the launch",
        "kind": "news",
        "published_at_ko_choice": "draft",
        "published_at_en_choice": "draft",
    }
    for one in blocks:
        form |= one
    for prefix in BLOCKS:
        numbers = {key.split("-")[1] for key in form if key.startswith(f"{prefix}-")}
        form[f"{prefix}-TOTAL_FORMS"] = len(numbers)
        form[f"{prefix}-INITIAL_FORMS"] = (initial or {}).get(prefix, 0)
    return form | words


def add(staff, *blocks, **words):
    return staff.post("/admin/news/article/add/", article_form(*blocks, **words), follow=True)


def errors(response) -> list[str]:
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", words).split()) for words in lists]


def test_a_new_article_starts_with_one_empty_text_and_the_kind_that_was_clicked(staff):
    html = staff.get("/admin/news/article/add/?kind=press-release").text
    assert 'name="news_textblock_set-TOTAL_FORMS" value="1"' in html
    assert 'name="news_textblock_set-0-region" value="body"' in html
    assert '<option value="press-release" selected>' in html
    assert re.search(r'name="show_about_network"[^>]*checked', html)


def test_both_languages_stand_beside_each_other_and_say_which_is_which(staff):
    html = staff.get("/admin/news/article/add/").text
    labels = ["Title (Korean)", "Title (English)", "Standfirst (Korean)", "Standfirst (English)"]
    assert sorted(labels, key=html.index) == labels
    assert re.search(r'<input[^>]*name="title_ko"[^>]*lang="ko"', html)


def test_an_article_is_saved_with_its_blocks_in_one_order(staff):
    photo = make_photo()
    answer = add(
        staff,
        block("news_textblock_set", body_ko="<p>본문</p>", body_en="<p>Body</p>"),
        block("news_photoblock_set", ordering=20, photo=photo.pk),
        block("news_quoteblock_set", ordering=30, quote_ko="말", person=make_person().pk),
        published_at_ko_choice="now",
        published_at_en_choice="hour",
    )
    article = Article.objects.get()
    assert [block._meta.model_name for block in article.all_blocks] == [
        "textblock",
        "photoblock",
        "quoteblock",
    ]
    assert (article.status_in("ko"), article.status_in("en")) == (Status.PUBLIC, Status.SCHEDULED)
    assert answer.request["PATH_INFO"] == f"/admin/news/article/{article.pk}/change/"


@pytest.mark.parametrize(
    ("second", "told_at"),
    [({"organisation": True}, "person"), ({"unnamed_speaker_en": "a participant"}, "person")],
)
def test_a_quote_of_two_speakers_is_refused_at_the_field(staff, second, told_at):
    if "organisation" in second:
        second = {"organisation": make_organisation().pk}
    answer = add(
        staff, block("news_quoteblock_set", quote_en="Said.", person=make_person().pk, **second)
    )
    assert f'id="id_news_quoteblock_set-0-{told_at}_error"' in answer.text
    assert "A quote has one speaker" in answer.text
    assert "Said." in answer.text
    assert not Article.objects.exists()


def test_event_and_publisher_are_found_by_a_few_letters(staff):
    make_event(title_ko="출범식", starts_at=datetime(2025, 7, 9, 10, tzinfo=UTC))
    found = staff.get(
        "/admin/autocomplete/",
        {"app_label": "news", "model_name": "article", "field_name": "event", "term": "출범"},
    ).json()["results"]
    assert [result["text"] for result in found] == ["The launch (2025)"]


def test_a_block_that_stayed_empty_is_not_kept(staff):
    add(
        staff,
        block("news_textblock_set", body_ko="", body_en=""),
        block("news_photoblock_set", photo=""),
    )
    assert Article.objects.get().all_blocks == []


def test_a_block_that_was_only_moved_is_saved(staff):
    article = make_article()
    text = add_text(article, 10)
    words = {"id": text.pk, "parent": article.pk, "body_ko": text.body_ko}
    form = article_form(
        block("news_textblock_set", ordering=50, **words),
        initial={"news_textblock_set": 1},
        slug=article.slug,
    )
    staff.post(f"/admin/news/article/{article.pk}/change/", form)
    assert TextBlock.objects.get().ordering == 50


def test_what_is_typed_into_a_text_is_cleaned(staff):
    add(staff, block("news_textblock_set", body_ko="<p>안녕<script>x</script></p><p></p>"))
    assert TextBlock.objects.get().body_ko == "<p>안녕</p>"


def test_a_photo_that_may_not_be_shown_stops_publishing_and_is_named(staff):
    photo = make_photo(photographer=None, caption_en="The hall", alt_ko="")
    answer = add(
        staff,
        block("news_textblock_set", body_ko="<p>긴 글</p>"),
        block("news_photoblock_set", ordering=20, photo=photo.pk),
        published_at_ko_choice="now",
    )
    assert errors(answer) == [
        "The hall : Add a credit before this photo can be shown. "
        "The hall : Add the alternative text (Korean) before this photo can be shown."
    ]
    assert not Article.objects.exists()
    assert "긴 글" in answer.text
    assert f'<option value="{photo.pk}" selected>' in answer.text


def test_the_lead_photo_is_held_to_the_same(staff):
    photo = make_photo(consent=Photo.Consent.REFUSED, caption_en="The hall")
    answer = add(staff, lead_photo=photo.pk, published_at_en_choice="hour")
    assert len(errors(answer)) == 1
    assert errors(answer)[0].startswith("The hall : The people shown do not consent")
    assert not Article.objects.exists()


def test_a_draft_may_hold_any_photo_and_a_language_only_answers_for_itself(staff):
    photo = make_photo(alt_en="")
    answer = add(staff, block("news_photoblock_set", photo=photo.pk), published_at_ko_choice="now")
    assert errors(answer) == []
    assert Article.objects.get().status_in("ko") == Status.PUBLIC


def test_a_photo_on_its_way_out_stops_nothing(staff):
    article = make_article(published_at_ko=None, published_at_en=None)
    bad = add_photo(article, make_photo(photographer=None))
    form = article_form(
        block("news_photoblock_set", id=bad.pk, parent=article.pk, photo=bad.photo.pk, DELETE="on"),
        initial={"news_photoblock_set": 1},
        slug=article.slug,
        published_at_ko_choice="now",
    )
    answer = staff.post(f"/admin/news/article/{article.pk}/change/", form, follow=True)
    assert errors(answer) == []
    assert not PhotoBlock.objects.exists()
    assert Article.objects.get().status_in("ko") == Status.PUBLIC


@pytest.mark.parametrize("value", ["99999999999999999999", "abc", "\x00", "-1", "0", "1e3"])
def test_a_photo_that_does_not_exist_is_an_error(staff, value):
    answer = add(staff, block("news_photoblock_set", photo=value), lead_photo=value)
    assert answer.status_code == 200
    assert errors(answer)
    assert "출범 소식" in answer.text


@pytest.mark.parametrize("words", ["a" * 100_000, "a\x00b", "\x07", "<p>" * 2_000])
def test_bad_words_in_blocks_never_break_the_form(staff, words):
    answer = add(
        staff,
        block("news_textblock_set", body_ko=words),
        block("news_quoteblock_set", quote_ko=words, unnamed_speaker_ko=words, ordering="x"),
    )
    assert answer.status_code == 200
    assert "출범 소식" in answer.text


def test_the_list_publishes_nothing_whose_photos_lack_something(staff):
    article = make_article(title_en="Launch", published_at_en=None)
    add_photo(article, make_photo(alt_en="", caption_en="The hall"))
    words = {"action": "publish_en", "_selected_action": article.pk}
    html = staff.post("/admin/news/article/", words, follow=True).text
    assert "Not public in English: “Launch”. The hall: Add the alternative text (English)" in html
    article.refresh_from_db()
    assert article.published_at_en is None


def test_the_form_leads_to_what_readers_see_in_each_language(staff):
    article = make_article(published_at_en=None)
    html = staff.get(f"/admin/news/article/{article.pk}/change/").text
    assert f'href="/ko/news/{article.slug}/" target="_blank">View in Korean' in html
    assert (
        f'href="/admin/preview/article/{article.pk}/en/" target="_blank">Preview in English' in html
    )


def test_a_preview_shows_the_blocks_of_one_language(staff):
    article = make_article(published_at_ko=None, published_at_en=None)
    add_text(article)
    html = staff.get(f"/admin/preview/article/{article.pk}/en/").text
    assert "The body." in html
    assert "본문입니다." not in html


def test_the_form_asks_the_same_number_of_questions_for_many_photos(
    staff, django_assert_num_queries
):
    for number in (1, 6):
        article = make_article()
        for position in range(number):
            add_photo(article, make_photo(rendered=False), ordering=position)
            add_quote(article, ordering=100 + position)
        address = f"/admin/news/article/{article.pk}/change/"
        staff.get(address)
        with django_assert_num_queries(30):
            staff.get(address)


def test_who_may_only_look_sees_no_save(client):
    user = User.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    article = make_article()
    html = client.get(f"/admin/news/article/{article.pk}/change/").text
    assert 'name="_save"' not in html


# Galleries, videos, files and statistics.


def test_a_gallery_hangs_its_photos_in_order_and_lends_its_credit(staff):
    photos = [make_photo(photographer=None), make_photo()]
    answer = add(
        staff,
        block(
            "news_galleryblock_set",
            photos=f"{photos[1].pk},{photos[0].pk}",
            default_credit_ko="사진: 네트워크",
            default_credit_en="Photo: the network",
        ),
        published_at_ko_choice="now",
    )
    assert errors(answer) == []
    [gallery] = Article.objects.get().all_blocks
    assert gallery.photos() == [photos[1], photos[0]]
    lent, own = (Photo.objects.get(pk=photo.pk) for photo in photos)
    assert lent.credit_override_en == "Photo: the network"
    assert own.credit_override_en in (None, "")


def test_a_gallery_without_credit_stops_publishing(staff):
    photo = make_photo(photographer=None, caption_en="The hall")
    answer = add(
        staff, block("news_galleryblock_set", photos=photo.pk), published_at_ko_choice="now"
    )
    assert errors(answer) == ["The hall : Add a credit before this photo can be shown."]
    assert f'data-photo="{photo.pk}"' in answer.text


@pytest.mark.parametrize("value", ["999999", "abc", "\x00", "-1", "1,,2", "9" * 30])
def test_a_gallery_of_photos_that_do_not_exist_is_an_error(staff, value):
    answer = add(staff, block("news_galleryblock_set", photos=value, title_ko="사진"))
    assert answer.status_code == 200
    assert errors(answer)
    assert not Article.objects.exists()


def test_a_video_a_file_and_a_statistic_are_saved_in_both_languages(staff):
    poster, guide = make_photo(), SimpleUploadedFile("guide.pdf", making_documents.pdf())
    answer = add(
        staff,
        block(
            "news_videoblock_set",
            url="https://youtu.be/EXAMPLE0001",
            title_ko="영상",
            poster=poster.pk,
        ),
        block("news_fileblock_set", ordering=20, file=guide, title_en="Guide", language="ko"),
        block("news_statisticblock_set", ordering=30, exactness="about", label_en="of men"),
        **{"news_statisticblock_set-0-number": 85},
    )
    assert errors(answer) == []
    video, file, statistic = Article.objects.get().all_blocks
    assert (video.poster, video.title_ko) == (poster, "영상")
    assert (file.size, file.title_en) == (file.file.size, "Guide")
    assert (statistic.number, statistic.label_en) == (85, "of men")


def test_what_is_no_video_and_no_file_is_refused(staff):
    answer = add(
        staff,
        block("news_videoblock_set", url="https://example.org/film"),
        block("news_fileblock_set", file=SimpleUploadedFile("x.pdf", b"MZ")),
    )
    assert len(errors(answer)) == 2
    assert not Article.objects.exists()


# What is withdrawn, embargoed, corrected, shared, and looked at again.


def test_an_article_with_a_withdrawn_photo_still_saves(staff):
    photo = make_photo()
    article = make_article(lead_photo=photo)
    placed = add_photo(article, photo)
    take_down(photo)
    form = article_form(
        block("news_photoblock_set", id=placed.pk, parent=article.pk, photo=photo.pk),
        initial={"news_photoblock_set": 1},
        lead_photo=photo.pk,
        slug=article.slug,
        published_at_ko_choice="now",
    )
    answer = staff.post(f"/admin/news/article/{article.pk}/change/", form, follow=True)
    assert errors(answer) == []
    assert Article.objects.get().lead_photo == photo


def test_nothing_is_public_before_its_embargo_ends(staff):
    answer = add(staff, embargo_until="2099-01-01T09:00", published_at_ko_choice="now")
    assert "cannot become public before its embargo ends" in answer.text
    add(staff, embargo_until="2099-01-01T09:00")
    article = Article.objects.get()
    words = {"action": "publish_ko", "_selected_action": article.pk}
    html = staff.post("/admin/news/article/", words, follow=True).text
    assert "Its embargo has not ended yet." in html


def test_before_deleting_only_what_a_reader_knows_is_named(staff):
    article = make_article()
    article.topics.add(make_topic())
    add_correction(article)
    html = staff.get(f"/admin/news/article/{article.pk}/delete/").text
    assert "<li>Correction: The number was wrong.</li>" in " ".join(html.split())
    assert "Article_topics" not in html
    assert "Corrections: 1" in html
    assert "article-topic" not in html.lower()


def test_a_correction_is_told_in_each_language(staff):
    words = {"corrected_on": "2025-07-10", "text_ko": "숫자 정정", "text_en": "Number corrected"}
    add(staff, {f"corrections-0-{name}": value for name, value in words.items()})
    assert Article.objects.get().corrections.get().text_en == "Number corrected"


def test_slips_are_told_with_field_and_language_and_block_nothing(staff):
    slips = block("news_textblock_set", body_ko="<p>7월 9일(화)에 출범했다.</p>")
    words = {"standfirst_en": "Two  spaces, “one quote.", "published_at_en_choice": "now"}
    answer = add(staff, slips, **words)
    assert "Standfirst (English)</a>: There are two spaces" in answer.text
    assert "Standfirst (English)</a>: Quotation marks “ and ” do not pair." in answer.text
    assert "Text (Korean)</a>: “7월 9일(화)”: that day is a" in answer.text
    add(staff, slips, **words, _publish_as_it_is="Publish as it is")
    assert Article.objects.get().status_in("en") == Status.PUBLIC


@pytest.mark.parametrize(
    "words",
    [
        {"title_ko": "문의 900101-1234567"},
        {"standfirst_en": "9001011234567"},
        block("news_textblock_set", body_ko="<p>900101-<strong>1234567</strong></p>"),
        block("news_quoteblock_set", quote_en="Call 900101-1234567."),
    ],
)
def test_resident_registration_numbers_are_refused_everywhere(staff, words):
    answer = add(staff, words)
    assert len([error for error in errors(answer) if "must not be kept" in error]) == 1
    assert not Article.objects.exists()


def test_a_preview_link_is_made_listed_and_revoked(staff, client):
    article = make_article(published_at_en=None)
    add_text(article)
    links = f"/admin/news/article/{article.pk}/preview-links/"
    words = {"language": "en", "days": "3", "recipient": "UN Women"}
    html = staff.post(links, words).text
    [address] = re.findall(r'data-copy="([^"]+)"', html)
    assert "UN Women" in html
    assert "The body." in client.get(address).text
    link = article.preview_links.get()
    assert link.created_by.username == "admin"
    assert "data-copy" not in staff.post(f"{links}{link.pk}/revoke/").text
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("words", [{"days": "365"}, {"language": "xx"}, {"recipient": "x" * 200}])
def test_a_preview_link_has_a_known_language_and_lifetime(staff, words):
    article = make_article()
    good = {"language": "en", "days": "3", "recipient": ""}
    html = staff.post(f"/admin/news/article/{article.pk}/preview-links/", good | words).text
    assert 'class="errorlist"' in html
    assert not article.preview_links.exists()


def test_only_editors_share_previews(client):
    user = User.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    article = make_article()
    address = f"/admin/news/article/{article.pk}/preview-links/"
    assert client.post(address, {"language": "en", "days": "1"}).status_code == 403
    assert 'id="preview-links"' not in client.get(f"/admin/news/article/{article.pk}/change/").text
