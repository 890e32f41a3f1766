"""Why a grid cannot be divided into microgrids, each with a range that can be kept."""

from wangge.partition.errors import Infeasible


class FloorTooLarge(Infeasible):
    """Grid {grid}: a floor of a stairwell of building {building} holds {weight}: allow {low} to {high}."""


class GridTooSmall(Infeasible):
    """Grid {grid}: a part of it holds {weight}, less than a microgrid's {min}: allow {low} to {high}."""


class NoNumberOfMicrogrids(Infeasible):
    """Grid {grid}: {weight} make no number of microgrids of {min} to {max}: allow {low} to {high}."""


class NoMicrogridsFound(Infeasible):
    """Grid {grid}: its stairwells and floors make no microgrids of {min} to {max}: allow {low} to {high}."""
