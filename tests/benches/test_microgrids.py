"""The judge of microgrids, on three buildings in a row."""

from dataclasses import replace

from benches.microgrids import check
from benches.planning.instances import Instance, Node
from wangge.partition.dwellings import evenly
from wangge.partition.nested import Microgrid, Part

ROW = Instance(
    {7: Node(0, 0, 90, 1, 0, 0), 8: Node(10, 0, 30, 1, 0, 0), 9: Node(20, 0, 40, 1, 0, 0)},
    [(7, 8, 5.0, 0), (8, 9, 5.0, 0)],
)
DWELLINGS = [evenly(90, units=3, floors=6), evenly(30, floors=6), evenly(40, floors=6)]
FIRST = Part(0, 1, 2, 1, 6, 60, whole=False)
REST = Part(0, 3, 3, 1, 6, 30, whole=False)
MIDDLE, LAST = Part(1, 1, 1, 1, 6, 30, whole=True), Part(2, 1, 1, 1, 6, 40, whole=True)
GRIDS = {7: "1", 8: "1", 9: "2"}


def test_what_is_right_is_found_right():
    made = [Microgrid(1, 1, (FIRST,)), Microgrid(1, 2, (REST, MIDDLE)), Microgrid(2, 1, (LAST,))]
    found = check(ROW, GRIDS, made, DWELLINGS)
    assert (found.in_range, found.astray, found.torn, found.lost) == (1.0, 0, 0, 0)
    assert (found.splits, found.needed) == (1, 1)


def test_what_is_wrong_is_seen():
    made = [Microgrid(1, 1, (FIRST, LAST)), Microgrid(1, 2, (MIDDLE, replace(MIDDLE, floor_to=3)))]
    found = check(ROW, GRIDS, made, DWELLINGS)
    assert found.in_range == 0.5
    assert (found.astray, found.torn) == (1, 1)
    assert found.lost == 30 + 15
