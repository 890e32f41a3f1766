"""How far a ticket is, in the five states that platforms know of each other's orders."""

from enum import StrEnum

from wangge.cases.workflow import State


class Five(StrEnum):
    """Reported, passed on, taken on, being checked on site, ended; what is not ours goes back."""

    REPORTED = "reported"
    PASSED_ON = "passed-on"
    TAKEN_ON = "taken-on"
    CHECKING = "checking"
    ENDED = "ended"


FIVE = {
    State.REPORTED: Five.REPORTED,
    State.ACCEPTED: Five.PASSED_ON,
    State.DISPATCHED: Five.PASSED_ON,
    State.DISPUTED: Five.PASSED_ON,
    State.SIGNED: Five.TAKEN_ON,
    State.HELD: Five.TAKEN_ON,
    State.HANDLED: Five.CHECKING,
    State.VERIFIED: Five.CHECKING,
    State.CLOSED: Five.ENDED,
    State.REFUSED: Five.ENDED,
    State.MERGED: Five.PASSED_ON,
}
