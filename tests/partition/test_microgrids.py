"""Microgrids lie inside the grids; buildings are cut along stairwells and floors where they must be."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry import box

from tests.partition.towns import estate, estate_graph, planning, town
from wangge.partition.dwellings import Dwellings, counted, evenly, supposed
from wangge.partition.errors import Infeasible, NothingToDivide
from wangge.partition.graph import Graph, from_tessellation
from wangge.partition.indivisible import (
    FloorTooLarge,
    GridTooSmall,
    NoMicrogridsFound,
    NoNumberOfMicrogrids,
)
from wangge.partition.inputs import Building, Buildings, Rule
from wangge.partition.microgrids import microgrids
from wangge.partition.nested import Microgrids, Part
from wangge.partition.solve import solve
from wangge.partition.strips import grounds
from wangge.partition.tessellation import Tessellation, tessellate

STANDARD = Rule(30, 80)


def street(*households: int) -> tuple[Graph, Tessellation]:
    """Slabs of 60 m by 20 m, end to end."""
    buildings = Buildings.of(
        Building(id=i + 1, x=60.0 * i + 30, y=10.0, households=held) for i, held in enumerate(households)
    )
    points = np.stack([buildings.x, buildings.y], axis=1)
    cells = tessellate(points, box(0, 0, 60 * len(households), 20))
    return from_tessellation(buildings, cells), cells


def drawn(
    graph: Graph, homes: list[Dwellings], rule: Rule = STANDARD, *, lenient: bool = False
) -> Microgrids:
    return microgrids(graph, np.zeros(len(graph), dtype=np.int64), rule, dwellings=homes, lenient=lenient)


def shape(made: Microgrids) -> list[list[tuple[int, ...]]]:
    return [
        [
            (p.building, p.unit_from, p.unit_to, p.floor_from, p.floor_to, p.households)
            for p in microgrid.parts
        ]
        for microgrid in made.microgrids
    ]


def touching(one: Part, other: Part, graph: Graph, homes: list[Dwellings]) -> bool:
    """Whether parts of two buildings, or of one, are next to each other."""
    if one.building != other.building:
        ends = {(a, b) for a, b in zip(graph.a.tolist(), graph.b.tolist(), strict=True)}
        return bool({(one.building, other.building), (other.building, one.building)} & ends)
    units, floors = homes[one.building].units.index, homes[one.building].floors.index
    aside = max(units(one.unit_from) - units(other.unit_to), units(other.unit_from) - units(one.unit_to))
    above = max(
        floors(one.floor_from) - floors(other.floor_to), floors(other.floor_from) - floors(one.floor_to)
    )
    return (aside, above) in {(0, 1), (1, 0)} or (aside == 1 and above < 0) or (above == 1 and aside < 0)


def assert_sound(made: Microgrids, graph: Graph, labels: np.ndarray, homes: list[Dwellings]) -> None:
    """Nested, connected, numbered, and every home in exactly one microgrid."""
    held: Counter[tuple[int, int, int]] = Counter()
    for microgrid in made.microgrids:
        parts = microgrid.parts
        assert {int(labels[part.building]) for part in parts} == {microgrid.grid}
        beside = [[touching(a, b, graph, homes) for b in parts] for a in parts]
        assert connected_components(coo_array(np.array(beside)), directed=False)[0] == 1
        for part in parts:
            held.update(rooms(part, homes[part.building]))
            inside = rooms(part, homes[part.building])
            rows = homes[part.building]
            assert part.households == sum(
                rows.homes[rows.units.index(unit)][rows.floors.index(floor)] for _, unit, floor in inside
            )
    everything = [
        (b, unit, floor)
        for b in np.flatnonzero(labels >= 0).tolist()
        for unit in homes[b].units
        for floor in homes[b].floors
    ]
    assert held == Counter(everything)
    numbers: dict[int, list[int]] = {}
    for microgrid in made.microgrids:
        numbers.setdefault(microgrid.grid, []).append(microgrid.number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def rooms(part: Part, homes: Dwellings) -> list[tuple[int, int, int]]:
    return [
        (part.building, unit, floor)
        for unit in homes.units
        if part.unit_from <= unit <= part.unit_to
        for floor in homes.floors
        if part.floor_from <= floor <= part.floor_to
    ]


def test_buildings_stay_whole_where_they_can():
    graph, _ = street(40, 30, 35, 45)
    made = drawn(graph, [evenly(held, units=3, floors=6) for held in (40, 30, 35, 45)])
    assert shape(made) == [
        [(0, 1, 3, 1, 6, 40), (1, 1, 3, 1, 6, 30)],
        [(2, 1, 3, 1, 6, 35), (3, 1, 3, 1, 6, 45)],
    ]
    assert (made.figures.splits, made.figures.unavoidable, made.figures.in_range) == (0, 0, 1.0)
    assert all(part.whole for microgrid in made.microgrids for part in microgrid.parts)


def test_a_building_too_large_is_cut_between_stairwells():
    graph, _ = street(120)
    made = drawn(graph, [evenly(120, units=4, floors=15)])
    assert shape(made) == [[(0, 1, 2, 1, 15, 60)], [(0, 3, 4, 1, 15, 60)]]
    assert (made.figures.splits, made.figures.unavoidable, made.figures.split_buildings) == (1, 1, 1)


def test_a_stairwell_too_large_is_cut_between_floors():
    graph, _ = street(120)
    made = drawn(graph, [evenly(120, units=1, floors=30)])
    assert sorted(shape(made)) == [[(0, 1, 1, 1, 15, 60)], [(0, 1, 1, 16, 30, 60)]]


def test_the_rest_of_a_cut_building_goes_with_its_neighbour():
    graph, _ = street(95, 20)
    made = drawn(graph, [evenly(95, units=5, floors=6), evenly(20, units=1, floors=5)])
    assert shape(made) == [[(0, 1, 3, 1, 6, 57)], [(0, 4, 5, 1, 6, 38), (1, 1, 1, 1, 5, 20)]]


def test_a_cut_forced_by_a_remainder_is_told_from_one_that_is_not():
    graph, _ = street(75, 10)
    made = drawn(graph, [evenly(75, units=3, floors=6), evenly(10, units=1, floors=5)])
    assert shape(made) == [[(0, 1, 2, 1, 6, 50)], [(0, 3, 3, 1, 6, 25), (1, 1, 1, 1, 5, 10)]]
    assert (made.figures.splits, made.figures.unavoidable) == (1, 1)


def test_a_stairwell_fits_but_only_floors_make_it_even_enough():
    graph, _ = street(85)
    made = drawn(graph, [Dwellings((1, 2), (1, 2, 3), ((45, 10, 10), (10, 5, 5)))])
    assert made.figures.in_range == 1
    assert sorted(microgrid.households for microgrid in made.microgrids) == [20 + 20, 45]


@pytest.mark.parametrize(
    ("held", "rule", "refused", "told"),
    [
        ((85,), STANDARD, FloorTooLarge, "building 1 holds 85: allow 30 to 85"),
        (
            (12, 10),
            STANDARD,
            GridTooSmall,
            "a part of it holds 22, less than a microgrid's 30: allow 22 to 80",
        ),
        (
            (30, 20),
            Rule(40, 45),
            NoNumberOfMicrogrids,
            "50 make no number of microgrids of 40 to 45: allow 40 to 50",
        ),
        ((40, 20, 40), Rule(45, 55), NoMicrogridsFound, "make no microgrids of 45 to 55: allow 40 to 60"),
    ],
)
def test_what_cannot_be_divided_is_refused_with_a_range_that_can(held, rule, refused, told):
    graph, _ = street(*held)
    homes = [evenly(each) for each in held]
    with pytest.raises(refused, match=told) as refusal:
        drawn(graph, homes, rule)
    assert drawn(graph, homes, refusal.value.facts["nearest"]).figures.in_range == 1
    near = drawn(graph, homes, rule, lenient=True)
    assert isinstance(near.reasons[0], refused)
    assert_sound(near, graph, np.zeros(len(held), dtype=np.int64), homes)


def test_nothing_is_refused():
    graph, _ = street(40)
    with pytest.raises(NothingToDivide):
        microgrids(graph, np.array([-1]), STANDARD, dwellings=[evenly(40)])


def test_grids_left_out_stay_without_microgrids():
    graph, _ = street(40, 50)
    made = microgrids(graph, np.array([-1, 3]), STANDARD, dwellings=[evenly(40), evenly(50)])
    assert [(m.grid, m.number, m.households) for m in made.microgrids] == [(3, 1, 50)]


def test_numbers_run_from_west_to_east_in_every_grid():
    graph, _ = street(60, 60, 60, 60)
    made = microgrids(graph, np.array([1, 0, 1, 0]), STANDARD, dwellings=[evenly(60)] * 4)
    assert [(m.grid, m.number, m.parts[0].building) for m in made.microgrids] == [
        (0, 1, 1),
        (0, 2, 3),
        (1, 1, 0),
        (1, 2, 2),
    ]


def test_dwellings_not_counted_are_supposed():
    assert supposed(60) == evenly(60, units=5, floors=6)
    assert supposed(60, units=2) == evenly(60, units=2, floors=15)
    assert supposed(0) == evenly(0)


def test_households_follow_the_homes_counted():
    homes = {(1, 1): 2, (1, 2): 1, (3, 2): 1}
    assert counted(4, homes) == Dwellings((1, 3), (1, 2), ((2, 1), (0, 1)))
    assert counted(9, homes).households == 9
    assert counted(9, homes).homes == ((5, 2), (0, 2))


def test_strips_cover_a_cut_cell_in_the_order_of_stairwells():
    graph, cells = street(160, 60)
    homes = [evenly(160, units=4, floors=6), evenly(60, units=2, floors=6)]
    made = drawn(graph, homes)
    polygons = grounds(cells.cells, made.microgrids, homes)
    assert shapely.coverage_is_valid(polygons)
    assert shapely.is_valid(polygons).all()
    assert shapely.area(polygons).sum() == pytest.approx(120 * 20)
    assert [len(microgrid.parts) for microgrid in made.microgrids] == [1, 1, 1]
    assert [polygon.bounds[0] for polygon in polygons] == pytest.approx([0, 30, 60], abs=0.01)


def test_floors_of_one_stairwell_share_its_ground():
    graph, cells = street(120)
    homes = [evenly(120, units=1, floors=30)]
    one, other = grounds(cells.cells, drawn(graph, homes).microgrids, homes)
    assert one.equals(other)
    assert one.area == pytest.approx(60 * 20)


def test_the_estate_is_divided_and_its_ground_too():
    _, cells, ground = estate()
    graph = estate_graph()
    plan = solve(graph, Rule(300, 620, 10), seed=7, iterations=60_000)
    homes = [supposed(int(held)) for held in graph.weight]
    made = microgrids(graph, plan.labels, STANDARD, dwellings=homes)
    assert_sound(made, graph, plan.labels, homes)
    assert made.figures.in_range == 1
    polygons = grounds(cells.cells, made.microgrids, homes)
    assert shapely.coverage_is_valid(polygons)
    assert shapely.union_all(polygons).symmetric_difference(ground).area < 0.1
    for grid in range(plan.k):
        inside = shapely.union_all(
            [p for p, m in zip(polygons, made.microgrids, strict=True) if m.grid == grid]
        )
        whole = shapely.union_all(cells.cells[plan.labels == grid])
        assert inside.symmetric_difference(whole).area < 0.1


def test_a_seed_gives_the_same_microgrids_again():
    graph = town(45, 3, heaviest=12)
    homes = [supposed(int(held)) for held in graph.weight]
    labels = np.zeros(len(graph), dtype=np.int64)
    first, again = (
        microgrids(graph, labels, STANDARD, dwellings=homes, seed=4, lenient=True) for _ in range(2)
    )
    assert first == again
    assert_sound(first, graph, labels, homes)


@st.composite
def communities(draw: st.DrawFn) -> tuple[Graph, np.ndarray, list[Dwellings]]:
    """Scattered buildings in any grids, torn ones too, of any stairwells and floors."""
    n = draw(st.integers(1, 16))
    graph = town(max(n, 4), draw(st.integers(0, 10**6)), heaviest=draw(st.sampled_from([2, 20, 120, 400])))
    labels = draw(st.lists(st.integers(-1, 3), min_size=len(graph), max_size=len(graph)))
    sizes = st.tuples(st.integers(1, 5), st.integers(1, 12))
    counts = draw(st.lists(sizes, min_size=len(graph), max_size=len(graph)))
    homes = [
        evenly(int(held), units=units, floors=floors)
        for held, (units, floors) in zip(graph.weight, counts, strict=True)
    ]
    return graph, np.array(labels, dtype=np.int64), homes


@settings(max_examples=30, deadline=None)
@given(communities(), st.integers(0, 60), st.integers(0, 60))
def test_any_community_gets_sound_microgrids_or_is_refused(community, low, room):
    graph, labels, homes = community
    rule = Rule(low, low + room + 1)
    try:
        made = microgrids(graph, labels, rule, dwellings=homes)
    except NothingToDivide:
        assert (labels < 0).all()
        return
    except Infeasible as refusal:
        near = microgrids(graph, labels, rule, dwellings=homes, lenient=True)
        nearest = refusal.facts["nearest"]
        assert_sound(near, graph, labels, homes)
        kept = [isinstance(nearest, Rule) and nearest.holds(m.households) for m in near.microgrids]
        assert (bool(near.reasons), near.figures.in_range < 1, all(kept)) == (True, True, True)
        return
    assert made.figures.in_range == 1
    assert made.figures.unavoidable <= made.figures.splits
    assert_sound(made, graph, labels, homes)


@settings(max_examples=20, deadline=None)
@given(communities())
def test_the_bound_is_never_above_what_somebody_found(community):
    graph, labels, homes = community
    try:
        made = microgrids(graph, labels, STANDARD, dwellings=homes)
    except Infeasible:
        return
    except NothingToDivide:
        return
    assert sum(max(-(-int(w) // 80) - 1, 0) for w in graph.weight[labels >= 0]) <= made.figures.unavoidable
    assert made.figures.unavoidable <= made.figures.splits


def at_home(shared_data: Path, name: str) -> tuple[Graph, list[Dwellings]]:
    graph, _ = planning(shared_data, name)
    with gzip.open(shared_data / "planning" / f"{name}.nodes.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    return graph, [supposed(int(row["households"]), units=int(row["units"])) for row in rows]


@pytest.mark.slow
def test_a_fifth_of_boshan_is_all_in_range_with_hardly_a_cut_too_many(shared_data: Path):
    graph, homes = at_home(shared_data, "BS")
    _, rule = planning(shared_data, "BS")
    plan = solve(graph, rule, seed=0, seconds=2)
    labels = np.where(plan.labels % 5 == 0, plan.labels, -1)
    made = microgrids(graph, labels, STANDARD, dwellings=homes, lenient=True)
    assert_sound(made, graph, labels, homes)
    assert made.figures.in_range >= 0.99
    assert made.figures.splits <= 1.1 * made.figures.unavoidable
