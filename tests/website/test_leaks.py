"""Nothing private leaves by any door: all of it is marked, and every page is read. Nothing
confidential stands in clear text in the database or on the disk: all of it is marked, and both are
read."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.http import QueryDict
from django.utils import timezone

from accounts import models as accounts
from cms import declarations
from cms.declarations import data_protection
from cms.declarations.data_protection import FieldProtection
from cms.encryption.fields import EncryptedFieldMixin, EncryptedTextField
from cms.fields import HashField
from cms.files.storage import EncryptedStorage, PrivateStorage
from cms.i18n import languages
from concerns.models import ConcernAccessLogEntry, Guidance
from erasure_log.models import UnwrittenErasureEntry
from events.models import Participation
from joining.form import attachments, submission
from joining.form.attachments import Attachments
from joining.models import (
    AgreementEndorsement,
    Application,
    ApplicationAccessLogEntry,
    ApplicationFile,
    ApplicationLogEntry,
    Consent,
    ConsentText,
    Note,
    Referee,
    RetentionLogEntry,
    Signature,
    Vote,
)
from joining.privacy import access_log
from joining.review import applicant_transitions
from members.models import (
    AccuracyRequest,
    Agreement,
    DistinctPair,
    LinkCheck,
    MemberListUpload,
    Organisation,
    Proposal,
    ProposedChange,
    UnpublishedText,
)
from members.names import hiding
from network.models import Redirect
from news.models import (
    Article,
    QuoteBlock,
)
from notes.actions import ask_for_reviews, write
from notes.models import Mention
from operations import clock_jumps
from operations.models import RestoreRecord
from page_cache import decorators, replica, triggers
from page_views.models import PageView
from photos.models import Photo
from resources.models import Resource
from search import index
from search.models import Change, MissedQuery, Synonym
from spam.models import Counter
from tests.support import builders, crawling
from versions import pending_changes, recording, working_copies
from versions.deletion import trash
from versions.models import OpenForm, UnneededTranslation

pytestmark = pytest.mark.django_db

# Fields that say where something stands, what it belongs to or that it is public: they have an
# effect on pages and are never read.
STEERING = {
    "focus_x",
    "focus_y",
    "joining_closed_at",
    "concerns_closed_at",
    "contacts_closed_at",
    "height",
    "item_id",
    "folder_token",
    "map_column",
    "map_row",
    "order",
    "ordering",
    "over_at",
    "photo_id",
    "position",
    "published_at",
    "width",
}
# What goes with a state, often one that takes something off the pages. Filled already, it can be
# looked for; else it stays empty.
OF_A_STATE = {
    "closed_at",
    "decided_at",
    "erased_at",
    "hidden_at",
    "redacted_at",
    "revoked_at",
    "taken_down_at",
}
# Addresses that open by a secret, or answer to a button; tests of their own have them.
BY_SECRET = {
    "members:confirm-entry",
    "joining:confirm",
    "joining:consent",
    "joining:copy",
    "joining:delete-draft",
    "joining:form-page",
    "joining:profile",
    "joining:referee",
    "joining:sign",
    "joining:status",
    "members:check-entry",
    "joining:withdraw",
    "concerns:concern",
    "news:preview",
    "reveal-contact",
    "how-to-reach",
    "admin-language",
    "media",
    "share-card",
    "short-url",
}
WORDS = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    EncryptedTextField,
)
FIGURES = (models.DateField, models.IntegerField)
MARK = "zzp"
numbers = count(1)
# No page says these years, and no size or colour of one these numbers.
years, amounts = count(1701), count(31_001)


ALONE_BEFORE, ALONE_AFTER = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"


def own_apps() -> list[AppConfig]:
    return [one for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR]


def own_models() -> set[type[models.Model]]:
    return {model for app in own_apps() for model in app.get_models()}


def declared() -> data_protection.Declarations:
    """What all apps declare."""
    modules = declarations.modules("data_protection")
    return {model: one for module in modules for model, one in module.DATA_PROTECTION.items()}


def declared_for(model: type[models.Model]) -> FieldProtection:
    return declared().get(model, FieldProtection())


def apps_without_confidential_text() -> set[str]:
    return {
        module.__name__.partition(".")[0]
        for module in declarations.modules("data_protection")
        if not getattr(module, "STORES_CONFIDENTIAL_TEXT", True)
    }


def words_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that hold words: a choice or a yes cannot be looked for."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(getattr(field, "base_field", field), WORDS)
        and not field.choices
        and not field.primary_key
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


def is_public(field: models.Field) -> bool:
    return name_of(field) in declared_for(field.model).public.split()


def reason_unencrypted(field: models.Field) -> str | None:
    """Why the text of a column is stored unencrypted, if it is."""
    reasons = declared_for(field.model).unencrypted_because.items()
    return next((reason for reason, names in reasons if name_of(field) in names.split()), None)


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
    for model in own_models():
        fields = [
            field
            for field in words_of(model)
            if not is_public(field) and reason_unencrypted(field) != data_protection.PROGRAM_NAMES
        ]
        for item in model._base_manager.all():
            told |= mark(item, fields)
    return told


def mark_private_figures() -> dict[str, str]:
    """One date or number for all rows of a private column. Shape: pattern to look for, column."""
    told, numbers_of_rows = {}, set()
    for model in own_models():
        numbers_of_rows.update(model._base_manager.values_list("pk", flat=True))
    for model in sorted(own_models(), key=lambda model: model._meta.label):
        for field in figures_of(model):
            if not is_public(field):
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
        # A file for download has no address elsewhere.
        known = {"slug", "region", "folder_token", "rendition_widths", "share_cards", "url"}
        if isinstance(item, Participation):
            # A person is named by their own record.
            known |= {"name", *languages.field_names("name")}
        fields = [field for field in words_of(type(item)) if field.name not in known]
        told |= mark(item, fields)
    return told


@pytest.fixture
def photo():
    return builders.make_photo(size=(240, 160), press_use=True, place_ko="서울")


@pytest.fixture
def public(photo):
    """A network with something of everything that visitors may see."""
    words = {"about_ko": "소개", "founded_on": "2025-07-09", "tells_outdated_translations": True}
    builders.make_network(contact=builders.make_contact(), **words)
    builders.make_outdated(builders.make_page(slug="about"))
    builders.make_page(slug="privacy", place="footer")
    Guidance.objects.create(readers_ko="두 사람", readers_en="Two people")
    builders.make_milestone()
    for agreement in builders.make_agreements():
        day = agreement.in_force_from - timedelta(days=30)
        builders.make_agreement(agreement.kind, version="2024", in_force_from=day)
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
    held = builders.make_event(
        slug="past",
        starts_at=builders.yesterday() - builders.A_DAY,
        attendance=150,
        groups_present_ko="학생",
        groups_present_en="Students",
    )
    held.topics.add(topic)
    builders.add_event_organisation(event, member)
    session = builders.add_session(event)
    builders.add_participation(session, person)
    builders.add_message(event, person=person)
    builders.add_event_photo(event, photo)
    article = builders.make_article(slug="news", kind="press-release", event=event)
    article.topics.add(topic)
    builders.add_text(article)
    builders.add_quote(article, person=person)
    builders.add_statistic(article, 150)
    for part in ("facts", "programme"):
        builders.add_event_block(article, part)
    builders.add_photo(article, photo)
    builders.add_gallery(article, [photo])
    builders.add_video(article)
    builders.add_file(article)
    builders.add_correction(article)
    builders.add_see_also_link(article)
    builders.make_article(slug="korean", title_en="", published_at_en=None)
    add_public_resources(article, member, person, photo)
    return article


def add_public_resources(article, member, person, photo):
    original = builders.make_resource(slug="original", kind="book")
    resource = builders.make_resource(
        slug="guide",
        subtitle_ko="부제",
        subtitle_en="Subtitle",
        description_ko="<p>내용</p>",
        description_en="<p>Content</p>",
        cover=photo,
        publisher=member,
        year=2024,
        work_languages=["ko", "nl"],
        isbn="9788937460449",
        doi="10.1000/182",
        licence="cc-by-4.0",
        translation_of=original,
        external_url="https://publisher.example/",
    )
    resource.events.add(article.event)
    resource.topics.add(article.topics.first())
    builders.add_contributor(resource, person=person)
    builders.add_contributor(resource, organisation=member, role="translator")
    builders.add_contributor(resource, name_ko="누군가", role="editor")
    builders.add_resource_file(resource, pages=12)
    builders.add_resource_file(resource, url="https://elsewhere.example/")
    article.resources.add(resource)


@pytest.fixture
def unlisted(public, admin_user):
    """What stands beside the public items and is not to be seen: drafts, refusals, the hidden."""
    draft = builders.make_article(slug="draft", published_at_ko=None, published_at_en=None)
    blocks = [
        builders.add_text(draft),
        builders.add_quote(draft, unnamed_speaker_ko="누군가"),
        builders.add_statistic(draft, 3),
        builders.add_gallery(draft, []),
        builders.add_correction(draft),
        builders.add_see_also_link(draft),
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
    Photo.objects.filter(pk=withdrawn.pk).update(taken_down_at=timezone.now())
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
    hiding.hide_person(hidden, admin_user)
    UnpublishedText.objects.create(
        hidden_period=hidden.hidden_periods.get(),
        model_label="news.Article",
        object_id=draft.pk,
        language="ko",
        published_at=timezone.now(),
    )
    works = unlisted_resources(hidden)
    page = builders.make_page(slug="plans", published_at_ko=None, published_at_en=None)
    coming = builders.make_agreement(version="2099", in_force_from=date(2099, 1, 1))
    items = [draft, *blocks, later, plan, session, gone, withdrawn, quiet, hidden, *roles, page]
    return [*items, *works, coming, withdrawn.photographer]


def unlisted_resources(hidden):
    draft = builders.make_resource(slug="draft-guide", published_at_ko=None, published_at_en=None)
    later = builders.make_resource(
        slug="later-guide", published_at_ko=builders.tomorrow(), published_at_en=builders.tomorrow()
    )
    of_draft = [
        builders.add_contributor(draft, name_ko="누군가"),
        builders.add_resource_file(draft, language="en"),
    ]
    guide = Resource.objects.get(slug="guide")
    builders.add_contributor(guide, person=hidden, role="illustrator")
    Resource.objects.filter(pk=draft.pk).update(translation_of=guide)
    Resource.objects.filter(pk=later.pk).update(previous_edition=guide)
    Article.objects.get(slug="news").resources.add(draft, later)
    return [draft, later, *of_draft]


@pytest.fixture
def private_items(public, admin_user):
    """One of everything that only the staff know."""
    member = Organisation.objects.get(slug="circle")
    builders.make_email()
    builders.make_concern()
    builders.make_draft()
    builders.make_preview_link(public)
    note = write(public, admin_user, "x").note
    Mention.objects.create(note=note, user=admin_user)
    ask_for_reviews(public, admin_user, [admin_user])
    Counter.objects.create(key="x", count=1, expires_at=builders.tomorrow())
    PageView.objects.create(
        day=timezone.localdate(), kind="news", item_id=1, language="ko", source="site", count=1
    )
    ConcernAccessLogEntry.objects.create(
        concern_pk=1, name="x", action=ConcernAccessLogEntry.Action.READ
    )
    Redirect.objects.create(from_path="/ko/old/", to_path="/ko/news/")
    application = builders.make_application(state=Application.State.VOTING)
    ApplicationFile.objects.create(
        application=application,
        kind="document",
        name="x.pdf",
        file=ContentFile(b"%PDF-1.7", "x.pdf"),
    )
    Referee.objects.create(application=application, name="x", email="x@example.org")
    text = ConsentText.objects.create(purpose="handling", language="ko", digest="x", text="x")
    Consent.objects.create(application=application, purpose="handling", text=text, is_given=True)
    agreement = Agreement.objects.first()
    AgreementEndorsement.objects.create(application=application, agreement=agreement)
    Signature.objects.create(organisation=member, agreement=agreement, signatory="x")
    Vote.objects.create(application=application, reviewer=admin_user, choice="for")
    Note.objects.create(application=application, author=admin_user, text="x")
    ApplicationLogEntry.objects.create(
        application=application, actor="reviewer", to_state="voting", note="x"
    )
    ApplicationAccessLogEntry.objects.create(action="export", account=admin_user, reason="x")
    RetentionLogEntry.objects.create(rule="x", number=1)
    question = AccuracyRequest.objects.create(
        organisation=member, expires_at=builders.tomorrow(), secret_hash="x"
    )
    proposal = Proposal.objects.create(organisation=member, accuracy_request=question, remark="x")
    ProposedChange.objects.create(proposal=proposal, field_name="summary_ko", proposed_value="x")
    LinkCheck.objects.create(organisation=member, url="https://a.example/", state="gone")
    MemberListUpload.objects.create(
        uploaded_by=admin_user, file_name="x.csv", headings=[], rows=[], field_names=[]
    )
    accounts.LoginSession.objects.create(
        session_key="x", expire_date=builders.tomorrow(), account=admin_user
    )
    accounts.SecondFactor.objects.create(account=admin_user, key="x", last_step=1)
    accounts.Passkey.objects.create(
        account=admin_user, name="x", user_handle=b"x", credential_id=b"x", credential=b"x"
    )
    accounts.RecoveryCode.objects.create(account=admin_user, code_hash="x")
    accounts.Device.objects.create(account=admin_user, token_hash="x", language="ko")
    accounts.AttemptCounter.objects.create(key="x")
    clock_jumps.check()
    replica.write_mark(None)
    RestoreRecord.objects.create(token="x", made_at=builders.yesterday(), erasures=0, replays=True)
    accounts.SecurityEvent.objects.create(
        account=admin_user, name="x", action=accounts.SecurityEvent.Action.LOGGED_IN
    )
    former = Organisation.objects.get(slug="former")
    DistinctPair.objects.create(first=member, second=former)
    UnwrittenErasureEntry.objects.create(data={"deed": "x"})
    state = recording.FormSnapshot({"title_ko": "x"}, {"title_ko"})
    recording.record(former, state, admin_user)
    trash.move_to_trash(former, admin_user)
    submitted = pending_changes.SubmittedForm({}, {"title_ko": "x"}, {}, lambda _path: "ko", {})
    pending_changes.save(former, submitted, admin_user, replaced=None)
    working_copies.autosave(admin_user, Organisation, str(former.pk), QueryDict("title_ko=x"))
    of_former = {
        "content_type": ContentType.objects.get_for_model(Organisation),
        "object_id": former.pk,
    }
    UnneededTranslation.objects.create(language="en", marked_by=admin_user, **of_former)
    OpenForm.objects.create(user=admin_user, field_label="x", **of_former)
    Synonym.objects.create(terms="x, y")
    MissedQuery.objects.create(day=timezone.localdate(), language="ko", query="x")
    index.index_all_changes()
    Change.objects.create(model="x", key=1)


def test_no_private_word_leaves_by_any_door(client, public, unlisted, private_items):
    missing = {model.__name__ for model in own_models() if not model._base_manager.exists()}
    assert missing == set(), "the site of this test holds none of these"
    told = mark_private_columns() | mark_private_items(unlisted)
    figures = mark_private_figures()
    index.index_all_changes()
    closed = [
        item.url_in(code) for item in unlisted for code in ("ko", "en") if hasattr(item, "url_in")
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


def test_each_table_that_a_kept_page_reads_tells_of_its_changes(client, public, unlisted):
    """A page is kept until its tables change: all of them must have the trigger that says so."""
    read, asked = set(), set()

    def note_tables(execute, sql, params, many, context):
        asked.update(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
        return execute(sql, params, many, context)

    def note_finished(response):
        if hasattr(response, decorators.PARAMETERS_ATTRIBUTE):
            read.update(asked)
        asked.clear()

    get = client.get
    client.get = lambda address: (response := get(address), note_finished(response))[0]
    with connection.execute_wrapper(note_tables):
        crawling.pages(client, *(f"/{code}/{path}" for code in ("ko", "en") for path in GUESSED))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [triggers.TRIGGER]
        )
        told = {table for (table,) in cursor.fetchall()}
    assert {"news_article", "events_event", "members_person", "network_network"} <= read
    # Content types are made by migrations only, and read once a process.
    assert read - told - {"django_content_type"} == set()
    assert told == {model._meta.db_table for model in triggers.watched_models()}


GUESSED = [
    "members/?members=former&name=zzp",
    "members/?region=seoul&topic=care",
    "news/?year=2026&topic=care",
    "topics/care/events/",
    "members/circle/events/",
    "members/circle/news/",
    "members/gone/events/",
    "members/gone/news/",
    "members/circle/resources/",
    "resources/?kind=book",
    "resources/?kind=book&language=nl&year=2024",
    "resources/files/999/",
    "people/quiet/",
    "people/hidden/",
    "join/status/a-guess/",
    "join/sign/a-guess/",
    "members/still-right/a-guess/",
    "concern/a-guess/",
    "news/preview/a-guess/",
    "press/photos/999/",
    "search/?q=동그라미",
    f"search/?q={MARK}",
    "nowhere/",
]


def test_declared_columns_exist():
    for model, one in declared().items():
        for names in (one.public, *one.unencrypted_because.values()):
            found = {model._meta.get_field(name).name for name in names.split()}
            assert found == set(names.split()), model


def test_each_app_declares_its_own_models():
    for module in declarations.modules("data_protection"):
        app = module.__name__.partition(".")[0]
        others = {model._meta.app_label for model in module.DATA_PROTECTION} - {app}
        # The log of erasures lies below the types of declarations.
        assert others <= ({"erasure_log"} if app == "operations" else set())


def confidential(model: type[models.Model]) -> list[models.Field]:
    """The columns whose words may stand nowhere in clear text."""
    if model._meta.app_label in apps_without_confidential_text():
        return []
    return [
        field
        for field in words_of(model)
        if not reason_unencrypted(field) and not isinstance(field, HashField)
    ]


def private_files() -> dict[str, models.FileField]:
    """Every file without an address, by where it belongs."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in own_models()
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


def test_no_confidential_word_stands_in_a_dump_of_the_database(public, unlisted, private_items):
    told = {}
    for model in own_models():
        for item in model._base_manager.all():
            told |= mark(item, confidential(model))
    index.index_all_changes()
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


def test_what_is_declared_unencrypted_is_unencrypted():
    for model in declared():
        encrypted = [field for field in words_of(model) if isinstance(field, EncryptedFieldMixin)]
        assert not any(map(reason_unencrypted, encrypted)), model


def test_files_without_an_address_are_encrypted_unless_declared():
    files = private_files()
    encrypted = {where for where, f in files.items() if isinstance(f.storage, EncryptedStorage)}
    assert encrypted == {where for where, f in files.items() if not reason_unencrypted(f)} | {
        "joining.ApplicationFile.file"
    }
    assert len(encrypted) < len(files)


def test_no_word_of_an_applicant_stands_in_clear_text_anywhere(settings, admin_user):
    """As the program itself writes it: what it puts beside the answers tells them neither."""
    builders.make_network()
    fields = [
        field
        for field in Application._meta.concrete_fields
        if isinstance(field, EncryptedFieldMixin)
    ]
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
    attachments.save_attachments(draft, Attachments(documents=(upload,)))
    referee = {"name": f"{MARK}r1", "organisation": f"{MARK}r2", "email": f"{MARK}r3@example.org"}
    values = submission.Submission(answers | {"age": "adult"}, referees=[referee])
    application = submission.submit_application(draft, values)
    applicant_transitions.confirm_email(application)
    access_log.log_export(1, f"{MARK}reason", admin_user)
    dumped = dump()
    words = [*answers.values(), named, said, *referee.values(), f"{MARK}reason"]
    assert {word for word in words if stands_in(word, dumped)} == set()
    assert MARK not in dumped
    kept = [file for file in settings.ORIGINALS_ROOT.rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert not any(word.encode() in kept[0].read_bytes() for word in words)
    with application.files.get().file.open() as file:
        assert file.read().endswith(said.encode())
