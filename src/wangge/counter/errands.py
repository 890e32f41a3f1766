"""Errands (代办): asked for or begun at the door, fetched, handed over; each step once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.accounts.models import Role
from wangge.counter import journalling
from wangge.counter.errors import ErrandMoved, KeyTaken, NoSuchItem, NotYourErrand, SayWhat
from wangge.counter.filing import Applicant
from wangge.counter.models import Errand, Group, Item
from wangge.counter.standing import WINDOWS
from wangge.journal.actor import Actor
from wangge.places.models import Area, Grid

MOST_COPIES = 99
S = Errand.Stand


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched, for somebody of which group, how many, and what else was said."""

    item: Item
    group: Group
    copies: int = 1
    words: str = ""


def ask_errand(
    wish: Wish,
    applicant: Applicant,
    *,
    area: Area,
    grid: Grid | None = None,
    key: str,
    papers: Sequence[str] | None = None,
    by: Actor,
    now: datetime,
) -> Errand:
    """Ask for an errand; the same key again gives the same errand back.

    `papers` given (be it none): they were taken along at the door, and whoever took them runs it.
    """
    item, group = wish.item, wish.group
    if not (item.offered and item.errand):
        raise NoSuchItem
    if by.account is not None and not _serves(area, grid, by):
        raise NotYourErrand
    person, taken = applicant.as_columns(), papers is not None and by.account is not None
    begun = {"stand": S.TAKEN.value, "taken_at": now, "runner_id": by.account} if taken else {}
    try:
        with transaction.atomic():
            made = Errand.objects.create(
                item=item,
                group=group,
                area=area,
                grid=grid,
                copies=max(1, min(MOST_COPIES, wish.copies)),
                words=wish.words.strip()[:300],
                papers=[paper[:60] for paper in papers or ()],
                asked_at=now,
                key=key,
                **person,
                **begun,
            )
            facts = {"item": item.code, "group": group.code, "copies": made.copies, "taken": taken}
            journalling.run("asked", made, facts, by=by, now=now)
            return made
    except IntegrityError:
        found = Errand.objects.filter(key=key).select_related("item", "group", "area").first()
        if found is None:
            raise
        if (found.item_id, found.name) != (item.pk, person["name"]):
            raise KeyTaken from None
        return found


@transaction.atomic
def take_papers(errand: Errand, papers: Sequence[str] = (), *, by: Actor, now: datetime) -> None:
    """Take the papers along; whoever takes them runs it."""
    taken = {"taken_at": now, "runner_id": by.person, "papers": [paper[:60] for paper in papers]}
    _step(errand, S.ASKED, S.TAKEN, {"papers": len(papers)}, by=by, now=now, **taken)


@transaction.atomic
def fetch(errand: Errand, *, by: Actor, now: datetime) -> None:
    """The certificate is fetched."""
    _step(errand, S.TAKEN, S.FETCHED, {"copies": errand.copies}, by=by, now=now, fetched_at=now)


@transaction.atomic
def bring_home(errand: Errand, *, by: Actor, now: datetime) -> None:
    """The certificate is handed over at home."""
    _step(errand, S.FETCHED, S.HANDED, {}, by=by, now=now, handed_at=now)


@transaction.atomic
def strike_out(errand: Errand, *, reason: str, by: Actor, now: datetime) -> None:
    """Strike out an errand that was entered wrongly or is not wanted any more; it stays in the ledger so."""
    if not reason.strip():
        raise SayWhat(what="reason")
    if errand.stand == S.VOID:
        raise ErrandMoved
    said = reason.strip()[:200]
    _step(errand, S(errand.stand), S.VOID, {"reason": said}, by=by, now=now, reason=said)


def serves(errand: Errand, by: Actor) -> bool:
    """Whether an errand is somebody's to take on: the window's, the grid's, or the runner's own."""
    mine = errand.runner_id is not None and errand.runner_id == by.account
    return mine or by.holds(*WINDOWS, path=errand.area.path) or errand.grid_id in by.grids


def _serves(area: Area, grid: Grid | None, by: Actor) -> bool:
    if by.holds(*WINDOWS, path=area.path):
        return True
    return grid is not None and grid.pk in by.grids and by.holds(Role.GRID_WORKER, path=area.path)


def _step(
    errand: Errand,
    source: Errand.Stand,
    target: Errand.Stand,
    facts: dict[str, object],
    *,
    by: Actor,
    now: datetime,
    **changes: object,
) -> None:
    if not serves(errand, by):
        raise NotYourErrand
    if not Errand.objects.filter(pk=errand.pk, stand=source).update(stand=target.value, **changes):
        raise ErrandMoved
    errand.refresh_from_db()
    journalling.run(target.value, errand, {"from": source.value, **facts}, by=by, now=now)
