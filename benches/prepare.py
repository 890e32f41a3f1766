"""Makes the house of a bench: `python -m benches.prepare COMMUNITIES`, in the environment of that house."""

import sys

from django.core.management import call_command

import benches.ready  # noqa: F401 - before the house
from benches.town import found

call_command("migrate", interactive=False, verbosity=0)
found(int(sys.argv[1]))
