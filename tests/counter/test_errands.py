"""Errands run for people: begun at the door, fetched, handed over, and counted by group."""

from datetime import date

import pytest
from django.db.models import Sum

from tests.cast import MONDAY
from wangge.counter import actions, ledgers, queries
from wangge.counter.errands import Wish
from wangge.counter.errors import (
    ErrandMoved,
    LedgerRow,
    LedgerUnreadable,
    NoSuchErrand,
    NotAtYourWindow,
    NotYourErrand,
    SayWhat,
)
from wangge.counter.filing import Applicant
from wangge.counter.ledger import Done, read
from wangge.counter.ledgers import Wanted
from wangge.counter.models import Errand, Group
from wangge.foundation.tables import Table
from wangge.journal.actor import RESIDENT


@pytest.fixture
def asked(window) -> Errand:
    """Lin asks on the portal that somebody fetch her residence permit."""
    return actions.ask_errand(
        Wish(queries.item_of("residence-permit"), Group.objects.get(code="moving")),
        Applicant("林大妈", "13800008000"),
        area=window.community,
        grid=window.grids[0],
        key="e-1",
        by=RESIDENT,
        now=MONDAY,
    )


@pytest.mark.row("SY-19")
def test_an_errand_starts_at_the_door_and_ends_there(window, asked):
    with pytest.raises(NotYourErrand):
        actions.take_papers(asked, by=window.wu, now=MONDAY)
    actions.take_papers(asked, ["身份证"], by=window.chen, now=MONDAY)
    assert (asked.runner.name, asked.papers) == ("陈网格", ["身份证"])
    with pytest.raises(ErrandMoved):
        actions.take_papers(asked, by=window.chen, now=MONDAY)
    actions.fetch(asked, by=window.chen, now=MONDAY)
    actions.bring_home(asked, by=window.chen, now=MONDAY)
    assert (asked.stand, asked.fetched_at, asked.handed_at) == ("handed", MONDAY, MONDAY)


def test_a_grid_worker_takes_papers_along_at_once_in_their_own_grid(window):
    told = {"area": window.community, "papers": ["户口簿"]}
    wish = Wish(queries.item_of("residence-permit"), Group.objects.get(code="disabled"))
    person = Applicant("林")
    made = actions.ask_errand(wish, person, **told, grid=window.grids[0], key="e", by=window.chen, now=MONDAY)
    again = actions.ask_errand(
        wish, person, **told, grid=window.grids[0], key="e", by=window.chen, now=MONDAY
    )
    assert (made.stand, made.runner_id, again.pk) == ("taken", window.chen.account, made.pk)
    for grid in (window.grids[1], None):
        with pytest.raises(NotYourErrand):
            actions.ask_errand(wish, person, **told, grid=grid, key="f", by=window.chen, now=MONDAY)


def test_what_was_entered_wrongly_is_struck_out_with_a_reason(window, asked):
    with pytest.raises(SayWhat):
        actions.strike_out(asked, reason="", by=window.zhou, now=MONDAY)
    actions.strike_out(asked, reason="重复登记", by=window.zhou, now=MONDAY)
    with pytest.raises(ErrandMoved):
        actions.strike_out(asked, reason="重复登记", by=window.zhou, now=MONDAY)
    rows = ledgers.errands_of(window.zhou)
    assert not Wanted().of(rows)
    assert list(Wanted(stand="void").of(rows)) == [asked]
    for other in (window.wu, window.qian):
        with pytest.raises(NoSuchErrand):
            ledgers.find(asked.pk, by=other)


@pytest.mark.row("SY-19")
def test_more_than_two_hundred_certificates_by_group_item_and_month(window):
    groups, items = list(Group.objects.all()), queries.items()
    done = [
        Done(date(2026, 1 + n % 10, 1 + n % 27), items[n % 2], groups[n % 3], Applicant(f"林{n}"))
        for n in range(207)
    ]
    assert actions.enter_ledger(window.community, done, by=window.zhou, now=MONDAY) == 207
    assert actions.enter_ledger(window.community, done, by=window.zhou, now=MONDAY) == 0  # once
    rows = ledgers.errands_of(window.zhou)
    counts = ledgers.counts(Wanted().of(rows))
    assert (counts.rows, counts.copies) == (207, 207)
    assert [(group.name, n) for group, n in counts.groups] == [
        ("育龄夫妇", 69),
        ("流入流出人员", 69),
        ("残疾人", 69),
    ]
    for group, n in counts.groups:
        assert Wanted(group=group.code).of(rows).aggregate(n=Sum("copies"))["n"] == n
    for month, n in counts.months:
        assert Wanted(month=month).of(rows).count() == n
    assert Wanted(month="2026").of(rows).count() == 207
    assert not ledgers.errands_of(window.qian)
    with pytest.raises(NotAtYourWindow):
        actions.enter_ledger(window.community, done, by=window.qian, now=MONDAY)


def test_a_ledger_kept_in_a_table_is_taken_over_or_its_bad_row_named(window):
    head = ("取证日期", "事项", "对象", "姓名", "份数")
    good = ("2026-03-02", "居住证办理", "残疾人", "林大妈", "2")
    (row,) = read(Table("l.xlsx", ((1, head), (2, good))))
    assert (row.day, row.copies, row.group.code) == (date(2026, 3, 2), 2, "disabled")
    for place, what in ((0, "取证日期"), (1, "事项"), (2, "对象"), (4, "份数")):
        bad = tuple("？" if n == place else cell for n, cell in enumerate(good))
        with pytest.raises(LedgerRow, match=f"Row 3: {what}"):
            read(Table("l.xlsx", ((1, head), (2, good), (3, bad))))
    with pytest.raises(LedgerUnreadable, match="事项"):
        read(Table("l.xlsx", ((1, ("取证日期", "姓名")),)))
