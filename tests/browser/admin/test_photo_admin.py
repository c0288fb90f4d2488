"""How little the admin of photos asks: clicks, fields and file dialogs are counted, each as one."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from news.models import Article, GalleryBlock, PhotoBlock
from photos.files import rendition_storage
from photos.files.embedded_credits import EmbeddedCredits
from photos.models import Photo, Photographer
from tests.browser.accessibility import serious_faults
from tests.support.builders import (
    add_gallery,
    add_photo,
    add_resource_file,
    add_text,
    make_article,
    make_network,
    make_photo,
    make_photographer,
    make_resource,
    picture_bytes,
)
from tests.support.making_documents import drawn_pdf

EDITOR = ".ProseMirror[contenteditable]"
COUNT_FLIGHTS = """
    let flying = 0;
    window.most = 0;
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (data) {
        flying += 1;
        window.most = Math.max(window.most, flying);
        this.addEventListener("readystatechange", () => { flying -= this.readyState === 4; });
        send.call(this, data);
    };
"""
HAND_OVER = """(place, [kind, carrier, bytes]) => {
    const transfer = new DataTransfer();
    const file = new File([new Uint8Array(bytes)], `${kind}.jpg`, {type: "image/jpeg"});
    transfer.items.add(file);
    const Kind = kind === "drop" ? DragEvent : ClipboardEvent;
    const how = {[carrier]: transfer, bubbles: true, cancelable: true};
    place.dispatchEvent(new Kind(kind, how));
}"""


class Hand:
    """What a coordinator does on a page, and how much of it there was."""

    def __init__(self, page):
        self.page, self.clicks, self.fields, self.dialogs, self.loads = page, 0, 0, 0, 0
        page.on("load", lambda _page: setattr(self, "loads", self.loads + 1))

    @property
    def actions(self) -> int:
        return self.clicks + self.fields + self.dialogs

    def click(self, target) -> None:
        self.clicks += 1
        self._one(target).click()

    def fill(self, target, words: str) -> None:
        self.fields += 1
        self._one(target).fill(words)

    def choose(self, target, value: str) -> None:
        self.fields += 1
        self._one(target).select_option(value)

    def choose_files(self, target, files: list[dict]) -> None:
        """A click that opens the dialog of the system, and the dialog."""
        with self.page.expect_file_chooser() as chooser:
            self.click(target)
        self.dialogs += 1
        chooser.value.set_files(files)

    def type(self, *words: str) -> None:
        """Type into one field after the other, with the tabulator between them."""
        for number, text in enumerate(words):
            if number:
                self.page.keyboard.press("Tab")
            self.page.keyboard.insert_text(text)

    def _one(self, target):
        return self.page.locator(target).first if isinstance(target, str) else target


@pytest.fixture
def hand(admin_page) -> Hand:
    admin_page.set_viewport_size({"width": 1366, "height": 768})
    return Hand(admin_page)


def files(number: int, size=(240, 160)) -> list[dict]:
    """Pictures that differ: the library notices one that is sent twice."""
    colours = [f"hsl({9 * n}, 60%, 40%)" for n in range(number)]
    return [
        file(f"IMG_{n:04}.jpg", picture_bytes(size, colour)) for n, colour in enumerate(colours)
    ]


def file(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def said(page) -> str:
    page.locator(".messagelist .success").wait_for()
    page.wait_for_load_state()
    return page.locator(".messagelist").inner_text()


# The four counts of the library.


def test_a_photo_of_five_articles_is_withdrawn_in_three_actions_and_back_in_two(
    hand, admin_page, client
):
    photo = make_photo(caption_ko="강당")
    articles = [make_article(slug=f"a-{n}", lead_photo=photo) for n in range(5)]
    for article in articles:
        add_text(article)
        add_photo(article, photo)
        add_gallery(article, [photo])
    assert "<figure" in client.get("/ko/news/a-0/").text
    admin_page.goto("/admin/")

    hand.click(".app-list a[href='/admin/photos/photo/']")
    hand.click("#result_list .field-thumbnail a")
    hand.click(".object-tools button.destructive")
    said(admin_page)
    assert hand.actions == 3

    for article in articles:
        assert "<figure" not in client.get(f"/ko/news/{article.slug}/").text
    admin_page.goto(f"/admin/news/article/{articles[0].pk}/change/")
    admin_page.locator("input[name=_save]").click()
    said(admin_page)
    assert admin_page.locator(".errorlist").count() == 0

    admin_page.goto("/admin/")
    hand.clicks = 0
    hand.click(".dashboard-panel a[href='/admin/photos/photo/?withheld=yes']")
    hand.click("#result_list .field-use button")
    said(admin_page)
    assert hand.actions == 2
    for article in articles:
        assert "<figure" in client.get(f"/ko/news/{article.slug}/").text


def test_a_name_is_corrected_everywhere_in_both_languages_in_four_actions(hand, admin_page, client):
    photographer = make_photographer()
    photos = [make_photo(photographer=photographer) for _number in range(2)]
    make_article(slug="launch", lead_photo=photos[0])
    admin_page.goto("/admin/")

    hand.click(".app-list a[href='/admin/photos/photographer/']")
    hand.fill("#id_form-0-name_ko", "손샹민")
    hand.fill("#id_form-0-name_en", "Son Syang-min")
    hand.click("input[name=_save]")
    said(admin_page)
    assert hand.actions == 4

    assert "사진: 손샹민" in client.get("/ko/news/launch/").text
    assert "Photo by Son Syang-min" in client.get("/en/news/launch/").text
    for photo in photos:
        for public in rendition_storage.public_folder(photo.folder_token).iterdir():
            assert b"Son Syang-min" in public.read_bytes()


def test_forty_photos_with_one_credit_and_consent_take_six_actions(hand, admin_page):
    admin_page.goto("/admin/")

    hand.click(".shortcuts a[href='/admin/photos/photo/bulk-upload/']")
    hand.fill("#id_photographer", "손상민 · Son Sang-min")
    hand.choose("#id_consent", "public-role")
    hand.choose_files("label[for=id_file]", files(40))
    admin_page.locator(".photo-form-card").nth(39).wait_for(timeout=300_000)
    hand.click("#photo-forms [name=_save]")
    said(admin_page)
    assert hand.actions == 6

    assert Photo.objects.count() == 40
    assert {photo.consent for photo in Photo.objects.all()} == {"public-role"}
    assert {photo.photographer.name_ko for photo in Photo.objects.all()} == {"손상민"}
    assert Photographer.objects.get().name_en == "Son Sang-min"


# Inside the article.


def test_a_release_in_two_languages_with_three_new_photos_takes_eight_clicks(hand, admin_page):
    make_network()
    make_photographer()
    admin_page.goto("/admin/")
    hand.loads = 0

    hand.click('a[href*="kind=press-release"]')
    admin_page.locator("#id_title_ko:focus").wait_for()
    hand.type("출범 소식", "News of the launch", "짧은 설명입니다.", "A short summary.")
    hand.click(EDITOR)
    hand.type("우리는 출범했습니다.")
    admin_page.locator(EDITOR).nth(1).focus()
    hand.type("We have launched.")
    hand.click(".block-bar-end button:nth-of-type(2)")
    admin_page.locator("dialog #shared-photographer").focus()
    hand.type("son sang-min")
    admin_page.locator("dialog #shared-consent").select_option("public-role")
    hand.choose_files("dialog .photo-picker-files", files(3))
    admin_page.locator(".photo-form-card").nth(2).wait_for()
    admin_page.locator(".photo-form-card textarea:focus").wait_for()
    for number in range(3):
        admin_page.locator(".photo-form-card").nth(number).locator("textarea").first.focus()
        hand.type(f"사람들 {number}", f"People {number}", f"설명 {number}", f"A caption {number}")
    hand.click(admin_page.locator(".publication-choice").nth(0).locator("label").nth(1))
    hand.click(admin_page.locator(".publication-choice").nth(1).locator("label").nth(1))
    hand.click("input[name=_save]")
    said(admin_page)

    assert hand.clicks <= 8
    assert hand.dialogs == 1
    assert hand.loads == 2  # The form, and the form again after saving.
    article = Article.objects.get()
    assert article.published_languages == ["ko", "en"]
    photos = [block.photo for block in PhotoBlock.objects.order_by("ordering")]
    assert [photo.alt_ko for photo in photos] == ["사람들 0", "사람들 1", "사람들 2"]
    assert [photo.caption_en for photo in photos] == ["A caption 0", "A caption 1", "A caption 2"]
    assert {photo.photographer.name_ko for photo in photos} == {"손상민"}
    assert Photographer.objects.count() == 1
    assert admin_page.goto("/en/news/news-of-the-launch/").status == 200
    assert admin_page.locator("figure").count() == 3


def test_new_photos_become_one_gallery_on_choice(hand, admin_page):
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator("#id_title_ko").fill("제목")
    hand.click(".block-bar-end button:nth-of-type(2)")
    admin_page.locator("dialog [data-gallery] input").check()
    hand.choose_files("dialog .photo-picker-files", [*files(2), file("broken.jpg", b"nothing")])
    admin_page.locator(".photo-list li[data-photo]").nth(1).wait_for()
    expect(admin_page.locator(".photo-list .upload")).to_contain_text("broken.jpg")
    admin_page.locator("input[name=_save]").click()
    said(admin_page)
    assert len(GalleryBlock.objects.get().photos()) == 2


def test_photos_dropped_on_the_blocks_and_pasted_pictures_become_blocks(admin_page):
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator("#id_title_ko").fill("제목")
    admin_page.locator(EDITOR).first.wait_for()
    for kind, carrier, colour in (
        ("drop", "dataTransfer", "teal"),
        ("paste", "clipboardData", "navy"),
    ):
        data = list(picture_bytes(colour=colour))
        admin_page.locator(EDITOR).first.evaluate(HAND_OVER, [kind, carrier, data])
    admin_page.locator(".photo-form-card").nth(1).wait_for()
    admin_page.locator("input[name=_save]").click()
    said(admin_page)
    names = {block.photo.file_name for block in PhotoBlock.objects.all()}
    assert names == {"drop.jpg", "paste.jpg"}


def test_what_a_block_says_of_its_photo_is_kept_before_the_article(admin_page):
    photo = make_photo(alt_en="")
    article = make_article(published_at_en=None)
    add_photo(article, photo)
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator(f"[name=photo-{photo.pk}-alt_en]").fill("People in a hall")
    admin_page.locator(f"[name=photo-{photo.pk}-alt_en]").blur()
    admin_page.locator(".photo-thumbnail .missing-label").wait_for(state="detached")
    photo.refresh_from_db()
    assert photo.alt_en == "People in a hall"


def test_what_is_wrong_in_a_block_is_said_there_and_the_article_is_not_sent(admin_page):
    photo = make_photo(alt_en="")
    article = make_article(published_at_en=None)
    add_photo(article, photo)
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator(f"[name=photo-{photo.pk}-alt_en]").fill("900101-1234567")
    admin_page.locator("input[name=_save]").click()
    admin_page.locator(".alt_en .field-error:not(:empty)").wait_for()
    expect(admin_page.locator(f"[name=photo-{photo.pk}-alt_en]")).to_have_value("900101-1234567")
    expect(admin_page.locator(".messagelist")).to_have_count(0)


def test_photos_of_a_gallery_are_moved_and_taken_out_by_keyboard(admin_page):
    photos = [make_photo(caption_ko=f"사진 {n}") for n in range(3)]
    article = make_article()
    gallery = add_gallery(article, photos)
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator(".photo-list li[data-photo]").nth(2).locator("[data-action=earlier]").focus()
    admin_page.keyboard.press("Enter")
    admin_page.keyboard.press("Enter")
    admin_page.locator(".photo-list li[data-photo]").nth(1).locator("[data-action=remove]").focus()
    admin_page.keyboard.press("Enter")
    admin_page.locator("input[name=_save]").click()
    said(admin_page)
    assert GalleryBlock.objects.get(pk=gallery.pk).photos() == [photos[2], photos[1]]


# Many at once.


def test_a_broken_file_is_named_and_left_out_and_the_others_stay(hand, admin_page):
    admin_page.goto("/admin/photos/photo/bulk-upload/")
    hand.choose_files("label[for=id_file]", [*files(2), file("송상민.jpg", picture_bytes()[:900])])
    admin_page.locator(".photo-form-card").nth(1).wait_for()
    admin_page.locator(".upload .field-error").wait_for()
    assert admin_page.locator(".upload").inner_text().startswith("송상민.jpg")
    assert Photo.objects.count() == 2


def test_closing_the_page_loses_nothing_that_had_arrived(hand, admin_page):
    admin_page.goto("/admin/photos/photo/bulk-upload/")
    hand.choose_files("label[for=id_file]", files(2))
    admin_page.locator(".photo-form-card").nth(1).wait_for()
    admin_page.locator(".photo-form-card textarea").first.fill("강당")
    with admin_page.expect_response("**/update/"):
        admin_page.locator(".photo-form-card textarea").nth(1).focus()
    admin_page.goto("/admin/photos/photo/describe/")
    assert admin_page.locator(".photo-form-card").count() == 2
    # Two files travel at once, so either may have become the first photo of the library.
    assert "강당" in [words.input_value() for words in admin_page.locator("textarea").all()]


def test_no_more_than_two_files_are_on_their_way_at_once(hand, admin_page):
    admin_page.add_init_script(COUNT_FLIGHTS)
    admin_page.goto("/admin/photos/photo/bulk-upload/")
    hand.choose_files("label[for=id_file]", files(6))
    admin_page.locator(".photo-form-card").nth(5).wait_for()
    assert admin_page.evaluate("most") == 2
    order = admin_page.locator(".photo-form-thumbnail a").all_inner_texts()
    assert order == [f"IMG_{n:04}.jpg" for n in range(6)]


def test_what_is_said_for_all_later_is_said_of_what_has_arrived(hand, admin_page):
    admin_page.goto("/admin/photos/photo/bulk-upload/")
    hand.choose_files("label[for=id_file]", files(2))
    admin_page.locator(".photo-form-card").nth(1).wait_for()
    hand.choose("#id_licence", "cc0")
    hand.fill("#id_photographer", "김새나")
    hand.choose("#id_consent", "crowd")
    hand.click("#photo-forms [name=_save]")
    said(admin_page)
    for photo in Photo.objects.all():
        assert (photo.licence, photo.consent, photo.photographer.name_ko) == (
            "cc0",
            "crowd",
            "김새나",
        )


def test_what_a_file_says_is_offered_and_kept_when_all_is_saved(hand, admin_page):
    buffer = BytesIO()
    Image.new("RGB", (240, 160)).save(
        buffer, "JPEG", xmp=EmbeddedCredits("Jaeyeon Jung", "UN Women", {"en": "© UN"}).xmp_packet()
    )
    admin_page.goto("/admin/photos/photo/bulk-upload/")
    hand.choose_files("label[for=id_file]", [file("un.jpg", buffer.getvalue())])
    card = admin_page.locator(".photo-form-card")
    card.wait_for()
    assert card.locator("[data-photographer]").input_value() == "Jaeyeon Jung"
    assert not Photo.objects.get().credit_line()
    hand.click("#photo-forms [name=_save]")
    said(admin_page)
    photo = Photo.objects.get()
    assert (photo.photographer.name_en, photo.credit_organisation_en) == (
        "Jaeyeon Jung",
        "UN Women",
    )
    assert photo.suggestions == {}


# Focus, and for everybody.


def test_the_crops_follow_the_focus(admin_page):
    photo = make_photo(size=(900, 300))
    admin_page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    crop = admin_page.locator(".crops img").first
    admin_page.locator("#id_focus_x").fill("1")
    expect(crop).to_have_css("object-position", "100% 50%")
    admin_page.locator("#id_focus_x").fill("0.5")
    expect(crop).to_have_css("object-position", "50% 50%")


def test_a_preview_link_is_made_and_revoked_without_leaving_the_form(admin_page, client):
    article = make_article(published_at_ko=None, published_at_en=None)
    add_text(article)
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator("#id_title_ko").fill("아직 저장하지 않은 제목")
    admin_page.locator("#preview-recipient").fill("유엔여성기구")
    admin_page.locator(".preview-link-new button").click()
    link = admin_page.locator(".preview-links li")
    link.wait_for()
    assert "유엔여성기구" in link.inner_text()
    address = link.locator("input[readonly]").input_value()
    assert "본문입니다." in client.get(address).text
    link.locator("form button").click()
    link.wait_for(state="detached")
    assert client.get(address).status_code == 410
    assert admin_page.locator("#id_title_ko").input_value() == "아직 저장하지 않은 제목"


def test_buttons_beside_a_heading_can_be_read(admin_page):
    resource = make_resource(title_ko="안내서")
    add_resource_file(resource, file=ContentFile(drawn_pdf(), "guide.pdf"))
    photo = make_photo(taken_down_at=timezone.now())
    buttons = (
        (f"/admin/resources/resource/{resource.pk}/change/", "첫 페이지로 표지 만들기"),
        (f"/admin/photos/photo/{photo.pk}/change/", "다시 게시"),
    )
    for scheme in ("light", "dark"):
        admin_page.emulate_media(color_scheme=scheme)
        for address, label in buttons:
            admin_page.goto(address)
            tools = admin_page.locator(".object-tools")
            expect(tools.get_by_role("button", name=label, exact=True)).to_be_visible()
            assert serious_faults(admin_page) == []


def test_nothing_keeps_anybody_out(admin_page):
    photo = make_photo(alt_en="")
    article = make_article(published_at_en=None)
    add_photo(article, photo)
    add_gallery(article, [photo])
    addresses = [
        "/admin/photos/photo/bulk-upload/",
        "/admin/photos/photo/describe/",
        "/admin/photos/photo/",
        f"/admin/photos/photo/{photo.pk}/change/",
        "/admin/photos/photographer/",
        f"/admin/news/article/{article.pk}/change/",
    ]
    for address in addresses:
        admin_page.goto(address)
        admin_page.wait_for_load_state("networkidle")
        for scheme in ("light", "dark"):
            admin_page.emulate_media(color_scheme=scheme)
            assert (scheme, address, serious_faults(admin_page)) == (scheme, address, [])
    assert admin_page.console_errors == []


def test_a_withdrawn_photo_says_so_in_the_form_of_an_article(admin_page):
    article = make_article(lead_photo=make_photo(taken_down_at=timezone.now()))
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    label = admin_page.locator(".field-lead_photo [data-photo-missing] .missing-label").first
    expect(label).to_have_text("내린 사진")
