"""How Django knows this room."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "wangge.planning"
