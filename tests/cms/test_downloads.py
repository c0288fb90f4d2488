"""Files for download that are gone, or that the store does not give."""

import pytest
from django.db.models.fields.files import FieldFile

from news.models import FileBlock
from resources.models import ResourceFile
from tests.support.builders import add_file, add_resource_file, make_article, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["news", "resources"])
def address(request) -> str:
    if request.param == "news":
        return f"/en/news/files/{add_file(make_article()).pk}/"
    return f"/en/resources/files/{add_resource_file(make_resource()).pk}/"


def field(address: str):
    return (FileBlock if "news" in address else ResourceFile).objects.get().file


def test_a_file_is_saved_and_not_shown(client, address):
    assert client.get(address)["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_gone_is_not_found(client, address):
    field(address).storage.delete(field(address).name)
    assert client.get(address).status_code == 404


def test_a_store_that_does_not_answer_is_tried_again_later(client, address, monkeypatch):
    def fail(*_args, **_how):
        raise OSError("no answer")

    monkeypatch.setattr(FieldFile, "open", fail)
    response = client.get(address)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
