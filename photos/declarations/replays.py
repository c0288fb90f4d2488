from cms.declarations.replays import Replays
from erasure_log.actions import ErasureAction
from photos import actions
from photos.models import Photo


def delete(photo: Photo, _detail: str) -> None:
    actions.delete(photo)


def withdraw(photo: Photo, _detail: str) -> None:
    actions.withdraw(photo)


def restore(photo: Photo, _detail: str) -> None:
    actions.restore(photo)


def end_press_use(photo: Photo, _detail: str) -> None:
    photo.press_use = False
    actions.update(photo, ["press_use"])


def hold(photo: Photo, _detail: str) -> None:
    """Withdraw the photo, because the backup may not know the person who must not be shown; a
    coordinator can restore it. If an earlier entry of the replay hid that person, the photo is on
    hold already, until the person is shown again."""
    if not photo.on_hold:
        actions.withdraw(photo)


def set_consent(photo: Photo, consent: str) -> None:
    photo.consent = consent
    actions.update(photo, ["consent"])


REPLAYS: Replays = {
    (ErasureAction.DELETE, Photo): delete,
    (ErasureAction.WITHDRAW, Photo): withdraw,
    (ErasureAction.RESTORE, Photo): restore,
    (ErasureAction.HOLD, Photo): hold,
    (ErasureAction.CHANGE_CONSENT, Photo): set_consent,
    (ErasureAction.UNPUBLISH, Photo): end_press_use,
}
