"""Preview links: whoever has one can read an article before it is public."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.i18n import languages
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from news.models import Article, PreviewLink
from versions import pending_changes

SALT = "news.preview"


@transaction.atomic
def create_link(
    article: Article, language: str, lifetime: timedelta, recipient: str, created_by: User
) -> PreviewLink:
    return PreviewLink.objects.create(
        article=article,
        language=language,
        recipient=recipient,
        created_by=created_by,
        expires_at=timezone.now() + lifetime,
    )


@transaction.atomic
def revoke(link: PreviewLink) -> None:
    link.revoked_at = link.revoked_at or timezone.now()
    link.save(update_fields=["revoked_at"])
    # A restored backup must not make the link valid again; `after_restore.py` revokes it there.
    erasures.record_for_replay(ReplayedAction.REVOKE, link)


def link_path(link: PreviewLink) -> str:
    """The path is signed, so that nobody finds another link by counting."""
    token = signing.Signer(salt=SALT).sign(str(link.pk))
    with override(link.language):
        return reverse("news:preview", args=[token])


def find_link(token: str) -> PreviewLink | None:
    """Returns None if the token was not signed here, or if its link was deleted.

    Also if the link is for another language than the reader's: the reader must not see that draft.
    """
    try:
        pk = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    links = PreviewLink.objects.select_related("article__lead_photo__photographer")
    return links.filter(pk=pk, language=languages.active()).first()


def editor_of_changes(link: PreviewLink) -> User | None:
    """Who saved the pending changes in the language of a link. Whoever got the
    link to a draft reads what became of that draft, and no later change of it."""
    moment = link.article.published_at_in(link.language)
    is_of_draft = moment is not None and link.created_at < moment <= timezone.now()
    pending = None if is_of_draft else pending_changes.find(link.article)
    return pending.saved_by if pending and link.language in pending.language_codes else None


def opens_article(token: str, article: Article) -> bool:
    link = find_link(token)
    return link is not None and link.article_id == article.pk and link.is_active()
