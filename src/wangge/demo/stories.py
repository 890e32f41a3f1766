"""The life of one case as the people concerned live it, step by step, through the actions of the screens."""

from dataclasses import dataclass

from wangge.cases import actions
from wangge.cases.errors import OwnWork
from wangge.cases.models import State, Urgency
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Clock
from wangge.demo.intake import BY_THEMSELVES, teller, telling
from wangge.demo.pace import slowness
from wangge.demo.parts import Part
from wangge.demo.simulation import Story
from wangge.journal.actor import RESIDENT, Actor

OUTCOMES = {"settled": 88, "partly": 6, "unreached": 6}


@dataclass(slots=True)
class Life(Part):
    """One request and what becomes of it."""

    def story(self) -> Story:
        """From the report to the last rating; every `yield` is a wait."""
        self.slow = slowness(self.random)
        self._tell()
        if self.case.state == State.REPORTED:
            yield self._until(Clock.SIGN)
            yield from self._take_in()
        while self.case.state not in (State.REFUSED, State.CLOSED):
            yield from self._settle()
            yield from self._afterwards()

    # --- in, and to whom ---------------------------------------------------------------------------------

    def _tell(self) -> None:
        by = teller(self.request, self.origin, town=self.town, random=self.random)
        sent = telling(self.request, self.origin, number=self.number, town=self.town, random=self.random)
        self.told = actions.report(sent, by=by, now=self._now)
        if self.town.turn("repeat", 0.04):  # a second tap on the button
            again = actions.report(sent, by=by, now=self._now)
            self.town.tally["repeated" if again.pk == self.told.pk else "doubled"] += 1
        if self._chance(0.2):
            self.album.show(self.case, step="report", about=self._about, by=by, now=self._now)

    def _take_in(self) -> Story:
        """The office looks at it, places it, and takes it on or says where else to go."""
        case, desk = self.case, self._desk()
        if case.lon is None:
            lon, lat = self.request.at
            actions.locate(case, lon=lon, lat=lat, by=desk, now=self._now)
        if case.urgency == Urgency.NORMAL and self.town.turn("refuse", 0.12):
            why = self.random.choice(self.town.words["refuse"])
            actions.refuse(case, **why, by=desk, now=self._now)
            if not self.town.turn("appeal", 0.3):
                return
            yield self._some(60, 1500)
            reason = self._say("appeal")
            actions.reopen(case, reason=reason, by=RESIDENT, now=self._now, report=self.told)
        else:
            actions.accept(case, by=desk, now=self._now)
        yield from self._send_on()

    def _send_on(self) -> Story:
        """The office that has it says what it is about and gives it to a post, or passes it up first."""
        yield self._some(2, 25)
        case = self.case
        self._classify(self._officer())
        if not self._at_the_street and self.town.turn("pass_up", 0.05):
            actions.pass_up(case, reason=self._say("pass_up"), by=self._officer(), now=self._now)
            yield self._some(20, 240)
        post = self.town.post_for(case, tried=self.tried)
        actions.dispatch(case, post=post, reason=self._say("dispatch"), by=self._officer(), now=self._now)

    def _classify(self, by: Actor) -> None:
        """A person corrects the guess, or chooses where there is none."""
        chosen = self.request.truth or (self.case.category.code if self.case.category else "")
        chosen = chosen or self.random.choice(self.town.leaves)
        if self.case.category is None or self.case.category.code != chosen:
            actions.classify(self.case, category=chosen, by=by, now=self._now)

    # --- the work ----------------------------------------------------------------------------------------

    def _settle(self) -> Story:
        """Sign, get in touch, work, have somebody else look, close."""
        case = self.case
        while case.state != State.SIGNED:
            yield self._until(Clock.SIGN)
            if self._unfit():
                yield from self._bounce("return")
                continue
            actions.sign(case, by=self._holder(), now=self._now)
            yield self._until(Clock.CONTACT)
            actions.contact(case, note=self._say("contact"), by=self._holder(), now=self._now)
            hard = not self.bounced and self.town.turn("too_hard", 0.02)
            if (hard or not self.town.may_settle(case)) and not self._at_the_street:
                yield from self._bounce("pass_up")
        yield self._until(Clock.RESOLVE)
        self._handle()
        yield self._some(25, 420)
        if self.town.turn("rework", 0.09):
            actions.rework(case, reason=self._say("rework"), by=self._witness(), now=self._now)
            yield self._some(60, 900)
            self._handle()
            yield self._some(25, 420)
        actions.verify(case, note=self._say("verify"), by=self._witness(), now=self._now)
        yield self._some(10, 300)
        actions.close(case, by=self._desk(), now=self._now)

    def _unfit(self) -> bool:
        """Whether the post that has the case would rather not."""
        if self.bounced or self._at_the_street:
            return False
        guessed = self.case.category.code if self.case.category else ""
        wrong = bool(self.request.truth) and guessed != self.request.truth
        return self.town.turn("wrong" if wrong else "unwilling", 0.5 if wrong else 0.03)

    def _bounce(self, step: str) -> Story:
        """Once in its life a case goes back to the office above, which sends it elsewhere."""
        self.bounced = True
        self.tried |= {self.case.post_id or 0}
        move = actions.return_ if step == "return" else actions.pass_up
        move(self.case, reason=self._say(step), by=self._holder(), now=self._now)
        yield from self._send_on()

    def _handle(self) -> None:
        case, by = self.case, self._holder()
        actions.handle(case, note=self._say("handle", about=self._about), by=by, now=self._now)
        self.workers[by.person] = by
        if self._chance(0.2):
            self.album.show(case, step="handle", about=self._about, by=by, now=self._now)
        if self.town.turn("own_look", 0.06):
            try:
                actions.verify(case, note=self._say("own_look"), by=by, now=self._now)
            except OwnWork:
                self.town.tally["own_work_refused"] += 1

    # --- after closing -----------------------------------------------------------------------------------

    def _afterwards(self) -> Story:
        """The desk asks, both sides rate, and what is not settled is opened again."""
        case, resident = self.case, self.request.channel in BY_THEMSELVES
        yield self._some(60, 1400)
        outcome = self.random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        if self.town.turn("unsettled", 0.06):
            outcome = "unsettled"
        if self._chance(0.8):
            note = self._say("call_back", about=outcome)
            actions.call_back(case, outcome=outcome, note=note, by=self._desk(), now=self._now)
        if self.origin != "found" and self._chance(0.75 if resident else 0.45):
            good = outcome in ("settled", "unreached")
            score = self.random.choice((5, 5, 5, 4, 4, 3) if good else (3, 2, 2, 1))
            comment = self._say("praise" if score > 3 else "grumble")
            actions.rate(self.told, score=score, comment=comment, now=self._now)
            if score <= rulebook().practice.bad_score and self._chance(0.8):
                yield self._some(60, 900)
                actions.rectify(case, note=self._say("rectify"), by=self._desk(), now=self._now)
        if self._chance(0.5):
            score = self.random.choice((5, 5, 4, 4, 3))
            by = self.random.choice(list(self.workers.values()))
            actions.rate_reporter(case, score=score, comment=self._say("reporter"), by=by, now=self._now)
        if outcome == "unsettled" and not case.reopened:
            yield self._some(30, 600)
            if resident:
                actions.reopen(case, reason=self._say("reopen"), by=RESIDENT, now=self._now, report=self.told)
            else:
                actions.reopen(case, reason=self._say("reopen"), by=self._desk(), now=self._now)
            yield from self._send_on()
