"""What a request says of its matter, before it is filed or after."""

from dataclasses import dataclass
from datetime import datetime

from wangge.cases.models import Case
from wangge.cases.rulebook import Rulebook
from wangge.cases.siting import Site
from wangge.cases.telling import Telling


@dataclass(frozen=True, slots=True)
class Sought:
    """What a request says of its matter; `category` is a path, `case` and `parent` are ids once filed."""

    text: str
    at: datetime
    area: int | None = None
    lon: float | None = None
    lat: float | None = None
    building: int | None = None
    address: str = ""
    category: str = ""
    case: int | None = None
    parent: int | None = None

    @classmethod
    def told(cls, telling: Telling, place: Site, *, book: Rulebook, now: datetime) -> "Sought":
        """From a report that is not filed yet; its category is as named, else as the classifier is sure."""
        if telling.category:
            path = book.category(telling.category).path
        else:
            sure = book.categories.get(book.guesser.guess(telling.text).category or 0)
            path = sure.path if sure else ""
        return cls(
            text=telling.text,
            at=telling.told_at or now,
            area=place.area,
            lon=place.lon,
            lat=place.lat,
            building=place.building,
            address=telling.address,
            category=path,
        )

    @classmethod
    def filed(cls, case: Case) -> "Sought":
        """From a case; one statement more where its category is not loaded."""
        return cls(
            text=case.text,
            at=case.reported_at,
            area=case.area_id,
            lon=case.lon,
            lat=case.lat,
            building=case.building_id,
            address=case.address,
            category=case.category.path if case.category else "",
            case=case.pk,
            parent=case.parent_id,
        )
