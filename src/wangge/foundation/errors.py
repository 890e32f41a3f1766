"""What is wrong with a code, a number, a point or a file: each refusal says it."""

from wangge.foundation.refusals import Refused


class BadCode(Refused):
    """The code "{code}" cannot be right."""


class BadAreaCode(BadCode):
    """The area code "{code}" cannot be right: it must have 2, 4, 6, 9 or 12 digits, not 00 first."""


class BadGridCode(BadCode):
    """The grid code "{code}" cannot be right: it must be a community's 12 digits and then 001 to 999."""


class BadMicrogridCode(BadCode):
    """The microgrid code "{code}" cannot be right: it must be a grid's 15 digits and then 01 to 99."""


class CodesUsedUp(BadCode):
    """There is no code left under "{code}": {number} is more than {most}."""


class BadIdentityNumber(Refused):
    """This identity number cannot be right."""


class IdentityNumberLength(BadIdentityNumber):
    """An identity number has 18 characters; this one has {length}."""


class OldIdentityNumber(BadIdentityNumber):
    """This is a 15-digit number of the first generation of cards. Ask for the 18-digit one."""


class IdentityNumberCharacters(BadIdentityNumber):
    """An identity number is 17 digits and a last digit or X; there is something else in this one."""


class IdentityNumberChecksum(BadIdentityNumber):
    """The last character of this identity number does not fit the rest: something was mistyped."""


class IdentityNumberBirth(BadIdentityNumber):
    """The date of birth in this identity number ({birth}) does not exist."""


class IdentityNumberPlace(BadIdentityNumber):
    """The place in this identity number ({place}) does not exist."""


class BadCreditCode(Refused):
    """This unified social credit code cannot be right."""


class CreditCodeLength(BadCreditCode):
    """A unified social credit code has 18 characters; this one has {length}."""


class CreditCodeCharacters(BadCreditCode):
    """A unified social credit code begins with 8 digits and never has I, O, S, V or Z."""


class CreditCodeChecksum(BadCreditCode):
    """The last character of this credit code does not fit the rest: something was mistyped."""


class PointsElsewhere(Refused):
    """Only {share} of the points lie in the area when read as {declared}: check the file and the area."""


class LooksLikeOtherSystem(PointsElsewhere):
    """As {declared} only {share} of the points lie in the area, as {likely} {likely_share}: declare that."""


class LooksSwapped(PointsElsewhere):
    """Longitude and latitude seem swapped: then {likely_share} of the points lie in the area as {likely}."""


class HolidaysUnknown(Refused):
    """Holidays are known from {first} to {last}; {asked} lies outside."""


class FileEmpty(Refused):
    """{file} is empty."""


class FileTooLarge(Refused):
    """{file} is larger than {most} MB. Split it into several files."""


class NotATable(Refused):
    """{file} cannot be read as a table. Open it in Excel and save it as .xlsx, or as CSV in UTF-8."""


class NotOnTheMap(Refused):
    """These control points cannot place the map."""


class TooFewControlPoints(NotOnTheMap):
    """{points} control points are too few: mark at least {least} places far apart."""


class ControlPointBroken(NotOnTheMap):
    """Control point {point} is no place: it must have px, py, lon and lat, all numbers within their range."""


class PointsInALine(NotOnTheMap):
    """The control points lie in one line or on one spot: mark places near three corners of the map."""


class MapMirrored(NotOnTheMap):
    """The map would lie mirrored: two of the control points are mixed up."""


class ScaleUnlikely(NotOnTheMap):
    """A pixel would be {along} m by {across} m, which no plan of a community is: check the control points."""


class BeyondTheHorizon(NotOnTheMap):
    """Seen in this perspective a part of the map would lie beyond the horizon: check the control points."""
