"""Above the street is a level like the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_retired_channels")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("member", "grid member"),
                    ("grid", "grid"),
                    ("community", "community"),
                    ("street", "street"),
                    ("department", "department"),
                    ("above", "above the street"),
                ],
                default="",
                max_length=12,
            ),
        ),
    ]
