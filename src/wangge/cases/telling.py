"""What a reporter tells, checked before anything is written."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from wangge.cases.errors import ClockAhead, NoPlace, NothingTold, TooLong

MOST_TEXT = 4000
SKEW = timedelta(minutes=10)


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
        if not self.text.strip():
            raise NothingTold
        if len(self.text) > MOST_TEXT:
            raise TooLong(most=MOST_TEXT, length=len(self.text))
        if self.told_at and self.told_at > now + SKEW:
            raise ClockAhead(told=f"{self.told_at:%Y-%m-%d %H:%M}")
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
