from itertools import combinations

import pytest
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import unary_union

from wangge.demo.estate import Estate, generate
from wangge.demo.layers import as_geojson, backdrop


@pytest.fixture(scope="module")
def estate() -> Estate:
    return generate("jiabei")


def test_the_community_counts_what_it_is_told_to_count(estate: Estate) -> None:
    assert len(estate.houses) == 54
    assert estate.households == 5250
    assert sum(house.merchants for house in estate.houses) == len(estate.shops) == 255
    assert estate.people > 20_000
    assert Polygon(estate.boundary).area == pytest.approx(650_000, rel=0.01)


def test_fifteen_grids_of_252_to_371_households_are_possible_with_whole_houses(estate: Estate) -> None:
    sizes = [sum(house.households for house in houses) for houses in estate.proof().values()]
    assert len(sizes) == 15
    assert (min(sizes), max(sizes), sum(sizes) / 15) == (252, 371, 350)
    for houses in estate.proof().values():
        assert len({house.compound for house in houses}) == 1
        middles = [Point(house.centre).buffer(60) for house in houses]
        assert unary_union(middles).geom_type == "Polygon", "a grid's houses stand side by side"


def test_the_same_seed_draws_the_same_estate_and_another_seed_another(estate: Estate) -> None:
    assert generate("jiabei") == estate
    assert generate("jiabei", seed=7) != estate
    assert generate("jiabei", seed=7).households == 5250


def test_houses_stand_apart_inside_their_fences(estate: Estate) -> None:
    fences = {compound.name: Polygon(compound.ring) for compound in estate.compounds}
    walls = {house.number: Polygon(house.ring) for house in estate.houses}
    assert all(wall.is_valid for wall in walls.values())
    assert all(fences[house.compound].contains(walls[house.number]) for house in estate.houses)
    assert all(a.distance(b) > 6 for a, b in combinations(walls.values(), 2))
    streets = [
        LineString(r.points).buffer(r.width / 2)
        for r in estate.roads
        if r.kind in ("arterial", "secondary", "street")
    ]
    assert not unary_union(streets).intersects(unary_union(list(walls.values())))
    annexes = unary_union([Polygon(annexe.ring) for annexe in estate.annexes])
    assert not annexes.intersects(unary_union(list(walls.values())))


def test_every_home_has_one_door_and_one_address(estate: Estate) -> None:
    for house in estate.houses:
        homes = list(house.homes())
        assert len({house.address(home) for home in homes}) == house.households == len(homes)
        assert {home.unit for home in homes} == set(range(1, house.units + 1))


def test_numbers_run_on_and_the_known_houses_exist(estate: Estate) -> None:
    assert [house.number for house in estate.houses] == list(range(101, 155))
    assert estate.house(140).lift
    assert [house.number for house in estate.houses if house.units == 17] == [122]
    assert max(house.households for house in estate.houses) <= 210


def test_all_kinds_of_compounds_occur(estate: Estate) -> None:
    assert {compound.kind for compound in estate.compounds} == {"property", "self", "unit", "none"}


def test_layers_are_geojson_near_the_anchor(estate: Estate) -> None:
    layers = as_geojson(estate)
    assert {"boundary", "roads", "water", "green", "buildings", "shops", "gates"} <= set(layers)
    assert len(layers["buildings"]["features"]) == 54
    assert len({shop["properties"]["name"] for shop in layers["shops"]["features"]}) == 255
    for ring in (feature["geometry"]["coordinates"][0] for feature in layers["buildings"]["features"]):
        assert all(abs(lon - 116.2) < 0.01 and abs(lat - 39.7) < 0.01 for lon, lat in ring)
    assert all(feature["properties"]["layer"] for feature in backdrop(estate)["features"])
