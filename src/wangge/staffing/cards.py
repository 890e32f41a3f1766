"""The contact card of a grid: who answers for it, in which post, with which duties. Meant to be public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wangge.places.models import Grid
from wangge.staffing.models import Appointment, AppointmentQuerySet, Tier


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post, as the public card names them; `duties` are texts by language code."""

    post: int
    name: str
    phone: str
    role: str
    role_en: str
    lead: bool
    duties: tuple[Mapping[str, str], ...]


def card(*, grid: int, on: date) -> tuple[Holder, ...]:
    """The people of a grid's line on a day, its head first: one statement."""
    line = Grid.objects.filter(pk=grid).values("lineage")
    return _holders(Appointment.objects.filter(post__grid__lineage__in=line), on)


def office(*, area: int, on: date) -> tuple[Holder, ...]:
    """The people of a community's own office on a day: one statement."""
    return _holders(Appointment.objects.filter(post__area=area, post__kind__tier=Tier.COMMUNITY), on)


def holders(*, post: int | None, on: date) -> tuple[Holder, ...]:
    """The people in one post on a day; nobody where there is no post."""
    return _holders(Appointment.objects.filter(post=post), on) if post else ()


def _holders(held: AppointmentQuerySet, on: date) -> tuple[Holder, ...]:
    rows = (
        held.on(on)
        .select_related("post__kind", "account")
        .order_by("-post__kind__lead", "post__kind_id", "substitute", "id")
    )
    return tuple(
        Holder(
            post=row.post_id,
            name=row.account.name,
            phone=row.account.phone,
            role=row.post.kind.name,
            role_en=row.post.kind.name_en,
            lead=row.post.kind.lead,
            duties=tuple(row.post.kind.duties),
        )
        for row in rows
    )
