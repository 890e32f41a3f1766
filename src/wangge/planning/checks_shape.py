"""Checks of shape: grids that hang together, on one side of a barrier, around whole compounds."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from wangge.planning.checking import NOTE, OK, WARN, Subject, check
from wangge.planning.layout import NOWHERE
from wangge.planning.sheets import Check


def empty(subject: Subject) -> Iterator[Check]:
    """Grids without buildings."""
    bare = [row["number"] for row, held in zip(subject.layout.rows, subject.layout.held, strict=True)
            if not held["buildings"]]  # fmt: skip
    if bare:
        yield check("empty", WARN, _("{count} grids have no building."), grids=bare, count=len(bare))


def connected(subject: Subject) -> Iterator[Check]:
    """Grids in pieces."""
    torn = subject.layout.pieces > 1
    if torn.any():
        text = _("{count} grids do not hang together.")
        yield check("connected", WARN, text, grids=subject.numbers(torn), count=int(torn.sum()))
    else:
        yield check("connected", OK, _("Every grid hangs together."))


def barrier(subject: Subject) -> Iterator[Check]:
    """Grids that only a way across a main road, a river or a railway joins."""
    split = subject.layout.crossing > 0
    if split.any():
        text = _("{count} grids lie on both sides of a main road, a river or a railway.")
        yield check("barrier", NOTE, text, grids=subject.numbers(split), count=int(split.sum()))


def compounds(subject: Subject) -> Iterator[Check]:
    """Compounds in more grids than they need, ⌈weight / max⌉."""
    layout = subject.layout
    compound, place = layout.graph.compound, layout.place
    inside = (compound >= 0) & (place != NOWHERE)
    if not inside.any():
        return
    names, group = np.unique(compound[inside], return_inverse=True)
    weight = np.bincount(group, weights=layout.graph.weight[inside])
    need = np.maximum(np.ceil(weight / layout.terms.max), 1)
    pairs = np.unique(np.stack([group, place[inside]]), axis=1)
    cut = np.bincount(pairs[0], minlength=len(names)) > need
    if cut.any():
        grids = sorted({layout.rows[int(g)]["number"] for c, g in pairs.T.tolist() if cut[c]})
        text = _("{count} compounds are cut into more grids than need be.")
        yield check("compound", NOTE, text, grids=grids, count=int(cut.sum()), compounds=names[cut].tolist())
    else:
        yield check("compound", OK, _("No compound is cut without need."))
