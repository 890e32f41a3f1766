"""Sessions in the database, as Django keeps them, read by a statement that is put into SQL once."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from wangge.journal.prepared import Prepared

VALID = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(DatabaseSessions):
    """Named in `SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Session | None:
        found = VALID.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
