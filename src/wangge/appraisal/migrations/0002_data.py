"""What a new house begins with; every row may be changed, and says where it comes from."""

from datetime import UTC, date, datetime

from django.db import migrations

GROUNDS = [
    ("consultation", "咨询、表扬", "a question or praise", ["resolution"]),
    (
        "unreachable",
        "无法联系或拒绝回访",
        "cannot be reached, or does not want to be asked",
        ["response", "resolution", "satisfaction"],
    ),
    ("duplicate", "同一人同一事项重复诉求", "the same matter by the same person", []),
    ("unlawful", "恶意或违法诉求", "malicious, or asks for what the law forbids", []),
    ("in-court", "诉讼、仲裁、复议、信访终结或纪检程序中", "before a court or another procedure", []),
    (
        "beyond",
        "超出权限或受政策限制",
        "beyond our authority, or held up by policy",
        ["resolution", "satisfaction", "on_time"],
    ),
    ("force-majeure", "不可抗力", "force majeure", []),
]
GROUND_SOURCE = "常见做法,请按本地剔除规则修改 · common practice: put your own rules here"
VALUES = [(5, 100), (4, 80), (3, 60), (2, 30), (1, 0)]
VALUE_SOURCE = "各地折算不同,请按本地规则修改 · mapped differently everywhere: put your own here"
BUSINESSES = [
    ("requests", "接诉即办", "requests answered at once", []),
    ("safety", "消防治安", "fire safety and public order", ["safety", "public-order"]),
    ("tenants", "流动人口和出租房管理", "tenants and rented homes", ["residence", "rental"]),
    ("disputes", "矛盾化解", "disputes settled", ["dispute", "noise-neighbour"]),
]
SCHEMES = [
    (
        "department",
        "示例:响应30、解决35、满意35,见于一地接诉即办考核,非国家标准;请按本地文件设置 · an example from one place, no standard: set your own",
        [("response", 30), ("resolution", 35), ("satisfaction", 35)],
    ),
    (
        "area",
        "示例权重,无出处;请按本地文件设置 · an example without a source: set your own",
        [("response", 20), ("resolution", 25), ("satisfaction", 25), ("on_time", 20), ("rework", 10)],
    ),
]


def enter(apps, schema_editor):
    def model(name):
        return apps.get_model("appraisal", name)

    for position, (code, name, english, rates) in enumerate(GROUNDS):
        model("Ground").objects.create(
            code=code, name=name, name_en=english, rates=rates, provenance=GROUND_SOURCE, position=position
        )
    for score, percent in VALUES:
        model("Value").objects.create(score=score, percent=percent, provenance=VALUE_SOURCE)
    for position, (code, name, english, categories) in enumerate(BUSINESSES):
        model("Business").objects.create(
            code=code, name=name, name_en=english, categories=categories, position=position
        )
    for kind, provenance, weights in SCHEMES:
        scheme = model("Scheme").objects.create(
            kind=kind,
            since=date(2000, 1, 1),
            provenance=provenance,
            made_at=datetime(2000, 1, 1, tzinfo=UTC),
        )
        for rate, points in weights:
            model("Weight").objects.create(scheme=scheme, rate=rate, points=points)


def empty(apps, schema_editor):
    for name in ("Weight", "Scheme", "Business", "Value", "Ground"):
        apps.get_model("appraisal", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0001_initial")]
    operations = [migrations.RunPython(enter, empty)]
