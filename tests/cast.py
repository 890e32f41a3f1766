"""The named cast: two grids of one community, its neighbour, and the people whose stories the tests tell.

Resident Lin reports; grid worker Chen answers for grid 1, Wu next door for grid 2 and must see nothing of
Chen's; Deputy He is another pair of eyes in grid 1; Zhou keeps the community office, Zhao the street's,
Sun the water department; Qian works in another community; Gao commands; An administers.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import shapely

from wangge.accounts import actions as accounts
from wangge.accounts.models import Account, Role
from wangge.cases.catalogue import enter_catalogue
from wangge.journal.actor import SYSTEM, Actor
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Grid
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind
from wangge.staffing.queries import actor_of

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # ten o'clock in the morning in Peking
DAY = date(2026, 1, 1)
PASSWORD = "a-lantern-in-the-lane"

CATALOGUE = {
    "channels": [
        {"code": "portal", "name": "居民端", "name_en": "portal", "open_to_all": True},
        {"code": "patrol", "name": "巡查", "name_en": "patrol", "origin": "found"},
        {"code": "12345", "name": "12345热线", "name_en": "12345 hotline", "origin": "sent"},
    ],
    "categories": [
        {"code": "estate", "name": "物业", "name_en": "estate", "keywords": []},
        {"code": "lift", "name": "电梯", "name_en": "lift", "parent": "estate", "keywords": ["电梯", "困人"]},
        {
            "code": "rubbish",
            "name": "垃圾",
            "name_en": "rubbish",
            "parent": "estate",
            "keywords": ["垃圾", "清运"],
        },
        {
            "code": "utilities",
            "name": "水电气热",
            "name_en": "utilities",
            "keywords": [],
            "urgency": "urgent",
        },
        {
            "code": "water",
            "name": "供水",
            "name_en": "water",
            "parent": "utilities",
            "keywords": ["停水", "水管", "漏水"],
            "urgency": "urgent",
        },
    ],
    "service_levels": [
        {"clock": clock, "urgency": urgency, "amount": amount, "unit": unit, "provenance": "test"}
        for urgency, clock, amount, unit in [
            ("normal", "sign", 4, "working_hour"),
            ("normal", "contact", 1, "working_day"),
            ("normal", "resolve", 5, "working_day"),
            ("normal", "rule", 2, "working_day"),
            ("normal", "verify", 2, "working_day"),
            ("normal", "close", 1, "working_day"),
            ("normal", "rectify", 15, "working_day"),
            ("urgent", "sign", 1, "natural_hour"),
            ("urgent", "contact", 2, "natural_hour"),
            ("urgent", "resolve", 24, "natural_hour"),
            ("urgent", "rule", 4, "natural_hour"),
            ("urgent", "verify", 12, "natural_hour"),
            ("urgent", "close", 1, "working_day"),
            ("urgent", "rectify", 15, "working_day"),
            ("emergency", "sign", 1, "natural_hour"),
            ("emergency", "contact", 1, "natural_hour"),
            ("emergency", "resolve", 2, "emergency_hour"),
            ("emergency", "rule", 1, "emergency_hour"),
            ("emergency", "verify", 1, "emergency_hour"),
            ("emergency", "close", 4, "emergency_hour"),
            ("emergency", "rectify", 15, "working_day"),
        ]
    ],
    "rungs": [
        {"clock": "resolve", "amount": 1, "unit": "natural_day", "up": 1, "kind": "urge"},
        {"clock": "resolve", "amount": 2, "unit": "working_day", "up": 2, "kind": "escalation"},
        {"clock": "resolve", "amount": 5, "unit": "working_day", "up": 3, "kind": "circular"},
    ],
    "party_kinds": [
        {"code": "branch", "name": "社区党支部", "name_en": "party branch", "leads": True},
        {"code": "estate", "name": "物业公司", "name_en": "property company"},
        {"code": "residents", "name": "居民代表", "name_en": "residents' representatives"},
    ],
    "routing_rules": [
        {
            "category": "utilities",
            "tier": "department",
            "department": "water",
            "direct": True,
            "reason": "水电气热直派部门",
            "reason_en": "utilities go straight to their department",
        },
        {
            "category": "rubbish",
            "tier": "grid",
            "direct": True,
            "reason": "环境卫生由网格先办",
            "reason_en": "cleanliness is first settled in the grid",
        },
        {
            "category": "estate",
            "tier": "community",
            "reason": "物业问题由社区分流",
            "reason_en": "the community sorts estate matters",
        },
    ],
}


@dataclass
class Cast:
    """The places and the people; `cast.chen` is an actor, `cast.account["chen"]` the account."""

    community: Area
    neighbour: Area
    street: Area
    grids: list[Grid] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    account: dict[str, Account] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        account = self.__dict__.get("account", {}).get(name)
        if account is None:
            raise AttributeError(name)
        return actor_of(account, on=MONDAY.date())


def square(west: float, south: float, east: float, north: float) -> bytes:
    """WKB of a rectangle."""
    return shapely.to_wkb(shapely.box(west, south, east, north))


def assemble() -> Cast:
    """Build the cast through the actions that people use."""
    by, now = SYSTEM, MONDAY
    top = None
    for code, name, level in [
        ("99", "云州", "province"),
        ("9901", "云城", "city"),
        ("990101", "河东区", "district"),
    ]:
        top = places.found_area(code, name=name, level=level, parent=top, by=by, now=now)
    street = places.found_area("990101001", name="柳街", level="street", parent=top, by=by, now=now)
    outline = square(116.0, 39.0, 116.02, 39.01)
    community = places.found_area(
        "990101001001", name="春和社区", level="community", parent=street, outline=outline, by=by, now=now
    )
    beyond = square(116.02, 39.0, 116.04, 39.01)
    neighbour = places.found_area(
        "990101001002", name="秋实社区", level="community", parent=street, outline=beyond, by=by, now=now
    )
    cast = Cast(community, neighbour, street)
    _build(cast)
    enter_catalogue(CATALOGUE, by=by, now=now)
    until = date(2040, 12, 31)  # screens and servers of these stories live today, whenever that is
    staffing.set_calendar([], until=until, source="test", by=by, now=now)
    _staff(cast)
    return cast


def _build(cast: Cast) -> None:
    compound = Compound(area=cast.community, name="春和苑")
    cast.buildings = [
        Building(area=cast.community, compound=compound, name=f"{n}号楼", lon=lon, lat=39.005, households=100)
        for n, lon in [(1, 116.005), (2, 116.015)]
    ]
    places.enter_buildings(
        cast.community, compounds=[compound], buildings=cast.buildings, source="test", by=SYSTEM, now=MONDAY
    )
    shapes = [
        places.GridShape(
            number=n,
            code=f"990101001001{n:03d}",
            name=f"第{n}网格",
            outline=square(west, 39.0, west + 0.01, 39.01),
            lon=west + 0.005,
            lat=39.005,
            colour=n,
            buildings=(building.pk,),
        )
        for n, west, building in [(1, 116.0, cast.buildings[0]), (2, 116.01, cast.buildings[1])]
    ]
    division = places.divide(cast.community, grids=shapes, since=DAY, by=SYSTEM, now=MONDAY)
    cast.grids = list(division.grids.order_by("number"))


def _staff(cast: Cast) -> None:
    kinds = {
        code: PostKind.objects.create(code=code, name=code, tier=tier, lead=lead)
        for code, tier, lead in [
            ("head", "grid", True),
            ("member", "member", False),
            ("office", "community", True),
            ("street", "street", True),
            ("department", "department", True),
        ]
    }
    water = staffing.found_department("water", name="水务局", area=cast.street, by=SYSTEM, now=MONDAY)
    people = [
        ("chen", "陈网格", Role.GRID_WORKER, cast.community, "head", cast.grids[0], None),
        ("he", "何楼长", Role.GRID_WORKER, cast.community, "member", cast.grids[0], None),
        ("wu", "吴网格", Role.GRID_WORKER, cast.community, "head", cast.grids[1], None),
        ("zhou", "周社区", Role.COMMUNITY, cast.community, "office", None, None),
        ("zhao", "赵街道", Role.STREET, cast.street, "street", None, None),
        ("sun", "孙水务", Role.DEPARTMENT, cast.street, "department", None, water),
        ("qian", "钱社区", Role.COMMUNITY, cast.neighbour, "office", None, None),
        ("gao", "高指挥", Role.COMMAND, cast.street, None, None, None),
        ("an", "安管理", Role.ADMINISTRATOR, cast.street, None, None, None),
    ]
    for username, name, role, area, kind, grid, department in people:
        account = accounts.open_account(
            username, name=name, password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY
        )
        accounts.grant(account, role=role, area=area, by=SYSTEM, now=MONDAY)
        cast.account[username] = account
        if kind:
            post = staffing.create_post(
                f"{name}岗",
                kind=kinds[kind],
                area=area,
                grid=grid,
                department=department,
                by=SYSTEM,
                now=MONDAY,
            )
            staffing.appoint(post, account=account, since=DAY, by=SYSTEM, now=MONDAY)
            cast.posts[username] = post.pk
