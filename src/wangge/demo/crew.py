"""Who may act on a day, as the actors that the screens would make of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wangge.accounts.models import Role
from wangge.demo.staff import Member
from wangge.journal.actor import Actor
from wangge.staffing.models import Appointment
from wangge.staffing.queries import actor_of


@dataclass(frozen=True, slots=True)
class Crew:
    """Actors by what they answer for: `holders` by post, `watchers` by grid."""

    holders: Mapping[int, tuple[Actor, ...]]
    watchers: Mapping[int, tuple[Actor, ...]]
    desk: tuple[Actor, ...]
    street: tuple[Actor, ...]
    command: tuple[Actor, ...]

    def others(self, grid: int | None, *, than: frozenset[int]) -> tuple[Actor, ...]:
        """Who may look at work done in a grid: whoever answers for it, else the community's desk."""
        near = [a for a in self.watchers.get(grid or 0, ()) if a.account not in than]
        return tuple(near) or tuple(a for a in self.desk if a.account not in than)


def gather(staff: Iterable[Member], *, on: date) -> Crew:
    """The crew of a day."""
    actors = {member.account.pk: actor_of(member.account, on=on) for member in staff}
    holders: dict[int, tuple[Actor, ...]] = {}
    watchers: dict[int, tuple[Actor, ...]] = {}
    held = Appointment.objects.filter(account__in=actors).on(on).order_by("id")
    for post, account in held.values_list("post_id", "account_id"):
        holders[post] = (*holders.get(post, ()), actors[account])
    for actor in actors.values():
        for grid in actor.grids:
            watchers[grid] = (*watchers.get(grid, ()), actor)
    return Crew(
        holders,
        watchers,
        desk=tuple(a for a in actors.values() if Role.COMMUNITY in a.roles),
        street=tuple(a for a in actors.values() if Role.STREET in a.roles),
        command=tuple(a for a in actors.values() if Role.COMMAND in a.roles),
    )
