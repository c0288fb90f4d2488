"""Files that no row names any more are deleted; those in use and in the trash stay."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from news.declarations.jobs import orphaned_files
from resources.declarations.jobs import orphaned_files as orphaned_files_of_resources
from resources.models import ResourceFile
from tests.support.builders import add_file, make_article, make_colleague, make_resource
from versions.deletion import trash

pytestmark = pytest.mark.django_db

TWO_HOURS = timedelta(hours=2)


def exists(name: str) -> bool:
    return default_storage.exists(name)


def replace(block) -> str:
    """Returns the name of the file that was there."""
    old = block.file.name
    block.file = ContentFile(b"%PDF-1.7\n" + b" " * 99, "second-edition.pdf")
    block.save()
    return old


def test_a_replaced_file_is_deleted_and_the_new_one_stays():
    block = add_file(make_article())
    old = replace(block)
    with time_machine.travel(timezone.now() + TWO_HOURS):
        assert orphaned_files.count() == orphaned_files.delete() == 1
        assert orphaned_files.count() == 0
    assert not exists(old)
    assert exists(block.file.name)


def test_a_file_of_this_hour_may_belong_to_a_form_that_is_being_saved():
    old = replace(add_file(make_article()))
    assert orphaned_files.delete() == 0
    assert exists(old)


def test_the_file_of_a_transaction_that_was_rolled_back_is_deleted():
    article = make_article()
    add_file(article)
    with transaction.atomic():
        name = add_file(article, ordering=70).file.name
        transaction.set_rollback(True)
    with time_machine.travel(timezone.now() + TWO_HOURS):
        assert orphaned_files.delete() == 1
    assert not exists(name)


def test_a_file_in_the_bin_stays_as_long_as_the_bin_has_it():
    other, article = make_article(slug="other"), make_article(slug="trashed")
    add_file(other)
    name = add_file(article).file.name
    trashed = trash.move_to_trash(article, make_colleague("desk"))
    article.delete()
    with time_machine.travel(timezone.now() + TWO_HOURS):
        assert orphaned_files.delete() == 0
        trash.erase(trashed)
        assert orphaned_files.delete() == 1
    assert not exists(name)


def test_a_file_that_is_brought_back_meanwhile_stays(monkeypatch):
    add_file(make_article(slug="other"))
    article = make_article(slug="trashed")
    name = add_file(article).file.name
    trashed = trash.move_to_trash(article, make_colleague("desk"))
    article.delete()
    find_column_values = trash.find_column_values

    def find_after_bringing_back(*args, **kwargs) -> set[str]:
        trash.bring_back(trashed)
        return find_column_values(*args, **kwargs)

    monkeypatch.setattr(trash, "find_column_values", find_after_bringing_back)
    with time_machine.travel(timezone.now() + TWO_HOURS):
        assert orphaned_files.delete() == 0
    assert exists(name)


def test_files_without_any_row_are_kept_because_the_database_may_be_the_wrong_one():
    article = make_article()
    name = add_file(article).file.name
    article.delete()
    with time_machine.travel(timezone.now() + TWO_HOURS):
        assert orphaned_files.delete() == 0
    assert exists(name)


def test_files_of_resources_too():
    resource = make_resource()
    words = {"resource": resource, "language": "ko"}
    kept = ResourceFile.objects.create(file=ContentFile(b"%PDF-1.7", "one.pdf"), **words)
    name = ResourceFile.objects.create(file=ContentFile(b"%PDF-1.7", "two.pdf"), **words).file.name
    ResourceFile.objects.exclude(pk=kept.pk).delete()
    with time_machine.travel(timezone.now() + TWO_HOURS):
        assert orphaned_files_of_resources.delete() == 1
    assert not exists(name)
    assert exists(kept.file.name)
