"""A report being written over three pages, kept in the visitor's session until it is sent."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from wangge.cases.photos import Picture

SLOT = "report"


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been told so far; `key` makes sending it twice harmless."""

    text: str = ""
    lon: float | None = None
    lat: float | None = None
    building: int | None = None
    area: int | None = None
    address: str = ""
    photos: tuple[dict[str, Any], ...] = ()
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def placed(self) -> bool:
        """Whether it says where."""
        return bool(self.building or self.lon is not None or (self.area and self.address))

    @property
    def pictures(self) -> list[Picture]:
        """Its pictures, already stored."""
        return [Picture(**row | {"taken_at": _time(row["taken_at"])}) for row in self.photos]

    def with_pictures(self, pictures: list[Picture]) -> "Draft":
        """The draft with these pictures added."""
        rows = [asdict(p) | {"taken_at": p.taken_at.isoformat() if p.taken_at else None} for p in pictures]
        return replace(self, photos=(*self.photos, *rows))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def read(request: HttpRequest) -> Draft:
    """The draft of this visitor, or a fresh one."""
    kept = request.session.get(SLOT)
    return Draft(**kept | {"photos": tuple(kept["photos"])}) if kept else Draft()


def keep(request: HttpRequest, draft: Draft) -> None:
    """Remember the draft for this visitor."""
    request.session[SLOT] = asdict(draft)


def forget(request: HttpRequest) -> None:
    """The draft was sent."""
    request.session.pop(SLOT, None)
