"""Which fields exist once a language.

Public texts have no fallback. Names and labels may borrow the other language's word; pages mark
it with its own `lang` (`network.languages.words`).
"""

from modeltranslation.translator import TranslationOptions, register

from network.models import Contact, Network, Page, Topic


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("name", "role", "organisation")


@register(Network)
class NetworkTranslation(TranslationOptions):
    fields = (
        "name",
        "short_name",
        "tagline",
        "vision",
        "about",
        "place",
        "parent_name",
        "parent_place",
        "deciding_body",
        "fee",
    )


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body", "published_at")
