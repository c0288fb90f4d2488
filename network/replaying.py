"""How each deed in the list of erasures is done again, after an older backup has been restored."""

from collections.abc import Callable

from django.apps import apps
from django.db import models, transaction

from concerns.models import Concern
from joining import consenting, emails, process, retention
from joining.models import Application, Draft, Reference
from letters import outbox
from members import hiding, logos, merging
from members.models import Organisation, Person
from network import languages
from network.erasures import Erasure
from news import previewing
from news.models import PreviewLink
from photos import library
from photos.models import Photo

State = Application.State


def close(item: models.Model, what: str) -> None:
    item.close(what)
    item.save()
    logos.follow()


def merge(goes: Organisation, choice: str) -> None:
    """When the one that stayed is younger than the backup, nobody knows what became of it there:
    the other comes back as a draft."""
    number, _colon, names = choice.partition(":")
    stays = Organisation.objects.filter(pk=number).first()
    if stays:
        merging.merge(stays, goes, set(names.split(",")), by=None)
        return
    for code in languages.codes():
        close(goes, code)


def revoke(link: PreviewLink, _detail: str) -> None:
    previewing.revoke(link)


def delete(item: models.Model, _detail: str) -> None:
    item.delete()


def forget_person(person: Person, _detail: str) -> None:
    hiding.forget(person)


def hide(person: Person, _detail: str) -> None:
    hiding.hide(person, by=None)


def show(person: Person, _detail: str) -> None:
    hiding.show(person, by=None)


def remove_photo(photo: Photo, _detail: str) -> None:
    library.remove(photo)


def withdraw_photo(photo: Photo, _detail: str) -> None:
    library.withdraw(photo)


def restore_photo(photo: Photo, _detail: str) -> None:
    library.restore(photo)


def keep_from_the_press(photo: Photo, _detail: str) -> None:
    photo.press_use = False
    library.describe(photo, ["press_use"])


def keep_away(photo: Photo, _detail: str) -> None:
    """Who forbade it is not in the backup. So it stays away until somebody says otherwise; unless
    somebody has just been hidden again, which is undone on their page."""
    if not photo.held:
        library.withdraw(photo)


def set_consent(photo: Photo, consent: str) -> None:
    photo.consent = consent
    library.describe(photo, ["consent"])


def delete_draft(draft: Draft, _detail: str) -> None:
    retention.delete_drafts([draft])


def erase_application(application: Application, _detail: str) -> None:
    """What the backup has undecided has nothing that may be left of it."""
    if application.decided_at and application.sent_at:
        retention.empty([application])
    else:
        retention.delete_applications([application])


def drop_application(application: Application, _detail: str) -> None:
    retention.delete_applications([application])


def withdraw_application(application: Application, _detail: str) -> None:
    """The applicant has had all letters about it, the one about withdrawing as well."""
    if application.state != State.WITHDRAWN:
        process.withdraw(application)
        outbox.forget(emails.about(application))


def choose_consent(application: Application, choice: str) -> None:
    purpose, _colon, chosen = choice.partition(":")
    consenting.choose(application, purpose, is_given=chosen == "given")


def end_links(application: Application, number: str) -> None:
    application.link_number = max(application.link_number, int(number))
    application.save(update_fields=["link_number"])


def end_signing_links(member: Organisation | Person, number: str) -> None:
    number = max(member.signing_link_number, int(number))
    ended = {"signing_link_number": number, "asked_to_sign_at": None}
    type(member).objects.filter(pk=member.pk).update(**ended)


def delete_reference(reference: Reference, _detail: str) -> None:
    retention.delete_references([reference])


Deed = Callable[[models.Model, str], None]

DEEDS: dict[tuple[str, type[models.Model]], Deed] = {
    ("delete", Concern): delete,
    ("delete", Draft): delete_draft,
    ("delete", Application): drop_application,
    ("empty", Application): erase_application,
    ("withdraw", Application): withdraw_application,
    ("consent", Application): choose_consent,
    ("end links", Application): end_links,
    ("end signing links", Organisation): end_signing_links,
    ("end signing links", Person): end_signing_links,
    ("delete", Reference): delete_reference,
    ("delete", Person): forget_person,
    ("hide", Person): hide,
    ("show", Person): show,
    ("merge", Organisation): merge,
    ("revoke", PreviewLink): revoke,
    ("delete", Photo): remove_photo,
    ("withdraw", Photo): withdraw_photo,
    ("restore", Photo): restore_photo,
    ("keep away", Photo): keep_away,
    ("consent", Photo): set_consent,
    ("close", Photo): keep_from_the_press,
}
# What is done from the desk to whatever has no verb of its own.
ANYTHING: dict[str, Deed] = {"close": close, "delete": delete}


def knows(erasure: Erasure) -> bool:
    """Whether this version has the model and the deed."""
    try:
        model = apps.get_model(erasure.model)
    except (LookupError, ValueError):
        return False
    return (erasure.deed, model) in DEEDS or erasure.deed in ANYTHING


@transaction.atomic
def do_again(erasure: Erasure) -> bool:
    """Whether there was something to do."""
    model = apps.get_model(erasure.model)
    item = model._base_manager.select_for_update(of=("self",)).filter(pk=erasure.pk).first()
    if item is None:
        return False
    deed = DEEDS.get((erasure.deed, model)) or ANYTHING[erasure.deed]
    deed(item, erasure.detail)
    return True
