"""From the texts in `content/` and the drawn pictures to a site that can be read."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from concerns.models import Guidance
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
from members import logos as places_of_logos
from members import regions
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
from network import languages, roles
from network.demo import applications, dates, drawings, logos, papers
from network.models import Contact, Network, Page, Redirect, Topic
from news.models import (
    Article,
    Block,
    Correction,
    EventBlock,
    FigureBlock,
    FileBlock,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    QuoteBlock,
    TextBlock,
    VideoBlock,
)
from photos import darkroom
from photos.models import Photo, Photographer

COUNTRY = "kr"
WRITTEN_IN = ("ko", "en")
"""The languages of the content, the one that most of it was written in first."""

CONTENT = Path(__file__).parent / "content"
APART_FROM_EVENT = (
    "campaign",
    "lead_photo",
    "messages",
    "partners",
    "photos",
    "sessions",
    "topics",
)
BLOCK_KINDS = {
    "text": TextBlock,
    "photo": PhotoBlock,
    "quote": QuoteBlock,
    "gallery": GalleryBlock,
    "video": VideoBlock,
    "file": FileBlock,
    "figure": FigureBlock,
    "event": EventBlock,
}

LOGIN, PASSWORD = "coordinator", "demo-coordinator"
LOGIN_HINT = (
    f"Demo login for the admin: {LOGIN} / {PASSWORD}\n"
    f"Who votes on applications: {' or '.join(applications.REVIEWERS)}, with the same password"
)


def is_empty() -> bool:
    """Whether nobody has written or registered anything yet."""
    kinds = (
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
        Application,
    )
    return not any(kind.objects.exists() for kind in (*kinds, get_user_model()))


def is_demo() -> bool:
    return get_user_model().objects.filter(username=LOGIN).exists()


def languages_of_both() -> list[str]:
    """The languages of the content that are languages of the site, too."""
    return [code for code in WRITTEN_IN if code in languages.codes()]


@transaction.atomic
def fill() -> None:
    """Everything or nothing. Files of pictures are left behind when the database refuses.

    A site has what is written in its languages; where that is nothing, only the accounts.
    """
    today = timezone.localdate()
    if languages_of_both():
        make_content(today)
    roles.apply()
    user = get_user_model().objects.create_superuser(LOGIN, "coordinator@example.org", PASSWORD)
    # Superusers read neither applications nor concerns; whoever looks around wants to see them.
    user.groups.set(roles.COORDINATORS.groups() | roles.CONCERNS.groups())
    applications.make_reviewers(PASSWORD)
    if languages_of_both():
        rows = read("applications.toml", today)["applications"]
        applications.make_applications(rows, languages_of_both(), desk=user)


def make_content(today: date) -> None:
    data = read("network.toml", today)
    topics = {row["key"]: make_topic(row) for row in data["topics"]}
    contacts = {row.pop("key"): make(Contact, row) for row in data["contacts"]}
    make_network(data["network"], contacts)
    founded = datetime.combine(
        data["network"]["founded_on"], time(10), timezone.get_current_timezone()
    )
    for row in data["pages"]:
        make_page(row, founded)
    for row in read("history.toml", today)["milestones"]:
        make(Milestone, row)
    for row in read("agreements.toml", today)["agreements"]:
        make(Agreement, row)
    photos = make_photos(read("photos.toml", today)["photos"], data["photographers"])
    rows = read("organisations.toml", today)["organisations"]
    organisations = make_organisations(rows, topics, photos, founded)
    rows = read("people.toml", today)["people"]
    people = {row["key"]: make_person(row, organisations, photos) for row in rows}
    rows = read("campaigns.toml", today)["campaigns"]
    campaigns = {row["slug"]: make(Campaign, row) for row in rows}
    rows = read("events.toml", today)["events"]
    events = make_events(rows, topics, photos, organisations, people, campaigns)
    known = {
        "campaign": campaigns,
        "event": events,
        "lead_photo": photos,
        "organisation": organisations,
        "person": people,
        "photo": photos,
        "poster": photos,
        "press_contact": contacts,
        "published_by": organisations,
    }
    names = sorted(file.name for file in (CONTENT / "articles").glob("*.toml"))
    rows = [read(f"articles/{name}", today) for name in names]
    make_articles([row for row in rows if titles(row)], topics, known)
    make(Guidance, data["guidance"])


def read(name: str, today: date) -> dict:
    """A file of the content. What is invented counts its dates from `today`."""
    row = tomllib.loads((CONTENT / name).read_text())
    return in_languages(dates.resolve(row, today), languages_of_both())


def in_languages(row: dict, codes: list[str]) -> dict:
    """A row without the words of other languages, and without the rows that say nothing then."""
    return {
        name: list(kept(value, codes)) if isinstance(value, list) else value
        for name, value in row.items()
        if written_in(name) in (None, *codes)
    }


def kept(parts: list, codes: list[str]) -> Iterator:
    for part in parts:
        if not isinstance(part, dict):
            yield part
        elif says_something(part, codes):
            yield in_languages(part, codes)


def says_something(row: dict, codes: list[str]) -> bool:
    """Whether a row has words in these languages, or has no words in any and needs none."""
    if row.get("type") == "file":
        return row["language"] in codes
    words = {
        written_in(name)
        for name, value in row.items()
        if value and written_in(name) and not name.startswith("published_at")
    }
    return not words or bool(words & set(codes))


def written_in(name: str) -> str | None:
    """The language of a column, such as `title_ko`."""
    code = name.rpartition("_")[2]
    return code if code in WRITTEN_IN else None


def make(model: type[models.Model], row: dict, **more) -> models.Model:
    """A checked and saved row."""
    item = model(**{name: value for name, value in row.items() if hasattr(model, name)}, **more)
    item.full_clean()
    item.save()
    return item


def make_topic(row: dict) -> Topic:
    return make(Topic, without(row, "key"), slug=row["key"])


def make_network(row: dict, contacts: dict[str, Contact]) -> Network:
    chosen = {name: contacts[row.pop(name)] for name in ("contact", "press_contact")}
    return make(Network, row, **chosen)


def make_page(row: dict, since: datetime) -> Page:
    public = public_since(since)
    place = Page.Place.NOWHERE
    for asked in (Page.Place.FOOTER, Page.Place.MENU):
        place = asked if row.pop(f"in_{asked.value}", False) else place
    return make(Page, row | public, place=place, shows_contact=row["slug"] == "contact")


def public_since(moment: datetime) -> dict[str, datetime]:
    """In all languages that the content and the site have."""
    return {languages.column("published_at", code): moment for code in languages_of_both()}


def make_photos(rows: list[dict], photographers: list[dict]) -> dict[str, Photo]:
    makers = {row.pop("key"): make(Photographer, row) for row in photographers}
    return {row["key"]: make_photo(row, makers) for row in rows}


def make_photo(row: dict, makers: dict[str, Photographer]) -> Photo:
    words = without(row, "key", "drawing")
    maker = makers.get(words.pop("photographer", ""))
    photo = Photo(**words, photographer=maker, file_name=f"{row['key']}.jpg")
    photo.press_use = photo.licence == Photo.Licence.PRESS
    photo.original.save(f"{row['key']}.jpg", drawn(row["drawing"]), save=False)
    photo.full_clean()
    made = darkroom.receive(photo)
    photo.save()
    darkroom.develop(photo, made)
    return photo


def drawn(motif: str) -> ContentFile:
    buffer = BytesIO()
    drawings.draw(motif).save(buffer, "JPEG", quality=88)
    return ContentFile(buffer.getvalue())


def make_organisations(
    rows: list[dict], topics: dict, photos: dict, since: datetime
) -> dict[str, Organisation]:
    regions.load(COUNTRY)
    places = Region.objects.in_bulk(field_name="slug")
    made = {row["key"]: make_organisation(row, topics, places, photos, since) for row in rows}
    places_of_logos.follow()
    return made


def make_organisation(
    row: dict, topics: dict, places: dict, photos: dict, since: datetime
) -> Organisation:
    public = public_since(since)
    words = without(row, "key", "topics", "region", "logo", "photos") | public
    if mark := row.get("logo"):
        words |= {"logo": drawn_logo(mark, logos.LIGHT), "logo_dark": drawn_logo(mark, logos.DARK)}
    organisation = make(Organisation, words, region=places.get(row.get("region")))
    organisation.topics.set(topics[key] for key in row["topics"])
    for order, key in enumerate(row.get("photos", []), start=1):
        make(OrganisationPhoto, {}, organisation=organisation, photo=photos[key], order=order)
    return organisation


def drawn_logo(mark: str, colours: dict[str, str]) -> ContentFile:
    buffer = BytesIO()
    logos.draw(mark, colours).save(buffer, "PNG", optimize=True)
    return ContentFile(buffer.getvalue(), "logo.png")


def make_person(row: dict, organisations: dict, photos: dict) -> Person:
    words = without(row, "key", "organisation", "portrait", "offices", "appearances")
    organisation = organisations.get(row.get("organisation"))
    portrait = photos.get(row.get("portrait"))
    person = make(Person, words, organisation=organisation, portrait=portrait)
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
        for order, partner in enumerate(row.get("partners", []), start=1):
            organisation = organisations[partner.pop("organisation")]
            make(EventOrganisation, partner, event=event, organisation=organisation, order=order)
        for message in row.get("messages", []):
            sender = organisations[message.pop("organisation")]
            make(Message, message, event=event, organisation=sender)
    return events


def make_event(row: dict, topics: dict, photos: dict, campaigns: dict) -> Event:
    event = make(
        Event,
        without(row, *APART_FROM_EVENT),
        campaign=campaigns.get(row.get("campaign")),
        lead_photo=photos.get(row.get("lead_photo")),
    )
    event.topics.set(topics[key] for key in row["topics"])
    for order, key in enumerate(row.get("photos", []), start=1):
        make(EventPhoto, {}, event=event, photo=photos[key], order=order)
    return event


def make_session(event: Event, row: dict, people: dict, order: int) -> None:
    session = make(Session, without(row, "participations"), event=event, order=order)
    for place, participation in enumerate(row["participations"], start=1):
        person = people[participation["person"]]
        words = without(participation, "person")
        make(Participation, words, session=session, person=person, order=place)


def without(row: dict, *apart: str) -> dict:
    return {name: value for name, value in row.items() if name not in apart}


def chosen(row: dict, known: dict[str, dict]) -> dict:
    """What a row names by a key, as the items that these keys stand for."""
    return {name: items[row[name]] for name, items in known.items() if row.get(name)}


def make_articles(rows: list[dict], topics: dict, known: dict[str, dict]) -> None:
    """`known` holds by the name of a field what can be chosen for it, by key."""
    articles = {row["slug"]: make_article(row, topics, known) for row in rows}
    for row in rows:
        articles[row["slug"]].see_also.set(
            articles[slug] for slug in row["see_also"] if slug in articles
        )


def titles(row: dict) -> list[str]:
    """The languages in which an article has a title, that of the original first."""
    codes = [row["original_language"], *languages_of_both()]
    return [code for code in codes if row.get(f"title_{code}")]


def make_article(row: dict, topics: dict, known: dict[str, dict]) -> Article:
    words = without(row, "blocks", "corrections", "topics", "see_also", *known)
    words["original_language"] = titles(row)[0]
    article = make(Article, words, **chosen(row, known))
    article.topics.set(topics[key] for key in row["topics"])
    for position, block in enumerate(row["blocks"]):
        make_block(article, block, known, ordering=(position + 1) * 10)
    for correction in row.get("corrections", []):
        make(Correction, correction, article=article)
    return article


def make_block(article: Article, row: dict, known: dict[str, dict], ordering: int) -> Block:
    words = without(row, "type", "photos", "lines", *known) | chosen(row, known)
    if lines := row.get("lines"):
        words["file"] = ContentFile(papers.pdf(lines, row["language"]), "example.pdf")
    kind = BLOCK_KINDS[row["type"]]
    block = make(kind, words, parent=article, region="body", ordering=ordering)
    for order, key in enumerate(row.get("photos", [])):
        GalleryPhoto.objects.create(gallery=block, photo=known["photo"][key], order=order)
    return block
