"""The atlas: a front page with all grids, then for each its map, its buildings and who lives there."""

import io
import re

import pypdf
import pytest

from tests.web.papers.hillside import GRIDS
from wangge.places.models import Grid, Membership

ATLAS = "/papers/980101001001/atlas.pdf"


@pytest.mark.row("SY-10")
def test_each_grid_has_a_page_with_its_place_its_buildings_and_its_people(hill, browser):
    answer = browser(hill.account["office"]).get(f"{ATLAS}?public=0")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 1 + GRIDS
    front = " ".join(pages[0].split())
    assert "坡上社区网格图谱" in front
    for at, grid in enumerate(hill.grids):
        homes, people = (sum(getattr(b, f) for b in grid.buildings.all()) for f in ("households", "people"))
        assert f"{grid.name} {homes:,} {people:,} 3 {at + 2}" in front, "the index leads to the page"
        page = pages[at + 1]
        assert grid.code in page
        assert f"王格{at + 1}" in page
        for building in grid.buildings.all():
            assert page.count(building.name) == 3, "on the map (over its halo) and in the table"
            assert f"{building.people:,}" in page
        own = {building.name for building in grid.buildings.all()}
        assert set(re.findall(r"\d+号楼", page)) == own
    assert "101–602" in pages[1], "its doors, as far as they are known"


def test_the_masked_atlas_is_for_staff_and_names_no_building(hill, browser, visitor, read):
    assert visitor.get(ATLAS).status_code == 302
    text = read(browser(hill.account["worker1"]).get(ATLAS).content)
    assert "坡上花园" in text
    assert "号楼" not in text
    assert "赵楼" not in text


def test_microgrids_are_listed_with_the_part_of_a_building_they_have(hill, browser, read):
    grid, building = hill.grids[0], hill.buildings[0]
    part = Grid.objects.create(
        division=grid.division,
        parent=grid,
        level=Grid.Level.MICROGRID,
        code=f"{grid.code}01",
        number=1,
        name="一号微网格",
        outline=grid.outline,
        lon=grid.lon,
        lat=grid.lat,
    )
    Membership.objects.create(
        division=grid.division,
        level=Grid.Level.MICROGRID,
        grid=part,
        building=building,
        unit_from=1,
        unit_to=2,
        households=48,
    )
    text = read(browser(hill.account["office"]).get(f"{ATLAS}?public=0").content)
    assert "一号微网格" in text
    assert "48 户数" in text
    assert "101号楼1–2单元" in text
