"""The fields that exist once a language.

Texts have no fallback. Names and labels fall back to the other language; pages mark such words with
their `lang` (`cms.i18n.languages.translated_html`).
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
        "parent_country",
        "deciding_body",
        "fee",
    )


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body", "published_at")
