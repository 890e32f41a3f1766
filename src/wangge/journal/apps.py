"""How Django knows this room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal room."""

    name = "wangge.journal"
