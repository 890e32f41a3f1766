"""Why no division can be drawn, each with the nearest rule that can be met."""

from wangge.foundation.refusals import Refused


class NothingToDivide(Refused):
    """There are no buildings to divide."""


class BuildingUnusable(Refused):
    """Building {building} has no place on the map, or a number in it is no count of anything."""


class InstanceBroken(Refused):
    """{file} cannot be read: {trouble}. `wangge plan graph --help` says which columns a file has."""


class Infeasible(Refused):
    """No division keeps to grids of {min} to {max}. The nearest rule that can be met is {nearest}."""


class BuildingTooLarge(Infeasible):
    """Building {building} alone holds {weight}, more than the {max} allowed in a grid: allow {nearest}."""


class TooFewForOneGrid(Infeasible):
    """{buildings} buildings together hold {weight}, less than a grid's {min}: allow {nearest}."""


class NoNumberOfGrids(Infeasible):
    """{weight} cannot be shared among any number of grids of {min} to {max}: allow {nearest}."""


class WrongNumberOfGrids(Infeasible):
    """{weight} cannot be shared among {k} grids of {min} to {max}: allow {nearest}."""


class BuildingFitsNowhere(Infeasible):
    """Building {building} ({weight}) makes no grid of {min} to {max} with those around: allow {nearest}."""


class WholeBuildingsDoNotAddUp(Infeasible):
    """{buildings} whole buildings ({weight}) cannot be joined to grids of {min} to {max}: allow {nearest}."""


class WholeBuildingsMakeAnotherNumber(Infeasible):
    """{buildings} whole buildings cannot be joined to {k} grids of {min} to {max}: allow {nearest}."""


class MorePartsThanGrids(Infeasible):
    """The buildings lie in {parts} separate parts, more than {k} grids can cover: allow {nearest}."""


class MoreGridsThanBuildings(Infeasible):
    """{k} grids cannot be made from {buildings} buildings without splitting one: allow {nearest}."""
