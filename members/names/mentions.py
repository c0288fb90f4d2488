"""Finding the texts of the site that name a person: all translated texts of all apps are searched.

A model with encrypted texts (applications) is skipped as a whole: a coordinator who hides a person
must not learn from the result that there is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from modeltranslation.translator import translator

from cms.encryption.fields import is_encrypted
from cms.fields import LineField, PlainTextField, RichTextField, get_model_field
from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from cms.text import rich_text, slugs
from members.models.people import Office, Person
from members.names import names_in_text

TEXT_FIELDS = (LineField, PlainTextField, RichTextField)

# In characters: enough to tell whether the person is meant.
EXCERPT_MARGIN = 60


@dataclass(frozen=True)
class Mention:
    """A name in a text. `item` has the text, `page` is the article, event or other object on whose
    page it is read."""

    item: models.Model
    page: models.Model
    field_label: str
    language: str
    excerpt: str

    def status(self) -> Status:
        """A page that is not `Publishable` is always public."""
        if isinstance(self.page, Publishable):
            return self.page.status_in(self.language)
        return Status.PUBLIC


def find_mentions(person: Person) -> list[Mention]:
    """Returns every text that names a person, public or not, public ones first."""
    names = person.all_names()
    pattern = names_in_text.name_pattern(names)
    if pattern is None:
        return []
    found_mentions = [
        mention
        for model in searched_models()
        for mention in _in_model(model, person, names, pattern)
    ]
    return sorted(found_mentions, key=lambda mention: mention.status() != Status.PUBLIC)


def searched_models() -> list[type[models.Model]]:
    return [
        model
        for model in translator.get_registered_models(abstract=False)
        if not model._meta.proxy and list(text_columns(model))
    ]


def text_columns(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns with text in a language, without encrypted ones, which are never public."""
    for name in translator.get_options_for_model(model).all_fields:
        for column in languages.field_names(name):
            field = get_model_field(model, column)
            if isinstance(languages.translated_field(field), TEXT_FIELDS) and not is_encrypted(
                field
            ):
                yield field


def containing_page(item: models.Model) -> models.Model:
    """Returns the object to which an item belongs: the article of a block, the event of a
    session."""
    for field in item._meta.concrete_fields:
        is_owner = (
            isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
        )
        if is_owner and (parent := getattr(item, field.name)):
            return containing_page(parent)
    return item


def _in_model(
    model: type[models.Model], person: Person, names: list[str], pattern: re.Pattern
) -> Iterator[Mention]:
    fields = list(text_columns(model))
    for item in _items_of_others(model, person).filter(_contains_any_name(fields, names)):
        for field in fields:
            text = rich_text.to_plain_text(getattr(item, field.name) or "")
            if match := pattern.search(text):
                yield Mention(
                    item,
                    containing_page(item),
                    languages.field_label(field),
                    languages.field_language(field),
                    _excerpt(text, match),
                )
    if issubclass(model, Publishable):
        yield from _in_slugs(model, names)


def _in_slugs(model: type[Publishable], names: list[str]) -> Iterator[Mention]:
    """A slug that was made from a title contains the names in the title."""
    found_slugs = {slugs.propose_slug(name) for name in names} - {""}
    condition = Q()
    for slug in found_slugs:
        condition |= Q(slug__regex=rf"(^|-){slug}(-|$)")
    label = str(capfirst(model._meta.get_field("slug").verbose_name))
    for page in model.objects.filter(condition) if found_slugs else ():
        for code in languages.codes():
            if page.title_in(code):
                yield Mention(page, page, label, code, page.url_in(code))


def _items_of_others(model: type[models.Model], person: Person) -> models.QuerySet:
    """The items without those of the person, which are hidden with the person."""
    items = model._base_manager.all()
    if model is Person:
        return items.exclude(pk=person.pk)
    return items.exclude(person=person) if model is Office else items


def _contains_any_name(fields: list[models.Field], names: list[str]) -> Q:
    condition = Q()
    for word in {names_in_text.longest_word(name) for name in names}:
        for field in fields:
            condition |= Q(**{f"{field.name}__icontains": word})
    return condition


def _excerpt(text: str, match: re.Match) -> str:
    start, end = max(match.start() - EXCERPT_MARGIN, 0), match.end() + EXCERPT_MARGIN
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return " ".join(f"{before}{text[start:end]}{after}".split())
