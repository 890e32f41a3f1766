"""How Django knows this room."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The outreach room."""

    name = "wangge.outreach"
