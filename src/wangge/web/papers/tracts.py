"""A grid as it is printed."""

from dataclasses import dataclass

from wangge.places.models import Building
from wangge.staffing.cards import Holder
from wangge.web.papers.microgrids import Microgrid


@dataclass(frozen=True, slots=True)
class Tract:
    """A grid as it is printed; `outline` is WKB in WGS 84, the point is where its number stands."""

    pk: int | None
    number: int
    name: str
    code: str
    special: bool
    colour: int
    lon: float
    lat: float
    outline: bytes
    buildings: tuple[Building, ...]
    holders: tuple[Holder, ...] = ()
    parts: tuple[Microgrid, ...] = ()

    @property
    def households(self) -> int:
        """Counted in its buildings."""
        return sum(building.households for building in self.buildings)

    @property
    def people(self) -> int:
        """Counted in its buildings."""
        return sum(building.people for building in self.buildings)

    @property
    def merchants(self) -> int:
        """Counted in its buildings."""
        return sum(building.merchants for building in self.buildings)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Households, people and merchants."""
        return self.households, self.people, self.merchants
