"""A large community: two thousand buildings in forty grids still print, and no name covers another."""

import io
import itertools

import numpy as np
import pypdf
import pytest
import shapely

from tests.web.papers.hillside import NOW
from wangge.foundation.codes import grid_code
from wangge.journal.actor import SYSTEM, Actor
from wangge.partition.outline import colours, neighbouring
from wangge.places import actions as places
from wangge.places.models import Area, Building
from wangge.web.papers import atlas, wall
from wangge.web.papers.errors import TooMuchToPrint
from wangge.web.papers.page import Printing
from wangge.web.papers.scene import scene
from wangge.web.papers.sheets import Form, Sheet, Size
from wangge.web.papers.typesetting import typeset
from wangge.web.papers.versions import Asked, Version, version

ROWS, COLUMNS, EACH = 5, 8, 50  # grids, and buildings in each
STEP = 0.003


@pytest.fixture
def town(db) -> Area:
    """Five rows of eight grids with fifty buildings each."""
    code = "980101002001"
    area = Area.objects.create(code=code, name="广厦社区", level="community", path=f"98/{code}/")
    ground = [
        shapely.box(*(round(116 + v, 6) if at % 2 == 0 else round(39 + v, 6) for at, v in enumerate(box)))
        for row, column in itertools.product(range(ROWS), range(COLUMNS))
        for box in [(column * STEP, row * STEP, (column + 1) * STEP, (row + 1) * STEP)]
    ]
    homes = [
        Building(
            area=area,
            name=f"{n + 1}号楼",
            lon=shape.bounds[0] + STEP * (0.1 + 0.09 * (n % 10)),
            lat=shape.bounds[1] + STEP * (0.15 + 0.17 * (n // 10 % 5)),
            households=40,
            people=120,
        )
        for n, shape in enumerate(shape for shape in ground for _ in range(EACH))
    ]
    places.enter_buildings(area, buildings=homes, source="test", by=SYSTEM, now=NOW)
    tint = colours(neighbouring(np.array(ground, dtype=object)), len(ground))
    shapes = [
        places.GridShape(
            number=at + 1,
            code=grid_code(area.code, at + 1),
            name=f"广厦{at + 1}网格",
            outline=shapely.to_wkb(shape),
            lon=shape.centroid.x,
            lat=shape.centroid.y,
            colour=int(tint[at]),
            buildings=tuple(each.pk for each in homes[at * EACH : (at + 1) * EACH]),
        )
        for at, shape in enumerate(ground)
    ]
    places.divide(area, grids=shapes, since=NOW.date(), by=SYSTEM, now=NOW)
    return area


@pytest.fixture
def drawn(town) -> Version:
    return version(town, Asked(), today=NOW.date())


def printing(size: Size, *, landscape: bool) -> Printing:
    sheet = Sheet(size, landscape=landscape, internal=True)
    return Printing(sheet, Actor(label="陈书记"), NOW, "https://grid.example.cn/grids")


def test_the_internal_wall_map_of_two_thousand_buildings(drawn):
    facts = wall.facts(drawn, scene(drawn, english=False), printing(Size.A3, landscape=True))
    pages = typeset("wall", facts, form=Form.PDF, now=NOW)
    assert len(drawn.buildings) == ROWS * COLUMNS * EACH == 2000
    read = pypdf.PdfReader(io.BytesIO(pages[0])).pages
    assert len(read) == 2, "forty grids have their table on a page of their own"
    assert all(f"广厦{at + 1}网格" in read[1].extract_text() for at in range(40))
    names = [label for label in facts["map"]["labels"] if label["kind"] == "building"]
    assert len(names) + facts["map"]["left_out"] == 2000
    assert f"另有{facts['map']['left_out']}处名称图上放不下" in read[0].extract_text().replace("\n", "")


def test_no_name_covers_another(drawn):
    facts = wall.facts(drawn, scene(drawn, english=False), printing(Size.A3, landscape=True))
    boxes = [_box(label) for label in facts["map"]["labels"] if not label.get("angle")]
    one, other = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    over = shapely.area(shapely.intersection(np.array(boxes)[one], np.array(boxes)[other]))[one < other]
    assert len(boxes) > 100
    assert not (over > 0.01).any()


def _box(label):
    if label["kind"] == "number":
        return shapely.box(*(label[at] + way * label["size"] for way in (-1, 1) for at in ("x", "y")))
    wide, high = label["w"] / 2 - label["size"], label["h"] / 2
    return shapely.box(label["x"] - wide, label["y"] - high, label["x"] + wide, label["y"] + high)


def test_the_atlas_names_every_one_of_them(drawn):
    facts = atlas.facts(drawn, scene(drawn, english=False), printing(Size.A4, landscape=False))
    rows = [row["name"] for grid in facts["grids"] for each in grid["compounds"] for row in each["rows"]]
    assert len(rows) == 2000
    assert sum(grid["map"]["left_out"] for grid in facts["grids"]) < 20
    pages = typeset("atlas", facts, form=Form.PDF, now=NOW)
    assert len(pypdf.PdfReader(io.BytesIO(pages[0])).pages) >= 41


def test_more_than_fit_on_a_sheet_are_refused(town, monkeypatch):
    monkeypatch.setattr("wangge.web.papers.versions.MOST", 1999)
    with pytest.raises(TooMuchToPrint):
        version(town, Asked(), today=NOW.date())
