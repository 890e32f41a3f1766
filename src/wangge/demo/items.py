"""The items of a preset's service window, and the ledger of errands of the year before."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from wangge.counter import actions
from wangge.counter.filing import Applicant
from wangge.counter.ledger import Done
from wangge.counter.models import Group, Item
from wangge.demo.presets import load
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import SYSTEM
from wangge.places.models import Area

ERRANDS = 212
DAY = timedelta(days=1)
WANTED = {
    "mothers": ("birth-registration", "migrant-marriage"),
    "moving": ("residence-permit", "rental-registration", "residence-proof"),
    "disabled": ("disability-certificate", "disability-subsidy"),
    "elderly": ("elderly-card", "elderly-allowance"),
    "others": ("residence-proof",),
}


def open_window(preset: str, community: Area, *, now: datetime) -> None:
    """The items and groups of a preset, and the ledger of the year before."""
    data = load(preset, "counter")
    items = {item.code: item for item in actions.enter_items(data["items"], by=SYSTEM, now=now)}
    actions.enter_groups(data["groups"], by=SYSTEM, now=now)
    rows = list(_ledger(items, data["surnames"], today=now, random=Random(preset)))  # noqa: S311
    actions.enter_ledger(community, rows, by=SYSTEM, now=now)


def _ledger(items: Mapping[str, Item], names: str, *, today: datetime, random: Random) -> Iterator[Done]:
    groups = {group.code: group for group in Group.objects.all()}
    weights = (3, 4, 3, 2, 1)
    for _ in range(ERRANDS):
        group = random.choices(list(WANTED), weights)[0]
        day = (today - DAY * random.randint(1, 320)).astimezone(CHINA_TIME).date()
        person = Applicant(random.choice(names) + random.choice(("女士", "先生", "大妈", "大爷")))
        yield Done(day, items[random.choice(WANTED[group])], groups[group], person)
