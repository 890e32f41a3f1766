"""An address typed at the desk: what was understood is shown, what was not is said, nothing is guessed."""

import pytest

from tests.cast import MONDAY
from wangge.cases.models import Case
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.places.models import Building, Compound, Home

ASK = "/desk/report/address"


@pytest.fixture
def homes(house) -> None:
    """Building 1 has two entrances of six floors; the neighbours have a 1号楼 too."""
    compound = Compound(area=house.neighbour, name="秋水里")
    buildings = [Building(area=house.neighbour, compound=compound, name="1号楼", lon=116.03, lat=39.005)]
    doors = [(unit, floor) for unit in (1, 2) for floor in range(1, 7)]
    homes = [Home(building=house.buildings[0], unit=u, floor=f, door=f"{f}01") for u, f in doors]
    places.enter_buildings(
        house.neighbour,
        compounds=[compound],
        buildings=buildings,
        homes=homes,
        source="test",
        by=SYSTEM,
        now=MONDAY,
    )


def told(house, **more) -> dict[str, str]:
    return {"key": "k1", "channel": "12345", "text": "楼道灯坏了", "building": ""} | more


def test_what_is_understood_is_shown_while_it_is_typed(house, homes, enter):
    page = enter("zhou").post(ASK, {"address": "春合苑一栋二单元501（王阿姨家旁边）"})
    assert "春和苑 1号楼 entrance 2 501" in page.text
    assert "Not placed:" in page.text
    assert "王阿姨家旁边" in page.text


def test_the_case_is_at_the_building_that_the_address_means(house, homes, enter):
    enter("zhou").post("/desk/report", told(house, address="春和苑1#2-501"))
    case = Case.objects.get()
    assert (case.building, case.grid, case.address) == (house.buildings[0], house.grids[0], "春和苑1#2-501")


def test_a_number_that_two_compounds_have_is_asked_about(house, homes, enter):
    zhao = enter("zhao")
    page = zhao.post(ASK, {"address": "1号楼2单元"})
    assert "which building is meant" in page.text
    assert "秋水里 1号楼" in page.text
    refused = zhao.post("/desk/report", told(house, address="1号楼2单元"))
    assert (refused.status_code, Case.objects.count()) == (422, 0)
    zhao.post("/desk/report", told(house, address="1号楼2单元", meant=str(house.buildings[0].pk)))
    assert Case.objects.get().building == house.buildings[0]


def test_a_building_outside_what_is_possible_cannot_be_slipped_in(house, homes, enter):
    beyond = Building.objects.get(compound__name="秋水里")
    answer = enter("zhou").post("/desk/report", told(house, address="九号楼", meant=str(beyond.pk)))
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_nobody_hears_of_places_outside_their_own(house, homes, enter):
    for name in ("zhou", "chen"):
        page = enter(name).post(ASK, {"address": "秋水里1号楼"})
        assert "No place here is named so" in page.text
        assert "秋水里 1号楼" not in page.text
    page = enter("chen").post(ASK, {"address": "春和苑2号楼"})
    assert "No place here is named so" in page.text, "the grid next door"


def test_a_community_alone_is_a_place_too(house, homes, enter):
    enter("zhao").post("/desk/report", told(house, address="秋实社区菜市场旁"))
    case = Case.objects.get()
    assert (case.area, case.building, case.address) == (house.neighbour, None, "秋实社区菜市场旁")


def test_nothing_typed_says_nothing(house, enter):
    assert enter("zhou").post(ASK, {"address": " "}).text.strip() == ""
