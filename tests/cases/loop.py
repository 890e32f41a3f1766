"""One case led through every step there is, for tests that look at each of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.cases.deeds import ESTATE, WHERE, Life, actor, ready, tell
from tests.cast import MONDAY, Cast
from wangge.cases import actions, photos
from wangge.cases.joining import Signer
from wangge.cases.photos import Picture
from wangge.cases.telling import Telling

PICTURE = Picture("photos/ab/abc.jpg", 40, 30, None, None, None)
TELLING = Telling("楼下垃圾三天没有清运", "portal", category="estate", key="k", **WHERE)
NEIGHBOUR = Telling("我家也闻得到", "portal", **WHERE)
# Every step, by whom (the reporter where nobody is named), and whose post it goes to where that matters.
LOOP = """
    locate zhou, classify zhou, supplement, urge gao, supervise zhao, answer zhou, charge zhou,
    join, petition, attach zhou, accept zhou, merge zhou, part zhou,
    whistle zhao, respond chen, attend zhao, conclude zhao, plan zhou, perform chen, plan zhou, drop zhou,
    invite_party zhou, meet zhou, minute zhou, drop_party zhou,
    dispatch zhou, visit sun, dispute sun, rule zhao, appeal sun, dismiss gao,
    transfer zhou, dispute chen, rule zhao chen, appeal chen, sign chen, wait chen, uphold gao,
    dispatch zhao, return sun, dispatch zhao, pass_up sun, dispatch zhao, sign sun, contact sun,
    ask_extension sun, decline_extension zhou, ask_extension sun, extend zhou,
    ask_shelving sun, decline_shelving zhou, ask_shelving sun, shelve zhou, resume zhou, wait sun, supplement,
    handle sun, rework he, handle sun, verify he, close zhou, call_back zhou, rate, rectify zhou,
    rate_reporter sun, reopen, settle zhou, rework he, split zhou
"""
STEPS = [tuple(step.split()) for step in LOOP.split(",")]


class Loop:
    """The case of the loop, and another one for it to be merged into."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.life = Life(cast)
        self.other = tell().case

    def take(self, *step: str) -> Any:
        """One step of it."""
        return self.ready(*step)()

    def ready(self, name: str, who: str = "", post: str = "") -> Callable[[], Any]:
        """A step about to be taken on the case as it stands now."""
        case, told = self.life.case, self.life.report
        by = actor(self.cast, who)
        if name == "attach":
            return partial(photos.attach, case, PICTURE, step="handle", by=by, now=MONDAY)
        if name == "join":
            return partial(actions.join, case, NEIGHBOUR, home="2单元", by=by, now=MONDAY)
        if name == "petition":
            return partial(actions.petition, told, ESTATE, [Signer("王女士")], by=by, now=MONDAY)
        more: dict[str, Any] = {"post": self.cast.posts[post]} if post else {}
        if name == "merge":
            more["into"] = self.other
        return ready(self.cast, name, case, who=who, told=told, **more)
