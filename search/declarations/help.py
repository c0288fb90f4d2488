from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help, ModelHelp
from search.models import MissedQuery, Synonym

MODELS = {
    Synonym: ModelHelp(
        Chapter.TRANSLATIONS,
        list=_(
            "Words that mean the same to somebody who searches: spellings, abbreviations, the word "
            "in the other language. Anyone who types one finds texts with any of them."
        ),
        form=_("Enter the words, separated by commas. They take effect at once."),
    ),
    MissedQuery: ModelHelp(
        Chapter.TRANSLATIONS,
        list=_(
            "What several visitors searched for in vain. It may be a word for your list of "
            "synonyms, or a text that is missing."
        ),
        form=_("What visitors typed, on how many days. It cannot be changed."),
    ),
}

PAGES = {
    "search": Help(
        _(
            "Searches everything that you may see, public or not. Half a word is enough, in either "
            "language, or the initial consonants of a Korean word. Ctrl+K leads here from every "
            "page."
        ),
        Chapter.FIRST_DAY,
    ),
}
