from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.declarations.breadcrumbs import Position, Variables
from cms.i18n import languages


def topic_name(variables: Variables) -> str:
    return languages.translated_html(variables["topic"], "name")


BREADCRUMBS = {
    "news:articles": Position(gettext_lazy("News")),
    "news:article": Position(
        lambda variables: variables["article"].title, "news:articles", variable="article"
    ),
    "news:topics": Position(gettext_lazy("Topics")),
    "news:topic": Position(topic_name, "news:topics", variable="topic"),
    "news:topic-events": Position(
        gettext_lazy("Past events"),
        "news:topic",
        lambda variables: variables["topic"].get_absolute_url(),
        variable="topic",
    ),
    "news:photo-credits": Position(gettext_lazy("Photo credits")),
    "news:press-room": Position(gettext_lazy("Press room")),
    "news:press-photo": Position(
        lambda variables: variables["name"] or _("Press photo"),
        "news:press-room",
        variable="press_photo",
    ),
}
