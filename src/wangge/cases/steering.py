"""Who may change what steers the loop, and the small matrices of it: powers, rungs, practice."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from wangge.accounts.models import Role
from wangge.cases.errors import NothingChanged, NotKeeper, OutOfRange, UnknownChoice
from wangge.cases.models import Authority, Practice
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.staffing.models import OF_POSTS

CATALOGUE = ("catalogue", 1)
KEEPERS = (Role.ADMINISTRATOR, Role.STREET)
RANGES: Mapping[str, tuple[float, float]] = {
    "bad_score": (1, 4),
    "warn_share": (0.1, 1.0),
    "near_metres": (10, 5000),
    "duplicate_days": (1, 365),
    "duplicate_metres": (10, 5000),
}


def keeps_house(by: Actor, book: Rulebook) -> bool:
    """Whether somebody administers every community of the house."""
    paths = by.paths(Role.ADMINISTRATOR)
    places = [area.path for area in book.areas.values() if area.level == Area.Level.COMMUNITY]
    return bool(paths) and all(path.startswith(paths) for path in places)


def keeps_area(by: Actor, path: str) -> bool:
    """Whether somebody keeps the rules of an area and all below it."""
    return bool(path) and by.holds(*KEEPERS, path=path)


def expect_keeper(by: Actor, book: Rulebook) -> None:
    """Refuse whoever does not administer the whole house."""
    if not keeps_house(by, book):
        raise NotKeeper


@transaction.atomic
def set_authorities(powers: Mapping[str, Collection[str]], *, by: Actor, now: datetime) -> None:
    """Say who may settle what: tiers by the code of a category, "" for all matters; replaced whole.

    Where nothing is said of a category, the nearest one above it decides.
    """
    book = rulebook()
    expect_keeper(by, book)
    wanted = {code: sorted(tiers) for code, tiers in powers.items() if tiers}
    for tier in {tier for tiers in wanted.values() for tier in tiers} - {tier for tier, _ in OF_POSTS}:
        raise UnknownChoice(value=tier, what="level")
    before: dict[str, list[str]] = {}
    for code, tier in Authority.objects.order_by("tier").values_list("category__code", "tier"):
        before.setdefault(code or "", []).append(tier)
    if before == wanted:
        raise NothingChanged
    fresh = [
        Authority(category=book.category(code) if code else None, tier=tier)
        for code, tiers in wanted.items()
        for tier in tiers
    ]
    Authority.objects.all().delete()
    Authority.objects.bulk_create(fresh)
    facts = {"before": before, "after": wanted}
    journal.append("authorities.set", subject=CATALOGUE, by=by, now=now, payload=facts)
    journal.announce("rules")


@transaction.atomic
def set_practice(facts: Mapping[str, float], *, by: Actor, now: datetime) -> None:
    """Set some of the numbers in which cities differ, each within its range. How rules route is not here."""
    expect_keeper(by, rulebook())
    practice = Practice.objects.first() or Practice(pk=1)
    for name, value in facts.items():
        least, most = RANGES[name]
        if not least <= value <= most:
            raise OutOfRange(what=name, least=least, most=most)
    before = {name: getattr(practice, name) for name in facts}
    if before == dict(facts):
        raise NothingChanged
    for name, value in facts.items():
        setattr(practice, name, value)
    practice.save()
    told = {"before": before, "after": dict(facts)}
    journal.append("practice.set", subject=CATALOGUE, by=by, now=now, payload=told)
    journal.announce("rules")
