"""What outreach refuses, in the words that people see."""

from wangge.foundation.refusals import Refused


class NotYourGrid(Refused):
    """This grid is patrolled by others."""


class NoSuchRound(Refused):
    """There is no such patrol."""


class NotBegun(Refused):
    """This patrol begins at {time}."""


class LongPast(Refused):
    """This patrol lies more than {days} days back; its result cannot be added any more."""


class HasResult(Refused):
    """This patrol has a result already."""


class SayWhatWasDone(Refused):
    """Please say in a few words what you put right."""


class BadTimes(Refused):
    """A patrol ends after it begins, on the same day: {name}."""


class NotYourCall(Refused):
    """Only whoever answers for the grid, its community or its street calls a force to this case."""


class CaseOver(Refused):
    """This case is over; nobody needs to be called any more."""


class ForceNotNear(Refused):
    """{name} does not stand near this case, or cannot be called any more."""


class CalledAlready(Refused):
    """{name} is called already. Say first whether it came."""


class SayWhatItDid(Refused):
    """Please say in a few words what the force did."""


class ToldAlready(Refused):
    """It was said already whether this force came."""


class SayWhatWasRecorded(Refused):
    """Please say in a few words what was done, and what came of it."""


class RecordAhead(Refused):
    """What is recorded was done today or before."""
