"""The roles of the loop: who looks on site, takes the order, carries it out, and speaks online."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from wangge.accounts.models import Account
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area, Grid
from wangge.staffing.errors import NotAppointedThere, NotYourForces, RoleElsewhere, RoleMoved
from wangge.staffing.forces import KEEPERS
from wangge.staffing.models import Appointment, LoopRole, RoleHolder


@transaction.atomic
def define_loop_roles(rows: Sequence[Mapping[str, Any]], *, by: Actor, now: datetime) -> None:
    """Enter the roles; what exists is renewed by its code."""
    for position, row in enumerate(rows):
        facts = {"position": position} | {name: value for name, value in row.items() if name != "code"}
        LoopRole.objects.update_or_create(code=row["code"], defaults=facts)
    codes = {"roles": [row["code"] for row in rows]}
    journal.append("loop_roles.defined", subject=("loop_roles", 1), by=by, now=now, payload=codes)


def appointed(area: Area, grid: Grid | None, *, on: date) -> list[Account]:
    """Who may have a role at a place: those in a post of the grid or of the community: one statement."""
    where = Q(post__area=area, post__grid=None)
    if grid:
        where |= Q(post__grid__lineage=grid.lineage_id or grid.pk)
    held = Appointment.objects.on(on).filter(where, account__is_active=True)
    return list(Account.objects.filter(pk__in=held.values("account")).order_by("name", "id"))


def able(areas: Sequence[Area], *, on: date) -> dict[tuple[int, int], list[Account]]:
    """Who may have a role, by community and line of a grid (0: the community itself): one statement."""
    held = Appointment.objects.on(on).filter(post__area__in=areas, account__is_active=True)
    found: dict[tuple[int, int], dict[int, Account]] = {}
    for row in held.select_related("account", "post__grid").defer("post__grid__outline").order_by("id"):
        grid = row.post.grid
        place = row.post.area_id, (grid.lineage_id or grid.pk) if grid else 0
        found.setdefault(place, {})[row.account_id] = row.account
    office = {area: people for (area, line), people in found.items() if line == 0}
    return {place: list((office.get(place[0], {}) | people).values()) for place, people in found.items()}


def holding(*, on: date) -> QuerySet[RoleHolder]:
    """The roles that somebody has who is still appointed; whoever left leaves a gap."""
    posted = Appointment.objects.on(on).filter(account=OuterRef("account"), account__is_active=True)
    return RoleHolder.objects.filter(Exists(posted), until=None).select_related("account")


@transaction.atomic
def give_role(
    role: LoopRole, *, area: Area, grid: Grid | None = None, account: Account, by: Actor, now: datetime
) -> RoleHolder:
    """Somebody appointed there has a role from today; whoever had it before has it no more."""
    if not by.holds(*KEEPERS, path=area.path):
        raise NotYourForces
    if role.online is not (grid is None):
        raise RoleElsewhere(role=role.name)
    today = now.astimezone(CHINA_TIME).date()
    if account.pk not in {each.pk for each in appointed(area, grid, on=today)}:
        raise NotAppointedThere(name=account.name)
    place = {"grid__lineage": grid.lineage_id or grid.pk} if grid else {"area": area, "grid": None}
    before = RoleHolder.objects.select_for_update().filter(role=role, until=None, **place).first()
    if before and before.account_id == account.pk:
        return before
    if before:
        RoleHolder.objects.filter(pk=before.pk).update(until=today)
    try:
        with transaction.atomic():
            held = RoleHolder.objects.create(role=role, area=area, grid=grid, account=account, since=today)
    except IntegrityError as other:
        raise RoleMoved from other
    facts = {"role": role.code, "grid": grid.code if grid else None, "account": account.pk}
    journal.append("loop_role.given", subject=("area", area.pk), by=by, now=now, payload=facts)
    return held


@dataclass(frozen=True, slots=True)
class Place:
    """A grid, or a community on the net, with who has each of its roles; None is a gap."""

    area: Area
    grid: Grid | None
    held: tuple[tuple[LoopRole, Account | None], ...]

    @property
    def key(self) -> tuple[int, int]:
        """Its community and the line of its grid, 0 for the community itself."""
        return self.area.pk, (self.grid.lineage_id or self.grid.pk) if self.grid else 0

    @property
    def lacks(self) -> int:
        """How many roles nobody has."""
        return sum(account is None for _, account in self.held)


def places(areas: Sequence[Area], grids: Sequence[Grid], *, on: date) -> list[Place]:
    """The online roles of communities and the others of grids, gaps included: two statements."""
    roles = list(LoopRole.objects.filter(retired_on=None))
    rows = holding(on=on).filter(area__in=areas).select_related("account", "grid")
    found: dict[tuple[int, int, int], Account] = {}
    for row in rows.defer("grid__outline"):
        line = (row.grid.lineage_id or row.grid.pk) if row.grid else 0
        found[row.role_id, row.area_id, line] = row.account
    by_area = {area.pk: area for area in areas}
    net = [
        Place(area, None, tuple((r, found.get((r.pk, area.pk, 0))) for r in roles if r.online))
        for area in areas
    ]
    ground = [
        Place(
            area,
            grid,
            tuple((r, found.get((r.pk, area.pk, grid.lineage_id or grid.pk))) for r in roles if not r.online),
        )
        for grid in grids
        for area in [by_area[grid.division.area_id]]
    ]
    return [*net, *ground]


def holders(area: int, line: int | None, *, on: date) -> dict[int, Account]:
    """Who has which role for a grid's line and its community now, by the role: one statement."""
    place = Q(area=area, grid=None) | Q(grid__lineage=line)
    return {row.role_id: row.account for row in holding(on=on).filter(place)}
