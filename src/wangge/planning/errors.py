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


class NoSuchDraft(Refused):
    """There is no such draft, or it is not yours to see."""


class DraftAdopted(Refused):
    """This draft is in force already, as version {version} from {since}. Draw a new one to change grids."""


class DraftOutdated(Refused):
    """The buildings or the outline of {area} changed after this draft was drawn. Draw it again."""


class DraftMoved(Refused):
    """Somebody else changed this draft meanwhile: it is at revision {revision}. Look at it and try again."""


class BadTerms(Refused):
    """{field} cannot be {value}."""


class RangeReversed(Refused):
    """At least {least} and at most {most} do not go together. Write the smaller number under "at least"."""


class BadGrids(Refused):
    """The grids do not fit together: grid {number}, {what}."""


class NoSuchBuilding(Refused):
    """{count} of these buildings are not in {area}."""


class NothingInForce(Refused):
    """{area} has no grids in force yet: there is nothing to keep to. Draw afresh."""


class StillSolving(Refused):
    """This draft is being solved. Wait for the end, or cancel it first."""


class Unanswered(Refused):
    """Answer every question of the checklist first: {missing}."""


class NoteMissing(Refused):
    """Say why, where a principle is not held to or a plan is refused."""


class OwnDraft(Refused):
    """Whoever drew or changed a plan does not approve it: ask a colleague."""


class NotApproved(Refused):
    """Revision {revision} of this draft is not approved yet. Have it approved, then put it in force."""


class Unassigned(Refused):
    """{count} buildings are in no grid. Put them in one first."""


class GridEmpty(Refused):
    """Grid {number} has no buildings. Give it some, or take it away."""


class DayPast(Refused):
    """New grids cannot begin on {since}: cases since then have their grids. Choose today or later."""
