"""A plan drawn elsewhere comes in: from QGIS, from a surveyor, from Google Earth, from another office."""

import struct
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
import shapely
from pyogrio import raw

from tests.cast import MONDAY
from tests.planning.harbour import CODE, OUTLINE, community, draft_of, in_force
from tests.planning.mapfiles import EAST, HALVES, NORTH, SOUTH, WEST, bring, geojson, packed, shifted
from wangge.foundation.coordinates import System
from wangge.foundation.errors import LooksLikeOtherSystem, LooksSwapped, PointsElsewhere
from wangge.foundation.refusals import Refused
from wangge.journal.models import Entry
from wangge.places.models import Area, Grid, Membership
from wangge.planning.exchange import export
from wangge.planning.file_errors import (
    ArchiveUnsafe,
    FileInAnotherSystem,
    LayerUnclear,
    MapFileTooLarge,
    NoPolygons,
    NoSuchLayer,
    NotAMapFile,
    NotDegrees,
    NumberTwice,
    ShapefileAlone,
    SystemContradicted,
)
from wangge.planning.formats import Format
from wangge.planning.models import Draft
from wangge.planning.polygons import read_division
from wangge.planning.queries import description
from wangge.planning.terrain import survey

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),  # GDAL's remarks about what is broken
]


@pytest.fixture
def area(db) -> Area:
    return community()


@pytest.fixture
def written(tmp_path) -> Callable[..., dict[str, bytes]]:
    """Files as other programs write them, by name."""

    def write(
        shapes: list, driver: str, name: str, *, crs: str = "EPSG:4326", **columns: list
    ) -> dict[str, bytes]:
        encoding = columns.pop("encoding", ["UTF-8"])[0]
        values = [
            np.array(some, dtype=object if isinstance(some[0], str) else None) for some in columns.values()
        ]
        raw.write(
            str(tmp_path / name),
            shapely.to_wkb(np.array(shapes, dtype=object)),
            values,
            list(columns),
            driver=driver,
            geometry_type="Polygon",
            crs=crs,
            encoding=encoding,
            layer=name.partition(".")[0],
        )
        return {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    return write


@pytest.mark.parametrize("system", System)
@pytest.mark.parametrize("into", Format)
def test_what_went_out_comes_in_as_the_same_plan(area, into, system):
    division = in_force(draft_of(area))
    file = export(division, into=into, system=system, buildings=True)
    made = bring(area, file.file.content, file.name)
    assert made.draft.assignment == {
        str(m.building_id): m.grid.number for m in Membership.objects.select_related("grid")
    }
    assert {row["number"]: row["continues"] for row in made.draft.grids} == dict(
        Grid.objects.values_list("number", "pk")
    )
    assert [row["name"] for row in made.draft.grids] == [f"第{n}网格" for n in (1, 2, 3, 4, 6)]
    assert made.report.clean
    assert made.report.gaps < 5
    assert made.report.beyond < 5
    assert {made.report.system, made.report.numbered} == {
        {"wgs84": "WGS 84", "cgcs2000": "CGCS2000", "gcj02": "GCJ-02", "bd09": "BD-09"}[system], "number"
    }  # fmt: skip


def test_a_draft_from_a_file_is_a_draft_like_any(area):
    made = bring(area, geojson(HALVES), name="街道图")
    draft = Draft.objects.get(pk=made.draft.pk)
    assert (draft.name, draft.revision, draft.adopted) == ("街道图", 1, None)
    assert draft.grids[0] == {
        "number": 1,
        "name": "第1网格",
        "kind": "base",
        "continues": None,
        "locked": False,
    }
    west = [str(pk) for pk in area.buildings.filter(lon__lt=116.005).values_list("pk", flat=True)]
    assert {pk for pk, number in draft.assignment.items() if number == 1} == set(west)
    assert (draft.figures["k"], draft.figures["ground"]) == (2, survey(area).stamp)
    assert draft.figures["objective"] > 0
    told = description(draft, on=MONDAY.date())
    assert [row["counts"]["buildings"] for row in told["rows"]] == [
        len(west),
        area.buildings.count() - len(west),
    ]
    assert not told["outdated"]
    entry = Entry.objects.get(verb="draft.imported")
    assert (entry.subject_id, entry.payload["grids"], entry.payload["file"]) == (draft.pk, 2, "plan.geojson")
    assert export(draft, into=Format.GPKG, system=System.WGS84).file.content


def test_who_stands_in_no_polygon_goes_to_the_nearest_and_is_named(area):
    low = [shapely.box(WEST, SOUTH, 116.005, 39.007), HALVES[1]]
    made = bring(area, geojson(low))
    beyond = list(area.buildings.filter(lon__lt=116.005, lat__gt=39.007))
    assert {stray.building for stray in made.report.strays} == {b.pk for b in beyond} != set()
    assert {stray.number for stray in made.report.strays} == {1}
    far = max(beyond, key=lambda b: b.lat)
    assert next(s.metres for s in made.report.strays if s.building == far.pk) == pytest.approx(
        (far.lat - 39.007) * 111_000, rel=0.01
    )
    assert made.report.gaps == pytest.approx(433 * 111, rel=0.02)


def test_who_stands_in_two_goes_where_they_are_deepest(area):
    wide = [shapely.box(WEST, SOUTH, 116.0052, NORTH), shapely.box(116.0035, SOUTH, EAST, 39.004)]
    made = bring(area, geojson(wide))
    both = list(area.buildings.filter(lon__gt=116.0035, lon__lt=116.0052, lat__lt=39.004))
    assert {twice.building for twice in made.report.twice} == {b.pk for b in both} != set()
    assert {twice.numbers for twice in made.report.twice} == {(1, 2)}
    middle = {
        b.pk: b.lon for b in both if 39.001 < b.lat < 39.003
    }  # further from the ends than from the sides
    went = {twice.building: twice.number for twice in made.report.twice if twice.building in middle}
    assert went == {pk: 1 if lon < 116.00435 else 2 for pk, lon in middle.items()} != {}
    assert [(o.first, o.second) for o in made.report.overlaps] == [(1, 2)]
    assert made.report.overlaps[0].area == pytest.approx(147 * 444, rel=0.02)
    assert not made.report.clean


def test_a_polygon_without_buildings_becomes_no_grid(area):
    pond = shapely.box(116.0001, 39.0001, 116.0002, 39.0002)
    made = bring(area, geojson([*HALVES, pond]))
    assert made.report.empty == ({"number": 3, "name": "第3网格"},)
    assert [row["number"] for row in made.draft.grids] == [1, 2]


@pytest.mark.parametrize("system", [System.GCJ02, System.BD09])
def test_a_plan_in_other_coordinates_is_refused_by_name(area, system):
    with pytest.raises(LooksLikeOtherSystem, match={"gcj02": "GCJ-02", "bd09": "BD-09"}[system]):
        bring(area, geojson(shifted(HALVES, system)))
    assert not Draft.objects.exists()
    assert bring(area, geojson(shifted(HALVES, system)), system=system).report.strays == ()


def test_a_plan_declared_shifted_that_is_not_is_refused_too(area):
    with pytest.raises(LooksLikeOtherSystem, match="WGS 84"):
        bring(area, geojson(HALVES), system=System.GCJ02)


def test_a_plan_of_another_place_is_refused(area):
    with pytest.raises(PointsElsewhere):
        bring(area, geojson([shapely.affinity.translate(half, 1, 1) for half in HALVES]))
    with pytest.raises(LooksSwapped):
        bring(area, geojson([shapely.transform(half, lambda at: at[:, ::-1]) for half in HALVES]))
    assert not Draft.objects.exists()


def test_a_file_is_believed_what_it_says_of_itself_and_not_contradicted(area):
    content = geojson(shifted(HALVES, System.GCJ02), system="GCJ-02")
    assert bring(area, content).report.system == "GCJ-02"
    with pytest.raises(SystemContradicted, match="GCJ-02, not in BD-09"):
        bring(area, content, system=System.BD09)


def test_a_survey_in_metres_is_turned_into_degrees(area, written):
    # metres of CGCS2000 / 3-degree Gauss-Krüger CM 117E, of the two halves
    east, north = 413_400.0, 4_318_400.0
    files = written(
        [shapely.box(east, north, east + 10, north + 10)],
        "ESRI Shapefile",
        "g.shp",
        crs="EPSG:4548",
        number=[1],
    )
    drawing = read_division(packed(files), file="g.zip")
    assert shapely.distance(drawing.grids[0].shape, shapely.Point(116, 39)) < 0.01
    assert drawing.system is System.WGS84


def test_a_shapefile_of_old_in_chinese_letters_is_read(area, written):
    files = written(
        HALVES,
        "ESRI Shapefile",
        "网格.shp",
        网格编号=[7, 9],
        网格名称=["柳苑网格", "桂苑网格"],
        encoding=["GB18030"],
    )
    files = {name: content for name, content in files.items() if not name.endswith(".cpg")}
    made = bring(area, packed(files), "网格.zip")
    assert [(row["number"], row["name"]) for row in made.draft.grids] == [(7, "柳苑网格"), (9, "桂苑网格")]


@pytest.mark.parametrize(
    ("facts", "numbered", "numbers"),
    [
        ([{"code": f"{CODE}008"}, {"code": f"{CODE}003"}], "code", [8, 3]),
        ([{"名称": "第5网格"}, {"名称": "第4网格"}], "name", [5, 4]),
        ([{"number": "12"}, {"number": 3.0}], "number", [12, 3]),
        ([{"number": "1"}, {"number": None}], "order", [1, 2]),
        ([{"name": "东"}, {"name": "西"}], "order", [1, 2]),
    ],
)
def test_numbers_come_from_where_they_are(area, facts, numbered, numbers):
    made = bring(area, geojson(HALVES, facts))
    assert made.report.numbered == numbered
    west, east = (
        made.draft.assignment[str(area.buildings.order_by(by).first().pk)] for by in ("lon", "-lon")
    )
    assert [west, east] == numbers


def test_parts_with_one_number_and_name_are_one_grid(area):
    parts = [
        HALVES[0],
        *shapely.get_parts(shapely.box(116.005, SOUTH, 116.0075, 39.004)),
        shapely.box(116.0075, SOUTH, EAST, 39.004),
    ]
    same = [{"number": n, "name": f"{n}格"} for n in (1, 2, 2)]
    assert len(bring(area, geojson(parts, same)).draft.grids) == 2
    with pytest.raises(NumberTwice, match="2格 and 别"):
        bring(area, geojson(parts, [*same[:2], {"number": 2, "name": "别"}]))


def test_special_grids_stay_special(area):
    facts = [{"number": 1, "kind": "special"}, {"number": 2, "kind": "base"}]
    assert [row["kind"] for row in bring(area, geojson(HALVES, facts)).draft.grids] == ["special", "base"]


def test_odd_shapes_are_put_right_or_left_out(area):
    deep = shapely.force_3d(HALVES[0], 12.0)
    bow = shapely.Polygon([(116.005, SOUTH), (EAST, SOUTH), (116.005, 39.004), (EAST, 39.004)])
    line, nothing = shapely.LineString([(116, 39), (116.01, 39.004)]), None
    mixed = shapely.GeometryCollection([shapely.MultiPolygon([HALVES[1]]), line])
    made = bring(
        area, geojson([deep, mixed, line, nothing, bow], [{"number": n, "name": str(n)} for n in range(1, 6)])
    )
    assert made.report.skipped == 2
    assert made.report.repaired == (5,)
    assert made.report.polygons == 3


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotAMapFile),
        (b"name,lon,lat\n", NotAMapFile),
        (b"{ not json", NotAMapFile),
        (
            b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read x ! write y"}',
            NotAMapFile,
        ),
        (b"[" * 100_000, NotAMapFile),
        (b'{"type":"FeatureCollection","features":' + b"[" * 100_000, NotAMapFile),
        (b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', NotAMapFile),
        (b"<!-- <kml> --><OGRVRTDataSource/>", NotAMapFile),
        (b'<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', NotAMapFile),
        (b"<kml xmlns='http://www.opengis.net/kml/2.2'><Document/></kml>", NoPolygons),
        ("<kml/>".encode("utf-16"), NotAMapFile),
        (b"SQLite format 3\0" + bytes(2000), NotAMapFile),
        (b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(2000), NotAMapFile),
        (struct.pack(">i", 9994) + bytes(96), ShapefileAlone),
        (b"PK\x03\x04 and no more", NotAMapFile),
        (packed({"a.txt": b"hello"}), NotAMapFile),
        (
            packed({"grids.shp": struct.pack(">i", 9994) + bytes(28) + struct.pack("<i", 5) + bytes(64)}),
            ShapefileAlone,
        ),
        (
            packed({"roads.shp": struct.pack(">i", 9994) + bytes(28) + struct.pack("<i", 3) + bytes(64)}),
            NoPolygons,
        ),
        (packed({"a.geojson": geojson(HALVES), "b.geojson": geojson(HALVES)}), LayerUnclear),
        (packed({"bomb.geojson": bytes(210_000_000)}), ArchiveUnsafe),
        (packed({"in.kml": packed({"a.geojson": geojson(HALVES)})}), NotAMapFile),
        (packed({f"{n}.txt": b"" for n in range(600)}), ArchiveUnsafe),
        (b"{" + bytes(31 * 1024 * 1024), MapFileTooLarge),
        (geojson([shapely.Point(116, 39)]), NoPolygons),
        (geojson([]), NoPolygons),
        (geojson([shapely.box(4e5, 4e6, 5e5, 5e6)]), NotDegrees),
    ],
    ids=range(26),
)
def test_what_is_no_plan_is_refused_in_plain_words(area, content, refusal):
    with pytest.raises(refusal):
        bring(area, content, "图.bin")
    assert not Draft.objects.exists()


def test_a_file_damaged_anywhere_is_read_or_refused_and_never_more(area):
    division = in_force(draft_of(area))
    rng = np.random.default_rng(3)
    for into in Format:
        whole = export(division, into=into, system=System.WGS84).file.content
        for _ in range(6):
            hurt = bytearray(whole)
            for at in rng.integers(0, len(hurt), 30):
                hurt[at] = rng.integers(0, 256)
            with suppress(Refused):
                read_division(bytes(hurt)[: int(rng.integers(len(hurt) // 2, len(hurt)))], file="x")


def test_of_several_files_the_one_called_grids_is_taken_or_the_one_named(area):
    made = packed({"grids.geojson": geojson(HALVES), "old.geojson": geojson(HALVES[:1])})
    assert bring(area, made).report.polygons == 2
    assert bring(area, made, layer="old").report.polygons == 1


def test_layers_of_a_geopackage(area, tmp_path):
    path = tmp_path / "two.gpkg"
    for name, shapes in (("2025", HALVES), ("2026", [OUTLINE])):
        raw.write(
            str(path), shapely.to_wkb(np.array(shapes, dtype=object)), [], [], layer=name, driver="GPKG",
            geometry_type="Polygon", crs="EPSG:4490", encoding="UTF-8", append=path.exists(),
        )  # fmt: skip
    with pytest.raises(LayerUnclear, match="2025, 2026"):
        bring(area, path.read_bytes())
    with pytest.raises(NoSuchLayer, match="2024"):
        bring(area, path.read_bytes(), layer="2024")
    made = bring(area, path.read_bytes(), layer="2025")
    assert (made.report.polygons, made.report.system) == (2, "CGCS2000")


def test_old_surveys_that_are_not_known_here_are_refused(area, written):
    with pytest.raises(FileInAnotherSystem, match="EPSG:4214"):
        bring(area, packed(written(HALVES, "ESRI Shapefile", "g.shp", crs="EPSG:4214", number=[1, 2])))


def test_google_earth_and_kmz(area):
    ring = " ".join(f"{x},{y},0" for x, y in OUTLINE.exterior.coords)
    kml = f"""<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
      <Folder><name>社区</name><Placemark><name>第7网格</name><Polygon><outerBoundaryIs><LinearRing>
      <coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder>
      </Document></kml>""".encode()
    for content in (kml, b"\xef\xbb\xbf" + kml, packed({"doc.kml": kml})):
        made = bring(area, content, "earth.kmz")
        assert [(row["number"], row["name"]) for row in made.draft.grids] == [(7, "第7网格")]
