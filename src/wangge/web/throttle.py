"""How much one address may send without logging in: a bucket of tokens for each, in memory."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.throttling import BaseThrottle

from wangge.foundation.refusals import Refused

View = Callable[..., HttpResponseBase]
RARE = 3  # wrong secrets are allowed a third as often as anything else


class TooMany(Refused):
    """Too much was sent from here within a minute. Please wait {seconds} seconds, then send it again."""


class Buckets:
    """At most `rate` tokens a minute for each key, saved up to one minute's worth; forgets the oldest keys.

    Each server process counts on its own, so that a house with two workers lets up to twice as many through.
    """

    KEPT = 10_000

    def __init__(self, rate: int) -> None:
        """A rate of 0 counts nothing."""
        self.rate = rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, *, now: float) -> bool:
        """Take a token, where there is one."""
        return self._reach(key, now, 1)

    def has(self, key: str, *, now: float) -> bool:
        """Whether there is a token; it stays."""
        return self._reach(key, now, 0)

    def _reach(self, key: str, now: float, wanted: int) -> bool:
        with self._lock:
            left, at = self._left.pop(key, (float(self.rate), now))
            left = min(self.rate, left + (now - at) * self.rate / 60)
            found = left >= 1
            self._left[key] = (left - wanted if found else left, now)
            if len(self._left) > self.KEPT:
                self._left.popitem(last=False)
        return found

    @property
    def seconds(self) -> float:
        """After how many seconds there is a token again."""
        return 60 / self.rate


reports = Buckets(settings.INTAKE_PER_MINUTE)  # of the pages and of the interface together
guesses = Buckets(-(-settings.INTAKE_PER_MINUTE // RARE))


def counted(request: HttpRequest, buckets: Buckets) -> str:
    """The key under which a request counts; empty where it does not, because somebody is logged in."""
    if not buckets.rate or request.user.is_authenticated:
        return ""
    return BaseThrottle().get_ident(request) or "-"


def expect_room(request: HttpRequest) -> None:
    """Take a token for what is sent now; refuses with `TooMany`."""
    key = counted(request, reports)
    if key and not reports.take(key, now=monotonic()):
        raise TooMany(seconds=round(reports.seconds))


def slowed(view: View) -> View:
    """A page that takes what anybody sends, but not too much of it from one address."""

    @wraps(view)
    def paced(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST":
            expect_room(request)
        return view(request, *args, **kwargs)

    return paced


def expect_guess(request: HttpRequest) -> None:
    """Refuse with `TooMany` whoever has tried too many wrong secrets, even where this one is right."""
    key = counted(request, guesses)
    if key and not guesses.has(key, now=monotonic()):
        raise TooMany(seconds=round(guesses.seconds))


def note_wrong(request: HttpRequest) -> None:
    """A secret was wrong."""
    if key := counted(request, guesses):
        guesses.take(key, now=monotonic())
