"""How Django knows this room."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "wangge.staffing"
