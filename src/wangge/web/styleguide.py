"""The living style page: every component with invented content, and a small invented estate for the map."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wangge.web.access import public

WEST, SOUTH, WIDE, HIGH = 120.736, 30.757, 0.0022, 0.0019
SWATCHES = (
    "paper", "sheet", "sunk", "ink", "quiet", "hairline", "teal", "teal-wash",
    "cinnabar", "cinnabar-wash", "amber", "amber-wash", "green", "green-wash",
)  # fmt: skip


class Sample(forms.Form):
    """One field of each kind."""

    what = forms.CharField(
        label=_("What happened?"),
        help_text=_("Say it as you would say it to a neighbour."),
        widget=forms.Textarea,
        max_length=500,
    )
    address = forms.CharField(
        label=_("Where is it?"), help_text=_("Building, entrance, floor."), required=False
    )
    urgency = forms.ChoiceField(
        label=_("How soon must it be met?"),
        choices=[("normal", _("ordinary")), ("urgent", _("urgent"))],
        widget=forms.RadioSelect,
    )
    matter = forms.ChoiceField(
        label=_("Matter"), choices=[("noise", _("Noise")), ("light", _("Street lights"))], required=False
    )
    anonymous = forms.BooleanField(
        label=_("Keep my name from the handler"), help_text=_("We still tell you each step."), required=False
    )


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every component; `?theme=dark`, `?view=elder` show it in another look without a cookie."""
    now = timezone.now()
    pages = Paginator(range(1, 10_001), 20)
    facts = {
        "now": now,
        "swatches": SWATCHES,
        "form": Sample({"what": "", "urgency": ""}) if "errors" in request.GET else Sample(),
        "page": pages.get_page(request.GET.get("page", 3)),
        "times": [now - timedelta(seconds=20), now - timedelta(minutes=12), now - timedelta(hours=26)],
        "dues": [now + timedelta(hours=30), now + timedelta(hours=3), now - timedelta(hours=2)],
        "bars": [(_("Noise"), 42, ""), (_("Street lights"), 17, ""), (_("Parking"), 9, "late")],
    }
    return render(request, "web/styleguide.html", facts)


def _box(west: float, south: float, wide: float, high: float) -> dict[str, Any]:
    ring = [
        (west, south),
        (west + wide, south),
        (west + wide, south + high),
        (west, south + high),
        (west, south),
    ]
    return {"type": "Polygon", "coordinates": [[(round(x, 6), round(y, 6)) for x, y in ring]]}


def _feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _road(*points: tuple[float, float], name: str) -> dict[str, Any]:
    return _feature({"type": "LineString", "coordinates": points}, layer="road", name=name)


def _grid(row: int, column: int) -> list[dict[str, Any]]:
    west, south = WEST + column * WIDE, SOUTH + row * HIGH
    number = row * 5 + column + 1
    grid = _feature(
        _box(west, south, WIDE, HIGH),
        layer="grid",
        id=number,
        number=f"{number:02}",
        colour=(column * 5 + row * 3) % 12,
    )
    houses = [
        _feature(
            _box(west + 0.00025 + j * 0.0009, south + 0.0003 + i * 0.00075, 0.00065, 0.00028),
            layer="building", id=number * 10 + i * 2 + j, name=f"{number * 4 + i * 2 + j}",
        )
        for i in range(2) for j in range(2)
    ]  # fmt: skip
    return [grid, *houses]


@public
def estate(_request: HttpRequest) -> HttpResponse:
    """An invented estate of fifteen grids."""
    east, north = WEST + 5 * WIDE, SOUTH + 3 * HIGH
    features = [
        _feature(_box(WEST - 0.002, SOUTH - 0.0016, 5 * WIDE + 0.004, 0.0010), layer="water", name="南溪"),
        _feature(_box(WEST + WIDE * 2, SOUTH + HIGH, WIDE, HIGH), layer="green", name="嘉和公园"),
        *(f for row in range(3) for column in range(5) for f in _grid(row, column)),
        *(
            _road((WEST + c * WIDE, SOUTH), (WEST + c * WIDE, north), name=f"和{'平安乐康宁静'[c]}路")
            for c in range(6)
        ),
        *(
            _road((WEST, SOUTH + r * HIGH), (east, SOUTH + r * HIGH), name=f"嘉{'禾北兴善'[r]}街")
            for r in range(4)
        ),
    ]
    for index, tone in enumerate(["late", "soon", "doing", "doing", "new", "done", "quiet"]):
        point = [WEST + (0.4 + index * 0.65) * WIDE, SOUTH + (0.5 + index * 7 % 5 * 0.5) * HIGH]
        features.append(_feature({"type": "Point", "coordinates": point}, layer="case", id=index, tone=tone))
    return JsonResponse({"type": "FeatureCollection", "features": features})
