"""Founds the house of a kill test, in its own environment: `python -m tests.reliability.founding`."""

import os
from datetime import timedelta

import django
from django.core.management import call_command
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")
django.setup()

from tests.cast import assemble  # noqa: E402 - its models need Django set up
from wangge.journal.actor import SYSTEM  # noqa: E402
from wangge.staffing import actions as staffing  # noqa: E402

call_command("migrate", interactive=False, verbosity=0)
assemble()
now = timezone.now()
until = (now + timedelta(days=60)).date()  # the stories of this test are of today
staffing.set_calendar([], until=until, source="test", by=SYSTEM, now=now)
