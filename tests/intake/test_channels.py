"""Channels are data: added, renamed and retired by administrators, counted by the three origins."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from wangge.cases import actions as cases
from wangge.cases.errors import ChannelRetired
from wangge.cases.models import Channel
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.demo.presets import load
from wangge.intake import actions
from wangge.intake.incoming import Incoming
from wangge.intake.models import Way
from wangge.intake.tickets import Fate
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT, SYSTEM

NEW = {"code": "radio", "name": "小区广播", "origin": "ordered", "desk": "on", "keeper": "广播员"}


@pytest.mark.row("ZH-19")
@pytest.mark.row("ZH-20")
def test_the_preset_has_every_way_in_online_and_offline():
    rows = load("jiabei", "channels")["channels"]
    codes = {row["code"] for row in rows}
    online = {"hotline-12345", "wechat-group", "party-group", "official-account", "community-phone"}
    assert online | {"mayor-mailbox", "netizen-message", "digital-city"} <= codes
    assert {"opinion-box", "message-board", "council", "visit", "grid-worker", "building-head"} <= codes
    assert {"portal", "walk-in", "patrol", "department-transfer"} <= codes
    assert len(codes) == len(rows) >= 12
    assert all(row["keeper"] for row in rows)
    assert {row["code"] for row in rows if row["tickets"]} >= {
        "hotline-12345",
        "mayor-mailbox",
        "digital-city",
    }
    assert any(row["round_the_clock"] and row["desk"] and not row["tickets"] for row in rows)


def test_an_administrator_adds_renames_and_retires_a_channel(enter, house):
    an = enter("an")
    an.post("/desk/channels/new", NEW)
    assert Way.objects.get(channel__code="radio").keeper == "广播员"
    assert "小区广播" in enter("zhou").get("/desk/report").text
    an.post("/desk/channels/radio", NEW | {"name": "广播站"})
    assert "广播站" in enter("zhou").get("/desk/report").text
    an.post("/desk/channels/radio", {"retire": "1"})
    assert "广播站" not in enter("zhou").get("/desk/report").text
    assert "广播站" in an.get("/desk/channels").text


def test_codes_are_plain_and_used_once(enter, house):
    an = enter("an")
    assert an.post("/desk/channels/new", NEW | {"code": "Radio!"}).status_code == 422
    assert an.post("/desk/channels/new", NEW | {"code": "12345"}).status_code == 422
    assert not Channel.objects.filter(name="小区广播").exists()


def test_only_administrators_keep_channels(enter, house):
    assert enter("zhou").post("/desk/channels/new", NEW).status_code == 403
    assert enter("zhou").get("/desk/channels").status_code == 403


@pytest.mark.row("ZH-18")
@pytest.mark.row("ZH-23")
def test_one_desk_counts_what_was_brought_found_and_sent(enter, house):
    for channel, count in [("community-phone", 2), ("patrol", 1), ("12345", 1)]:
        for n in range(count):
            telling = Telling(f"路灯不亮{channel}{n}", channel, lon=116.005, lat=39.005)
            cases.report(telling, by=RESIDENT, now=timezone.now())
    page = enter("zhou").get("/desk/intake")
    assert [row.this for _, row in page.context["origins"]] == [2, 1, 1]
    assert page.context["found"].proactive == pytest.approx(0.25)
    assert enter("qian").get("/desk/intake").context["found"].proactive is None


def test_nothing_comes_in_by_a_retired_channel_and_its_cases_keep_it(enter, house):
    telling = Telling("路灯不亮", "community-phone", lon=116.005, lat=39.005, key="phone-1")
    told = cases.report(telling, by=RESIDENT, now=timezone.now())
    enter("an").post("/desk/channels/community-phone", {"retire": "1"})
    for text, key in [("又一盏路灯不亮", None), ("还有一盏", "phone-2")]:
        with pytest.raises(ChannelRetired, match="社区电话"):
            cases.report(replace(telling, text=text, key=key), by=RESIDENT, now=timezone.now())
    with pytest.raises(ChannelRetired):
        cases.join(told.case, replace(telling, key=None), by=house.zhou, now=timezone.now())
    assert cases.report(telling, by=RESIDENT, now=timezone.now()) == told  # a repeat is harmless
    assert "社区电话" in enter("zhou").get(f"/desk/cases/{number_of(told.case)}").text
    enter("an").post("/desk/channels/community-phone", NEW | {"name": "社区电话"})
    assert cases.report(replace(telling, key=None), by=RESIDENT, now=timezone.now()).channel == told.channel


def test_a_retired_hotline_brings_no_new_tickets_and_says_so(hotline, house):
    now = timezone.now()
    first = Incoming(number="GD-1", text="三单元电梯停了", community="春和社区")
    known, _ = actions.take_ticket(first, desk=hotline, by=house.zhou, now=now)
    actions.retire_channel(hotline.channel, by=house.an, now=now)
    with pytest.raises(ChannelRetired, match="12345热线"):
        actions.take_ticket(replace(first, number="GD-2"), desk=hotline, by=house.zhou, now=now)
    renewed = replace(first, due_at=now + timedelta(days=2))
    assert actions.take_ticket(renewed, desk=hotline, by=house.zhou, now=now) == (known, Fate.CHANGED)


def test_the_day_of_retirement_is_carried_over_from_the_journal(house):
    channels = {code: Channel.objects.create(code=code, name=code) for code in ("radio", "poster", "mail")}
    for code, verbs in {"radio": "added retired", "poster": "retired changed", "mail": "added"}.items():
        for verb in verbs.split():
            subject, payload = ("channel", channels[code].pk), {"on": "2026-11-02"}
            journal.append(f"channel.{verb}", subject=subject, by=SYSTEM, now=timezone.now(), payload=payload)
    migration = import_module("wangge.cases.migrations.0005_retired_channels")
    migration.carry_over(apps, None)
    retired = {channel.code: channel.retired_on for channel in Channel.objects.filter(code__in=channels)}
    assert retired == {"radio": date(2026, 11, 2), "poster": None, "mail": None}
