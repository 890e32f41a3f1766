"""A hundred thousand cases as a year leaves them behind, written as rows: for benches that read."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from benches.ground import WORDS
from wangge.cases.models import Assignment, Case, Category, Channel, State
from wangge.places.models import Grid
from wangge.staffing.models import Post

OPEN_SHARE = 0.08
STATES = (State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.SIGNED, State.HANDLED, State.VERIFIED)
BATCH = 5000


def fill(number: int, *, now: datetime) -> None:
    """Write so many cases over the past year: eight in a hundred open, a third of those late."""
    dice = random.Random(11)  # noqa: S311 - nothing secret is drawn
    rows = _cases(dice, now)
    while number > 0:
        made = Case.objects.bulk_create(islice(rows, min(BATCH, number)))
        given = (Assignment(case=case, post_id=case.post_id, at=case.reported_at) for case in made)
        Assignment.objects.bulk_create(given)
        number -= BATCH


def _cases(dice: random.Random, now: datetime) -> Iterator[Case]:
    grids = list(Grid.objects.values_list("id", "division__area_id", "lon", "lat"))
    posts = dict(Post.objects.exclude(grid=None).values_list("grid_id", "id"))
    categories = list(Category.objects.exclude(parent=None))
    channels = list(Channel.objects.all())
    while True:
        grid, area, lon, lat = dice.choice(grids)
        still = dice.random() < OPEN_SHARE
        at = now - timedelta(minutes=dice.random() ** 2 * 43_200 if still else dice.random() * 525_600)
        text = dice.choice(WORDS)
        yield Case(
            reported_at=at,
            state=dice.choice(STATES) if still else State.CLOSED,
            title=text[:60],
            text=text,
            channel=dice.choice(channels),
            category=dice.choice(categories),
            area_id=area,
            grid_id=grid,
            lon=lon,
            lat=lat,
            post_id=posts[grid],
            due_at=at + timedelta(days=dice.choice([1, 5, 20, 30])) if still else None,
            handled_at=None if still else at + timedelta(hours=20),
            closed_at=None if still else at + timedelta(hours=30),
            level="" if still else "grid",
        )
