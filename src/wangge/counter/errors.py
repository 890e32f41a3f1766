"""What the counter refuses, in the words that people see."""

from wangge.cases.errors import NoSuchCase
from wangge.foundation.refusals import Refused


class LineUnclear(Refused):
    """Line {line} cannot be read: {text}. Write its parts with | between them, as in the example."""


class NoDecisionLast(Refused):
    """The last step, and only the last, decides. Mark it so."""


class NoDepartmentNamed(Refused):
    """A department has a step in this item. Say which department."""


class CodeTaken(Refused):
    """Another item has the code {code}. Choose another code."""


class NoSuchItem(Refused):
    """There is no such item, or it is not offered any more."""


class NoSuchApplication(NoSuchCase):
    """There is no such application, or it is not for you to see."""


class NoSuchErrand(Refused):
    """There is no such errand, or it is not for you to see."""


class NotAtYourWindow(Refused):
    """This window serves another area."""


class NotYourStepHere(Refused):
    """This step is for {who} to take."""


class NotNowHere(Refused):
    """This cannot be done now: the application is {state}."""


class ApplicationMoved(Refused):
    """Somebody was faster: this has moved on meanwhile. Look at it again."""


class StillLacking(Refused):
    """Some papers are still missing: {names}. Note them as brought first, or tell the applicant."""


class NothingLacking(Refused):
    """Tick what is missing, all of it at once."""


class NoticeStillRuns(Refused):
    """The public notice runs until {day}. What is objected meanwhile must be heard."""


class NotTheDecision(Refused):
    """The application is not at the step that decides it."""


class TheDecision(Refused):
    """This is the step that decides. Grant it, or refuse it with a reason."""


class HandedOverAlready(Refused):
    """The result has been handed over already."""


class SayWhat(Refused):
    """Please fill in: {what}."""


class BadTail(Refused):
    """Only the last four signs of the identity number are kept. Write these four, or none."""


class KeyTaken(Refused):
    """This form was sent already with other answers. Open it anew."""


class NotYourErrand(Refused):
    """This errand is in other hands."""


class ErrandMoved(Refused):
    """This errand is at another step already. Look at it again."""


class LedgerUnreadable(Refused):
    """This file has no column {missing}. Take the template and fill in its columns."""


class LedgerRow(Refused):
    """Row {row}: {what} is not known or cannot be read. Nothing was entered; put it right, send it again."""


class LedgerTooLong(Refused):
    """A ledger has at most {most} rows. Send it in parts."""
