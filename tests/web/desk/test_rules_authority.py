"""Who settles what, the escalation and local numbers, on the screen."""

from wangge.cases.models import Authority, Practice, Rung

RUNG = {
    "clock": "sign",
    "amount": "1",
    "unit": "natural_day",
    "up": "0",
    "kind": "urge",
    "provenance": "公开做法",
}
NUMBERS = {
    "bad_score": "3",
    "warn_percent": "70",
    "near_metres": "100",
    "duplicate_days": "30",
    "duplicate_metres": "120",
}


def test_ticks_are_kept_and_lines_without_follow_the_one_above(enter):
    an = enter("an")
    assert an.post("/desk/authority", {"may": [":grid", "lift:department"]}).status_code == 302
    assert set(Authority.objects.values_list("category__code", "tier")) == {
        (None, "grid"),
        ("lift", "department"),
    }
    rows = {
        row.category.code if row.category else "": row for row in an.get("/desk/authority").context["rows"]
    }
    assert [may for _tier, _said, may in rows["lift"].ticks] == [False, False, False, True]
    assert [may for _tier, _said, may in rows["rubbish"].ticks] == [True, False, False, False]
    assert not rows["rubbish"].said
    answer = an.post("/desk/authority", {"may": ["moon:grid"]})
    assert 'There is no category called "moon".' in answer.content.decode().replace("&quot;", '"')


def test_rungs_are_added_and_taken_out(enter):
    an = enter("an")
    assert an.post("/desk/rungs", RUNG).status_code == 302
    assert Rung.objects.get(clock="sign").kind == "urge"
    assert an.post("/desk/rungs", RUNG).status_code == 302, "twice is two"
    assert an.post("/desk/rungs", {**RUNG, "amount": "0"}).status_code == 422
    place = an.get("/desk/rungs").context["rows"][-1][0]
    an.post("/desk/rungs", {"remove": str(place)})
    assert Rung.objects.filter(clock="sign").count() == 1
    assert an.post("/desk/rungs", {"remove": "99"}).status_code == 422


def test_numbers_are_changed_within_their_range(enter):
    an = enter("an")
    assert an.post("/desk/practice", NUMBERS).status_code == 302
    kept = Practice.objects.get()
    assert (kept.bad_score, kept.warn_share, kept.duplicate_days) == (3, 0.7, 30)
    assert an.post("/desk/practice", {**NUMBERS, "bad_score": "5"}).status_code == 422
    assert an.post("/desk/practice", NUMBERS).status_code == 422, "nothing is different"


def test_a_street_reads_and_is_told_who_may_change(enter):
    zhao = enter("zhao")
    for page, facts in (("authority", {"may": [":grid"]}), ("rungs", RUNG), ("practice", NUMBERS)):
        assert zhao.get(f"/desk/{page}").status_code == 200
        assert "only an administrator" in zhao.post(f"/desk/{page}", facts).content.decode()
    assert not Authority.objects.exists()
    assert enter("chen").get("/desk/rules").status_code == 403
