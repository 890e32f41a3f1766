"""The big screen: the map of grids with cases as they come, what is late, counts, the last events."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.cases import board
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.scope import OVERSEERS
from wangge.journal.actor import Actor
from wangge.places.errors import NoSuchArea
from wangge.places.models import Area
from wangge.web.access import actor, allow
from wangge.web.command.cuts import cuts, deadlines, inbox
from wangge.web.naming import named
from wangge.web.words import happened, tone_of_verb

CROWDED = 600  # open cases beyond which signs would hide one another and the map shows heat
EVERY = 15  # seconds between refreshes
NEAR = 4  # communities up to which the map shows their grids, beyond it shows the communities
overseers = allow(Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)


@overseers
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The whole screen, for the area asked for or the widest one of the viewer."""
    by, book = actor(request), rulebook()
    area = _area(request.GET.get("area", ""), by, book)
    told = _board(area, by, book, timezone.now())
    return render(
        request,
        "command/board.html",
        told | {"map": _map(area, book), "crowded": told["counts"].total > CROWDED, "every": EVERY},
    )


@overseers
@require_GET
def fragment(request: HttpRequest) -> HttpResponse:
    """What changes on the screen, each part for its own place."""
    by, book = actor(request), rulebook()
    area = _area(request.GET.get("area", ""), by, book)
    answer = render(request, "command/fragment.html", _board(area, by, book, timezone.now()))
    answer["Cache-Control"] = "no-store"
    return answer


def _area(code: str, by: Actor, book: Rulebook) -> Area:
    """The area of this code inside what the viewer oversees; without a code the widest that has parts."""
    held = by.paths(*OVERSEERS)
    mine = [area for area in book.areas.values() if area.path.startswith(held)]
    if code:
        mine = [area for area in mine if area.code == code]
    if not mine:
        raise NoSuchArea(code=code)
    chosen = min(mine, key=lambda area: (len(area.path), area.code))
    while not code and len(parts := _parts(chosen, book)) == 1:
        chosen = parts[0]
    return chosen


def _parts(area: Area, book: Rulebook) -> list[Area]:
    return [each for each in book.areas.values() if each.parent_id == area.pk]


def _board(area: Area, by: Actor, book: Rulebook, now: datetime) -> dict[str, Any]:
    shown = board.view(by, area, book=book)
    counted = board.counts(shown, now=now, book=book)
    return {
        "now": now,
        "area": area,
        "above": _above(area, by, book),
        "below": _below(area, counted, book),
        "counts": counted,
        "today": board.today(shown, now=now),
        "late": [(case, number_of(case), named(case.category)) for case in board.late(shown, now=now)],
        "cuts": cuts(counted, area, book),
        "events": [_event(event) for event in board.events(shown)],
        "deadlines": deadlines(counted, area),
        "open_url": inbox(area),
    }


def _above(area: Area, by: Actor, book: Rulebook) -> list[Area]:
    held = by.paths(*OVERSEERS)
    over = [a for a in book.areas.values() if area.path.startswith(a.path) and a.path.startswith(held)]
    return sorted((a for a in over if a.pk != area.pk), key=lambda a: len(a.path))


def _below(area: Area, counted: board.Counts, book: Rulebook) -> list[tuple[Area, int, int]]:
    """The areas one level down with their open and their late cases, the latest first."""
    rows = []
    for child in _parts(area, book):
        under = [pk for pk, a in book.areas.items() if a.path.startswith(child.path)]
        rows.append(
            (child, sum(counted.areas[pk] for pk in under), sum(counted.late_areas[pk] for pk in under))
        )
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0].code))


def _map(area: Area, book: Rulebook) -> dict[str, str]:
    """What the map draws and what a press on it opens."""
    base, cases = f"/api/v1/areas/{area.code}", f"/api/v1/cases.geojson?area={area.code}"
    level = Area.Level.COMMUNITY
    if sum(a.level == level and a.path.startswith(area.path) for a in book.areas.values()) > NEAR:
        return {"sources": f"{base}/areas.geojson {cases}", "opens": "/command/?area={code}"}
    near = f"{base}/buildings.geojson " if area.level == level else ""
    return {
        "sources": f"{base}/backdrop.geojson {near}{base}/grids.geojson {cases}",
        "opens": "/desk/inbox?grid={id}",
    }


def _event(event: board.Event) -> dict[str, Any]:
    case = event.case
    return {
        "at": event.entry.at,
        "number": number_of(case),
        "case": case,
        "where": case.grid.name if case.grid else case.area.name,
        "what": happened(event.entry.verb),
        "tone": tone_of_verb(event.entry.verb),
    }
