"""What the gate refuses, in the words that people see."""

from wangge.foundation.refusals import Refused


class FormsUnclear(Refused):
    """Line {line} names no form with fields. Write the name of the form, a colon, and its fields."""


class TooManyFields(Refused):
    """A task asks for at most {forms} forms with {fields} fields each. Make it smaller."""


class NoSuchTask(Refused):
    """There is no such task, or it is not for you to see."""


class NotYourDepartment(Refused):
    """You do not work for this department, or it does not answer for this place."""


class NotYourStep(Refused):
    """This step belongs to somebody else: departments ask, the street admits."""


class NotPossibleNow(Refused):
    """This step is not possible while the task is {state}."""


class TaskMoved(Refused):
    """Somebody else has just moved this task on. Look at it again before you act."""


class Unsaid(Refused):
    """Please fill in: {what}."""


class PeriodTurned(Refused):
    """The period ends before it begins. Change one of the days."""


class NoGrids(Refused):
    """There are no grids in force there yet, so nobody could be asked."""


class NotCollected(Refused):
    """No admitted task collects “{name}” from all these grids, so it has to be asked for."""


class CannotTakeIn(Refused):
    """The other task cannot take this one in: it must be open and cover the same grids."""


class OutAlready(Refused):
    """The other task has gone out to the grids and does not ask for {names}. Choose another way."""


class HandedIn(Refused):
    """This has been handed in already."""
