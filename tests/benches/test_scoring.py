"""The scorer of the benches, on four buildings in a row that can be worked out by hand."""

from dataclasses import replace
from math import pi, sqrt

import pytest

from benches.planning.bars import Bar, ratio
from benches.planning.instances import Instance, Node, labels, read, write, write_labels
from benches.planning.scoring import score
from benches.redraw import changed, grown, least_moved

# 10, 30 | 20, 40 households, ten metres apart; a river in the middle, an arterial between the last two.
ROW = Instance(
    {
        1: Node(0, 0, 10, 100, 0, 0),
        2: Node(10, 0, 30, 100, 0, 0),
        3: Node(20, 0, 20, 100, 0, 1),
        4: Node(30, 0, 40, 100, -1, 1, units=2),
    },
    [(1, 2, 5.0, 0), (2, 3, 5.0, 3), (3, 4, 5.0, 2)],
)
HALVES = {1: "a", 2: "a", 3: "b", 4: "b"}


def test_figures_agree_with_the_sums_made_by_hand():
    found = score(ROW, HALVES, low=50, high=60, k=2)
    spread = 750 + 4000 / 3  # around x = 7.5 and x = 80 / 3
    assert found.objective == pytest.approx(
        10 * 2 * 0.2**2 + spread / (50 * 200 / (2 * pi)) + 0.3 * 2 + 0.5 * 2
    )
    assert found.rms == pytest.approx(sqrt(spread / 100))
    assert found.in_range == 0.5
    assert found.max_dev == pytest.approx(0.2)
    assert (found.k, found.torn, found.missing) == (2, 0, 0)


def test_a_compound_that_fits_into_one_grid_is_cut_beyond_need():
    assert score(ROW, HALVES, low=0, high=60, k=2).avoid == 1
    assert score(ROW, HALVES, low=0, high=59, k=2).avoid == 0


def test_a_grid_joined_only_across_an_arterial_counts_as_such():
    assert score(ROW, HALVES, low=0, high=99, k=2).barx == 1
    assert score(ROW, dict.fromkeys(ROW.nodes, "all"), low=0, high=100).barx == 2


def test_torn_empty_and_forgotten_are_seen():
    torn = score(ROW, {1: 0, 2: 1, 3: 0, 4: 1}, low=0, high=99, k=3)
    assert (torn.torn, torn.k) == (2, 2)
    assert torn.in_range == 1.0
    assert score(ROW, {1: 0, 2: 1, 3: 0, 4: 1}, low=1, high=99, k=3).in_range == pytest.approx(2 / 3)
    assert score(ROW, {1: 0, 2: 0}, low=0, high=99).missing == 2


def test_grids_where_nobody_lives_do_not_break_it():
    empty = replace(ROW, nodes={key: replace(node, households=0) for key, node in ROW.nodes.items()})
    assert score(empty, HALVES, low=0, high=9, k=2).rms == 0


def test_an_instance_is_read_as_it_was_written(tmp_path):
    assert read(*write(ROW, tmp_path, "row")) == ROW
    assert labels(write_labels(tmp_path / "labels.csv", HALVES)) == HALVES


def test_a_bar_is_missed_by_what_is_no_number():
    assert not Bar("ratio to nobody", float("nan"), 1.0).met
    assert Bar("share", 1.0, 0.99, "≥").met
    assert not Bar("torn", 1, 0, "=").met
    assert ratio(0, 0) == 0.0
    assert ratio(1, 0) == float("inf")


def test_the_fewest_that_must_move_follow_from_the_sizes():
    assert least_moved({"a": 50, "b": 40, "c": 10}, low=20, high=60, k=2) == 10
    assert least_moved({"a": 70, "b": 40}, low=20, high=60, k=2) == 10
    assert least_moved({"a": 50, "b": 10}, low=30, high=60, k=2) == 20
    assert least_moved({"a": 50, "b": 50}, low=30, high=60, k=3) == 30


def test_a_household_moves_where_its_grid_has_another_number():
    assert changed(ROW, {1: "1", 2: "1", 3: "2", 4: "2"}, {1: "1", 2: "2", 3: "2", 4: "3"}) == 70


def test_blocks_grow_no_larger_than_a_grid():
    more = grown(replace(ROW, nodes=dict.fromkeys(range(40), ROW.nodes[1])), 12)
    held = [node.households for node in more.nodes.values()]
    assert sorted(held)[-2:] == [12, 12]
    assert sum(each > 10 for each in held) == 2
