"""A report being written over a few pages, kept in the visitor's session until it is sent."""

import re
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest

from wangge.cases.photos import Picture
from wangge.cases.telling import Telling

SLOT, SENT = "report", "sent"
REMEMBERED = 5
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been told so far; `key` makes a repeat harmless, `grid` is the code on a grid's card.

    `joins` is the case that has the same matter, where the reporter says so.
    """

    text: str = ""
    lon: float | None = None
    lat: float | None = None
    building: int | None = None
    area: int | None = None
    address: str = ""
    grid: str = ""
    photos: tuple[dict[str, Any], ...] = ()
    key: str = field(default_factory=lambda: uuid4().hex)
    joins: int | None = None

    @property
    def placed(self) -> bool:
        """Whether it says where."""
        return bool(self.building or self.lon is not None or (self.area and self.address))

    @property
    def pictures(self) -> list[Picture]:
        """Its pictures, already stored."""
        return [Picture(**row | {"taken_at": _time(row["taken_at"])}) for row in self.photos]

    def telling(self) -> Telling:
        """What it tells, without who tells it."""
        return Telling(
            text=self.text,
            channel=settings.PORTAL_CHANNEL,
            lon=self.lon,
            lat=self.lat,
            building=self.building,
            area=self.area,
            address=self.address,
            key=self.key,
        )

    def with_pictures(self, pictures: list[Picture]) -> "Draft":
        """The draft with these pictures added, each once."""
        rows = [asdict(p) | {"taken_at": p.taken_at.isoformat() if p.taken_at else None} for p in pictures]
        return replace(self, photos=tuple({row["file"]: row for row in (*self.photos, *rows)}.values()))

    def without_picture(self, index: int) -> "Draft":
        """The draft without its picture of this place in the row."""
        return replace(self, photos=tuple(row for n, row in enumerate(self.photos) if n != index))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def read(request: HttpRequest) -> Draft:
    """The draft of this visitor, or a fresh one."""
    kept = request.session.get(SLOT) or {}
    known = {f.name for f in fields(Draft)}
    facts = {name: value for name, value in kept.items() if name in known}
    return Draft(**facts | {"photos": tuple(facts.get("photos", ()))})


def posted_key(request: HttpRequest) -> str | None:
    """The key that the page was given with, so that a page sent again is known."""
    key = request.POST.get("key", "")
    return key if KEY.fullmatch(key) else None


def keep(request: HttpRequest, draft: Draft) -> None:
    """Remember the draft for this visitor."""
    request.session[SLOT] = asdict(draft)


def sent(request: HttpRequest, draft: Draft, *, number: str, secret: str) -> None:
    """The draft was sent: forget it, but know it again should its page be sent once more."""
    request.session.pop(SLOT, None)
    receipts = [row for row in request.session.get(SENT, []) if row["key"] != draft.key]
    fresh = {"key": draft.key, "text": draft.text, "number": number, "secret": secret}
    request.session[SENT] = [*receipts, fresh][-REMEMBERED:]


def receipt(request: HttpRequest) -> dict[str, str] | None:
    """What this visitor was given for the page now sent again, if it is one already sent."""
    key = posted_key(request)
    rows: list[dict[str, str]] = request.session.get(SENT, [])
    return next((row for row in rows if row["key"] == key), None)
