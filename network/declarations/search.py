from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import ReindexTrigger, Searchable, SearchEntry
from cms.text.rich_text import to_plain_text
from network.models import Page


def pages() -> QuerySet[Page]:
    return Page.objects.all()


def search_entry(page: Page) -> SearchEntry | None:
    if not page.title:
        return None
    return SearchEntry(
        title=page.title,
        text=to_plain_text(page.body or ""),
        url=page.get_absolute_url(),
        published_at=page.published_at_in(),
    )


SEARCHABLE = [
    Searchable(
        kind="pages",
        label=_("Pages"),
        items=pages,
        make_entry=search_entry,
        triggers=(ReindexTrigger(Page),),
    )
]
