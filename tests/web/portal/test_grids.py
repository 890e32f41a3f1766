"""My grid: found by building, its card, and the code that reports there."""

import html

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.staffing.models import PostKind


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return Client(headers={"Accept-Language": "en"})


def test_a_building_leads_to_the_card_of_its_grid(cast: Cast, visitor: Client) -> None:
    area = cast.community.code
    found = visitor.get("/grids", {"area": area, "building": "春和苑 2号楼"})
    assert found["Location"] == f"/grids/{cast.grids[1].code}"
    assert visitor.get("/grids", {"area": area, "building": "2号"})["Location"] == found["Location"]
    several = visitor.get("/grids", {"area": area, "building": "春和"}).content.decode()
    assert "Which of these?" in several
    none = html.unescape(visitor.get("/grids", {"area": area, "building": "<9号楼>"}).content.decode())
    assert "No building of a grid is called “<9号楼>”" in none


def test_the_grids_are_a_list_too(cast: Cast, visitor: Client) -> None:
    page = visitor.get("/grids", {"area": cast.community.code}).content.decode()
    assert f"/grids/{cast.grids[0].code}" in page
    assert "<datalist" in page
    assert "Choose a community" in visitor.get("/grids").content.decode()
    bare = visitor.get("/grids", {"area": cast.neighbour.code}).content.decode()
    assert "No grids yet" in bare


def test_the_card_names_people_duties_and_place_in_the_language_of_the_page(
    cast: Cast, visitor: Client
) -> None:
    duty = {"zh": "落实诉求办理", "en": "Settles requests"}
    PostKind.objects.filter(code="head").update(name="网格长", name_en="Grid head", duties=[duty])
    address = f"/grids/{cast.grids[0].code}"
    page = visitor.get(address).content.decode()
    assert "陈网格" in page
    assert "Grid head" in page
    assert "Settles requests" in page
    assert "吴网格" not in page
    assert '<svg class="sketch"' in page
    assert "sketch-mine" in page
    chinese = Client(headers={"Accept-Language": "zh-CN"}).get(address).content.decode()
    assert "网格长" in chinese
    assert "落实诉求办理" in chinese


def test_a_card_with_a_backdrop_draws_it(cast: Cast, visitor: Client) -> None:
    road = {"type": "LineString", "coordinates": [[116.0, 39.005], [116.02, 39.005]]}
    feature = {"type": "Feature", "geometry": road, "properties": {"layer": "roads"}}
    drawn = {"type": "FeatureCollection", "features": [feature]}
    places.set_backdrop(cast.community, features=drawn, by=SYSTEM, now=MONDAY)
    assert "sketch-road" in visitor.get(f"/grids/{cast.grids[0].code}").content.decode()


def test_a_grid_that_is_not_there_is_not_found(cast: Cast, visitor: Client) -> None:
    assert visitor.get("/grids/990101001001999").status_code == 404
