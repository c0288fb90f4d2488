"""The cover of a resource, made from the first page of its PDF as a photo of the library."""

import pikepdf
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from cms.decoding import sandbox
from cms.decoding.errors import BusyError, ChildDiedError
from photos.models import Photo
from resources.models import Resource
from tests.support import making_documents as making
from tests.support.admin_forms import address_of
from tests.support.builders import (
    add_resource_file,
    make_network,
    make_organisation,
    make_photo,
    make_resource,
)
from versions.models import Version

pytestmark = pytest.mark.django_db

BUTTON = "Make the cover from the first page"
LOCKED = pikepdf.Encryption(owner="owner", user="user")


@pytest.fixture
def staff(admin_client):
    admin_client.cookies["django_language"] = "en"
    return admin_client


def resource_with_pdf(content: bytes | None = None, **words) -> Resource:
    resource = make_resource(**words)
    content = making.drawn_pdf() if content is None else content
    add_resource_file(resource, file=ContentFile(content, "guide.pdf"))
    return resource


def make_cover(client: Client, resource: Resource):
    return client.post(f"/admin/resources/resource/{resource.pk}/make-cover/", follow=True)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_first_page_becomes_the_cover_in_its_proportions(staff):
    publisher = make_organisation(name_ko="예시 출판사", name_en="Example Press")
    resource = resource_with_pdf(making.drawn_pdf((300, 400)), publisher=publisher)
    assert BUTTON in staff.get(address_of(resource)).text
    make_cover(staff, resource)
    resource.refresh_from_db()
    cover = resource.cover
    assert (cover.width, cover.height) == (1500, 2000)
    with Image.open(cover.original) as picture:
        # The paper is white; the rectangle stands where the page has it, counted from below.
        assert picture.getpixel((10, 10)) == (255, 255, 255)
        assert picture.getpixel((500, 1500)) == (0, 128, 128)
    assert cover.alt_en == "Cover of “An example guide”"
    assert cover.alt_ko == "『예시 안내서』 표지"
    assert cover.credit_organisation_ko == "예시 출판사"
    assert cover.credit_organisation_en == "Example Press"
    assert BUTTON not in staff.get(address_of(resource)).text


def test_it_is_shown_only_when_somebody_has_assessed_it(staff, client):
    publisher = make_organisation(name_ko="예시 출판사", name_en="Example Press")
    resource = resource_with_pdf(publisher=publisher)
    answer = make_cover(staff, resource)
    cover = Photo.objects.get(cover_resources=resource)
    assert cover.consent == Photo.Consent.NOT_ASSESSED
    assert not cover.is_displayable("ko") and not cover.is_displayable("en")
    done, missing = told(answer)
    assert "is the cover now" in done
    assert f'href="/admin/photos/photo/{cover.pk}/change/"' in missing
    assert "Assess the consent of the people shown" in missing
    alt = "Cover of “An example guide”"
    assert alt not in client.get(f"/en/resources/{resource.slug}/").text
    make_assessed(staff, cover)
    assert alt in client.get(f"/en/resources/{resource.slug}/").text


def make_assessed(staff: Client, cover: Photo) -> None:
    answer = staff.post(f"/admin/photos/photo/{cover.pk}/update/", {"consent": "crowd"})
    assert answer.status_code == 200, answer.content


def test_without_a_publisher_the_credit_is_what_is_missing_too(staff):
    resource = resource_with_pdf(title_ko="", published_at_ko=None)
    _done, *missing = told(make_cover(staff, resource))
    assert "Add a credit before this photo can be shown." in missing[0]
    assert len(missing) == 2
    cover = Photo.objects.get()
    assert cover.alt_en and not cover.alt_ko


def test_a_publisher_who_is_not_on_the_site_is_credited(staff):
    resource = resource_with_pdf(publisher_name_ko="가" * 150, publisher_name_en="Somebody Else")
    make_cover(staff, resource)
    cover = Photo.objects.get()
    assert cover.credit_organisation_en == "Somebody Else"
    assert cover.credit_organisation_ko == "가" * 119 + "…"


def test_a_version_and_an_entry_of_the_log_say_who_made_it(staff):
    resource = resource_with_pdf()
    make_cover(staff, resource)
    before, newest = Version.objects.for_item(resource).order_by("pk")
    assert newest.saved_by.username == "admin"
    assert before.saved_by is None
    assert "Made the cover" in LogEntry.objects.get(object_id=str(resource.pk)).change_message


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 broken", "is damaged or has no pages"),
        (making.pdf_without_pages(), "is damaged or has no pages"),
        (making.drawn_pdf(encryption=LOCKED), "is protected with a password"),
        (making.drawn_pdf((2000, 200)), "is too long and narrow for a cover"),
        (making.drawn_pdf(drawing=b""), "is blank"),
    ],
)
def test_a_page_that_cannot_be_drawn_is_told_and_changes_nothing(staff, content, sentence):
    resource = resource_with_pdf(content)
    answer = make_cover(staff, resource)
    (message,) = told(answer)
    assert "“The whole · Korean · PDF”" in message
    assert sentence in message
    resource.refresh_from_db()
    assert resource.cover is None
    assert not Photo.objects.exists()
    assert resource.files.count() == 1
    assert not Version.objects.exists()


def test_it_is_told_in_the_language_of_the_reader(staff):
    staff.cookies["django_language"] = "ko"
    (message,) = told(make_cover(staff, resource_with_pdf(b"%PDF-1.7 broken")))
    assert message.startswith(
        "손상되었거나 페이지가 없어 첫 페이지를 그릴 수 없는 파일입니다: 전체"
    )


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ChildDiedError("it ended"), "takes too much memory or time to be drawn"),
        (BusyError("all slots were taken"), "Many files are being read at the moment."),
    ],
)
def test_a_page_that_takes_too_much_and_a_busy_machine_are_told(
    staff, monkeypatch, error, sentence
):
    def fail(*_args: object) -> None:
        raise error

    monkeypatch.setattr(sandbox, "run_task", fail)
    (message,) = told(make_cover(staff, resource_with_pdf()))
    assert sentence in message
    assert not Photo.objects.exists()


def test_a_file_that_is_gone_is_told(staff):
    resource = resource_with_pdf()
    file = resource.files.get().file
    file.storage.delete(file.name)
    (message,) = told(make_cover(staff, resource))
    assert "could not be read from the disk of the server" in message


def test_large_paper_makes_no_larger_picture(staff):
    resource = resource_with_pdf(making.drawn_pdf((14_400, 14_400)))
    make_cover(staff, resource)
    assert (Photo.objects.get().width, Photo.objects.get().height) == (2000, 2000)


def test_an_address_elsewhere_and_an_office_file_have_no_button(staff):
    resource = make_resource()
    add_resource_file(resource, url="https://press.example/guide.pdf")
    add_resource_file(resource, file=ContentFile(making.docx(), "guide.docx"))
    assert BUTTON not in staff.get(address_of(resource)).text
    (message,) = told(make_cover(staff, resource))
    assert message == "This resource has no PDF of its own. Upload one first."


def test_the_first_pdf_in_their_order_is_drawn(staff):
    resource = make_resource()
    for order, size in ((2, (300, 400)), (1, (400, 300))):
        content = ContentFile(making.drawn_pdf(size), "guide.PDF")
        add_resource_file(resource, file=content, order=order)
    make_cover(staff, resource)
    assert (Photo.objects.get().width, Photo.objects.get().height) == (2000, 1500)


def test_a_cover_that_somebody_chose_stays(staff):
    chosen = make_photo()
    resource = resource_with_pdf(cover=chosen)
    (message,) = told(make_cover(staff, resource))
    assert "has a cover already" in message
    resource.refresh_from_db()
    assert resource.cover == chosen
    assert Photo.objects.count() == 1


def test_the_same_page_is_one_photo_of_the_library(staff):
    first, second = resource_with_pdf(), resource_with_pdf(slug="second")
    make_cover(staff, first)
    make_cover(staff, second)
    assert Photo.objects.get().cover_resources.count() == 2


@pytest.mark.parametrize("rights", [(), ("change_resource",), ("add_photo", "view_resource")])
def test_only_who_may_change_resources_and_add_photos_makes_one(client, django_user_model, rights):
    resource = resource_with_pdf()
    user = django_user_model.objects.create_user("colleague", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    assert make_cover(client, resource).status_code == 403
    user.user_permissions.set(
        Permission.objects.filter(codename__in=("change_resource", "add_photo"))
    )
    make_cover(client, resource)
    assert Photo.objects.get().cover_resources.get() == resource


def test_a_link_and_a_foreign_form_make_none(admin_user, client):
    resource = resource_with_pdf()
    address = f"/admin/resources/resource/{resource.pk}/make-cover/"
    client.post(address)
    assert not Photo.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert strict.get(address).status_code == 405
    assert strict.post(address).status_code == 403
    assert not Photo.objects.exists()


def test_a_public_page_that_a_second_person_must_read_is_changed_in_its_form(staff):
    make_network(needs_second_reader=True)
    (message,) = told(make_cover(staff, resource_with_pdf()))
    assert "change it in its form, where a second person can read it first" in message
    assert not Photo.objects.exists()
