"""Kinds of record for each of the three roles; all data and may be changed."""

from django.db import migrations

KINDS = (
    ("census", "走访采集信息", "facts gathered on a round", "collect"),
    ("opinion", "收集社情民意", "opinions heard", "collect"),
    ("hazard", "发现安全隐患", "danger noticed", "collect"),
    ("neighbours", "邻里纠纷调解", "quarrel of neighbours", "mediate"),
    ("family", "家庭矛盾劝和", "quarrel in a family", "mediate"),
    ("estate", "物业矛盾协调", "quarrel with the estate's manager", "mediate"),
    ("units", "联系单位解决", "a unit brought in", "coordinate"),
    ("service", "帮办代办服务", "something done for people", "coordinate"),
    ("council", "组织居民议事", "residents brought together", "coordinate"),
)


def enter(apps, _editor):
    """Enter them."""
    kind = apps.get_model("outreach", "RecordKind")
    for position, (code, name, name_en, role) in enumerate(KINDS):
        kind.objects.create(code=code, name=name, name_en=name_en, role=role, position=position)


class Migration(migrations.Migration):
    """Three kinds for each role."""

    dependencies = [("outreach", "0003_calls_and_records")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
