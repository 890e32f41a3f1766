"""The guide of the window: every item with what to bring; applying and asking for an errand from home."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.counter import actions, queries
from wangge.counter.errands import Wish
from wangge.counter.models import FORM_WORDS, KIND_WORDS, LEVEL_WORDS, Item
from wangge.counter.numbering import Filed, number_of, secret_of
from wangge.foundation.identity import mask_name
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.places.models import Area, Division, Grid, Membership
from wangge.staffing.models import Department
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal.guide_forms import AskForm, ErrandForm
from wangge.web.portal.whereabouts import buildings_of, communities, label, today
from wangge.web.throttle import slowed


@public
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Every item offered, by theme, or those that hold the words looked for."""
    words = request.GET.get("q", "").strip()[:60]
    themes: dict[str, list[Item]] = {}
    for item in queries.items(words=words):
        themes.setdefault(item.theme, []).append(item)
    notices = [(stage, mask_name(stage.application.name)) for stage in queries.on_notice()]
    facts = {"themes": list(themes.items()), "words": words, "notices": notices, "now": timezone.now()}
    return render(request, "portal/guide.html", facts)


@public
@require_GET
def item(request: HttpRequest, item: str) -> HttpResponse:
    """What an item asks for and what happens then."""
    return render(request, "portal/guide_item.html", shown(queries.item_of(item)))


def shown(item: Item) -> dict[str, Any]:
    """What the guide's template takes."""
    names = Department.objects.filter(code=item.department).values_list("name", flat=True)
    return {
        "item": item,
        "papers": [(paper, FORM_WORDS[paper["form"]]) for paper in item.materials],
        "steps": [(step, LEVEL_WORDS[step["who"]], KIND_WORDS[step["kind"]]) for step in item.steps],
        "decides": LEVEL_WORDS.get(item.decides, ""),
        "department": "、".join(names[:1]),
    }


@public
@slowed
def application(request: HttpRequest, item: str) -> HttpResponse:
    """Apply from home: the papers are looked through, and what is missing is told at once."""
    found = queries.item_of(item)
    form = AskForm(request.POST or None, initial=_initial(request), areas=_areas())
    if form.is_valid():
        said = form.cleaned_data
        place = {"area": said["area"], "key": said["key"], "words": said["words"]}
        try:
            made = actions.file(found, form.person(), **place, by=RESIDENT, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            return _sent(made)
    facts = {"form": form, "item": found, "papers": shown(found)["papers"]}
    return render(request, "portal/guide_apply.html", facts, status=422 if form.errors else 200)


@public
@slowed
def errand(request: HttpRequest, item: str) -> HttpResponse:
    """Ask that somebody of the grid fetch it."""
    found = queries.item_of(item)
    areas = _areas()
    chosen = request.POST.get("area", "") or request.GET.get("area", "")
    area = next((each for each in areas if str(each.pk) == chosen), areas[0] if len(areas) == 1 else None)
    form = ErrandForm(
        request.POST or None, initial=_initial(request), areas=areas, buildings=_buildings(area)
    )
    if form.is_valid():
        said = form.cleaned_data
        wish = Wish(found, said["group"], said["copies"], said["words"])
        place = {"area": said["area"], "grid": _grid(said["building"]), "key": said["key"]}
        try:
            made = actions.ask_errand(wish, form.person(), **place, by=RESIDENT, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            return _sent(made)
    facts = {"form": form, "item": found, "papers": shown(found)["papers"], "area": area, "areas": areas}
    return render(request, "portal/guide_errand.html", facts, status=422 if form.errors else 200)


def _sent(made: Filed) -> HttpResponse:
    address = redirect("portal:filed", filed=number_of(made), word=secret_of(made))
    address["Location"] += "?sent=1"
    return address


def _initial(request: HttpRequest) -> dict[str, Any]:
    chosen = request.GET.get("area", "")
    area = {"area": int(chosen)} if chosen.isdecimal() and len(chosen) < 10 else {}
    return {"key": uuid4().hex, **area}


def _areas() -> list[Area]:
    return communities()


def _buildings(area: Area | None) -> list[tuple[int, str]]:
    return [(building.pk, label(building)) for building in buildings_of(area)]


def _grid(building: int | None) -> Grid | None:
    held = Membership.objects.filter(
        building=building or 0, division__in=Division.objects.on(today()), level=Grid.Level.GRID
    )
    return Grid.objects.filter(pk__in=held.values("grid")).defer("outline").first()
