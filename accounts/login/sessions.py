"""Sessions in the database that also know their account (`SESSION_ENGINE`)."""

import re
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import LoginSession

A_MINUTE = timedelta(minutes=1)
# Django's keys have no other characters; the database refuses some, such as NUL.
SESSION_KEY_FORMAT = re.compile(r"[0-9a-z]{8,40}")


class SessionStore(db.SessionStore):
    # Unknown before the session is loaded or created.
    started_at: datetime | None = None
    reauthenticated_at: datetime | None = None
    expires_at: datetime | None = None

    def __init__(self, session_key: str | None = None) -> None:
        """A cookie may contain anything; a malformed key is ignored."""
        is_key = session_key and SESSION_KEY_FORMAT.fullmatch(session_key)
        super().__init__(session_key if is_key else None)

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        return LoginSession

    def load(self) -> dict:
        row = LoginSession.objects.current().filter(session_key=self.session_key).first()
        if row is None:
            self._session_key = None
            return {}
        self.started_at, self.reauthenticated_at = row.started_at, row.reauthenticated_at
        self.expires_at = row.expire_date
        return self.decode(row.session_data)

    def create(self) -> None:
        """Logging in creates a session, so the owner has just authenticated."""
        self.started_at = self.reauthenticated_at = timezone.now()
        super().create()

    def cycle_key(self) -> None:
        """A new key does not make the session of a logged-in user younger."""
        started_at, is_logged_in = self.started_at, SESSION_KEY in self
        super().cycle_key()
        if is_logged_in:
            self.started_at = started_at

    def create_model_instance(self, data: dict) -> LoginSession:
        # Django makes an instance of `get_model_class`, but its stub promises the base class.
        row = cast(LoginSession, super().create_model_instance(data))
        row.account_id = data.get(SESSION_KEY)
        row.started_at = self.started_at or timezone.now()
        row.reauthenticated_at = self.reauthenticated_at or timezone.now()
        return row

    @property
    def needs_extension(self) -> bool:
        full = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.expires_at is not None and self.expires_at < timezone.now() + full - A_MINUTE

    @transaction.atomic
    def pop_once(self, name: str) -> Any:
        """Remove a value and return it. Of two simultaneous requests one gets it, the other
        None."""
        rows = LoginSession.objects.select_for_update().filter(session_key=self.session_key)
        row = rows.first() if self.pop(name, None) is not None else None
        if row is None:
            return None
        data = self.decode(row.session_data)
        value = data.pop(name, None)
        row.session_data = self.encode(data)
        row.save(update_fields=["session_data"])
        return value

    def mark_reauthenticated(self) -> None:
        self.reauthenticated_at = timezone.now()
        self.modified = True


def session_of(request: HttpRequest) -> SessionStore:
    # The stubs do not know which class `SESSION_ENGINE` names.
    return cast(SessionStore, request.session)


def end_sessions(user: User, *, except_session: SessionBase | None = None) -> int:
    sessions = LoginSession.objects.filter(account=user)
    if except_session is not None:
        sessions = sessions.exclude(session_key=except_session.session_key)
    return sessions.delete()[0]


def count_expired() -> int:
    return LoginSession.objects.expired().count()


def purge() -> int:
    return LoginSession.objects.expired().delete()[0]
