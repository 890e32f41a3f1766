"""What the loop refuses, in the words that people see."""

from wangge.foundation.refusals import Refused


class NothingTold(Refused):
    """Please say what happened, in a few words."""


class TooLong(Refused):
    """Please keep it under {most} characters; you wrote {length}."""


class UnknownChannel(Refused):
    """There is no channel called "{code}"."""


class UnknownCategory(Refused):
    """There is no category called "{code}"."""


class OutsideArea(Refused):
    """This place is outside the area served here. Move the pin, or call 12345 for other places."""


class NoPlace(Refused):
    """Please say where it is: point on the map or write the address."""


class ClockAhead(Refused):
    """The time sent ({told}) lies ahead of ours. Set the clock of your device and send it again."""


class ClockBehind(Refused):
    """The time sent ({told}) is more than {days} days ago. Set the clock of your device and send it again."""


class Unwritable(Refused):
    """There is a sign in it that cannot be kept. Type it again instead of pasting it."""


class KeyReused(Refused):
    """This request key was already used for a different report. Send the new report under a new key."""


class CaseMoved(Refused):
    """Somebody else has just moved this case on. Look at it again before you act."""


class NotYours(Refused):
    """This step belongs to somebody else."""


class NotNow(Refused):
    """This step is not possible while the case is {state}."""


class Missing(Refused):
    """Please fill in: {what}."""


class OwnWork(Refused):
    """Whoever handled a case cannot verify it. Somebody else must look."""


class NobodyAbove(Refused):
    """There is no higher office to pass this to."""


class CannotReceive(Refused):
    """This post does not answer for this place. Choose another."""


class RatedAlready(Refused):
    """You have rated this already. Thank you."""


class BadScore(Refused):
    """A rating is a number from 1 to 5."""


class NoSuchCase(Refused):
    """No case can be found under this number."""


class PictureTooLarge(Refused):
    """This picture is {size} MB; at most {most} MB can be taken. Send a smaller one."""


class TooManyPixels(Refused):
    """This picture has {pixels} million pixels; at most {most} million can be taken. Send a smaller one."""


class NotAPicture(Refused):
    """This file cannot be read as a picture. Send a JPEG, PNG or WebP."""
