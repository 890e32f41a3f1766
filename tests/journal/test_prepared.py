"""Prepared statements say what the ORM says, each time with other values."""

from datetime import UTC, date, datetime

import pytest

from tests.cases.deeds import tell
from tests.cast import MONDAY, Cast
from wangge.accounts.models import Account, Grant
from wangge.cases.models import Case, Contact, State
from wangge.journal import prepared
from wangge.journal.prepared import Prepared, PreparedInsert, PreparedUpdate, gathered, spread
from wangge.staffing.models import Appointment

BY_NAME = Prepared(lambda username, active: Account.objects.filter(username=username, is_active=active))


def test_a_record_is_the_one_that_the_orm_gives(cast: Cast) -> None:
    for name in ("chen", "zhou"):
        account = cast.account[name]
        found = BY_NAME.first(username=account.username, active=True)
        assert found == account
        assert found.password == account.password
        assert BY_NAME.first(username=account.username, active=False) is None


def test_what_is_no_value_makes_another_statement(cast: Cast) -> None:
    statement = Prepared(lambda post: Appointment.objects.filter(post__grid=post).values_list("pk"))
    assert statement.rows(post=None) == list(Appointment.objects.filter(post__grid=None).values_list("pk"))
    held = Appointment.objects.filter(post__grid__isnull=False).select_related("post").first()
    assert held
    assert (held.pk,) in statement.rows(post=held.post.grid_id)


def test_days_and_moments_come_back_as_they_went(cast: Cast, django_assert_num_queries) -> None:
    since = Prepared(lambda day: Appointment.objects.filter(since__lte=day).values_list("pk", "since"))
    assert since.rows(day=date(1999, 1, 1)) == []
    with django_assert_num_queries(1):
        rows = since.rows(day=date(2030, 1, 1))
    assert {day for _pk, day in rows} == set(Appointment.objects.values_list("since", flat=True))


def test_as_many_values_as_there_are(cast: Cast) -> None:
    of = Prepared(
        lambda **given: Grant.objects.filter(account__in=gathered("account", given)).values_list("account")
    )
    everybody = [account.pk for account in cast.account.values()]
    assert of.rows() == []
    assert {pk for (pk,) in of.rows(**spread("account", everybody))} <= set(everybody)
    assert {pk for (pk,) in of.rows(**spread("account", everybody[:1]))} <= {everybody[0]}


def test_an_update_changes_what_it_means_and_says_how_much(cast: Cast) -> None:
    reported = tell().case
    move = PreparedUpdate(lambda case, seen: Case.objects.filter(pk=case, state=seen), "state", "closed_at")
    at = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
    assert move(case=reported.pk, seen=State.CLOSED, state=State.MERGED, closed_at=None) == 0
    assert move(case=reported.pk, seen=reported.state, state=State.CLOSED, closed_at=at) == 1
    reported.refresh_from_db()
    assert (reported.state, reported.closed_at) == (State.CLOSED, at)


def test_statements_are_not_kept_without_end(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(prepared, "MOST", 3)
    statement = Prepared(lambda kinds: Account.objects.filter(username__in=kinds).values_list("pk"))
    for number in range(10):
        statement.rows(kinds=("somebody",))
        statement.rows(kinds=(f"nobody {number}",))
    assert len(statement._shapes) == 3
    assert (("kinds", ("somebody",)),) in statement._shapes  # asked for all the time


def test_a_few_rows_go_in_by_one_statement_and_know_their_ids(cast: Cast, django_assert_num_queries) -> None:
    case, by = tell().case, cast.account["chen"]
    write = PreparedInsert(Contact)
    for many in (3, 1, 3):
        told = [Contact(case=case, at=MONDAY, by=by, note=f"{many}，{one}%s (一)") for one in range(many)]
        with django_assert_num_queries(1):
            write.few(told)
        kept = Contact.objects.in_bulk([row.pk for row in told])
        assert [kept[row.pk].note for row in told] == [row.note for row in told]
        assert not any(row._state.adding for row in told)
    assert Contact.objects.filter(case=case).count() == 7
    with django_assert_num_queries(0):
        assert list(write.few([])) == []


def test_a_row_may_point_at_one_that_was_new_when_it_was_made(cast: Cast) -> None:
    case = tell().case
    copied = Contact(case=Case(), at=MONDAY, by=cast.account["chen"], note="电话")
    with pytest.raises(ValueError, match="unsaved"):
        PreparedInsert(Contact)(copied)
    copied.case.pk = case.pk
    assert PreparedInsert(Contact)(copied).case_id == case.pk
