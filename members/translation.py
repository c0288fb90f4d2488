from modeltranslation.translator import TranslationOptions, register

from members.models import Agreement, Application, Office, Organisation, Person, Region


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "summary", "description", "city", "published_at")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "sort_name", "biography", "role")


@register(Office)
class OfficeTranslation(TranslationOptions):
    fields = ("title",)


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name",)


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("text",)


@register(Application)
class ApplicationTranslation(TranslationOptions):
    fields = ("name", "summary")
