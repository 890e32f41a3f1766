"""Buildings on one spot are drawn into one grid where it can hold them; pins go before blocs."""

import numpy as np

from wangge.partition.contraction import carried, contracted
from wangge.partition.graph import Graph
from wangge.partition.inputs import Rule, Wish
from wangge.planning.together import agreeing, joined, spots


def street(weights, places):
    """Buildings along a street, each beside the next."""
    n = len(places)
    return Graph(
        x=np.array(places, dtype=float),
        y=np.zeros(n),
        weight=np.array(weights),
        area=np.full(n, 100.0),
        compound=np.full(n, -1),
        zone=np.zeros(n, dtype=np.int64),
        a=np.arange(n - 1),
        b=np.arange(1, n),
        length=np.ones(n - 1),
        barrier=np.zeros(n - 1, dtype=np.int64),
    )


def test_buildings_on_one_spot_are_a_bloc():
    blocs = spots(street([100] * 5, [0, 50, 50.4, 51.2, 100]), Rule(100, 500))
    assert blocs[0] == blocs[4] == -1
    assert len(set(blocs[1:4].tolist())) == 1
    assert blocs[1] >= 0


def test_there_are_none_where_all_stand_apart():
    assert spots(street([100] * 3, [0, 50, 100]), Rule(100, 500)) is None


def test_they_are_parted_where_only_that_keeps_to_the_rule():
    """Two of 200 on a spot between 100 and 100: two grids of 300 need the spot divided."""
    assert spots(street([100, 200, 200, 100], [0, 50, 50.5, 100]), Rule(300, 400, 2)) is None


def test_blocs_that_go_before_replace_those_they_meet():
    assert joined(np.array([0, 0, -1, 1]), np.array([-1, 3, 3, -1])).tolist() == [0, 5, 5, 1]
    assert joined(None, np.array([-1, 2])).tolist() == [-1, 2]
    assert joined(np.array([4, 4]), None).tolist() == [4, 4]


def test_a_bloc_pinned_to_two_grids_is_none():
    blocs, start = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    pinned = np.array([True, True, True, False])
    assert agreeing(blocs, start, pinned).tolist() == [-1, -1, 1, 1]


def test_a_bloc_goes_with_the_building_that_is_pinned():
    graph, blocs = street([100, 300, 50], [0, 50, 100]), np.array([0, 0, 0])
    _, of = contracted(graph, blocs, most=500)
    pinned = np.array([False, False, True])
    asked = carried(Wish(start=np.array([0, 1, 2]), pinned=pinned, bloc=blocs), graph, of)
    assert (asked.start.tolist(), asked.pinned.tolist(), asked.bloc) == ([2], [True], None)
    home = carried(Wish(home=np.array([0, 1, 2])), graph, of)
    assert home.home.tolist() == [1]
