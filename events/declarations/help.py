from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, ModelHelp
from events.models import Campaign, Event

MODELS = {
    Event: ModelHelp(
        Chapter.EVENTS,
        list=_(
            "Upcoming and past events. Copy an event that returns every year instead of typing it "
            "again. A cancelled event stays public and says so; deleting it would leave people "
            "outside a closed door."
        ),
        form=_(
            "A title, a start and a place are enough to announce an event; add the rest as you "
            "learn it. Programme and people are entered once and shown in both languages. After "
            "the event, enter how many came, and write the article from here."
        ),
        glossary_terms=(
            "precision",
            "job title on that day",
            "lead photo",
            "unpublished changes",
            "slug",
        ),
    ),
    Campaign: ModelHelp(
        Chapter.EVENTS,
        list=_(
            "Campaigns that return every year, such as 16 Days of Activism, and series of events "
            "such as a book tour. Each has a page that gathers its articles and events."
        ),
        form=_(
            "A campaign falls on the same days every year, so its days have no year; a series "
            "takes its days from its events. Describe it in general: what happens this year "
            "belongs in the events and articles that choose it."
        ),
        glossary_terms=("slug",),
    ),
}
