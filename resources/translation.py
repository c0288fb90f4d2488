from modeltranslation.translator import TranslationOptions, register

from resources.models import Contributor, Resource, ResourceFile


@register(Resource)
class ResourceTranslation(TranslationOptions):
    fields = (
        "title",
        "subtitle",
        "summary",
        "description",
        "audience",
        "publisher_name",
        "edition",
        "published_at",
    )


@register(Contributor)
class ContributorTranslation(TranslationOptions):
    fields = ("name",)


@register(ResourceFile)
class ResourceFileTranslation(TranslationOptions):
    fields = ("title",)
