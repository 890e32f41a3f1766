"""Today's list as a page and as a phone keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wangge.admission.queries import handouts_of
from wangge.cases import queries
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.notices.queries import to_pass_on
from wangge.outreach.mine import Piece, mine
from wangge.web.access import ACTING, STAFF, actor, allow
from wangge.web.field.acts import ACTS, OFFERED, Act
from wangge.web.times import exact

OFFICE = {
    "accept": (_("Accept"), "check2"),
    "dispatch": (_("Dispatch"), "send"),
    "close": (_("Close the case"), "check-circle-fill"),
}  # taken on the desk's own pages


@dataclass(frozen=True, slots=True)
class Row:
    """A piece as it is shown: its number, its sign, what can be done here or on a page of the desk."""

    piece: Piece
    number: str
    icon: str
    acts: list[tuple[Act, str]]
    office: tuple[Any, str] | None


def rows(by: Actor, *, now: datetime) -> list[Row]:
    """What is mine now."""
    return [_row(piece) for piece in mine(by, now=now)]


def _row(piece: Piece) -> Row:
    number = number_of(piece.case) if piece.case else ""
    acts = [(ACTS[name], page(name, number)) for name in OFFERED.get(piece.step, ())]
    verb, icon = OFFICE.get(piece.step, ("", acts[0][0].icon if acts else "binoculars"))
    return Row(piece, number, icon, acts, (verb, page(piece.step, number)) if verb else None)


def page(step: str, number: str) -> str:
    """Where a step is taken without script: its page on the desk, else the case."""
    try:
        return reverse(f"desk:{step}", args=[number])
    except NoReverseMatch:
        return reverse("desk:case", args=[number])


def context(by: Actor, *, now: datetime) -> dict[str, Any]:
    """What the list's template needs."""
    found = rows(by, now=now)
    # a patrol whose time is over is not done; it is not late, for nothing is owed for it
    late = sum(bool(row.piece.case and row.piece.due and row.piece.due <= now) for row in found)
    today = now.astimezone(CHINA_TIME).date()
    return {
        "rows": found,
        "now": now,
        "late": late,
        "handouts": handouts_of(by),
        "day": today,
        "errands": to_pass_on(by, now=now),
    }


@allow(*STAFF)
@require_GET
def ticket(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and the token with which deeds are sent; asked before a queue is sent."""
    return JsonResponse({"account": actor(request).account, "token": get_token(request)})


@allow(*ACTING)
@require_GET
def held(request: HttpRequest) -> HttpResponse:
    """What a phone keeps until it is logged out: today's list, and the buildings of my grids."""
    by, now = actor(request), timezone.now()
    buildings = queries.buildings_of(by, on=now.astimezone(CHINA_TIME).date())
    places = [
        {
            "id": b.pk,
            "name": f"{b.compound.name if b.compound else ''} {b.name}".strip(),
            "lon": b.lon,
            "lat": b.lat,
        }
        for b in buildings
    ]
    codes = sorted({path.rstrip("/").rpartition("/")[2] for _, path in by.grants})
    layers = ("backdrop", "buildings", "grids")
    return JsonResponse(
        {
            "account": by.account,
            "at": exact(now),
            "list": render_to_string(
                "desk/parts/today.html", {**context(by, now=now), "csrf_token": ""}, request
            ),
            "buildings": places,
            "map": " ".join(f"/api/v1/areas/{code}/{layer}.geojson" for code in codes for layer in layers),
        }
    )
