"""A licence that ends on a day: staff are told, then the photo is withdrawn by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from operations import scheduler
from photos import actions, licence_ends
from photos.limits_and_periods import LICENCE_WARNING
from tests.support.builders import add_photo, make_article, make_network, make_photo

pytestmark = pytest.mark.django_db


def days_from_now(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_a_photo_is_shown_on_the_last_day_of_its_licence_and_withdrawn_after_it(
    client, django_capture_on_commit_callbacks
):
    make_network()
    photo = make_photo(licence_ends_on=days_from_now(0))
    article = make_article()
    add_photo(article, photo)
    assert licence_ends.take_down_ended() == 0
    assert photo.folder_token in client.get(article.url_in("ko")).text
    photo.licence_ends_on = days_from_now(-1)
    photo.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert licence_ends.take_down_ended() == 1
    photo.refresh_from_db()
    assert photo.taken_down_at
    assert photo.folder_token not in client.get(article.url_in("ko")).text
    assert licence_ends.count_ended() == 0


def test_the_scheduler_withdraws_photos_whose_licence_has_ended():
    names = {job.name for job in scheduler.jobs()}
    assert "take down photos whose licence has ended" in names


def test_the_dashboard_tells_thirty_days_before(staff):
    make_network()
    make_photo(licence_ends_on=days_from_now(LICENCE_WARNING.days + 1))
    assert "licence_ends=yes" not in staff.get("/admin/").text
    soon = make_photo(licence_ends_on=days_from_now(LICENCE_WARNING.days), caption_en="Soon")
    page = staff.get("/admin/").text
    assert "licence_ends=yes" in page
    assert "1 photo whose licence ends within 30 days" in page
    listed = staff.get("/admin/photos/photo/?licence_ends=yes").context["cl"].result_list
    assert list(listed) == [soon]


def test_a_photo_whose_licence_has_ended_is_shown_again_only_with_a_later_day(
    staff, django_capture_on_commit_callbacks
):
    photo = make_photo(licence_ends_on=days_from_now(-1))
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_down(photo)
    address = f"/admin/photos/photo/{photo.pk}/show-again/"
    page = staff.post(address, follow=True)
    assert "Enter a later last day of the licence first." in page.text
    assert "because its licence has ended" in page.text
    photo.refresh_from_db()
    assert photo.taken_down_at
    photo.licence_ends_on = days_from_now(10)
    photo.save()
    staff.post(address)
    photo.refresh_from_db()
    assert photo.taken_down_at is None


def test_the_list_leaves_out_ended_licences_when_photos_are_shown_again(
    staff, django_capture_on_commit_callbacks
):
    ended, other = make_photo(licence_ends_on=days_from_now(-1)), make_photo()
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_down(ended)
        actions.take_down(other)
    page = staff.post(
        "/admin/photos/photo/",
        {"action": "show_again", "_selected_action": [ended.pk, other.pk]},
        follow=True,
    )
    assert "Enter a later last day of the licence first." in page.text
    ended.refresh_from_db()
    other.refresh_from_db()
    assert ended.taken_down_at
    assert other.taken_down_at is None
