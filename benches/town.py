"""An invented town for benches: square communities of square grids, their posts, a real catalogue."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import shapely

from benches.ground import ROW, SIDE, SOUTH, WEST
from wangge.accounts import actions as accounts
from wangge.accounts.models import Account, Role
from wangge.cases.catalogue import enter_catalogue
from wangge.demo.presets import load
from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.places.models import Area, Grid
from wangge.staffing import actions as staffing
from wangge.staffing.models import Appointment, Department, Post, PostKind

SINCE = date(2026, 1, 1)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PASSWORD = "a-lantern-in-the-lane"  # noqa: S105 - of an invented account in a database thrown away


def found(communities: int) -> Area:
    """Found a street of so many communities of a hundred grids, staffed; returns the street."""
    street = _offices()
    kinds = {kind["code"]: _kind(kind) for kind in load("jiabei", "posts")["kinds"]}
    for number in range(communities):
        _community(street, number, kinds)
    heads = Post.objects.filter(kind=kinds["grid-head"])
    _appoint(heads, street)
    Post.objects.create(kind=kinds["street-desk"], area=street, name="street desk")
    rules = ("categories", "channels", "service_levels", "routing_rules")
    enter_catalogue({part: load("jiabei", part)[part] for part in rules}, by=SYSTEM, now=NOW)
    staffing.set_calendar([], until=date(2027, 12, 31), source="bench", by=SYSTEM, now=NOW)
    journal.announce("staffing")
    return street


def _offices() -> Area:
    street = None
    for row in load("jiabei", "areas")["areas"][:-1]:
        street = places.found_area(
            row["code"], name=row["name"], level=row["level"], parent=street, by=SYSTEM, now=NOW
        )
    assert street  # noqa: S101 - the preset names areas
    kind = PostKind.objects.create(code="department", name="department", tier="department", lead=True)
    for row in load("jiabei", "departments")["departments"]:
        made = Department.objects.create(area=street, code=row["code"], name=row["name"])
        Post.objects.create(kind=kind, area=street, department=made, name=row["name"])
    return street


def _kind(row: dict[str, object]) -> PostKind:
    made, _ = PostKind.objects.get_or_create(
        code=row["code"], defaults={"name": row["name"], "tier": row["tier"], "lead": row["lead"]}
    )
    return made


def _community(street: Area, number: int, kinds: dict[str, PostKind]) -> None:
    south = SOUTH + number * SIDE * ROW
    area = places.found_area(
        f"{street.code}{number + 1:03d}",
        name=f"community {number + 1}",
        level=Area.Level.COMMUNITY,
        parent=street,
        outline=shapely.to_wkb(shapely.box(WEST, south, WEST + SIDE * ROW, south + SIDE * ROW)),
        by=SYSTEM,
        now=NOW,
    )
    division = places.divide(area, grids=list(_shapes(area.code, south)), since=SINCE, by=SYSTEM, now=NOW)
    Post.objects.create(kind=kinds["chief-grid-head"], area=area, name=f"chief {number + 1}")
    Post.objects.bulk_create(
        Post(kind=kinds["grid-head"], area=area, grid=grid, name=f"head {grid.name}")
        for grid in Grid.objects.filter(division=division)
    )


def _shapes(code: str, south: float) -> Iterator[places.GridShape]:
    for number in range(ROW * ROW):
        x, y = WEST + number % ROW * SIDE, south + number // ROW * SIDE
        yield places.GridShape(
            number=number + 1,
            code=f"{code}{number + 1:03d}",
            name=f"{number + 1}",
            outline=shapely.to_wkb(shapely.box(x, y, x + SIDE, y + SIDE)),
            lon=x + SIDE / 2,
            lat=y + SIDE / 2,
            colour=number % 12,
            buildings=(),
        )


def _appoint(posts: object, street: Area) -> None:
    account = Account.objects.create(username="worker", name="worker", must_change_password=False)
    Appointment.objects.bulk_create(
        Appointment(post=post, account=account, since=SINCE)
        for post in posts  # type: ignore[attr-defined]
    )
    for username, role in (("office", Role.STREET), ("command", Role.COMMAND)):
        made = accounts.open_account(
            username, name=username, password=PASSWORD, keep=True, by=SYSTEM, now=NOW
        )
        accounts.grant(made, role=role, area=street, by=SYSTEM, now=NOW)
