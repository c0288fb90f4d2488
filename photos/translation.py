from modeltranslation.translator import TranslationOptions, register

from photos.models import Photo, Photographer


@register(Photographer)
class PhotographerTranslation(TranslationOptions):
    fields = ("name",)


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("alt", "caption", "credit_organisation", "credit_override", "place")
