"""Zhou sends the grids to the surveyors, gets theirs back, and lays the old paper map under them."""

import io
import json
from urllib.parse import unquote

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pyogrio import raw
from shapely.geometry import mapping

from tests.cast import Cast
from wangge.journal.models import Entry
from wangge.planning.models import Draft, Underlay

JSON = {"accept": "application/json"}
POINTS = [  # a map of 2 km by 1 km on 800 by 500 pixels, north a little to the right
    {"px": 0, "py": 0, "lon": 116.0, "lat": 39.0102},
    {"px": 800, "py": 0, "lon": 116.02, "lat": 39.0101},
    {"px": 0, "py": 500, "lon": 116.0, "lat": 39.0},
    {"px": 800, "py": 500, "lon": 116.02, "lat": 39.0},
]


def at(cast: Cast, rest: str) -> str:
    return f"/desk/plans/{cast.community.code}/{rest}"


def scan(
    width: int = 800, height: int = 500, form: str = "PNG", mode: str = "RGB", **more: object
) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, form, **more)
    return SimpleUploadedFile(f"旧图.{form.lower()}", out.getvalue())


def plan(west: float = 116.0) -> SimpleUploadedFile:
    halves = [shapely.box(west + n * 0.01, 39.0, west + 0.01 + n * 0.01, 39.01) for n in range(2)]
    drawn = [
        {"type": "Feature", "properties": {"number": n, "name": f"新{n}"}, "geometry": mapping(half)}
        for n, half in enumerate(halves, start=1)
    ]
    return SimpleUploadedFile(
        "新图.geojson", json.dumps({"type": "FeatureCollection", "features": drawn}).encode()
    )


@pytest.fixture
def zhou(enter) -> Client:
    return enter("zhou")


def post(client: Client, where: str, *, data: object = None, **files: object):
    if data is None:
        return client.post(where, files, headers=JSON)
    return client.post(where, json.dumps(data), content_type="application/json", headers=JSON)


def test_the_grids_in_force_are_sent_out(cast, zhou, tmp_path):
    answer = zhou.get(at(cast, "export"), {"format": "gpkg", "system": "cgcs2000", "buildings": "1"})
    assert answer.status_code == 200
    assert unquote(answer["Content-Disposition"]) == "attachment; filename*=utf-8''春和社区-v1.gpkg"
    assert answer["Content-Type"] == "application/geopackage+sqlite3"
    (tmp_path / "g.gpkg").write_bytes(answer.getvalue())
    meta, _, _, columns = raw.read(tmp_path / "g.gpkg", layer="grids")
    assert meta["crs"] == "EPSG:4490"
    assert dict(zip(meta["fields"], columns, strict=True))["name"].tolist() == ["第1网格", "第2网格"]
    assert len(raw.read(tmp_path / "g.gpkg", layer="buildings")[2]) == len(cast.buildings)


def test_a_division_or_a_draft_is_sent_out_by_its_number(cast, zhou):
    division = cast.grids[0].division_id
    assert zhou.get(at(cast, f"export?division={division}&format=shp")).status_code == 200
    made = post(zhou, at(cast, "import"), file=plan()).json()
    answer = zhou.get(at(cast, f"export?draft={made['draft']}&format=kml"))
    assert "-d" in unquote(answer["Content-Disposition"])
    assert zhou.get(at(cast, "export?draft=999999")).status_code == 404
    assert zhou.get(at(cast, "export?division=x")).status_code == 404
    assert zhou.get(at(cast, "export?format=dwg"), headers=JSON).json()["error"] == "no-such-format"


def test_before_there_were_grids_none_are_sent(cast, enter):
    answer = enter("qian").get(f"/desk/plans/{cast.neighbour.code}/export", headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (422, "nothing-in-force")


def test_a_plan_comes_back_as_a_draft_with_a_report(cast, zhou):
    answer = post(zhou, at(cast, "import"), file=plan(), name="测绘院方案").json()
    draft = Draft.objects.get(pk=answer["draft"])
    assert (draft.name, draft.made_by) == ("测绘院方案", cast.account["zhou"])
    assert draft.assignment == {str(building.pk): n for n, building in enumerate(cast.buildings, start=1)}
    assert answer["report"]["polygons"] == 2
    assert answer["report"]["strays"] == []
    assert Entry.objects.get(verb="draft.imported").actor_id == cast.account["zhou"].pk


def test_a_look_at_a_file_keeps_nothing(cast, zhou):
    answer = post(zhou, at(cast, "import"), file=plan(), preview="1").json()
    assert (answer["draft"], answer["report"]["buildings"]) == (None, 2)
    assert not Draft.objects.exists()


def test_a_file_that_is_no_plan_is_refused_with_a_reason(cast, zhou):
    for sent, error in [
        ({"file": plan(west=117.0)}, "points-elsewhere"),
        ({"file": SimpleUploadedFile("图.dwg", b"AC1027")}, "not-a-map-file"),
        ({}, "no-file-sent"),
        ({"file": plan(), "system": "mars"}, "no-such-format"),
    ]:
        answer = post(zhou, at(cast, "import"), **sent)
        assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert not Draft.objects.exists()


def test_the_old_paper_map_is_laid_under(cast, zhou, settings):
    assert zhou.get(at(cast, "underlay.json")).json() == {"underlay": None}
    assert zhou.get(at(cast, "underlay/picture"), headers=JSON).json()["error"] == "no-underlay"
    laid = post(zhou, at(cast, "underlay"), file=scan()).json()["underlay"]
    assert (laid["width"], laid["height"], laid["corners"]) == (800, 500, [])
    placed = post(zhou, at(cast, "underlay/points"), data=POINTS).json()["underlay"]
    assert zhou.get(at(cast, "underlay.json")).json()["underlay"] == placed
    for corner, point in zip(placed["corners"], [POINTS[n] for n in (0, 1, 3, 2)], strict=True):
        assert corner == pytest.approx([point["lon"], point["lat"]], abs=5e-5)
    assert placed["fit"]["method"] == "affine"
    assert max(placed["fit"]["residuals"]) < 4
    assert len(placed["points"]) == 4
    picture = zhou.get(placed["picture"])
    assert picture["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(b"".join(picture.streaming_content))).size == (800, 500)
    assert [e.verb for e in Entry.objects.filter(verb__startswith="underlay").order_by("pk")] == [
        "underlay.laid", "underlay.placed",
    ]  # fmt: skip


def test_points_may_be_told_in_another_system_and_askew(cast, zhou):
    post(zhou, at(cast, "underlay"), file=scan())
    sent = {"points": POINTS, "system": "gcj02", "method": "projective", "opacity": 0.3}
    placed = post(zhou, at(cast, "underlay/points"), data=sent).json()["underlay"]
    assert (placed["fit"]["method"], placed["opacity"]) == ("projective", 0.3)
    assert placed["corners"][0][0] == pytest.approx(116.0 - 0.006, abs=0.001)


def test_what_places_nothing_is_refused_and_the_map_lies_as_it_lay(cast, zhou):
    assert post(zhou, at(cast, "underlay/points"), data=POINTS).json()["error"] == "no-underlay"
    post(zhou, at(cast, "underlay"), file=scan())
    before = post(zhou, at(cast, "underlay/points"), data=POINTS).json()
    swapped = [POINTS[0] | {"lon": 116.02}, POINTS[1] | {"lon": 116.0}, POINTS[2]]
    for points, error in [
        (POINTS[:2], "too-few-control-points"),
        ([POINTS[0]] * 3, "points-in-a-line"),
        (swapped, "map-mirrored"),
        ([POINTS[0] | {"px": 900}, *POINTS[1:]], "point-off-the-map"),
        ([p | {"lon": p["lon"] + 2} for p in POINTS], "points-elsewhere"),
        ([p | {"lon": p["lat"], "lat": p["lon"]} for p in POINTS], "control-point-broken"),
        ([{"px": "x"}, *POINTS], "control-point-broken"),
        ([None], "control-point-broken"),
        ({"points": 7}, "unreadable"),
    ]:
        answer = post(zhou, at(cast, "underlay/points"), data=points)
        assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert zhou.get(at(cast, "underlay.json")).json() == before


def test_a_scan_is_turned_upright_stripped_and_made_small(cast, zhou, settings):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "who scanned it"
    laid = post(zhou, at(cast, "underlay"), file=scan(6000, 3000, "JPEG", exif=exif)).json()["underlay"]
    assert (laid["width"], laid["height"]) == (2048, 4096)
    stored = settings.MEDIA_ROOT / Underlay.objects.get().file
    with Image.open(stored) as image:
        assert image.size == (2048, 4096)
        assert not image.getexif()
    assert b"who scanned" not in stored.read_bytes()
    for mode in ("RGBA", "1", "P", "I;16"):
        assert post(zhou, at(cast, "underlay"), file=scan(mode=mode)).status_code == 200


def test_what_is_no_scan_is_refused(cast, zhou):
    wide = io.BytesIO()
    Image.new("1", (30_000, 2_000)).save(wide, "PNG")
    for upload, error in [
        (SimpleUploadedFile("m.png", b"\x89PNG but no more"), "not-a-scan"),
        (SimpleUploadedFile("m.pdf", b"%PDF-1.7"), "not-a-scan"),
        (scan(form="GIF"), "not-a-scan"),
        (SimpleUploadedFile("m.png", wide.getvalue()), "scan-too-large"),
    ]:
        answer = post(zhou, at(cast, "underlay"), file=upload)
        assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert not Underlay.objects.exists()


def test_another_map_takes_its_place_and_no_picture_is_left_behind(
    cast, zhou, settings, django_capture_on_commit_callbacks
):
    post(zhou, at(cast, "underlay"), file=scan())
    first = settings.MEDIA_ROOT / Underlay.objects.get().file
    assert first.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        post(zhou, at(cast, "underlay"), file=scan(400, 300))
    second = settings.MEDIA_ROOT / Underlay.objects.get().file
    assert [first.is_file(), second.is_file()] == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        assert zhou.delete(at(cast, "underlay")).status_code == 204
    assert not second.is_file()
    assert zhou.get(at(cast, "underlay.json")).json() == {"underlay": None}
    assert zhou.delete(at(cast, "underlay"), headers=JSON).json()["error"] == "no-underlay"


ASKED = [
    ("get", "export"),
    ("post", "import"),
    ("post", "underlay"),
    ("delete", "underlay"),
    ("get", "underlay.json"),
    ("get", "underlay/picture"),
    ("post", "underlay/points"),
]


@pytest.mark.parametrize(("method", "rest"), ASKED)
def test_only_the_offices_of_the_place_reach_its_files(cast, enter, method, rest):
    post(enter("zhao"), at(cast, "underlay"), file=scan())  # the street may
    for name, status in {"qian": 404, "chen": 403, "gao": 403, "an": 403}.items():
        assert getattr(enter(name), method)(at(cast, rest)).status_code == status, name
    assert getattr(Client(), method)(at(cast, rest)).status_code == 302
    assert Underlay.objects.count() == 1
