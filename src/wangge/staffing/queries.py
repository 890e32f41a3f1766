"""Who somebody is on a day: their roles, areas, grids and posts; who is in a post."""

from collections.abc import Iterable
from datetime import date

from wangge.accounts.models import Account
from wangge.journal.actor import Actor
from wangge.staffing.models import Appointment, Tier


def actor_of(account: Account, *, on: date) -> Actor:
    """The actor that this account is on a day: two statements."""
    held = (
        Appointment.objects.filter(account=account)
        .on(on)
        .values_list("post_id", "post__grid_id", "post__kind__tier")
    )
    return Actor(
        label=account.name,
        account=account.pk,
        grants=tuple(account.grants.values_list("role", "area__path")),
        posts=frozenset(post for post, _, tier in held if tier != Tier.MEMBER),
        grids=frozenset(grid for _, grid, _ in held if grid is not None),
    )


def holders(posts: Iterable[int], *, on: date) -> list[Appointment]:
    """The people in these posts on a day, those appointed first before substitutes: one statement."""
    held = Appointment.objects.filter(post__in=list(posts)).on(on).select_related("account", "post__kind")
    return list(held.order_by("substitute", "id"))
