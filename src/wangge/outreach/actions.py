"""Every write of this room."""

from wangge.outreach.calls import call, tell
from wangge.outreach.once import Sent, once
from wangge.outreach.patrols import find, find_nothing, put_right, set_slots
from wangge.outreach.records import define_record_kinds, keep_record

__all__ = [
    "Sent",
    "call",
    "define_record_kinds",
    "find",
    "find_nothing",
    "keep_record",
    "once",
    "put_right",
    "set_slots",
    "tell",
]
