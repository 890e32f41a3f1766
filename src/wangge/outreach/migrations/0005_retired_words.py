"""Words of forces and of records are retired, not deleted: what uses them keeps them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0004_record_kinds")]

    operations = [
        migrations.AddField(
            model_name="recordkind",
            name="retired_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
