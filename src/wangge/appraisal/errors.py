"""What appraisal refuses."""

from wangge.foundation.refusals import Refused


class NoSuchUnit(Refused):
    """There is no such unit, or its figures are not yours to see."""


class UnknownBusiness(Refused):
    """There is no line of business called "{code}". Choose one of the table."""


class NoSuchExclusion(Refused):
    """There is no such exclusion, or it is not yours to see."""


class UnknownGround(Refused):
    """There is no ground called "{code}". Choose one of the list."""


class EvidenceMissing(Refused):
    """Say what shows it: calls made, a court's number, the earlier case. Nobody can review it without."""


class ReasonMissing(Refused):
    """Say why it is refused: the unit that asked reads it."""


class AskedAlready(Refused):
    """An exclusion of this case is asked for or granted already. Look at it on the case's page."""


class ExclusionMoved(Refused):
    """Somebody else has just decided about this exclusion. Look at it again."""


class OwnExclusion(Refused):
    """Whoever asked for an exclusion, or reviewed it once, does not review it again: ask a colleague."""


class WeightsShort(Refused):
    """The weights add up to {total}: {missing} of 100 are missing. Nothing was saved."""


class WeightsOver(Refused):
    """The weights add up to {total}: {over} more than 100. Nothing was saved."""


class BadWeight(Refused):
    """Write each weight as a whole number from 0 to 100. Nothing was saved."""


class SourceMissing(Refused):
    """Say where these weights come from: a rule, a decision, its date. Nothing was saved."""


class BadPeriod(Refused):
    """This is no period. Choose a month, a quarter, a year, or two days of which the first comes first."""


class NotItsTurn(Refused):
    """It waits for somebody else's review now: the street reviews first, then the command centre."""


class NotTheAsker(Refused):
    """Only whoever asked for it takes it back. If it should not count, refuse it with a reason."""
