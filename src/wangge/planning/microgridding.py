"""Draw the microgrids of a plan: inside its grids, by the households of each stairwell and floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from wangge.journal.actor import Actor
from wangge.partition.dwellings import Dwellings
from wangge.partition.errors import Infeasible
from wangge.partition.inputs import Rule
from wangge.partition.microgrids import microgrids
from wangge.partition.nested import Microgrid, MicrogridFigures, Part
from wangge.partition.strips import spans
from wangge.planning.changing import rearrange
from wangge.planning.layout import Layout
from wangge.planning.models import Draft
from wangge.planning.sheets import MicrogridPart, MicrogridRow
from wangge.planning.stairwells import dwellings_of
from wangge.planning.terrain import Terrain, survey

NAMING = "第{number}微网格"


@dataclass(frozen=True, slots=True)
class Microgridding:
    """Microgrids as a draft keeps them, their figures, and by grid number why some are out of range."""

    rows: list[MicrogridRow]
    figures: MicrogridFigures
    reasons: dict[int, Infeasible]


def microgridding(
    terrain: Terrain,
    number: NDArray[np.int64],
    *,
    rule: Rule,
    seed: int = 0,
    naming: str = NAMING,
    lenient: bool = True,
) -> Microgridding:
    """Divide the grids of a terrain into microgrids; writes nothing.

    number (n,): the grid of each building, 0 or less for none. Unless `lenient`, raises
    `partition.errors.Infeasible` where a grid cannot be divided. Buildings with neither homes nor stairwells
    nor floors recorded cannot be cut: then some microgrids are too large, and the reasons say so.
    """
    homes = dwellings_of(terrain.rows)
    labels = np.where(number > 0, number, -1)
    try:
        made = microgrids(
            terrain.graph("households"),
            labels,
            rule,
            dwellings=homes,
            spans=spans(terrain.cells.cells),
            seed=seed,
            lenient=lenient,
        )
    except Infeasible as reason:
        raise _by_name(reason, terrain) from reason
    rows = [_row(each, terrain, homes, naming) for each in made.microgrids]
    reasons = {grid: _by_name(reason, terrain) for grid, reason in made.reasons.items()}
    return Microgridding(rows, made.figures, reasons)


def draw_microgrids(
    draft: Draft, *, revision: int, seed: int = 0, key: str = "", by: Actor, now: datetime
) -> Microgridding:
    """Give a draft microgrids by its terms, in place of those it has: a new revision of it.

    The database is not held while they are drawn. Special grids are divided too.
    """
    terrain = survey(draft.area)
    layout = Layout.of(draft, terrain)
    numbers = np.array([*(row["number"] for row in layout.rows), 0], dtype=np.int64)
    span = layout.terms.micro
    made = microgridding(terrain, numbers[layout.place], rule=Rule(span.min, span.max), seed=seed)
    rearrange(draft, revision=revision, moves={}, microgrids=made.rows, key=key, by=by, now=now)
    return made


def _by_name(reason: Infeasible, terrain: Terrain) -> Infeasible:
    """The reason with the building's name where it has only its number."""
    pk = reason.facts.get("building")
    if not isinstance(pk, int) or pk not in terrain.place:
        return reason
    return type(reason)(**reason.facts | {"building": terrain.rows[terrain.place[pk]].name})


def _row(made: Microgrid, terrain: Terrain, homes: Sequence[Dwellings], naming: str) -> MicrogridRow:
    return MicrogridRow(
        grid=made.grid,
        number=made.number,
        name=naming.format(number=made.number, grid=made.grid),
        parts=[_part(part, terrain, homes[part.building]) for part in made.parts],
    )


def _part(part: Part, terrain: Terrain, homes: Dwellings) -> MicrogridPart:
    """A part with 0 to 0 for all stairwells, or all floors."""
    units, floors = (part.unit_from, part.unit_to), (part.floor_from, part.floor_to)
    units = (0, 0) if units == (homes.units[0], homes.units[-1]) else units
    floors = (0, 0) if floors == (homes.floors[0], homes.floors[-1]) else floors
    return MicrogridPart(
        building=int(terrain.buildings.id[part.building]),
        unit_from=units[0],
        unit_to=units[1],
        floor_from=floors[0],
        floor_to=floors[1],
        households=part.households,
    )
