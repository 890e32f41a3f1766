"""An order for a sheet: what is asked of which area, and whether whoever asks may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from wangge.accounts.models import Role
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.places.models import Area, Division
from wangge.web.access import actor
from wangge.web.papers.drafts import draft_version
from wangge.web.papers.page import Printing
from wangge.web.papers.scene import Scene, scene
from wangge.web.papers.sheets import Form, Sheet, Size, sheet
from wangge.web.papers.versions import Asked, Version, version

INSIDE = (Role.GRID_WORKER, Role.COMMUNITY, Role.STREET, Role.ADMINISTRATOR)
WIDE = 0.85  # width to height from which a map lies


@dataclass(frozen=True)
class Kind:
    """A kind of print; `open` says whether its public version is for anybody, `build` gathers its facts."""

    name: str
    template: str
    sizes: tuple[Size, ...]
    open: bool
    build: Callable[["Order"], dict[str, Any]]
    landscape: Callable[["Order"], bool]


@dataclass(frozen=True)
class Order:
    """One print asked for: of an area, or (by its place among the tracts) of one of its grids."""

    kind: Kind
    area: Area
    wanted: Sheet
    asked: Asked
    by: Actor
    now: datetime
    link: str
    grid: int | None = None

    @property
    def today(self) -> date:
        """The day in China."""
        return self.now.astimezone(CHINA_TIME).date()

    @cached_property
    def version(self) -> Version:
        """The grids that are printed."""
        if self.asked.draft is not None:
            return draft_version(self.area, self.asked.draft, today=self.today)
        return version(self.area, self.asked, today=self.today)

    @cached_property
    def scene(self) -> Scene:
        """What their map shows."""
        return scene(self.version, english=self.printing.english)

    @cached_property
    def printing(self) -> Printing:
        """The sheet, turned as the print itself would have it, and who prints on it."""
        return Printing(self.wanted, self.by, self.now, self.link)

    @cached_property
    def turned(self) -> Printing:
        """The same with its direction decided."""
        chosen = self.wanted.turned(landscape=self.kind.landscape(self))
        return Printing(chosen, self.by, self.now, self.link)

    @property
    def at(self) -> int:
        """The place of the grid among the tracts."""
        found = next((i for i, tract in enumerate(self.version.tracts) if tract.pk == self.grid), None)
        if found is None:
            raise Http404
        return found

    @property
    def lies(self) -> bool:
        """Whether the community is wider than high, or nearly."""
        west, south, east, north = self.scene.outline.bounds
        return bool(east - west > WIDE * (north - south))

    @cached_property
    def public(self) -> bool:
        """Whether this sheet is for anybody: masked, of what is in force, as the portal shows it today."""
        if self.wanted.internal or not self.kind.open or self.asked.draft is not None:
            return False
        if self.asked.on not in (None, self.today):
            return False
        if self.asked.division is None:
            return True
        return Division.objects.on(self.today).filter(area=self.area, version=self.asked.division).exists()

    def expect_permission(self) -> None:
        """Refuse whoever is not staff of this area what is not public."""
        if not self.public and not self.by.holds(*INSIDE, path=self.area.path):
            raise PermissionDenied


def order(
    request: HttpRequest, kind: Kind, area: Area, form: str, *, link: str, grid: int | None = None
) -> Order:
    """The order that an address stands for; a file of another kind is not there."""
    if form not in set(Form):
        raise Http404
    return Order(
        kind=kind,
        area=area,
        wanted=sheet(request.GET.dict(), form=form, sizes=kind.sizes),
        asked=asked_in(request.GET),
        by=actor(request),
        now=timezone.now(),
        link=link,
        grid=grid,
    )


def asked_in(query: QueryDict) -> Asked:
    """Which version an address asks for; what makes no sense is left out."""
    return Asked(
        on=_day(query.get("on", "")),
        division=_number(query.get("division", "")),
        draft=_number(query.get("draft", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
