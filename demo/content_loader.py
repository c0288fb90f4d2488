"""Fills an empty site with the texts and pictures in `content/`."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from cms.declarations.roles import COORDINATORS
from cms.i18n import languages
from concerns.declarations.roles import CONCERNS
from concerns.models import Guidance
from demo import applications, example_pdf, outdated_translations, pictures, relative_dates
from events.models import (
    Campaign,
    Event,
    EventOrganisation,
    EventPhoto,
    Message,
    Participation,
    Session,
)
from joining.models import Application
from members.directory import regions
from members.models import (
    Agreement,
    Appearance,
    Milestone,
    Office,
    Organisation,
    OrganisationPhoto,
    Person,
    Region,
)
from members.upkeep import logo_files
from network.models import Contact, Network, Page, Redirect, Topic
from news.models import (
    Article,
    Block,
    Correction,
    EventBlock,
    FileBlock,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    QuoteBlock,
    SeeAlsoLink,
    StatisticBlock,
    TextBlock,
    VideoBlock,
)
from photos.models import Photo, Photographer
from resources.models import Contributor, Resource, ResourceFile
from search.models import Synonym

AnyModel = TypeVar("AnyModel", bound=models.Model)

COUNTRY = "kr"
# The languages of the content.
CONTENT_LANGUAGES = ("ko", "en")

CONTENT = Path(__file__).parent / "content"
# Keys of an event in the file that are not fields of the model.
EVENT_RELATIONS = (
    "campaign",
    "lead_photo",
    "messages",
    "organisations",
    "photos",
    "sessions",
    "topics",
)
# The same of a resource.
RESOURCE_RELATIONS = (
    "campaign",
    "contributors",
    "cover",
    "events",
    "files",
    "previous_edition",
    "publisher",
    "topics",
    "translation_of",
)
# Rows of an article that are no blocks.
ROWS_OF_ARTICLES = {"corrections": Correction, "see_also_links": SeeAlsoLink}
BLOCK_MODELS: dict[str, type[Block]] = {
    "text": TextBlock,
    "photo": PhotoBlock,
    "quote": QuoteBlock,
    "gallery": GalleryBlock,
    "video": VideoBlock,
    "file": FileBlock,
    "statistic": StatisticBlock,
    "event": EventBlock,
}

LOGIN, PASSWORD = "coordinator", "demo-coordinator"
LOGIN_HINT = (
    f"Demo login for the admin: {LOGIN} / {PASSWORD}\n"
    f"Who votes on applications: {' or '.join(applications.REVIEWERS)}, with the same password"
)


def is_empty() -> bool:
    content_models = (
        Network,
        Contact,
        Topic,
        Page,
        Redirect,
        Photo,
        Photographer,
        Article,
        Organisation,
        Event,
        Resource,
        Application,
    )
    return not any(model._default_manager.exists() for model in (*content_models, get_user_model()))


def is_demo() -> bool:
    return get_user_model().objects.filter(username=LOGIN).exists()


def demo_languages() -> list[str]:
    """The languages that both the content and the site have."""
    return [code for code in CONTENT_LANGUAGES if code in languages.codes()]


@transaction.atomic
def fill() -> None:
    """In one transaction; only files of pictures stay if it fails. A site without any language of
    the content gets the accounts alone."""
    today = timezone.localdate()
    if demo_languages():
        make_content(today)
    call_command("roles", verbosity=0)
    user = get_user_model().objects.create_superuser(LOGIN, "coordinator@example.org", PASSWORD)
    # Superusers alone may read neither applications nor concerns; the groups may.
    user.groups.set(COORDINATORS.groups() | CONCERNS.groups())
    applications.make_reviewers(PASSWORD)
    if demo_languages():
        rows = read("applications.toml", today)["applications"]
        applications.make_applications(rows, demo_languages(), coordinator=user)
        change_originals(read_articles(today), by=user)


def make_content(today: date) -> None:
    data = read("network.toml", today)
    topics = {row["key"]: make_topic(row) for row in data["topics"]}
    contacts = {row.pop("key"): make(Contact, row) for row in data["contacts"]}
    make_network(data["network"], contacts)
    Synonym.objects.bulk_create(Synonym(terms=terms) for terms in data["synonyms"])
    founded = datetime.combine(
        data["network"]["founded_on"], time(10), timezone.get_current_timezone()
    )
    for row in data["pages"]:
        make_page(row, founded)
    for row in read("history.toml", today)["milestones"]:
        make(Milestone, row)
    for row in read("agreements.toml", today)["agreements"]:
        make(Agreement, row)
    photographers = {row.pop("key"): make(Photographer, row) for row in data["photographers"]}
    photos = pictures.make_photos(read("photos.toml", today)["photos"], photographers)
    rows = read("organisations.toml", today)["organisations"]
    organisations = make_organisations(rows, topics, photos, founded)
    rows = read("people.toml", today)["people"]
    people = {row["key"]: make_person(row, organisations, photos) for row in rows}
    rows = read("campaigns.toml", today)["campaigns"]
    campaigns = {row["slug"]: make(Campaign, row) for row in rows}
    rows = read("events.toml", today)["events"]
    events = make_events(rows, topics, photos, organisations, people, campaigns)
    rows = read("resources.toml", today)["resources"]
    related: dict[str, dict] = {
        "campaign": campaigns,
        "cover": photos,
        "publisher": organisations,
        "person": people,
        "organisation": organisations,
    }
    resources = make_resources(rows, topics, events, related)
    choices: dict[str, dict] = {
        "campaign": campaigns,
        "event": events,
        "lead_photo": photos,
        "organisation": organisations,
        "person": people,
        "photo": photos,
        "poster": photos,
        "press_contact": contacts,
        "publisher": organisations,
    }
    make_articles(read_articles(today), topics, choices, resources)
    make(Guidance, data["guidance"])


def read_articles(today: date) -> list[dict]:
    names = sorted(file.name for file in (CONTENT / "articles").glob("*.toml"))
    rows = [read(f"articles/{name}", today) for name in names]
    return [row for row in rows if title_languages(row)]


def read(name: str, today: date) -> dict:
    """Returns a file of the content in the languages of the site. Dates of invented content count
    from `today`."""
    row = tomllib.loads((CONTENT / name).read_text())
    return in_languages(relative_dates.resolve(row, today), demo_languages())


def in_languages(row: dict, codes: list[str]) -> dict:
    """Returns a row without texts in other languages, and without inner rows that have no other
    texts."""
    return {
        name: list(values_in_languages(value, codes)) if isinstance(value, list) else value
        for name, value in row.items()
        if language_code_of(name) in (None, *codes)
    }


def values_in_languages(values: list, codes: list[str]) -> Iterator:
    for value in values:
        if not isinstance(value, dict):
            yield value
        elif has_text_in(value, codes):
            yield in_languages(value, codes)


def has_text_in(row: dict, codes: list[str]) -> bool:
    """Also True for a row without texts in any language."""
    if row.get("type") == "file":
        return row["language"] in codes
    found = {
        language_code_of(name)
        for name, value in row.items()
        if value and language_code_of(name) and not name.startswith("published_at")
    }
    return not found or bool(found & set(codes))


def language_code_of(column: str) -> str | None:
    """`ko` for `title_ko`, None for `slug`."""
    code = column.rpartition("_")[2]
    return code if code in CONTENT_LANGUAGES else None


def make(model: type[AnyModel], row: dict, **relations: Any) -> AnyModel:
    """Validates and saves an item. Keys of the row that are not fields are ignored."""
    item = model(
        **{name: value for name, value in row.items() if hasattr(model, name)}, **relations
    )
    item.full_clean()
    item.save()
    return item


def make_topic(row: dict) -> Topic:
    return make(Topic, without(row, "key"), slug=row["key"])


def make_network(row: dict, contacts: dict[str, Contact]) -> Network:
    relations = {name: contacts[row.pop(name)] for name in ("contact", "press_contact")}
    return make(Network, row, **relations)


def make_page(row: dict, since: datetime) -> Page:
    public = publication_dates(since)
    place = Page.Place.NOWHERE
    for candidate in (Page.Place.FOOTER, Page.Place.MENU):
        place = candidate if row.pop(f"in_{candidate.value}", False) else place
    return make(Page, row | public, place=place, shows_contact=row["slug"] == "contact")


def publication_dates(moment: datetime) -> dict[str, datetime]:
    return {languages.field_name("published_at", code): moment for code in demo_languages()}


def make_organisations(
    rows: list[dict], topics: dict, photos: dict, since: datetime
) -> dict[str, Organisation]:
    regions.load_regions(COUNTRY)
    regions_by_slug = Region.objects.in_bulk(field_name="slug")
    organisations = {
        row["key"]: make_organisation(row, topics, regions_by_slug, photos, since) for row in rows
    }
    logo_files.move_logos_on_commit()
    return organisations


def make_organisation(
    row: dict, topics: dict, regions_by_slug: dict, photos: dict, since: datetime
) -> Organisation:
    fields = without(row, "key", "topics", "region", "logo", "photos") | publication_dates(since)
    if logo := row.get("logo"):
        fields |= pictures.logo_files_for(logo)
    organisation = make(Organisation, fields, region=regions_by_slug.get(row.get("region")))
    organisation.topics.set(topics[key] for key in row["topics"])
    for order, key in enumerate(row.get("photos", []), start=1):
        make(OrganisationPhoto, {}, organisation=organisation, photo=photos[key], order=order)
    return organisation


def make_person(row: dict, organisations: dict, photos: dict) -> Person:
    fields = without(row, "key", "organisation", "portrait", "offices", "appearances")
    organisation = organisations.get(row.get("organisation"))
    portrait = photos.get(row.get("portrait"))
    person = make(Person, fields, organisation=organisation, portrait=portrait)
    for office in row.get("offices", []):
        make(Office, office, person=person)
    for appearance in row.get("appearances", []):
        photo = photos[appearance["photo"]]
        make(Appearance, without(appearance, "photo"), person=person, photo=photo)
    return person


def make_events(
    rows: list[dict], topics: dict, photos: dict, organisations: dict, people: dict, campaigns: dict
) -> dict[str, Event]:
    events = {}
    for row in rows:
        event = events[row["slug"]] = make_event(row, topics, photos, campaigns)
        for order, session in enumerate(row.get("sessions", []), start=1):
            make_session(event, session, people, order=order)
        for order, entry in enumerate(row.get("organisations", []), start=1):
            organisation = organisations[entry.pop("organisation")]
            make(EventOrganisation, entry, event=event, organisation=organisation, order=order)
        for message in row.get("messages", []):
            sender = organisations[message.pop("organisation")]
            make(Message, message, event=event, organisation=sender)
    return events


def make_event(row: dict, topics: dict, photos: dict, campaigns: dict) -> Event:
    event = make(
        Event,
        without(row, *EVENT_RELATIONS),
        campaign=campaigns.get(row.get("campaign")),
        lead_photo=photos.get(row.get("lead_photo")),
    )
    event.topics.set(topics[key] for key in row["topics"])
    for order, key in enumerate(row.get("photos", []), start=1):
        make(EventPhoto, {}, event=event, photo=photos[key], order=order)
    return event


def make_session(event: Event, row: dict, people: dict, order: int) -> None:
    session = make(Session, without(row, "participations"), event=event, order=order)
    for position, participation in enumerate(row["participations"], start=1):
        person = people[participation["person"]]
        fields = without(participation, "person")
        make(Participation, fields, session=session, person=person, order=position)


def make_resources(
    rows: list[dict], topics: dict, events: dict, choices: dict[str, dict]
) -> dict[str, Resource]:
    """A row may name only resources above it as its original or its edition before."""
    resources: dict[str, Resource] = {}
    for row in rows:
        fields = without(row, *RESOURCE_RELATIONS)
        fields["original_language"] = title_languages(row)[0]
        resource = make(
            Resource,
            fields,
            **items_by_key(row, choices),
            translation_of=resources.get(row.get("translation_of", "")),
            previous_edition=resources.get(row.get("previous_edition", "")),
        )
        resource.topics.set(topics[key] for key in row["topics"])
        resource.events.set(events[key] for key in row.get("events", []))
        for order, contributor in enumerate(row.get("contributors", []), start=1):
            found = items_by_key(contributor, choices)
            role = without(contributor, *found)
            make(Contributor, role, resource=resource, order=order, **found)
        for order, file in enumerate(row.get("files", []), start=1):
            make_resource_file(resource, file, order)
        resources[row["slug"]] = resource
    return resources


def make_resource_file(resource: Resource, row: dict, order: int) -> None:
    fields = without(row, "lines")
    if lines := row.get("lines"):
        content = example_pdf.make_pdf(lines, row["language"])
        fields |= {"file": ContentFile(content, "example.pdf"), "pages": 1}
    make(ResourceFile, fields, resource=resource, order=order)


def without(row: dict, *names: str) -> dict:
    return {name: value for name, value in row.items() if name not in names}


def items_by_key(row: dict, choices: dict[str, dict]) -> dict:
    """Returns the items that a row names by their keys. Shape of `choices`: {field: {key:
    item}}."""
    return {field: items[row[field]] for field, items in choices.items() if row.get(field)}


def make_articles(
    rows: list[dict], topics: dict, choices: dict[str, dict], resources: dict[str, Resource]
) -> None:
    articles = {row["slug"]: make_article(row, topics, choices) for row in rows}
    for row in rows:
        articles[row["slug"]].resources.set(resources[key] for key in row.get("resources", []))
        articles[row["slug"]].see_also.set(
            articles[slug] for slug in row["see_also"] if slug in articles
        )


def change_originals(rows: list[dict], by: User) -> None:
    for row in rows:
        if row.get("changed_words"):
            before, now = row["changed_words"]
            article = Article.objects.get(slug=row["slug"])
            outdated_translations.change_words(article, before, now, by)


def title_languages(row: dict) -> list[str]:
    codes = [row["original_language"], *demo_languages()]
    return [code for code in codes if row.get(f"title_{code}")]


def make_article(row: dict, topics: dict, choices: dict[str, dict]) -> Article:
    fields = without(row, "blocks", "topics", "see_also", "resources", *ROWS_OF_ARTICLES, *choices)
    fields["original_language"] = title_languages(row)[0]
    article = make(Article, fields, **items_by_key(row, choices))
    article.topics.set(topics[key] for key in row["topics"])
    for position, block in enumerate(row["blocks"]):
        make_block(article, block, choices, ordering=(position + 1) * 10)
    for name, model in ROWS_OF_ARTICLES.items():
        for fields_of_row in row.get(name, []):
            make(model, fields_of_row, article=article)
    return article


def make_block(article: Article, row: dict, choices: dict[str, dict], ordering: int) -> None:
    fields = without(row, "type", "photos", "lines", *choices) | items_by_key(row, choices)
    if lines := row.get("lines"):
        content = example_pdf.make_pdf(lines, row["language"])
        fields["file"] = ContentFile(content, "example.pdf")
    model = BLOCK_MODELS[row["type"]]
    block = make(model, fields, parent=article, region="body", ordering=ordering)
    if isinstance(block, GalleryBlock):
        for order, key in enumerate(row["photos"]):
            GalleryPhoto.objects.create(gallery=block, photo=choices["photo"][key], order=order)
