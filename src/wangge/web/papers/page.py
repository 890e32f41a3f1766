"""What every sheet says of itself: its size, what it shows and as of when, and for whose eyes it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.web.papers.sheets import Sheet, Size
from wangge.web.papers.versions import Version

UNITS = {Size.A3: 1.0, Size.A4: 0.74, Size.A6: 0.52}
MARGINS = {Size.A3: 14, Size.A4: 11, Size.A6: 5}  # mm
FEET = {Size.A3: 9, Size.A4: 7, Size.A6: 5}


@dataclass(frozen=True, slots=True)
class Printing:
    """Somebody prints on a sheet: who, when, and the address that the QR code leads to."""

    sheet: Sheet
    by: Actor
    now: datetime
    link: str

    @property
    def english(self) -> bool:
        """Whether the sheet speaks English."""
        return (get_language() or "").startswith("en")

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height between the margins and above the foot, in millimetres."""
        margin, foot = MARGINS[self.sheet.size], FEET[self.sheet.size]
        return self.sheet.width - 2 * margin, self.sheet.height - 2 * margin - foot


def shared(printing: Printing, *, area: Area, title: str, told: str) -> dict[str, Any]:
    """The facts that every template takes; `told` says which version."""
    sheet = printing.sheet
    return {
        "unit": UNITS[sheet.size],
        "width": sheet.width,
        "height": sheet.height,
        "margin": MARGINS[sheet.size],
        "foot_height": FEET[sheet.size],
        "lang": "en" if printing.english else "zh",
        "region": "gb" if printing.english else "cn",
        "title": title,
        "area": area.name,
        "foot": told,
        "internal": sheet.internal,
        "mark": mark(printing),
    }


def mark(printing: Printing) -> str:
    """For whose eyes it is."""
    if not printing.sheet.internal:
        return _("Public version: no door numbers, no names of residents")
    at = f"{timezone.localtime(printing.now):%Y-%m-%d %H:%M}"
    return _("Internal, not to be posted: printed by {who} at {time}").format(who=printing.by.label, time=at)


def edition(version: Version) -> str:
    """Which version of whose grids, and the day of its staff."""
    if version.draft:
        return _("Draft {number}, not in force").format(number=version.draft)
    since = date_format(version.since, "Y-m-d") if version.since else ""
    held = _("Version {number}, in force since {day}").format(number=version.number, day=since)
    if version.until:
        held = _("Version {number}, in force from {day} until {end}").format(
            number=version.number, day=since, end=date_format(version.until, "Y-m-d")
        )
    return held + _("; staff as of {day}").format(day=date_format(version.day, "Y-m-d"))
