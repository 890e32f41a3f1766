"""Grids drawn elsewhere, imported in a real Chromium: what was found stays to be read and seen on the map."""

import json
from pathlib import Path

import shapely

from tests.browser.workbench import HIGH, SIDE, SOUTH, WEST, Open


def drawn(path: Path, *columns: tuple[int, int]) -> Path:
    """A file of grids, each from one column of buildings to before another."""
    features = [
        {
            "type": "Feature",
            "properties": {"number": number, "name": f"片区{number}"},
            "geometry": shapely.geometry.mapping(
                shapely.box(WEST + west * SIDE, SOUTH, WEST + east * SIDE, SOUTH + HIGH * SIDE)
            ),
        }
        for number, (west, east) in enumerate(columns, start=1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_what_an_import_found_stays_until_it_is_seen(bench: Open, tmp_path: Path) -> None:
    here = bench()
    page = here.page
    page.locator(".plan-menu summary").click()
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator("#plan-file").set_input_files(drawn(tmp_path / "grids.geojson", (0, 4), (4, 7)))
    page.locator("dialog").get_by_role("button", name="Import").click()
    notes = page.locator(".plan-notes")
    notes.get_by_text("4 buildings stood in no grid of the file").wait_for()
    assert here.screen.flaws() == []
    notes.get_by_role("button", name="Show").click()
    page.locator(".plan-card").get_by_text("4 buildings").wait_for()
    notes.get_by_role("button", name="Seen").click()
    notes.wait_for(state="detached")
