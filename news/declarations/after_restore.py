from cms.declarations.after_restore import Replays
from erasure_log.replayed_actions import ReplayedAction
from news import preview_links
from news.models import PreviewLink


def revoke(link: PreviewLink, _detail: str) -> None:
    preview_links.revoke(link)


REDONE_AFTER_RESTORE: Replays = {(ReplayedAction.REVOKE, PreviewLink): revoke}
