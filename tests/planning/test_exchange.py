"""Grids go out to the programs of map people, and come back as they were."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from pyogrio import raw

from tests.cast import Cast
from tests.planning.harbour import community, draft_of, in_force
from wangge.foundation.coordinates import System, convert, to_metres
from wangge.places.models import Division, Grid, Membership
from wangge.planning.errors import DraftOutdated
from wangge.planning.exchange import Exported, export
from wangge.planning.formats import Format
from wangge.planning.mapfiles import README
from wangge.planning.models import Draft

pytestmark = pytest.mark.django_db

EVERY = [(into, system) for into in Format for system in System]
COLUMNS = {"kind", "level", "merchants", "since"}


@pytest.fixture
def draft(db) -> Draft:
    return draft_of(community())


@pytest.fixture
def division(draft: Draft) -> Division:
    return in_force(draft)


def laid_out(exported: Exported, folder: Path) -> Path:
    """The file as somebody saves it, unpacked where it is a zip: what they then open."""
    folder.mkdir(exist_ok=True)
    if exported.file.suffix != "zip":
        path = folder / exported.name
        path.write_bytes(exported.file.content)
        return path
    with zipfile.ZipFile(io.BytesIO(exported.file.content)) as archive:
        archive.extractall(folder)
    return next(path for path in sorted(folder.iterdir()) if path.stem == "grids" and path.suffix != ".cpg"
                and path.suffix in (".shp", ".geojson", ".kml"))  # fmt: skip


def read(path: Path, layer: str = "grids") -> tuple[str, dict[str, list], np.ndarray]:
    """CRS, columns and shapes as GDAL, and so QGIS, reads them."""
    found = dict(pyogrio.list_layers(path))
    meta, _, shapes, columns = raw.read(path, layer=layer if layer in found else next(iter(found)))
    named = {name.lower(): list(column) for name, column in zip(meta["fields"], columns, strict=True)}
    return meta["crs"], named, shapely.from_wkb(shapes)


def in_wgs84(shapes: np.ndarray, system: System) -> np.ndarray:
    return shapely.transform(
        shapes,
        lambda at: np.stack(convert(at[:, 0], at[:, 1], source=system, target=System.WGS84), axis=1),
    )


@pytest.mark.parametrize(("into", "system"), EVERY)
def test_what_goes_out_comes_back_whole(division, tmp_path, into, system):
    crs, columns, shapes = read(laid_out(export(division, into=into, system=system), tmp_path))
    assert shapely.is_valid(shapes).all()
    grids = list(division.grids.order_by("code"))
    assert columns["name"] == [grid.name for grid in grids] != []
    assert "第" in columns["name"][0]
    assert columns["code"] == [grid.code for grid in grids]
    assert columns["number"] == [grid.number for grid in grids]
    assert sum(columns["households"]) == sum(division.area.buildings.values_list("households", flat=True))
    assert sum(columns["people"]) == sum(division.area.buildings.values_list("people", flat=True))
    assert sum(columns["buildings"]) == division.area.buildings.count()
    assert set(columns["system"]) == {"WGS 84", "CGCS2000", "GCJ-02", "BD-09"} & {
        {"wgs84": "WGS 84", "cgcs2000": "CGCS2000", "gcj02": "GCJ-02", "bd09": "BD-09"}[system]
    }
    assert set(columns["version"]) == {1}
    assert all(np.isnat(day) if isinstance(day, np.datetime64) else day is None for day in columns["until"])
    assert set(columns) >= COLUMNS
    if into is Format.KML:
        assert crs == "EPSG:4326"
    elif system in (System.WGS84, System.CGCS2000):
        assert crs == {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490"}[system]
    elif into is not Format.GEOJSON:
        assert crs.startswith('LOCAL_CS["')

    at_home = in_wgs84(shapes, system)
    parts = shapely.get_parts(at_home)
    assert len(parts) == len(grids)
    ours = shapely.from_wkb([bytes(grid.outline) for grid in grids])
    assert shapely.hausdorff_distance(parts, ours).max() < 1e-7  # a centimetre
    origin = tuple(division.area.buildings.values_list("lon", "lat")[0])
    flat = shapely.transform(parts, lambda at: np.stack(to_metres(at[:, 0], at[:, 1], origin), axis=1))
    assert shapely.coverage_is_valid(flat, gap_width=0.01)
    assert shapely.area(flat).sum() == pytest.approx(shapely.unary_union(flat).area, abs=0.01)


def test_chinese_maps_lie_where_chinese_maps_do(division, tmp_path):
    plain = read(laid_out(export(division, into=Format.GPKG, system=System.WGS84), tmp_path / "a"))[2]
    shifted = read(laid_out(export(division, into=Format.GPKG, system=System.GCJ02), tmp_path / "b"))[2]
    apart = np.subtract(*(shapely.get_coordinates(shapely.centroid(some)) for some in (shifted, plain)))
    metres = np.hypot(*to_metres(116 + apart[:, 0], 39 + apart[:, 1], (116, 39)))
    assert (metres > 300).all()
    assert (metres < 800).all()


@pytest.mark.parametrize("into", Format)
def test_buildings_come_along_where_asked_for(division, tmp_path, into):
    exported = export(division, into=into, system=System.GCJ02, buildings=True)
    path = laid_out(exported, tmp_path)
    path = path if into is Format.GPKG else path.with_name(f"buildings.{into}")
    _, columns, points = read(path, layer="buildings")
    assert len(points) == division.area.buildings.count()
    held = {m.building_id: m.grid.number for m in Membership.objects.select_related("grid")}
    ids = columns["id_"] if "id_" in columns else columns["id"]
    if into is not Format.KML:  # there an id is the placemark's own
        assert dict(zip(ids, columns["grid"], strict=True)) == held
    assert "1号楼" in columns["name"]
    assert "东苑" in columns["compound"]
    assert sum(columns["households"]) == sum(division.area.buildings.values_list("households", flat=True))


def test_a_zip_says_what_it_holds(division):
    exported = export(division, into=Format.SHAPEFILE, system=System.BD09)
    assert exported.name == "临湾社区-v1.zip"
    assert exported.file.media == "application/zip"
    with zipfile.ZipFile(io.BytesIO(exported.file.content)) as archive:
        names = set(archive.namelist())
        assert names == {"grids.shp", "grids.shx", "grids.dbf", "grids.prj", "grids.cpg", README}
        assert archive.read("grids.cpg") == b"UTF-8"
        said = archive.read(README).decode("utf-8-sig")
    assert "临湾社区" in said
    assert "BD-09" in said
    assert "EPSG" in said


def test_geojson_says_its_system_at_its_top(division):
    exported = export(division, into=Format.GEOJSON, system=System.GCJ02)
    assert json.loads(exported.file.content)["system"] == "GCJ-02"
    assert exported.file.suffix == "geojson"


def test_a_draft_goes_out_too_and_says_that_it_is_one(draft, tmp_path):
    _, columns, shapes = read(laid_out(export(draft, into=Format.GPKG, system=System.WGS84), tmp_path))
    assert columns["number"] == [1, 2, 3, 4, 6]
    assert columns["name"][-1] == "第6网格"
    assert columns["buildings"] == [n for n in np.bincount(list(draft.assignment.values())).tolist() if n]
    assert shapely.coverage_is_valid(shapely.get_parts(shapes))
    assert np.isnan(columns["version"]).all()
    assert columns["code"][0] == "990102001001001"


def test_a_draft_of_other_buildings_is_refused(draft):
    draft.area.buildings.last().delete()
    with pytest.raises(DraftOutdated):
        export(draft, into=Format.GPKG, system=System.WGS84)


def test_microgrids_are_a_layer_of_their_own(cast: Cast, tmp_path):
    division = cast.grids[0].division
    grid = cast.grids[0]
    small = Grid.objects.create(
        division=division, parent=grid, level="microgrid", code=f"{grid.code}01", number=1, name="1微网格",
        outline=grid.outline, lon=grid.lon, lat=grid.lat,
    )  # fmt: skip
    Membership.objects.create(
        division=division, level="microgrid", grid=small, building=cast.buildings[0], households=40,
        unit_from=1, unit_to=1,
    )  # fmt: skip
    path = laid_out(export(division, into=Format.GPKG, system=System.WGS84), tmp_path)
    assert {name for name, _ in pyogrio.list_layers(path)} == {"grids", "microgrids"}
    assert read(path)[1]["households"] == [100, 100]
    assert read(path, layer="microgrids")[1]["households"] == [40]


def test_however_many_grids_three_statements_fetch_them(division, django_assert_num_queries):
    with django_assert_num_queries(3):
        export(division, into=Format.GPKG, system=System.WGS84, buildings=True)
