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


class DivisionBegun(Refused):
    """Version {version} is in force since {since}: it can be replaced, not withdrawn."""


class DivisionStaffed(Refused):
    """Posts were made for grids of version {version} already. Take them away before you withdraw it."""


class DivisionFollowed(Refused):
    """Version {version} is followed by another. Withdraw that one first."""
