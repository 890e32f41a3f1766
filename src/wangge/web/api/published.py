"""Open data: the cases that anybody may know of, with the fields of the public list and no others."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from wangge.cases.published import Published, Shown, Wanted, publishable, rows
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.web.api import geojson
from wangge.web.api.access import everybody
from wangge.web.api.schemas import Features, Trouble
from wangge.web.naming import named

router = Router()
PAGE, MOST = 200, 2000
Code = Annotated[str, Query(max_length=40)]
TONES = {"closed": "done", "reported": "new", "accepted": "new", "held": "quiet"}


class Open(Schema):
    """One case as the public may know it."""

    matter: str = Field(description="The category's code.")
    matter_name: str
    day: date = Field(description="When it was reported.")
    area: str
    where: str = Field(description="Its grid; where the place is private, its community.")
    lon: float | None
    lat: float | None
    within: int | None = Field(description="How roughly the point is told, in metres; null: to about 10 m.")
    state: str
    word: str
    days: int = Field(description="From the report to closing, or until now.")
    joined: int = Field(description="How many have told it.")


class Opened(Schema):
    """A page of them, the newest first; `next` is null on the last."""

    taken_at: datetime
    total: int
    page: int
    next: int | None
    cases: list[Open]


@router.get("/published/cases", auth=everybody, response={200: Opened, 422: Trouble}, url_name="published")
def published(
    request: HttpRequest,  # noqa: ARG001 - ninja's signature
    matter: Code = "",
    area: Code = "",
    state: Shown = Shown.ALL,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Opened:
    """Cases open or closed in the last 90 days, 200 a page, by category and community."""
    now, book = timezone.now(), rulebook()
    found = publishable(Wanted(matter, area, state), now=now, book=book)
    total = found.count()
    listed = rows(found[(page - 1) * PAGE : page * PAGE], now=now, book=book)
    more = page + 1 if page * PAGE < total else None
    return Opened(taken_at=now, total=total, page=page, next=more, cases=[Open(**_facts(c)) for c in listed])


@router.get(
    "/published/cases.geojson",
    auth=everybody,
    response={200: Features, 304: None, 422: Trouble},
    url_name="published-map",
)
def published_map(
    request: HttpRequest, matter: Code = "", area: Code = "", state: Shown = Shown.ALL
) -> HttpResponseBase:
    """The same on a map: the newest 2,000 that have a point."""
    now, book = timezone.now(), rulebook()
    document = geojson.collection(_features(Wanted(matter, area, state), now=now, book=book))
    etag = geojson.tag(document)
    return geojson.unchanged(request, etag) or geojson.answer(document, etag)


def _features(wanted: Wanted, *, now: datetime, book: Rulebook) -> list[str]:
    found = publishable(wanted, now=now, book=book).exclude(lon=None).exclude(lat=None)[:MOST]
    placed = [case for case in rows(found, now=now, book=book) if case.lon is not None]
    return [
        geojson.feature(
            geojson.point(case.lon or 0, case.lat or 0),
            {"layer": "case", "id": number, "tone": _tone(case), "name": _label(case), **_plain(case)},
        )
        for number, case in enumerate(placed, start=1)
    ]


def _tone(case: Published) -> str:
    return TONES.get(case.state, "doing")


def _label(case: Published) -> str:
    return f"{named(case.category)} · {case.day:%m-%d}"


def _plain(case: Published) -> dict[str, Any]:
    facts = _facts(case)
    return {name: value for name, value in facts.items() if name not in {"lon", "lat"}} | {
        "day": case.day.isoformat()
    }


def _facts(case: Published) -> dict[str, Any]:
    return {
        "matter": case.category.code,
        "matter_name": named(case.category),
        "day": case.day,
        "area": case.area,
        "where": case.where,
        "lon": case.lon,
        "lat": case.lat,
        "within": case.within,
        "state": case.state.value,
        "word": str(case.stands),
        "days": case.days,
        "joined": case.joined,
    }
