"""How Django knows this room."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """The staffing room."""

    name = "wangge.staffing"
