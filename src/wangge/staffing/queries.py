"""Who somebody is on a day: their roles, areas, grids and posts; who is in a post or answers for a grid."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from wangge.accounts.models import Account, Grant
from wangge.journal.actor import Actor
from wangge.journal.prepared import Prepared
from wangge.staffing.models import Appointment, Line, Post, Tier

HELD = Prepared(
    lambda account, day: (
        Appointment.objects.filter(account=account)
        .on(day)
        .values_list("post_id", "post__grid__lineage__line", "post__kind__tier")
    )
)
GRANTED = Prepared(lambda account: Grant.objects.filter(account=account).values_list("role", "area__path"))


def actor_of(account: Account, *, on: date) -> Actor:
    """The actor that this account is on a day: two statements.

    A post of a grid answers for its whole line: the grid as it was (whose cases go on) and as it is now.
    """
    held = HELD.rows(account=account.pk, day=on)
    return Actor(
        label=account.name,
        account=account.pk,
        grants=tuple((role, path) for role, path in GRANTED.rows(account=account.pk)),
        posts=frozenset(post for post, _, tier in held if tier != Tier.MEMBER),
        grids=frozenset(grid for _, grid, _ in held if grid is not None),
    )


def holders(posts: Iterable[int], *, on: date) -> list[Appointment]:
    """The people in these posts on a day, those appointed first before substitutes: one statement."""
    held = Appointment.objects.filter(post__in=list(posts)).on(on).select_related("account", "post__kind")
    return list(held.order_by("substitute", "id"))


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody in a post of a grid's line; `line` is the id of the line's first grid."""

    line: int
    name: str
    role: str
    role_en: str
    lead: bool
    substitute: bool


def posted(lines: Collection[int], *, on: date) -> list[Posted]:
    """The people of these lines of grids on a day, those who lead first: one statement."""
    held = Appointment.objects.filter(post__grid__lineage__in=list(lines)).on(on)
    rows = held.order_by("-post__kind__lead", "substitute", "post__kind_id", "id").values_list(
        *("post__grid__lineage", "account__name", "post__kind__name", "post__kind__name_en"),
        *("post__kind__lead", "substitute"),
    )
    return [Posted(*row) for row in rows]


def carried(lines: Collection[int]) -> tuple[dict[str, str], dict[int, frozenset[str]]]:
    """Every line of business (code → name), and those that posts of these lines of grids carry.

    Two statements; one where no business is defined.
    """
    business = dict(Line.objects.values_list("code", "name"))
    found: dict[int, set[str]] = {}
    if business:
        posts = Post.objects.filter(grid__lineage__in=list(lines)).exclude(kind__lines=None)
        for line, code in posts.values_list("grid__lineage", "kind__lines__code"):
            found.setdefault(line or 0, set()).add(code)
    return business, {line: frozenset(codes) for line, codes in found.items()}
