"""A scanned paper map laid under the grids in a real Chromium: by mouse, and by keyboard."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.browser.workbench import HIGH, READY, SIDE, SOUTH, WEST, WIDE, Bench, Open
from wangge.places.models import Area
from wangge.planning.models import Underlay

PER = 100  # pixels to a building
MARGIN = 50
CORNERS = [(0, 0), (WIDE, 0), (0, HIGH), (WIDE, HIGH)]  # in buildings, from the south-west


def paper() -> bytes:
    """The village as somebody once drew it: a street between any two buildings."""
    wide, high = WIDE * PER + 2 * MARGIN, HIGH * PER + 2 * MARGIN
    image = Image.new("RGB", (wide, high), "#f3ead6")
    pen = ImageDraw.Draw(image)
    for column in range(WIDE + 1):
        x = MARGIN + column * PER
        pen.line((x, MARGIN, x, high - MARGIN), fill="#8a6a3c", width=4)
    for row in range(HIGH + 1):
        y = MARGIN + row * PER
        pen.line((MARGIN, y, wide - MARGIN, y), fill="#8a6a3c", width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """The scan as a file."""
    path = tmp_path / "paper.png"
    path.write_bytes(paper())
    return path


@pytest.fixture(autouse=True)
def bare(village: Area) -> None:
    """Each test begins without a map beneath."""
    Underlay.objects.filter(area=village).delete()


def lay(here: Bench, scan: Path) -> None:
    """Choose the picture and lay it."""
    here.page.locator(".plan-menu summary").click()
    here.page.get_by_role("button", name="Paper map beneath").click()
    here.page.locator("#plan-scan").set_input_files(scan)
    here.page.get_by_role("button", name="Lay it").click()
    here.page.get_by_text("3 more are needed").wait_for()


def on_scan(here: Bench, column: float, row: float) -> tuple[float, float]:
    """Where a crossing of the picture is on the screen."""
    box = here.page.locator(".plan-scan").bounding_box()
    assert box
    wide, high = WIDE * PER + 2 * MARGIN, HIGH * PER + 2 * MARGIN
    x, y = MARGIN + column * PER, MARGIN + (HIGH - row) * PER
    return box["x"] + x / wide * box["width"], box["y"] + y / high * box["height"]


def test_a_paper_map_is_placed_faded_kept_and_taken_away(bench: Open, scan: Path) -> None:
    here = bench()
    page = here.page
    lay(here, scan)
    place = page.get_by_role("button", name="Place it", exact=True)
    for number, (column, row) in enumerate(CORNERS, start=1):
        assert place.is_disabled() == (number <= 3)
        page.mouse.click(*on_scan(here, column, row))
        page.get_by_text(f"Place {number}: now press the same spot on the map").wait_for()
        page.mouse.click(*here.at(column - 0.5, row - 0.5))
        page.get_by_text(f"Place {number}: now press").wait_for(state="detached")
    assert here.screen.flaws() == []
    place.click()
    here.wait_said("The paper map lies in its place")
    misses = page.locator(".plan-pins", has_text=re.compile(r"off by \d+\.\d m"))
    misses.wait_for()
    held = Underlay.objects.get(area=here.draft.area)
    assert held.fit["rms"] < 5, "metres; a pixel of the screen is about one"
    assert held.corners[0] == pytest.approx([WEST - SIDE / 2, SOUTH + (HIGH + 0.5) * SIDE], abs=SIDE / 10)
    page.locator("#plan-opacity").focus()
    before = held.opacity
    page.keyboard.press("ArrowLeft")
    page.get_by_text(f"{round((before - 0.1) * 100)}%").wait_for()
    page.wait_for_timeout(400)
    page.reload()
    page.wait_for_selector(READY)
    held.refresh_from_db()
    assert held.opacity == pytest.approx(before - 0.1)
    page.locator(".plan-menu summary").click()
    page.get_by_role("button", name="Paper map beneath").click()
    page.locator(".plan-pins li").nth(3).wait_for()
    page.get_by_role("button", name="Take it away").click()
    assert here.screen.flaws() == []
    page.locator("dialog").get_by_role("button", name="Take it away").click()
    here.wait_said("The paper map is taken away")
    assert not Underlay.objects.filter(area=here.draft.area).exists()


def test_a_paper_map_is_placed_by_keyboard(bench: Open, scan: Path) -> None:
    here = bench()
    page = here.page
    lay(here, scan)
    page.locator(".plan-scan").focus()
    walks = [[], ["ArrowLeft"] * 12, ["ArrowUp"] * 12]
    for number, walk in enumerate(walks, start=1):
        for key in walk:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.get_by_text(f"Place {number}: now press the same spot").wait_for()
        for key in walk:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.get_by_text(f"Place {number}: now press the same spot").wait_for(state="detached")
    page.get_by_role("button", name="Place it", exact=True).focus()
    page.keyboard.press("Enter")
    here.wait_said("The paper map lies in its place")
    assert len(Underlay.objects.get(area=here.draft.area).points) == 3
