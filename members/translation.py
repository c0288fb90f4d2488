from modeltranslation.translator import TranslationOptions, register

from members.models import Agreement, Appearance, Milestone, Office, Organisation, Person, Region


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "summary", "description", "city", "published_at", "sort_key")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "sort_name", "biography", "role")


@register(Office)
class OfficeTranslation(TranslationOptions):
    fields = ("title", "group")


@register(Appearance)
class AppearanceTranslation(TranslationOptions):
    fields = ("job_title",)


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name", "short_name")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("text",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("text",)
