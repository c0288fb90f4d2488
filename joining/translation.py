from modeltranslation.translator import TranslationOptions, register

from joining.models import Application


@register(Application)
class ApplicationTranslation(TranslationOptions):
    fields = ("name", "summary")
