"""A planner imports buildings from files as people have them; what is wrong is said, nothing is half-done."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.cast import MONDAY, square
from wangge.foundation.coordinates import System, convert
from wangge.foundation.errors import FileEmpty, LooksLikeOtherSystem, LooksSwapped, NotATable, PointsElsewhere
from wangge.foundation.tables import read_table
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Edition, Entry
from wangge.places import actions as places
from wangge.places.columns import Wanted
from wangge.places.founding import Founding, found_community, invented_code
from wangge.places.import_errors import (
    ColumnsMissing,
    CommunityThere,
    MappingBroken,
    NoRows,
    NoSuchColumn,
    NoSuchField,
    RowsRefused,
    SwappedColumns,
)
from wangge.places.importing import Changes, compare, import_buildings, read
from wangge.places.models import Area, Building, Compound
from wangge.places.rejects import write_rejects
from wangge.places.rows import Understood

CHINESE = "小区,楼栋,经度,纬度,户数,人口,层数\n"
ROWS = "柳苑,1号楼,116.005,39.005,60,150,6\n柳苑,2号楼,116.006,39.005,48,,\n,门房,116.007,39.005,0,0,1\n"
ANY = Wanted()


@pytest.fixture
def area(db) -> Area:
    return places.found_area("990103001001", name="柳苑社区", level="community", by=SYSTEM, now=MONDAY)


@pytest.fixture
def bounded(db) -> Area:
    outline = square(116.0, 39.0, 116.01, 39.01)
    return places.found_area(
        "990103001002", name="桥东社区", level="community", outline=outline, by=SYSTEM, now=MONDAY
    )


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, name: str = "楼栋.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def understood(
    path: Path, area: Area | None = None, wanted: Wanted = ANY, system: System = System.WGS84
) -> Understood:
    return read(read_table(path), wanted=wanted, system=system, area=area)


def take(path: Path, area: Area, wanted: Wanted = ANY, **how: object) -> Changes:
    rows = understood(path, area, wanted)
    return import_buildings(area, rows=rows, source=path.name, by=SYSTEM, now=MONDAY, **how)


def reasons(rows: Understood) -> dict[int, str]:
    return {bad.row: str(bad.reason) for bad in rows.refused}


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize(
    "code", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"], ids=lambda code: code.replace("-", "")
)
def test_files_are_read_in_the_encodings_that_are_met(file, area, code):
    take(file((CHINESE + ROWS).encode(code)), area)
    assert [str(b) for b in area.buildings.order_by("pk")] == ["1号楼", "2号楼", "门房"]
    first, second, lodge = area.buildings.order_by("pk")
    assert (first.compound.name, first.households, first.people, first.floors) == ("柳苑", 60, 150, 6)
    assert (second.compound, second.people, second.floors) == (first.compound, 0, 0)
    assert (lodge.compound, lodge.households) == (None, 0)


def test_other_separators_gzip_and_blank_lines_are_no_trouble(file, area):
    text = (CHINESE + "\n" + ROWS).replace(",", ";").replace("\n", "\r\n")
    assert len(take(file(gzip.compress(text.encode()), "a.csv.gz"), area).new) == 3


def test_a_workbook_with_a_title_above_its_heading(tmp_path, area):
    path = workbook(
        tmp_path / "a.xlsx",
        ("柳苑社区楼栋表",),
        ("楼 栋 号", "经度(°)", "纬度", "总户数"),
        (12, 116.005, 39.005, 60),
        ("12A", 116.006, 39.005, 48),
    )
    assert [row.name for row in take(path, area).new] == ["12", "12A"]


def test_columns_are_mapped_by_option_and_joined(file, area):
    path = file("no,street,x,y,n\n1,ELM RD,116.005,39.005,60\n1,OAK RD,116.006,39.005,40\n")
    wanted = ANY.told(["name=no+street", "compound=street", "lon=x", "lat=y", "households=n"])
    take(path, area, wanted)
    assert [(b.name, b.compound.name) for b in area.buildings.order_by("pk")] == [
        ("1 ELM RD", "ELM RD"),
        ("1 OAK RD", "OAK RD"),
    ]


def test_a_mapping_file_says_columns_system_and_what_to_leave_out(file, area):
    mapping = file(
        'system = "gcj02"\n[columns]\nname = ["no", "street"]\nlon = "x"\nlat = "y"\nhouseholds = "n"\n'
        '[leave_out]\nhome = "N"\n',
        "m.toml",
    )
    wanted = Wanted.read(mapping)
    assert wanted.system is System.GCJ02
    lon, lat = convert(116.005, 39.005, source=System.WGS84, target=System.GCJ02)
    path = file(f"no,street,x,y,n,home\n1,ELM RD,{lon},{lat},60,Y\n2,ELM RD,{lon},{lat},0,N\n")
    rows = understood(path, area, wanted, System.GCJ02)
    assert (len(rows.good), rows.left_out) == (1, 1)
    assert (rows.good[0].lon, rows.good[0].lat) == (pytest.approx(116.005), pytest.approx(39.005))


def test_a_second_import_of_the_same_changes_nothing(file, area):
    path = file(CHINESE + ROWS)
    take(path, area)
    stamp = Edition.objects.get(name="places").stamp
    again = take(path, area)
    assert (len(again.new), len(again.changed), again.same) == (0, 0, 3)
    assert Entry.objects.filter(verb="buildings.imported").count() == 1
    assert Edition.objects.get(name="places").stamp == stamp


def test_a_corrected_file_changes_what_differs_and_takes_nothing_away(file, area):
    take(file(CHINESE + ROWS), area)
    corrected = ROWS.replace(",60,150,", ",66,150,").partition("\n")[0]
    done = take(file(f"{CHINESE}{corrected}\n柳苑,3号楼,116.008,39.005,20,40,6\n"), area)
    assert [row.name for row in done.new] == ["3号楼"]
    assert [row.name for _, row in done.changed] == ["1号楼"]
    assert (done.same, done.unnamed) == (0, 2)
    assert area.buildings.get(name="1号楼").households == 66
    assert area.buildings.count() == 4
    assert Compound.objects.count() == 1
    entry = Entry.objects.filter(verb="buildings.imported").latest("pk")
    assert {k: entry.payload[k] for k in ("new", "changed", "same", "source")} == {
        "new": 1,
        "changed": 1,
        "same": 0,
        "source": "楼栋.csv",
    }


def test_what_a_file_does_not_speak_of_stays(file, area):
    take(file(CHINESE + ROWS), area)
    take(file("小区,楼栋,经度,纬度,户数\n柳苑,1号楼,116.005,39.005,61\n"), area)
    building = area.buildings.get(name="1号楼")
    assert (building.households, building.people, building.floors) == (61, 150, 6)


def test_each_bad_row_is_named_with_its_field_and_reason(file, area):
    bad = [
        ",,116.005,39.005,60,1,6",
        "柳苑,1号楼,,39.005,60,1,6",
        "柳苑,2号楼,116.oo5,39.005,60,1,6",
        "柳苑,3号楼,116.005,39.005,-4,1,6",
        "柳苑,4号楼,116.005,39.005,sixty,1,6",
        "柳苑,5号楼,116.005,39.005,,1,6",
        "柳苑,6号楼,0,0,60,1,6",
        "柳苑,7号楼,39.005,116.005,60,1,6",
        "柳苑,8号楼,116.005,39.005,60,1,6,7",
        "柳苑,8号楼,116.005,39.005,99999999,1,6",
        f"柳苑,{'长' * 81},116.005,39.005,60,1,6",
        "柳苑,9号楼,nan,39.005,60,1,6",
        "柳苑,好,116.005,39.005,60,1,6",
        "柳苑,好,116.006,39.005,60,1,6",
        "柳苑,远,117.005,39.005,60,1,6",
        *(f"柳苑,{n}号,116.005,39.005,60,1,6" for n in range(20, 30)),
    ]
    told = reasons(understood(file(CHINESE + "\n".join(bad)), area))
    assert told == {
        2: "楼栋 is empty.",
        3: "经度 is empty.",
        4: '经度 is "116.oo5", which is not a number.',
        5: '户数 is "-4", which is not a whole number from 0 to 20000.',
        6: '户数 is "sixty", which is not a whole number from 0 to 20000.',
        7: "户数 is empty: write 0 where there are none.",
        8: "Longitude 0.0 and latitude 0.0 are no place on earth.",
        9: "Longitude 39.005 and latitude 116.005 are no place on earth.",
        10: "The row has 8 cells and the heading 7: perhaps a comma in a cell is not quoted.",
        11: '户数 is "99999999", which is not a whole number from 0 to 20000.',
        12: "楼栋 has 81 characters, more than 80.",
        13: '经度 is "nan", which is not a number.',
        15: "The same building as in row 14. If it is another, add what tells them apart (--map name=A+B).",
        16: "The point lies 87 km away from the other buildings.",
    }


def test_one_bad_row_stops_all_unless_the_rest_is_wanted(file, area):
    path = file(CHINESE + ROWS + "柳苑,1号楼,116.005,39.005,60,1,6\n")
    with pytest.raises(RowsRefused, match="1 of 4 rows"):
        take(path, area)
    assert not Building.objects.exists()
    assert not Entry.objects.filter(verb="buildings.imported").exists()
    assert len(take(path, area, good_rows_only=True).new) == 3


def test_refused_rows_come_back_as_a_workbook_that_can_be_corrected_and_imported(file, area, tmp_path):
    rows = understood(file(CHINESE + ROWS + "柳苑,=1+1,116.005,39.005,x,1,6\n"), area)
    path = tmp_path / "refused.xlsx"
    write_rejects(path, heading=rows.heading, rows=rows.refused, titles=("row", "reason"), say=str)
    heading, line = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert heading == [*CHINESE.strip().split(","), "row", "reason"]
    assert line[:5] == ["柳苑", "=1+1", "116.005", "39.005", "x"]
    assert line[-2:] == [5.0, '户数 is "x", which is not a whole number from 0 to 20000.']
    assert reasons(understood(path, area)) == {2: line[-1]}


def test_a_point_off_the_area_is_refused_and_one_on_its_edge_is_not(file, bounded):
    lines = [f",{n}号,116.00{n},39.005,60,1,6" for n in range(1, 10)] + [
        ",外,116.02,39.005,60,1,6",
        ",边,116.0105,39.005,60,1,6",
        *(f",再{n}号,116.00{n},39.004,60,1,6" for n in range(1, 10)),
    ]
    told = reasons(understood(file(CHINESE + "\n".join(lines)), bounded))
    assert told == {11: "The point lies 866 m outside the area."}


def test_an_outline_grows_when_asked_to(file, bounded):
    path = file(CHINESE + ",1号,116.005,39.005,60,1,6\n,2号,116.015,39.005,60,1,6\n")
    with pytest.raises(PointsElsewhere):
        take(path, bounded)
    rows = understood(path)
    import_buildings(bounded, rows=rows, source="a.csv", extend=True, by=SYSTEM, now=MONDAY)
    grown = shapely.from_wkb(bytes(Area.objects.get(pk=bounded.pk).outline))
    assert grown.covers(shapely.box(116.0, 39.0, 116.01, 39.01))
    assert shapely.contains_xy(grown, [(116.005, 39.005), (116.015, 39.005)]).all()
    assert len(understood(path, Area.objects.get(pk=bounded.pk)).good) == 2


def test_points_in_another_system_are_refused_with_its_name(file, bounded):
    points = [(116.0005 + 0.001 * n, 39.0008) for n in range(10)]
    moved = [convert(lon, lat, source=System.WGS84, target=System.BD09) for lon, lat in points]
    path = file(CHINESE + "\n".join(f",{i}号,{x},{y},60,1,6" for i, (x, y) in enumerate(moved)))
    with pytest.raises(LooksLikeOtherSystem, match="BD-09"):
        understood(path, bounded)
    assert len(understood(path, bounded, system=System.BD09).good) == 10


def test_swapped_columns_are_seen_with_an_outline_and_without(file, area, db):
    path = file("楼栋,经度,纬度,户数\n1,39.005,116.005,60\n2,39.005,116.006,60\n")
    with pytest.raises(SwappedColumns, match="--map lon=纬度 --map lat=经度"):
        understood(path, area)
    outline = square(50.0, 39.0, 50.01, 39.01)
    west = places.found_area("99", name="西", level="province", outline=outline, by=SYSTEM, now=MONDAY)
    with pytest.raises(LooksSwapped):
        understood(file("楼栋,经度,纬度,户数\n1,39.005,50.005,60\n"), west)


@pytest.mark.parametrize(
    ("content", "refusal", "said"),
    [
        (b"", FileEmpty, "is empty"),
        (b" \n\n", FileEmpty, "is empty"),
        (b"\xef\xbb\xbf\n", FileEmpty, "is empty"),
        (CHINESE.encode(), NoRows, "no rows below"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", NotATable, "binary data"),
        (bytes(range(128, 256)) * 3, NotATable, "neither UTF-8 nor GB18030"),
        (b"PK\x03\x04 this is no workbook", NotATable, r"\.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NotATable, r"\.xlsx"),
        (gzip.compress(ROWS.encode(), mtime=0)[:-9], NotATable, "gzip"),
        (b"\x1f\x8b\x08 broken", NotATable, "gzip"),
        (b"lon,lat,households\n1,2,3\n", ColumnsMissing, "No column says the name"),
        (b'name,lon,lat,households\n"' + b"x" * 200_000, NotATable, "field larger"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(file, area, content, refusal, said):
    with pytest.raises(refusal) as refused:
        understood(file(content), area)
    assert re.search(said, f"{refused.value} {refused.value.facts.get('reason')}")


def test_a_workbook_cut_short_is_refused(tmp_path, area):
    path = workbook(tmp_path / "a.xlsx", ("楼栋", "经度", "纬度", "户数"), (1, 116.005, 39.005, 60))
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(NotATable):
        understood(path, area)


def test_a_mapping_that_does_not_fit_is_refused(file, area):
    path = file(CHINESE + ROWS)
    with pytest.raises(NoSuchColumn, match='no column "blk"'):
        understood(path, area, ANY.told(["name=blk"]))
    with pytest.raises(NoSuchField, match="storeys"):
        ANY.told(["storeys=层数"])
    for text in ("[columns\n", "[colums]\nname = 1\n", 'system = "mars"\n', "columns = 3\n"):
        with pytest.raises(MappingBroken):
            Wanted.read(file(text, "m.toml"))


def test_a_preview_compares_and_writes_nothing(file, area):
    before = Entry.objects.count()
    changes = compare(area, understood(file(CHINESE + ROWS), area).good)
    assert len(changes.new) == 3
    assert (Building.objects.count(), Entry.objects.count()) == (0, before)


def test_a_new_community_gets_its_ancestors_and_an_outline_around_its_buildings(file, db):
    founding = Founding("柳苑社区", invented_code(), {"province": "示例省", "city": "示例市"})
    area = found_community(founding, by=SYSTEM, now=MONDAY)
    assert (area.code, area.path) == ("990101001001", "99/9901/990101/990101001/990101001001/")
    assert list(Area.objects.order_by("code").values_list("name", flat=True)[:3]) == [
        "示例省",
        "示例市",
        "990101",
    ]
    take(file(CHINESE + ROWS), area)
    outline = shapely.from_wkb(bytes(Area.objects.get(pk=area.pk).outline))
    homes = np.array(area.buildings.values_list("lon", "lat"))
    assert outline.geom_type == "Polygon"
    assert shapely.contains_xy(outline, homes).all()
    assert invented_code() == "990101001002"
    with pytest.raises(CommunityThere, match="--area 990101001001"):
        found_community(founding, by=SYSTEM, now=MONDAY)


def test_progress_is_told_row_by_hundred(file, area):
    lines = "".join(f",{n}号,116.005,39.005,60,1,6\n" for n in range(450))
    told = []
    read(
        read_table(file(CHINESE + lines)),
        wanted=ANY,
        system=System.WGS84,
        area=area,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(200, 450), (400, 450), (450, 450)]
