"""Requests in, their progress out, and open cases for the maps of the staff."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from ninja import Header, Query, Router, Status

from wangge.cases import actions
from wangge.cases.board import on_map
from wangge.cases.errors import NoSuchCase, NotYours
from wangge.cases.following import Following, follow, own_number, report_of
from wangge.cases.models import Case, Report, State
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.places.queries import area_of
from wangge.web.access import actor
from wangge.web.api import geojson, published
from wangge.web.api.access import everybody, staff
from wangge.web.api.schemas import (
    Added,
    Event,
    Features,
    Holder,
    PartOf,
    Progress,
    Reason,
    Receipt,
    Told,
    Trouble,
)
from wangge.web.api.throttle import intake
from wangge.web.throttle import expect_guess, note_wrong
from wangge.web.words import tone_of

router = Router()
router.add_router("", published.router)
INTAKE: dict[Any, Any] = {
    201: Receipt, 200: Receipt, 400: Trouble, 403: Trouble, 404: Trouble, 422: Trouble, 429: Trouble,
}  # fmt: skip
WRITTEN: dict[Any, Any] = {
    200: Progress, 403: Trouble, 404: Trouble, 409: Trouble, 422: Trouble, 429: Trouble,
}  # fmt: skip
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=80)]


@router.post("/cases", auth=everybody, throttle=intake, response=INTAKE, url_name="cases")
def report(request: HttpRequest, told: Told, key: Key = None) -> Status[Receipt]:
    """Take in a request: 201 with its number and secret.

    Without logging in only through channels open to all. The same `Idempotency-Key` again is answered 200
    with the same receipt; used for something else it is refused. Anonymous callers are slowed down (429).
    """
    by, now, book = actor(request), timezone.now(), rulebook()
    if by.account is None and not book.channel(told.channel).open_to_all:
        raise NotYours
    made = actions.report(_telling(told, key), by=by, now=now)
    fresh = made.case.reported_at == now
    return Status(201 if fresh else 200, _receipt(request, made, book))


def _telling(told: Told, key: str | None) -> Telling:
    facts = told.model_dump(exclude={"area"})
    return Telling(**facts, area=area_of(told.area).pk if told.area else None, key=key or None)


def _receipt(request: HttpRequest, made: Report, book: Rulebook) -> Receipt:
    case = made.case
    number, secret = own_number(made), secret_of(made)
    return Receipt(
        number=number,
        secret=secret,
        follow=request.build_absolute_uri(reverse("portal:case", args=[number, secret])),
        state=case.state,
        holder=_holder(case, book),
        due_at=case.due_at,
    )


def _holder(case: Case, book: Rulebook) -> Holder | None:
    seat = book.posts.seats.get(case.post_id or 0)
    return Holder(name=seat.name, level=seat.level) if seat else None


@router.get(
    "/cases/{number}",
    auth=everybody,
    response={200: Progress, 404: Trouble, 422: Trouble, 429: Trouble},
    url_name="case",
)
def progress(request: HttpRequest, number: str, secret: Annotated[str, Query(max_length=40)]) -> Progress:
    """How far a case is, for whoever holds the secret of one of its reports; nothing about a person."""
    return _progress(follow(_opened(request, number, secret)))


def _opened(request: HttpRequest, number: str, secret: str) -> Report:
    expect_guess(request)
    try:
        return report_of(number, secret)
    except NoSuchCase:
        note_wrong(request)
        raise


def _progress(found: Following) -> Progress:
    case = found.case
    return Progress(
        number=own_number(found.report),
        merged_into=number_of(case) if found.report.first_case_id else None,
        others=found.others,
        stands_still=found.stands_still,
        why=_why(found),
        parts=[
            PartOf(title=part.case.title, state=part.case.state, due_at=part.due_at)
            for part in found.behind.parts
        ],
        step_due=found.step_due,
        state=case.state,
        word=str(State(case.state).label),
        reported_at=case.reported_at,
        category=case.category.code if case.category else None,
        area=case.area.name,
        grid=case.grid.name if case.grid and (found.brought or not found.private) else None,
        holder=_holder(case, rulebook()),
        due_at=found.due_at,
        closed_at=case.closed_at,
        steps=[Event(at=step.at, what=step.verb, word=str(step.title)) for step in found.steps],
    )


def _why(found: Following) -> list[Reason]:
    behind = found.behind
    if not found.current:
        return []
    reasons = []
    if hold := behind.hold:
        reasons.append(Reason(kind=hold.kind, words=hold.reason, until=hold.until))
    if behind.dispute:
        reasons.append(Reason(kind=behind.dispute.kind, words="", until=found.step_due))
    if behind.extension:
        reasons.append(Reason(kind="extended", words=behind.extension.reason, until=found.due_at))
    return reasons


@router.post("/cases/{number}/supplements", auth=everybody, response=WRITTEN, url_name="supplements")
def supplement(
    request: HttpRequest, number: str, added: Added, secret: Annotated[str, Query(max_length=40)]
) -> Progress:
    """The reporter adds something, or answers what was asked; a case that waited for it goes on."""
    told = _opened(request, number, secret)
    actions.supplement(told, note=added.text, now=timezone.now())
    return _progress(follow(told))


@router.post("/cases/{number}/reopenings", auth=everybody, response=WRITTEN, url_name="reopenings")
def reopen(
    request: HttpRequest, number: str, added: Added, secret: Annotated[str, Query(max_length=40)]
) -> Progress:
    """The reporter says that it is not settled: the case is open again."""
    told = _opened(request, number, secret)
    actions.reopen(told.case, reason=added.text, by=RESIDENT, now=timezone.now(), report=told)
    return _progress(follow(told))


@router.get(
    "/cases.geojson",
    auth=staff,
    response={200: Features, 304: None, 401: Trouble, 403: Trouble, 404: Trouble, 422: Trouble},
    url_name="cases-map",
)
def cases_map(
    request: HttpRequest,
    area: Annotated[str | None, Query(max_length=12)] = None,
    grid: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    late: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    open: bool = True,  # noqa: A002, FBT001, FBT002 - a query parameter
) -> HttpResponseBase:
    """Cases that have a place, those the caller may see, at most 2,000, the most pressing first."""
    now = timezone.now()
    under = area_of(area) if area else None
    rows = on_map(actor(request), under=under, grid=grid, late=late, only_open=open, now=now)
    document = geojson.collection(
        geojson.feature(geojson.point(c.lon or 0, c.lat or 0), _pin(c, now)) for c in rows
    )
    etag = geojson.tag(document)
    answer = geojson.unchanged(request, etag) or geojson.answer(document, etag)
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _pin(case: Case, now: datetime) -> dict[str, object]:
    number = number_of(case)
    return {
        "layer": "case",
        "id": case.pk,
        "number": number,
        "name": case.title,
        "tone": tone_of(case, now),
        "state": str(State(case.state).label),
        "url": f"/desk/cases/{number}",
    }
