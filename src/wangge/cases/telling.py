"""What a reporter tells, checked before anything is written."""

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from wangge.cases.errors import ClockAhead, ClockBehind, NoPlace, NothingTold, TooLong, Unwritable

MOST_TEXT = 4000
SKEW = timedelta(minutes=10)
WAITED = timedelta(days=31)  # the longest that a report may wait on a device to be sent


@dataclass(frozen=True, slots=True)
class Telling:
    """One report as it comes in. A place is a point (WGS 84), a building, or an address in an area.

    `key` makes a repeat harmless; `told_at` is the sender's clock, for reports queued offline.
    """

    text: str
    channel: str
    lon: float | None = None
    lat: float | None = None
    building: int | None = None
    area: int | None = None
    address: str = ""
    category: str = ""
    urgency: str = ""
    name: str = ""
    phone: str = ""
    key: str | None = None
    told_at: datetime | None = None

    def check(self, *, now: datetime) -> None:
        """Refuse what cannot be taken, whatever the database holds."""
        if not _legible("".join((self.text, self.address, self.name, self.phone, self.key or ""))):
            raise Unwritable
        if not any(map(_seen, self.text)):
            raise NothingTold
        if len(self.text) > MOST_TEXT:
            raise TooLong(most=MOST_TEXT, length=len(self.text))
        if self.told_at and self.told_at > now + SKEW:
            raise ClockAhead(told=f"{self.told_at:%Y-%m-%d %H:%M}")
        if self.told_at and self.told_at < now - WAITED:
            raise ClockBehind(told=f"{self.told_at:%Y-%m-%d %H:%M}", days=WAITED.days)
        pointed = self.lon is not None and self.lat is not None
        if not (pointed or self.building or (self.area and self.address.strip())):
            raise NoPlace

    @property
    def title(self) -> str:
        """The first line, cut to a title's length."""
        line = self.text.strip().splitlines()[0]
        return line if len(line) <= 60 else line[:59] + "…"

    @property
    def digest(self) -> str:
        """A fingerprint by which a repeat is told from a different report under the same key."""
        content = {k: v for k, v in asdict(self).items() if k not in ("told_at", "key")}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _legible(text: str) -> bool:
    """Whether every database can keep the text: no NUL, no half of a sign."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _seen(sign: str) -> bool:
    """Whether a reader sees anything: neither blank nor a sign that only steers others."""
    return unicodedata.category(sign)[0] not in "CZ"
