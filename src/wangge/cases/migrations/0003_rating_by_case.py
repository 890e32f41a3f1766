from django.db import migrations, models


class Migration(migrations.Migration):
    """A report may go to another case, and is then rated there too."""

    dependencies = [("cases", "0002_loop")]

    operations = [
        migrations.RemoveConstraint(model_name="rating", name="rating_once_by_report"),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("case", "report", "round"), name="rating_once_by_report"
            ),
        ),
    ]
