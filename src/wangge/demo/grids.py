"""Drawing a preset's community into grids by its own rule, putting them in force, and a scenario beside."""

from datetime import datetime

from wangge.demo.presets import load
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import SYSTEM
from wangge.partition.inputs import Rule
from wangge.places.models import Area, Division
from wangge.planning import actions as planning
from wangge.planning.models import Draft
from wangge.planning.sketching import sketch

SCENARIO = 100_000  # steps: a good plan of a small community in a moment


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


def sketch_scenario(preset: str, community: Area, *, seed: int, now: datetime) -> Draft:
    """Leave a scenario with fewer grids open for whoever tries the workbench."""
    wanted = load(preset, "areas")["scenario"]
    rule = Rule(wanted["min"], wanted["max"], wanted["grids"])
    today = now.astimezone(CHINA_TIME).date()
    drawn = sketch(community, rule=rule, seed=seed, iterations=SCENARIO, lenient=True, on=today)
    drawn.note = wanted["note"]
    return planning.keep(drawn, name=wanted["name"], by=SYSTEM, now=now)
