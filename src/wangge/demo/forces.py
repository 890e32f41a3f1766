"""Forces of a preset at three levels and the roles of the loop; some places lack some, as they do."""

from datetime import datetime
from typing import Any

from wangge.demo.people import people
from wangge.demo.presets import load
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import SYSTEM, Actor
from wangge.places.models import Area, Division, Grid
from wangge.staffing.forces import Draft, enter_force
from wangge.staffing.loop_roles import appointed, give_role
from wangge.staffing.models import ForceKind, LoopRole, Skill

CONTACTS = 41


def enter_forces(preset: str, community: Area, division: Division, *, now: datetime) -> None:
    """Enter the forces and give the roles of the loop; some places lack some, as they do."""
    words, contacts = load(preset, "forces"), people(seed=CONTACTS)
    by = _keeper(community)
    grids = list(division.grids.filter(level=Grid.Level.GRID).defer("outline").order_by("number"))
    places = {"community": community, "street": community.parent or community}
    rows: list[tuple[Any, Area, Grid | None]] = [(row, places[row["at"]], None) for row in words["forces"]]
    rows += [
        (row, community, grid)
        for row in words["grid_forces"]
        for grid in grids
        if grid.number not in row["skip"]
    ]
    for row, area, grid in rows:
        person = next(contacts)
        draft = Draft(
            name=row["name"].format(grid=grid.name if grid else ""),
            kind=ForceKind.objects.get(code=row["kind"]),
            people=row["people"],
            contact=person.name,
            phone=person.phone,
            skills=list(Skill.objects.filter(code__in=row["skills"])),
            hours=row["hours"],
            sent_by=row.get("sent_by", ""),
            since=now.astimezone(CHINA_TIME).date(),
        )
        enter_force(draft, area=area, grid=grid, by=by, now=now)
    missing = {(role, number) for role, number in words["roles_missing"]}
    for role in LoopRole.objects.all():
        for spot in [None] if role.online else grids:
            if spot is None or (role.code, spot.number) not in missing:
                _give(role, community, spot, by=by, now=now)


def _keeper(community: Area) -> Actor:
    """The office that keeps the list: the community's, with the street's say over the street's forces."""
    street = community.parent or community
    return Actor(label=SYSTEM.label, grants=(("street", street.path), ("community", community.path)))


def _give(role: LoopRole, community: Area, grid: Grid | None, *, by: Actor, now: datetime) -> None:
    able = appointed(community, grid, on=now.astimezone(CHINA_TIME).date())
    if able:
        account = able[(role.position + (grid.number if grid else 0)) % len(able)]
        give_role(role, area=community, grid=grid, account=account, by=by, now=now)
