from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse

from cms.declarations.dashboard import Link
from news.models import Article


def shortcuts(user: User) -> Iterator[Link]:
    if user.has_perm("news.add_article"):
        url = reverse("admin:news_article_add")
        for kind in Article.Kind:
            yield Link(str(kind.label), f"{url}?kind={kind}")
