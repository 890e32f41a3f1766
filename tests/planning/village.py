"""A village for stories of planning: forty houses of sixty households beside the cast's own community."""

from datetime import date

from tests.cast import DAY, MONDAY, Cast
from wangge.journal.actor import SYSTEM
from wangge.partition.inputs import Rule
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Division
from wangge.planning import actions
from wangge.planning.models import Draft
from wangge.staffing import actions as staffing
from wangge.staffing.models import Post, PostKind

WEST, SOUTH, EAST, NORTH = 116.02, 39.0, 116.04, 39.01
TODAY = MONDAY.date()
LATER = date(2026, 12, 1)


def build(area: Area, *, households: int = 60, people: int = 150) -> None:
    """Five rows of eight houses, one compound in the west and one in the east, a road between them."""
    compounds = [
        Compound(area=area, name=name, kind=kind) for name, kind in [("西苑", "self"), ("东苑", "unit")]
    ]
    houses = [
        Building(
            area=area,
            compound=compounds[column // 4],
            name=f"{row * 8 + column + 1}号楼",
            lon=WEST + 0.00125 + column * 0.0025,
            lat=SOUTH + 0.001 + row * 0.002,
            households=households,
            people=people,
            floating=column * 10,
            merchants=row,
        )
        for row in range(5)
        for column in range(8)
    ]
    places.enter_buildings(area, compounds=compounds, buildings=houses, source="test", by=SYSTEM, now=MONDAY)


def divided(area: Area, *, k: int = 6, since: date = DAY) -> Division:
    """The village's grids in force, drawn by the engine."""
    draft = actions.draw(area, rule=Rule(300, 500, k), iterations=20_000, by=SYSTEM, now=MONDAY)
    return put_in_force(draft, since=since)


def put_in_force(draft: Draft, *, since: date) -> Division:
    """Approved and adopted by whoever keeps the house."""
    actions.vouch(draft, by=SYSTEM, now=MONDAY)
    return actions.adopt(draft, since=since, by=SYSTEM, now=MONDAY)


def heads(area: Area, division: Division, cast: Cast) -> dict[int, Post]:
    """A head's post in every grid, by its number; Wu holds the first, Chen the second."""
    kind = PostKind.objects.get(code="head")
    made = {}
    for grid in division.grids.order_by("number"):
        made[grid.number] = staffing.create_post(
            f"{grid.name}长", kind=kind, area=area, grid=grid, by=SYSTEM, now=MONDAY
        )
    for number, name in [(1, "wu"), (2, "chen")]:
        staffing.appoint(made[number], account=cast.account[name], since=DAY, by=SYSTEM, now=MONDAY)
    return made
