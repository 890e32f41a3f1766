"""Which steps are offered now: the expected one first, the likely ones beside it, the others in drawers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wangge.cases import queries
from wangge.cases.errors import OwnWork
from wangge.cases.models import Case
from wangge.cases.rulebook import Rulebook
from wangge.cases.wording import templates_for
from wangge.cases.workflow import BY_NAME, Standing, allowed
from wangge.cases.workflow import State as Stage
from wangge.staffing.directory import Seat
from wangge.web.desk.forms import StepForm
from wangge.web.desk.outlook import ONLY_IF, Outlook
from wangge.web.desk.steps import OF, Group, Step
from wangge.web.lacking import lacks_told
from wangge.web.middleware import told

BESIDE = 2
EXPECTED = {**queries.STEPS, "disputed": "rule", "held": "resume", "merged": "part"}
LIKELY = {
    Stage.REPORTED: ("settle", "classify", "merge", "refuse"),
    Stage.ACCEPTED: ("settle", "classify", "whistle", "merge"),
    Stage.DISPATCHED: ("contact", "return", "dispute"),
    Stage.SIGNED: ("contact", "visit", "ask_extension", "pass_up"),
    Stage.DISPUTED: (),
    Stage.HELD: ("contact",),
    Stage.HANDLED: ("rework",),
    Stage.VERIFIED: ("rework",),
    Stage.CLOSED: ("call_back", "rate_reporter"),
    Stage.REFUSED: ("reopen",),
    Stage.MERGED: (),
}
CALLING = ("respond", "perform", "uphold", "dismiss", "answer", "extend", "decline_extension", "shelve")
CALLED = (*CALLING, "decline_shelving", "conclude", "minute", "rectify")  # somebody waits for these


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken now; `why_not` says what has to come before it."""

    step: Step
    form: StepForm | None
    primary: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered: the first step, large; the likely ones; the rest in its drawers."""

    first: Offer | None
    beside: list[Offer]
    drawers: list[tuple[Group, list[Offer]]]

    @property
    def near(self) -> list[Offer]:
        """Those that are at hand."""
        return [*([self.first] if self.first else []), *self.beside]

    def __iter__(self) -> Iterator[Offer]:
        """All of them, in the order in which they are shown."""
        yield from self.near
        for _group, offers in self.drawers:
            yield from offers


def offers(look: Outlook, held: Iterable[Standing]) -> Offers:
    """The steps that this standing may take now and that there is a reason to take."""
    mine = {row.name for row in allowed(Stage(look.case.state), held)}
    names = [n for n in OF if n in mine and (n not in ONLY_IF or ONLY_IF[n](look))]
    ranked = _ranked(look, names)
    near = ranked[: BESIDE + 1]
    first = near[0] if near and near[0] in (*CALLED, EXPECTED.get(look.case.state)) else None
    beside = [name for name in near if name != first][:BESIDE]
    forms = _forms(look, [name for name in (first, *beside) if name])
    made = {n: Offer(OF[n], forms.get(n), n == first, _why_not(look, n)) for n in names}
    rest = [name for name in names if name != first and name not in beside]
    drawers = [(group, [made[n] for n in rest if OF[n].group is group]) for group in Group]
    return Offers(
        made[first] if first else None,
        [made[name] for name in beside],
        [(group, offered) for group, offered in drawers if offered],
    )


def _ranked(look: Outlook, names: list[str]) -> list[str]:
    """The steps that are expected or likely now, those first for which somebody waits."""
    stage = Stage(look.case.state)
    answered = look.whistle and all(
        s.answer for s in look.whistle.summons.all() if s.post_id in look.by.posts
    )
    calling = [n for n in CALLED if not (n == "respond" and answered)]
    wanted = [*calling, EXPECTED.get(stage, ""), *LIKELY[stage]]
    if stage is Stage.REPORTED and look.case.category_id is not None:
        wanted.remove("classify")
    return [name for name in dict.fromkeys(wanted) if name in names]


def _forms(look: Outlook, names: list[str]) -> dict[str, StepForm]:
    """The forms of the steps at hand, with the words to begin with."""
    seats = seats_for(look.case, look.book)
    words = templates_for(look.case, [name for name in names if OF[name].asks])
    made: dict[str, StepForm] = {}
    for name in names:
        if OF[name].asks and not OF[name].form.many and name != "merge":
            form = OF[name].form(case=look.case, book=look.book, seats=seats, auto_id=f"{name}-%s")
            form.templates = words.get(name, [])
            made[name] = form
    return made


def _why_not(look: Outlook, name: str) -> str:
    if name == "dispatch" and look.case.category_id is None:
        return _("Set the matter first.")
    if name == "transfer" and look.case.category_id is None:
        return _("Set the matter first.")
    if name == "handle" and any(task.ended_at is None for task in look.facts.tasks):
        return _("Its steps come first.")
    if name == "handle" and not look.may_settle:
        return _("Matters of this kind are not settled at this level. Pass it up.")
    if name == "close" and look.lacks:
        return _("It cannot be closed yet: {what}.").format(what=lacks_told(look.lacks))
    return ""


def seats_for(case: Case, book: Rulebook) -> list[Seat]:
    """The posts that answer for the place of a case."""
    return [seat for seat in book.posts.seats.values() if case.area.path.startswith(seat.area_path)]


def why_not(case: Case, held: frozenset[Standing]) -> str:
    """Why the expected step is not this actor's, and whose it is; empty where it is theirs or none is due."""
    name = EXPECTED.get(case.state)
    if name is None or name == "part" or BY_NAME[name].who & held:
        return ""
    who = BY_NAME[name].who
    if who == {Standing.WITNESS}:
        if Standing.HANDLER in held:
            return told(OwnWork())
        return _("Next: somebody of the grid or the office who did not handle it looks on site.")
    if who == {Standing.HOLDER}:
        facts = {"post": case.post.name if case.post else "—", "step": OF[name].verb}
        return _("Next: {post} – {step}.").format(**facts)
    if who == {Standing.STREET}:
        return _("Next: the street office – {step}.").format(step=OF[name].verb)
    return _("Next: the community or street office – {step}.").format(step=OF[name].verb)
