"""Public prints are kept for a minute in memory, and made anew only so often for one address."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest

from wangge.web.throttle import Buckets, TooMany, counted

FRESH = 60  # seconds after which somebody appointed meanwhile stands on the sheet
MOST = 64 << 20  # bytes of all files together
making = Buckets(settings.INTAKE_PER_MINUTE)


class Shelf:
    """Files by what decides them; the ones unused for longest go first."""

    def __init__(self, most: int) -> None:
        self._files: OrderedDict[tuple[object, ...], list[bytes]] = OrderedDict()
        self._most = self._left = most
        self._lock = Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], list[bytes]]) -> list[bytes]:
        """The file of this key, made now where it is not there."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()
        with self._lock:
            if key not in self._files:
                self._files[key] = made
                self._left -= _size(made)
            while self._left < 0 and len(self._files) > 1:
                self._left += _size(self._files.popitem(last=False)[1])
        return made

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._files.clear()
            self._left = self._most


def _size(file: list[bytes]) -> int:
    return sum(len(page) for page in file)


shelf = Shelf(MOST)


def expect_room(request: HttpRequest) -> None:
    """Refuse with `TooMany` whoever, without logging in, has many sheets made within a minute."""
    key = counted(request, making)
    if key and not making.take(key, now=monotonic()):
        raise TooMany(seconds=round(making.seconds))
