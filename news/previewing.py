"""Links that show an article before it is public to whoever has them."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from network import erasures, languages
from news.models import Article, PreviewLink

SALT = "news.preview"
# As long as a newsroom plans ahead; who needs longer makes another link.
LIFETIMES = {"1": timedelta(days=1), "3": timedelta(days=3), "7": timedelta(days=7)}


@transaction.atomic
def make_link(article: Article, language: str, lifetime: timedelta, whom: str, by) -> PreviewLink:
    """A new link that works for a while. `by` is the coordinator who answers for it."""
    return PreviewLink.objects.create(
        article=article,
        language=language,
        whom=whom,
        made_by=by,
        expires_at=timezone.now() + lifetime,
    )


@transaction.atomic
def revoke(link: PreviewLink) -> None:
    """From now on the link says that it has ended."""
    link.revoked_at = link.revoked_at or timezone.now()
    link.save(update_fields=["revoked_at"])
    erasures.note("revoke", link)


def address(link: PreviewLink) -> str:
    """The link's path; signed, so that nobody finds another by counting."""
    token = signing.Signer(salt=SALT).sign(str(link.pk))
    with override(link.language):
        return reverse("news:preview", args=[token])


def link_of(token: str) -> PreviewLink | None:
    """The link a token stands for in the reader's language; None when it was not signed here, is
    no more, or was made for another language, whose draft is none of the reader's business."""
    try:
        pk = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    links = PreviewLink.objects.select_related("article__lead_photo__photographer")
    return links.filter(pk=pk, language=languages.active()).first()


def opens(token: str, article: Article) -> bool:
    """Whether a token lets its reader see this article, and what belongs to it, now."""
    link = link_of(token)
    return link is not None and link.article_id == article.pk and link.works()
