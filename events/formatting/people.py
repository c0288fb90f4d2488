"""The people of a programme, in the reader's language: roles, job titles, captions."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from cms.i18n import languages
from events.models import Participation, Session
from members.names import display_names
from members.names.captions import list_from_left, name_with_job_title


def role_in(session: Session, participation: Participation) -> str:
    """The role in words; the moderator of a workshop is called its facilitator."""
    is_workshop = Session.Kind.WORKSHOP in (session.kind, session.event.kind)
    if participation.role == Participation.Role.MODERATOR and is_workshop:
        return pgettext("of a workshop", "facilitator")
    return participation.get_role_display()


def participant_name(participation: Participation) -> SafeString:
    if participation.person:
        return display_names.display_name(participation.person)
    return format_html("<bdi>{}</bdi>", languages.translated_html(participation, "name"))


def person_with_job_title(participation: Participation) -> SafeString:
    return name_with_job_title(
        participant_name(participation), display_names.job_title(participation)
    )


def name_in_caption(participation: Participation) -> SafeString:
    """Like `person_with_job_title`, with "(moderator)" after the name of a moderator: in a caption
    moderators stand among the others."""
    name = participant_name(participation)
    if participation.role == Participation.Role.MODERATOR:
        name = format_html(pgettext("in a caption", "{name} (moderator)"), name=name)
    return name_with_job_title(name, display_names.job_title(participation))


def panel_caption(session: Session) -> SafeString:
    """For example "From left, Lee Han (moderator), co-coordinator; and Park Bogi, author."."""
    return list_from_left(
        [name_in_caption(participation) for participation in session.participations.all()]
    )


def moderator_line(session: Session) -> SafeString:
    moderators = [
        participant_name(participation)
        for participation in session.participations.all()
        if participation.role == Participation.Role.MODERATOR
    ]
    if not moderators:
        return SafeString("")
    names = format_html_join(pgettext("between names", ", "), "{}", zip(moderators))
    return format_html(pgettext("under a panel", "Moderated by {names}"), names=names)
