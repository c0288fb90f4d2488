"""Two people edit one article in any order: each text that was saved can be had back."""

import re
from itertools import count
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from news.models import Article
from tests.support.admin_forms import address_of, open_form, sendable
from tests.support.builders import add_text, make_article, make_network
from versions.models import PendingChanges, Version, WorkingCopy

pytestmark = pytest.mark.django_db

EXAMPLES_IN_THE_SUITE, EXAMPLES = 2, 300
NAMES = ("mina", "jun")
BLOCK = re.compile(r"(news_textblock_set-[0-9]+)-body_ko")
TEXT = re.compile("글[0-9]+끝")
ACTIONS = (
    *("open", "type", "type", "type_block", "type_block", "delete_block", "add_block"),
    *("save", "save", "keep", "keep", "publish", "discard", "restore", "autosave", "go_on"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(ACTIONS), st.integers(0, 3)),
    min_size=8,
    max_size=18,
)


class Desk:
    """Two people, each with a window in which the form of the article is open."""

    def __init__(self) -> None:
        self.article = make_article(title_ko="글0끝", title_en="글1끝")
        for text in ("글2끝", "글3끝"):
            add_text(self.article, body_ko=f"<p>{text}</p>")
        self.numbers = count(4)
        self.steps: list[str] = []
        self.clients = {name: sit(name) for name in NAMES}
        self.forms = {name: open_form(self.clients[name], self.article) for name in NAMES}
        # What the server has said it has saved.
        self.saved = {"글0끝", "글1끝", "글2끝", "글3끝"}
        # What stands in the window and was not saved.
        self.typed: dict[str, set[str]] = {name: set() for name in NAMES}
        # What was autosaved of each form that was not saved, by its id.
        self.autosaved: dict[str, dict[str, set[str]]] = {name: {} for name in NAMES}

    def do(self, name: str, action: str, choice: int) -> None:
        self.steps.append(f"{name}: {action} {choice}")
        getattr(self, action)(name, choice)
        article = Article.objects.get(pk=self.article.pk)
        found = texts_of(article)
        for _version, values in Version.objects.for_item(article).with_values():
            found |= texts_in(values)
        for pending in PendingChanges.objects.for_item(article):
            found |= texts_in(pending.changes)
        assert self.saved <= found, (self.saved - found, self.steps)
        for who in NAMES:
            copies = WorkingCopy.objects.filter(user__username=who)
            own = found.union(*(texts_in(copy.post_data) for copy in copies))
            autosaved = set[str]().union(*self.autosaved[who].values())
            assert autosaved <= own, (autosaved - own, self.steps)

    def show(self, name: str, html: str) -> None:
        self.forms[name] = sendable(html)

    def post(self, name: str, **more: str) -> HttpResponse:
        return self.clients[name].post(address_of(self.article), more)

    def blocks(self, name: str) -> list[str]:
        return [found[1] for one in self.forms[name] if (found := BLOCK.fullmatch(one))]

    def write(self, name: str, field: str) -> None:
        """In place of what stands there: that was not saved, and is not wanted any more."""
        self.typed[name] -= texts_in(self.forms[name].get(field))
        text = f"글{next(self.numbers)}끝"
        self.typed[name].add(text)
        self.forms[name][field] = f"<p>{text}</p>" if "body" in field else text

    # What they do.

    def open(self, name: str, _choice: int) -> None:
        """Again, or after a crash: what was not autosaved is gone."""
        self.typed[name] = set()
        self.forms[name] = open_form(self.clients[name], self.article)

    def type(self, name: str, choice: int) -> None:
        self.write(name, ("title_ko", "title_en")[choice % 2])

    def type_block(self, name: str, choice: int) -> None:
        if blocks := self.blocks(name):
            self.write(name, f"{blocks[choice % len(blocks)]}-body_ko")

    def delete_block(self, name: str, choice: int) -> None:
        if blocks := self.blocks(name):
            block = blocks[choice % len(blocks)]
            self.typed[name] -= texts_in(self.forms[name][f"{block}-body_ko"])
            self.forms[name][f"{block}-DELETE"] = "on"

    def add_block(self, name: str, _choice: int) -> None:
        form = self.forms[name]
        number = int(form["news_textblock_set-TOTAL_FORMS"])
        row = f"news_textblock_set-{number}"
        form |= {f"{row}-region": "body", f"{row}-ordering": str(number), f"{row}-id": ""}
        form["news_textblock_set-TOTAL_FORMS"] = str(number + 1)
        self.write(name, f"{row}-body_ko")

    def save(self, name: str, _choice: int) -> None:
        # A form that shows pending changes has no other button.
        shows_pending = self.forms[name].get("_pending_etag")
        self.submit(name, "_save_pending" if shows_pending else "_save")

    def keep(self, name: str, _choice: int) -> None:
        self.submit(name, "_save_pending")

    def submit(self, name: str, button: str) -> None:
        form_id = self.forms[name]["_form_id"]
        response = self.post(name, **self.forms[name], **{button: "yes"})
        if response.status_code == 302:
            self.autosaved[name].pop(form_id, None)
            self.saved |= self.typed[name]
            self.open(name, 0)
            return
        self.show(name, response.text)
        shown = texts_in(self.forms[name])
        assert self.typed[name] <= shown, (self.typed[name] - shown, self.steps)

    def autosave(self, name: str, _choice: int) -> None:
        url = address_of(self.article).replace("change/", "working-copy/")
        response = self.clients[name].post(url, self.forms[name])
        assert response.status_code == 200
        self.autosaved[name][self.forms[name]["_form_id"]] = set(self.typed[name])

    def go_on(self, name: str, choice: int) -> None:
        copies = WorkingCopy.objects.filter(user__username=name).unsaved().order_by("pk")
        if not copies:
            return
        copy = copies[choice % len(copies)]
        self.show(name, self.post(name, _continue_working_copy=str(copy.pk)).text)
        typed = self.autosaved[name].pop(copy.form_id)
        self.autosaved[name][self.forms[name]["_form_id"]] = typed
        self.typed[name] = set(typed)
        shown = texts_in(self.forms[name])
        assert self.typed[name] <= shown, (self.typed[name] - shown, self.steps)

    def restore(self, name: str, choice: int) -> None:
        versions = Version.objects.for_item(self.article).order_by("-pk")
        if versions:
            version = versions[choice % len(versions)]
            self.show(name, self.post(name, _restore_version=str(version.pk)).text)
            self.typed[name] = set()

    def publish(self, name: str, _choice: int) -> None:
        if pending := PendingChanges.objects.for_item(self.article).first():
            self.post(name, _publish_pending=pending.etag, language="")

    def discard(self, name: str, _choice: int) -> None:
        if pending := PendingChanges.objects.for_item(self.article).first():
            url = address_of(self.article).replace("change/", "pending-changes/")
            self.clients[name].post(url, {"etag": pending.etag, "discard": "yes"})


def sit(name: str) -> Client:
    words = {"first_name": name.title(), "is_staff": True, "is_superuser": True}
    client = Client()
    client.force_login(get_user_model().objects.create_user(name, **words))
    return client


def texts_of(article: Article) -> set[str]:
    bodies = article.news_textblock_set.values_list("body_ko", flat=True)
    return texts_in([article.title_ko, article.title_en, *bodies])


def texts_in(values: Any) -> set[str]:
    return set(TEXT.findall(str(values)))


def edit(steps: list[tuple[str, str, int]]) -> None:
    with transaction.atomic():
        desk = Desk()
        for step in steps:
            desk.do(*step)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _network():
    make_network()


few = settings(
    max_examples=EXAMPLES_IN_THE_SUITE,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@few
@given(steps=STEPS)
# Each of these lost a text once.
@example(
    steps=[
        *(("mina", "type_block", 0), ("jun", "delete_block", 0), ("jun", "save", 0)),
        *(("mina", "save", 0), ("mina", "save", 0)),
    ]
)
@example(
    steps=[
        *(("mina", "type", 0), ("mina", "keep", 0), ("jun", "open", 0), ("jun", "type", 0)),
        ("jun", "keep", 0),
    ]
)
@example(
    steps=[
        *(("mina", "type", 0), ("mina", "autosave", 0), ("mina", "open", 0)),
        *(("mina", "type", 0), ("mina", "save", 0)),
    ]
)
@example(steps=[("mina", "delete_block", 0), ("mina", "type_block", 0), ("mina", "save", 0)])
@example(steps=[("mina", "delete_block", 0), ("mina", "type_block", 0), ("mina", "keep", 0)])
@example(
    steps=[
        *(("mina", "add_block", 0), ("mina", "delete_block", 2), ("mina", "type_block", 2)),
        ("mina", "save", 0),
    ]
)
@example(
    steps=[
        *(("mina", "delete_block", 0), ("mina", "type_block", 0), ("jun", "delete_block", 0)),
        *(("jun", "save", 0), ("mina", "save", 0)),
    ]
)
def test_whatever_two_people_do_each_text_is_still_there(steps):
    edit(steps)


@pytest.mark.faults
@settings(few, max_examples=EXAMPLES, derandomize=False)
@given(steps=STEPS)
def test_whatever_two_people_do_each_text_is_still_there_in_hundreds_of_tries(steps):
    edit(steps)
