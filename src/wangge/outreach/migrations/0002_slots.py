"""The two patrols of a day, as most places keep them; both are data and may be changed."""

from datetime import time

from django.db import migrations

SLOTS = (
    ("morning", "上午巡查", "morning patrol", time(8), time(12)),
    ("afternoon", "下午巡查", "afternoon patrol", time(14), time(18)),
)


def enter(apps, _editor):
    """Enter them."""
    slot = apps.get_model("outreach", "Slot")
    for code, name, name_en, begins, ends in SLOTS:
        slot.objects.create(code=code, name=name, name_en=name_en, begins=begins, ends=ends)


class Migration(migrations.Migration):
    """Two slots."""

    dependencies = [("outreach", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
