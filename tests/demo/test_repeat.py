"""The same seed founds and lives the same; a founding that fails leaves nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from wangge.cases.models import Case
from wangge.config.work import work
from wangge.demo import founding
from wangge.demo.day import live
from wangge.demo.errors import NoTexts
from wangge.demo.feed import texts
from wangge.demo.founding import found
from wangge.journal.models import Entry
from wangge.places.models import Area

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DARK = "路灯\n小区路灯全坏了，晚上走路很危险"


def a_round(at: datetime) -> bool:
    return not work(now=at).idle


@pytest.mark.any_database
def test_the_same_seed_lives_the_same_day_and_other_texts_are_taken_in(db):
    founded = found("jiabei", seed=2022, now=NOW - timedelta(days=40))
    seen = []
    for _ in range(2):
        with transaction.atomic():
            live("jiabei", founded, now=NOW, days=1, per_day=12, seed=7, texts=[DARK], work=a_round)
            columns = ("reported_at", "text", "state", "channel__code")
            seen.append(list(Case.objects.order_by("reported_at").values_list(*columns)))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert DARK in [text for _, text, _, _ in seen[0]]


def test_a_founding_that_fails_leaves_nothing(db, monkeypatch):
    def fail(_preset, _community, **_facts):
        raise RuntimeError

    monkeypatch.setattr(founding, "draw_grids", fail)
    with pytest.raises(RuntimeError):
        found("jiabei", seed=1, now=NOW)
    assert not Area.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_feed_gives_its_words_and_nothing_of_its_senders(tmp_path, encoding):
    file = tmp_path / "feed.csv"
    file.write_text(
        "no,sender,subject,at,text\n1,U7,路灯,2020/1/1,小区路灯全坏了\n2,U8,,,\n", encoding=encoding
    )
    assert list(texts(file)) == ["路灯\n小区路灯全坏了"]


def test_a_feed_without_texts_is_refused(tmp_path):
    file = tmp_path / "feed.csv"
    file.write_text("no,message\n1,小区路灯全坏了\n", encoding="utf-8")
    with pytest.raises(NoTexts) as refusal:
        list(texts(file))
    assert "no, message" in str(refusal.value)
