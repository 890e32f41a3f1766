"""A newcomer imports a town and draws its grids at the command line."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner, Result
from django.utils import translation
from python_calamine import CalamineWorkbook

from wangge.config.cli.main import main
from wangge.journal.models import Entry
from wangge.places.models import Area, Building, Division, Membership
from wangge.planning.models import Draft

TOWN = "楼栋,经度,纬度,户数\n" + "".join(
    f"{n}号楼,{116 + n % 8 * 0.0008:.4f},{39 + n // 8 * 0.0006:.4f},{50 + n % 9}\n" for n in range(40)
)
Run = Callable[..., Result]


@pytest.fixture
def run(db) -> Run:
    def invoke(*arguments: object, ends: int = 0) -> Result:
        done = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert done.exit_code == ends, done.output
        return done

    return invoke


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with translation.override("en"):
        yield


@pytest.fixture
def town(tmp_path) -> Path:
    path = tmp_path / "town.csv"
    path.write_text(TOWN, encoding="gb18030")
    return path


def test_a_town_is_imported_drawn_and_put_in_force(run, town):
    shown = run("import", "buildings", town, "--new-area", "柳苑社区")
    assert "柳苑社区 (990101001001): 40 buildings entered, 0 corrected." in shown.stdout
    again = run("import", "buildings", town)
    assert ": 0 buildings entered, 0 corrected." in again.stdout
    shown = run("plan", "--seconds", "0.5", "--adopt", "2026-01-01")
    assert "100.0% in range" in shown.stdout
    assert "is in force from 2026-01-01 as version 1" in shown.stdout
    assert Entry.objects.filter(verb="buildings.imported").count() == 1
    assert [entry.actor_label for entry in Entry.objects.filter(verb="division.adopted")] == ["command line"]


def test_grids_drawn_again_keep_their_numbers_and_few_change(run, town):
    run("import", "buildings", town, "--new-area", "柳苑")
    run("plan", "--seconds", "0.5", "--adopt", "2026-01-01")
    run("plan", "--seconds", "0.5", "--seed", "9", "--max", "560", "--few-changes")
    draft = Draft.objects.latest("pk")
    before = {str(b): n for b, n in Membership.objects.values_list("building", "grid__number")}
    assert all(row["continues"] for row in draft.grids)
    stay = sum(before[pk] == number for pk, number in draft.assignment.items())
    assert stay > 30


def test_a_preview_changes_nothing(run, town):
    assert "nothing was changed" in run("import", "buildings", town, "--new-area", "柳苑", "--preview").stdout
    assert (Area.objects.count(), Building.objects.count(), Entry.objects.count()) == (0, 0, 0)
    run("import", "buildings", town, "--new-area", "柳苑")
    assert "nothing was kept" in run("plan", "area", "--seconds", "0.3", "--preview").stdout
    assert not Draft.objects.exists()


def test_refused_rows_stop_the_import_and_come_back_in_a_workbook(run, town, tmp_path):
    town.write_text(TOWN + "坏,116,39,-1\n", encoding="utf-8")
    rejects = tmp_path / "refused.xlsx"
    ended = run("import", "buildings", town, "--new-area", "柳苑", "--rejects", rejects, ends=1)
    assert "1 of 41 rows are refused, so nothing was imported" in ended.stderr
    assert "whole number from 0 to 20000" in ended.stdout
    assert "Traceback" not in ended.output
    assert not Area.objects.exists()
    assert CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()[1][-2] == 42
    run("import", "buildings", town, "--new-area", "柳苑", "--good-rows-only")
    assert Building.objects.count() == 40


def test_the_workbook_of_refused_rows_never_replaces_its_source(run, town):
    town.write_text(TOWN + "坏,116,39,-1\n", encoding="utf-8")
    before = town.read_bytes()
    ended = run("import", "buildings", town, "--new-area", "柳苑", "--rejects", town, ends=1)
    assert "Choose another name" in ended.stderr
    assert town.read_bytes() == before


def test_which_community_is_meant_has_to_be_clear(run, town):
    assert "There are 0 communities" in run("import", "buildings", town, ends=1).stderr
    assert "no area with the code 12" in run("plan", "12", ends=1).stderr
    run("import", "buildings", town, "--new-area", "x", "--area", "1", ends=2)
    run("plan", "--min", "500", "--max", "300", ends=2)


def test_a_rule_that_cannot_be_kept_is_refused_or_come_near(run, town):
    town.write_text(TOWN + "塔楼,116.004,39.002,539\n", encoding="utf-8")
    run("import", "buildings", town, "--new-area", "柳苑")
    assert "塔楼 alone holds 539" in run("plan", "--seconds", "0.3", "--strict", ends=1).stderr
    shown = run("plan", "--seconds", "0.3").stdout.replace("\n", " ")
    assert "塔楼 alone holds 539" in shown
    assert "too large" in shown or "out of range" in shown


def test_an_instance_in_two_files_is_divided(run, tmp_path):
    nodes, edges, out = (tmp_path / name for name in ("n.csv", "e.csv", "labels.csv"))
    nodes.write_text(
        "id,x,y,households,area,compound,zone\n"
        + "".join(f"{i},{i * 50},0,100,2500,-1,0\n" for i in range(12))
    )
    edges.write_text("a,b,shared_length,barrier\n" + "".join(f"{i},{i + 1},50,0\n" for i in range(11)))
    shown = run(
        "plan", "graph", nodes, edges, "--k", 3, "--min", 300, "--max", 500, "--seconds", "0.3", "--out", out
    )
    assert "3 grids, 100.0% in range" in shown.stdout
    rows = list(csv.DictReader(out.read_text().splitlines()))
    grids = [[int(row["id"]) for row in rows if row["grid"] == grid] for grid in "012"]
    assert sorted(grids) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


@pytest.mark.slow
def test_a_real_town(run, shared_data):
    file = shared_data / "hdb_toa_payoh.csv.gz"
    shown = run("import", "buildings", file, "--new-area", "Toa Payoh", "--map", "name=blk_no+street")
    assert "413 buildings entered" in shown.stdout
    with gzip.open(file, "rt") as rows:
        homes = sum(int(row["total_dwelling_units"]) for row in csv.DictReader(rows))
    area = Area.objects.get(name="Toa Payoh")
    assert sum(area.buildings.values_list("households", flat=True)) == homes == 42_185
    run("plan", area.code, "--adopt", "2026-01-01")
    draft = Draft.objects.get()
    outside = [row for row in draft.figures["grids"] if not 300 <= row["households"] <= 500]
    assert [row["households"] for row in outside] == [539]
    assert "alone holds 539" in draft.figures["reason"]
    polygons = [shapely.from_wkb(bytes(grid.outline)) for grid in Division.objects.get().grids.all()]
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    outline = shapely.from_wkb(bytes(area.outline))
    assert shapely.coverage_union_all(polygons).symmetric_difference(outline).area < 1e-5 * outline.area


@pytest.mark.slow
def test_a_real_town_whose_blocks_share_numbers_says_so(run, shared_data):
    ended = run("import", "buildings", shared_data / "hdb_toa_payoh.csv.gz", "--new-area", "x", ends=1)
    assert "The same building as in row 2" in ended.stdout
    assert "--map" in ended.stdout
