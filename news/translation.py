from modeltranslation.translator import TranslationOptions, register

from news.models import (
    Article,
    Correction,
    FigureBlock,
    FileBlock,
    GalleryBlock,
    QuoteBlock,
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
    fields = ("quote", "speaker", "role_text")


@register(GalleryBlock)
class GalleryBlockTranslation(TranslationOptions):
    fields = ("title", "default_credit")


@register(VideoBlock)
class VideoBlockTranslation(TranslationOptions):
    fields = ("title", "transcript")


@register(FileBlock)
class FileBlockTranslation(TranslationOptions):
    fields = ("title",)


@register(FigureBlock)
class FigureBlockTranslation(TranslationOptions):
    fields = ("counter", "unit", "source")


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ("text",)
