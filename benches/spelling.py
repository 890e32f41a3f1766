"""What a text says of a place, and where that leads in an estate: found by looking at every row."""

from dataclasses import dataclass

from benches.estates import Estate, House, Place


@dataclass(frozen=True, slots=True)
class Said:
    """The parts that a text says. `compound` is its name, or with `stem` only how names begin.

    `nowhere` marks a text that names a place the register does not have.
    """

    compound: str | None = None
    building: str | None = None
    unit: int | None = None
    door: str | None = None
    community: int | None = None
    street: str | None = None
    stem: bool = False
    nowhere: bool = False


def truth(estate: Estate, said: Said, within: int | None) -> Place:
    """The deepest place that is the only one meant, where the reader knows the community or the city."""
    if said.nowhere:
        return Place()
    compounds = _compounds(estate, said, within)
    if said.building is None:
        return Place(compound=_only(compounds)) if said.compound else Place()
    houses = [h for c in compounds for h in estate.by_compound[c] if h.number == said.building]
    if len(houses) == 1:
        return _inside(houses[0], said)
    return Place(compound=_only(compounds) if said.compound else None)


def _compounds(estate: Estate, said: Said, within: int | None) -> list[int]:
    where = {each for each in (within, said.community) if each}
    return [
        pk
        for pk, (community, name) in estate.compounds.items()
        if where <= {community}
        and (said.street is None or said.street == estate.street_of[community])
        and (said.compound is None or name == said.compound or (said.stem and name.startswith(said.compound)))
    ]


def _inside(house: House, said: Said) -> Place:
    """The unit and the home, where they are there and the only ones."""
    unit = said.unit if said.unit and said.unit <= house.units else None
    if said.unit and not unit:
        return Place(house.compound, house.pk)
    flats = [f for f in house.flats if f.door == said.door and unit in {None, f.unit}]
    if len(flats) != 1:
        return Place(house.compound, house.pk, unit)
    return Place(house.compound, house.pk, flats[0].unit, flats[0].pk)


def _only(found: list[int]) -> int | None:
    return found[0] if len(found) == 1 else None
