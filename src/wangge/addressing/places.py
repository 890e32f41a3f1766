"""A place that an address may mean, as deep as it is known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place by ids, as deep as it is known; `unit` is the number of the stairwell."""

    area: int | None = None
    compound: int | None = None
    building: int | None = None
    unit: int | None = None
    home: int | None = None


NOWHERE = Place()
