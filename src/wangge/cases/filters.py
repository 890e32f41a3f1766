"""Ways of looking at the inbox that somebody keeps: saved, named anew, made the one it opens with, dropped.

A filter is the query of its address. The one that the inbox opens with says so itself: `home=1`.
"""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from wangge.cases.errors import Missing
from wangge.cases.filter_errors import FilterTooLong, NameTaken, NoSuchFilter, TooManyFilters
from wangge.cases.models import SavedFilter
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

MOST = 20
LONGEST = 400
HOME = "home"


def filters_of(by: Actor) -> list[SavedFilter]:
    """The filters that somebody keeps, by name: one statement."""
    return list(SavedFilter.objects.filter(account=by.person))


def home_of(kept: list[SavedFilter]) -> SavedFilter | None:
    """The filter that the inbox opens with."""
    return next((each for each in kept if _asked(each).get(HOME) == "1"), None)


@transaction.atomic
def keep_filter(name: str, *, query: str, by: Actor, now: datetime) -> SavedFilter:
    """Keep a filter under a name; the same name again keeps the newer one."""
    asked = QueryDict(query, mutable=True)
    known = SavedFilter.objects.filter(account=by.person, name=_named(name)).first()
    if known is None and SavedFilter.objects.filter(account=by.person).count() >= MOST:
        raise TooManyFilters(most=MOST)
    asked.pop(HOME, None)
    if known is not None and home_of([known]):
        asked[HOME] = "1"
    kept = known or SavedFilter(account_id=by.person, name=_named(name))
    kept.query = _fitting(asked)
    kept.save()
    _noted("filter.kept", kept, by=by, now=now)
    return kept


@transaction.atomic
def rename_filter(pk: int, *, name: str, by: Actor, now: datetime) -> SavedFilter:
    """Give a filter another name."""
    kept = own(pk, by=by)
    kept.name = _named(name)
    if SavedFilter.objects.filter(account=by.person, name=kept.name).exclude(pk=pk).exists():
        raise NameTaken(name=kept.name)
    kept.save(update_fields=["name"])
    _noted("filter.renamed", kept, by=by, now=now)
    return kept


@transaction.atomic
def open_with(pk: int, *, by: Actor, now: datetime) -> SavedFilter:
    """The inbox opens with this filter from now on; chosen again, it opens plain."""
    chosen = own(pk, by=by)
    held = home_of([chosen]) is not None
    for each in filters_of(by):
        asked = _asked(each)
        asked.pop(HOME, None)
        if each.pk == pk and not held:
            asked[HOME] = "1"
        if each.query != (query := _fitting(asked)):
            SavedFilter.objects.filter(pk=each.pk).update(query=query)
    chosen.refresh_from_db()
    _noted("filter.let_go" if held else "filter.opened_with", chosen, by=by, now=now)
    return chosen


@transaction.atomic
def drop_filter(pk: int, *, by: Actor, now: datetime) -> None:
    """Take a filter away."""
    kept = own(pk, by=by)
    _noted("filter.dropped", kept, by=by, now=now)
    kept.delete()


def own(pk: int, *, by: Actor) -> SavedFilter:
    """One of somebody's own filters, or a refusal."""
    kept = SavedFilter.objects.filter(pk=pk, account=by.person).first()
    if kept is None:
        raise NoSuchFilter
    return kept


def _asked(kept: SavedFilter) -> QueryDict:
    return QueryDict(kept.query, mutable=True)


def _fitting(asked: QueryDict) -> str:
    query = asked.urlencode()
    if len(query) > LONGEST:
        raise FilterTooLong
    return query


def _named(name: str) -> str:
    plain = " ".join(name.split())[:40]
    if not plain:
        raise Missing(what="name")
    return plain


def _noted(verb: str, kept: SavedFilter, *, by: Actor, now: datetime) -> None:
    journal.append(verb, subject=("filter", kept.pk), by=by, now=now, payload={"name": kept.name})
