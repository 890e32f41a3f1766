"""What an import of buildings refuses: the whole file, or one row of it."""

from wangge.foundation.refusals import Refused


class NoRows(Refused):
    """{file} has a heading but no rows below it."""


class MappingBroken(Refused):
    """The mapping file {file} cannot be used: {reason}."""


class NoSuchField(Refused):
    """An import does not fill "{field}". It fills: {fields}."""


class NoSuchColumn(Refused):
    """There is no column "{column}". The columns are: {columns}."""


class ColumnsMissing(Refused):
    """No column says the {missing}. Name one of {columns}, for example with --map {example}=COLUMN."""


class SwappedColumns(Refused):
    """Longitude and latitude seem swapped: map them the other way round (--map lon={lat} --map lat={lon})."""


class RowsRefused(Refused):
    """{refused} of {rows} rows are refused, so nothing was imported. Correct them, or take only the rest."""


class AreaUnclear(Refused):
    """There are {count} communities: name one with --area CODE, or found one with --new-area NAME."""


class CellEmpty(Refused):
    """{column} is empty."""


class CountEmpty(Refused):
    """{column} is empty: write 0 where there are none."""


class TextTooLong(Refused):
    """{column} has {length} characters, more than {most}."""


class NotANumber(Refused):
    """{column} is "{value}", which is not a number."""


class NotACount(Refused):
    """{column} is "{value}", which is not a whole number from 0 to {most}."""


class NowhereOnEarth(Refused):
    """Longitude {lon} and latitude {lat} are no place on earth."""


class FarFromTheRest(Refused):
    """The point lies {km} km away from the other buildings."""


class OutsideTheArea(Refused):
    """The point lies {metres} m outside the area."""


class SameBuilding(Refused):
    """The same building as in row {first}. If it is another, add what tells them apart (--map name=A+B)."""


class RowTooLong(Refused):
    """The row has {cells} cells and the heading {columns}: perhaps a comma in a cell is not quoted."""


class CommunityThere(Refused):
    """There is a community named {name} already: import into it with --area {code}."""


class WouldReplaceInput(Refused):
    """The refused rows would be written over {file}, the file they come from. Choose another name."""
