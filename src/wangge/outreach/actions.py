"""Every write of this room."""

from wangge.outreach.once import Sent, once
from wangge.outreach.patrols import find, find_nothing, put_right, set_slots

__all__ = ["Sent", "find", "find_nothing", "once", "put_right", "set_slots"]
