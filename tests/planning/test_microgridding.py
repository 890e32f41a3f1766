"""A community's grids get microgrids of 30 to 80 households, the smallest unit of work."""

import csv
from itertools import pairwise

import pytest
import shapely
from click.testing import CliRunner

from tests.cast import MONDAY, square
from wangge.config.cli.main import main
from wangge.journal.actor import SYSTEM
from wangge.partition.errors import Infeasible
from wangge.partition.inputs import Rule
from wangge.places import actions as places
from wangge.places.models import Area, Building, Division, Grid, Home, Membership
from wangge.planning import actions, queries
from wangge.planning.microgridding import draw_microgrids, microgridding
from wangge.planning.models import Draft
from wangge.planning.stairwells import dwellings_of
from wangge.planning.terrain import survey

CODE = "990102001001"
STANDARD = Rule(30, 80)
GROUND = square(116.0, 39.0, 116.01, 39.004)


@pytest.fixture
def lane(db) -> Area:
    """Ten slabs in two rows; the fifth has 150 households at five stairwells, the others 40 to 49."""
    area = places.found_area(CODE, name="南塘社区", level="community", outline=GROUND, by=SYSTEM, now=MONDAY)
    houses = [
        Building(
            area=area,
            name=f"{i + 1}号楼",
            lon=116.001 + i % 5 * 0.002,
            lat=39.001 + i // 5 * 0.002,
            units=5 if i == 4 else 3,
            floors=6,
            households=150 if i == 4 else 40 + i,
        )
        for i in range(10)
    ]
    places.enter_buildings(area, compounds=[], buildings=houses, source="test", by=SYSTEM, now=MONDAY)
    return area


def drawn(area: Area) -> Draft:
    return actions.draw(area, rule=Rule(200, 350), seed=1, iterations=5_000, by=SYSTEM, now=MONDAY)


def in_force(draft: Draft) -> Division:
    actions.vouch(draft, by=SYSTEM, now=MONDAY)
    return actions.adopt(draft, since=MONDAY.date(), by=SYSTEM, now=MONDAY)


@pytest.mark.row("BS-01")
def test_microgrids_are_the_third_level_under_the_grids(lane):
    draft = drawn(lane)
    made = draw_microgrids(draft, revision=draft.revision, by=SYSTEM, now=MONDAY)
    assert made.figures.in_range == 1
    draft.refresh_from_db()
    division = in_force(draft)
    grids = Grid.objects.filter(division=division, level=Grid.Level.GRID)
    small = list(Grid.objects.filter(division=division, level=Grid.Level.MICROGRID).select_related("parent"))
    assert {each.parent for each in small} == set(grids)
    for each in small:
        assert each.code == f"{each.parent.code}{each.number:02d}"
        assert each.name == f"第{each.number}微网格"
        inside = shapely.from_wkb(bytes(each.outline))
        outer = shapely.from_wkb(bytes(each.parent.outline))
        assert inside.difference(outer).area < 1e-12
        assert inside.covers(shapely.Point(each.lon, each.lat))
    for grid in grids:
        small_ones = [shapely.from_wkb(bytes(each.outline)) for each in small if each.parent == grid]
        assert sum(part.area for part in small_ones) == pytest.approx(
            shapely.from_wkb(bytes(grid.outline)).area, rel=1e-6
        )


def test_a_building_too_large_is_kept_by_its_stairwells(lane):
    draft = drawn(lane)
    draw_microgrids(draft, revision=draft.revision, by=SYSTEM, now=MONDAY)
    draft.refresh_from_db()
    division = in_force(draft)
    parts = Membership.objects.filter(division=division, level="microgrid", building__name="5号楼")
    bands = sorted((part.unit_from, part.unit_to, part.households) for part in parts)
    assert [bands[0][0], bands[-1][1]] == [1, 5]
    assert all(left[1] + 1 == right[0] for left, right in pairwise(bands))
    assert [held for *_, held in bands] == [30 * (to - start + 1) for start, to, _ in bands]
    assert set(parts.values_list("floor_from", "floor_to")) == {(0, 0)}


def test_a_draft_says_whether_its_microgrids_keep_to_the_standard(lane):
    draft = drawn(lane)
    draw_microgrids(draft, revision=draft.revision, by=SYSTEM, now=MONDAY)
    draft.refresh_from_db()
    checks = queries.description(draft, on=MONDAY.date())["checks"]
    told = next(check for check in checks if check["code"] == "microgrid")
    assert told["level"] == "ok"
    assert told["facts"] == {"all": 11, "held": 11, "max": 80, "min": 30, "mean": 50.1, "each": 5.5}


def test_buildings_in_no_grid_are_in_no_microgrid(lane):
    terrain = survey(lane)
    number = (terrain.buildings.y > 0).astype(int) * 7
    made = microgridding(terrain, number, rule=STANDARD)
    assert {row["grid"] for row in made.rows} == {7}
    homes = sum(part["households"] for row in made.rows for part in row["parts"])
    assert homes == int(terrain.buildings.households[number > 0].sum())


def test_a_building_that_nobody_can_cut_is_named(lane):
    lane.buildings.filter(name="5号楼").update(units=1, floors=1)
    terrain = survey(lane)
    everywhere = terrain.buildings.id * 0 + 1
    with pytest.raises(Infeasible, match="building 5号楼 holds 150: allow 30 to 150"):
        microgridding(terrain, everywhere, rule=STANDARD, lenient=False)
    made = microgridding(terrain, everywhere, rule=STANDARD)
    assert "5号楼" in str(made.reasons[1])
    assert made.figures.most == 150


def test_homes_say_who_lives_at_which_stairwell(lane):
    house = lane.buildings.get(name="5号楼")
    homes = [
        Home(building=house, unit=unit, floor=floor, door=f"{floor}{door:02d}")
        for unit, doors in ((1, 20), (2, 5))
        for floor in range(1, 7)
        for door in range(doors)
    ]
    Home.objects.bulk_create(homes)
    found = dwellings_of([house])[0]
    assert [sum(floors) for floors in found.homes] == [120, 30]
    Home.objects.filter(building=house, floor__gt=1).delete()
    assert dwellings_of([house])[0].units == (1, 2, 3, 4, 5)


def boshan(folder) -> list[str]:
    """An invented district of the reference's size: 422 grids, 1,151 blocks of one microgrid each."""
    blocks = [(i, i % 422, 74 + (i < 431)) for i in range(1151)]
    files = {
        "nodes.csv": [
            "id,x,y,households,area,compound,zone,units,floors",
            *(
                f"{i},{grid % 20 * 400},{i // 422 * 50 + grid // 20 * 400},{held},2500,-1,0,5,6"
                for i, grid, held in blocks
            ),
        ],
        "edges.csv": ["a,b,shared_length,barrier", *(f"{i},{i + 422},50,0" for i in range(1151 - 422))],
        "labels.csv": ["id,grid", *(f"{i},{grid}" for i, grid, _ in blocks)],
    }
    for name, rows in files.items():
        (folder / name).write_text("\n".join(rows), encoding="utf-8")
    return [str(folder / name) for name in files]


@pytest.mark.row("BS-04")
def test_the_standard_of_30_to_80_is_checked_and_the_totals_are_told(tmp_path):
    files = boshan(tmp_path)
    told = CliRunner().invoke(main, ["plan", "microgrids", *files, "--out", str(tmp_path / "out.csv")])
    assert told.exit_code == 0, told.output
    assert "1,151 microgrids in 422 grids, 100.0% in range (74 to 75)" in told.output
    assert "85,605 households, mean 74.4, 2.73 per grid, 0 building splits" in told.output
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text().splitlines()))
    assert sum(int(row["households"]) for row in rows) == 85_605
    assert len({(row["grid"], row["microgrid"]) for row in rows}) == 1_151


def test_what_is_out_of_the_standard_is_told_with_the_reason(tmp_path):
    nodes, edges, labels = boshan(tmp_path)
    for rule, word in ((("--max", "70"), "buildings split"), (("--min", "300", "--max", "400"), "Why not")):
        told = CliRunner().invoke(main, ["plan", "microgrids", nodes, edges, labels, *rule])
        assert word in told.output
    refused = CliRunner().invoke(
        main, ["plan", "microgrids", nodes, edges, labels, "--min", "300", "--max", "400", "--strict"]
    )
    assert refused.exit_code != 0
    assert "Grid 0: a part of it holds" in refused.output
    wrong = CliRunner().invoke(main, ["plan", "microgrids", nodes, edges, nodes])
    assert wrong.exit_code != 0
    assert "it has no column grid" in wrong.output
