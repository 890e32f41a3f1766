"""How Django knows this room."""

from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    """The admission room."""

    name = "wangge.admission"
