"""The workbench in a window: a village to plan for, a scenario to begin, a worker that solves."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from django.db import connection
from django.utils import timezone

from tests.browser.screen import Screen
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound
from wangge.planning import actions as planning
from wangge.planning.models import Draft
from wangge.planning.solving import run_next

if TYPE_CHECKING:
    from tests.browser.conftest import Served, Visit

WIDE, HIGH = 8, 4  # buildings; 100 households each
WEST, SOUTH, SIDE = 116.1, 39.0, 0.001
READY = "wangge-plan[data-state=ready]"


@pytest.fixture(scope="module")
def village(served: "Served") -> Area:
    """A community of 32 buildings in four grids of eight, beside those of the cast."""
    street = served.town.cast.street
    outline = shapely.to_wkb(shapely.box(WEST, SOUTH, WEST + WIDE * SIDE, SOUTH + HIGH * SIDE))
    now = timezone.now() - timedelta(days=400)
    area = places.found_area(
        "990101001009", name="冬晴社区", level="community", parent=street, outline=outline, by=SYSTEM, now=now
    )
    compounds = [Compound(area=area, name=f"晴苑{row + 1}区") for row in range(HIGH)]
    buildings = [
        Building(
            area=area,
            compound=compounds[row],
            name=f"{row * WIDE + column + 1}号楼",
            lon=WEST + (column + 0.5) * SIDE,
            lat=SOUTH + (row + 0.5) * SIDE,
            households=50,
            people=120,
        )
        for row in range(HIGH)
        for column in range(WIDE)
    ]
    places.enter_buildings(area, compounds=compounds, buildings=buildings, source="test", by=SYSTEM, now=now)
    shapes = [_grid(number, buildings) for number in range(1, 5)]
    places.divide(area, grids=shapes, since=now.date(), by=SYSTEM, now=now)
    return area


def _grid(number: int, buildings: list[Building]) -> places.GridShape:
    """Grid `number` holds two columns of buildings."""
    west, width = WEST + (number - 1) * 2 * SIDE, 2 * SIDE
    members = [each.pk for n, each in enumerate(buildings) if n % WIDE // 2 == number - 1]
    return places.GridShape(
        number=number,
        code=f"990101001009{number:03d}",
        name=f"第{number}网格",
        outline=shapely.to_wkb(shapely.box(west, SOUTH, west + width, SOUTH + HIGH * SIDE)),
        lon=west + width / 2,
        lat=SOUTH + HIGH * SIDE / 2,
        colour=number,
        buildings=tuple(members),
    )


Begin = Callable[[], Draft]


@pytest.fixture
def begin(village: Area, served: "Served") -> Begin:
    """A scenario that Zhao of the street has begun from the plan in force."""

    def opened() -> Draft:
        terms = {"min": 300, "max": 500, "seconds": 5, "work": {"households": 1}}
        return planning.open_draft(
            village, name="试一试", terms=terms, by=served.town.cast.zhao, now=timezone.now()
        )

    return opened


class Bench:
    """The workbench in a window."""

    def __init__(self, screen: Screen, draft: Draft) -> None:
        self.screen, self.draft = screen, draft
        self.page = screen.open(f"/desk/plans/{draft.area.code}?draft={draft.pk}")
        self.page.wait_for_selector(READY, timeout=60_000)

    def at(self, column: float, row: float) -> tuple[float, float]:
        """Where the middle of a building (from the south-west) is on the screen."""
        lon, lat = WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE
        x, y = self.page.evaluate(
            "([lon, lat]) => document.querySelector('wangge-plan').project(lon, lat)", [lon, lat]
        )
        return float(x), float(y)

    def tool(self, name: str) -> None:
        self.page.locator(f"[data-tool={name}]").click()

    def said(self) -> str:
        return str(self.page.locator(".plan-live").inner_text())

    def wait_said(self, part: str) -> None:
        self.page.locator(".plan-live", has_text=part).wait_for(state="attached")

    def saved(self) -> dict[str, int]:
        """The assignment, once it is saved: the grid of each building by its name."""
        for _ in range(300):  # the policy forbids what Playwright would wait with
            if self.page.evaluate("document.querySelector('wangge-plan').saved"):
                break
            self.page.wait_for_timeout(100)
        self.draft.refresh_from_db()
        names = dict(Building.objects.filter(area=self.draft.area).values_list("pk", "name"))
        return {names[int(pk)]: number for pk, number in self.draft.assignment.items()}

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()


Open = Callable[..., Bench]


@pytest.fixture
def bench(visit: "Visit", begin: Begin) -> Open:
    """`bench("zhao", width=1440)`: a new scenario on the workbench."""

    def opened(name: str = "zhao", *, draft: Draft | None = None, **more: Any) -> Bench:
        return Bench(visit(name, **({"width": 1440} | more)), draft or begin())

    return opened


@pytest.fixture
def worker() -> Iterator[Callable[[], None]]:
    """Calling it lets a worker solve what waits, in a thread with a connection of its own."""
    threads: list[threading.Thread] = []

    def solve() -> None:
        try:
            run_next(clock=timezone.now)
        finally:
            connection.close()

    def start() -> None:
        threads.append(threading.Thread(target=solve))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join(60)
