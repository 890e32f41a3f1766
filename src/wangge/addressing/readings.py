"""The ways in which the numbers of an address can be read: which is the building, the unit, the home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wangge.addressing.tokens import ORDER, Kind, Number

MOST = 6  # numbers that are weighed; what comes after them is a remark


@dataclass(frozen=True, slots=True)
class Reading:
    """Numbers with the part that each is taken for; `doubtful` where a building may be a floor: 5楼501."""

    parts: tuple[tuple[Kind, Number], ...]
    doubtful: bool = False

    def of(self, kind: Kind) -> list[Number]:
        """The numbers taken for a part; several where several are named."""
        return [number for each, number in self.parts if each == kind]

    @property
    def numbers(self) -> list[Number]:
        """All that have a part."""
        return [number for _, number in self.parts]

    @property
    def alone(self) -> bool:
        """Whether it is one number that may be anything."""
        return len(self.parts) == 1 and not self.parts[0][1].hard


def readings(numbers: Sequence[Number]) -> Iterator[Reading]:
    """Every reading in which parts follow one another in their order, the likeliest first.

    Words that leave no doubt (501室, 3单元) may stand in any order, and are never passed over; a number that
    may be anything is passed over only with all of its like behind it.
    """
    doubtful = _floor_or_building(numbers)
    yield from (Reading(parts, doubtful) for parts in _extended((), list(numbers[:MOST])) if parts)
    yield Reading(())


def _floor_or_building(numbers: Sequence[Number]) -> bool:
    """Whether the only building that is named is the floor of the door behind it as well."""
    plain = not any(number.kinds[0] == Kind.UNIT for number in numbers)
    buildings = [number for number in numbers if Kind.BUILDING in number.kinds and number.marker]
    doors = {number.value[:-2] for number in numbers if Kind.HOME in number.kinds}
    return plain and len(buildings) == 1 and buildings[0].marker == "楼" and buildings[0].value in doors


def _extended(
    parts: tuple[tuple[Kind, Number], ...], rest: list[Number]
) -> Iterator[tuple[tuple[Kind, Number], ...]]:
    if not rest:
        yield parts
        return
    number, *others = rest
    fitting = [kind for kind in number.kinds if _fits(parts, kind, number)]
    for kind in fitting:
        yield from _extended((*parts, (kind, number)), others)
    if not (number.hard and fitting):
        yield from _extended(parts, [other for other in others if other.hard])


def _fits(parts: tuple[tuple[Kind, Number], ...], kind: Kind, number: Number) -> bool:
    """Whether a number may be this part behind those; said twice without doubt, both are kept."""
    for other, before in parts:
        both = before.hard and number.hard
        if not both and ORDER[other] >= ORDER[kind]:
            return False
    return True
