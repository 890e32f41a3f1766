"""The table of grids: counts and posts of each, the sums, and the averages with the divisions behind them."""

import pytest

from tests.web.papers.hillside import GRIDS, HOUSEHOLDS, PEOPLE
from wangge.web.papers.figures import Average, averages, reckonings

TABLE = "/papers/980101001001/table.pdf"


@pytest.mark.row("SY-02")
def test_eleven_grids_of_about_618_households_and_2142_people(hill, visitor, read):
    households = [sum(b.households for b in grid.buildings.all()) for grid in hill.grids]
    people = [sum(b.people for b in grid.buildings.all()) for grid in hill.grids]
    assert (len(hill.grids), sum(households), sum(people)) == (GRIDS, HOUSEHOLDS, PEOPLE)

    text = read(visitor.get(TABLE).content)
    assert "11个网格，每个网格618户左右，平均人口2,142人左右" in text
    assert "6,796 ÷ 11 = 617.8" in text
    assert "23,562 ÷ 11 = 2,142" in text
    assert "合计 6,796 23,562" in text


def test_about_is_said_only_where_a_grid_has_more_or_fewer():
    assert averages([350, 350], [900, 900]) == "2个网格，每个网格350户，平均人口900人"
    assert averages([349, 351], [0, 0]) == "2个网格，每个网格350户左右"
    assert averages([], []) == ""


@pytest.mark.parametrize(("counts", "rounded"), [([1, 2], 2), ([2, 3], 3), ([617, 618, 618], 618), ([4], 4)])
def test_half_is_rounded_up(counts, rounded):
    assert Average(counts).rounded == rounded


def test_what_was_not_counted_is_not_reckoned():
    assert reckonings([5, 6], [0, 0]) == ["11 ÷ 2 = 5.5"]


def test_inside_everybody_posted_has_a_column(hill, browser, visitor, read):
    public, internal = visitor.get(TABLE), browser(hill.account["office"]).get(f"{TABLE}?public=0")
    assert "楼长" not in read(public.content)
    text = read(internal.content)
    assert "楼长" in text
    assert all(f"赵楼1{n}" in text for n in range(3))
    assert "空缺" in text  # grids 7 to 11 have no building head
