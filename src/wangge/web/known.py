"""Who is at the door: accounts and what they may do, kept in memory until something about them changes."""

from collections import OrderedDict
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from wangge.accounts.models import Account
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import editions
from wangge.journal.actor import Actor
from wangge.journal.prepared import Prepared
from wangge.staffing.queries import actor_of

WHO = Prepared(lambda account: Account.objects.filter(pk=account))
EDITIONS = ("accounts", "staffing", "places")
MOST = 10_000  # accounts; whoever was not seen for longest is read anew


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody as of these editions and this day."""

    stamps: tuple[str, ...]
    day: date
    account: Account
    actor: Actor


class Faces:
    """The accounts that were here last; read anew when an edition or the day has moved on."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, Face] = OrderedDict()
        self._lock = Lock()

    def of(self, account: int, *, now: datetime) -> Face | None:
        """Who this is: two or three statements where they are not known, else that of the editions."""
        stamps, day = _stamps(editions.current()), now.astimezone(CHINA_TIME).date()
        with self._lock:
            face = self._known.get(account)
            if face is not None:
                self._known.move_to_end(account)
        if face is None or (face.stamps, face.day) != (stamps, day):
            face = self._read(account, stamps, day)
        return face

    def forget(self) -> None:
        """Know nobody any more."""
        with self._lock:
            self._known.clear()

    def _read(self, account: int, stamps: tuple[str, ...], day: date) -> Face | None:
        found = WHO.first(account=account)
        if found is None:
            return None
        face = Face(stamps, day, found, actor_of(found, on=day))
        with self._lock:
            self._known[account] = face
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return face


def _stamps(current: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(current.get(name, "") for name in EDITIONS)


faces = Faces()


class KnownBackend(ModelBackend):
    """Django's own accounts; whose session it is comes from memory."""

    def get_user(self, user_id: int) -> Account | None:
        """A copy, so that what a request changes of it stays with the request."""
        face = faces.of(user_id, now=timezone.now())
        return copy(face.account) if face and self.user_can_authenticate(face.account) else None
