"""The number that a file gives a grid and the one it bears in force, where they differ."""

import pytest
import shapely

from tests.cast import MONDAY
from tests.planning.harbour import community, draft_of, in_force
from tests.planning.mapfiles import HALVES, bring, geojson
from tests.planning.village import LATER
from wangge.journal.actor import SYSTEM
from wangge.places.models import Area
from wangge.planning import actions


@pytest.fixture
def area(db) -> Area:
    return community()


def test_grids_that_bear_another_number_in_force_are_told_one_by_one(area):
    division = in_force(draft_of(area))
    shapes = {grid.number: shapely.from_wkb(bytes(grid.outline)) for grid in division.grids.all()}
    west, south, east, north = shapes[6].bounds
    cut = south + (north - south) * 0.7
    halves = [
        shapely.clip_by_rect(shapes[6], west, low, east, high) for low, high in ((south, cut), (cut, north))
    ]
    drawn = {2: shapes[1], 1: shapes[2], 3: shapes[3], 40: shapes[4], 9: halves[0], 4: halves[1]}
    told = [{"number": number, "name": f"{number}格"} for number in drawn]
    made = bring(area, geojson(list(drawn.values()), told))
    assert [(each.number, each.name, each.before, each.before_name) for each in made.report.renumbered] == [
        (1, "1格", 2, "第2网格"),
        (2, "2格", 1, "第1网格"),
        (4, "4格", None, ""),
        (9, "9格", 6, "第6网格"),
        (40, "40格", 4, "第4网格"),
    ]
    assert not made.report.clean
    actions.vouch(made.draft, by=SYSTEM, now=MONDAY)
    after = actions.adopt(made.draft, since=LATER, by=SYSTEM, now=MONDAY)
    numbers = {grid.name: grid.number for grid in after.grids.all()}
    assert numbers.pop("4格") not in {1, 2, 3, 4, 6}
    assert numbers == {"1格": 2, "2格": 1, "3格": 3, "9格": 6, "40格": 4}, "what was told comes to be"


def test_with_nothing_in_force_a_file_numbers_as_it_likes(area):
    assert bring(area, geojson(HALVES)).report.renumbered == ()
