from cms.declarations.after_restore import Replays
from cms.i18n import languages
from erasure_log.replayed_actions import ReplayedAction
from members.models import Organisation, Person
from members.names import hiding
from members.upkeep import logo_files, merging


def unpublish(item: Organisation, language: str) -> None:
    item.unpublish(language)
    item.save()
    logo_files.move_logos_on_commit()


def merge(duplicate: Organisation, detail: str) -> None:
    """If the target of the merge is younger than the backup, it is lost: the duplicate is restored
    as a draft."""
    pk, _colon, names = detail.partition(":")
    target = Organisation.objects.filter(pk=pk).first()
    if target:
        merging.merge_organisations(target, duplicate, set(names.split(",")), by=None)
        return
    for code in languages.codes():
        unpublish(duplicate, code)


def delete(person: Person, _detail: str) -> None:
    hiding.delete_person(person)


def hide(person: Person, _detail: str) -> None:
    hiding.hide_person(person, by=None)


def show(person: Person, _detail: str) -> None:
    hiding.show_person(person, by=None)


REDONE_AFTER_RESTORE: Replays = {
    (ReplayedAction.UNPUBLISH, Organisation): unpublish,
    (ReplayedAction.DELETE, Person): delete,
    (ReplayedAction.HIDE, Person): hide,
    (ReplayedAction.SHOW, Person): show,
    (ReplayedAction.MERGE, Organisation): merge,
}
