"""How Django knows this room."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The planning room."""

    name = "wangge.planning"
