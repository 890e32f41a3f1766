"""What places refuses."""

from wangge.foundation.refusals import Refused


class AreaExists(Refused):
    """The area {code} is already entered."""


class WrongParent(Refused):
    """The code {code} does not begin with the code of its parent, {parent}."""


class DivisionDates(Refused):
    """The new division would begin on {since}, not after the last one began ({last}). Choose a later day."""


class NoSuchArea(Refused):
    """There is no area with the code {code}."""
