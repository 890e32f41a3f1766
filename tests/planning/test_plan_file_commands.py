"""Somebody at the command line sends grids out and takes grids in."""

import json
from collections.abc import Callable

import pytest
import shapely
from click.testing import CliRunner, Result
from django.utils import translation
from pyogrio import raw
from shapely.geometry import mapping

from tests.planning.harbour import CODE, community, draft_of, in_force
from wangge.config.cli.main import main
from wangge.foundation.coordinates import System
from wangge.planning.exchange import export
from wangge.planning.formats import Format
from wangge.planning.models import Draft

Run = Callable[..., Result]


@pytest.fixture
def run(db, monkeypatch) -> Run:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def invoke(*arguments: object, ends: int = 0) -> Result:
        with translation.override("en"):
            done = CliRunner().invoke(main, ["plan", *map(str, arguments)])
        assert done.exit_code == ends, done.output
        return done

    return invoke


def test_grids_go_out_to_a_file_or_a_folder(run, tmp_path):
    draft = draft_of(community())
    assert "no grids in force on" in run("export", CODE, "--out", tmp_path, ends=1).stderr
    in_force(draft)
    assert "written" in run("export", CODE, "--out", tmp_path).stdout
    assert (tmp_path / "临湾社区-v1.gpkg").is_file()
    run("export", "--format", "kml", "--system", "bd09", "--draft", draft.pk, "--out", tmp_path / "g.kml")
    assert len(raw.read(tmp_path / "g.kml")[2]) == 5
    run("export", CODE, "--format", "shp", "--on", "2026-01-01", "--buildings", "--out", tmp_path)
    assert (
        len(raw.read(f"/vsizip/{tmp_path}/临湾社区-v1.zip/buildings.shp")[2]) == draft.area.buildings.count()
    )
    run("export", CODE, "--on", "2025-12-31", ends=1)
    run("export", CODE, "--draft", 99999, ends=1)


def test_grids_come_in_with_a_look_first(run, tmp_path):
    division = in_force(draft_of(community()))
    path = tmp_path / "回.gpkg"
    path.write_bytes(export(division, into=Format.GPKG, system=System.GCJ02).file.content)
    drafts = Draft.objects.count()
    shown = run("import", CODE, path, "--preview").stdout
    assert "5 polygons in GCJ-02, numbered by number." in shown
    assert "nothing was kept" in shown
    assert Draft.objects.count() == drafts
    assert "with 5 grids." in run("import", CODE, path, "--system", "gcj02", "--name", "复核").stdout
    assert Draft.objects.latest("pk").name == "复核"


def test_what_is_odd_in_a_file_is_told(run, tmp_path):
    area = community()
    shapes = [shapely.box(116, 39, 116.0052, 39.007), shapely.box(116.0035, 39, 116.01, 39.004)]
    shapes.append(shapely.box(116.0001, 39.0001, 116.0002, 39.0002))
    drawn = [
        {"type": "Feature", "properties": {"number": n}, "geometry": mapping(shape)}
        for n, shape in enumerate(shapes, start=1)
    ]
    path = tmp_path / "odd.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": drawn}))
    shown = run("import", area.code, path).stdout
    assert "building in no polygon" in shown
    assert "building in several" in shown
    assert "1, 2" in shown
    assert "Without buildings, so left out: 3." in shown
    refused = run("import", area.code, path, "--system", "bd09", ends=1)
    assert "declare that" in refused.stderr
    assert "Traceback" not in refused.output


def test_a_grid_numbered_otherwise_than_in_force_is_told_with_the_one_it_goes_on_from(run, tmp_path):
    division = in_force(draft_of(community()))
    drawn = [
        {
            "type": "Feature",
            "properties": {"number": grid.number + 10 * (grid.number == 3)},
            "geometry": mapping(shapely.from_wkb(bytes(grid.outline))),
        }
        for grid in division.grids.all()
    ]
    path = tmp_path / "numbers.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": drawn}))
    shown = run("import", CODE, path, "--preview").stdout
    row = next(line for line in shown.splitlines() if "第3网格" in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["13 第3网格", "3 第3网格", "3"]
    assert "1 of the grids will bear another number in force, as listed." in shown


def test_systems_are_called_alike_by_every_command(run, tmp_path):
    for command in (["import", "buildings"], ["plan", "import"], ["plan", "export"]):
        told = CliRunner().invoke(main, [*command, "--help"]).output
        assert "--system [wgs84|cgcs2000|gcj02|bd09]" in told
