"""Items for tests: plain functions with sound values, each of which can be said otherwise."""

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pillow_heif
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet
from django.utils import timezone
from PIL import Image

from concerns import actions
from concerns.declarations.roles import CONCERNS
from concerns.models import Concern
from demo import content_loader, pictures
from events.models import (
    Campaign,
    Event,
    EventOrganisation,
    EventPhoto,
    Message,
    Participation,
    Session,
)
from joining.form.submission import Submission
from joining.models import ApplicantType, Application, ApplicationDraft
from joining.review import duplicates
from mail import outbox
from mail.models import Email
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
from network.models import Contact, Network, Page, Topic
from news.models import (
    Article,
    Correction,
    EventBlock,
    FileBlock,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    PreviewLink,
    QuoteBlock,
    SeeAlsoLink,
    StatisticBlock,
    TextBlock,
    VideoBlock,
)
from operations import group_permissions
from photos.files import rendition_making, rendition_storage
from photos.models import Photo, Photographer
from resources.models import Contributor, Resource, ResourceFile
from versions.models import TranslationPair

A_DAY = timedelta(days=1)


def yesterday() -> datetime:
    return timezone.now() - A_DAY


def tomorrow() -> datetime:
    return timezone.now() + A_DAY


def date_file(path: str, age: timedelta = timedelta(0)) -> None:
    """Give a file its age on the clock of the test, which the file system does not know."""
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))


def make_network(**words) -> Network:
    words = {
        "name_ko": "예시 네트워크",
        "name_en": "Example Network",
        "short_name_ko": "예시넷",
        "short_name_en": "EXNET",
    } | words
    return Network.objects.create(**words)


def make_contact(**words) -> Contact:
    words = {
        "name_ko": "홍길동",
        "name_en": "Hong Gil-dong",
        "email": "press@example.org",
        "phone": "02-123-4567",
    } | words
    return Contact.objects.create(**words)


def emails_to(address: str) -> QuerySet[Email]:
    return Email.objects.filter(mailbox_hash=outbox.mailbox_hash(address))


def make_email(**words) -> Email:
    words = {
        "key": "email",
        "kind": "received",
        "recipient": "someone@example.org",
        "language": "ko",
        "subject": "예시 편지",
        "text": "안녕하세요.\n",
        "html": "<p>안녕하세요.</p>",
    } | words
    words |= {"mailbox_hash": outbox.mailbox_hash(words["recipient"])}
    words |= {"message_id": f"<{words['key']}@network.example>"}
    return Email.objects.create(**words)


def make_focal_point(name: str = "focal", **words):
    """Somebody of the group that reads concerns."""
    group_permissions.apply_roles()
    words = {"email": f"{name}@example.org", "is_staff": True} | words
    user = get_user_model().objects.create_user(name, **words)
    user.groups.set(CONCERNS.groups())
    return user


def make_concern(**values) -> tuple[Concern, str]:
    """A concern and its code."""
    concern = Concern(**({"description": "예시 신고"} | values))
    return concern, actions.receive_concern(concern)


def make_topic(slug: str = "care", **words) -> Topic:
    return Topic.objects.create(slug=slug, **({"name_ko": "돌봄", "name_en": "Care"} | words))


def make_page(**words) -> Page:
    words = {
        "title_ko": "소개",
        "title_en": "About us",
        "body_ko": "<p>우리는 예시입니다.</p>",
        "body_en": "<p>We are an example.</p>",
        "published_at_ko": yesterday(),
        "published_at_en": yesterday(),
        "place": Page.Place.MENU,
    } | words
    return Page.objects.create(**words)


def make_outdated(item: Model, target: str = "en", source: str = "ko", **words) -> TranslationPair:
    """A language of an item whose text is older than that of another one."""
    words = {"outdated_since": yesterday(), "changed_words": 12} | words
    content_type = ContentType.objects.get_for_model(item)
    return TranslationPair.objects.create(
        content_type=content_type, object_id=item.pk, source=source, target=target, **words
    )


def make_article(**words) -> Article:
    """Public since yesterday in both languages unless said otherwise."""
    words = {
        "title_ko": "예시 네트워크 출범",
        "title_en": "Example network launches",
        "standfirst_ko": "첫 문장입니다.",
        "standfirst_en": "A first sentence.",
        "published_at_ko": yesterday(),
        "published_at_en": yesterday(),
    } | words
    return Article.objects.create(**words)


def make_photographer(**words) -> Photographer:
    return Photographer.objects.create(**({"name_ko": "손상민", "name_en": "Son Sang-min"} | words))


def picture_bytes(size=(900, 600), colour="teal", kind="JPEG", **how) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **how)
    return buffer.getvalue()


def heic_bytes(size=(400, 300), colour="teal") -> bytes:
    """What a phone makes of a photo when nobody tells it otherwise."""
    buffer = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, colour)).save(buffer)
    return buffer.getvalue()


RENDERED: dict[tuple, tuple[rendition_making.Renditions, dict[str, bytes]]] = {}


def render_once(photo: Photo, size: tuple[int, int]) -> rendition_making.Renditions:
    """The files of a photo. Most tests make the same one, which a child process renders once."""
    credits = rendition_making.credits_for(photo)
    words = (credits.xmp_packet(), credits.iptc_segment())
    shape = (size, photo.focus_x, photo.focus_y, photo.is_person_portrait)
    key = (*shape, photo.is_press_photo(), *words)
    if key not in RENDERED:
        made = rendition_making.make_renditions(photo, photo.original)
        RENDERED[key] = (made, {name: file.read() for name, file in made.files.items()})
    made, contents = RENDERED[key]
    return replace(made, files={name: BytesIO(content) for name, content in contents.items()})


def make_photo(rendered: bool = True, size=(480, 320), **words) -> Photo:
    """A photo that may be shown in both languages unless said otherwise."""
    words = {
        "alt_ko": "강당에 모인 사람들",
        "alt_en": "People in a hall",
        "caption_ko": "출범식",
        "caption_en": "The launch",
        "consent": Photo.Consent.CROWD,
    } | words
    if "photographer" not in words:
        words["photographer"] = make_photographer()
    photo = Photo(**words)
    photo.original.save("hall.jpg", ContentFile(picture_bytes(size)), save=False)
    renditions = render_once(photo, size)
    photo.width, photo.height = renditions.width, renditions.height
    photo.save()
    if rendered:
        rendition_storage.store(photo, renditions)
        rendition_storage.publish_or_hide(photo)
    return photo


def add_text(article: Article, ordering: int = 10, **words) -> TextBlock:
    words = {"body_ko": "<p>본문입니다.</p>", "body_en": "<p>The body.</p>"} | words
    return TextBlock.objects.create(parent=article, region="body", ordering=ordering, **words)


def add_photo(article: Article, photo: Photo, ordering: int = 20) -> PhotoBlock:
    return PhotoBlock.objects.create(parent=article, region="body", ordering=ordering, photo=photo)


def add_quote(article: Article, ordering: int = 30, **words) -> QuoteBlock:
    words = {
        "quote_ko": "함께 만듭니다.",
        "quote_en": "We create it together.",
        "job_title_ko": "대표",
        "job_title_en": "Director",
    } | words
    if not words.keys() & {"person", "organisation", "unnamed_speaker_ko", "unnamed_speaker_en"}:
        words["person"] = make_person()
    return QuoteBlock.objects.create(parent=article, region="body", ordering=ordering, **words)


def make_logo() -> ContentFile:
    buffer = BytesIO()
    Image.new("RGBA", (80, 40), "teal").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), "logo.png")


def make_organisation(**words) -> Organisation:
    """Public since yesterday in both languages unless said otherwise."""
    words = {
        "name_ko": "보기연구소",
        "name_en": "Example Institute",
        "published_at_ko": yesterday(),
        "published_at_en": yesterday(),
    } | words
    organisation = Organisation.objects.create(**words)
    logo_files.move_logos()
    return organisation


def make_region(slug: str = "seoul", **words) -> Region:
    words = {
        "name_ko": "서울특별시",
        "name_en": "Seoul",
        "short_name_ko": "서울",
        "short_name_en": "Seoul",
        "map_row": Region.objects.count(),
        "map_column": 0,
    } | words
    return Region.objects.create(slug=slug, **words)


def make_member(**words) -> Organisation:
    """A member since the launch, public in both languages unless said otherwise."""
    return make_organisation(**({"joined_on": date(2025, 7, 9)} | words))


def add_organisation_photo(organisation: Organisation, photo: Photo) -> OrganisationPhoto:
    return OrganisationPhoto.objects.create(organisation=organisation, photo=photo)


def make_person(**words) -> Person:
    return Person.objects.create(**({"name_ko": "김보기", "name_en": "Kim Bogi"} | words))


def add_office(person: Person, body: str = "coordination", **words) -> Office:
    """Held since the launch unless said otherwise."""
    words = {
        "title_ko": "공동코디네이터",
        "title_en": "Co-coordinator",
        "started_on": date(2025, 7, 9),
    } | words
    return Office.objects.create(person=person, body=body, **words)


def add_appearance(photo: Photo, person: Person | None = None, **words) -> Appearance:
    """Agrees to be shown and named unless said otherwise."""
    words = {"job_title_ko": "대표", "job_title_en": "director", "consent": "named"} | words
    return Appearance.objects.create(photo=photo, person=person or make_person(), **words)


def make_milestone(**words) -> Milestone:
    words = {
        "happened_on": date(2025, 7, 9),
        "text_ko": "네트워크가 출범했습니다.",
        "text_en": "The network is launched.",
    } | words
    return Milestone.objects.create(**words)


def make_agreement(kind: str = "code-of-conduct", **words) -> Agreement:
    words = {
        "version": "2025",
        "in_force_from": date(2025, 7, 9),
        "text_ko": "<p>서로 존중합니다.</p>",
        "text_en": "<p>We respect one another.</p>",
    } | words
    return Agreement.objects.create(kind=kind, **words)


def make_campaign(**words) -> Campaign:
    words = {
        "name_ko": "16일 행동",
        "name_en": "16 Days of Activism",
        "slug": "16-days",
        "from_month": 11,
        "from_day": 25,
        "to_month": 12,
        "to_day": 10,
    } | words
    return Campaign.objects.create(**words)


def make_event(**words) -> Event:
    """Tomorrow for two hours, public since yesterday in both languages unless said otherwise."""
    starts_at = words.setdefault("starts_at", tomorrow())
    words = {
        "title_ko": "출범식",
        "title_en": "The launch",
        "ends_at": starts_at + timedelta(hours=2),
        "venue_ko": "서울가족플라자",
        "venue_en": "Seoul Family Plaza",
        "published_at_ko": yesterday(),
        "published_at_en": yesterday(),
    } | words
    return Event.objects.create(**words)


def add_session(event: Event, kind: str = "panel", **words) -> Session:
    words = {"title_ko": "이야기 마당", "title_en": "Redefining masculinity"} | words
    return Session.objects.create(event=event, kind=kind, **words)


def add_participation(
    session: Session, person: Person | None = None, role: str = "panellist", **words
) -> Participation:
    words = {"job_title_ko": "대표", "job_title_en": "director"} | words
    if not {"name_ko", "name_en"} & words.keys():
        person = person or make_person()
    return Participation.objects.create(session=session, person=person, role=role, **words)


def add_event_organisation(
    event: Event, organisation: Organisation, role: str = "host"
) -> EventOrganisation:
    return EventOrganisation.objects.create(event=event, organisation=organisation, role=role)


def add_message(event: Event, **words) -> Message:
    words = {"text_ko": "축하합니다.", "text_en": "Congratulations."} | words
    if not {"person", "organisation"} & words.keys():
        words["person"] = make_person()
    return Message.objects.create(event=event, **words)


def add_event_photo(event: Event, photo: Photo, order: int = 0) -> EventPhoto:
    return EventPhoto.objects.create(event=event, photo=photo, order=order)


def add_gallery(article: Article, photos, ordering: int = 40, **words) -> GalleryBlock:
    gallery = GalleryBlock.objects.create(parent=article, region="body", ordering=ordering, **words)
    for order, photo in enumerate(photos):
        GalleryPhoto.objects.create(gallery=gallery, photo=photo, order=order)
    return gallery


def add_video(article: Article, ordering: int = 50, **words) -> VideoBlock:
    words = {
        "url": "https://www.youtube.com/watch?v=EXAMPLE0001",
        "title_ko": "예시 영상",
        "title_en": "Example video",
        "transcript_ko": "안녕하세요.",
        "transcript_en": "Hello.",
    } | words
    return VideoBlock.objects.create(parent=article, region="body", ordering=ordering, **words)


def add_file(article: Article, ordering: int = 60, **words) -> FileBlock:
    words = {
        "title_ko": "안내서",
        "title_en": "The guide",
        "language": "ko",
        "file": ContentFile(b"%PDF-1.7\n" + b" " * 2039, "guide.pdf"),
    } | words
    return FileBlock.objects.create(parent=article, region="body", ordering=ordering, **words)


def add_statistic(article: Article, number: int, ordering: int = 70, **words) -> StatisticBlock:
    words = {
        "unit_ko": "명",
        "label_ko": "참가자",
        "label_en": "participants",
        "as_of": date(2023, 11, 30),
        "source_ko": "유엔여성기구",
        "source_en": "UN Women",
    } | words
    return StatisticBlock.objects.create(
        parent=article, region="body", ordering=ordering, number=number, **words
    )


def add_event_block(article: Article, section: str = "programme", ordering: int = 80) -> EventBlock:
    return EventBlock.objects.create(
        parent=article, region="body", ordering=ordering, section=section
    )


def add_correction(article: Article, **words) -> Correction:
    words = {"text_ko": "숫자를 바로잡습니다.", "text_en": "The number was wrong."} | words
    return Correction.objects.create(article=article, **words)


def add_see_also_link(article: Article, **words) -> SeeAlsoLink:
    words = {
        "url": "https://www.elsewhere.example/page/",
        "title_ko": "다른 곳의 글",
        "title_en": "A page elsewhere",
    } | words
    return SeeAlsoLink.objects.create(article=article, **words)


def make_preview_link(article: Article, language: str = "ko", **words) -> PreviewLink:
    """Works for a day unless said otherwise."""
    words = {"expires_at": tomorrow()} | words
    return PreviewLink.objects.create(article=article, language=language, **words)


def make_colleague(username: str, *rights: str, **words):
    """Somebody of the staff; `rights` on applications ("decide", "vote") come with a group."""
    user = get_user_model().objects.create_user(
        username, f"{username}@example.org", "a-long-password", is_staff=True, **words
    )
    if rights:
        group, _is_new = Group.objects.get_or_create(name=" ".join(rights))
        names = [f"{right}_application" for right in rights]
        group.permissions.set(Permission.objects.filter(codename__in=names))
        user.groups.add(group)
    return user


def make_application(**words) -> Application:
    """An organisation's, confirmed and waiting in the inbox unless said otherwise."""
    topics = words.pop("topics", ())
    if "name_ko" in words:
        words = {"name_en": ""} | words
    words = {
        "applicant_type": ApplicantType.ORGANISATION,
        "language": "ko",
        "state": Application.State.RECEIVED,
        "draft_hash": uuid4().hex,
        "name_ko": "다정한아빠모임",
        "name_en": "Kind Fathers",
        "email": "office@example.org",
        "contact_name": "김담당",
        "motivation": "함께 돌보는 사회를 만들고 싶습니다.",
        "age": "adult",
    } | words
    words = duplicates.search_hashes(words) | words
    application = Application.objects.create(**words)
    application.topics.set(topics)
    return application


def make_draft(applicant_type: str = "organisation", language: str = "ko") -> ApplicationDraft:
    return ApplicationDraft.objects.create(
        applicant_type=applicant_type, language=language, token_hash=uuid4().hex
    )


def make_answers(**values) -> Submission:
    """What an organisation sends unless said otherwise; with another name, in one language."""
    if "name_ko" in values:
        values = {"name_en": ""} | values
    values = {
        "name_ko": "다정한아빠모임",
        "name_en": "Kind Fathers",
        "email": "office@example.org",
        "contact_name": "김담당",
        "motivation": "함께 돌보는 사회를 만들고 싶습니다.",
        "age": "adult",
    } | values
    return Submission(values)


def make_agreements() -> list[Agreement]:
    """The three documents, in force since yesterday."""
    return [
        Agreement.objects.create(
            kind=kind,
            version="2025",
            in_force_from=timezone.localdate() - A_DAY,
            text_ko="<p>본문입니다.</p>",
            text_en="<p>The text.</p>",
        )
        for kind in Agreement.Kind
    ]


def make_resource(**words) -> Resource:
    """Public since yesterday in both languages unless said otherwise."""
    words = {
        "title_ko": "예시 안내서",
        "title_en": "An example guide",
        "summary_ko": "안내서입니다.",
        "summary_en": "A guide.",
        "published_at_ko": yesterday(),
        "published_at_en": yesterday(),
    } | words
    return Resource.objects.create(**words)


def add_contributor(resource: Resource, **words) -> Contributor:
    return Contributor.objects.create(resource=resource, **words)


def add_resource_file(resource: Resource, **words) -> ResourceFile:
    words = {"language": "ko", "title_ko": "전체", "title_en": "The whole"} | words
    if "url" not in words:
        words = {"file": ContentFile(b"%PDF-1.7 example", "guide.pdf")} | words
    return ResourceFile.objects.create(resource=resource, **words)


def fill_with_small_pictures() -> None:
    """The whole demonstration, with one small picture in the place of each."""
    small = picture_bytes((600, 400))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "read", lambda file: ContentFile(small, file.name))
        patch.setattr("django.db.transaction.on_commit", lambda action, **_how: action())
        content_loader.fill()
