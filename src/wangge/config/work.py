"""What the worker does again and again: seal, deliver reactions, ring clocks, sweep up what is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore

from wangge.cases.photos import sweep
from wangge.cases.ringing import ring
from wangge.config.reactions import BY_NAME, OWED
from wangge.journal.delivery import claim, deliver
from wangge.journal.sealing import seal


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    sealed: int
    delivered: int
    failed: int
    rang: int
    swept: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.sealed or self.delivered or self.failed or self.rang)


class Sweeping:
    """Sweeps up unsent pictures and ended sessions, at most once an hour for each worker."""

    EVERY = timedelta(hours=1)

    def __init__(self) -> None:
        self._last: datetime | None = None

    def __call__(self, *, now: datetime) -> int:
        """Sweep where an hour has gone by; returns how many pictures were removed."""
        if self._last and now - self._last < self.EVERY:
            return 0
        since, self._last = self._last, now
        SessionStore.clear_expired()
        return sweep(now=now, since=since)


sweeping = Sweeping()


def work(*, now: datetime) -> Round:
    """One round of the worker; any number of workers may run at once."""
    sealed = seal(owed=OWED, now=now)
    done = [deliver(owed, reactions=BY_NAME, now=now) for owed in claim(now=now)]
    return Round(sealed, sum(done), len(done) - sum(done), ring(now=now), sweeping(now=now))
