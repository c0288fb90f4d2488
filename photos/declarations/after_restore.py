from cms.declarations.after_restore import Replays
from erasure_log.replayed_actions import ReplayedAction
from photos import actions
from photos.models import Photo


def delete(photo: Photo, _detail: str) -> None:
    actions.delete(photo)


def take_down(photo: Photo, _detail: str) -> None:
    actions.take_down(photo)


def show_again(photo: Photo, _detail: str) -> None:
    actions.show_again(photo)


def end_press_use(photo: Photo, _detail: str) -> None:
    photo.press_use = False
    actions.update(photo, ["press_use"])


def hold(photo: Photo, _detail: str) -> None:
    """Take the photo down, because the backup may not know the person who must not be shown; a
    coordinator can show it again. If an earlier entry of the replay hid that person, the photo is
    on hold already, until the person is shown again."""
    if not photo.on_hold:
        actions.take_down(photo)


def set_consent(photo: Photo, consent: str) -> None:
    photo.consent = consent
    actions.update(photo, ["consent"])


REDONE_AFTER_RESTORE: Replays = {
    (ReplayedAction.DELETE, Photo): delete,
    (ReplayedAction.TAKE_DOWN, Photo): take_down,
    (ReplayedAction.SHOW_AGAIN, Photo): show_again,
    (ReplayedAction.HOLD, Photo): hold,
    (ReplayedAction.CHANGE_CONSENT, Photo): set_consent,
    (ReplayedAction.UNPUBLISH, Photo): end_press_use,
}
