"""Every write of a case is whole or not at all: where the journal cannot be written, nothing is left."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection

from tests.cases.deeds import Life, tell
from tests.cases.loop import PICTURE, STEPS, TELLING, Loop
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT

APART = {"report", "refuse"}  # told below: one makes the case, the other needs a case that waits


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything that the rooms keep."""
    found = {}
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for kept in (model._meta for model in models if model.__module__.startswith("wangge.")):
            cursor.execute(f'SELECT * FROM "{kept.db_table}" ORDER BY "{kept.pk.column}"')  # noqa: S608
            found[kept.db_table] = cursor.fetchall()
    return found


def broken(*_args: object, **_more: object) -> None:
    raise RuntimeError("the journal cannot be written")


def expect_nothing_left(deed: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows()
    with monkeypatch.context() as patched:
        patched.setattr(journal, "append", broken)
        with pytest.raises(RuntimeError):
            deed()
    assert rows() == before
    assert not connection.needs_rollback


def report_it() -> object:
    return actions.report(TELLING, pictures=[PICTURE], by=RESIDENT, now=MONDAY)


def test_a_report_is_whole_or_not_at_all(cast: Cast, monkeypatch) -> None:
    expect_nothing_left(report_it, monkeypatch)


def test_a_report_whose_picture_cannot_be_kept_is_no_report(cast: Cast, monkeypatch) -> None:
    real = journal.append

    def without_pictures(verb: str, **more: object) -> object:
        return broken() if verb == "photo.attached" else real(verb, **more)

    before = rows()
    monkeypatch.setattr(journal, "append", without_pictures)
    with pytest.raises(RuntimeError):
        report_it()
    assert rows() == before


def test_refusing_is_whole_or_not_at_all(cast: Cast, monkeypatch) -> None:
    life = Life(cast)
    expect_nothing_left(lambda: life.take("refuse", "zhou"), monkeypatch)


@pytest.mark.slow
def test_every_step_is_whole_or_not_at_all(cast: Cast, monkeypatch) -> None:
    loop = Loop(cast)
    for step in STEPS:
        expect_nothing_left(lambda step=step: loop.take(*step), monkeypatch)
        loop.take(*step)


def test_every_action_stands_in_the_loop() -> None:
    named = {step[0] for step in STEPS}
    assert {name.rstrip("_") for name in actions.__all__} | {"report"} == (named - {"attach"}) | APART


def test_words_of_any_length_are_taken_or_cut_on_every_database(cast: Cast) -> None:
    """PostgreSQL refuses what is longer than its column; SQLite would not."""
    told, long = tell(), "很长" * 500
    case = told.case
    actions.refuse(case, reason=long, referral=long, by=cast.zhou, now=MONDAY)
    actions.reopen(case, reason=long, by=RESIDENT, now=MONDAY, report=told)
    actions.classify(case, category="rubbish", by=cast.zhou, now=MONDAY)
    actions.dispatch(case, post=cast.posts["chen"], reason=long, by=cast.zhou, now=MONDAY)
    actions.return_(case, reason=long, by=cast.chen, now=MONDAY)
    actions.pass_up(case, reason=long, by=cast.zhou, now=MONDAY)
    assert max(len(given.reason) for given in case.assignments.all()) == 200
