"""What staffing refuses."""

from wangge.foundation.refusals import Refused


class EnoughSubstitutes(Refused):
    """Nobody else can stand in for the post "{post}": its kind has room for {most}."""


class AlreadyAppointed(Refused):
    """{name} is already in the post "{post}"."""
