from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, ModelHelp
from news.models import Article

MODELS = {
    Article: ModelHelp(
        Chapter.FIRST_RELEASE,
        list=_(
            "All articles, with the state of each language. The filters find what is missing in a "
            "language. To correct something public, open it and save: readers see it at once."
        ),
        form=_(
            "Write what you have, in one language or both, and save as often as you like: nothing "
            "is public until you say so beside the button. Photos need a credit, an alternative "
            "text and consent. Send a preview link to somebody who should read it first. For a "
            "footnote, type [1] in the text and, at its end, a paragraph that begins with [1]."
        ),
        glossary_terms=(
            "standfirst",
            "dateline",
            "embargo",
            "boilerplate",
            "lead photo",
            "preview link",
            "unpublished changes",
            "outdated",
            "version history",
            "working copy",
        ),
    ),
}
