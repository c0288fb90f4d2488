"""One thing changed in many items: asked, shown, then changed in one go."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.utils.html import strip_tags

from cms.admin.edits import bulk_edits
from events.models import Event
from news.models import Article
from resources.models import Resource
from tests.support.builders import (
    make_article,
    make_campaign,
    make_event,
    make_resource,
    make_topic,
)
from versions.models import Version

pytestmark = pytest.mark.django_db

ADDRESSES = {
    Article: "/admin/news/article/",
    Event: "/admin/events/event/",
    Resource: "/admin/resources/resource/",
}


def send(client, items: list, action: str, step: str = "", **values):
    words = {"action": action, "_selected_action": [item.pk for item in items]}
    words |= {f"bulk-{name}": value for name, value in values.items()}
    words |= {"_bulk_step": step} if step else {}
    return client.post(ADDRESSES[type(items[0])], words, follow=True)


def preview(client, items: list, action: str, **values):
    return send(client, items, action, "preview", **values)


def confirm(client, items: list, action: str, **values):
    [shown] = re.findall(
        r'name="_bulk_shown" value="(\w+)"', preview(client, items, action, **values).text
    )
    words = {"action": action, "_selected_action": [item.pk for item in items]}
    words |= {f"bulk-{name}": value for name, value in values.items()}
    words |= {"_bulk_step": "save", "_bulk_shown": shown}
    return client.post(ADDRESSES[type(items[0])], words, follow=True)


def text_of(response) -> str:
    return " ".join(strip_tags(response.text).split())


def topics_of(item) -> list[str]:
    return sorted(topic.slug for topic in item.topics.all())


def two_articles() -> tuple[list[Article], list]:
    care, law = make_topic("care"), make_topic("law", name_ko="법", name_en="Law")
    articles = [make_article(title_en="One"), make_article(title_en="Two")]
    articles[0].topics.add(care)
    return articles, [care, law]


def test_a_topic_is_added_to_many_articles(staff):
    articles, (care, law) = two_articles()
    asked = send(staff, articles, "bulk_topics")
    assert "2 selected" in text_of(asked)
    shown = text_of(preview(staff, articles, "bulk_topics", way="add", topics=[care.pk]))
    assert "This changes 1 item: Two Topics: none → Care" in shown
    assert "1 stays as it is One" in shown
    assert [topics_of(one) for one in articles] == [["care"], []]
    done = confirm(staff, articles, "bulk_topics", way="add", topics=[care.pk, law.pk])
    assert "2 were changed." in text_of(done)
    assert [topics_of(one) for one in articles] == [["care", "law"], ["care", "law"]]
    said = [entry.get_change_message() for entry in LogEntry.objects.order_by("object_id")]
    assert said == ["Topics: Care → Care, Law", "Topics: – → Care, Law"]


@pytest.mark.parametrize(
    ("way", "after"), [("set", [["law"], ["law"]]), ("take-out", [["care"], []])]
)
def test_topics_are_set_and_taken_out(staff, way, after):
    articles, (_care, law) = two_articles()
    articles[0].topics.add(law)
    confirm(staff, articles, "bulk_topics", way=way, topics=[law.pk])
    assert [topics_of(one) for one in articles] == after


@pytest.mark.parametrize(
    ("make", "model"),
    [(make_article, Article), (make_event, Event), (make_resource, Resource)],
)
def test_a_campaign_is_set_and_versions_say_so(staff, make, model):
    item, campaign = make(), make_campaign()
    confirm(staff, [item], "bulk_campaign", campaign=campaign.pk)
    assert model.objects.get().campaign == campaign
    newest, before = Version.objects.for_item(item).order_by("-pk")
    assert newest.values_or_delta["campaign"] == str(campaign.pk)
    assert newest.saved_by == User.objects.get(username="admin")
    assert (before.values_or_delta["campaign"], before.saved_by) == ("", None)
    confirm(staff, [item], "bulk_campaign", campaign="")
    assert model.objects.get().campaign is None


def test_topics_are_in_the_versions(staff):
    [one, _two], (care, law) = two_articles()
    confirm(staff, [one], "bulk_topics", way="add", topics=[law.pk])
    newest, before = Version.objects.for_item(one).order_by("-pk")
    assert newest.values_or_delta["topics"] == sorted([str(care.pk), str(law.pk)])
    assert before.values_or_delta == {"topics": [str(care.pk)]}


def test_what_changed_since_it_was_shown_is_shown_again(staff):
    articles, (care, law) = two_articles()
    words = {
        "action": "bulk_topics",
        "_selected_action": [one.pk for one in articles],
        "bulk-way": "add",
        "bulk-topics": [law.pk],
    }
    page = staff.post(ADDRESSES[Article], words | {"_bulk_step": "preview"}).text
    [shown] = re.findall(r'name="_bulk_shown" value="(\w+)"', page)
    articles[1].topics.add(care)
    saved = words | {"_bulk_step": "save", "_bulk_shown": shown}
    answer = staff.post(ADDRESSES[Article], saved, follow=True)
    assert "Something has changed in the meantime." in text_of(answer)
    assert [topics_of(one) for one in articles] == [["care"], ["care"]]


def test_it_is_not_lost_what_was_chosen_when_somebody_goes_back(staff):
    articles, (care, _law) = two_articles()
    back = send(staff, articles, "bulk_topics", "choose", way="set", topics=[care.pk])
    assert re.search(r'value="set"[^>]*checked', back.text)
    assert re.search(rf'value="{care.pk}"[^>]*checked', back.text)
    nothing = send(staff, articles, "bulk_topics", "preview", way="add")
    assert "This field is required." in nothing.text or "required" in nothing.text


def test_too_many_are_refused(staff, monkeypatch):
    monkeypatch.setattr(bulk_edits, "MAX_ITEMS", 1)
    articles, _topics = two_articles()
    assert "Choose at most 1 at a time." in text_of(send(staff, articles, "bulk_topics"))


def test_who_may_only_look_changes_nothing(client):
    articles, (care, _law) = two_articles()
    user = User.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    assert "bulk_topics" not in client.get(ADDRESSES[Article]).text
    send(client, articles, "bulk_topics", "save", way="add", topics=[care.pk])
    assert topics_of(articles[1]) == []


def test_publishing_and_taking_back_in_a_list_record_a_version(staff):
    article = make_article(published_at_ko=None, published_at_en=None)
    words = {"_selected_action": article.pk}
    staff.post(ADDRESSES[Article], words | {"action": "publish_en"})
    [version] = Version.objects.for_item(article)
    assert version.public_languages == "en"
    staff.post(ADDRESSES[Article], words | {"action": "publish_ko"})
    [version] = Version.objects.for_item(article)
    assert version.public_languages == "en ko"
    Article.objects.update(title_en="Changed without its form")
    staff.post(ADDRESSES[Article], words | {"action": "unpublish_en"})
    newest, _before = Version.objects.for_item(article).order_by("-pk")
    assert newest.values_or_delta["title_en"] == "Changed without its form"
    assert newest.public_languages == "ko"
