"""How many requests one address may make without logging in: a bucket of tokens for each, in memory."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle


class Buckets:
    """At most `rate` tokens a minute for each key, saved up to one minute's worth; forgets the oldest keys.

    Each server process counts on its own, so that a house with two workers lets up to twice as many through.
    """

    KEPT = 10_000

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, *, now: float) -> bool:
        """Take a token, where there is one."""
        with self._lock:
            left, at = self._left.pop(key, (float(self.rate), now))
            left = min(self.rate, left + (now - at) * self.rate / 60)
            taken = left >= 1
            self._left[key] = (left - taken, now)
            if len(self._left) > self.KEPT:
                self._left.popitem(last=False)
        return taken


class Intake(BaseThrottle):
    """Slows down whoever reports without logging in; `INTAKE_PER_MINUTE` 0 turns it off."""

    def __init__(self) -> None:
        self._buckets = Buckets(settings.INTAKE_PER_MINUTE)

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this address has a token left."""
        if not self._buckets.rate or request.user.is_authenticated:
            return True
        return self._buckets.take(self.get_ident(request) or "", now=monotonic())

    def wait(self) -> float:
        """Seconds after which there is a token again."""
        return 60 / self._buckets.rate


intake = Intake()
