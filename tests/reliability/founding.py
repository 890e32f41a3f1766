"""Founds the house of a kill test, in its own environment: `python -m tests.reliability.founding`."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")
django.setup()

from tests.cast import assemble  # noqa: E402 - its models need Django set up

call_command("migrate", interactive=False, verbosity=0)
assemble()
