"""Drawing a preset's community into grids by its own rule, and putting them in force."""

from datetime import datetime

from wangge.demo.presets import load
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import SYSTEM
from wangge.partition.inputs import Rule
from wangge.places.models import Area, Division
from wangge.planning import actions as planning


def rule_of(preset: str) -> Rule:
    """How many grids the preset's community has and how much each may hold."""
    size = load(preset, "areas")["division"]
    return Rule(size["min"], size["max"], size["grids"])


def draw_grids(preset: str, community: Area, *, seed: int, now: datetime) -> Division:
    """Let the engine draw the preset's community and put its grids in force from today."""
    draft = planning.draw(community, rule=rule_of(preset), seed=seed, by=SYSTEM, now=now)
    planning.vouch(draft, by=SYSTEM, now=now)
    return planning.adopt(
        draft,
        since=now.astimezone(CHINA_TIME).date(),
        naming=load(preset, "areas")["division"]["grid_name"],
        by=SYSTEM,
        now=now,
    )
