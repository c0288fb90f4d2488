"""What does not come back with an older version of an item: hidden people, and texts that name
them."""

from django.db.models import Model

from cms.text import rich_text
from members.models import Appearance, Person
from members.names import names_in_text

# What somebody has decided about a person does not come back with a text about the person.
UNRECORDED_FIELDS: dict[type[Model], set[str]] = {
    Person: {"has_public_profile", "noindex", "is_minor"},
    Appearance: {"consent"},
}


def is_withheld(item: Model) -> bool:
    return isinstance(item, Person) and item.hidden_at is not None


def is_withheld_text(text: str) -> bool:
    hidden_people = Person.objects.filter(hidden_at__isnull=False)
    patterns = (names_in_text.name_pattern(person.all_names()) for person in hidden_people)
    text = rich_text.to_plain_text(text)
    return any(pattern.search(text) for pattern in patterns if pattern)
