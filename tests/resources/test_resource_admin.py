"""A resource on one form: makers in order, files that are checked, and when it is public."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.declarations.roles import EDITORS
from operations import group_permissions
from resources.models import Contributor, Resource, ResourceFile
from tests.support import making_documents
from tests.support.admin_forms import address_of, open_form, save, sendable
from tests.support.builders import (
    add_contributor,
    add_resource_file,
    make_organisation,
    make_person,
    make_photo,
    make_resource,
)
from versions.models import Version

pytestmark = pytest.mark.django_db

ADD = "/admin/resources/resource/add/"


@pytest.fixture
def staff(admin_client):
    admin_client.cookies["django_language"] = "en"
    return admin_client


def row(prefix: str, number: int = 0, **values) -> dict:
    return {f"{prefix}-{number}-{name}": value for name, value in values.items()}


def resource_form(*rows: dict, **words) -> dict:
    """The whole form as a browser sends it."""
    form = {
        "title_ko": "예시 안내서",
        "title_en": "An example guide",
        "kind": "book",
        "licence": "",
        "published_at_ko_choice": "draft",
        "published_at_en_choice": "draft",
    }
    for one in rows:
        form |= one
    for prefix in ("contributors", "files"):
        numbers = {name.split("-")[1] for name in form if name.startswith(f"{prefix}-")}
        form |= {f"{prefix}-TOTAL_FORMS": len(numbers), f"{prefix}-INITIAL_FORMS": 0}
    return form | {"_save": "Save"} | words


def errors(response) -> str:
    assert response.status_code == 200
    found = {**response.context["adminform"].form.errors}
    for formset in response.context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            found |= form.errors
    return str(found)


def pdf(**saved) -> SimpleUploadedFile:
    return SimpleUploadedFile("guide.pdf", making_documents.pdf(**saved))


def test_a_resource_is_entered_on_one_form(staff):
    person, group = make_person(), make_organisation(slug="press")
    original = make_resource(slug="original")
    response = staff.post(
        ADD,
        resource_form(
            row("contributors", 0, role="author", person=person.pk, order=1),
            row("contributors", 1, role="translator", name_ko="옮긴이", order=2),
            row("files", 0, language="ko", file=pdf(), title_ko="1부", order=1),
            row("files", 1, language="nl", url="https://press.example/", pages=9, order=2),
            year=2024,
            publisher=group.pk,
            work_languages=["ko", "nl"],
            translation_of=original.pk,
            isbn="ISBN 0-306-40615-2",
            doi="https://doi.org/10.1000/182",
        ),
    )
    assert response.status_code == 302, errors(response)
    resource = Resource.objects.get(title_ko="예시 안내서", kind="book")
    assert resource.slug == "an-example-guide"
    assert (resource.isbn, resource.doi) == ("9780306406157", "10.1000/182")
    assert resource.work_languages == ["ko", "nl"]
    assert resource.translation_of == original
    author, translator = resource.contributors.all()
    assert (author.person, author.role) == (person, "author")
    assert (translator.name_ko, translator.role) == ("옮긴이", "translator")
    here, elsewhere = resource.files.all()
    assert (here.file_type(), here.pages, here.size > 0) == ("PDF", 1, True)
    assert (elsewhere.host(), elsewhere.pages) == ("press.example", 9)
    assert resource.published_languages == []


def test_its_title_is_needed_in_each_language_in_which_it_is_public(staff):
    response = staff.post(ADD, resource_form(title_en="", published_at_en_choice="now"))
    assert "It needs a name or title in each language" in errors(response)


@pytest.mark.parametrize(
    "values",
    [{}, {"person": True, "name_ko": "x"}, {"organisation": True, "person": True}],
)
def test_a_contributor_is_one_of_three(staff, values):
    keys = {"person": make_person().pk, "organisation": make_organisation().pk}
    values = {name: keys.get(name, value) for name, value in values.items()}
    response = staff.post(
        ADD, resource_form(row("contributors", 0, role="editor", name_en="", order=1, **values))
    )
    if values:
        assert "one of the three in each row" in errors(response)
        assert not Resource.objects.exists()
    else:
        # A row that stayed empty is not kept.
        assert response.status_code == 302
        assert not Contributor.objects.exists()


def test_a_file_is_here_or_elsewhere(staff):
    both = row("files", 0, language="ko", file=pdf(), url="https://a.example/", order=1)
    assert "not both" in errors(staff.post(ADD, resource_form(both)))
    neither = row("files", 0, language="ko", title_ko="제목", order=1)
    assert "not both" in errors(staff.post(ADD, resource_form(neither)))
    assert not ResourceFile.objects.exists()


def test_files_are_checked_and_freed_of_names_like_those_of_articles(staff):
    wrong = SimpleUploadedFile("guide.pdf", b"no document")
    response = staff.post(ADD, resource_form(row("files", 0, language="ko", file=wrong, order=1)))
    assert "Only PDF and office files" in errors(response)
    response = staff.post(ADD, resource_form(row("files", 0, language="ko", file=pdf(), order=1)))
    assert response.status_code == 302, errors(response)
    assert making_documents.AUTHOR.encode() not in ResourceFile.objects.get().file.read()


def test_a_work_follows_and_translates_another(staff):
    resource = make_resource()
    held = open_form(staff, resource)
    for field in ("translation_of", "previous_edition"):
        told = errors(save(staff, resource, held, **{field: resource.pk}))
        assert "A work cannot be" in told
        assert field in told


def test_wrong_numbers_are_told_at_their_fields(staff):
    told = errors(staff.post(ADD, resource_form(isbn="123", doi="x", year=99)))
    assert "An ISBN has 13 digits" in told
    assert "A DOI looks like" in told
    assert "1450" in told


def test_a_cover_that_may_not_be_shown_keeps_it_from_being_published(staff):
    cover = make_photo(photographer=None)
    form = resource_form(cover=cover.pk, published_at_ko_choice="now")
    assert "Add a credit before this photo can be shown" in errors(staff.post(ADD, form))
    draft = make_resource(published_at_ko=None, published_at_en=None, cover=cover)
    assert any("Add a credit" in reason for reason in draft.publication_blockers("ko"))


def test_the_form_says_which_file_a_row_has(staff):
    resource = make_resource()
    add_resource_file(resource)
    page = staff.get(address_of(resource)).text
    assert "It has a file now (PDF, 16\xa0bytes)" in page


def test_saving_keeps_files_and_records_a_version(staff):
    resource = make_resource()
    add_contributor(resource, name_ko="글쓴이", name_en="Ann")
    file = add_resource_file(resource)
    held = open_form(staff, resource)
    assert save(staff, resource, held, title_en="Another title").status_code == 302
    resource.refresh_from_db()
    assert resource.title_en == "Another title"
    assert resource.files.get().file.name == file.file.name
    assert Version.objects.for_item(resource).count() == 2


def test_editors_enter_resources(client, django_user_model):
    group_permissions.apply_roles()
    user = django_user_model.objects.create_user("editor", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=EDITORS.names))
    client.force_login(user)
    assert client.get(ADD).status_code == 200
    assert sendable(client.get(ADD).text)["kind"] == "toolkit"


def test_a_draft_is_previewed_and_stays_unseen(staff, client):
    draft = make_resource(published_at_ko=None, published_at_en=None, title_en="Not yet")
    page = staff.get(address_of(draft)).text
    assert "Not yet" in page
    assert client.get("/en/resources/not-yet/").status_code == 404


def test_the_form_asks_the_same_number_of_questions_for_many_rows(staff, django_assert_num_queries):
    for number in (1, 8):
        resource = make_resource(slug=f"r-{number}")
        for _row in range(number):
            add_contributor(resource, person=make_person())
            add_contributor(resource, organisation=make_organisation())
            add_resource_file(resource)
        staff.get(address_of(resource))
        with django_assert_num_queries(20):
            staff.get(address_of(resource))
