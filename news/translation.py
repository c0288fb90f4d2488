from modeltranslation.translator import TranslationOptions, register

from news.models import (
    Article,
    Correction,
    FileBlock,
    GalleryBlock,
    QuoteBlock,
    SeeAlsoLink,
    StatisticBlock,
    TextBlock,
    VideoBlock,
)


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "standfirst", "dateline", "byline", "published_at")


@register(TextBlock)
class TextBlockTranslation(TranslationOptions):
    fields = ("body",)


@register(QuoteBlock)
class QuoteBlockTranslation(TranslationOptions):
    fields = ("quote", "unnamed_speaker", "job_title")


@register(GalleryBlock)
class GalleryBlockTranslation(TranslationOptions):
    fields = ("title", "default_credit")


@register(VideoBlock)
class VideoBlockTranslation(TranslationOptions):
    fields = ("title", "transcript")


@register(FileBlock)
class FileBlockTranslation(TranslationOptions):
    fields = ("title",)


@register(StatisticBlock)
class StatisticBlockTranslation(TranslationOptions):
    fields = ("unit", "label", "source")


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ("text",)


@register(SeeAlsoLink)
class SeeAlsoLinkTranslation(TranslationOptions):
    fields = ("title", "publisher_name")
