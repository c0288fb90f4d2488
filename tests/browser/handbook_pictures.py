"""The pictures of the handbook, taken in each language and written beside its chapters."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, Page

from events.models import Event
from joining.models import Application
from photos.models import Photo
from website.admin import handbook

SIZE = {"width": 1100, "height": 700}
QUALITY = 55


@dataclass(frozen=True)
class Picture:
    name: str
    address: str
    # What is done on the page before.
    prepare: Callable[[Page], None] = lambda page: None
    # The picture has this element alone.
    element: str = ""


def open_help(page: Page) -> None:
    page.locator(".page-help > summary").click()


def pictures() -> list[Picture]:
    event = Event.objects.order_by("-starts_at").first()
    photo = Photo.objects.order_by("pk").first()
    application = Application.objects.get(state=Application.State.SCREENING)
    release = "news/article/add/?kind=press-release"
    return [
        Picture("first-page", ""),
        Picture("help", release, open_help),
        Picture("press-release", release),
        Picture("publish", release, element=".publication-bar"),
        Picture("photo", f"photos/photo/{photo.pk}/change/"),
        Picture("event", f"events/event/{event.pk}/change/"),
        Picture("application", f"joining/application/{application.pk}/"),
        Picture("article-list", "news/article/"),
        Picture("public-forms", "", element=".dashboard-panel:has(#panel-forms)"),
    ]


def take(browser: Browser, site: str, log_in: Callable) -> None:
    for code in handbook.languages():
        context = browser.new_context(viewport=SIZE, color_scheme="light", locale=code)
        log_in(context, site)
        page = context.new_page()
        for picture in pictures():
            page.goto(f"{site}/admin/{picture.address}")
            picture.prepare(page)
            page.wait_for_load_state("networkidle")
            target = page.locator(picture.element).first if picture.element else page
            write(target.screenshot(), code, picture.name)
        context.close()


def write(png: bytes, code: str, name: str) -> None:
    folder = handbook.FOLDER / code / "pictures"
    folder.mkdir(exist_ok=True)
    Image.open(BytesIO(png)).convert("RGB").save(folder / f"{name}.webp", quality=QUALITY, method=6)
