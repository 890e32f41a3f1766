"""What staffing refuses."""

from wangge.foundation.refusals import Refused


class AlreadyAppointed(Refused):
    """{name} is already in the post "{post}"."""
