"""Caches in the memory of a process that follow changes made in another process."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from wangge.journal.models import Edition

Held = TypeVar("Held")
Editions = Mapping[str, str]


def current() -> Editions:
    """The stamp of every edition: one statement, enough for all caches of a request."""
    return dict(Edition.objects.values_list("name", "stamp"))


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
