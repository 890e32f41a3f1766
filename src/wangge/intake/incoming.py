"""A ticket as another system sends it, understood or refused; nothing is written here."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from wangge.intake.errors import DueBeforeReceived, NumberMissing, NumberTooLong, TextMissing

MOST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Incoming:
    """One ticket. Its place is a point, or an address with the community, by name or code, where known.

    `matter` is the sender's own word for what it is about; `repeats` the number of an earlier ticket that
    this one repeats.
    """

    number: str
    text: str
    received_at: datetime | None = None
    due_at: datetime | None = None
    caller: str = ""
    phone: str = ""
    address: str = ""
    community: str = ""
    lon: float | None = None
    lat: float | None = None
    matter: str = ""
    urgency: str = ""
    repeats: str = ""

    def check(self) -> None:
        """Refuse what is no ticket."""
        if not self.number.strip():
            raise NumberMissing
        if len(self.number) > MOST_NUMBER:
            raise NumberTooLong(most=MOST_NUMBER)
        if not self.text.strip():
            raise TextMissing
        if self.due_at and self.received_at and self.due_at < self.received_at:
            due, received = f"{self.due_at:%Y-%m-%d %H:%M}", f"{self.received_at:%Y-%m-%d %H:%M}"
            raise DueBeforeReceived(due=due, received=received)

    @property
    def fingerprint(self) -> str:
        """What tells a ticket sent again from one that was changed."""
        facts = asdict(self)
        for field in ("received_at", "due_at"):
            facts[field] = facts[field].astimezone(UTC).isoformat() if facts[field] else None
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
