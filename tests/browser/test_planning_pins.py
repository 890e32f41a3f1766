"""Buildings held in their grid, in a real Chromium: by mouse and by keyboard, and kept when solving."""

import re
from collections.abc import Callable

from tests.browser.workbench import Bench, Open
from wangge.places.models import Building


def held(here: Bench) -> set[str]:
    """The names of the buildings that are held, as it is saved."""
    here.saved()
    return set(Building.objects.filter(pk__in=here.draft.pins).values_list("name", flat=True))


def test_a_held_building_stays_where_it_is_when_the_plan_is_improved(
    bench: Open, worker: Callable[[], None]
) -> None:
    here = bench()
    page = here.page
    page.mouse.click(*here.at(2, 3))
    page.get_by_role("button", name=re.compile("to grid 1")).click()
    here.wait_said("moved from grid 2 to grid 1")
    page.get_by_role("button", name="Hold here").click()
    here.wait_said("晴苑4区 27号楼 is held in grid 1")
    assert held(here) == {"27号楼"}
    assert page.locator(".plan-card").get_by_text("held here").is_visible()
    assert page.locator(".plan-table .plan-held").count() == 1
    assert page.get_by_role("button", name=re.compile("to grid 2")).count() == 0, "it is held"
    assert here.screen.flaws() == []
    here.tab("Rules")
    page.get_by_role("button", name="Improve this one").click()
    page.locator(".plan-progress").wait_for()
    worker()
    here.wait_said("Solved")
    after = here.saved()
    assert after["27号楼"] == 1
    assert held(here) == {"27号楼"}
    page.reload()
    page.wait_for_selector("wangge-plan[data-state=ready]")
    assert page.locator(".plan-table .plan-held").count() == 1


def test_holding_by_keyboard_is_taken_back_and_done_again(bench: Open) -> None:
    here = bench()
    page = here.page
    page.locator(".plan-canvas canvas").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    here.wait_said("2号楼, grid 1")
    page.keyboard.press("h")
    here.wait_said("2号楼 is held in grid 1")
    assert held(here) == {"2号楼"}
    page.keyboard.press("a")
    page.get_by_role("option", name=re.compile("Grid 2")).wait_for()
    page.keyboard.press("Enter")
    here.wait_said("A held building stays in its grid")
    page.keyboard.press("m")
    page.get_by_role("option", name=re.compile("Grid 2")).wait_for()
    page.keyboard.press("Enter")
    here.wait_said("1 buildings of grid 1 are held there")
    page.keyboard.press("Control+z")
    here.wait_said("Taken back")
    assert held(here) == set()
    page.keyboard.press("Control+y")
    assert held(here) == {"2号楼"}
    page.locator(".plan-canvas canvas").first.focus()
    page.keyboard.press("h")
    here.wait_said("is released")
    assert held(here) == set()


def test_the_brush_passes_over_held_buildings(bench: Open) -> None:
    here = bench()
    page = here.page
    page.mouse.click(*here.at(2, 3))
    page.get_by_role("button", name="Hold here").click()
    here.wait_said("is held in grid 2")
    here.tool("brush")
    page.mouse.move(*here.at(1, 3))
    page.mouse.down()
    page.mouse.move(*here.at(2, 3), steps=6)
    page.mouse.move(*here.at(2, 2), steps=6)
    page.mouse.up()
    here.wait_said("1 held ones stayed")
    after = here.saved()
    assert (after["27号楼"], after["19号楼"]) == (2, 1)
