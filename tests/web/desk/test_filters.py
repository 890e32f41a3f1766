"""Filters that somebody keeps: saved, named, opened with, dropped, and nobody else's."""

import pytest

from wangge.cases import filters
from wangge.cases.models import SavedFilter
from wangge.journal.models import Entry


def keep(client, name: str, query: str):
    return client.post("/desk/inbox/filters", {"name": name, "query": query})


@pytest.fixture
def kept(enter):
    """Zhou keeps the estate's late cases."""
    zhou = enter("zhou")
    keep(zhou, "物业超期", "view=late&category=estate&page=3&open=20261101-000001")
    return zhou, SavedFilter.objects.get()


def test_a_list_is_kept_without_what_passes_and_found_again(kept, rubbish):
    zhou, one = kept
    assert (one.name, one.query) == ("物业超期", "view=late&category=estate")
    assert "物业超期" in zhou.get("/desk/inbox", {"view": "open"}).content.decode()
    answer = keep(zhou, "物业超期", "view=all")
    assert answer["Location"] == "/desk/inbox?view=all"
    assert SavedFilter.objects.get().query == "view=all"
    assert Entry.objects.filter(verb="filter.kept").count() == 2


def test_the_inbox_opens_with_the_filter_chosen_for_it(kept):
    zhou, one = kept
    assert zhou.get("/desk/inbox").status_code == 200
    zhou.post(f"/desk/inbox/filters/{one.pk}", {"do": "home"})
    answer = zhou.get("/desk/inbox")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/inbox?view=late&category=estate&home=1")
    assert zhou.get("/desk/inbox", {"view": "open"}).status_code == 200
    keep(zhou, "另一个", "view=done")
    other = SavedFilter.objects.get(name="另一个")
    zhou.post(f"/desk/inbox/filters/{other.pk}", {"do": "home"})
    assert zhou.get("/desk/inbox")["Location"] == "/desk/inbox?view=done&home=1"
    zhou.post(f"/desk/inbox/filters/{other.pk}", {"do": "home"})
    assert zhou.get("/desk/inbox").status_code == 200


def test_a_filter_is_named_anew_and_dropped(kept):
    zhou, one = kept
    keep(zhou, "二", "view=done")
    zhou.post(f"/desk/inbox/filters/{one.pk}", {"do": "name", "name": "新名字"})
    one.refresh_from_db()
    assert one.name == "新名字"
    said = zhou.post(f"/desk/inbox/filters/{one.pk}", {"do": "name", "name": "二"}, follow=True)
    assert "another filter called" in said.content.decode()
    zhou.post(f"/desk/inbox/filters/{one.pk}", {"do": "drop"})
    assert [each.name for each in SavedFilter.objects.all()] == ["二"]


def test_nobody_touches_the_filters_of_others(kept, enter, cast):
    _zhou, one = kept
    wu = enter("wu")
    assert filters.filters_of(cast.wu) == []
    for deed in ("drop", "home", "name"):
        said = wu.post(f"/desk/inbox/filters/{one.pk}", {"do": deed, "name": "x"}, follow=True)
        assert "not among yours" in said.content.decode()
    one.refresh_from_db()
    assert (one.name, one.query) == ("物业超期", "view=late&category=estate")


@pytest.mark.parametrize(
    ("name", "query", "why"),
    [(" ", "view=all", "Please fill in"), ("长", f"q={'长' * 80}&view=all", "too many words")],
)
def test_what_cannot_be_kept_says_why(enter, name, query, why):
    zhou = enter("zhou")
    said = zhou.post("/desk/inbox/filters", {"name": name, "query": query}, follow=True)
    assert why in said.content.decode()
    assert not SavedFilter.objects.exists()


def test_there_are_only_so_many(enter):
    zhou = enter("zhou")
    for number in range(filters.MOST):
        keep(zhou, f"第{number}个", "view=all")
    assert (
        "At most 20"
        in zhou.post("/desk/inbox/filters", {"name": "多", "query": "view=all"}, follow=True).content.decode()
    )
