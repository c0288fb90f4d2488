"""Where the texts of the site name a person: every translated text of every room is searched.

Public words are stored a language. What keeps some of its words encrypted (an application) is a
secret as a whole: whoever hides a person must not learn from it that there is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from modeltranslation.translator import translator

from members import written_names
from members.models.people import Office, Person
from network import languages, text
from network.encryption import is_encrypted
from network.fields import LineField, ProseField, RichTextField
from network.publishing import Publishable, Status

# So much of a text around a name tells whether it is the person who is meant.
AROUND = 60


@dataclass(frozen=True)
class Mention:
    """A name in a text: `item` holds the text, `page` is what readers open to read it."""

    item: models.Model
    page: models.Model
    where: str
    language: str
    excerpt: str

    def status(self) -> Status:
        """Whether readers see it now. What is not published by itself is always there."""
        if isinstance(self.page, Publishable):
            return self.page.status_in(self.language)
        return Status.PUBLIC


def of(person: Person) -> list[Mention]:
    """Every text that names a person, public or not, those that are public now first."""
    called = person.all_names()
    wanted = written_names.pattern(called)
    if wanted is None:
        return []
    found = [
        mention
        for model in searched_models()
        for mention in _in_model(model, person, called, wanted)
    ]
    return sorted(found, key=lambda mention: mention.status() != Status.PUBLIC)


def searched_models() -> list[type[models.Model]]:
    return [
        model
        for model in translator.get_registered_models(abstract=False)
        if not model._meta.proxy and list(texts_of(model))
    ]


def texts_of(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns of a model that hold words of a language; what is encrypted is never public."""
    for name in translator.get_options_for_model(model).all_fields:
        for column in languages.columns(name):
            field = model._meta.get_field(column)
            is_text = isinstance(field.translated_field, (LineField, ProseField, RichTextField))
            if is_text and not is_encrypted(field):
                yield field


def whole(item: models.Model) -> models.Model:
    """What an item is a part of and goes with: the article of a block, the event of a session."""
    for field in item._meta.concrete_fields:
        goes_with = field.many_to_one and field.remote_field.on_delete is models.CASCADE
        if goes_with and (parent := getattr(item, field.name)):
            return whole(parent)
    return item


def _in_model(model, person: Person, called: list[str], wanted: re.Pattern) -> Iterator[Mention]:
    fields = list(texts_of(model))
    for item in _others(model, person).filter(_roughly(fields, called)):
        for field in fields:
            words = text.plain(getattr(item, field.name) or "")
            if hit := wanted.search(words):
                where = languages.label(field)
                yield Mention(item, whole(item), where, field.language, _excerpt(words, hit))
    if issubclass(model, Publishable):
        yield from _in_addresses(model, called)


def _in_addresses(model: type[Publishable], called: list[str]) -> Iterator[Mention]:
    """An address made from a title names whom the title named."""
    parts = {text.propose_slug(name) for name in called} - {""}
    condition = Q()
    for part in parts:
        condition |= Q(slug__regex=rf"(^|-){part}(-|$)")
    where = str(capfirst(model._meta.get_field("slug").verbose_name))
    for page in model.objects.filter(condition) if parts else ():
        for code in languages.codes():
            if page.title_in(code):
                yield Mention(page, page, where, code, page.address_in(code))


def _others(model: type[models.Model], person: Person) -> models.QuerySet:
    """All items but what is the person's own: that is hidden with the person."""
    items = model._base_manager.all()
    if model is Person:
        return items.exclude(pk=person.pk)
    return items.exclude(person=person) if model is Office else items


def _roughly(fields: list[models.Field], called: list[str]) -> Q:
    condition = Q()
    for part in {written_names.longest_part(name) for name in called}:
        for field in fields:
            condition |= Q(**{f"{field.name}__icontains": part})
    return condition


def _excerpt(words: str, hit: re.Match) -> str:
    start, end = max(hit.start() - AROUND, 0), hit.end() + AROUND
    before, after = "…" if start else "", "…" if end < len(words) else ""
    return " ".join(f"{before}{words[start:end]}{after}".split())
