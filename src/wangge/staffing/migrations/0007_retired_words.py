"""Words of forces and of records are retired, not deleted: what uses them keeps them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staffing", "0006_force_words")]

    operations = [
        migrations.AddField(
            model_name="forcekind",
            name="retired_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="skill",
            name="retired_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="looprole",
            name="retired_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
