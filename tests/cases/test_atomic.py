"""Every write of a case is whole or not at all: where the journal cannot be written, nothing is left."""

from collections.abc import Callable
from functools import partial

import pytest
from django.apps import apps
from django.db import connection

from tests.cast import MONDAY, Cast
from wangge.cases import actions, photos
from wangge.cases.models import Case, Report
from wangge.cases.photos import Picture
from wangge.cases.telling import Telling
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT

PICTURE = Picture("photos/ab/abc.jpg", 40, 30, None, None, None)
WHERE = {"lon": 116.005, "lat": 39.005}
Steps = list[tuple[str, Callable[[Cast, Case], object]]]


def _tell(cast: Cast, key: str) -> Report:
    telling = Telling("楼下垃圾三天没有清运", "portal", category="estate", key=key, **WHERE)
    return actions.report(telling, pictures=[PICTURE], by=RESIDENT, now=MONDAY)


def _told(case: Case) -> Report:
    return case.reports.get()


# In this order the steps lead one case through the whole loop; each is also tried with a broken journal.
LOOP: Steps = [
    ("locate", lambda cast, case: actions.locate(case, **WHERE, by=cast.zhou, now=MONDAY)),
    ("classify", lambda cast, case: actions.classify(case, category="rubbish", by=cast.zhou, now=MONDAY)),
    (
        "refuse",
        lambda cast, case: actions.refuse(
            case, reason="非本社区", referral="12345", by=cast.zhou, now=MONDAY
        ),
    ),
    (
        "reopen",
        lambda _, case: actions.reopen(case, reason="仍未解决", by=RESIDENT, now=MONDAY, report=_told(case)),
    ),
    (
        "dispatch",
        lambda cast, case: actions.dispatch(case, post=cast.posts["chen"], by=cast.zhou, now=MONDAY),
    ),
    ("sign", lambda cast, case: actions.sign(case, by=cast.chen, now=MONDAY)),
    ("contact", lambda cast, case: actions.contact(case, note="已联系", by=cast.chen, now=MONDAY)),
    ("return", lambda cast, case: actions.return_(case, reason="不在本网格", by=cast.chen, now=MONDAY)),
    ("pass_up", lambda cast, case: actions.pass_up(case, reason="需街道协调", by=cast.zhou, now=MONDAY)),
    (
        "dispatch again",
        lambda cast, case: actions.dispatch(case, post=cast.posts["chen"], by=cast.zhao, now=MONDAY),
    ),
    ("sign again", lambda cast, case: actions.sign(case, by=cast.chen, now=MONDAY)),
    ("handle", lambda cast, case: actions.handle(case, note="已清运", by=cast.chen, now=MONDAY)),
    ("rework", lambda cast, case: actions.rework(case, reason="还有一堆", by=cast.he, now=MONDAY)),
    ("handle again", lambda cast, case: actions.handle(case, note="已清运", by=cast.chen, now=MONDAY)),
    ("verify", lambda cast, case: actions.verify(case, note="已核实", by=cast.he, now=MONDAY)),
    ("close", lambda cast, case: actions.close(case, by=cast.zhou, now=MONDAY)),
    ("call_back", lambda cast, case: actions.call_back(case, outcome="settled", by=cast.zhou, now=MONDAY)),
    ("rate", lambda _, case: actions.rate(_told(case), score=5, now=MONDAY)),
    ("rate_reporter", lambda cast, case: actions.rate_reporter(case, score=4, by=cast.chen, now=MONDAY)),
    ("attach", lambda cast, case: photos.attach(case, PICTURE, step="handle", by=cast.chen, now=MONDAY)),
]
OUTSIDE = {"report", "accept"}  # told below: one makes the case, the other needs a case that waits


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything that the rooms keep."""
    models = [model for model in apps.get_models() if model.__module__.startswith("wangge.")]
    return {model.__name__: sorted(model.objects.values_list(), key=repr) for model in models}


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


def test_a_report_is_whole_or_not_at_all(cast: Cast, monkeypatch) -> None:
    expect_nothing_left(lambda: _tell(cast, "k"), monkeypatch)


def test_a_report_whose_picture_cannot_be_kept_is_no_report(cast: Cast, monkeypatch) -> None:
    real = journal.append

    def without_pictures(verb: str, **more: object) -> object:
        return broken() if verb == "photo.attached" else real(verb, **more)

    before = rows()
    monkeypatch.setattr(journal, "append", without_pictures)
    with pytest.raises(RuntimeError):
        _tell(cast, "k")
    assert rows() == before


def test_taking_on_is_whole_or_not_at_all(cast: Cast, monkeypatch) -> None:
    case = _tell(cast, "k").case
    expect_nothing_left(lambda: actions.accept(case, by=cast.zhou, now=MONDAY), monkeypatch)


@pytest.mark.parametrize("name", [name for name, _ in LOOP])
def test_every_step_is_whole_or_not_at_all(cast: Cast, monkeypatch, name: str) -> None:
    case = _tell(cast, "k").case
    for step, deed in LOOP:
        if step == name:
            expect_nothing_left(partial(deed, cast, case), monkeypatch)
            return
        deed(cast, case)
        case.refresh_from_db()


def test_every_action_stands_in_the_list_above() -> None:
    public = {name.rstrip("_") for name, thing in vars(actions).items() if _is_action(name, thing)}
    assert public - OUTSIDE == {name.removesuffix(" again") for name, _ in LOOP} - {"attach"}


def _is_action(name: str, thing: object) -> bool:
    own = getattr(thing, "__module__", "") == actions.__name__
    return callable(thing) and own and not name.startswith("_")


def test_words_of_any_length_are_taken_or_cut_on_every_database(cast: Cast) -> None:
    """PostgreSQL refuses what is longer than its column; SQLite would not."""
    case, long = _tell(cast, "k").case, "很长" * 500
    actions.refuse(case, reason=long, referral=long, by=cast.zhou, now=MONDAY)
    actions.reopen(case, reason=long, by=RESIDENT, now=MONDAY, report=_told(case))
    actions.classify(case, category="rubbish", by=cast.zhou, now=MONDAY)
    actions.dispatch(case, post=cast.posts["chen"], reason=long, by=cast.zhou, now=MONDAY)
    actions.return_(case, reason=long, by=cast.chen, now=MONDAY)
    actions.pass_up(case, reason=long, by=cast.zhou, now=MONDAY)
    assert max(len(given.reason) for given in case.assignments.all()) == 200
