"""Grids drawn in a real Chromium: by mouse, by keyboard, by thumb."""

import re

from tests.browser.workbench import Bench, Open


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
