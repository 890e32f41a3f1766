"""Caches in the memory of a process that follow changes made in another process."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

from wangge.journal.models import Edition

Held = TypeVar("Held")
Editions = Mapping[str, str]
ALL = f"SELECT name, stamp FROM {Edition._meta.db_table}"  # noqa: S608, SLF001 - our own table
_kept: ContextVar[dict[str, str] | None] = ContextVar("editions", default=None)


def current() -> Editions:
    """The stamp of every edition: one statement, enough for all caches of a request.

    Asked on every request, so it goes to the database without the ORM, a tenth of the time.
    """
    kept = _kept.get()
    if kept:
        return kept
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        stamps = dict(cursor.fetchall())
    if kept is not None:
        kept.update(stamps)
    return stamps


@contextmanager
def kept() -> Iterator[None]:
    """Within it the editions are read once, and again after each announcement of its own.

    What another process announces meanwhile counts from the next time: as if it had come a moment later.
    """
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def forget() -> None:
    """Read the editions anew when they are asked for next."""
    stamps = _kept.get()
    if stamps is not None:
        stamps.clear()


class Cached(Generic[Held]):
    """A value built from the database and kept until one of its editions moves on."""

    def __init__(self, *names: str, build: Callable[[], Held]) -> None:
        self._names = names
        self._build = build
        self._held: tuple[tuple[str, ...], Held] | None = None
        self._lock = Lock()

    def get(self, editions: Editions | None = None) -> Held:
        """The value as of these editions (read now when not given)."""
        stamps = current() if editions is None else editions
        key = tuple(stamps.get(name, "") for name in self._names)
        held = self._held
        if held is not None and held[0] == key:
            return held[1]
        with self._lock:
            value = self._build()
            self._held = (key, value)
        return value
