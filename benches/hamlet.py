"""A community of 2,000 buildings in 50 grids with a scenario, for the bench of the workbench.

`python -m benches.hamlet`, in the environment of a house whose database is migrated, founds it and prints
its code, the scenario's number, a log-in name and a password.
"""

import random
from datetime import datetime, timedelta

import shapely
from django.utils import timezone

import benches.ready  # noqa: F401 - before the house
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.journal.actor import SYSTEM, Actor
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound
from wangge.planning import actions as planning

WIDE, HIGH, BLOCK_WIDE, BLOCK_HIGH = 50, 40, 5, 8  # buildings; buildings to a grid
WEST, SOUTH, SIDE = 116.0, 39.0, 0.0008
PASSWORD = "a-bench-by-the-window"  # noqa: S105 - of a house that lives for a minute


def found() -> str:
    """Found it all; the line that the bench reads."""
    now, dice = timezone.now() - timedelta(days=30), random.Random(2022)  # noqa: S311 - nothing secret
    area = _area(now)
    buildings = _buildings(area, dice)
    compounds = list({id(each.compound): each.compound for each in buildings if each.compound}.values())
    places.enter_buildings(area, compounds=compounds, buildings=buildings, source="bench", by=SYSTEM, now=now)
    roads = [_road(row) for row in range(0, HIGH + 1, BLOCK_HIGH)]
    places.set_backdrop(area, features={"type": "FeatureCollection", "features": roads}, by=SYSTEM, now=now)
    places.divide(area, grids=_grids(area, buildings), since=now.date(), by=SYSTEM, now=now)
    account = accounts.open_account(
        "planner", name="规划员", password=PASSWORD, keep=True, by=SYSTEM, now=now
    )
    accounts.grant(account, role=Role.COMMUNITY, area=area, by=SYSTEM, now=now)
    by = Actor(label=account.name, account=account.pk)
    draft = planning.open_draft(
        area, name="两千栋", terms={"min": 900, "max": 1500}, by=by, now=timezone.now()
    )
    return f"{area.code} {draft.pk} {account.username} {PASSWORD}"


def _area(now: datetime) -> Area:
    top = None
    for code, level in [
        ("99", "province"),
        ("9901", "city"),
        ("990101", "district"),
        ("990101001", "street"),
    ]:
        top = places.found_area(code, name=f"层{code}", level=level, parent=top, by=SYSTEM, now=now)
    outline = shapely.to_wkb(shapely.box(WEST, SOUTH, WEST + WIDE * SIDE, SOUTH + HIGH * SIDE))
    code = "990101001001"
    return places.found_area(
        code, name="两千社区", level="community", parent=top, outline=outline, by=SYSTEM, now=now
    )


def _buildings(area: Area, dice: random.Random) -> list[Building]:
    compounds: dict[tuple[int, int], Compound] = {}
    made = []
    for row in range(HIGH):
        for column in range(WIDE):
            place = (column // BLOCK_WIDE, row // 4)
            compound = compounds.setdefault(place, Compound(area=area, name=f"小区{place[0]}-{place[1]}"))
            lon = WEST + (column + 0.5 + dice.uniform(-0.3, 0.3)) * SIDE
            lat = SOUTH + (row + 0.5 + dice.uniform(-0.3, 0.3)) * SIDE
            footprint = shapely.to_wkb(shapely.box(lon - 2e-4, lat - 6e-5, lon + 2e-4, lat + 6e-5))
            homes = dice.randint(12, 48)
            name = f"{row * WIDE + column + 1}号楼"
            made.append(
                Building(
                    area=area, compound=compound, name=name, lon=lon, lat=lat, footprint=footprint,
                    households=homes, people=homes * 3, units=2, floors=6,
                )
            )  # fmt: skip
    return made


def _road(row: int) -> dict[str, object]:
    line = [[WEST, SOUTH + row * SIDE], [WEST + WIDE * SIDE, SOUTH + row * SIDE]]
    facts = {"layer": "roads", "class": "street", "name": f"第{row}街"}
    return {"type": "Feature", "geometry": {"type": "LineString", "coordinates": line}, "properties": facts}


def _grids(area: Area, buildings: list[Building]) -> list[places.GridShape]:
    across = WIDE // BLOCK_WIDE
    members: dict[int, list[int]] = {}
    for n, each in enumerate(buildings):
        block = n // WIDE // BLOCK_HIGH * across + n % WIDE // BLOCK_WIDE
        members.setdefault(block, []).append(each.pk)
    return [_grid(area, block, block % across, block // across, members[block]) for block in sorted(members)]


def _grid(area: Area, block: int, column: int, row: int, members: list[int]) -> places.GridShape:
    west, south = WEST + column * BLOCK_WIDE * SIDE, SOUTH + row * BLOCK_HIGH * SIDE
    east, north = west + BLOCK_WIDE * SIDE, south + BLOCK_HIGH * SIDE
    return places.GridShape(
        number=block + 1,
        code=f"{area.code}{block + 1:03d}",
        name=f"第{block + 1}网格",
        outline=shapely.to_wkb(shapely.box(west, south, east, north)),
        lon=(west + east) / 2,
        lat=(south + north) / 2,
        colour=(column * 5 + row * 3) % 12,
        buildings=tuple(members),
    )


if __name__ == "__main__":
    print(found())
