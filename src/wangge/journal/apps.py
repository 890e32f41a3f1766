"""How Django knows this room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "wangge.journal"
