"""Records point down the floors too, where imports cannot see it: foreign keys named by a string."""

import configparser
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]


def floors() -> list[set[str]]:
    """The rooms from top to bottom, as the law for imports has them."""
    law = configparser.ConfigParser()
    law.read(ROOT / ".importlinter")
    lines = law["importlinter:contract:floors"]["layers"].split("\n")
    return [set(line.replace("|", " ").replace(":", " ").split()) for line in lines if line.strip()]


def room(module: str) -> str:
    return module.split(".")[1] if module.startswith("wangge.") else ""


def test_every_room_stands_on_a_floor():
    rooms = {p.parent.name for p in (ROOT / "src/wangge").glob("*/__init__.py")}
    assert rooms == set().union(*floors())


def test_foreign_keys_point_down():
    height = {name: -level for level, names in enumerate(floors()) for name in names}
    upward = []
    for model in apps.get_models():
        source = room(model.__module__)
        for field in model._meta.get_fields():
            if not source or not field.is_relation or field.auto_created or not field.related_model:
                continue
            target = room(field.related_model.__module__)
            stated = target in ("", source) or (source, target) == ("accounts", "places")
            if not stated and height[target] >= height[source]:
                upward.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert upward == []
