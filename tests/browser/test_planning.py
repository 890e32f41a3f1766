"""Grids planned in a real Chromium: by mouse, keyboard and thumb; solved, approved, adopted."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import shapely
from django.db import connection
from django.utils import timezone

from tests.browser.conftest import Served, Visit
from tests.browser.screen import Screen
from tests.cast import PASSWORD
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Grid
from wangge.planning import actions as planning
from wangge.planning.models import Draft
from wangge.planning.solving import run_next

WIDE, HIGH = 8, 4  # buildings; 100 households each
WEST, SOUTH, SIDE = 116.1, 39.0, 0.001
READY = "wangge-plan[data-state=ready]"


@pytest.fixture(scope="module")
def village(served: Served) -> Area:
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
def begin(village: Area, served: Served) -> Begin:
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
        self.page.wait_for_selector(READY, timeout=20_000)

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
        for _ in range(80):  # the policy forbids what Playwright would wait with
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
def bench(visit: Visit, begin: Begin) -> Open:
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


def test_a_building_is_moved_undone_and_done_again(bench: Open) -> None:
    here = bench()
    here.page.mouse.click(*here.at(1, 0))
    here.page.get_by_role("button", name=re.compile("to grid 2")).click()
    here.wait_said("晴苑1区 2号楼 moved from grid 1 to grid 2; grid 1 now 350; grid 2 now 450")
    assert here.saved()["2号楼"] == 2
    here.page.keyboard.press("Control+z")
    here.wait_said("Taken back")
    assert here.saved()["2号楼"] == 1
    here.page.keyboard.press("Control+y")
    assert here.saved()["2号楼"] == 2
    here.tool("undo")
    assert here.saved()["2号楼"] == 1
    assert here.screen.flaws() == []


def test_shift_takes_more_and_a_number_below_the_range_is_told(bench: Open) -> None:
    here = bench()
    here.page.mouse.click(*here.at(1, 0))
    for row in (1, 2):
        here.page.keyboard.down("Shift")
        here.page.mouse.click(*here.at(1, row))
        here.page.keyboard.up("Shift")
    here.page.get_by_role("button", name=re.compile("to grid 2")).click()
    here.wait_said("3 buildings moved to grid 2; grid 1 now 250, below 300; grid 2 now 550, above 500")
    assert here.page.locator(".plan-table .state-soon", has_text="50 short").count() == 1
    assert here.page.locator(".plan-table .state-late", has_text="50 over").count() == 1
    assert here.page.locator(".plan-bar.is-above").count() == 1


def test_the_brush_extends_a_grid_and_is_one_step(bench: Open) -> None:
    here = bench()
    here.tool("brush")
    here.page.mouse.move(*here.at(1, 3))
    here.page.mouse.down()
    here.page.mouse.move(*here.at(2, 3), steps=6)
    here.page.mouse.move(*here.at(2, 2), steps=6)
    bars = "[...document.querySelectorAll('.plan-bar')].map((bar) => bar.querySelector('title').textContent)"
    assert here.page.evaluate(bars)[:2] == ["1: 500", "2: 300"], "the bars move while one drags"
    here.page.mouse.up()
    after = here.saved()
    assert (after["27号楼"], after["19号楼"]) == (1, 1)
    here.page.keyboard.press("Control+z")
    after = here.saved()
    assert (after["27号楼"], after["19号楼"]) == (2, 2)


def draw(here: Bench, *corners: tuple[float, float]) -> None:
    """Press these places one after the other."""
    for corner in corners:
        here.page.mouse.move(*here.at(*corner), steps=3)
        here.page.mouse.click(*here.at(*corner))
        here.page.wait_for_timeout(60)


def test_a_lasso_chooses_what_lies_in_it(bench: Open) -> None:
    here = bench()
    here.tool("lasso")
    here.page.wait_for_timeout(400)
    x, y = here.at(1.6, -0.4)
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    for corner in ((3.4, -0.4), (3.4, 1.4), (1.6, 1.4), (1.6, -0.3)):
        here.page.mouse.move(*here.at(*corner), steps=12)
    here.page.mouse.up()
    here.wait_said("4 buildings chosen")
    here.page.get_by_role("button", name=re.compile("a grid of their own")).click()
    here.wait_said("4 buildings became grid 5")
    assert {name for name, grid in here.saved().items() if grid == 5} == {
        "3号楼",
        "4号楼",
        "11号楼",
        "12号楼",
    }


def test_a_line_splits_a_grid_and_it_is_merged_again(bench: Open) -> None:
    here = bench()
    here.tool("line")
    here.page.wait_for_timeout(400)
    draw(here, (1.4, 0.5), (3.7, 0.5))
    here.page.keyboard.press("Enter")
    here.wait_said("2 buildings became grid 5")
    after = here.saved()
    assert (after["3号楼"], after["4号楼"]) == (5, 5)
    here.page.get_by_role("button", name="Merge into…").click()
    here.page.get_by_role("option", name=re.compile("Grid 2")).click()
    here.wait_said("Grid 5 merged into grid 2")
    assert set(here.saved().values()) == {1, 2, 3, 4}
    assert [row["number"] for row in here.draft.grids] == [1, 2, 3, 4]


def test_an_outline_makes_a_new_grid(bench: Open) -> None:
    here = bench()
    here.tool("outline")
    here.page.wait_for_timeout(400)
    draw(here, (5.6, 1.6), (7.4, 1.6), (7.4, 3.4), (5.6, 3.4))
    here.page.keyboard.press("Enter")
    here.wait_said("4 buildings became grid 5")
    assert sum(grid == 5 for grid in here.saved().values()) == 4


def test_all_of_it_by_keyboard(bench: Open) -> None:
    here = bench()
    page = here.page
    page.locator(".plan-canvas canvas").first.focus()
    page.keyboard.press("ArrowRight")
    here.wait_said("晴苑1区 1号楼, grid 1, 50 households")
    page.keyboard.press("ArrowRight")
    here.wait_said("2号楼, grid 1")
    page.keyboard.press("Space")
    here.wait_said("chosen")
    page.keyboard.press("a")
    page.get_by_role("option", name=re.compile("Grid 2")).wait_for()
    assert here.screen.flaws() == []
    page.keyboard.press("Enter")
    here.wait_said("moved from grid 1 to grid 2")
    assert here.saved()["2号楼"] == 2
    page.locator(".plan-canvas canvas").first.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    here.wait_said("Grid 2 is locked")
    page.keyboard.press("s")
    here.wait_said("A locked grid stays as it is")
    page.keyboard.press("l")
    here.wait_said("Grid 2 is unlocked")
    page.keyboard.press("s")
    here.wait_said("became grid 5")
    page.keyboard.press("m")
    page.locator(".plan-listbox [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    here.wait_said("merged into grid")
    page.keyboard.press("?")
    page.get_by_role("heading", name="Working on the map").wait_for()
    assert here.screen.flaws() == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("32号楼")
    page.locator(".plan-building", has_text="晴苑4区 32号楼").wait_for()


def test_a_scenario_is_solved_with_progress_and_cancelled(bench: Open, worker: Callable[[], None]) -> None:
    here = bench()
    page = here.page
    here.tab("Rules")
    page.locator("#plan-seconds").select_option("120")
    page.get_by_role("button", name="Improve this one").click()
    page.get_by_text("Waiting for its turn").wait_for()
    worker()
    page.get_by_text("best so far").wait_for(timeout=30_000)
    assert here.screen.flaws() == []
    page.get_by_role("button", name="Cancel", exact=True).click()
    here.page.locator(".plan-progress").wait_for(state="detached", timeout=30_000)
    here.wait_said("the best so far is kept")
    assert len(here.saved()) == WIDE * HIGH


def hire(served: Served) -> None:
    """Deputy Li of the street, another pair of eyes."""
    cast, now = served.town.cast, timezone.now()
    account = accounts.open_account(
        "deputy", name="李副主任", password=PASSWORD, keep=True, by=SYSTEM, now=now
    )
    accounts.grant(account, role=Role.STREET, area=cast.street, by=SYSTEM, now=now)
    cast.account["deputy"] = account


def test_a_colleague_approves_and_it_is_adopted_seen_on_the_slider_and_taken_back(
    bench: Open, begin: Begin, served: Served
) -> None:
    draft = begin()
    hire(served)
    maker = bench("zhao", draft=draft)
    maker.page.mouse.click(*maker.at(1, 0))
    maker.page.get_by_role("button", name=re.compile("to grid 2")).click()
    maker.saved()
    maker.tab("Acceptance")
    maker.page.get_by_text("Whoever drew or changed a plan does not approve it").wait_for()
    other = bench("deputy", draft=draft)
    page = other.page
    other.tab("Acceptance")
    page.locator(".plan-questions fieldset").first.wait_for()
    for question in page.locator(".plan-questions fieldset").all():
        question.get_by_text("held to", exact=True).click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.locator("#plan-since").fill((timezone.now() + timedelta(days=40)).date().isoformat())
    assert other.screen.flaws() == []
    page.get_by_role("button", name="Accept this plan").click()
    page.locator("dialog").get_by_role("button", name="Accept this plan").click()
    page.get_by_text("Accepted: version 2").wait_for()
    other.tab("History")
    slider = page.locator("#plan-time")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".plan-readout.is-past", has_text="Version 2").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator(".plan-readout.is-past", has_text="Version 1").wait_for()
    assert other.screen.flaws() == []
    page.get_by_role("button", name="Take back").click()
    page.locator("dialog").get_by_role("button", name="Take back").click()
    other.wait_said("Taken back")
    assert not Grid.objects.filter(division__area=draft.area, division__version=2).exists()


def test_two_people_at_once_lose_nothing(bench: Open, begin: Begin, served: Served) -> None:
    draft = begin()
    here = bench(draft=draft)
    pk = Building.objects.get(area=draft.area, name="3号楼").pk
    planning.rearrange(
        draft, revision=draft.revision, moves={pk: 1}, by=served.town.cast.zhao, now=timezone.now()
    )
    here.page.mouse.click(*here.at(6, 0))
    here.page.get_by_role("button", name=re.compile("to grid 3")).click()
    here.page.get_by_text("Nothing of yours is lost").wait_for()
    here.screen.watch.faults = [fault for fault in here.screen.watch.faults if "409" not in fault]
    here.page.get_by_role("button", name="Keep mine as a copy").click()
    here.page.locator("#plan-draft option", has_text="(mine)").wait_for(state="attached")
    copy = Draft.objects.get(parent=draft)
    moved = str(Building.objects.get(area=draft.area, name="7号楼").pk)
    assert copy.assignment[moved] == 3


def test_two_plans_side_by_side(bench: Open) -> None:
    here = bench()
    here.tab("Changes")
    here.page.locator("#plan-compare").select_option("force")
    here.page.locator(".plan-other-name", has_text="the plan in force").wait_for()
    here.page.wait_for_timeout(800)
    assert here.page.locator(".plan-canvas canvas:visible").count() == 2
    assert here.screen.flaws() == []


def test_on_the_phone_a_tap_moves_a_building_and_the_drawer_opens(bench: Open) -> None:
    here = bench(width=390)
    page = here.page
    page.touchscreen.tap(*here.at(1, 2))
    page.get_by_role("button", name=re.compile("to grid 2")).tap()
    assert here.saved()["18号楼"] == 2
    for _ in range(2):
        page.locator(".plan-handle").tap()
    here.tab("Changes")
    page.locator("#plan-compare").select_option("force")
    page.get_by_text("households change grid").first.wait_for()
    assert here.screen.wide() <= 0
    assert here.screen.flaws() == []


@pytest.mark.parametrize(("width", "cookies"), [(1440, {"theme": "dark"}), (390, {"view": "elder"})])
def test_every_tab_is_without_flaw_in_both_themes_and_large(
    bench: Open, width: int, cookies: dict[str, str]
) -> None:
    here = bench(width=width, language="zh-hans", **cookies)
    here.screen.still()
    if width < 700:
        here.page.locator(".plan-handle").click()
    flaws = []
    for tab in ("网格", "规则", "变化", "采纳", "历史"):
        here.tab(tab)
        flaws += [f"{tab}: {flaw}" for flaw in here.screen.flaws()]
    assert not flaws, "\n".join(flaws)
    assert here.screen.wide() <= 0
