"""When a channel was retired stands with the channel itself."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("cases", "0005_retired_channels")]

    operations = [migrations.RemoveField(model_name="way", name="retired_on")]
