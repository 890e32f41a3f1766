"""How Django knows this room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The places room."""

    name = "wangge.places"
