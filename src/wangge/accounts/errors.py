"""What accounts refuse."""

from wangge.foundation.refusals import Refused


class NameTaken(Refused):
    """The log-in name "{username}" is taken. Choose another."""


class WrongPassword(Refused):
    """The old password is not right."""


class SamePassword(Refused):
    """The new password is the old one. Choose a different one."""


class WeakPassword(Refused):
    """This password is too weak. {why}."""


class NoSuchAccount(Refused):
    """There is no account called "{username}"."""
