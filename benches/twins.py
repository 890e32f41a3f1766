"""Replays requests of a city in one house and times suggestions in a crowd: used by `benches.duplicates`.

`python -m benches.twins FILE CASES` prints its figures as JSON.
"""

import csv
import gzip
import heapq
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

import benches.ready  # noqa: F401 - before the house
from benches.ground import WORDS
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.cases.likeness import USUAL, days_between, plain_address
from wangge.cases.lookalikes import hints, lookalikes
from wangge.cases.models import Case, Category, Channel
from wangge.cases.sought import Sought
from wangge.journal.actor import SYSTEM, Actor
from wangge.places import actions as places
from wangge.places.models import Area

EVERY = 5  # of the requests not marked as duplicates, one in so many is asked about
LEAST = 0.3  # the lowest cut of the table
WITHIN = timedelta(days=USUAL.days)
ASKED = 400
SHIFT = 0.6  # degrees of longitude by which the city is repeated
CELL = 0.002
DEGREE = 111_195.0
FOUNDED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Request:
    """One row; `at` orders the requests of a day by their numbers, `ended` is None while it is open."""

    at: datetime
    ended: datetime | None
    marked: bool
    address: str
    nature: str
    area: str
    lon: float | None
    lat: float | None


def read(file: Path) -> list[Request]:
    """The requests in order of time."""
    with gzip.open(file, "rt", encoding="utf-8") as text:
        rows = sorted(csv.DictReader(text), key=lambda r: (r["creation_date"], r["service_request_number"]))
    return [_request(row, number) for number, row in enumerate(rows)]


def _request(row: dict[str, str], number: int) -> Request:
    ended = row["completion_date"]
    lon, lat = row["longitude"], row["latitude"]
    return Request(
        at=_day(row["creation_date"]) + timedelta(seconds=number),
        ended=_day(ended) + timedelta(hours=23, minutes=59) if ended else None,
        marked=row["status"].endswith("- Dup"),
        address=row["street_address"],
        nature=row["what_is_the_nature_of_this_code_violation"],
        area=row["community_area"],
        lon=float(lon) if lon else None,
        lat=float(lat) if lat else None,
    )


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class House:
    """A city of communities without outlines, one branch of matters, and somebody who may see all."""

    def __init__(self, requests: Iterable[Request]) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self.channel = Channel.objects.create(code="phone", name="phone")
        self.root = Category.objects.create(code="sanitation", name="sanitation", path="sanitation/")
        city = None
        for code, level in [
            ("99", "province"),
            ("9901", "city"),
            ("990101", "district"),
            ("990101001", "street"),
        ]:
            city = places.found_area(code, name=code, level=level, parent=city, by=SYSTEM, now=FOUNDED)
        names = {request.area for request in requests}
        self.areas = {
            name: places.found_area(
                f"990101001{n:03d}",
                name=name or "?",
                level=Area.Level.COMMUNITY,
                parent=city,
                by=SYSTEM,
                now=FOUNDED,
            )
            for n, name in enumerate(sorted(names))
        }
        self.categories = {
            nature: self._category(n, nature) for n, nature in enumerate(sorted({r.nature for r in requests}))
        }
        password = "a-lantern-in-the-lane"  # noqa: S105 - of an invented account in a database thrown away
        who = accounts.open_account(
            "asker", name="asker", password=password, keep=True, by=SYSTEM, now=FOUNDED
        )
        accounts.grant(who, role=Role.COMMAND, area=city, by=SYSTEM, now=FOUNDED)
        self.asker = Actor("asker", account=who.pk, grants=((Role.COMMAND, city.path),))

    def _category(self, number: int, nature: str) -> Category | None:
        if not nature:
            return None
        made = {"code": f"n{number}", "name": nature[:40], "path": f"sanitation/n{number}/"}
        return Category.objects.create(parent=self.root, **made)

    def case(self, request: Request, **more: Any) -> Case:
        """The case (unsaved) that a request made."""
        given = {
            "reported_at": request.at,
            "title": request.nature,
            "text": "",
            "channel": self.channel,
            "category": self.categories[request.nature],
            "area": self.areas[request.area],
            "lon": request.lon,
            "lat": request.lat,
            "address": request.address,
        }
        return Case(**given | more)


class Earlier:
    """What was requested before, by address and by place: the truth, and the plain baseline."""

    def __init__(self) -> None:
        self.by_address: dict[str, list[Case]] = defaultdict(list)
        self.by_cell: dict[tuple[int, int], list[Case]] = defaultdict(list)

    def add(self, case: Case) -> None:
        """Remember one."""
        self.by_address[plain_address(case.address)].append(case)
        if case.lon is not None:
            self.by_cell[self._cell(case)].append(case)

    def here(self, case: Case) -> list[Case]:
        """Those of the address in the days before, oldest first."""
        since = case.reported_at - WITHIN
        return [one for one in self.by_address[plain_address(case.address)] if one.reported_at >= since]

    def nearest(self, case: Case) -> list[tuple[int, float, float]]:
        """The baseline: id, metres, days of all before within the radius; nearest first, then latest."""
        if case.lon is None:
            return []
        x, y = self._cell(case)
        around = [one for i in (-1, 0, 1) for j in (-1, 0, 1) for one in self.by_cell[x + i, y + j]]
        found = [
            (one.pk, _metres(case, one), days_between(one.reported_at, case.reported_at)) for one in around
        ]
        near = [one for one in found if one[1] <= USUAL.radius and one[2] <= USUAL.days]
        return sorted(near, key=lambda one: (one[1], one[2]))

    @staticmethod
    def _cell(case: Case) -> tuple[int, int]:
        return int(case.lon // CELL), int(case.lat // CELL)  # type: ignore[operator]


def _metres(one: Case, other: Case) -> float:
    east = (one.lon - other.lon) * cos(radians(one.lat))  # type: ignore[operator, arg-type]
    return DEGREE * hypot(east, one.lat - other.lat)  # type: ignore[operator]


def replay(house: House, requests: list[Request]) -> Iterator[dict[str, Any]]:
    """Go through the requests as they came; each answer says what was suggested and what was right."""
    earlier, waiting, open_still = Earlier(), [], []
    lax = replace(USUAL, cut=LEAST)
    for number, request in enumerate(requests):
        case = house.case(request)
        if request.marked or number % EVERY == 0:
            _write(waiting, open_still, earlier)
            _end(open_still, request.at)
            here = [one.pk for one in earlier.here(case)]
            found = lookalikes(Sought.filed(case), by=house.asker, now=request.at, measure=lax)
            yield {
                "marked": request.marked,
                "year": request.at.year,
                "here": here,
                "found": [(one.case.pk, one.score) for one in found],
                "plain": earlier.nearest(case),
            }
        waiting.append((case, request.ended))


def _write(waiting: list[tuple[Case, datetime | None]], open_still: list[Any], earlier: Earlier) -> None:
    for case, (_, ended) in zip(
        Case.objects.bulk_create([case for case, _ in waiting]), waiting, strict=True
    ):
        earlier.add(case)
        if ended:
            heapq.heappush(open_still, (ended, case.pk))
    waiting.clear()


def _end(open_still: list[Any], now: datetime) -> None:
    """Close what was completed by now."""
    done: dict[datetime, list[int]] = defaultdict(list)
    while open_still and open_still[0][0] <= now:
        ended, pk = heapq.heappop(open_still)
        done[ended].append(pk)
    for ended, pks in done.items():
        Case.objects.filter(pk__in=pks).update(state="closed", closed_at=ended)


def crowd(house: House, requests: list[Request], cases: int) -> dict[str, float]:
    """Milliseconds of a suggestion among so many open cases and a fifth as many lately closed.

    The city is laid out side by side until there are enough: each street is as busy as if all its requests
    of two years were open at once. Texts are drawn from a few, so that all of them are compared.
    """
    Case.objects.all().delete()
    dice, now = random.Random(7), requests[-1].at  # noqa: S311 - nothing secret is drawn
    placed = [request for request in requests if request.lon is not None]
    made: list[Case] = []
    for number in range(cases + cases // 5):
        request = placed[number % len(placed)]
        lon = request.lon + SHIFT * (number // len(placed))  # type: ignore[operator]
        at = now - timedelta(minutes=dice.random() * 86_400)
        more = {"lon": lon, "reported_at": at, "text": dice.choice(WORDS)}
        ended = {"state": "closed", "closed_at": at} if number >= cases else {}
        made.append(house.case(request, **more, **ended))
    Case.objects.bulk_create(made, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = [Sought.filed(case) for case in dice.sample(made[:cases], ASKED)]
    asked = [replace(one, case=None, at=now) for one in asked]
    staff, resident = [], []
    for one in asked:
        staff.append(_seconds(lambda one=one: lookalikes(one, by=house.asker, now=now)))
        resident.append(_seconds(lambda one=one: hints(one, now=now)))
    with CaptureQueriesContext(connection) as kept:
        lookalikes(asked[0], by=house.asker, now=now)
    return {
        "open": float(cases),
        "median": 1000 * sorted(staff)[ASKED // 2],
        "p95": 1000 * sorted(staff)[ASKED * 95 // 100],
        "hint median": 1000 * sorted(resident)[ASKED // 2],
        "hint p95": 1000 * sorted(resident)[ASKED * 95 // 100],
        "statements": float(len(kept)),
    }


def _seconds(deed: Any) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def main(file: Path, cases: int) -> None:
    """Replay, fill, time."""
    requests = read(file)
    house = House(requests)
    answers = list(replay(house, requests))
    print(json.dumps({"answers": answers, "crowd": crowd(house, requests, cases)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
