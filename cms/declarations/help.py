"""What the admin explains on its pages, in the `help.py` of each app:

    MODELS = {Article: ModelHelp(Chapter.FIRST_RELEASE, list=_("..."), form=_("..."))}
    PAGES = {"inbox": Help(_("..."), Chapter.APPLICATIONS)}
    MODEL_PAGES = {"history": Help(_("..."), Chapter.TRANSLATIONS)}

`PAGES` goes by the name of the URL pattern. `MODEL_PAGES` are pages that several models have; the
name of their URL pattern is that of the model and theirs, as in `news_article_history`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Chapter(StrEnum):
    """The chapters of the handbook, in its order. Each is a file in docs/handbook/<language>/."""

    FIRST_DAY = "first-day"
    FIRST_RELEASE = "first-release"
    PHOTOS = "photos"
    EVENTS = "events"
    RESOURCES = "resources"
    MEMBERS = "members"
    APPLICATIONS = "applications"
    TRANSLATIONS = "translations"
    ATTACKS = "attacks"
    HANDING_OVER = "handing-over"
    GLOSSARY = "glossary"


@dataclass(frozen=True)
class Help:
    """Two to five sentences about one page. `glossary_terms`: the special words on it, by their
    English names in the glossary of the handbook, which has the definitions."""

    text: Promise
    chapter: Chapter
    glossary_terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelHelp:
    """`form` is shown for a new item, too."""

    chapter: Chapter
    list: Promise
    form: Promise
    glossary_terms: tuple[str, ...] = ()
