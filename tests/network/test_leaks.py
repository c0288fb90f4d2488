"""Nothing private leaves by any door: all of it is marked, and every page is read. Nothing
confidential stands in clear text in the database or on the disk: all of it is marked, and both are
read."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.utils import timezone

from accounts import models as accounts
from concerns.models import Access as ConcernAccess
from concerns.models import Guidance
from events.models import (
    Campaign,
    Event,
    Message,
    Participation,
    Session,
)
from gate.models import Tally
from joining import attachments, process, readers
from joining.attachments import Attached
from joining.models import (
    Access,
    Application,
    ApplicationFile,
    Consent,
    ConsentText,
    Destruction,
    Move,
    Note,
    Reference,
    Signature,
    Support,
    Vote,
)
from members import hiding
from members.models import (
    Agreement,
    Appearance,
    LinkCheck,
    MemberList,
    Milestone,
    Office,
    Organisation,
    Person,
    Proposal,
    ProposedChange,
    Question,
    Region,
    TakenBack,
    TwoDifferent,
)
from network import clock_jumps
from network.encryption import Encrypted, EncryptedTextField
from network.fields import HashField
from network.models import Contact, Network, Page, Redirect, RestoreRecord, Topic
from network.storage import EncryptedStorage, PrivateStorage
from news.models import (
    Article,
    Correction,
    EventBlock,
    FigureBlock,
    FileBlock,
    GalleryBlock,
    PhotoBlock,
    QuoteBlock,
    TextBlock,
    VideoBlock,
)
from photos.models import Photo, Photographer
from tests import builders, crawling

pytestmark = pytest.mark.django_db

# What visitors may read, of items that are public. A new column is private until it is named
# here on purpose; a new model fails until the site below holds one of it.
PUBLIC = {
    Network: "name short_name tagline vision about place parent_name parent_url parent_place "
    "social_links logo deciding_body fee",
    # Electronic mail and telephone are given to who presses the button.
    Contact: "name role organisation",
    Topic: "name slug",
    Page: "title body slug",
    Guidance: "readers urgent_help",
    Photographer: "name website",
    # `key` and `developed` are the addresses and sizes of the public files.
    Photo: "alt caption credit_organisation credit_override place key developed",
    Region: "name short_name slug",
    Agreement: "version text",
    Organisation: "name abbreviation summary description website social_links city logo logo_dark "
    "slug",
    # `sort_name` orders; a name and a role stand in the programmes that the person is part of.
    Person: "name biography role slug",
    Office: "title group",
    Appearance: "role_text",
    Milestone: "text link",
    Campaign: "name slug description",
    Event: "title slogan summary description venue address city online_url registration_url "
    "groups_present slug time_zone",
    Session: "title description",
    Participation: "role_text",
    Message: "text",
    Article: "title standfirst dateline byline source_url slug",
    Correction: "text",
    TextBlock: "region body",
    QuoteBlock: "region quote speaker role_text",
    EventBlock: "region",
    FigureBlock: "region counter unit source",
    PhotoBlock: "region",
    GalleryBlock: "region title default_credit",
    VideoBlock: "region address title transcript",
    FileBlock: "region file title",
}
# The dates and numbers that visitors may read; any other is private until it is named here.
PUBLIC_FIGURES = {
    Network: "founded_on expected_weeks references_needed",
    Page: "updated_at",
    Photo: "taken_on",
    Agreement: "in_force_from",
    Organisation: "founded_on joined_on joined_alliance_on left_on updated_at",
    Office: "started_on ended_on",
    Milestone: "happened_on",
    Campaign: "from_month from_day to_month to_day",
    # Calendars say when an entry was made, and that it has changed.
    Event: "starts_at ends_at attendance revision created_at updated_at",
    Session: "starts_at ends_at",
    Article: "updated_at reading_minutes_override",
    Correction: "corrected_on",
    FigureBlock: "number as_of",
    FileBlock: "size",
}
# These say where something stands, or that it is public at all: they are felt, never read.
STEERING = {
    "focus_x",
    "focus_y",
    "joining_closed_at",
    "concerns_closed_at",
    "contacts_closed_at",
    "height",
    "map_column",
    "map_row",
    "order",
    "ordering",
    "over_at",
    "position",
    "published_at",
    "shown_at",
    "width",
}
# What goes with a state, often one that takes something off the pages. Filled already, it can be
# looked for; else it stays empty.
OF_A_STATE = {"closed_at", "decided_at", "erased_at", "hidden_at", "revoked_at", "withdrawn_at"}
# Addresses that open by a secret, or answer to a button; tests of their own have them.
BY_SECRET = {
    "members:all-right",
    "joining:confirm",
    "joining:consent",
    "joining:copy",
    "joining:discard",
    "joining:step",
    "joining:profile",
    "joining:refer",
    "joining:sign",
    "joining:status",
    "members:still-right",
    "joining:withdraw",
    "concerns:concern",
    "news:preview",
    "reveal-contact",
    "how-to-reach",
    "admin-language",
    "media",
}
# Codes, and what the item is a part of: no words, and the program needs them.
NO_WORDS = {TakenBack: {"kind", "language"}, ProposedChange: {"column"}}

WORDS = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    EncryptedTextField,
    ArrayField,
)
FIGURES = (models.DateField, models.IntegerField)
MARK = "zzp"
numbers = count(1)
# No page says these years, and no size or colour of one these numbers.
years, amounts = count(1701), count(31_001)


ALONE_BEFORE, ALONE_AFTER = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"


def ours() -> set[type[models.Model]]:
    floor = {"network", "letters", "gate", "accounts"}
    rooms = floor | {"concerns", "photos", "members", "joining", "events", "news"}
    return {model for model in apps.get_models() if model._meta.app_label in rooms}


def words_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that hold words: a choice or a yes cannot be looked for."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS) and not field.choices and not field.primary_key
    ]


def figures_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that hold a date or a number."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, FIGURES)
        and not field.choices
        and not field.primary_key
        and name_of(field) not in STEERING
    ]


def name_of(field: models.Field) -> str:
    return getattr(field, "translated_field", field).name


def is_public(field: models.Field, named: dict) -> bool:
    return name_of(field) in named.get(field.model, "").split()


def mark(item: models.Model, fields: list[models.Field]) -> dict[str, str]:
    """Put a word of its own into columns of a row; where each word stands, by word."""
    told, values = {}, {}
    for field in fields:
        word = f"{MARK}{next(numbers)}q"
        told[word] = f"{field.model.__name__}.{field.name}"
        values[field.name] = [word] if isinstance(field, (ArrayField, models.JSONField)) else word
    if values:
        type(item)._base_manager.filter(pk=item.pk).update(**values)
    return told


def mark_private_columns() -> dict[str, str]:
    told = {}
    for model in ours():
        fields = [
            field
            for field in words_of(model)
            if not is_public(field, PUBLIC) and field.name not in NO_WORDS.get(model, ())
        ]
        for item in model._base_manager.all():
            told |= mark(item, fields)
    return told


def mark_private_figures() -> dict[str, str]:
    """One date or number for all rows of a private column. Shape: pattern to look for, column."""
    told, numbers_of_rows = {}, set()
    for model in ours():
        numbers_of_rows.update(model._base_manager.values_list("pk", flat=True))
    for model in sorted(ours(), key=lambda model: model._meta.label):
        for field in figures_of(model):
            if not is_public(field, PUBLIC_FIGURES):
                where = f"{model.__name__}.{field.name}"
                told[mark_figure(field, unlike=numbers_of_rows)] = where
    return told


def mark_figure(field: models.Field, *, unlike: set) -> str:
    """Put a year or an amount of its own into a column; returns how it can be told in a page."""
    if isinstance(field, models.DateField):
        year = next(year for year in years if year not in unlike)
        whole = datetime(year, 3, 4, 12, tzinfo=UTC)
        value = whole if isinstance(field, models.DateTimeField) else whole.date()
        looks = rf"{ALONE_BEFORE}{year}{ALONE_AFTER}|{year}0304"
    else:
        value = next(amount for amount in amounts if amount not in unlike)
        looks = rf"{ALONE_BEFORE}{value:_}{ALONE_AFTER}".replace("_", ",?")
    rows = field.model._base_manager.all()
    if field.name in OF_A_STATE:
        rows = rows.exclude(**{field.name: None})
    rows.update(**{field.name: value})
    return looks


def mark_private_items(items: list[models.Model]) -> dict[str, str]:
    """Of what is not public at all every word is marked but the address, which who asks knows."""
    told = {}
    for item in items:
        known = {"slug", "region", "key", "developed"}
        fields = [field for field in words_of(type(item)) if field.name not in known]
        told |= mark(item, fields)
    return told


@pytest.fixture
def photo():
    return builders.make_photo(size=(240, 160), press_use=True, place_ko="서울")


@pytest.fixture
def public(photo):
    """A network with something of everything that visitors may see."""
    builders.make_network(contact=builders.make_contact(), about_ko="소개", founded_on="2025-07-09")
    builders.make_page(slug="about")
    builders.make_page(slug="privacy", place="footer")
    Guidance.objects.create(readers_ko="두 사람", readers_en="Two people")
    builders.make_milestone()
    for document in builders.make_agreements():
        day = document.in_force_from - timedelta(days=30)
        builders.make_agreement(document.document, version="2024", in_force_from=day)
    topic = builders.make_topic()
    member = builders.make_member(
        slug="circle", region=builders.make_region(), other_names="동그라미", city_ko="마포"
    )
    member.topics.add(topic)
    builders.make_member(slug="former", left_on="2026-01-01")
    builders.add_organisation_photo(member, photo)
    person = builders.make_person(
        organisation=member, has_public_profile=True, slug="kim-bogi", portrait=photo
    )
    builders.add_office(person)
    builders.add_appearance(photo, person)
    event = builders.make_event(slug="launch", campaign=builders.make_campaign())
    builders.make_event(
        slug="past",
        starts_at=builders.yesterday() - builders.A_DAY,
        attendance=150,
        groups_present_ko="학생",
        groups_present_en="Students",
    )
    builders.add_partner(event, member)
    session = builders.add_session(event)
    builders.add_participation(session, person)
    builders.add_message(event, person=person)
    builders.add_event_photo(event, photo)
    article = builders.make_article(slug="news", kind="press-release", event=event)
    article.topics.add(topic)
    builders.add_text(article)
    builders.add_quote(article, person=person)
    builders.add_figure(article, 150)
    for part in ("facts", "programme"):
        builders.add_event_block(article, part)
    builders.add_photo(article, photo)
    builders.add_gallery(article, [photo])
    builders.add_video(article)
    builders.add_file(article)
    builders.add_correction(article)
    builders.make_article(slug="korean", title_en="", published_at_en=None)
    return article


@pytest.fixture
def unlisted(public, admin_user):
    """What stands beside the public items and is not to be seen: drafts, refusals, the hidden."""
    draft = builders.make_article(slug="draft", published_at_ko=None, published_at_en=None)
    blocks = [
        builders.add_text(draft),
        builders.add_quote(draft, speaker_ko="누군가"),
        builders.add_figure(draft, 3),
        builders.add_gallery(draft, []),
        builders.add_correction(draft),
    ]
    later = builders.make_article(
        slug="later",
        published_at_ko=builders.tomorrow(),
        published_at_en=builders.tomorrow(),
    )
    plan = builders.make_event(slug="plan", published_at_ko=None, published_at_en=None)
    session = builders.add_session(plan)
    about_plan = builders.make_article(slug="about-a-plan", event=plan)
    for part in ("facts", "programme"):
        builders.add_event_block(about_plan, part)
    gone = builders.make_member(slug="gone", is_delisted=True, delisting_reason="x")
    withdrawn = builders.make_photo(
        size=(240, 160), photographer=builders.make_photographer(name_ko="다른이", name_en="Other")
    )
    builders.add_photo(public, withdrawn)
    Photo.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    quiet = builders.make_person(organisation=Organisation.objects.get(slug="circle"), slug="quiet")
    hidden = builders.make_person(has_public_profile=True, slug="hidden", portrait=withdrawn)
    event = public.event
    roles = [
        builders.add_office(hidden),
        builders.add_participation(event.sessions.first(), hidden),
        builders.add_participation(session, quiet),
    ]
    quote = builders.add_quote(public, 80, person=hidden)
    QuoteBlock.objects.filter(pk=quote.pk).update(quote_ko="", quote_en="")
    hiding.hide(hidden, admin_user)
    TakenBack.objects.create(
        hiding=hidden.hidings.get(),
        kind="news.Article",
        item=draft.pk,
        language="ko",
        published_at=timezone.now(),
    )
    page = builders.make_page(slug="plans", published_at_ko=None, published_at_en=None)
    coming = builders.make_agreement(version="2099", in_force_from=date(2099, 1, 1))
    items = [draft, *blocks, later, plan, session, gone, withdrawn, quiet, hidden, *roles, page]
    return [*items, coming, withdrawn.photographer]


@pytest.fixture
def desk(public, admin_user):
    """One of everything that only the desk knows."""
    member = Organisation.objects.get(slug="circle")
    builders.make_letter()
    builders.make_concern()
    builders.make_draft()
    builders.make_preview_link(public)
    Tally.objects.create(key="x", count=1, expires_at=builders.tomorrow())
    ConcernAccess.objects.create(number=1, name="x", what=ConcernAccess.What.choices[0][0])
    Redirect.objects.create(from_path="/ko/old/", to_path="/ko/news/")
    application = builders.make_application(state=Application.State.REVIEW)
    ApplicationFile.objects.create(
        application=application,
        kind="document",
        name="x.pdf",
        file=ContentFile(b"%PDF-1.7", "x.pdf"),
    )
    Reference.objects.create(application=application, name="x", email="x@example.org")
    text = ConsentText.objects.create(purpose="handling", language="ko", digest="x", text="x")
    Consent.objects.create(application=application, purpose="handling", text=text, is_given=True)
    agreement = Agreement.objects.first()
    Support.objects.create(application=application, agreement=agreement)
    Signature.objects.create(organisation=member, agreement=agreement, signatory="x")
    Vote.objects.create(application=application, reviewer=admin_user, choice="for")
    Note.objects.create(application=application, author=admin_user, text="x")
    Move.objects.create(application=application, actor="reviewer", to_state="review", note="x")
    Access.objects.create(kind="export", by=admin_user, reason="x")
    Destruction.objects.create(rule="x", number=1)
    question = Question.objects.create(
        organisation=member, expires_at=builders.tomorrow(), secret_hash="x"
    )
    proposal = Proposal.objects.create(organisation=member, question=question, remark="x")
    ProposedChange.objects.create(proposal=proposal, column="summary_ko", proposed="x")
    LinkCheck.objects.create(organisation=member, address="https://a.example/", state="gone")
    MemberList.objects.create(
        uploaded_by=admin_user, file_name="x.csv", headings=[], rows=[], columns=[]
    )
    accounts.Session.objects.create(
        session_key="x", expire_date=builders.tomorrow(), account=admin_user
    )
    accounts.SecondFactor.objects.create(account=admin_user, key="x", last_step=1)
    accounts.Passkey.objects.create(
        account=admin_user, name="x", user_handle=b"x", credential_id=b"x", credential=b"x"
    )
    accounts.RecoveryCode.objects.create(account=admin_user, code_hash="x")
    accounts.Device.objects.create(account=admin_user, token_hash="x", language="ko")
    accounts.Attempts.objects.create(key="x")
    clock_jumps.check()
    RestoreRecord.objects.create(token="x", made_at=builders.yesterday(), erasures=0, replays=True)
    accounts.Entry.objects.create(account=admin_user, name="x", what=accounts.Entry.What.SIGNED_IN)
    former = Organisation.objects.get(slug="former")
    TwoDifferent.objects.create(first=member, second=former)


def test_no_private_word_leaves_by_any_door(client, public, unlisted, desk):
    missing = {model.__name__ for model in ours() if not model._base_manager.exists()}
    assert missing == set(), "the site of this test holds none of these"
    told = mark_private_columns() | mark_private_items(unlisted)
    figures = mark_private_figures()
    closed = [
        item.address_in(code)
        for item in unlisted
        for code in ("ko", "en")
        if hasattr(item, "address_in")
    ]
    guessed = [f"/{code}/{path}" for code in ("ko", "en") for path in GUESSED]
    read = crawling.pages(client, *closed, *guessed, "/ko/old/")
    leaks = {
        (address, where)
        for address, answer in read.items()
        if MARK in answer.whole
        for word, where in told.items()
        if word in answer.whole
    }
    assert leaks == set()
    any_figure = re.compile("|".join(figures))
    leaks = {
        (address, figures[looks])
        for address, answer in read.items()
        if any_figure.search(answer.whole)
        for looks in figures
        if re.search(looks, answer.whole)
    }
    assert leaks == set()
    assert {read[address].status for address in closed} == {404}
    reached = {crawling.name_of(address) for address, answer in read.items() if answer.status < 400}
    assert crawling.names() - reached - BY_SECRET == set()


GUESSED = [
    "members/?members=former&name=zzp",
    "members/?region=seoul&topic=care",
    "news/?year=2026&topic=care",
    "members/circle/events/",
    "members/circle/news/",
    "members/gone/events/",
    "members/gone/news/",
    "people/quiet/",
    "people/hidden/",
    "join/status/a-guess/",
    "join/sign/a-guess/",
    "members/still-right/a-guess/",
    "concern/a-guess/",
    "news/preview/a-guess/",
    "press/photos/999/",
    "nowhere/",
]


def test_what_is_declared_public_exists():
    for model, names in [*PUBLIC.items(), *PUBLIC_FIGURES.items()]:
        assert {model._meta.get_field(name).name for name in names.split()} == set(names.split())


# At rest: every column of words is encrypted, unless it stands here with the reason why not. A new
# column is confidential until somebody names it.
PUBLISHED = "said to everybody, or written to be"
CODES = "a code or an address of this site: no word of anybody"
HASHED = "cannot be turned back"
ACCOUNTS = "the user name of somebody of the desk, by which Django finds the account"
SEARCHED = "searched by the desk and the directory; who asks to be hidden is hidden on every page"
DESK = "what the desk writes down for itself"

# Whole apps of what is published: an author, a photographer, a speaker wants to be named.
OF_THE_PUBLIC = {"network", "photos", "events", "news"}

PUBLISHED_OF_A_MEMBER = (
    *("slug", "former_slugs", "name", "abbreviation", "summary", "description", "website"),
    *("social_links", "city", "logo", "logo_dark"),
)
CLEAR = {
    "accounts.Session": {"session_data": CODES},
    "accounts.RecoveryCode": {"code_hash": HASHED},
    "accounts.Device": {"token_hash": HASHED},
    "accounts.Passkey": {"name": ACCOUNTS},
    "accounts.Entry": {"name": ACCOUNTS, "by": ACCOUNTS},
    "concerns.Access": {"name": ACCOUNTS},
    "concerns.Guidance": {"readers": PUBLISHED, "urgent_help": PUBLISHED},
    "joining.Application": {"reference": CODES, "asked_fields": CODES, "signs": CODES},
    "joining.Access": {"reference": CODES},
    "joining.ApplicationFile": {"file": CODES},
    "joining.ConsentText": {
        "purpose": CODES,
        "digest": CODES,
        "text": PUBLISHED,
    },
    "joining.Destruction": {"rule": CODES},
    "letters.Letter": {
        "key": CODES,
        "about": CODES,
        "kind": CODES,
        "permission": CODES,
        "message_id": CODES,
    },
    "members.Agreement": {"version": PUBLISHED, "text": PUBLISHED},
    "members.Appearance": {"role_text": PUBLISHED},
    "members.LinkCheck": {"address": PUBLISHED, "leads_to": PUBLISHED},
    "members.Milestone": {"text": PUBLISHED, "link": PUBLISHED},
    "members.Office": {"title": PUBLISHED, "group": PUBLISHED},
    "members.Organisation": {
        **dict.fromkeys(PUBLISHED_OF_A_MEMBER, PUBLISHED),
        **dict.fromkeys(["other_names", "search_text", "sort_key"], SEARCHED),
        "delisting_reason": DESK,
    },
    "members.Person": {
        **dict.fromkeys(["slug", "biography", "role"], PUBLISHED),
        **dict.fromkeys(["name", "sort_name", "other_names"], SEARCHED),
    },
    "members.ProposedChange": {"column": CODES},
    "members.Region": {"name": PUBLISHED, "short_name": PUBLISHED, "slug": PUBLISHED},
    "members.TakenBack": {"kind": CODES, "language": CODES},
}  # fmt: skip
# Private folders of files that are clear.
CLEAR_FILES = {
    "photos.Photo.original": "taken to be published, and only their pixels are",
    "members.Organisation.logo": PUBLISHED,
    "members.Organisation.logo_dark": PUBLISHED,
}


def confidential(model: type[models.Model]) -> list[models.Field]:
    """The columns whose words may stand nowhere in clear text."""
    if model._meta.app_label in OF_THE_PUBLIC:
        return []
    clear = CLEAR.get(model._meta.label, {})
    return [
        field
        for field in words_of(model)
        if name_of(field) not in clear and not isinstance(field, HashField)
    ]


def private_files() -> dict[str, models.FileField]:
    """Every file without an address, by where it belongs."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) and isinstance(field.storage, PrivateStorage)
    }


def dump() -> str:
    """All rows of all tables as text, what is binary as its bytes in figures."""
    with connection.cursor() as cursor:
        parts = []
        for table in connection.introspection.table_names(cursor):
            rows = f"SELECT * FROM {connection.ops.quote_name(table)}"  # noqa: S608
            statement = f"COPY ({rows}) TO STDOUT"
            with cursor.copy(statement) as copy:
                parts += [bytes(part).decode() for part in copy]
    return "".join(parts)


def stands_in(word: str, text: str) -> bool:
    """Whether a word is there, also as the bytes of a column that is binary and not encrypted."""
    return word in text or word.encode().hex() in text


def test_no_confidential_word_stands_in_a_dump_of_the_database(public, unlisted, desk):
    told = {}
    for model in ours():
        for item in model._base_manager.all():
            told |= mark(item, confidential(model))
    marked = set(told.values())
    assert "Application.name_ko" in marked
    assert "Organisation.contact_email" in marked
    dumped = dump()
    assert "동그라미" in dumped
    assert {where for word, where in told.items() if stands_in(word, dumped)} == set()


def test_a_column_that_is_not_encrypted_is_seen_in_a_dump(public):
    item = Organisation.objects.get(slug="circle")
    [word] = mark(item, [Organisation._meta.get_field("delisting_reason")])
    assert stands_in(word, dump())
    assert stands_in("zz", b"zz".hex())


def test_what_is_declared_clear_exists_and_is_clear():
    for label, columns in CLEAR.items():
        model = apps.get_model(label)
        fields = {name_of(field): field for field in words_of(model)}
        assert columns.keys() <= fields.keys(), label
        assert not any(isinstance(fields[name], Encrypted) for name in columns), label


def test_files_without_an_address_are_encrypted():
    files = private_files()
    assert CLEAR_FILES.keys() <= files.keys()
    encrypted = {where for where, f in files.items() if isinstance(f.storage, EncryptedStorage)}
    assert encrypted == files.keys() - CLEAR_FILES.keys()
    assert encrypted


def test_no_word_of_an_applicant_stands_in_clear_text_anywhere(settings, admin_user):
    """As the program itself writes it: what it puts beside the answers tells them neither."""
    builders.make_network()
    fields = [field for field in Application._meta.concrete_fields if isinstance(field, Encrypted)]
    names = {field.name for field in fields if name_of(field) == field.name}
    answers = {name: f"{MARK}{next(numbers)}q" for name in {*names} - {"name", "summary"}}
    answers |= {name: f"{MARK}{next(numbers)}q" for name in ("name_ko", "name_en", "summary_ko")}
    answers["email"] = f"{answers['email']}@{answers['email']}.example"
    answers["website"] = f"https://{answers['website']}.example/"
    draft = builders.make_draft()
    draft.answers = json.dumps({"fields": answers, "consents": {}})
    draft.save()
    named, said = f"{MARK}{next(numbers)}q.pdf", f"{MARK}{next(numbers)}q"
    upload = SimpleUploadedFile(named, b"%PDF-1.7 " + said.encode() * 200_000)
    attachments.keep(draft, Attached(documents=(upload,)))
    reference = {"name": f"{MARK}r1", "organisation": f"{MARK}r2", "email": f"{MARK}r3@example.org"}
    values = process.Answers(answers, references=[reference])
    application = process.submit(draft, values)
    process.confirm(application)
    readers.note_export(1, f"{MARK}reason", admin_user)
    dumped = dump()
    words = [*answers.values(), named, said, *reference.values(), f"{MARK}reason"]
    assert {word for word in words if stands_in(word, dumped)} == set()
    assert MARK not in dumped
    kept = [file for file in settings.ORIGINALS_ROOT.rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert not any(word.encode() in kept[0].read_bytes() for word in words)
    with application.files.get().file.open() as file:
        assert file.read().endswith(said.encode())
