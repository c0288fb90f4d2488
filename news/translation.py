from modeltranslation.translator import TranslationOptions, register

from news.models import Article, QuoteBlock, TextBlock


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "standfirst", "dateline", "byline", "publisher", "published_at")


@register(TextBlock)
class TextBlockTranslation(TranslationOptions):
    fields = ("body",)


@register(QuoteBlock)
class QuoteBlockTranslation(TranslationOptions):
    fields = ("quote", "speaker", "role")
