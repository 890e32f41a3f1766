import numpy as np

from tests.partition.towns import estate_graph
from wangge.partition.compiled import random_state
from wangge.partition.inputs import Rule, Wish
from wangge.partition.mending import mend
from wangge.partition.search import first
from wangge.partition.task import Task


def test_only_the_surroundings_of_grids_out_of_range_are_drawn_anew() -> None:
    graph = estate_graph()
    rule = Rule(300, 620, 10)
    task = Task.of(graph, rule, Wish(), 10)
    ground, limits = task.ground, task.limits
    labels = first(task, random_state(1))
    assert (mend(graph, ground, limits, labels, 3, random_state(2)) == labels).all()

    heavier = limits._replace(low=float(np.bincount(labels, weights=graph.weight).min()) + 0.5)
    mended = mend(graph, ground, heavier, labels, 3, random_state(2))
    assert set(mended.tolist()) == set(labels.tolist())
    assert len(np.unique(graph.pieces(mended))) == 10
    assert (mended == labels).any()
    assert (mended != labels).any()
