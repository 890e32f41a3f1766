"""Founding a preset's community in an empty house, by the same actions that people use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wangge.cases.catalogue import enter_catalogue
from wangge.demo.entering import enter_estate, enter_units, found_areas
from wangge.demo.estate import Estate, generate
from wangge.demo.grids import draw_grids, sketch_scenario
from wangge.demo.items import open_window
from wangge.demo.presets import load
from wangge.demo.rota import enter_rota
from wangge.demo.staff import Member, enter_posts, staff
from wangge.foundation.calendar import CHINA_TIME, chinese_name, published_range
from wangge.foundation.calendar import seed as holidays
from wangge.intake.channels import enter_ways
from wangge.journal.actor import SYSTEM
from wangge.notices.kinds import set_kinds, standard
from wangge.places.models import Area, Division
from wangge.staffing.actions import set_calendar

Progress = Callable[[str], None]
CATALOGUE = (
    "channels",
    "categories",
    "service_levels",
    "routing_rules",
    "rungs",
    "authorities",
    "practice",
    "party_kinds",
)


@dataclass(frozen=True, slots=True)
class Founded:
    """A community as it was founded: its drawing, its area and division, and everybody posted in it."""

    estate: Estate
    community: Area
    division: Division
    staff: tuple[Member, ...]


def found(preset: str, *, seed: int, now: datetime, progress: Progress = lambda _said: None) -> Founded:
    """Found a preset's community as of a moment; all of it or nothing. The same seed draws the same grids."""
    with transaction.atomic():
        progress(_("Drawing the estate"))
        estate = generate(preset)
        areas = found_areas(preset, estate, now=now)
        community = areas[load(preset, "areas")["community"]]
        progress(_("Entering buildings and homes"))
        enter_estate(estate, community, now=now)
        enter_catalogue({part: load(preset, part)[part] for part in CATALOGUE}, by=SYSTEM, now=now)
        enter_ways(load(preset, "channels")["channels"], by=SYSTEM, now=now)
        set_kinds(standard(), by=SYSTEM, now=now)
        know_holidays(now.astimezone(CHINA_TIME).date(), now=now)
        progress(_("Drawing the grids"))
        division = draw_grids(preset, community, seed=seed, now=now)
        progress(_("Filling the posts"))
        posts = enter_posts(preset, areas, division, now=now)
        people = tuple(staff(preset, posts, now=now, progress=progress))
        enter_rota(preset, community, people, now=now)
        progress(_("Sketching a scenario"))
        enter_units(estate, community, now=now)
        open_window(preset, community, now=now)
        sketch_scenario(preset, community, seed=seed, now=now)
    return Founded(estate, community, division, people)


def know_holidays(today: date, *, now: datetime) -> None:
    """Enter the published holidays and make-up days from last year on, as far as they are known."""
    first, last = published_range()
    begin = max(first, min(date(today.year - 1, 1, 1), last))
    days = [(day, working, chinese_name(name)) for day, working, name in holidays(begin, last)]
    set_calendar(days, until=last, source="chinesecalendar", by=SYSTEM, now=now)
