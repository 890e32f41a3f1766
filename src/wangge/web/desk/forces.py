"""The list of forces: three levels by all kinds, each figure open to its forces, and places without any."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.cases import queries as cases
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.identity import mask_name, mask_phone
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.outreach.calls import helped
from wangge.staffing import force_list
from wangge.staffing.forces import KEEPERS
from wangge.staffing.models import Force, ForceKind, Level
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import Cell, Column, spreadsheet
from wangge.web.naming import named

SEEING = (Role.GRID_WORKER, *KEEPERS, Role.COMMAND, Role.ADMINISTRATOR)
SEVERAL, PAGE = "、", 50


@allow(*SEEING)
@require_GET
def forces(request: HttpRequest) -> HttpResponse:
    """All that can be called today; as a workbook where asked for, telephones masked."""
    by, now = actor(request), timezone.now()
    today = now.astimezone(CHINA_TIME).date()
    held = held_by(by, on=today)
    level = asked if (asked := request.GET.get("level", "")) in Level.values else ""
    kind = ForceKind.objects.filter(code=request.GET.get("kind", "")[:40]).first()
    listed = [f for f in held if level in {"", f.level} and (kind is None or f.kind_id == kind.pk)]
    told = helped(listed)
    if "excel" in request.GET:
        return _workbook(listed, told, by=by, now=now)
    table = force_list.table(held)
    lacking = force_list.gaps(held, cases.grids_of(by, on=today))
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "table": table,
        "kinds": [figure.kind for figure in table[0].figures],
        "page": page,
        "rows": [(each, told.get(each.pk, 0)) for each in page.object_list],
        "level": Level(level) if level else None,
        "kind": kind,
        "gaps": lacking,
        "may": not by.roles.isdisjoint(KEEPERS),
        "any": bool(held),
    }
    return render(request, "desk/forces.html", context)


def held_by(by: Actor, *, on: date) -> list[Force]:
    """The forces that somebody may see on a day, with their places and skills: two statements."""
    rows = force_list.seen_by(by).on(on).select_related("kind", "area", "grid")
    return list(rows.defer("area__outline", "grid__outline").prefetch_related("skills"))


def _workbook(listed: Iterable[Force], told: Mapping[int, int], *, by: Actor, now: datetime) -> HttpResponse:
    heads = [
        (pgettext("of a thing", "Name"), 28),
        (_("Kind"), 16),
        (_("Level"), 10),
        (_("Street or community"), 18),
        (_("Grid"), 16),
    ]
    heads += [(_("People"), 8), (_("What they can do"), 28), (_("When they can be called"), 24)]
    heads += [
        (_("Whom to call"), 12),
        (_("Telephone"), 16),
        (_("Sent by"), 22),
        (_("From"), 12),
        (_("To"), 12),
    ]
    heads += [(_("Cases helped with"), 14)]
    rows = [_cells(force, told.get(force.pk, 0)) for force in listed]
    facts = {"rows": len(rows)}
    journal.append("forces.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    columns = [Column(*head) for head in heads]
    return spreadsheet(_("Forces"), _("Forces that can be called"), columns, rows, now=now)


def _cells(force: Force, told: int) -> tuple[Cell, ...]:
    grid = force.grid.name if force.grid else ""
    return (
        *(force.name, named(force.kind), str(force.level.label), force.area.name, grid, force.people),
        *(SEVERAL.join(named(skill) for skill in force.skills.all()), force.hours),
        *(mask_name(force.contact), mask_phone(force.phone), force.sent_by, force.since.isoformat()),
        *(force.until.isoformat() if force.until else "", told),
    )
