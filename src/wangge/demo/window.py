"""Applications at the service window of a preset and errands begun at the door, in the days lived."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wangge.counter import actions
from wangge.counter.filing import Applicant
from wangge.counter.lines import Kind, Who
from wangge.counter.models import Application, Group, Item
from wangge.counter.standing import at_step
from wangge.demo.items import WANTED
from wangge.demo.pace import by_day
from wangge.demo.presets import load
from wangge.demo.simulation import Start, Story
from wangge.demo.town import Town
from wangge.journal.actor import RESIDENT, Actor
from wangge.places.models import Area, Grid
from wangge.staffing.models import Post

AT_THE_DOOR = 6
# How each application goes: which papers come at first, and after how many days it is where.
COURSES = ("granted", "granted", "told", "told", "late", "refused", "running", "running", "withdrawn", "new")


def at_the_window(preset: str, *, town: Town, seed: int, begin: datetime, now: datetime) -> list[Start]:
    """Some applications and errands of the days lived."""
    words, community = load(preset, "counter")["words"], Area.objects.get(pk=town.community)
    items = list(Item.objects.all())
    starts = []
    for number, course in enumerate(COURSES):
        random = Random(f"{seed}-window-{number}")  # noqa: S311 - nothing secret is drawn
        at = by_day(begin + (now - begin) * (0.02 + 0.06 * number), random=random)
        story = _Window(town, words, community, random, now - begin)
        starts.append(Start(at, story.apply(items[number % len(items)], course, number), _never))
    for number in range(AT_THE_DOOR):
        random = Random(f"{seed}-door-{number}")  # noqa: S311 - nothing secret is drawn
        at = by_day(begin + (now - begin) * (0.1 + 0.14 * number), random=random)
        story = _Window(town, words, community, random, now - begin)
        starts.append(Start(at, story.errand(number), _never))
    return starts


def _never() -> bool:
    return False


class _Window:
    """One story at the window: who acts, what is said, how long things take."""

    def __init__(
        self, town: Town, words: Mapping[str, Any], community: Area, random: Random, length: timedelta
    ) -> None:
        self.town, self.words, self.community, self.random, self.length = (
            town,
            words,
            community,
            random,
            length,
        )

    def person(self) -> Applicant:
        found = next(self.town.residents)
        return Applicant(found.name, found.phone)

    def desk(self) -> Actor:
        return self.random.choice(self.town.crew.desk)

    def after(self, part: float) -> timedelta:
        """A wait of a part of the days lived, to the next morning where it would end at night."""
        now = self.town.clock.now
        return by_day(now + self.length * part, random=self.random) - now

    def apply(self, item: Item, course: str, number: int) -> Story:
        """Filed, looked through, told what is missing, and on to where it rests."""
        positions = list(range(len(item.materials)))
        by = RESIDENT if number % 3 == 0 else self.desk()
        brought = positions if course not in ("told", "late") else positions[:1]
        filed = actions.file(
            item,
            self.person(),
            area=self.community,
            key=f"demo-window-{number}",
            brought=brought,
            by=by,
            now=self.town.clock.now,
        )
        yield self.after(0.04)
        if course == "new":
            return
        if course in ("told", "late"):
            yield from self._told(filed, positions, late=course == "late")
            if number % 2:
                return
        self._accept(filed, positions)
        if course == "withdrawn":
            yield self.after(0.05)
            reason = self.words["withdrawn"]
            actions.withdraw(filed, reason=reason, by=self.desk(), now=self.town.clock.now)
            return
        yield from self._go_on(filed, course)

    def _told(self, filed: Application, positions: list[int], *, late: bool) -> Story:
        missing = dict.fromkeys(positions[1:], self.words["why"])
        if late and len(missing) > 1:
            last = missing.popitem()[0]
            self._tell(filed, missing)
            yield self.after(0.05)
            self._tell(filed, {last: self.words["late"]})
        elif missing:
            self._tell(filed, missing)
        yield self.after(0.08)

    def _tell(self, filed: Application, missing: Mapping[int, str]) -> None:
        words, now = self.words["told"], self.town.clock.now
        actions.tell(filed, missing, words=words, by=self.desk(), now=now)

    def _accept(self, filed: Application, positions: list[int]) -> None:
        now, by = self.town.clock.now, self.desk()
        actions.receive(filed, positions, by=by, now=now)
        actions.accept(filed, by=by, now=now)

    def _go_on(self, filed: Application, course: str) -> Story:
        while stage := at_step(filed.stages.all()):
            yield self.after(0.06 if course != "running" else 0.3)
            by, now = self._taker(stage.who, filed), self.town.clock.now
            if stage.kind == Kind.NOTICE and stage.due_at:
                yield max(timedelta(), stage.due_at - now) + timedelta(hours=16)
                now = self.town.clock.now
            if stage.kind != Kind.DECISION:
                actions.pass_on(filed, note=self.words["notes"].get(stage.name, ""), by=by, now=now)
            elif course == "refused":
                actions.refuse(filed, reason=self.words["refused"], by=by, now=now)
            else:
                actions.grant(filed, note=self.words["granted"], by=by, now=now)
                yield self.after(0.05)
                actions.hand_over(filed, to=self.words["to"], by=self.desk(), now=self.town.clock.now)

    def _taker(self, who: str, filed: Application) -> Actor:
        if who == Who.COMMUNITY:
            return self.desk()
        if who == Who.STREET:
            return self.random.choice(self.town.crew.street)
        post = Post.objects.values_list("pk", flat=True).get(department__code=filed.item.department)
        return self.random.choice(self.town.crew.holders[post])

    def errand(self, number: int) -> Story:
        """Begun at the door by somebody of the grid, fetched, handed over; the last ones are under way."""
        grid = self.random.choice(list(self.town.grids.values()))
        by = self.random.choice(self.town.crew.watchers[grid])
        group = Group.objects.all()[number % len(WANTED)]
        item = Item.objects.get(code=WANTED[group.code][0])
        made = actions.ask_errand(
            actions.Wish(item, group),
            self.person(),
            area=self.community,
            grid=Grid.objects.get(pk=grid),
            key=f"demo-door-{number}",
            papers=[str(item.materials[0]["name"])],
            by=by,
            now=self.town.clock.now,
        )
        yield self.after(0.15)
        actions.fetch(made, by=by, now=self.town.clock.now)
        yield self.after(0.1)
        actions.bring_home(made, by=by, now=self.town.clock.now)
