"""Two people write in one article, each in a browser: the server joins or shows what both wrote."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from news.models import Article, TextBlock
from tests.browser.conftest import FLAGS
from tests.browser.navigation import follow
from tests.support.builders import add_text, make_article, make_network
from tests.website.proxy.serving import free_port, running_site, wait_for
from versions.models import Version, WorkingCopy

EDITOR = ".ProseMirror[contenteditable]"
# AUTOSAVE_SECONDS of `working_copy.js` and the way to the server; the changelog promises ten.
AUTOSAVED_SECONDS = 10


@pytest.fixture
def article(transactional_db) -> Article:
    make_network()
    article = make_article(slug="forum", title_ko="처음 제목", title_en="First title")
    add_text(article, body_ko="<p>하나</p>", body_en="<p>One</p>")
    return article


def form_url(article: Article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def seat(browser: Browser, url: str, name: str) -> Page:
    """A window of its own, with the form of nothing open yet."""
    words = {"first_name": name.title(), "is_staff": True, "is_superuser": True}
    client = Client()
    client.force_login(get_user_model().objects.get_or_create(username=name, defaults=words)[0])
    window = browser.new_context(base_url=url, locale="ko-KR")
    session = client.cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return window.new_page()


@pytest.fixture
def two(browser: Browser, live_server, requests, article) -> Iterator[tuple[Page, Page]]:
    """Both have opened the article."""
    pages = [seat(browser, live_server.url, name) for name in ("mina", "jun")]
    for page in pages:
        page.goto(form_url(article))
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()
    requests.wait_until_none()


def write(page: Page, text: str) -> None:
    """At the end of the Korean text of the block."""
    editor = page.locator(EDITOR).first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def delete_block(page: Page) -> None:
    """The tick itself is hidden behind a button of the block."""
    page.locator("[name$='-0-DELETE'][name*='textblock']").first.evaluate("box => box.click()")


def save(page: Page) -> None:
    follow(page.locator("input[name=_save]"))


def test_each_sees_where_the_other_types(two, article):
    mina, jun = two
    write(jun, " 둘")
    mina.bring_to_front()
    mina.locator("#id_title_ko").focus()
    expect(mina.locator(".open-elsewhere")).to_contain_text("본문(한국어)")
    expect(mina.locator(".open-elsewhere")).to_contain_text("Jun")
    expect(jun.locator(".open-elsewhere")).to_contain_text("Mina", timeout=20_000)
    jun.goto("/admin/")
    expect(mina.locator(".open-elsewhere")).not_to_contain_text("본문(한국어)", timeout=20_000)


def test_different_fields_are_joined(two, article):
    mina, jun = two
    mina.locator("#id_title_ko").fill("미나의 제목")
    jun.locator("#id_title_en").fill("Jun's title")
    write(jun, " 둘")
    save(mina)
    save(jun)
    expect(jun.locator("#id_title_ko")).to_have_value("미나의 제목")
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("미나의 제목", "Jun's title")
    assert TextBlock.objects.get().body_ko == "<p>하나 둘</p>"


def test_the_same_field_is_shown_with_both_texts(two, article):
    mina, jun = two
    write(mina, " 미나")
    write(jun, " 준")
    save(mina)
    save(jun)
    expect(jun.locator(EDITOR).first).to_have_text("하나 준")
    expect(jun.locator("#error-summary")).to_contain_text("하나 미나")
    assert TextBlock.objects.get().body_ko == "<p>하나 미나</p>"
    write(jun, " 미나")
    save(jun)
    assert TextBlock.objects.get().body_ko == "<p>하나 준 미나</p>"


def test_a_text_whose_block_was_deleted_is_in_the_form_again(two, article):
    mina, jun = two
    write(mina, " 미나")
    delete_block(jun)
    save(jun)
    assert not TextBlock.objects.exists()
    save(mina)
    mina.locator("#error-summary").get_by_role("link", name="본문").click()
    expect(mina.locator(EDITOR).first).to_be_focused()
    expect(mina.locator(EDITOR).first).to_have_text("하나 미나")
    save(mina)
    assert TextBlock.objects.get().body_ko == "<p>하나 미나</p>"


def test_a_block_in_which_somebody_wrote_meanwhile_is_not_deleted_unseen(two, article):
    mina, jun = two
    delete_block(jun)
    write(mina, " 미나")
    save(mina)
    save(jun)
    expect(jun.locator("#error-summary")).to_contain_text("하나 미나")
    assert TextBlock.objects.get().body_ko == "<p>하나 미나</p>"
    save(jun)
    assert not TextBlock.objects.exists()
    texts = [str(values) for _version, values in Version.objects.for_item(article).with_values()]
    assert any("하나 미나" in text for text in texts)


# A server and browsers that are killed.


@pytest.fixture
def told(settings) -> dict[str, str]:
    return {
        "SECRET_KEY": settings.SECRET_KEY,
        "ENCRYPTION_KEYS": ",".join(settings.ENCRYPTION_KEYS),
        "HTTPS": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "WEB_CONCURRENCY": "1",
    }


@pytest.mark.faults
def test_a_server_that_is_killed_between_two_saves_loses_nothing(
    browser, article, told, tmp_path: Path
):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        _port, first = stack.enter_context(running_site(tmp_path / "one", port, **told))
        mina, jun = (seat(browser, url, name) for name in ("mina", "jun"))
        for page in (mina, jun):
            page.goto(form_url(article))
        write(mina, " 미나")
        mina.locator("#id_title_ko").fill("미나의 제목")
        save(mina)
        write(jun, " 준")
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        jun.locator("#id_title_en").fill("Jun's title")
        expect(jun.locator(".working-copy-state")).to_contain_text("이 기기에 보관")
        stack.enter_context(running_site(tmp_path / "two", port, **told))
        expect(jun.locator(".working-copy-state")).to_contain_text("임시 저장됨")
        save(jun)
        expect(jun.locator(EDITOR).first).to_have_text("하나 준")
        expect(jun.locator("#error-summary")).to_contain_text("하나 미나")
        save(jun)
        article.refresh_from_db()
        assert (article.title_ko, article.title_en) == ("미나의 제목", "Jun's title")
        assert not WorkingCopy.objects.unsaved().exists()
        for page in (mina, jun):
            page.context.close()


@pytest.mark.faults
def test_a_browser_that_is_killed_loses_ten_seconds_at_most(
    browser, article, live_server, requests, tmp_path: Path
):
    port = free_port()
    program = shutil.which("chromium") or browser.browser_type.executable_path
    options = [f"--remote-debugging-port={port}", f"--user-data-dir={tmp_path}", "--headless=new"]
    process = subprocess.Popen([program, *FLAGS, *options], start_new_session=True)  # noqa: S603
    wait_for(port)
    other = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
    mina = seat(other, live_server.url, "mina")
    mina.goto(form_url(article))
    mina.locator(EDITOR).first.click()
    typed, end = [], time.monotonic() + 3 * AUTOSAVED_SECONDS
    while time.monotonic() < end:
        mina.keyboard.type(f"<{len(typed)}>")
        typed.append(time.monotonic())
        mina.wait_for_timeout(200)
    os.killpg(process.pid, signal.SIGKILL)
    killed = time.monotonic()
    process.wait()
    requests.wait_until_none()
    text = str(WorkingCopy.objects.get().post_data)
    numbers = [int(number) for number in re.findall("&lt;([0-9]+)&gt;", text)]
    assert numbers == list(range(len(numbers)))
    assert killed - typed[numbers[-1]] < AUTOSAVED_SECONDS
    again = seat(browser, live_server.url, "mina")
    again.goto(form_url(article))
    follow(again.get_by_role("button", name="이어서 쓰기"))
    expect(again.locator(EDITOR).first).to_contain_text(f"<{numbers[-1]}>")
    again.context.close()
