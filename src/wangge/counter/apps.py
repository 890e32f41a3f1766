"""How Django knows this room."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """The counter room."""

    name = "wangge.counter"
