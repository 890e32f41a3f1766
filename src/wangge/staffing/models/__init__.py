"""Departments, posts and people; the days on which work is done; who is on duty when."""

from wangge.staffing.models.duty import Handover, Office, Shift
from wangge.staffing.models.posts import (
    Appointment,
    AppointmentQuerySet,
    CalendarCoverage,
    CalendarDay,
    Department,
    Line,
    Post,
    PostKind,
    Tier,
)

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "CalendarCoverage",
    "CalendarDay",
    "Department",
    "Handover",
    "Line",
    "Office",
    "Post",
    "PostKind",
    "Shift",
    "Tier",
]
