"""What cannot be printed."""

from wangge.foundation.refusals import Refused


class NothingToPrint(Refused):
    """{area} has no grids on that day yet. Draw them first, or choose another version."""


class TooMuchToPrint(Refused):
    """{area} has {buildings} buildings; at most {most} fit on a sheet. Print its parts."""


class NoSuchVersion(Refused):
    """{area} has no such version of its grids."""


class TooManyToPrint(Refused):
    """{area} has {communities} communities; at most {most} fit on a sheet. Print them one by one."""
