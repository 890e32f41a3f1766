"""When a channel was retired is a column of its own; until now the journal was asked."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RETIRED, USED = "channel.retired", ("channel.added", "channel.changed")


def carry_over(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """What the journal says last of each channel holds: retired on that day, or in use."""
    told = apps.get_model("journal", "Entry").objects.filter(subject_kind="channel")
    last = {
        entry.subject_id: entry for entry in told.filter(verb__in=(RETIRED, *USED)).order_by("id").iterator()
    }
    channels = apps.get_model("cases", "Channel").objects
    for channel, entry in last.items():
        if entry.verb == RETIRED:
            channels.filter(pk=channel).update(retired_on=date.fromisoformat(entry.payload["on"]))


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_parties"), ("journal", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="retired_on",
            field=models.DateField(blank=True, help_text="nothing comes in by it any more", null=True),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
