"""What staffing refuses."""

from wangge.foundation.refusals import Refused


class EnoughSubstitutes(Refused):
    """Nobody else can stand in for the post "{post}": its kind has room for {most}."""


class AlreadyAppointed(Refused):
    """{name} is already in the post "{post}"."""


class NotYourOffice(Refused):
    """Only the office of this area, or of the street above it, keeps its rota."""


class NotYourShift(Refused):
    """This shift is not yours to give or to answer for."""


class ShiftsOverlap(Refused):
    """Somebody is on duty already from {since} to {until}."""


class ShiftOver(Refused):
    """A shift that is over stays as it was."""


class ShiftTooLong(Refused):
    """A shift ends after it begins, and lasts {most} hours at most."""


class NotOnTheStaff(Refused):
    """{name} does not work for this area."""


class AskedAlready(Refused):
    """A colleague is asked already. Wait for the answer, or let the office decide."""


class AnsweredAlready(Refused):
    """This was answered already, or the shifts have changed since."""


class NoTurns(Refused):
    """Say first when the shifts begin and who takes turns."""


class OddTime(Refused):
    """“{said}” is no time of day. Write it as 08:00."""


class OddLink(Refused):
    """The address must begin with http:// or https://."""


class RowsWrong(Refused):
    """Nothing was entered: {rows}."""


class NotYourForces(Refused):
    """Only the office of this place, or of the street above it, keeps its list."""


class NotAForceLevel(Refused):
    """Forces stand at a street, a community or a grid."""


class NotAForce(Refused):
    """A force has a name, somebody to call, a telephone and at least one person, and ends after it begins."""


class ForceKnown(Refused):
    """{name} stands on this list already."""


class NoSuchForce(Refused):
    """There is no such force."""


class RoleElsewhere(Refused):
    """The role "{role}" belongs to another kind of place."""


class NotAppointedThere(Refused):
    """{name} is in no post there. Appoint them first."""


class ForceColumnsMissing(Refused):
    """The column “{missing}” is missing. Take the template."""


class NoForceRows(Refused):
    """No row stands under the heading."""


class TooManyForces(Refused):
    """{rows} rows are too many at once. Send {most} at most."""


class CellWrong(Refused):
    """{column}: “{value}” is not known here."""


class CellEmpty(Refused):
    """{column} is empty."""


class RoleMoved(Refused):
    """Somebody else was named for this role just now. Look again."""


class CodeOdd(Refused):
    """A code has small letters, digits and hyphens between them, 40 at most."""


class CodeKnown(Refused):
    """The code "{code}" is in use already."""


class NoName(Refused):
    """A word needs a name."""


class LastWord(Refused):
    """This is the last one in use. Add another before you retire it."""
