"""What reaches the logs, and what must not."""

import logging

import pytest
from django.db import IntegrityError

from concerns.models import Concern
from network.logs import WithoutSecrets, without_secrets
from tests.builders import make_concern

CODE = "7KQM-2XWD-9ABC-DEFG"


def logged(**of_record) -> str:
    """A record as the console of the settings writes it."""
    record = logging.makeLogRecord(of_record)
    WithoutSecrets().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize("code", [CODE, CODE.replace("-", "")])
def test_the_code_of_a_concern_is_not_logged(code):
    said = logged(msg="Not Found: %s", args=(f"/ko/concern/{code}/",))
    assert said == "Not Found: /ko/concern/…/"


def test_names_of_pages_are_logged():
    path = "/ko/news/launch-of-the-korean-network-2025/"
    assert without_secrets(path) == path


@pytest.mark.django_db
def test_rows_that_the_database_refuses_are_not_logged():
    concern, _code = make_concern()
    with pytest.raises(IntegrityError) as caught:
        Concern.objects.filter(pk=concern.pk).update(state="closed")
    error = caught.value
    assert concern.code_hash in str(error)
    said = logged(msg="Internal Server Error", exc_info=(type(error), error, error.__traceback__))
    assert "concern_closed_has_a_day" in said
    assert concern.code_hash not in said
