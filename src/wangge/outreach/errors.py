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
