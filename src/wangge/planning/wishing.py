"""What a draft asks of the engine: the ground without what is set aside, the rule, the wish, the start."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from wangge.partition.graph import Graph
from wangge.partition.inputs import NO_COMPOUND, NO_GRID, Measure, Rule, Wish
from wangge.places.models import Grid
from wangge.planning.layout import Layout
from wangge.planning.together import agreeing, joined, spots


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A part of the ground to divide: `nodes` are its buildings, `rows` the base grids that may change.

    `graph` has the nodes in their order.
    """

    nodes: NDArray[np.int64]
    rows: NDArray[np.int64]
    graph: Graph
    rule: Rule
    measure: Measure
    wish: Wish


def task_of(layout: Layout, pins: Collection[int], *, stay: bool) -> Task:
    """The task that a draft sets: special and locked grids are left out as they are.

    `stay` begins with the grids as they are and keeps their number; without it, pinned buildings of one grid
    only stay together.
    """
    fixed = fixed_rows(layout)
    nodes = np.flatnonzero(~np.append(fixed, [False])[layout.place])
    rows = np.flatnonzero(~fixed)
    number = np.full(len(layout.rows) + 1, NO_GRID, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    start = number[layout.place[nodes]]
    measure, rule = chosen_rule(layout, nodes, locked=int((fixed & layout.base).sum()))
    work = layout.work if layout.terms.weighs_work else None
    graph = layout.terrain.graph(measure, work=work).part(nodes)
    pinned = np.isin(layout.terrain.buildings.id[nodes], list(pins)) & (start != NO_GRID)
    wish = Wish(dial=layout.terms.dial, bloc=joined(spots(graph, rule), _compounds(layout, nodes)))
    if stay and (start != NO_GRID).any():
        blocs = agreeing(wish.bloc, start, pinned)
        wish = replace(wish, start=nearest(graph, start), pinned=pinned, bloc=blocs)
        rule = rule.with_k(len(rows))
    else:
        wish = replace(wish, bloc=joined(wish.bloc, np.where(pinned, start, NO_GRID)))
    return Task(nodes, rows, graph, rule, measure, wish)


def fixed_rows(layout: Layout) -> NDArray[np.bool_]:
    """Which grids stay as they are, shape (g,): those locked, and special ones, whose members are chosen."""
    return np.array([row["locked"] or row["kind"] != Grid.Kind.BASE for row in layout.rows], dtype=np.bool_)


def chosen_rule(layout: Layout, nodes: NDArray[np.int64], *, locked: int) -> tuple[Measure, Rule]:
    """The branch of the rule to draw these buildings by: people only where households cannot be held to."""
    terms = layout.terms
    k = None if terms.k is None else max(terms.k - locked, 1)
    rule = Rule(terms.min, terms.max, k)
    if k is None or terms.people is None or terms.measure == "people":
        return terms.measure, rule
    homes = int(layout.terrain.counted("households")[nodes].sum())
    people = int(layout.terrain.counted("people")[nodes].sum())
    by_homes = terms.min * k <= homes <= terms.max * k
    by_people = terms.people.min * k <= people <= terms.people.max * k
    if by_people and not by_homes:
        return "people", Rule(terms.people.min, terms.people.max, k)
    return terms.measure, rule


def nearest(graph: Graph, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels (n,) with those that are -1 as at the nearest node that has one."""
    known, lost = np.flatnonzero(labels != NO_GRID), np.flatnonzero(labels == NO_GRID)
    if not len(lost):
        return labels
    points = np.stack([graph.x, graph.y], axis=1)
    found = labels.copy()
    found[lost] = labels[known[cKDTree(points[known]).query(points[lost])[1]]]
    return found


def _compounds(layout: Layout, nodes: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Compounds as blocs, where they are to stay whole."""
    if not layout.terms.compounds_whole:
        return None
    compound = layout.terrain.buildings.compound[nodes]
    return np.where(compound == NO_COMPOUND, NO_GRID, compound).astype(np.int64)
