"""What a member is made of: the answers of its application, none typed a second time.

It becomes a draft. What of it is public is decided on its own page, not here.
"""

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, override

from joining.models import Applicant, Application, ApplicationFile
from members.models import Organisation, Person
from members.models.logos import LOGO_SIDE
from network import images, languages
from network.dates import Precision

logger = logging.getLogger(__name__)

Kind = Organisation.Kind

KINDS = {
    Application.LegalForm.PUBLIC_BODY: Kind.GOVERNMENT,
    Application.LegalForm.SCHOOL: Kind.EDUCATION,
}


def make_member(application: Application) -> Organisation | Person:
    if application.applicant == Applicant.ORGANISATION:
        return _make_organisation(application)
    return _make_person(application)


def _make_organisation(application: Application) -> Organisation:
    organisation = Organisation.objects.create(
        **_same_columns(application, "name", "summary"),
        abbreviation=application.abbreviation,
        kind=KINDS.get(application.legal_form, Kind.CIVIL_SOCIETY),
        website=application.website,
        social_links=application.social_links,
        region=application.region,
        founded_on=date(application.founded_year, 1, 1) if application.founded_year else None,
        founded_precision=Precision.YEAR if application.founded_year else Precision.DAY,
        original_language=application.language,
        joined_on=timezone.localdate(),
        contact_name=_short(Organisation, "contact_name", application.contact_name),
        contact_email=application.email,
        contact_language=application.language,
        asked_to_sign_at=timezone.now(),
        is_delisted=not application.wants_listing,
        delisting_reason="" if application.wants_listing else _wish(),
    )
    organisation.topics.set(application.topics.all())
    return organisation


def _wish() -> str:
    """Why an organisation is not listed, for the desk: in its own language, not the applicant's."""
    with override(languages.codes()[0]):
        return gettext("It does not want to be in the public directory.")


def list_after_all(organisation: Organisation) -> None:
    """Take back the delisting that was its own wish; one that the desk has decided stays. Nothing
    becomes public by it: that is for the desk to do."""
    if organisation.is_delisted and organisation.delisting_reason == _wish():
        organisation.is_delisted, organisation.delisting_reason = False, ""
        organisation.save(update_fields=["is_delisted", "delisting_reason"])


def take_over_logo(application: Application, organisation: Organisation) -> None:
    """The logo that came along, as a public picture of its pixels. Apart from `make_member`,
    because no rollback takes a file back.

    A logo was judged when it was sent. One that cannot be used all the same keeps nobody from
    becoming a member: it stays with the application, and the entry has none.
    """
    file = application.files.filter(kind=ApplicationFile.Kind.LOGO).first()
    if not file:
        return
    try:
        logo = images.logo(file.file, LOGO_SIDE, images.DESK)
    except ValidationError as error:
        logger.warning("The logo of a new member was left out: %s", error.code)
    else:
        organisation.logo.save("logo.png", logo)


def _make_person(application: Application) -> Person:
    """Who wants to be known by another name is, here too: the own name is for letters."""
    names = _same_columns(application, "name")
    if application.public_name:
        shown = _short(Person, "name", application.public_name)
        names = {languages.column("name", application.language): shown}
    return Person.objects.create(
        **{column: _short(Person, column, name) for column, name in names.items()},
        is_minor=application.age == Application.Age.YOUTH,
        joined_on=timezone.localdate(),
        contact_name=languages.plain_words(application, "name") if application.public_name else "",
        contact_email=application.email,
        contact_language=application.language,
        asked_to_sign_at=timezone.now(),
    )


def _same_columns(application: Application, *fields: str) -> dict[str, str]:
    """The same words in the same columns, in every language."""
    columns = (column for field in fields for column in languages.columns(field))
    return {column: getattr(application, column) or "" for column in columns}


def _short(model, field: str, words: str) -> str:
    return words[: model._meta.get_field(field).max_length]
