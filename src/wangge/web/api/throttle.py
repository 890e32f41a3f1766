"""The pace of the interface: that of the pages, answered with 429."""

from time import monotonic

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from wangge.web import throttle


class Intake(BaseThrottle):
    """Slows down whoever reports without logging in; `INTAKE_PER_MINUTE` 0 turns it off."""

    def __init__(self) -> None:
        self._buckets = throttle.reports

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this address has a token left."""
        key = throttle.counted(request, self._buckets)
        return not key or self._buckets.take(key, now=monotonic())

    def wait(self) -> float:
        """Seconds after which there is a token again."""
        return self._buckets.seconds


intake = Intake()
