"""The journal: sealed in order, verified to the row, delivered at least once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import MONDAY
from wangge.journal import actions, verification
from wangge.journal.actor import SYSTEM
from wangge.journal.delivery import LEASE, TRIES, claim, deliver
from wangge.journal.editions import Cached, current
from wangge.journal.models import Delivery, Entry, Head
from wangge.journal.sealing import seal
from wangge.journal.verification import verify

OWED = {"thing.done": ("tell",)}


@pytest.fixture
def entries(db) -> list[Entry]:
    """Five facts, sealed."""
    made = [
        actions.append(
            "thing.done", subject=("thing", n), by=SYSTEM, now=MONDAY, payload={"n": n, "字": "网格"}
        )
        for n in range(5)
    ]
    assert seal(owed=OWED, now=MONDAY) == 5
    return made


def tamper(statement: str) -> None:
    """Change rows as somebody with the database file in their hands could: without the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_kept")
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_unchanged")
        else:
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_unchanged")
        cursor.execute("DELETE FROM journal_delivery")
        cursor.execute(statement)


def test_a_whole_journal_verifies_and_says_what_waits(entries) -> None:
    actions.append("thing.done", subject=("thing", 9), by=SYSTEM, now=MONDAY)
    found = verify()
    assert (found.fault, found.sealed, found.unsealed) == (None, 5, 1)


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE journal_entry SET actor_label = 'nobody' WHERE sequence = 3", 3),
        ("UPDATE journal_entry SET payload = '{\"n\": 7}' WHERE sequence = 2", 2),
        ("DELETE FROM journal_entry WHERE sequence = 4", 4),
        ("DELETE FROM journal_entry WHERE sequence = 5", 5),
        ("UPDATE journal_entry SET sequence = 9 WHERE sequence = 1", 1),
    ],
)
def test_the_first_bad_row_is_named(entries, change: str, row: int) -> None:
    tamper(change)
    fault = verify().fault
    assert fault
    assert str(row if row < 5 else 4) in fault


def test_an_inserted_row_is_found(entries) -> None:
    tamper("UPDATE journal_entry SET sequence = 6 WHERE sequence = 5")
    actions.append("thing.forged", subject=("thing", 1), by=SYSTEM, now=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_entry SET sequence = 5, hash = 'x', previous = 'y' WHERE verb = 'thing.forged'"
        )
    assert "5" in (verify().fault or "")


@pytest.mark.parametrize("change", ["DELETE FROM journal_entry", "UPDATE journal_entry SET verb = 'x'"])
def test_the_database_itself_refuses_to_forget(entries, change: str) -> None:
    Delivery.objects.all().delete()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Entry.objects.filter(verb="thing.done").count() == 5


def test_sealing_owes_each_entry_to_its_reactions_once(entries) -> None:
    assert seal(owed=OWED, now=MONDAY) == 0
    assert Delivery.objects.count() == 5
    assert Head.objects.get().sequence == 5


def test_a_delivery_is_claimed_once_and_again_after_its_worker_died(entries) -> None:
    first = claim(now=MONDAY)
    assert len(first) == 5
    assert claim(now=MONDAY) == []
    later = MONDAY + LEASE + timedelta(seconds=1)
    again = claim(now=later)
    assert {d.pk for d in again} == {d.pk for d in first}
    told = []
    for delivery in again:
        assert deliver(
            delivery, reactions={"tell": lambda entry, _now: told.append(entry.subject_id)}, now=later
        )
    assert sorted(told) == [0, 1, 2, 3, 4]
    assert claim(now=later + LEASE * 2) == []


def test_a_reaction_that_fails_is_tried_again_and_given_up_loudly(entries) -> None:
    def broken(_entry: Entry, _now: object) -> None:
        raise ValueError("no paper")

    now = MONDAY
    for _ in range(TRIES):
        for delivery in claim(now=now):
            assert not deliver(delivery, reactions={"tell": broken}, now=now)
        now += timedelta(hours=1)
    assert set(Delivery.objects.values_list("state", "attempts")) == {("failed", TRIES)}
    assert "no paper" in Delivery.objects.first().error


def test_a_cache_follows_its_edition(db) -> None:
    built = []
    cache = Cached("rules", build=lambda: built.append(1) or len(built))
    assert (cache.get(), cache.get()) == (1, 1)
    actions.announce("rules")
    assert cache.get() == 2
    actions.announce("rules")
    assert cache.get() == 3


def test_an_edition_seen_in_an_undone_transaction_misleads_nobody(db) -> None:
    before = current()
    with transaction.atomic():
        actions.announce("rules")
        undone = current()["rules"]
        transaction.set_rollback(True)
    assert current() == before
    actions.announce("rules")
    assert current()["rules"] != undone


def test_verifying_while_the_worker_seals_finds_no_fault(entries, monkeypatch) -> None:
    """More is sealed after the walk began: the head is ahead of what the walk saw."""
    real, looks = verification._head, []

    def head() -> Head:
        looks.append(real())
        actions.append("thing.done", subject=("thing", 9), by=SYSTEM, now=MONDAY)
        seal(owed={}, now=MONDAY)
        return looks[-1]

    monkeypatch.setattr(verification, "_head", head)
    assert verify().fault is None


def test_entries_added_behind_the_heads_back_are_found(entries) -> None:
    Head.objects.update(sequence=4, hash=entries[0].hash)
    assert "another hash" in str(verify().fault)
    Head.objects.update(sequence=4, hash=Entry.objects.get(sequence=4).hash)
    assert "behind" in str(verify().fault)
