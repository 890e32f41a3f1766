"""What the room refuses, in the words that people see."""

from wangge.foundation.refusals import Refused


class NoSuchNotice(Refused):
    """There is no such notice, or it is not for you to see."""


class NotYourPlace(Refused):
    """A notice is published by the office of its place: choose an area that you answer for."""


class NotYourLevel(Refused):
    """This is acknowledged and passed on by those who answer for that place."""


class NotHere(Refused):
    """{name} does not lie in the area of this notice."""


class NobodyThere(Refused):
    """There is no building there that could be told. Choose another place."""


class Unsaid(Refused):
    """A notice needs a title, a text, a beginning and an end."""


class EndsBefore(Refused):
    """What is announced ends before it begins. Change one of the times."""


class NoSuchKind(Refused):
    """There is no kind of notice called {code}."""


class SayWhy(Refused):
    """Please say why, in a few words."""


class NotInForce(Refused):
    """This notice has been withdrawn; nothing more is passed on."""


class NoticeMoved(Refused):
    """Somebody else has just corrected or withdrawn this notice. Look at it again before you act."""


class NothingChosen(Refused):
    """Choose the units first, and say how they were told or why not."""


class NoSuchUnit(Refused):
    """This notice is not for that unit. Choose your building and unit from the list."""


class NotByUnits(Refused):
    """This level has its units to tell; it is done when every one is told or explained."""
