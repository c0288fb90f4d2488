"""Words in another language are marked in the editor, and read in it on the page."""

from news.models import TextBlock

EDITOR = ".ProseMirror[contenteditable]"


def test_the_title_of_a_book_is_marked_and_the_mark_is_taken_away(admin_page):
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator("#id_title_ko").fill("제목")
    text = admin_page.locator(EDITOR).first
    text.click()
    admin_page.keyboard.type("Les hommes")
    choose(admin_page, "프랑스어")
    save(admin_page)
    block = TextBlock.objects.get()
    assert block.body_ko == '<p><span lang="fr">Les hommes</span></p>'
    admin_page.goto(f"/admin/news/article/{block.parent_id}/change/")
    admin_page.locator(EDITOR).first.click()
    choose(admin_page, "이 글의 언어")
    save(admin_page)
    block.refresh_from_db()
    assert block.body_ko == "<p>Les hommes</p>"


def choose(page, language: str) -> None:
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="선택한 부분의 언어").first.press("Enter")
    page.locator(".prose-menubar__picker:popover-open").get_by_text(language, exact=True).click()


def save(page) -> None:
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()
