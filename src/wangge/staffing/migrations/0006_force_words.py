"""The four kinds of force, what forces can do, and the four roles of the loop; all data and may be changed."""

from django.db import migrations

KINDS = (
    ("seconded", "下沉人员", "seconded staff"),
    ("co-building", "共驻共建单位", "co-building units"),
    ("volunteers", "志愿服务队伍", "volunteers"),
    ("organisations", "社会组织", "social organisations"),
)
SKILLS = (
    ("repairs", "水电维修", "repairs", ["housing", "utilities", "municipal"]),
    ("cleaning", "环境清洁", "cleaning", ["environment", "rubbish"]),
    ("mediation", "矛盾调解", "mediation", ["noise", "dispute", "pets", "parking"]),
    ("care", "助老帮困", "care", ["welfare"]),
    ("order", "秩序维护", "keeping order", ["traffic", "safety", "order"]),
    ("law", "法律咨询", "legal advice", ["property", "dispute", "affairs"]),
    ("any", "综合服务", "helps with anything", ["*"]),
)
ONLINE = [
    "portal",
    "qr",
    "wechat-group",
    "party-group",
    "official-account",
    "mayor-mailbox",
    "netizen-message",
]
ROLES = (
    ("inspector", "线下排查员", "inspector on site", "find", False, []),
    ("taker", "接单员", "order taker", "take", False, []),
    ("handler", "承办员", "handler", "carry", False, []),
    ("liaison", "网络联络员", "online liaison", "liaise", True, ONLINE),
)


def enter(apps, _editor):
    """Enter them."""
    kind, skill, role = (apps.get_model("staffing", name) for name in ("ForceKind", "Skill", "LoopRole"))
    for position, (code, name, name_en) in enumerate(KINDS):
        kind.objects.create(code=code, name=name, name_en=name_en, position=position)
    for position, (code, name, name_en, matters) in enumerate(SKILLS):
        skill.objects.create(code=code, name=name, name_en=name_en, matters=matters, position=position)
    for position, (code, name, name_en, duty, online, channels) in enumerate(ROLES):
        words = {"name": name, "name_en": name_en, "position": position}
        role.objects.create(code=code, duty=duty, online=online, channels=channels, **words)


class Migration(migrations.Migration):
    """Four kinds, seven skills, four roles."""

    dependencies = [("staffing", "0005_forces")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
