"""What the workbench of grid planning reads: the ground, one draft, its solving, the history."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.cases.queries import told_by_building
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.places.errors import NoSuchArea
from wangge.places.models import Area
from wangge.places.queries import area_of
from wangge.planning import queries
from wangge.planning.models import Draft
from wangge.web.access import actor, allow

PLANNERS = (Role.COMMUNITY, Role.STREET)
planners = allow(*PLANNERS)
YEAR = timedelta(days=365)  # whose cases are counted as events


def today() -> date:
    """The day in China."""
    return timezone.now().astimezone(CHINA_TIME).date()


def community(request: HttpRequest, code: str) -> Area:
    """A community that whoever asks may plan for; any other is not there for them."""
    area = area_of(code)
    if area.level != Area.Level.COMMUNITY or not actor(request).holds(*PLANNERS, path=area.path):
        raise NoSuchArea(code=code)
    return area


def told(draft: Draft, *, by: Actor) -> JsonResponse:
    """A draft with everything that the workbench shows; `own` says that it is for others to approve."""
    since = timezone.now() - YEAR
    events = told_by_building(draft.area, since=since)
    own = by.account in queries.makers(draft)
    return JsonResponse({**queries.description(draft, on=today(), events=events), "own": own})


@planners
@require_GET
def ground(request: HttpRequest, code: str) -> HttpResponse:
    """What grids are drawn on: buildings, cells, who is next to whom; sent again only when it has changed."""
    sheet = queries.ground(community(request, code))
    etag = f'"{sheet["edition"]}-{get_language()}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = JsonResponse(sheet, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


@planners
@require_GET
def history(request: HttpRequest, code: str) -> JsonResponse:
    """The divisions of a community, for the time slider."""
    return JsonResponse({"versions": queries.history(community(request, code), on=today())})


@planners
@require_GET
def draft(request: HttpRequest, draft: int) -> JsonResponse:
    """One draft with its grids, checks and differences."""
    by = actor(request)
    return told(queries.find(draft, by=by), by=by)
