"""What the workbench of grid planning writes: JSON in, one call, JSON out."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wangge.foundation.refusals import Refused
from wangge.places.models import Division
from wangge.planning import actions, queries
from wangge.planning.errors import NoSuchDraft
from wangge.planning.microgridding import draw_microgrids
from wangge.planning.models import Draft, Solving
from wangge.planning.sheets import GridRow
from wangge.web.access import actor
from wangge.web.desk.plans_data import PLANNERS, community, planners, today, told

MOST = 2**31  # what every number of a plan is below


class Unreadable(Refused):
    """This cannot be read as the workbench sends it. Load the page again."""


def facts(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent."""
    if request.content_type != "application/json":
        raise Unreadable
    try:
        found = json.loads(request.body or b"{}")
    except ValueError as trouble:
        raise Unreadable from trouble
    if not isinstance(found, dict):
        raise Unreadable
    return found


def taken(found: Mapping[str, Any], name: str, *kinds: type) -> Any:
    """One value of what was sent, of one of these kinds."""
    value = found.get(name)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise Unreadable
    return value


def listed(found: Mapping[str, Any], name: str, whole: Callable[[Any], bool]) -> Any:
    """A list of which each is as it must be; None where nothing was sent."""
    value = found.get(name)
    if value is not None and not (isinstance(value, list) and all(map(whole, value))):
        raise Unreadable
    return value


def _whole(value: object) -> bool:
    """Whether it is a whole number that the database has room for."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST


def _is_row(row: object) -> bool:
    """Whether it is a grid as the workbench sends one."""
    return (
        isinstance(row, dict)
        and row.keys() == GridRow.__annotations__.keys()
        and _whole(row["number"])
        and isinstance(row["name"], str)
        and isinstance(row["kind"], str)
        and (row["continues"] is None or _whole(row["continues"]))
        and isinstance(row["locked"], bool)
    )


def held(request: HttpRequest, draft: int) -> Draft:
    """The draft, where whoever asks may change it."""
    return queries.find(draft, by=actor(request))


def when(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": actor(request), "now": timezone.now()}


def shown(draft: Draft, request: HttpRequest) -> JsonResponse:
    """A draft as whoever asks sees it."""
    return told(draft, by=actor(request))


@planners
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest, code: str) -> JsonResponse:
    """The scenarios of a community; POST opens another, from the plan in force or afresh."""
    area = community(request, code)
    if request.method == "GET":
        return JsonResponse({"drafts": queries.drafts(area)})
    sent = facts(request)
    basis = "fresh" if sent.get("basis") == "fresh" else "in_force"
    name, terms = str(sent.get("name") or "")[:60], sent.get("terms") or None
    return shown(actions.open_draft(area, name=name, basis=basis, terms=terms, **when(request)), request)


@planners
@require_POST
def assignment(request: HttpRequest, draft: int) -> JsonResponse:
    """Buildings that change grid, and the list of grids where it changed."""
    found, sent = held(request, draft), facts(request)
    try:
        moves = {int(building): int(number) for building, number in taken(sent, "moves", dict).items()}
    except (TypeError, ValueError) as trouble:
        raise Unreadable from trouble
    changed = actions.rearrange(
        found,
        revision=taken(sent, "revision", int),
        moves=moves,
        grids=listed(sent, "grids", _is_row),
        pins=listed(sent, "pins", _whole),
        key=str(sent.get("key") or "")[:40],
        **when(request),
    )
    return shown(changed, request)


@planners
@require_POST
def microgrids(request: HttpRequest, draft: int) -> JsonResponse:
    """Divide the grids of a draft into microgrids by its terms."""
    found, sent = held(request, draft), facts(request)
    revision = taken(sent, "revision", int)
    draw_microgrids(found, revision=revision, key=str(sent.get("key") or "")[:40], **when(request))
    return shown(held(request, draft), request)


@planners
@require_POST
def terms(request: HttpRequest, draft: int) -> JsonResponse:
    """The rule, the dial and what work weighs."""
    found, sent = held(request, draft), facts(request)
    revision, wanted = taken(sent, "revision", int), taken(sent, "terms", dict)
    return shown(actions.set_terms(found, revision=revision, terms=wanted, **when(request)), request)


@planners
@require_http_methods(["GET", "POST", "DELETE"])
def solving(request: HttpRequest, draft: int) -> JsonResponse:
    """How far the solving is; POST asks for one, DELETE cancels it."""
    found = held(request, draft)
    if request.method == "POST":
        sent = facts(request)
        asked = str(sent.get("mode"))
        mode = asked if asked in Solving.Mode.values else Solving.Mode.IMPROVE
        seed = sent.get("seed", 0)
        if not _whole(seed):
            raise Unreadable
        actions.ask_solving(found, mode=mode, seed=seed, **when(request))
    elif request.method == "DELETE":
        actions.cancel_solving(found, **when(request))
    return JsonResponse({"job": queries.solving_of(found), "revision": found.revision})


@planners
@require_POST
def approval(request: HttpRequest, draft: int) -> JsonResponse:
    """Somebody other than its makers answers the checklist and decides."""
    found, sent = held(request, draft), facts(request)
    decision = "refused" if sent.get("decision") == "refused" else "approved"
    actions.approve(
        found,
        revision=taken(sent, "revision", int),
        answers=taken(sent, "answers", dict),
        decision=decision,
        note=str(sent.get("note") or "")[:200],
        **when(request),
    )
    return shown(held(request, draft), request)


@planners
@require_POST
def adoption(request: HttpRequest, draft: int) -> JsonResponse:
    """Put an approved draft in force from a day."""
    found, sent = held(request, draft), facts(request)
    try:
        since = date.fromisoformat(str(sent.get("since") or ""))
    except ValueError as trouble:
        raise Unreadable from trouble
    actions.adopt(found, since=since, renumber=bool(sent.get("renumber")), **when(request))
    return shown(held(request, draft), request)


@planners
@require_POST
def copy(request: HttpRequest, draft: int) -> JsonResponse:
    """The same once more, to try something else."""
    found, sent = held(request, draft), facts(request)
    made = actions.copy(found, name=str(sent.get("name") or "")[:60], **when(request))
    return shown(made, request)


@planners
@require_POST
def name(request: HttpRequest, draft: int) -> JsonResponse:
    """What a draft is called."""
    found, sent = held(request, draft), facts(request)
    wanted, note = str(sent.get("name") or "")[:60], str(sent.get("note") or "")[:200]
    return shown(actions.rename(found, name=wanted, note=note, **when(request)), request)


@planners
@require_POST
def removal(request: HttpRequest, draft: int) -> JsonResponse:
    """Put a draft away."""
    actions.discard(held(request, draft), **when(request))
    return JsonResponse({})


@planners
@require_POST
def withdrawal(request: HttpRequest, division: int) -> JsonResponse:
    """Take back a division that is not in force yet."""
    found = Division.objects.select_related("area").filter(pk=division).first()
    if found is None or not actor(request).holds(*PLANNERS, path=found.area.path):
        raise NoSuchDraft
    actions.withdraw(found, **when(request))
    return JsonResponse({"versions": queries.history(found.area, on=today())})
