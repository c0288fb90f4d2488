from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, ModelHelp
from concerns.models import Concern, ConcernAccessLogEntry, Guidance

MODELS = {
    Concern: ModelHelp(
        Chapter.ATTACKS,
        list=_(
            "Reports about people or work of the network. Only the concerns group reads them, and "
            "each reading is logged. Answer within the days that the page about concerns promises."
        ),
        form=_(
            "The report is collapsed, because it may be hard to read: open it when you are ready. "
            "The answer can be read at once by anyone who has the code of the report. Notes stay "
            "in the group. Nobody can tell who reported it, unless that person has said so."
        ),
        glossary_terms=("concern",),
    ),
    ConcernAccessLogEntry: ModelHelp(
        Chapter.ATTACKS,
        list=_("Who in the concerns group read which report and when. Nobody can change it."),
        form=_("One reading of a report. It cannot be changed."),
    ),
    Guidance: ModelHelp(
        Chapter.ATTACKS,
        list=_("What the page for reporting a concern says before its form."),
        form=_(
            "Say who reads reports, how these people were chosen and in how many days they answer. "
            "Under urgent help name places that answer by day and night. Check the telephone "
            "numbers twice a year."
        ),
        glossary_terms=("concern",),
    ),
}
