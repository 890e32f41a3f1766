"""Sets Django up for a bench that works inside the house; import it before anything of the house."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")
django.setup()
