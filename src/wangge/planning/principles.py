"""The principles of division that a checklist asks about: a preset that a house may replace with its own."""

import json
from pathlib import Path

from wangge.planning.models import Principle

PRESET = tuple(
    Principle(position=position, **row)
    for position, row in enumerate(
        json.loads(Path(__file__).with_name("principles.json").read_text(encoding="utf-8")), start=1
    )
)


def asked() -> list[Principle]:
    """The principles of the checklist, in their order: the house's own, else the preset's. One statement."""
    own = list(Principle.objects.order_by("position", "code"))
    return [principle for principle in own or PRESET if principle.asked]
