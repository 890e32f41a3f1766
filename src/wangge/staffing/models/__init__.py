"""Departments, posts and people; the days on which work is done; who is on duty when."""

from wangge.staffing.models.duty import Handover, Office, Shift
from wangge.staffing.models.forces import (
    Force,
    ForceKind,
    ForceQuerySet,
    Level,
    LoopRole,
    RoleHolder,
    Skill,
)
from wangge.staffing.models.posts import (
    OF_POSTS,
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
    "OF_POSTS",
    "Appointment",
    "AppointmentQuerySet",
    "CalendarCoverage",
    "CalendarDay",
    "Department",
    "Force",
    "ForceKind",
    "ForceQuerySet",
    "Handover",
    "Level",
    "Line",
    "LoopRole",
    "Office",
    "Post",
    "PostKind",
    "RoleHolder",
    "Shift",
    "Skill",
    "Tier",
]
