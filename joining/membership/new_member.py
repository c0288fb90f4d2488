"""Making a member from an accepted application: its answers become an unpublished organisation or
person, so that nobody types them again."""

import logging
from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.encryption.age_files import BrokenFileError
from cms.fields import get_model_field
from cms.files import images
from cms.i18n import dates, languages
from cms.i18n.dates import Precision
from joining.models import ApplicantType, Application, ApplicationFile
from members.models import Organisation, Person
from members.models.logo_storage import LOGO_SIDE
from members.upkeep import logo_files

logger = logging.getLogger(__name__)

Kind = Organisation.Kind

KIND_BY_LEGAL_FORM: dict[str, str] = {
    Application.LegalForm.PUBLIC_BODY: Kind.GOVERNMENT,
    Application.LegalForm.SCHOOL: Kind.EDUCATION,
}

PREVIEWED_FIELDS = (
    *languages.field_names("name"),
    *languages.field_names("summary"),
    "abbreviation",
    "kind",
    "region",
    "founded_on",
    "website",
    "social_links",
    "joined_on",
    "delisting_reason",
    "contact_name",
    "contact_email",
)


def create_member(application: Application) -> Organisation | Person:
    if application.applicant_type == ApplicantType.ORGANISATION:
        return _create_organisation(application)
    return _create_person(application)


def preview_member(application: Application) -> list[tuple[str, str]]:
    """The labels and values of the member that accepting would make: it is made and rolled back."""
    with transaction.atomic():
        member = create_member(application)
        labelled_values = list(_labelled_values(member))
        transaction.set_rollback(True)
    return labelled_values


def _labelled_values(member: Organisation | Person) -> Iterator[tuple[str, str]]:
    for column in PREVIEWED_FIELDS:
        if value := _display_value(member, column):
            yield languages.field_label(get_model_field(type(member), column)), value
    if isinstance(member, Organisation) and (topics := member.topics.all()):
        yield _("Topics"), ", ".join(map(str, topics))


def _display_value(member: Organisation | Person, column: str) -> str:
    display = getattr(member, f"get_{column}_display", None)
    value = display() if display else getattr(member, column, None)
    if isinstance(value, date):
        precision = getattr(member, column.replace("_on", "_precision"), Precision.DAY)
        return dates.format_date(value, precision)
    return str(value or "")


def _create_organisation(application: Application) -> Organisation:
    organisation = Organisation.objects.create(
        **_copied_fields(application, "name", "summary"),
        abbreviation=application.abbreviation,
        kind=KIND_BY_LEGAL_FORM.get(application.legal_form, Kind.CIVIL_SOCIETY),
        website=application.website,
        social_links=application.social_links,
        region=application.region,
        founded_on=date(application.founded_year, 1, 1) if application.founded_year else None,
        founded_precision=Precision.YEAR if application.founded_year else Precision.DAY,
        original_language=application.language,
        joined_on=timezone.localdate(),
        contact_name=_shortened(Organisation, "contact_name", application.contact_name),
        contact_email=application.email,
        contact_language=application.language,
        signature_requested_at=timezone.now(),
        **({} if application.agrees_to_listing else _delisted_by_member()),
    )
    organisation.topics.set(application.topics.all())
    return organisation


def _delisted_by_member() -> dict[str, bool | str]:
    with override(languages.codes()[0]):
        reason = _("It does not want to be in the public directory.")
    return {"is_delisted": True, "delisting_reason": reason, "is_delisted_by_member": True}


def delist_organisation(organisation: Organisation) -> None:
    """For an organisation that does not want to be public any more. The reason that the staff gave
    for delisting it is kept."""
    values = dict.fromkeys(languages.field_names("published_at"))
    if not organisation.is_delisted:
        values |= _delisted_by_member()
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(values))
    logo_files.move_logos_on_commit()


def relist_organisation(organisation: Organisation) -> None:
    """Undoes a delisting that the organisation wanted, not one that the staff decided. The staff
    publish it again."""
    if organisation.is_delisted and organisation.is_delisted_by_member:
        relisted = {"is_delisted": False, "delisting_reason": "", "is_delisted_by_member": False}
        for name, value in relisted.items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(relisted))


def copy_logo(application: Application, organisation: Organisation) -> None:
    """Makes the public logo of the one that came with the application. Not part of `create_member`,
    because no rollback deletes a file.

    A logo was checked when it was uploaded. One that cannot be used all the same is left out: it
    does not keep anybody from becoming a member. Raises ValidationError when the decoders are busy.
    """
    file = application.files.filter(kind=ApplicationFile.Kind.LOGO).first()
    if not file:
        return
    try:
        logo = images.make_logo(file.file, LOGO_SIDE, images.LIMITS_OF_STAFF_IMAGE)
    except ValidationError as error:
        if error.code == "busy":
            raise
        logger.warning("The logo of a new member was left out: %s", error.code)
    except (BrokenFileError, OSError):
        logger.exception("The logo of a new member cannot be read.")
    else:
        organisation.logo.save("logo.png", logo)


def unusable_logo_warning(member: Organisation | Person) -> str:
    if isinstance(member, Person) or member.logo:
        return ""
    if not member.application.files.filter(kind=ApplicationFile.Kind.LOGO).exists():
        return ""
    return _(
        "The logo that came with the application cannot be used and was left out. It is still "
        "among the files of the application: check it there, and ask for another one."
    )


def _create_person(application: Application) -> Person:
    """The public name, where there is one; the real name is then kept for e-mails only."""
    names = _copied_fields(application, "name")
    if application.public_name:
        public_name = _shortened(Person, "name", application.public_name)
        names = {languages.field_name("name", application.language): public_name}
    return Person.objects.create(
        **{column: _shortened(Person, column, name) for column, name in names.items()},
        is_minor=application.age != Application.Age.ADULT,
        joined_on=timezone.localdate(),
        contact_name=languages.translated_text(application, "name")
        if application.public_name
        else "",
        contact_email=application.email,
        contact_language=application.language,
        signature_requested_at=timezone.now(),
    )


def _copied_fields(application: Application, *fields: str) -> dict[str, str]:
    columns = (column for field in fields for column in languages.field_names(field))
    return {column: getattr(application, column) or "" for column in columns}


def _shortened(model: type[models.Model], field: str, text: str) -> str:
    return text[: get_model_field(model, field).max_length]
