import csv
import gzip
import json

import numpy as np
import pytest
from click.testing import CliRunner

from wangge.config.cli.errors import AreasBroken
from wangge.config.cli.plan import plan

STEP = 0.001


def square(column: int, row: int) -> dict:
    west, south = 121.5 + column * STEP, 25.0 + row * STEP
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[west + i * STEP, south + j * STEP, 0] for i, j in corners]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def areas(tmp_path):
    """A town of 8 × 8 squares; nobody lives in one, one is too large for any grid."""
    households = np.random.default_rng(1).integers(20, 100, 64).tolist()
    households[10], households[20] = None, 700
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"A{i}", "households": households[i]},
            "geometry": square(i % 8, i // 8),
        }
        for i in range(64)
    ]
    path = tmp_path / "areas.geojson.gz"
    path.write_bytes(gzip.compress(json.dumps({"type": "FeatureCollection", "features": features}).encode()))
    return path


def run(*args: object):
    return CliRunner().invoke(plan, ["polygons", *map(str, args)])


def test_areas_are_divided_whole_and_written_with_their_grid(areas, tmp_path):
    out = tmp_path / "grids.geojson"
    done = run(areas, "--seconds", 1, "--out", out)
    assert done.exit_code == 0, done.output
    assert "torn 0" in done.stdout
    assert "Polygon 20 alone holds 700" in done.stdout
    told = json.loads(out.read_text())["features"]
    grids: dict[int, int] = {}
    for feature in told:
        grid, held = feature["properties"]["grid"], feature["properties"]["households"] or 0
        grids[grid] = grids.get(grid, 0) + held
    assert max(grids.values()) >= 700
    assert all(300 <= held <= 500 for held in sorted(grids.values())[:-1])
    assert told[3]["properties"]["code"] == "A3"


def test_the_grids_of_areas_can_be_had_as_a_table(areas, tmp_path):
    out = tmp_path / "grids.csv"
    assert run(areas, "--seconds", 1, "--k", 8, "--out", out).exit_code == 0
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["id"]) for row in rows] == list(range(64))
    assert {int(row["grid"]) for row in rows} == set(range(8))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not a GeoJSON FeatureCollection"),
        ('{"features": []}', "no feature"),
        ('{"features": [{"properties": {"households": 3}, "geometry": null}]}', "has no polygon"),
        (json.dumps({"features": [{"properties": {"people": 3}, "geometry": square(0, 0)}]}), "property"),
        (json.dumps({"features": [{"properties": {"households": "x"}, "geometry": square(0, 0)}]}), "'x'"),
        (
            json.dumps({"features": [{"properties": {"households": 3}, "geometry": square(90_000, 0)}]}),
            "WGS 84",
        ),
    ],
)
def test_what_is_no_file_of_areas_is_refused_with_the_reason(tmp_path, text, said):
    path = tmp_path / "areas.geojson"
    path.write_text(text)
    refused = run(path).exception
    assert isinstance(refused, AreasBroken)
    assert said in str(refused)
