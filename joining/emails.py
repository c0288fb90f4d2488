"""The letters about joining: one function and one template a letter, in the recipient's language.

To be called in the move they tell of. The key says which letter it is: none goes twice. Letters to
an address that nobody has confirmed count against its daily cap, the others do not.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import override

from joining import readers
from joining.models import Application, Move, Reference
from joining.signed_links import CONFIRM, REFER, SIGN, STATUS, link_for
from letters import outbox
from letters.models import Letter
from letters.writing import Words, link, plain, write
from members.models import Agreement, Organisation, Person
from network import languages
from network.models import Network

# For whoever has no language on record, as nobody at the desk has.
OWN_LANGUAGE = languages.codes()[0]

# Whoever reads applications reads the letters about them in the outbox, and nobody else.
READERS = "joining.decide_application"

# To people who were named as knowing an applicant.
REQUEST, REMINDER = "reference", "reference_reminder"


def about(application: Application) -> str:
    """Under which name letters are forgotten together with the application."""
    return f"application:{application.reference}"


def any_not_gone(*kinds: str) -> Exists:
    """For queries of applications: whether a letter of some kinds about one has not gone yet. What
    it asks for cannot have been answered."""
    about_it = Concat(Value("application:"), OuterRef("reference"))
    return Exists(Letter.objects.not_gone().filter(about=about_it, kind__in=kinds))


def any_sent_since(moment: datetime, *kinds: str) -> Exists:
    """For queries of applications: whether a letter of some kinds about one went that lately."""
    about_it = Concat(Value("application:"), OuterRef("reference"))
    return Exists(Letter.objects.filter(about=about_it, kind__in=kinds, sent_at__gte=moment))


def confirm(application: Application) -> None:
    """To whoever's address was given: only a click there lets anybody see the application."""
    address = link_for(application, CONFIRM, application.language)
    _to_applicant(application, "confirm", address=address, capped=True)


def received(application: Application) -> None:
    _to_applicant(application, "received")


def already_open(application: Application, twin: Application) -> None:
    """To somebody who applied again: the first application is the one that counts. It goes to the
    address of that one: another way to write it may belong to somebody else after all."""
    address = link_for(twin, STATUS, application.language)
    _to_applicant(application, "already_open", to=twin.email, twin=twin, status=address)


def question(application: Application, move: Move) -> None:
    _to_applicant(application, "question", move.pk, question=application.question)


def reminder(application: Application, days_left: int) -> None:
    """Of a question not yet answered; once for each of the days on which one is due."""
    which = f"{application.state_since:%Y%m%d%H%M}:{application.reminded_after}"
    _to_applicant(
        application, "reminder", which, question=application.question, days_left=days_left
    )


def lapsed(application: Application) -> None:
    _to_applicant(application, "lapsed", f"{application.state_since:%Y%m%d%H%M}")


def accepted(application: Application, member: Organisation | Person) -> None:
    address = link_for(member, SIGN, application.language)
    agreements = Agreement.objects.in_force()
    _to_applicant(application, "accepted", member=member, sign=address, agreements=agreements)


def decline_draft(application: Application) -> str:
    """The polite letter that is proposed to whoever declines, in the applicant's language."""
    context = _of_application(application) | {"network": Network.objects.current()}
    with override(application.language):
        return plain("joining/letters/decline_draft.txt", context).strip()


def decline_preview(application: Application, letter: str) -> Words:
    """The letter as it would arrive, subject and all."""
    context = _of_application(application) | {"letter": letter}
    return write("joining/letters/declined.txt", context, application.language)


def declined(application: Application, letter: str) -> None:
    _to_applicant(application, "declined", letter=letter)


def withdrawn(application: Application) -> None:
    _to_applicant(application, "withdrawn")


def new_link(application: Application) -> None:
    _to_applicant(application, "new_link", application.link_number)


def new_links_since(application: Application, moment: datetime) -> int:
    """How many letters with a new link have been written to an applicant."""
    letters = Letter.objects.filter(key__startswith=f"{about(application)}:new_link:")
    return letters.filter(posted_at__gt=moment).count()


def reference(reference: Reference, address: str) -> None:
    """To somebody whom the applicant named. Nobody knows their language, so it says all twice.
    The address is a stranger's word: the letter counts against its daily cap."""
    _to_reference(reference, address, REQUEST)


def reference_reminder(reference: Reference, address: str) -> None:
    _to_reference(reference, address, REMINDER)


def to_references(references: list[Reference]) -> QuerySet[Letter]:
    """The letters to people who were named, to be forgotten with them."""
    keys = [_reference_key(one, name) for one in references for name in (REQUEST, REMINDER)]
    return Letter.objects.filter(key__in=keys)


def reference_answered(reference: Reference) -> None:
    _to_handler(reference.application, "reference_answered", reference.pk)


def to_coordinators(applications: list[Application]) -> None:
    """That applications have come in. What strangers wrote stays out of the letter."""
    for user in readers.recipients("decide"):
        _to_user(
            user,
            "to_coordinators",
            f"applications:{applications[0].reference}:{applications[0].state_since:%Y%m%d%H%M}",
            applications=applications,
            inbox=_at_the_desk("changelist"),
        )


def to_reviewers(application: Application, move: Move) -> None:
    for user in readers.recipients("vote"):
        _to_user(
            user,
            "to_reviewers",
            f"{about(application)}:vote:{move.pk}",
            about_it=about(application),
            application=application,
            page=_at_the_desk("change", application.pk),
        )


def answered(application: Application, move: Move) -> None:
    _to_handler(application, "answered", move.pk)


def sign_again(member: Organisation | Person, in_force: list[Agreement]) -> None:
    """To a member that has not signed all that is in force; once for these versions."""
    _to_member(member, "sign_again", in_force, sign_again_key(member, in_force))


def sign_again_key(member: Organisation | Person, in_force: list[Agreement]) -> str:
    versions = "-".join(str(agreement.pk) for agreement in in_force)
    return f"sign_again:{_about_member(member)}:{versions}"


def sign_link(member: Organisation | Person, in_force: list[Agreement]) -> None:
    """To a member whose earlier links for signing have just ended."""
    key = f"sign_link:{_about_member(member)}:{member.signing_link_number}"
    _to_member(member, "sign_link", in_force, key)


def sign_reminder(member: Organisation | Person, in_force: list[Agreement]) -> None:
    key = f"sign_reminder:{_about_member(member)}:{member.asked_to_sign_at:%Y%m%d%H%M}"
    _to_member(member, "sign_reminder", in_force, key)


def _of_application(application: Application) -> dict:
    """What every letter to an applicant may speak of."""
    with override(application.language):
        name = application.contact_name or languages.plain_words(application, "name")
    status = link_for(application, STATUS, application.language)
    return {"application": application, "name": name, "status": status}


def _to_applicant(
    application: Application,
    name: str,
    which: object = "",
    *,
    to: str = "",
    capped: bool = False,
    **context,
) -> None:
    outbox.post(
        to or application.email,
        f"joining/letters/{name}.txt",
        _of_application(application) | context,
        language=application.language,
        key=":".join(filter(None, [about(application), name, str(which)])),
        about=about(application),
        permission=READERS,
        capped=capped,
    )


def _to_reference(reference: Reference, address: str, name: str) -> None:
    application = reference.application
    codes = sorted(languages.codes(), key=application.language.__ne__)
    outbox.post(
        address,
        f"joining/letters/{name}.txt",
        {
            "application": application,
            "reference": reference,
            "links": [(code, link_for(reference, REFER, code)) for code in codes],
        },
        language=application.language,
        key=_reference_key(reference, name),
        about=about(application),
        permission=READERS,
    )


def _reference_key(reference: Reference, name: str) -> str:
    return f"{about(reference.application)}:{name}:{reference.pk}"


def _to_handler(application: Application, name: str, which: int) -> None:
    """To whoever has the application in hand."""
    if application.handler and application.handler.email:
        _to_user(
            application.handler,
            name,
            f"{about(application)}:{name}:{which}",
            about_it=about(application),
            application=application,
            page=_at_the_desk("change", application.pk),
        )


def _at_the_desk(page: str, *args) -> str:
    """The absolute address of the inbox, or of one application in it."""
    with override(OWN_LANGUAGE):
        return link(reverse(f"admin:joining_application_{page}", args=args))


def _to_user(user, name: str, key: str, *, about_it: str = "", **context) -> None:
    outbox.post(
        user.email,
        f"joining/letters/{name}.txt",
        {"user": user} | context,
        language=OWN_LANGUAGE,
        key=f"{key}:{user.pk}",
        about=about_it,
        permission=READERS,
        capped=False,
    )


def _about_member(member: Organisation | Person) -> str:
    return f"{member._meta.model_name}:{member.pk}"


def _to_member(
    member: Organisation | Person, name: str, in_force: list[Agreement], key: str
) -> None:
    language = member.contact_language or OWN_LANGUAGE
    is_organisation = isinstance(member, Organisation)
    with override(language):
        own_name = "" if is_organisation else languages.plain_words(member, "name")
    outbox.post(
        member.contact_email,
        f"joining/letters/{name}.txt",
        {
            "member": member,
            "name": member.contact_name or own_name,
            "is_organisation": is_organisation,
            "agreements": in_force,
            "sign": link_for(member, SIGN, language),
        },
        language=language,
        key=key,
        about=_about_member(member),
        capped=False,
    )
