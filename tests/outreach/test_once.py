"""A deed sent twice is done once; a refused one leaves nothing; what others did meanwhile is noticed."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.cast import MONDAY
from wangge.cases import actions as cases
from wangge.cases.errors import KeyReused, NotNow
from wangge.cases.models import Contact
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry
from wangge.outreach.models import Deed
from wangge.outreach.once import Sent, moved_since, once

TALK = Sent("key-0001", "contact", {"number": "1", "note": "已电话联系"})


@pytest.fixture
def case(cast):
    """Rubbish in grid 1, gone to Chen."""
    return cases.report(Telling("垃圾没清", "portal", lon=116.005, lat=39.005), by=RESIDENT, now=MONDAY).case


def talk(case, cast):
    def act():
        cases.contact(case, note="已电话联系", by=cast.chen, now=MONDAY)
        return case

    return act


def seen(case) -> int:
    return Entry.objects.filter(subject_kind="case", subject_id=case.pk).latest("pk").pk


def test_a_deed_sent_twice_is_done_once(cast, case):
    first = once(TALK, talk(case, cast), by=cast.chen, now=MONDAY)
    again = once(TALK, talk(case, cast), by=cast.chen, now=MONDAY + timedelta(hours=1))
    assert (again.pk, again.case, again.at) == (first.pk, case, MONDAY)
    assert Contact.objects.count() == 1


def test_a_key_is_for_one_deed_of_one_person(cast, case):
    once(TALK, talk(case, cast), by=cast.chen, now=MONDAY)
    with pytest.raises(KeyReused):
        once(Sent(TALK.key, "sign", {"number": "1"}), talk(case, cast), by=cast.chen, now=MONDAY)
    once(TALK, lambda: None, by=cast.wu, now=MONDAY)  # a key of somebody else's phone
    assert Deed.objects.count() == 2


def test_a_refused_deed_leaves_nothing_behind_and_may_be_sent_again(cast, case):
    def close():
        cases.close(case, by=cast.zhou, now=MONDAY)
        return case

    for _ in range(2):
        with pytest.raises(NotNow):
            once(Sent("key-0002", "close", {}), close, by=cast.zhou, now=MONDAY)
    assert not Deed.objects.exists()


def test_the_key_and_what_it_did_stand_or_fall_together(cast, case):
    with transaction.atomic():
        once(TALK, talk(case, cast), by=cast.chen, now=MONDAY)
        transaction.set_rollback(True)
    assert (Deed.objects.count(), Contact.objects.count()) == (0, 0)


def test_only_what_others_did_meanwhile_counts_as_having_moved(cast, case):
    before = seen(case)
    cases.sign(case, by=cast.chen, now=MONDAY)
    cases.contact(case, note="已联系", by=cast.zhou, now=MONDAY)  # moves nothing
    assert not moved_since(case, before, by=cast.chen)
    cases.return_(case, reason="不是本网格", by=cast.chen, now=MONDAY)
    cases.dispatch(case, post=cast.posts["chen"], by=cast.zhou, now=MONDAY)
    assert moved_since(case, before, by=cast.chen)
    assert not moved_since(case, seen(case), by=cast.chen)
