"""Every write of the room, one function for each thing a person does; each is one transaction."""

from wangge.notices.kinds import set_kinds
from wangge.notices.passing import miss, pass_on, read, receive, tell
from wangge.notices.publishing import Draft, Words, correct, publish, withdraw
from wangge.notices.reach import Places
from wangge.notices.tickets import relate

__all__ = [
    "Draft", "Places", "Words", "correct", "miss", "pass_on", "publish", "read", "receive", "relate",
    "set_kinds", "tell", "withdraw",
]  # fmt: skip
