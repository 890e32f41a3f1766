"""The work that a building makes: what is counted in it, each worth so many households' work."""

import numpy as np
from numpy.typing import NDArray

from wangge.planning.telling import FACTORS
from wangge.planning.terms import Terms
from wangge.planning.terrain import Terrain

HECTARE = 10_000.0


def work(terrain: Terrain, terms: Terms) -> NDArray[np.float64]:
    """The load that each building makes, shape (n,): what is counted in it, weighed; its cell by hectare."""
    factors = terms.factors
    total = np.zeros(len(terrain.rows))
    for name in FACTORS:
        if factors[name]:
            counted = terrain.cells.area / HECTARE if name == "area" else terrain.counted(name)
            total = total + factors[name] * counted
    return total
