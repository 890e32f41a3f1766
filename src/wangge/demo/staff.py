"""Posts of a preset on all their levels, and invented people who fill them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wangge.accounts import actions as accounts
from wangge.accounts.models import Account, Role
from wangge.demo.people import Person, people
from wangge.demo.presets import load
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import SYSTEM
from wangge.places.models import Area, Division, Grid
from wangge.staffing import actions as staffing
from wangge.staffing.models import Department, Post, Tier

PASSWORD = "lantern-in-the-lane"  # noqa: S105 - of invented people, printed for whoever tries the demo
NEWCOMER = "desk3"  # has to choose a password of their own, to show how that goes
STAND_IN = "desk1"  # also sits in the post of the chief grid head
ROLES = {
    Tier.MEMBER: Role.GRID_WORKER,
    Tier.GRID: Role.GRID_WORKER,
    Tier.COMMUNITY: Role.COMMUNITY,
    Tier.STREET: Role.STREET,
    Tier.DEPARTMENT: Role.DEPARTMENT,
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with the log-in name of whoever is to fill it, and the area of their role."""

    post: Post
    username: str
    area: Area


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff; `post` is None for those who only look on or administer."""

    account: Account
    role: Role
    post: Post | None


def enter_posts(preset: str, areas: Mapping[str, Area], division: Division, *, now: datetime) -> list[Seat]:
    """Define the preset's kinds of post, found its departments and create every post."""
    departments = [
        staffing.found_department(
            row["code"], name=row["name"], name_en=row["name_en"], area=areas[row["area"]], by=SYSTEM, now=now
        )
        for row in load(preset, "departments")["departments"]
    ]
    for position, line in enumerate(load(preset, "posts")["lines"]):
        staffing.define_line(**line, position=position, by=SYSTEM, now=now)
    seats = []
    for row in load(preset, "posts")["kinds"]:
        kind = staffing.define_post_kind(
            row["code"],
            name=row["name"],
            name_en=row["name_en"],
            tier=Tier(row["tier"]),
            lead=row["lead"],
            filled=_filled(row),
            lines=row.get("lines", ()),
            duties=row["duties"],
            by=SYSTEM,
            now=now,
        )
        for wanted in _wanted(row, division, departments):
            name, username, area = wanted.pop("name"), wanted.pop("username"), wanted.pop("area")
            post = staffing.create_post(name, kind=kind, area=area, **wanted, by=SYSTEM, now=now)
            seats.append(Seat(post, username, division.area if wanted.get("grid") else area))
    return seats


def _filled(row: Mapping[str, Any]) -> staffing.Filled:
    return staffing.Filled(
        holder=row["holder"],
        holder_en=row["holder_en"],
        term_months=row["term_months"],
        substitutes=row.get("substitutes", 1),
        level=row["level"] or 0,
    )


def staff(
    preset: str, seats: list[Seat], *, now: datetime, progress: Callable[[str], None]
) -> Iterator[Member]:
    """Open an account for each seat and appoint its holder; add an administrator."""
    crowd = people(seed=len(preset))
    day = now.astimezone(CHINA_TIME).date()
    for number, seat in enumerate(seats, start=1):
        progress(_("Filling the posts: {number} of {total}").format(number=number, total=len(seats)))
        account = _account(seat.username, next(crowd), now=now)
        role = _role(seat)
        accounts.grant(account, role=role, area=seat.area, by=SYSTEM, now=now)
        staffing.appoint(seat.post, account=account, since=day, by=SYSTEM, now=now)
        if seat.username == STAND_IN:
            chief = next(other.post for other in seats if other.post.kind.tier == Tier.COMMUNITY)
            staffing.appoint(chief, account=account, since=day, substitute=True, by=SYSTEM, now=now)
        yield Member(account, role, seat.post)
    street = next(seat.area for seat in seats if seat.area.level == Area.Level.STREET)
    account = _account("admin", next(crowd), now=now)
    accounts.grant(account, role=Role.ADMINISTRATOR, area=street, by=SYSTEM, now=now)
    yield Member(account, Role.ADMINISTRATOR, None)


def _role(seat: Seat) -> Role:
    """The role of a seat's tier; an office above the street commands."""
    return Role.COMMAND if seat.area.level == Area.Level.DISTRICT else ROLES[Tier(seat.post.kind.tier)]


def _account(username: str, person: Person, *, now: datetime) -> Account:
    return accounts.open_account(
        username,
        name=person.name,
        phone=person.phone,
        password=PASSWORD if _logs_in(username) else None,
        keep=username != NEWCOMER,
        by=SYSTEM,
        now=now,
    )


def _logs_in(username: str) -> bool:
    """Of the many deputies and members of the grids only the first of each is given a password."""
    return username.endswith("01-1") or not username.startswith(("deputy", "member"))


def _wanted(
    row: Mapping[str, Any], division: Division, departments: list[Department]
) -> Iterator[dict[str, Any]]:
    """The posts of a kind: name, the holder's log-in name, area, and grid or department."""
    community, kind = division.area, row["name"]
    street = community.parent
    if row["per"] == "community":
        names = ["chief"] if row["lead"] else [f"desk{n}" for n in range(1, row["count"] + 1)]
        for username in names:
            yield {
                "name": f"{community.name}{kind.removeprefix('社区')}",
                "username": username,
                "area": community,
            }
    elif row["per"] == "street" and street is not None:
        yield {"name": kind, "username": "street", "area": street}
    elif row["per"] == "district" and street is not None and street.parent is not None:
        yield {"name": kind, "username": "command", "area": street.parent}
    elif row["per"] == "department":
        for department in departments:
            name = f"{department.name}{kind.removeprefix('部门')}"
            found = {"username": department.code, "area": department.area, "department": department}
            yield {"name": name, **found}
    else:
        for grid in division.grids.order_by("number"):
            yield from ({**wanted, "area": community, "grid": grid} for wanted in _in_grid(row, grid))


def _in_grid(row: Mapping[str, Any], grid: Grid) -> Iterator[dict[str, str]]:
    """Names of the posts of a kind in a grid; a building head answers for some neighbouring buildings."""
    title = f"{grid.name} {row['name'].removeprefix('片区')}"
    if row["per"] == "buildings":
        houses = list(grid.buildings.order_by("compound_id", "id").values_list("name", flat=True))
        for n, first in enumerate(range(0, len(houses), row["count"]), start=1):
            some = "、".join(houses[first : first + row["count"]])
            yield {"name": f"{title} {some}"[:80], "username": f"deputy{grid.number:02d}-{n}"}
    elif row["lead"]:
        yield {"name": title, "username": f"grid{grid.number:02d}"}
    else:
        for n in range(1, row["count"] + 1):
            yield {"name": f"{title} {n}", "username": f"member{grid.number:02d}-{n}"}
