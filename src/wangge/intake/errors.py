"""What the intake refuses, in the words that people see."""

from wangge.foundation.refusals import Refused


class CodeTaken(Refused):
    """There is a channel with the code "{code}" already."""


class BadCode(Refused):
    """A channel's code has small letters, digits and hyphens, such as "mayor-mailbox"."""


class Nameless(Refused):
    """Please write a name."""


class LastChannel(Refused):
    """This is the last channel of the desk. Add another before you retire it."""


class SignerUnclear(Refused):
    """Line {line} of the signers has no name: "{text}". Write name, phone, home."""


class NoSuchBox(Refused):
    """There is no such letter box, or it is not yours to see."""


class BoxThere(Refused):
    """There is a letter box called "{name}" already."""


class BoxRetired(Refused):
    """This letter box hangs no more since {until}."""


class NoLetterLeft(Refused):
    """All letters of this opening are entered. If there was one more, note the opening again."""


class WordsMissing(Refused):
    """Please say what was told to the visitor, or where they were sent."""


class NoSuchBatch(Refused):
    """This file is no longer here. Send it again."""


class BatchEntered(Refused):
    """This file was entered already."""


class NothingToEnter(Refused):
    """No row of this file can be entered. Take the refused rows, correct them and send them again."""


class RowsRefused(Refused):
    """{refused} of {rows} rows are refused, so nothing was entered. Correct them, or enter only the rest."""


class NoSuchTicketChannel(Refused):
    """No channel "{code}" brings tickets of its own. An administrator marks it under Channels."""


class TicketColumnsMissing(Refused):
    """No column says the {missing}. The columns are: {columns}. Copy your rows into the template."""


class TooManyRows(Refused):
    """The file has {rows} rows; at most {most} can be taken at once. Send it in parts."""


class NoTicketRows(Refused):
    """The file has a heading but no rows below it."""


class NumberMissing(Refused):
    """The ticket has no number."""


class NumberTooLong(Refused):
    """A ticket's number has at most {most} characters."""


class TextMissing(Refused):
    """The ticket does not say what it is about."""


class NotATime(Refused):
    """{column} is "{value}", which is not a time such as 2026-03-02 16:20."""


class DueBeforeReceived(Refused):
    """Its limit ({due}) lies before it was received ({received})."""


class NumberTwice(Refused):
    """The same number as in row {first}."""


class CommunityUnclear(Refused):
    """It does not say in which community it is. Write the community, or the building with its compound."""


class CommunityUnknown(Refused):
    """No community here is called "{name}"."""


class TooManyPhotos(Refused):
    """A ticket has at most {most} photos."""


class TicketEnded(Refused):
    """The case of this ticket has ended; it takes no more photos. Send a new ticket."""


class NoSuchTicket(Refused):
    """There is no ticket with the number "{number}". Send the ticket first, then its photos."""


class SourceClosed(Refused):
    """This source takes and sends nothing any more."""
