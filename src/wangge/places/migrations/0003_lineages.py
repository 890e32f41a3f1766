from typing import Any

from django.db import migrations
from django.db.models import F


def begin(apps: Any, _schema: Any) -> None:
    """Every grid drawn so far begins a line of its own."""
    apps.get_model("places", "Grid").objects.filter(lineage=None).update(lineage=F("id"))


class Migration(migrations.Migration):
    dependencies = [("places", "0002_lineage_facilities_parts")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
