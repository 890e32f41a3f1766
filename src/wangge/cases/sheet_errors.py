"""Why a file of days, powers or rungs cannot be taken as it is, in the words that people see."""

from wangge.foundation.refusals import Refused


class SteeringColumnsMissing(Refused):
    """No column says the {missing}. The columns are: {columns}. Copy your rows into the template."""


class NoSteeringRows(Refused):
    """The file has a heading but no rows below it. Nothing would be left, so nothing is changed."""


class TooManySteeringRows(Refused):
    """The file has {rows} rows; at most {most} can be taken at once."""


class SaidTwice(Refused):
    """The same stands in row {first} already."""


class NotADay(Refused):
    """“{value}” is not a day such as 2027-02-06."""


class NotWorkOrRest(Refused):
    """“{value}” says neither that work is done (上班) nor that offices are closed (休息)."""


class NotATick(Refused):
    """“{value}” is neither a tick (√) nor empty."""


class NotANumber(Refused):
    """“{value}” under {column} is not a whole number."""


class NotAWord(Refused):
    """“{value}” under {column} is not known. Possible are: {known}."""
