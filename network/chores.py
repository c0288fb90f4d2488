"""What waits for somebody at the desk: how many of it, and the list that holds them.

Each function gives pairs of words and an address.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from concerns.models import Concern
from gate import keeping
from joining import profiles
from letters.models import Letter
from members import merging
from members.models import LinkCheck, Organisation, Person, Proposal
from network import languages
from network.roles import CONCERNS, may_view
from photos import gaps
from photos.models import Photo

# What strangers can send, by the name that the gate counts it under.
WATCHED = {
    "join": gettext_lazy("begun applications"),
    "join-send": gettext_lazy("sent applications"),
    "concern": gettext_lazy("reported concerns"),
    "contact": gettext_lazy("contact details shown"),
}


def notices(user) -> Iterator[tuple[str, str]]:
    """What people wait for."""
    if user.has_perm("network.close_forms"):
        yield from busy_forms()
    if CONCERNS.holds(user) and (number := Concern.objects.open().count()):
        counted = ngettext("{n} concern is open", "{n} concerns are open", number)
        yield counted.format(n=number), reverse("admin:concerns_concern_changelist")
    if may_view(user, Letter):
        address = reverse("admin:letters_letter_changelist")
        for state in Letter.TROUBLE:
            if number := Letter.objects.filter(state=state).count():
                counted = ngettext("{n} letter: {state}", "{n} letters: {state}", number)
                words = counted.format(n=number, state=state.label)
                yield words, f"{address}?state__exact={state}"


def busy_forms() -> Iterator[tuple[str, str]]:
    """What strangers send more of than usual: perhaps somebody floods it."""
    address = f"{reverse('admin:index')}#tray-forms"
    for form, number in keeping.busy_forms(WATCHED).items():
        words = _("{n} in an hour: {form}. Is somebody flooding it? You can close it for a while.")
        yield words.format(n=number, form=WATCHED[form]), address


def may_look_after(user) -> bool:
    return user.has_perm("members.change_organisation")


def upkeep() -> Iterator[tuple[str, str]]:
    """What keeps the list of members right, where somebody is needed."""
    if number := Proposal.objects.open().count():
        said = ngettext("{n} proposal to look at", "{n} proposals to look at", number)
        address = reverse("admin:members_proposal_changelist")
        yield said.format(n=number), f"{address}?state__exact={Proposal.State.OPEN}"
    if number := profiles.awaited(Person).count():
        said = ngettext("{n} profile to make public", "{n} profiles to make public", number)
        yield said.format(n=number), f"{reverse('admin:members_person_changelist')}?awaiting=yes"
    if number := profiles.awaited(Organisation).count():
        said = ngettext(
            "{n} organisation to make public", "{n} organisations to make public", number
        )
        address = reverse("admin:members_organisation_changelist")
        yield said.format(n=number), f"{address}?awaiting=yes"
    if number := LinkCheck.objects.needing_somebody().count():
        said = ngettext("{n} link to put right", "{n} links to put right", number)
        address = reverse("admin:members_linkcheck_changelist")
        yield said.format(n=number), f"{address}?attention=yes"
    if number := len(merging.alike()):
        said = ngettext("{n} pair perhaps entered twice", "{n} pairs perhaps entered twice", number)
        yield said.format(n=number), reverse("admin:members_organisation_doubles")


def photo_gaps() -> Iterator[tuple[str, str]]:
    """What photos lack, how many of them, and the list of these."""
    address, photos = reverse("admin:photos_photo_changelist"), Photo.objects.all()
    kinds = [("lacking=credit", gaps.without_credit(photos), _("without credit"))]
    for code in languages.codes():
        words = _("without alternative text ({language})").format(language=languages.name(code))
        kinds.append((f"lacking=alt-{code}", gaps.without_alt(photos, code), words))
    kinds.append(("lacking=consent", gaps.without_consent(photos), _("with consent not assessed")))
    kinds.append(("withdrawn=yes", photos.withdrawn(), _("withdrawn")))
    for query, found, words in kinds:
        if number := found.count():
            counted = ngettext("{n} photo {lacking}", "{n} photos {lacking}", number)
            yield counted.format(n=number, lacking=words), f"{address}?{query}"
