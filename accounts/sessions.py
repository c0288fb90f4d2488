"""Django's sessions in the database, which also know whose they are (`SESSION_ENGINE`)."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import transaction
from django.utils import timezone

from accounts.models import Session

A_MINUTE = timedelta(minutes=1)
# The signs of Django's keys; the database refuses some others, such as NUL.
KEY = re.compile(r"[0-9a-z]{8,40}")


class SessionStore(db.SessionStore):
    begun_at = confirmed_at = expires_at = None

    def __init__(self, session_key=None):
        """What no key can look like, as it may stand in anybody's cookie, is none."""
        is_key = session_key and KEY.fullmatch(session_key)
        super().__init__(session_key if is_key else None)

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict:
        row = Session.objects.current().filter(session_key=self.session_key).first()
        if row is None:
            self._session_key = None
            return {}
        self.begun_at, self.confirmed_at = row.begun_at, row.confirmed_at
        self.expires_at = row.expire_date
        return self.decode(row.session_data)

    def create(self) -> None:
        """A new session has just been confirmed: signing in makes one."""
        self.begun_at = self.confirmed_at = timezone.now()
        super().create()

    def cycle_key(self) -> None:
        """Another key for a session in which somebody is signed in makes it no younger."""
        begun_at, is_signed_in = self.begun_at, SESSION_KEY in self
        super().cycle_key()
        if is_signed_in:
            self.begun_at = begun_at

    def create_model_instance(self, data: dict) -> Session:
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        row.begun_at, row.confirmed_at = self.begun_at, self.confirmed_at
        return row

    @property
    def is_to_be_prolonged(self) -> bool:
        """Whether the last minute in which its owner did something is over."""
        full = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.expires_at is not None and self.expires_at < timezone.now() + full - A_MINUTE

    @transaction.atomic
    def take(self, name: str):
        """Remove a value and return it. Of two requests that ask for it at the same moment one
        gets it, the other None."""
        rows = Session.objects.select_for_update().filter(session_key=self.session_key)
        row = rows.first() if self.pop(name, None) is not None else None
        if row is None:
            return None
        data = self.decode(row.session_data)
        value = data.pop(name, None)
        row.session_data = self.encode(data)
        row.save(update_fields=["session_data"])
        return value

    def confirm(self) -> None:
        """Its owner has just given a password or a code."""
        self.confirmed_at = timezone.now()
        self.modified = True


def end_all(user, *, but: SessionStore | None = None) -> int:
    """End the sessions of an account, perhaps all but the one at hand; how many there were."""
    sessions = Session.objects.filter(account=user)
    if but is not None:
        sessions = sessions.exclude(session_key=but.session_key)
    return sessions.delete()[0]


def expired() -> int:
    return Session.objects.expired().count()


def purge() -> int:
    return Session.objects.expired().delete()[0]
