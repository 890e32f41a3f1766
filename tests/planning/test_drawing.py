"""A planner draws the grids of a community, looks at them, and puts them in force."""

from datetime import date

import numpy as np
import pytest
import shapely
from django.db import connection

from tests.cast import DAY, MONDAY, square
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry
from wangge.partition.errors import BuildingTooLarge, WrongNumberOfGrids
from wangge.partition.inputs import ARTERIAL, RIVER, Rule
from wangge.places import actions as places
from wangge.places.errors import DivisionDates
from wangge.places.locating import locate
from wangge.places.models import Area, Building, Compound, Membership
from wangge.planning import actions
from wangge.planning.barriers import barriers
from wangge.planning.errors import (
    DayPast,
    DraftAdopted,
    DraftOutdated,
    NobodyCounted,
    NoBuildings,
    NotACommunity,
)
from wangge.planning.models import Draft
from wangge.planning.terrain import survey

pytestmark = pytest.mark.django_db

CODE = "990102001001"
RULE = Rule(300, 500)
BAY = shapely.Polygon([(116.0, 39.0), (116.01, 39.0), (116.01, 39.008), (116.006, 39.008), (116.006, 39.004),
                       (116.004, 39.004), (116.004, 39.008), (116.0, 39.008)])  # fmt: skip
ROAD = {
    "type": "Feature",
    "properties": {"layer": "roads", "class": "arterial"},
    "geometry": {"type": "LineString", "coordinates": [[115.999, 39.002], [116.011, 39.002]]},
}
CANAL = {
    "type": "Feature",
    "properties": {"layer": "water", "kind": "canal"},
    "geometry": shapely.box(116.005, 38.99, 116.0051, 39.1).__geo_interface__,
}


def community(outline: bytes = b"", *, code: str = CODE) -> Area:
    return places.found_area(code, name="临湾社区", level="community", outline=outline, by=SYSTEM, now=MONDAY)


def build(area: Area, *, households: int = 60, ground: shapely.Polygon = BAY) -> None:
    """Houses in rows over the ground, two compounds and some houses of neither."""
    compounds = [Compound(area=area, name=name) for name in ("东苑", "西苑")]
    west, south, east, north = ground.bounds
    spots = [
        (lon, lat)
        for lon in np.arange(west + 0.0004, east, 0.0009).tolist()
        for lat in np.arange(south + 0.0004, north, 0.0007).tolist()
        if shapely.contains_xy(ground, lon, lat)
    ]
    houses = [
        Building(
            area=area,
            name=f"{i}号楼",
            lon=lon,
            lat=lat,
            households=households and households + i % 7,
            people=150,
            merchants=i % 3,
            compound=compounds[i % 2] if i % 5 else None,
        )
        for i, (lon, lat) in enumerate(spots, start=1)
    ]
    places.enter_buildings(area, compounds=compounds, buildings=houses, source="test", by=SYSTEM, now=MONDAY)


@pytest.fixture
def bay() -> Area:
    area = community(shapely.to_wkb(BAY))
    build(area)
    places.set_backdrop(area, features={"features": [ROAD, CANAL]}, by=SYSTEM, now=MONDAY)
    return area


def draw(area: Area, rule: Rule = RULE, **how: object) -> Draft:
    return actions.draw(area, rule=rule, by=SYSTEM, now=MONDAY, iterations=30_000, **how)


def adopt(draft: Draft, since: date = DAY) -> list[shapely.Polygon]:
    actions.vouch(draft, by=SYSTEM, now=MONDAY)
    division = actions.adopt(draft, since=since, by=SYSTEM, now=MONDAY)
    return [shapely.from_wkb(bytes(grid.outline)) for grid in division.grids.order_by("number")]


def test_a_draft_holds_every_building_once_in_grids_that_keep_to_the_rule(bay):
    draft = draw(bay)
    assert set(draft.assignment) == {str(pk) for pk in bay.buildings.values_list("pk", flat=True)}
    assert set(draft.assignment.values()) == set(range(1, draft.figures["k"] + 1))
    rows = draft.figures["grids"]
    assert all(300 <= row["households"] <= 500 for row in rows)
    assert sum(row["households"] for row in rows) == sum(bay.buildings.values_list("households", flat=True))
    assert sum(row["buildings"] for row in rows) == bay.buildings.count()
    assert (draft.figures["in_range"], draft.figures["torn"], draft.figures["outline"]) == (1.0, 0, "given")
    assert draft.figures["barriers"] == 2
    assert not bay.divisions.exists()
    entry = Entry.objects.get(verb="draft.drawn")
    assert (entry.subject_id, entry.payload["grids"]) == (draft.pk, draft.figures["k"])


def test_a_seed_draws_the_same_grids_again(bay):
    assert draw(bay, seed=4).assignment == draw(bay, seed=4).assignment


def test_adopted_grids_cover_the_community_without_gap_or_overlap(bay):
    polygons = adopt(draw(bay))
    assert shapely.is_valid(polygons).all()
    assert {polygon.geom_type for polygon in polygons} == {"Polygon"}
    assert shapely.coverage_is_valid(polygons)
    union = shapely.coverage_union_all(polygons)
    assert union.geom_type == "Polygon"
    assert union.hausdorff_distance(BAY) < 2e-8  # 2 mm
    assert sum(shapely.area(polygons)) == pytest.approx(BAY.area, rel=1e-5)


def test_every_building_is_in_one_grid_and_stands_in_its_polygon(bay):
    draft = draw(bay)
    adopt(draft)
    members = Membership.objects.select_related("grid", "building")
    assert {str(m.building_id): m.grid.number for m in members} == draft.assignment
    assert len(members) == bay.buildings.count()
    for member in members:
        outline = shapely.from_wkb(bytes(member.grid.outline))
        assert shapely.intersects_xy(outline, member.building.lon, member.building.lat)
    homes = np.array(bay.buildings.order_by("pk").values_list("lon", "lat"))
    found = locate(homes, on=DAY).grids.tolist()
    assert found == list(members.order_by("building_id").values_list("grid_id", flat=True))


def test_grids_have_codes_names_labels_and_colours_in_the_order_of_the_map(bay):
    adopt(draw(bay))
    grids = list(bay.divisions.get().grids.order_by("number"))
    assert [g.code for g in grids] == [f"{CODE}{n:03d}" for n in range(1, len(grids) + 1)]
    assert grids[0].name == "第1网格"
    polygons = shapely.from_wkb([bytes(g.outline) for g in grids])
    centres = shapely.get_coordinates(shapely.centroid(polygons))
    assert (np.diff(centres[:, 0]) > -1e-6).all()
    assert all(shapely.contains_xy(p, g.lon, g.lat) for p, g in zip(polygons, grids, strict=True))
    touching = [
        (a, b)
        for i, a in enumerate(grids)
        for j, b in enumerate(grids)
        if i < j and shapely.relate_pattern(polygons[i], polygons[j], "****1****")
    ]
    assert touching
    assert all(a.colour != b.colour for a, b in touching)


def test_names_are_data(bay):
    draft = draw(bay)
    actions.vouch(draft, by=SYSTEM, now=MONDAY)
    division = actions.adopt(draft, since=DAY, naming="G-{number:02d}", by=SYSTEM, now=MONDAY)
    assert division.grids.first().name == "G-01"


def test_a_community_without_an_outline_gets_one_around_its_buildings(db):
    area = community()
    build(area)
    draft = draw(area)
    assert draft.figures["outline"] == "drawn around the buildings"
    polygons = adopt(draft)
    area.refresh_from_db()
    outline = shapely.from_wkb(bytes(area.outline))
    assert shapely.coverage_union_all(polygons).hausdorff_distance(outline) < 1e-7
    homes = np.array(area.buildings.values_list("lon", "lat"))
    assert set(locate(homes, on=DAY).areas.tolist()) == {area.pk}


def test_a_draft_is_adopted_once(bay):
    draft = draw(bay)
    adopt(draft)
    with pytest.raises(DraftAdopted, match="version 1 from 2026-01-01"):
        adopt(draft, since=date(2026, 12, 1))
    assert bay.divisions.count() == 1


def test_a_draft_of_other_ground_is_not_adopted(bay):
    draft = draw(bay)
    bay.buildings.filter(name="1号楼").update(households=99)
    with pytest.raises(DraftOutdated):
        adopt(draft)


def test_a_draft_that_would_begin_too_early_is_still_a_draft(bay):
    adopt(draw(bay))
    second = draw(bay, seed=2)
    with pytest.raises(DivisionDates):
        adopt(second, since=DAY)
    with pytest.raises(DayPast):
        adopt(second, since=date(2026, 3, 1))
    adopt(second, since=MONDAY.date())
    second.refresh_from_db()
    assert second.adopted.version == 2
    assert bay.divisions.get(version=1).until == MONDAY.date()


def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(db):
    area = community()
    with pytest.raises(NoBuildings):
        draw(area)
    build(area, households=0)
    with pytest.raises(NobodyCounted):
        draw(area)
    street = places.found_area("990102001", name="湾街", level="street", by=SYSTEM, now=MONDAY)
    with pytest.raises(NotACommunity):
        draw(street)
    assert not Draft.objects.exists()


def test_a_rule_that_cannot_be_met_names_the_nearest_that_can(bay):
    with pytest.raises(WrongNumberOfGrids, match="allow"):
        draw(bay, Rule(300, 500, k=3))
    bay.buildings.filter(name="1号楼").update(households=539)
    with pytest.raises(BuildingTooLarge, match="539"):
        draw(bay)
    draft = draw(bay, lenient=True)
    assert "539" in draft.figures["reason"]
    assert sum(row["households"] > 500 for row in draft.figures["grids"]) == 1


def test_drawing_tells_how_far_it_is_and_may_be_stopped(bay):
    told = []
    draw(bay, progress=lambda progress: told.append(progress.done) or len(told) < 3)
    assert len(told) < 10, "it ends within a few beats"
    assert told == sorted(told)


def test_drawing_holds_no_transaction(bay, monkeypatch):
    outer = len(connection.savepoint_ids)
    depth = []
    draw(bay, progress=lambda _: depth.append(len(connection.savepoint_ids)) or False)
    assert set(depth) == {outer}


def test_houses_beyond_the_border_are_counted_and_told(bay):
    far = Building(area=bay, name="岛", lon=116.02, lat=39.005, households=60)
    places.enter_buildings(bay, buildings=[far], source="test", by=SYSTEM, now=MONDAY)
    assert draw(bay).figures["outside"] == 1


def test_roads_and_waterways_bar_the_way_and_ponds_do_not():
    pond = CANAL | {"properties": {"layer": "water", "kind": "pond"}}
    path = ROAD | {"properties": {"layer": "roads", "class": "path"}}
    assert [kind for _, kind in barriers([ROAD, CANAL, pond, path])] == [ARTERIAL, RIVER]


def test_the_ground_is_measured_in_metres(bay):
    terrain = survey(bay)
    west, south, east, north = terrain.outline.bounds
    assert (east - west, north - south) == (pytest.approx(865, abs=2), pytest.approx(888, abs=2))
    assert terrain.outline.area == pytest.approx(sum(terrain.cells.area), rel=1e-6)


def test_a_square_needs_no_particular_shape(db):
    area = community(square(116.0, 39.0, 116.01, 39.01))
    build(area, ground=shapely.box(116.0, 39.0, 116.01, 39.01))
    assert draw(area).figures["in_range"] == 1.0
