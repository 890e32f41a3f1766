"""What planning refuses."""

from wangge.foundation.refusals import Refused


class NotACommunity(Refused):
    """{area} is a {level}: grids are drawn for a community. Name one with a code of 12 digits."""


class NoBuildings(Refused):
    """{area} has no buildings yet. Import them first (wangge import buildings)."""


class NobodyCounted(Refused):
    """No household is counted in any of the {buildings} buildings of {area}. Import the counts first."""


class OutlineBroken(Refused):
    """The outline of {area} is not a proper polygon ({reason}). Correct it before drawing grids."""


class DraftAdopted(Refused):
    """This draft is in force already, as version {version} from {since}. Draw a new one to change grids."""


class DraftOutdated(Refused):
    """The buildings or the outline of {area} changed after this draft was drawn. Draw it again."""
