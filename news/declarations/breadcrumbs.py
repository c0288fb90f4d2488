from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.declarations.breadcrumbs import BreadcrumbRule, Variables
from cms.i18n import languages


def topic_name(variables: Variables) -> str:
    return languages.translated_html(variables["topic"], "name")


BREADCRUMBS = {
    "news:articles": BreadcrumbRule(gettext_lazy("News")),
    "news:article": BreadcrumbRule(
        lambda variables: variables["article"].title, "news:articles", required_variable="article"
    ),
    "news:topics": BreadcrumbRule(gettext_lazy("Topics")),
    "news:topic": BreadcrumbRule(topic_name, "news:topics", required_variable="topic"),
    "news:topic-events": BreadcrumbRule(
        gettext_lazy("Past events"),
        "news:topic",
        lambda variables: variables["topic"].get_absolute_url(),
        required_variable="topic",
    ),
    "news:photo-credits": BreadcrumbRule(gettext_lazy("Photo credits")),
    "news:press-room": BreadcrumbRule(gettext_lazy("Press room")),
    "news:press-photo": BreadcrumbRule(
        lambda variables: variables["name"] or _("Press photo"),
        "news:press-room",
        required_variable="press_photo",
    ),
}
