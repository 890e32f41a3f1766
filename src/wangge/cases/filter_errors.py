"""What saved filters and bulk work refuse, in the words that people see."""

from wangge.foundation.refusals import Refused


class NoSuchFilter(Refused):
    """This filter is not among yours any more. Look at the list again."""


class NameTaken(Refused):
    """You have another filter called “{name}”. Choose a different name."""


class FilterTooLong(Refused):
    """This filter has too many words to be kept. Shorten the words searched for."""


class TooManyFilters(Refused):
    """At most {most} filters can be kept. Take one away first."""


class NothingChosen(Refused):
    """No case is chosen. Tick some in the list first."""


class TooManyChosen(Refused):
    """At most {most} cases can be done at once. Choose fewer, or narrow the list."""


class NotInBulk(Refused):
    """This step is taken case by case. Open the case."""


class KeyOfAnother(Refused):
    """This was sent already as another step. Begin again from the list."""
