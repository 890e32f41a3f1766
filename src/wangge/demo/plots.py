"""The rarer courses that a case can take, each a short story through the actions, beside the everyday ones.

Chance would show them too seldom: each is told once, so that every step and every state is there to see.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from wangge.cases import actions
from wangge.cases.joining import Part, Signer
from wangge.cases.meeting import Decided
from wangge.cases.models import Case, Five, Party
from wangge.cases.sla import Unit
from wangge.cases.tasking import Planned
from wangge.demo.estate import Estate
from wangge.demo.pace import by_day
from wangge.demo.presets import load
from wangge.demo.simulation import Start, Story
from wangge.demo.stage import DAY, Stage, stage
from wangge.demo.town import Town
from wangge.journal.actor import RESIDENT

LIVED = 8  # the days over which they are spread; where fewer are lived, each takes less time
SPREAD = 5
HOUSEHOLDS = 17
PARTIES = (  # kind, who it is, how to reach them (numbers kept for fiction), what they do
    ("party-branch", "社区党支部", "", "leads"),
    ("property-company", "嘉苑物业服务中心", "19900001101", "joins"),
    ("property-committee", "嘉苑小区物管会", "", "joins"),
    ("units", "辖区设计院", "19900001102", "joins"),
    ("police", "社区警务室", "", "joins"),
    ("residents", "孟师傅", "19900001103", "heard"),
)


def shed(on: Stage) -> Story:
    """An unlicensed shed takes four visits by the street until its owner takes it down."""
    case = on.tell(by=on.desk()).case
    yield on.after(1)
    patrol = on.town.crew.watchers[case.grid_id or 0][0].person
    actions.charge(case, role=Five.PATROL.value, account=patrol, by=on.desk(), now=on.now)
    yield from on.send(case, on.street_post())
    yield from on.sign(case)
    for outcome in ("nobody", "refused", "promised", "settled"):
        yield on.after(14)
        actions.visit(case, outcome=outcome, note=on.say(outcome), by=on.of(case.post_id), now=on.now)
    yield from on.finish(case)


def lift(on: Stage) -> Story:
    """The street whistles for three units; two come, one explains; the work is laid down in tasks."""
    case = on.tell().case
    lead, safety, office = on.unit("property-company"), on.unit("safety"), on.unit("property-office")
    yield from on.send(case, lead)
    yield from on.sign(case)
    yield on.after(0.5)
    meet = on.now + on.day / 8
    actions.whistle(
        case,
        posts=[safety, office],
        leads=lead,
        place=on.say("place"),
        meet_at=meet,
        matter=on.say("matter"),
        by=on.street(),
        now=on.now,
    )
    for post, answer, note in (
        (lead, "coming", "coming"), (safety, "coming", "coming"), (office, "explained", "cannot"),
    ):  # fmt: skip
        yield on.after(0.3)
        actions.respond(case, answer=answer, note=on.say(note), by=on.of(post), now=on.now)
    yield max(meet - on.now, timedelta())
    for post in (lead, safety, office):
        actions.attend(case, post=post, came=post != office, by=on.street(), now=on.now)
    yield on.after(0.7)
    actions.conclude(case, note=on.say("minutes"), by=on.street(), now=on.now)
    steps = [("appraise", lead), ("carry", safety), ("order", lead), ("test", lead)]
    tasks = [Planned(on.say(title), post, 1, Unit.WORKING_DAY) for title, post in steps]
    actions.plan(case, tasks=tasks, by=on.of(case.post_id), now=on.now)
    for done in ("appraised", "needless", "ordered", "tested"):
        yield on.after(1)
        if done == "needless":
            actions.drop(case, reason=on.say(done), by=on.desk(), now=on.now)
            continue
        by = on.of(lead)
        actions.perform(case, note=on.say(done), by=by, now=on.now)
        on.worked(case, [by])
    yield from on.finish(case)


def dismissed(on: Stage) -> Story:
    """A unit disputes a case, appeals against the ruling in vain, and does the work."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case)
    yield from _ruled(on, case)
    yield on.after(2)
    actions.dismiss(case, reason=on.say("decision"), by=on.command(), now=on.now)
    yield from on.sign(case)
    yield from on.finish(case)


def upheld(on: Stage) -> Story:
    """The appeal is right: the street gives the case to the unit whose matter it is."""
    case = on.tell().case
    yield from on.send(case)
    yield from _ruled(on, case)
    yield on.after(2)
    actions.uphold(case, reason=on.say("decision"), by=on.command(), now=on.now)
    yield on.after(0.5)
    power = on.unit("power")
    actions.dispatch(case, post=power, reason=on.say("send"), by=on.street(), now=on.now)
    yield from on.sign(case)
    yield from on.finish(case)


def disputed(on: Stage) -> Story:
    """A dispute that the street has not ruled yet."""
    case = on.tell().case
    yield from on.send(case)
    yield on.after(1)
    _dispute(on, case)


def waited(on: Stage) -> Story:
    """Something is missing; the reporter adds it, and the case goes on."""
    told = on.tell()
    case = told.case
    yield from on.send(case)
    yield from on.sign(case)
    yield on.after(0.5)
    _wait(on, case)
    yield on.after(3)
    actions.supplement(told, note=on.say("supplement"), now=on.now)
    yield from on.finish(case)


def waiting(on: Stage) -> Story:
    """Something is missing, and the reporter has not said it yet."""
    case = on.tell().case
    yield from on.send(case)
    yield from on.sign(case)
    yield on.after(0.5)
    _wait(on, case)


def shelved(on: Stage) -> Story:
    """More time is declined, shelving too, until the place is safe: then it is shelved till spring."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case)
    yield from on.sign(case)
    yield on.after(0.3)
    by = on.of(case.post_id)
    actions.ask_extension(case, amount=1, reason=on.say("more"), by=by, now=on.now)
    yield on.after(0.3)
    actions.decline_extension(case, reason=on.say("no_more"), by=on.desk(), now=on.now)
    until = on.now + timedelta(days=100)
    yield on.after(0.3)
    actions.ask_shelving(case, reason=on.say("shelve"), until=until, by=by, now=on.now)
    yield on.after(0.5)
    actions.decline_shelving(case, reason=on.say("no_shelving"), by=on.desk(), now=on.now)
    yield on.after(2)
    actions.ask_shelving(case, reason=on.say("fenced"), until=until, by=by, now=on.now)
    yield on.after(0.5)
    actions.shelve(case, note=on.say("agreed"), by=on.desk(), now=on.now)


def extended(on: Stage) -> Story:
    """More time is granted; then the material is late, and the case goes on once it is there."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case, on.unit("property-company"))
    yield from on.sign(case)
    yield on.after(0.5)
    by = on.of(case.post_id)
    actions.ask_extension(case, amount=3, reason=on.say("more"), by=by, now=on.now)
    yield on.after(1)
    actions.extend(case, note=on.say("agreed"), by=on.desk(), now=on.now)
    yield on.after(1)
    until = on.now + timedelta(days=3)
    actions.ask_shelving(case, reason=on.say("shelve"), until=until, by=by, now=on.now)
    yield on.after(1)
    actions.shelve(case, note=on.say("granted"), by=on.desk(), now=on.now)
    yield on.after(14)
    actions.resume(case, note=on.say("resumed"), by=by, now=on.now)
    yield from on.finish(case)


def urged(on: Stage) -> Story:
    """The office urges, the centre supervises, the grid head answers; it begins again and is opened again."""
    told = on.tell()
    case = told.case
    yield from on.send(case)
    yield on.after(2)
    actions.urge(case, note=on.say("urge"), by=on.desk(), now=on.now)
    yield from on.sign(case)
    yield on.after(1)
    due = on.now + 3 * DAY
    actions.supervise(case, opinion=on.say("opinion"), due=due, by=on.command(), now=on.now)
    yield on.after(2)
    actions.answer(case, note=on.say("answer"), by=on.of(case.post_id), now=on.now)
    yield from on.finish(case)
    yield on.after(2)
    actions.reopen(case, reason=on.say("reopen"), by=RESIDENT, now=on.now, report=told)
    yield from on.send(case)
    yield from on.sign(case)
    yield from on.finish(case)


def transferred(on: Stage) -> Story:
    """Leave to work at night is not the street's: the office gives the case to the bureau that grants it."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case)
    yield on.after(0.7)
    bureau = on.unit("environment")
    actions.transfer(case, post=bureau, reason=on.say("transfer"), by=on.desk(), now=on.now)
    yield from on.sign(case)
    yield from on.finish(case)


def settled(on: Stage) -> Story:
    """A trifle is settled where it was found."""
    grid = on.town.grids[on.house.number]
    case = on.tell(by=on.town.crew.watchers[grid][0]).case
    yield on.after(0.2)
    by = on.of(case.post_id)
    actions.settle(case, note=on.say("done"), by=by, now=on.now)
    on.worked(case, [by])
    yield from on.look(case)


def same(on: Stage) -> Story:
    """Three tell of a dark lamp: two of the same, which are one case; the third turns out to be another's."""
    first = on.tell().case
    yield on.after(0.5)
    again = on.tell("again").case
    yield on.after(0.5)
    other = on.tell("other").case
    for double in (again, other):
        yield on.after(0.2)
        actions.merge(double, into=first, reason=on.say("merge"), by=on.desk(), now=on.now)
    yield on.after(1)
    actions.part(other, reason=on.say("part"), by=on.desk(), now=on.now)
    for case in (first, other):
        yield from on.send(case)
        yield from on.sign(case)
        yield from on.finish(case)


def split(on: Stage) -> Story:
    """Two matters in one report: each has a case, and the report's own is closed after both."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case)
    yield on.after(0.3)
    parts = [Part(on.say(code), category=code) for code in ("rubbish", "sewer")]
    made = actions.split(case, parts=parts, by=on.desk(), now=on.now)
    on.count(len(made))
    for one in (*made, case):
        yield from on.send(one)
        yield from on.sign(one)
        yield from on.finish(one)


def petition(on: Stage) -> Story:
    """Seventeen cold households: one speaks for all, another joins; one rates badly, which is put right."""
    brought = on.telling("text")
    told = actions.report(brought, by=on.desk(), now=on.now)
    on.count()
    case = told.case
    others = [next(on.town.residents) for _ in range(HOUSEHOLDS - 1)]
    signers = [Signer(person.name, person.phone) for person in others]
    reports = actions.petition(told, brought, signers, by=on.desk(), now=on.now)
    yield on.after(1)
    actions.join(case, on.telling("joined"), by=on.desk(), now=on.now)
    yield from on.send(case, on.unit("heating"))
    yield from on.sign(case)
    yield from on.finish(case)
    yield on.after(2)
    actions.rate(told, score=5, now=on.now)
    bad = reports[0]
    bad.case = case
    actions.rate(bad, score=2, comment=on.say("bad"), now=on.now)
    yield on.after(2)
    actions.rectify(case, note=on.say("rectified"), by=on.desk(), now=on.now)


def _dispute(on: Stage, case: Case) -> None:
    by = on.of(case.post_id)
    actions.dispute(case, reason=on.say("dispute"), proposed=on.say("proposed"), by=by, now=on.now)


def _ruled(on: Stage, case: Case) -> Story:
    """Disputed, given back to the same unit, and appealed against."""
    yield on.after(0.7)
    unit = case.post_id or 0
    _dispute(on, case)
    yield on.after(2)
    actions.rule(case, post=unit, reason=on.say("ruling"), by=on.street(), now=on.now)
    yield on.after(1)
    actions.appeal(case, reason=on.say("appeal"), by=on.of(unit), now=on.now)


def _wait(on: Stage, case: Case) -> None:
    until = on.now + LIVED * DAY
    actions.wait(case, reason=on.say("wait"), until=until, by=on.of(case.post_id), now=on.now)


def together(on: Stage) -> Story:
    """Six parties meet about parking: one does not come, one is replaced; three things are decided."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case)
    yield from on.sign(case)
    yield on.after(0.3)
    for kind, name, contact, part in PARTIES:
        facts = {"kind": kind, "name": name, "contact": contact, "part": part}
        actions.invite_party(case, **facts, by=on.desk(), now=on.now)
    parties = dict(Party.objects.filter(case=case).values_list("kind__code", "pk"))
    actions.drop_party(case, party=parties["residents"], reason=on.say("left"), by=on.desk(), now=on.now)
    stand_in = {"kind": "residents", "name": "何老师", "part": "heard"}
    heard = actions.invite_party(case, **stand_in, by=on.desk(), now=on.now)
    parties["residents"] = heard.pk
    meet = on.now + on.day / 4
    where = {"place": on.say("place"), "matter": on.say("matter")}
    actions.meet(case, parties=parties.values(), **where, meet_at=meet, by=on.desk(), now=on.now)
    yield max(meet - on.now, timedelta()) + on.day / 12
    due = on.now.date() + timedelta(days=14)
    decided = [
        Decided(on.say("barrier"), parties["property-company"], due),
        Decided(on.say("shared"), parties["units"], due),
        Decided(on.say("lane"), None, due),
    ]
    came = [pk for kind, pk in parties.items() if kind != "property-committee"]
    actions.minute(case, came=came, note=on.say("minutes"), decisions=decided, by=on.desk(), now=on.now)
    yield from on.finish(case)


def above(on: Stage) -> Story:
    """What the street cannot settle goes to the district, which finds the money and sends it back."""
    case = on.tell(by=on.desk()).case
    yield from on.send(case, on.street_post())
    yield from on.sign(case)
    yield on.after(1)
    actions.pass_up(case, reason=on.say("why"), by=on.street(), now=on.now)
    yield on.after(3)
    actions.dispatch(case, post=on.street_post(), reason=on.say("money"), by=on.of(case.post_id), now=on.now)
    yield on.after(0.5)
    actions.sign(case, by=on.of(case.post_id), now=on.now)
    yield from on.finish(case)


PLOTS: tuple[Callable[[Stage], Story], ...] = (
    shed, together, extended, split, petition, lift, same, dismissed, upheld, shelved, urged, waited,
    transferred, settled, waiting, disputed, above,
)  # fmt: skip


def staged(
    preset: str, *, town: Town, estate: Estate, seed: int, begin: datetime, now: datetime
) -> list[Start]:
    """Every story once, the longest first, over the last days before `now`."""
    words = load(preset, "plots")["plots"]
    length = min(now - begin, LIVED * DAY)
    day, starts = length / LIVED, []
    for number, plot in enumerate(PLOTS):
        name, random = plot.__name__, Random(f"{seed}-{plot.__name__}")  # noqa: S311 - nothing secret is drawn
        at = now - length + day * (number % SPREAD + random.uniform(0.05, 0.8))
        if day == DAY:
            at = by_day(at, random=random)
        on = stage(name, words[name], town=town, estate=estate, random=random, day=day)
        starts.append(Start(at, plot(on), lambda: False))
    return starts
