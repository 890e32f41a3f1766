"""A community of eleven grids, with the counts that a street once reported, and who answers for each.

Grid 1 has two buildings with homes in them; every grid has a head and a contact cadre, grid 1 a building head
besides, who is a resident.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
import shapely

from tests.cast import PASSWORD
from wangge.accounts import actions as accounts
from wangge.accounts.models import Account, Role
from wangge.foundation.codes import grid_code
from wangge.journal.actor import SYSTEM
from wangge.partition.outline import colours, neighbouring
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Grid, Home
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
HOUSEHOLDS, PEOPLE, GRIDS = 6796, 23562, 11
WEST, SOUTH, WIDE, HIGH = 116.0, 39.0, 0.0032, 0.0022
ACROSS, ALONG = 4, 3  # grids in a row, and rows; the last grid is two wide
DUTIES = [
    {"zh": "了解民情", "en": "Listens"},
    {"zh": "排查隐患", "en": "Looks for dangers"},
    {"zh": "调解纠纷", "en": "Settles disputes"},
    {"zh": "服务群众", "en": "Serves residents"},
]


@dataclass
class Hillside:
    """The places and the log-ins; accounts by user name."""

    street: Area
    community: Area
    grids: list[Grid] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    account: dict[str, Account] = field(default_factory=dict)


def shares(total: int, parts: int) -> list[int]:
    """A total in whole parts that differ by some, as grids do."""
    even = [total // parts + (at < total % parts) for at in range(parts)]
    return [each + (7 * (at % 3 - 1) if at < parts // 3 * 3 else 0) for at, each in enumerate(even)]


def plot(at: int, *, width: float | None = None) -> shapely.Polygon:
    """The ground of a grid, row by row from the south-west."""
    row, column = divmod(at, ACROSS)
    wide = width or (2.0 if at == GRIDS - 1 else 1.0)
    west, south = (round(v, 6) for v in (WEST + column * WIDE, SOUTH + row * HIGH))
    east, north = (round(v, 6) for v in (WEST + (column + wide) * WIDE, SOUTH + (row + 1) * HIGH))
    return shapely.box(west, south, east, north)


def build(*, gap: bool = False) -> Hillside:
    """The community; with `gap` its last grid leaves half of its ground and one building to nobody."""
    made = {"by": SYSTEM, "now": NOW}
    top = None
    for code, name, level in [
        ("98", "青州", "province"),
        ("9801", "青城", "city"),
        ("980101", "山前区", "district"),
        ("980101001", "坡上街道", "street"),
    ]:
        top = places.found_area(code, name=name, level=level, parent=top, **made)
    outline = shapely.to_wkb(shapely.union_all([plot(at) for at in range(GRIDS)]))
    community = places.found_area(
        "980101001001", name="坡上社区", level="community", parent=top, outline=outline, **made
    )
    hill = Hillside(top, community)
    _build(hill)
    _divide(hill, gap=gap)
    _staff(hill)
    return hill


def _build(hill: Hillside) -> None:
    compound = Compound(area=hill.community, name="坡上花园")
    homes, people = shares(HOUSEHOLDS, GRIDS), shares(PEOPLE, GRIDS)
    hill.buildings = [
        Building(
            area=hill.community,
            compound=compound,
            name=f"{at + 1}0{n}号楼",
            lon=plot(at).bounds[0] + WIDE * (0.25 if n == 1 else 0.75),
            lat=plot(at).bounds[1] + HIGH * (0.3 if n == 1 else 0.7),
            households=homes[at] if n == 1 else 0,
            people=people[at] if n == 1 else 0,
            merchants=3 if n == 1 else 0,
            units=2,
            floors=6,
        )
        for at in range(GRIDS)
        for n in (1, 2)
    ]
    places.enter_buildings(
        hill.community, compounds=[compound], buildings=hill.buildings, source="test", by=SYSTEM, now=NOW
    )
    first = hill.buildings[0]
    Home.objects.bulk_create(
        Home(building=first, unit=1, floor=floor, door=f"{floor}0{door}")
        for floor in (1, 6)
        for door in (1, 2)
    )


def _divide(hill: Hillside, *, gap: bool) -> None:
    ground = [plot(at, width=0.5 if gap and at == GRIDS - 1 else None) for at in range(GRIDS)]
    tint = colours(neighbouring(np.array(ground, dtype=object)), GRIDS)
    shapes = [
        places.GridShape(
            number=at + 1,
            code=grid_code(hill.community.code, at + 1),
            name=f"坡上第{at + 1}网格",
            outline=shapely.to_wkb(shape),
            lon=shape.centroid.x,
            lat=shape.centroid.y,
            colour=int(tint[at]),
            buildings=tuple(
                each.pk
                for each in hill.buildings[2 * at : 2 * at + 2]
                if not gap or shape.contains(shapely.Point(each.lon, each.lat))
            ),
        )
        for at, shape in enumerate(ground)
    ]
    division = places.divide(hill.community, grids=shapes, since=SINCE, by=SYSTEM, now=NOW)
    hill.grids = list(division.grids.order_by("number"))


def _staff(hill: Hillside) -> None:
    kinds = {
        code: PostKind.objects.create(code=f"hill-{code}", name=name, tier=tier, lead=lead, duties=DUTIES)
        for code, name, tier, lead in [
            ("worker", "网格员", "grid", True),
            ("cadre", "包保干部", "grid", False),
            ("building", "楼长", "grid", False),
            ("office", "社区书记", "community", True),
            ("street", "街道网格办", "street", True),
        ]
    }
    for at, grid in enumerate(hill.grids):
        _post(hill, f"worker{at + 1}", f"王格{at + 1}", f"1990000{at + 1:04d}", kinds["worker"], grid)
        _post(hill, f"cadre{at + 1}", f"李包{at + 1}", f"1991111{at + 1:04d}", kinds["cadre"], grid)
    for n in range(3):  # residents, and too many for the public sheet
        for grid in hill.grids[:6]:
            _post(
                hill, f"head{grid.number}{n}", f"赵楼{grid.number}{n}", "19922220000", kinds["building"], grid
            )
    _post(hill, "office", "陈书记", "19933330000", kinds["office"], None, role=Role.COMMUNITY)
    _post(hill, "street", "周主任", "19944440000", kinds["street"], None, role=Role.STREET, area=hill.street)


def _post(
    hill: Hillside,
    username: str,
    name: str,
    phone: str,
    kind: PostKind,
    grid: Grid | None,
    *,
    role: Role = Role.GRID_WORKER,
    area: Area | None = None,
) -> None:
    made, where = {"by": SYSTEM, "now": NOW}, area or hill.community
    account = accounts.open_account(username, name=name, phone=phone, password=PASSWORD, keep=True, **made)
    accounts.grant(account, role=role, area=where, **made)
    post = staffing.create_post(f"{name}岗", kind=kind, area=where, grid=grid, **made)
    staffing.appoint(post, account=account, since=SINCE, **made)
    hill.account[username] = account
