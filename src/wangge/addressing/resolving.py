"""Which place a text means, as deep as it says; which it may mean besides; what could not be placed."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians

from wangge.addressing.book import Book, BuildingRow, HomeRow
from wangge.addressing.folding import BREAK
from wangge.addressing.naming import Weight
from wangge.addressing.parsing import NOISE, Parsed, parse
from wangge.addressing.places import NOWHERE, Place
from wangge.addressing.readings import Reading, readings
from wangge.addressing.tokens import AREAS, Kind, Number

MOST = 8  # candidates that are told
NEAR, CLEAR = 150.0, 2.0  # metres from a hinted point; how many times further away the next must be
DEGREE = 111_195.0  # metres of latitude


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a text means. `place` holds only what it can mean alone.

    `sure` is true where something is placed and nothing else is possible. `candidates` are the places that
    it may mean besides; `left_over` the words that could not be placed, as they were written.
    """

    place: Place = NOWHERE
    sure: bool = False
    candidates: tuple[Place, ...] = ()
    left_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Where one reading of the numbers leads: the place, what else it may be, the numbers that it places."""

    place: Place
    candidates: tuple[Place, ...] = ()
    placed: tuple[Number, ...] = ()


def resolve(
    source: str,
    book: Book,
    *,
    within: Collection[int] | None = None,
    near: tuple[float, float] | None = None,
) -> Resolved:
    """Resolve a text; `within` are the areas in question, `near` a point (lon, lat in WGS 84) beside it."""
    parsed = parse(source, book.lexicon)
    allowed = _allowed(parsed, book, within)
    if parsed.foreign or (allowed is not None and not allowed):
        return Resolved(candidates=_doubtful(parsed, book, None), left_over=_left_over(parsed, None))
    compounds = _compounds(parsed, book, allowed)
    named = any(term.kind == Kind.COMPOUND for spot in parsed.spots for term in spot.terms)
    if (named and not compounds) or (parsed.unknown or (parsed.doubtful and not named)):
        area = _area(parsed, allowed)
        told = _doubtful(parsed, book, allowed)
        return Resolved(Place(area), candidates=told, left_over=_left_over(parsed, None))
    best = _best(parsed, book, compounds=compounds, allowed=allowed, near=near)
    place = best.place
    if place.area is None:
        place = replace(place, area=_area(parsed, allowed))
    sure = place != NOWHERE and not best.candidates
    return Resolved(place, sure, best.candidates, _left_over(parsed, best))


def _allowed(parsed: Parsed, book: Book, within: Collection[int] | None) -> set[int] | None:
    """The communities that the text and the hint leave; None for all."""
    allowed = None if within is None else book.under(within)
    for spot in parsed.spots:
        if all(term.kind in AREAS for term in spot.terms):
            under = book.under([term.pk for term in spot.terms])
            both = under if allowed is None else allowed & under
            if spot.weight == Weight.STEM and not both:
                continue
            allowed = both
    return allowed


def _compounds(parsed: Parsed, book: Book, allowed: set[int] | None) -> list[int]:
    """The compounds that are named, in the communities that are left."""
    found: dict[int, int] = {}
    for spot in parsed.spots:
        if any(term.kind == Kind.COMPOUND for term in spot.terms):
            under = book.under([term.pk for term in spot.terms if term.kind in AREAS])
            named = {term.pk for term in spot.terms if term.kind == Kind.COMPOUND}
            found |= {pk: area for pk, area in book.compounds.items() if pk in named or area in under}
    return [pk for pk, area in found.items() if allowed is None or area in allowed]


def _area(parsed: Parsed, allowed: set[int] | None) -> int | None:
    """The community, where the words name one."""
    named = any(term.kind in AREAS for spot in parsed.spots for term in spot.terms)
    return next(iter(allowed)) if named and allowed is not None and len(allowed) == 1 else None


def _doubtful(parsed: Parsed, book: Book, allowed: set[int] | None) -> tuple[Place, ...]:
    """The compounds that the text resembles, with the building of the number where they have it."""
    terms = [term for spot in parsed.doubtful for term in spot.terms if term.kind == Kind.COMPOUND]
    key = next((number.value for number in parsed.numbers if Kind.BUILDING in number.kinds), "")
    places = []
    for term in terms:
        rows = book.placed.get((term.pk, key), [])
        places.append(Place(book.compounds[term.pk], term.pk, rows[0].pk if len(rows) == 1 else None))
    return tuple(dict.fromkeys(p for p in places if allowed is None or p.area in allowed))[:MOST]


def _best(
    parsed: Parsed,
    book: Book,
    *,
    compounds: Sequence[int],
    allowed: set[int] | None,
    near: tuple[float, float] | None,
) -> _Outcome:
    """The reading that places most of the numbers; of equals the likeliest."""
    best: tuple[tuple[int, int, int], _Outcome] | None = None
    for place, reading in enumerate(readings(parsed.numbers)):
        houses = _houses(parsed, book, reading, compounds=compounds, allowed=allowed)
        outcome = _outcome(book, reading, _nearest(houses, near), compounds=compounds)
        hard = sum(number.hard for number in reading.numbers)
        score = (len(outcome.placed), hard, -place)
        if best is None or score > best[0]:
            best = (score, outcome)
    return best[1] if best else _Outcome(NOWHERE)


def _houses(
    parsed: Parsed, book: Book, reading: Reading, *, compounds: Sequence[int], allowed: set[int] | None
) -> list[BuildingRow]:
    """The buildings that a reading may speak of."""
    spotted = [t.pk for s in parsed.spots for t in s.terms if t.kind == Kind.BUILDING]
    numbers = reading.of(Kind.BUILDING)
    if spotted and not numbers:
        rows = [book.buildings[pk] for pk in spotted]
        rows = [row for row in rows if not compounds or row.compound in compounds]
    elif not numbers:
        alone = [book.standing.get(compound, []) for compound in compounds]
        rows = alone[0] if len(alone) == 1 and len(alone[0]) == 1 and reading.numbers else []
    elif compounds:
        rows = [row for c in compounds for n in numbers for row in book.placed.get((c, n.value), ())]
    elif not reading.alone:
        rows = [row for n in numbers for row in book.numbered.get(n.value, ())]
    else:
        rows = []
    return [row for row in rows if allowed is None or row.area in allowed]


def _nearest(houses: list[BuildingRow], near: tuple[float, float] | None) -> list[BuildingRow]:
    """The one at the hinted point, where it is clearly the one."""
    if near is None or len(houses) < 2:
        return houses
    lon, lat = near
    apart = sorted(
        (hypot((row.lon - lon) * cos(radians(lat)), row.lat - lat) * DEGREE, row.pk, row) for row in houses
    )
    clear = apart[0][0] <= NEAR and apart[1][0] >= max(NEAR, CLEAR * apart[0][0])
    return [apart[0][2]] if clear else houses


def _outcome(
    book: Book, reading: Reading, houses: list[BuildingRow], *, compounds: Sequence[int]
) -> _Outcome:
    """Where a reading leads among the buildings that it may speak of."""
    number = reading.of(Kind.BUILDING)
    if houses and (reading.doubtful or len({each.value for each in number}) > 1):
        return _several(houses, placed=() if reading.doubtful else tuple(number))
    if len(houses) == 1:
        return _inside(book, reading, houses[0])
    if houses:
        return _several(houses, placed=tuple(number))
    if len(compounds) == 1:
        return _Outcome(Place(book.compounds[compounds[0]], compounds[0]))
    places = tuple(Place(book.compounds[compound], compound) for compound in compounds)
    return _Outcome(_common(places), places[:MOST])


def _several(houses: list[BuildingRow], *, placed: tuple[Number, ...]) -> _Outcome:
    places = tuple(Place(row.area, row.compound, row.pk) for row in houses)
    return _Outcome(_common(places), places[:MOST], placed)


def _common(places: Sequence[Place]) -> Place:
    """What several places have in common."""
    areas, compounds = {p.area for p in places}, {p.compound for p in places}
    area = areas.pop() if len(areas) == 1 else None
    return Place(area, compounds.pop() if area and len(compounds) == 1 else None)


def _inside(book: Book, reading: Reading, house: BuildingRow) -> _Outcome:
    """The stairwell and the home in a building."""
    here = Place(house.area, house.compound, house.pk)
    placed = tuple(reading.of(Kind.BUILDING))
    units = reading.of(Kind.UNIT)
    unit = _unit(units[0].value) if units else None
    if units:
        if len({number.value for number in units}) > 1:
            return _Outcome(here, placed=placed)
        if unit is None or not book.has_unit(house, unit):
            return _Outcome(here, placed=placed)
        here, placed = replace(here, unit=unit), (*placed, *units)
    found, by = _homes(book, reading, house)
    found = [home for home in found if unit in {None, home.unit}]
    if len(found) == 1 and Kind.HOME in {kind for kind, _ in reading.parts}:
        home = found[0]
        return _Outcome(replace(here, unit=home.unit, home=home.pk), placed=(*placed, *by))
    several = tuple(replace(here, unit=home.unit, home=home.pk) for home in found)
    return _Outcome(here, several[:MOST], (*placed, *by) if several else placed)


def _unit(value: str) -> int | None:
    if value.isdigit():
        return int(value)
    return ord(value) - ord("A") + 1 if len(value) == 1 and value.isascii() else None


def _homes(book: Book, reading: Reading, house: BuildingRow) -> tuple[list[HomeRow], tuple[Number, ...]]:
    """The homes of a door, of a floor and a door on its landing, or of a floor; and the numbers used."""
    doors, said, floors = book.doors(house), reading.of(Kind.HOME), reading.of(Kind.FLOOR)
    floor = int(floors[0].value) if floors and floors[0].value.isdigit() else None
    if len({number.value for number in said}) > 1 or len({number.value for number in floors}) > 1:
        return [], ()
    if not said:
        return (doors.by_floor.get(floor, []), tuple(floors)) if floor is not None else ([], ())
    door = said[0].value
    found = doors.by_door.get(door, [])
    if floor is not None:
        found = [home for home in found if home.floor == floor]
        found = found or doors.by_door.get(f"{floor}{door:0>2}", [])
    return found, (*floors, *said) if found else ()


def _left_over(parsed: Parsed, outcome: _Outcome | None) -> tuple[str, ...]:
    """The words that were not placed, without such as say nothing."""
    text, taken = parsed.folded.text, [False] * len(parsed.folded.text)
    spans = [(spot.start, spot.end) for spot in parsed.spots]
    spans += [(number.start, number.end) for number in (outcome.placed if outcome else ())]
    for start, end in spans:
        taken[start:end] = [True] * (end - start)
    return tuple(_stretches(parsed, text, taken))


def _stretches(parsed: Parsed, text: str, taken: list[bool]) -> Iterator[str]:
    rest = "".join(BREAK if done else sign for sign, done in zip(text, taken, strict=True))
    for found in re.finditer("[^-]+", rest):
        if NOISE.sub("", found[0]).strip():
            yield parsed.folded.words(*found.span())
