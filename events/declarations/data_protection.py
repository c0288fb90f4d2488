"""Which fields visitors may read; `cms.declarations.data_protection` explains it."""

from cms.declarations.data_protection import Declarations, FieldProtection
from events.models import Campaign, Event, Message, Participation, Session

# Programmes and messages are written to be published.
STORES_CONFIDENTIAL_TEXT = False

DATA_PROTECTION: Declarations = {
    Campaign: FieldProtection(
        public="name slug description is_public from_month from_day to_month to_day"
    ),
    Session: FieldProtection(public="title description starts_at ends_at"),
    Participation: FieldProtection(public="name job_title"),
    Message: FieldProtection(public="text"),
    # Calendars say when an entry was made, and that it has changed.
    Event: FieldProtection(
        public=(
            "title slogan summary description venue address city online_url "
            "registration_url groups_present slug time_zone starts_at ends_at start_year "
            "attendance revision created_at updated_at"
        )
    ),
}
