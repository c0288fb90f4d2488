from modeltranslation.translator import TranslationOptions, register

from events.models import Campaign, Event, Message, Participation, Session


@register(Campaign)
class CampaignTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = (
        "title",
        "slogan",
        "summary",
        "description",
        "venue",
        "address",
        "city",
        "attendance_exactness",
        "groups_present",
        "published_at",
    )


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("name", "job_title")


@register(Message)
class MessageTranslation(TranslationOptions):
    fields = ("text",)
