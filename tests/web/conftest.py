"""A case with a photo in grid 1, and every argument that an address may ask for."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from tests.cast import Cast
from tests.counter.conftest import PERMIT
from wangge.admission import actions as gate
from wangge.admission.queries import departments_of
from wangge.appraisal import actions as appraisal
from wangge.cases import actions, photos
from wangge.cases.models import Case, Channel, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.counter import actions as counter
from wangge.counter import numbering as bm
from wangge.counter.errands import Wish
from wangge.counter.filing import Applicant
from wangge.counter.models import Group
from wangge.intake import actions as intake
from wangge.intake.models import Batch, Box
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.notices import actions as notices
from wangge.notices.models import Link
from wangge.outreach import actions as outreach
from wangge.planning import actions as planning
from wangge.staffing import duty
from wangge.staffing.forces import Draft, enter_force
from wangge.staffing.models import Force, ForceKind, Shift


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return out.getvalue()


def tell_of_rubbish() -> Report:
    """Resident Lin reports rubbish in grid 1, with a photo; it goes to Chen's post."""
    facts = {"address": "桂花亭旁", "name": "林女士", "phone": "13800008000"}
    telling = Telling("楼下垃圾三天没有清运", "portal", lon=116.005, lat=39.005, **facts)
    content, now = picture(), timezone.now()
    kept = photos.read_picture(io.BytesIO(content), size=len(content))
    return actions.report(telling, pictures=[kept], by=RESIDENT, now=now)


def plan_of(cast: Cast) -> int:
    """A scenario that Zhou has begun from the plan in force."""
    return planning.open_draft(cast.community, name="两格", by=cast.zhou, now=timezone.now()).pk


def exclusion_of(cast: Cast, report: Report) -> int:
    """That Zhou asked for the report's case to be left out of the rates."""
    facts = {"ground": "duplicate", "evidence": "与昨日工单为同一事项"}
    return appraisal.ask(report.case, **facts, by=cast.zhou, now=timezone.now()).pk


def intake_of(cast: Cast) -> dict[str, object]:
    """A letter box of grid 1, a file of tickets of the community, a system that sends some."""
    channel = Channel.objects.get(code="12345")
    Channel.objects.filter(pk=channel.pk).update(tickets=True)
    channel.refresh_from_db()
    now = timezone.now()
    place = {"name": "意见箱", "place": "门口", "grid": cast.grids[0], "keeper": None, "since": now.date()}
    hung = Box.objects.filter(area=cast.community, name=place["name"]).first()
    box = hung or intake.hang_box(cast.community, **place, by=cast.zhou, now=now)
    rows = [[1, ["工单编号", "诉求内容"]], [2, ["GD-1", ""]]]
    kept = {"channel": channel, "area": cast.community, "file": "12345.csv", "rows": rows}
    batch = Batch.objects.create(**kept, at=now, by=cast.account["zhou"])
    source, _token = intake.open_source(channel, area=cast.street, name="热线", by=cast.an, now=now)
    return {"channel": "12345", "box": box.pk, "batch": batch.pk, "source": source.pk}


def gate_task_of(cast: Cast) -> int:
    """A task that Sun's department has brought to the gate."""
    (department,) = departments_of(cast.sun)
    day = timezone.now().date()
    words = {"title": "用水情况", "purpose": "保供水", "audience": "独居老人", "forms": "表：姓名、电话"}
    wish = gate.Wish(**words, since=day, until=day)
    return gate.propose(wish, department=department, area=cast.street, by=cast.sun, now=timezone.now()).pk


def window_of(cast: Cast) -> dict[str, object]:
    """An application at the window, and an errand in grid 1."""
    now = timezone.now()
    (item,) = counter.enter_items([PERMIT], by=SYSTEM, now=now)
    group, _made = Group.objects.get_or_create(code="moving", defaults={"name": "流入流出人员"})
    person, place = Applicant("林女士", "13800008000"), {"area": cast.community, "by": RESIDENT, "now": now}
    filed = counter.file(item, person, key="a", **place)
    errand = counter.ask_errand(Wish(item, group), person, grid=cast.grids[0], key="e", **place)
    own = {"filed": bm.number_of(filed), "word": bm.secret_of(filed)}
    return {"application": filed.pk, "errand": errand.pk, "item": item.code, **own}


def notice_of(cast: Cast) -> dict[str, object]:
    """A water stop in grid 1, and the grid's link of it."""
    now = timezone.now()
    words = notices.Words("停水", "检修管道", now, now + timedelta(hours=8))
    places = notices.Places(grids=[cast.grids[0]])
    draft = notices.Draft("water", words, key="once", places=places)
    made = notices.publish(draft, area=cast.community, by=cast.zhou, now=now)
    return {"notice": made.pk, "link": Link.objects.get(notice=made, level="grid").pk}


def duty_of(cast: Cast) -> dict[str, object]:
    """A shift of Deputy He's, who asks Chen to take it; each call has a day of its own."""
    now = timezone.now()
    since = now + timedelta(days=1 + Shift.objects.count())
    planned = duty.Planned(cast.account["he"].pk, since, since + timedelta(hours=8))
    (shift,) = duty.enter_shifts(cast.community, [planned], by=cast.zhou, now=now)
    asked = duty.ask_colleague(shift, to=cast.account["chen"].pk, by=cast.he, now=now)
    return {"shift": shift.pk, "handover": asked.pk}


def meeting_of(cast: Cast, report: Report) -> int:
    """A joint meeting on the report's case, with its minutes."""
    now, case = timezone.now(), report.case
    branch = {"kind": "branch", "name": "社区党支部", "part": "leads"}
    party = actions.invite_party(case, **branch, by=cast.zhou, now=now)
    where = {"place": "议事厅", "meet_at": now + timedelta(days=1)}
    actions.meet(case, parties=[party.pk], **where, by=cast.zhou, now=now)
    return actions.minute(case, note="已商定", by=cast.zhou, now=now).pk


def force_of(cast: Cast, report: Report) -> dict[str, object]:
    """Volunteers of grid 1, called to the report's case."""
    now, kind = timezone.now(), ForceKind.objects.get(code="volunteers")
    draft = Draft("红马甲", kind, 5, "马红", "13900009000", since=date(2026, 1, 1))
    place = {"area": cast.community, "grid": cast.grids[0], "by": cast.zhou, "now": now}
    force = Force.objects.filter(name=draft.name, until=None).first() or enter_force(draft, **place)
    return {"force": force.pk, "called": outreach.call(report.case, force, by=cast.zhou, now=now).pk}


def arguments_for(cast: Cast, report: Report) -> dict[str, object]:
    """Path arguments by name."""
    return {
        "number": number_of(report.case),
        "meeting": meeting_of(cast, report),
        **duty_of(cast),
        **force_of(cast, report),
        "secret": secret_of(report),
        "code": cast.community.code,
        "pk": report.case.photos.get().pk,
        "index": 0,
        "answer": 1,
        "photo": 1,
        "grid": cast.grids[0].pk,
        "form": "svg",
        "draft": plan_of(cast),
        "division": cast.grids[0].division_id,
        "exclusion": exclusion_of(cast, report),
        "key": "9d2f1c3e-7a55-4c1d-8a53-2f6a3f0f7b11",  # a batch of nobody's
        "task": gate_task_of(cast),
        "step": "approve",
        "name": "contact",
        **intake_of(cast),
        **notice_of(cast),
        **window_of(cast),
    }


@pytest.fixture
def told(cast: Cast) -> Report:
    return tell_of_rubbish()


@pytest.fixture
def case(told: Report) -> Case:
    return told.case
