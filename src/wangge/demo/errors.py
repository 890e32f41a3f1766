"""What the demo refuses."""

from wangge.foundation.refusals import Refused


class NoTexts(Refused):
    """{file} has no column "text", only: {columns}. Name the column of the messages "text"."""


class NotADemo(Refused):
    """The folder {folder} holds a house that is no demo. Nothing was changed; name another folder."""
