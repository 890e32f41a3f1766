"""Patrols as tasks with results, deeds of phones, forces called to cases, and what was done in which role."""

from wangge.outreach.models.calls import Call
from wangge.outreach.models.patrols import Deed, Patrol, Slot
from wangge.outreach.models.records import Record, RecordKind, WorkRole

__all__ = ["Call", "Deed", "Patrol", "Record", "RecordKind", "Slot", "WorkRole"]
