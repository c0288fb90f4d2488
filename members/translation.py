from modeltranslation.translator import TranslationOptions, register

from members.models import Office, Organisation, Person


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "summary", "description", "city", "published_at")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "sort_name", "biography", "role")


@register(Office)
class OfficeTranslation(TranslationOptions):
    fields = ("title",)
