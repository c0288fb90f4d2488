from modeltranslation.translator import TranslationOptions, register

from concerns.models import Guidance


@register(Guidance)
class GuidanceTranslation(TranslationOptions):
    fields = ("readers", "urgent_help")
